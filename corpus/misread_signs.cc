#include "corpus/misread_signs.h"

#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corpus/misread_signs.cc"
#include <hwy/foreach_target.h>

#include "pipeline/text_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace mizan::HWY_NAMESPACE {

MisreadSigns misread_signs(std::string_view text) {
  MisreadSigns out;
  const std::size_t pairs = text.empty() ? 0 : text.size() - 1, lanes = hn::Lanes(ByteTag());
  std::size_t at = 0;
  for (; pairs - at >= lanes; at += lanes) {
    const Bytes first = load_bytes(text.data() + at);
    const std::uint64_t beyond = bits_of(beyond_ascii(first));
    if (beyond == 0) continue;
    const Bytes second = load_bytes(text.data() + at + 1);
    out.beyond_ascii += hwy::PopCount(bits_of(from_on<0xC0>(first)));
    const std::uint64_t arabic = bits_of(hn::And(is<0xD8>(first), between<0xB7, 0xB8>(second))), latin = bits_of(is<0xC3>(first));
    if (arabic != 0) out.arabic_as_arabic += hwy::PopCount(arabic);
    if (latin == 0) continue;
    const Where letter = hn::Or(hn::Or(between<0x98, 0x9B>(second), between<0x82, 0x83>(second)), is<0xA2>(second));
    out.as_latin += hwy::PopCount(latin & bits_of(letter));
  }
  for (; at < pairs; ++at) {
    const auto first = static_cast<unsigned char>(text[at]), second = static_cast<unsigned char>(text[at + 1]);
    out.beyond_ascii += first >= 0xC0;
    out.arabic_as_arabic += first == 0xD8 && (second == 0xB7 || second == 0xB8);
    out.as_latin += first == 0xC3 && ((second >= 0x98 && second <= 0x9B) || second == 0x82 || second == 0x83 || second == 0xA2);
  }
  return out;
}

}  // namespace mizan::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mizan {

HWY_EXPORT(misread_signs);

MisreadSigns misread_signs(std::string_view text) {
  return HWY_DYNAMIC_DISPATCH(misread_signs)(text);
}

}  // namespace mizan
#endif
