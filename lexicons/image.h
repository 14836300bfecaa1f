// The image of the lexicons: what loading them gives, as one piece of bytes that is made when the program is built and lies in it ready to use. Tables stand
// there as they are looked up and are read in place; entries are read from a stream, the texts of names as views.
//
//   build:  image/make_image parses the .tsv files and writes lexicons.image; the program includes it (.incbin)
//   start:  Lexicons::load({}) takes it; with an overlay, and in make_image itself, the files are parsed
//
// The bytes are those of the machine that built them (order of bytes, layout of structs): an image never leaves the program it was built for.
#pragma once

#include <string>
#include <string_view>

#include "lexicons/lexicons.h"

namespace mizan {

class LexiconImage {
 public:
  // Of the built-in lexicons. `hash_without_model`: Lexicons::hash() of the same ones loaded without the model of names.
  static std::string make(const Lexicons& lexicons, std::string_view hash_without_model);
  // Fills lexicons that were just made. `image` must outlive them and be aligned as kAlignment says.
  static void read(std::string_view image, LexiconOptions::Model model, Lexicons& out);

  static constexpr std::size_t kAlignment = 64;

 private:
  template <typename Archive>
  static void carry(Archive& archive, Lexicons& lexicons);
};

// The image in this program; empty in make_image, which makes it. Aligned.
std::string_view embedded_lexicon_image();

}  // namespace mizan
