// Which encoding bytes are in, and the way from there to UTF-8; texts that went through a wrong one on their way here, mended.
//
//   decide_encoding("\xC7\xE1\xE4\xDD\xD8 ...", "")  -> windows-1256, guessed          النفط (oil)
//   mend("ط§ظ„ظ†ظپط·")                                -> "النفط": UTF-8 that somebody read as windows-1256
//
// Order of belief: a byte order mark; UTF-8 that is valid and more than ASCII, whatever is declared (nothing else looks like it by chance); what is
// declared, where the bytes can be that; what the bytes look like. Where they look like nothing sure, the input is rejected and not guessed at.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/byte_stream.h"

namespace mizan::corpus {

enum class EncodingReason : std::uint8_t {
  kMark,          // a byte order mark
  kValid,         // valid UTF-8
  kDeclared,      // as declared, and the bytes fit
  kGuessed,       // nothing declared; the bytes look like it
  kContradicted,  // something else was declared, and the bytes are no such thing
  kUnknown,       // nothing fits surely: to be read as UTF-8, which will name the bad byte
};

struct EncodingDecision {
  std::string encoding = "UTF-8";  // a name that ICU knows
  EncodingReason reason = EncodingReason::kValid;
  std::size_t mark_bytes = 0;  // of a byte order mark, to be skipped
};

// The encoding that ICU knows under a label of the web ("cp1256", "x-sjis", "latin1", which browsers take for windows-1252); empty for none.
std::string known_encoding(std::string_view label);

// `bytes` is the whole text or its beginning (then `cut`: a character may be cut off at its end); `declared` any label, or empty.
// Byte order marks, and UTF-16, are looked for at the beginning of a text only: FF FE in the middle of one is damage.
enum class Beginning : std::uint8_t { kOfText, kWithin };
EncodingDecision decide_encoding(std::string_view bytes, std::string_view declared, bool cut, Beginning beginning = Beginning::kOfText);

// All of `bytes` in UTF-8. Bytes that mean nothing become U+FFFD and are counted in `replaced`.
std::string to_utf8(std::string_view bytes, const std::string& encoding, std::size_t& replaced);

// What a decision says to the user: why, and what else would do. Empty message where there is nothing to say (declared and true, or plain UTF-8).
Diagnostic encoding_note(const EncodingDecision& decision, std::string_view declared);

// Decodes a stream of lines or records as it comes. UTF-16 is told by its first bytes; other encodings at the first bytes beyond ASCII, of which up to
// 64 KiB are looked at. Valid UTF-8 passes through unchanged, broken bytes in it included: the reader behind names them. A file whose lines end in CR alone
// gets LF in their place, byte for byte.
class DecodingProducer final : public ByteProducer {
 public:
  // `tell` gets what was decided, once, with the note on it: an empty message where there is nothing to say.
  using Tell = std::function<void(const EncodingDecision&, Diagnostic)>;
  DecodingProducer(std::unique_ptr<ByteStream> source, std::string declared, Tell tell);
  ~DecodingProducer() override;
  std::size_t read(char* to, std::size_t room) override;
  std::optional<Diagnostic> failure() const override { return source_->failure(); }
  bool waits() override;

 private:
  struct Converter;
  void decide(std::string_view sample, Beginning beginning);

  std::unique_ptr<ByteStream> source_;
  std::string declared_;
  Tell tell_;
  EncodingDecision decision_;
  bool decided_ = false;
  bool started_ = false;
  bool carriage_returns_ = false;
  std::unique_ptr<Converter> converter_;
};

enum class Mending : std::uint8_t {
  kHealthy,  // no sign of harm
  kMended,
  kLost,  // UTF-8 read in a wrong encoding, and some of its bytes were dropped on the way: not to be brought back
};

// Undoes UTF-8 that was read as windows-1256 or windows-1252 and written as UTF-8 again, once or twice ("Ø§Ù„", "ط§ظ„", "Â£5", "saidâ€¦"). Linear; a healthy
// text costs one look at its letters.
Mending mend(std::string& text);

}  // namespace mizan::corpus
