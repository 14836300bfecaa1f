// Writes the image of the built-in lexicons (../image.h) to a file. Run by the build.
#include <cstdio>
#include <fstream>

#include "lexicons/image.h"

namespace mizan {

std::string_view embedded_lexicon_image() {
  return {};
}

}  // namespace mizan

int main(int argc, char** argv) {
  using mizan::LexiconOptions;
  if (argc != 2) {
    std::fprintf(stderr, "make_image: name the file to write\n");
    return 2;
  }
  auto lexicons = mizan::Lexicons::load({});
  auto without = mizan::Lexicons::load({"", LexiconOptions::Model::kOff});
  for (const auto* loaded : {&lexicons, &without})
    if (!*loaded) {
      const mizan::Diagnostic& d = loaded->error();
      std::fprintf(stderr, "%s:%llu: %s (%s)\n", d.file.c_str(), static_cast<unsigned long long>(d.line), d.message.c_str(), d.remedy.c_str());
      return 1;
    }
  std::ofstream out(argv[1], std::ios::binary | std::ios::trunc);
  out << mizan::LexiconImage::make(**lexicons, (*without)->hash());
  out.close();
  if (!out) {
    std::fprintf(stderr, "make_image: cannot write %s\n", argv[1]);
    return 1;
  }
  return 0;
}
