// Mail: one message (.eml) or many one behind the other (mbox). Press releases and newsletters come this way.
//
// The text is the plain part, or the HTML one where that says more; headers are decoded (RFC 2047), the Date gives the publishing date with its zone. Attached
// texts, pages, PDF files and messages are articles of their own, named below the message; other attachments are left out with a note. gmime parses.
#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>
#include <deque>

#include "corpus/dates.h"
#include "corpus/encoding.h"
#include "corpus/fields.h"
#include "corpus/formats.h"
#include "corpus/html_fields.h"
#include "corpus/html_reader.h"
#include "corpus/html_text.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

constexpr unsigned kDeepestMessage = 4;  // a message attached to a message ...
constexpr std::size_t kMostParts = 200;
constexpr std::size_t kMostAttachments = 50;

struct Unreference {
  void operator()(void* object) const {
    if (object) g_object_unref(object);
  }
};
template <typename T>
using Handle = std::unique_ptr<T, Unreference>;

// Headers may hold bytes of any encoding, unmarked.
std::string valid(const char* text) {
  if (text == nullptr) return {};
  std::string out(text);
  if (find_invalid_utf8(out)) {
    std::size_t replaced = 0;
    out = to_utf8(out, decide_encoding(out, {}, false).encoding, replaced);
  }
  return out;
}

std::size_t count_no_case(std::string_view text, std::string_view wanted) {
  std::size_t count = 0;
  for (std::size_t at = 0; at + wanted.size() <= text.size(); ++at) {
    if ((text[at] | 0x20) != wanted[0]) continue;
    count += std::equal(wanted.begin(), wanted.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                        [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
  }
  return count;
}

struct Part {
  std::string name;  // of an attachment
  std::string type;  // "text/html"
  std::string charset;
  std::string encoding;  // as decided when it was read
  std::string bytes;
  bool flowed = false;
};

// The decoded content of a leaf.
std::string content_of(GMimePart* part, std::uint64_t limit, bool& whole) {
  GMimeDataWrapper* wrapper = g_mime_part_get_content(part);
  if (wrapper == nullptr) return {};
  Handle<GMimeStream> memory(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(wrapper, memory.get());
  GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
  if (array == nullptr) return {};
  whole = array->len <= limit;
  return std::string(reinterpret_cast<const char*>(array->data), std::min<std::uint64_t>(array->len, limit));
}

// RFC 3676: a line that ends in a blank goes on in the next.
std::string unflowed(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    out += line;
    if (line.empty() || line.back() != ' ' || line == "-- ") out += '\n';
  }
  return out;
}

// Messages one behind the other: the line before each begins with "From ".
class Messages {
 public:
  Messages(Input& input, std::uint64_t limit) : input_(input), limit_(limit) {}

  LineRead next(std::string& message, std::uint64_t& line) {
    message.clear();
    if (ended_) return LineRead::kEnd;
    bool too_long = false, any = false, blank_before = true;
    std::string text;
    line = line_ + 1;
    for (;;) {
      LineRead read = input_.bytes.next_line(text, limit_);
      if (read == LineRead::kEnd) {
        ended_ = true;
        if (!any) return LineRead::kEnd;
        break;
      }
      ++line_;
      const bool separator = blank_before && is_separator(text);
      if (separator && line_ == 1) {
        box_ = true;
        line = 2;
        blank_before = false;
        continue;
      }
      if (separator && box_ && any) break;
      any = any || !trimmed(text).empty();
      blank_before = trimmed(text).empty();
      // mboxrd: ">From " was "From ".
      std::string_view written = text;
      const std::size_t quoted = box_ ? std::min(written.find_first_not_of('>'), written.size()) : 0;
      if (quoted > 0 && written.substr(quoted).starts_with("From ")) written.remove_prefix(1);
      if (too_long || read == LineRead::kTooLong || message.size() + written.size() + 1 > limit_) {
        too_long = true;
        continue;
      }
      message += written;
      message += '\n';
    }
    return too_long ? LineRead::kTooLong : LineRead::kLine;
  }
  bool is_box() const { return box_; }

 private:
  // "From somebody@example.org Fri Mar 28 14:05:00 2025"
  static bool is_separator(std::string_view line) {
    if (line.substr(0, 5) != "From ") return false;
    std::size_t digits = 0;
    for (char c : line) digits += c >= '0' && c <= '9';
    return digits >= 8 && line.find(':') != std::string_view::npos;
  }

  Input& input_;
  std::uint64_t limit_;
  std::uint64_t line_ = 0;
  bool box_ = false, ended_ = false;
};

class MailReader final : public DocumentReader {
 public:
  MailReader(std::unique_ptr<Input> input, const ReaderOptions& options)
      : input_(std::move(input)), options_(options), messages_(*input_, options.max_article_bytes) {
    static const bool started = (g_mime_init(), true);
    (void)started;
    options_.format = InputFormat::kAuto;
  }

  bool next(ReadItem& item) override {
    for (;;) {
      if (attached_) {
        if (attached_->next(item)) return true;
        attached_.reset();
      } else if (!attachments_.empty()) {
        std::unique_ptr<Input> input = std::move(attachments_.front());
        attachments_.pop_front();
        Rejection why;
        attached_ = open_input(std::move(input), options_, why);
        if (attached_) continue;
        item = std::move(why);
        return true;
      } else {
        std::string message;
        LineRead read = messages_.next(message, line_);
        if (read == LineRead::kEnd) {
          if (!input_->bytes.failed() || failed_) return false;
          failed_ = true;
          item = input_->reject_read_error();
          return true;
        }
        if (read == LineRead::kTooLong) {
          item = input_->reject({}, "article.too_large", fmt::format("the message has more than {} bytes", options_.max_article_bytes),
                                "take large attachments out of it", place());
          return true;
        }
        item = parse(message);
        return true;
      }
    }
  }

 private:
  std::uint64_t place() const { return messages_.is_box() ? line_ : 0; }

  ReadItem parse(const std::string& text) {
    if (input_->depth > kDeepestMessage)
      return input_->reject({}, "mail.too_deep", "a message in a message, too deep", "save the inner one by itself", place());
    if (count_no_case(text, "multipart/") + count_no_case(text, "message/rfc822") > kMostParts)
      return input_->reject({}, "mail.too_complex", fmt::format("the message has more than {} parts of parts", kMostParts), "take its text out by hand",
                            place());
    Handle<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
    Handle<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    Handle<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!message || g_mime_message_get_mime_part(message.get()) == nullptr)
      return input_->reject({}, "mail.broken", "this is no message: its head cannot be read", "save the message again (.eml or mbox)", place());

    Document document = input_->defaults;
    document.line = place();
    document.id = valid(g_mime_message_get_message_id(message.get()));
    document.title = one_line(valid(g_mime_message_get_subject(message.get())));
    const std::string date = valid(g_mime_object_get_header(GMIME_OBJECT(message.get()), "Date"));
    if (std::string_view written = trimmed(date); !written.empty()) {
      std::optional<std::string> read = read_date(written);
      if (!read) return input_->reject(document.id, "mail.bad_date", fmt::format("the Date is none: {}", excerpt(written)), "", place());
      document.published = *std::move(read);
    }
    if (InternetAddressList* from = g_mime_message_get_from(message.get()); from && internet_address_list_length(from) > 0) {
      InternetAddress* first = internet_address_list_get_address(from, 0);
      std::string name = one_line(valid(internet_address_get_name(first)));
      const char* address = INTERNET_ADDRESS_IS_MAILBOX(first) ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)) : nullptr;
      std::string domain = valid(address);
      document.author = name.empty() ? domain : name;
      // Who sends it is whose word it is: a press office writes under its own name.
      if (document.source.empty()) document.source = options_.source.empty() ? document.author : options_.source;
    }

    std::vector<Part> texts, attached;
    collect(g_mime_message_get_mime_part(message.get()), texts, attached, 0);
    std::string body;
    for (Part& part : texts) {
      std::optional<std::string> piece;
      if (std::optional<Rejection> rejected = read_text(part, piece)) {
        rejected->why.line = place();
        rejected->id = document.id;
        return *std::move(rejected);
      }
      if (document.encoding.empty()) document.encoding = part.encoding;
      if (!body.empty() && !piece->empty()) body += "\n\n";
      body += *piece;
    }
    document.text = std::move(body);
    std::size_t number = 0;
    for (Part& part : attached) {
      ++number;
      if (attachments_.size() >= kMostAttachments) break;
      attach(document, std::move(part), number);
    }
    if (trimmed(document.text).empty() && document.title.empty())
      return input_->reject(document.id, "mail.no_text", "the message has neither text nor subject", "", place());
    if (document.source.empty()) document.source = options_.source.empty() ? input_->folder : options_.source;
    finish_record(document, *input_, options_);
    return document;
  }

  // The parts that are read as the message's text, in order, and those that are attached.
  void collect(GMimeObject* object, std::vector<Part>& texts, std::vector<Part>& attached, int depth) {
    constexpr int kDeepest = 50;
    if (object == nullptr || depth > kDeepest) return;
    if (GMIME_IS_MULTIPART(object)) {
      GMimeMultipart* multipart = GMIME_MULTIPART(object);
      const int count = g_mime_multipart_get_count(multipart);
      GMimeContentType* type = g_mime_object_get_content_type(object);
      if (type != nullptr && g_mime_content_type_is_type(type, "multipart", "alternative")) {
        alternative(multipart, count, texts, attached, depth);
        return;
      }
      for (int i = 0; i < count; ++i) collect(g_mime_multipart_get_part(multipart, i), texts, attached, depth + 1);
      return;
    }
    Part part;
    if (GMIME_IS_MESSAGE_PART(object)) {
      GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
      if (inner == nullptr) return;
      Handle<GMimeStream> memory(g_mime_stream_mem_new());
      g_mime_object_write_to_stream(GMIME_OBJECT(inner), nullptr, memory.get());
      GByteArray* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
      part.type = "message/rfc822";
      part.name = "message.eml";
      part.bytes.assign(reinterpret_cast<const char*>(array->data), array->len);
      attached.push_back(std::move(part));
      return;
    }
    if (!GMIME_IS_PART(object)) return;
    GMimePart* leaf = GMIME_PART(object);
    GMimeContentType* type = g_mime_object_get_content_type(object);
    const char* media = type ? g_mime_content_type_get_media_type(type) : nullptr;
    const char* subtype = type ? g_mime_content_type_get_media_subtype(type) : nullptr;
    part.type = fmt::format("{}/{}", media ? media : "text", subtype ? subtype : "plain");
    std::transform(part.type.begin(), part.type.end(), part.type.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    if (const char* charset = type ? g_mime_content_type_get_parameter(type, "charset") : nullptr) part.charset = charset;
    if (const char* format = type ? g_mime_content_type_get_parameter(type, "format") : nullptr) part.flowed = std::string_view(format) == "flowed";
    part.name = valid(g_mime_part_get_filename(leaf));
    const char* disposition = g_mime_object_get_disposition(object);
    const bool is_text = part.type == "text/plain" || part.type == "text/html";
    bool whole = true;
    part.bytes = content_of(leaf, options_.max_article_bytes, whole);
    if (!whole)
      input_->note("mail.attachment", fmt::format("{} has more than {} bytes: left out", excerpt(part.name), options_.max_article_bytes), "", place());
    else if (is_text && (disposition == nullptr || std::string_view(disposition) != "attachment") && (part.name.empty() || disposition == nullptr))
      texts.push_back(std::move(part));
    else
      attached.push_back(std::move(part));
  }

  // The same text in several forms: the plain one, unless it is but a pointer to the HTML one.
  void alternative(GMimeMultipart* multipart, int count, std::vector<Part>& texts, std::vector<Part>& attached, int depth) {
    std::vector<Part> plain, rich;
    for (int i = 0; i < count; ++i) {
      std::vector<Part> found;
      collect(g_mime_multipart_get_part(multipart, i), found, attached, depth + 1);
      for (Part& part : found) (part.type == "text/html" ? rich : plain).push_back(std::move(part));
    }
    auto length = [&](std::vector<Part>& parts) {
      std::size_t sum = 0;
      for (Part& part : parts) {
        Part copy = part;
        std::optional<std::string> text;
        if (!read_text(copy, text)) sum += text->size();
      }
      return sum;
    };
    const bool takes_plain = !plain.empty() && (rich.empty() || length(plain) * 2 >= length(rich));
    for (Part& part : takes_plain ? plain : rich) texts.push_back(std::move(part));
  }

  std::optional<Rejection> read_text(Part& part, std::optional<std::string>& text) const {
    std::string charset = part.charset.empty() && part.type == "text/html" ? declared_in_page(part.bytes) : part.charset;
    if (std::optional<Rejection> rejected = decode_markup(*input_, part.bytes, charset, part.encoding)) return rejected;
    std::replace(part.bytes.begin(), part.bytes.end(), '\0', ' ');
    if (part.type == "text/html") {
      HtmlPage page(part.bytes);
      if (std::optional<Rejection> rejected = reject_page(*input_, page)) return rejected;
      text = fragment_text(page).text;
      return std::nullopt;
    }
    std::string plain = part.flowed ? unflowed(part.bytes) : unwrapped(part.bytes);
    text = std::string(trimmed(plain));
    return std::nullopt;
  }

  void attach(const Document& message, Part part, std::size_t number) {
    const bool reads = part.type == "message/rfc822" || part.type.rfind("text/", 0) == 0 || part.type == "application/pdf" || part.type == "application/zip" ||
                       part.type == "application/x-zip-compressed" || part.type == "application/json" || part.type == "application/octet-stream";
    std::string name = part.name.empty() ? fmt::format("part-{}", number) : part.name;
    if (!reads) {
      if (part.type.rfind("image/", 0) != 0)
        input_->note("mail.attachment", fmt::format("{} ({}) is attached: left out", excerpt(name), excerpt(part.type)),
                     "save it by itself if it is an article", place());
      return;
    }
    std::replace(name.begin(), name.end(), '/', '_');
    std::unique_ptr<Input> input =
        input_->nested(messages_.is_box() ? fmt::format("{}/{}", line_, name) : name, std::make_unique<TextProducer>(std::move(part.bytes)));
    input->encoding = part.charset;
    input->defaults = Document{};
    input->defaults.published = message.published;
    input->defaults.source = message.source;
    attachments_.push_back(std::move(input));
  }

  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  Messages messages_;
  std::uint64_t line_ = 0;
  std::deque<std::unique_ptr<Input>> attachments_;
  std::unique_ptr<DocumentReader> attached_;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_mail_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<MailReader>(std::move(input), options);
}

}  // namespace mizan::corpus
