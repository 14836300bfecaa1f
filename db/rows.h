// Values to rows and back: the order of columns is here and nowhere else.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "db/database.h"
#include "db/packed_names.h"
#include "db/store.h"
#include "pipeline/code_points.h"

namespace mizan {

// INSERT statements with a parameter a column, to be bound by the functions below.
extern const char* const kInsertMention;
extern const char* const kInsertNames;
extern const char* const kInsertFact;

// The texts of one version while its rows are written: mentions and facts of a title count in the title.
struct FieldTexts {
  std::string_view text, title;
  CodePoints text_points, title_points;
  explicit FieldTexts(const Document& document) : text(document.text), title(document.title), text_points(document.text), title_points(document.title) {}
  const CodePoints& points(Field field) const { return field == Field::kTitle ? title_points : text_points; }
};

// Writes what was read in versions: a row each for numbers, dates and facts, one for all names. The statements are those above, of whichever tables.
class ReadingWriter {
 public:
  ReadingWriter(Statement mention, Statement names, Statement fact) : mention_(std::move(mention)), names_(std::move(names)), fact_(std::move(fact)) {}
  void write(std::int64_t version, const ArticleResult& result, const FieldTexts& texts);

 private:
  Statement mention_, names_, fact_;
  NamePacker packer_;
  std::vector<bool> rests_;  // by mention: a fact rests on it, so it has to be a row
};

// Columns to select for the readers below, with the tables named m and f; of a document, articles a, article_versions v and sources s.
extern const char* const kMentionColumns;
extern const int kMentionColumnCount;
extern const char* const kFactColumns;
extern const int kFactColumnCount;

extern const char* const kDocumentColumns;
extern const int kDocumentColumnCount;
Document read_document(const Statement& row, int first);

// The mentions of one version after another, rows and packed names in one order. `text` stays empty.
class MentionReader {
 public:
  explicit MentionReader(Database& db);
  void read(std::int64_t version, const std::function<void(StoredMention&&)>& take);

 private:
  Statement rows_, names_;
  NameList list_;
};

// Reads the columns from `first` on; `text` and `sentence` stay empty (see slice()).
StoredMention read_mention(const Statement& row, int first);
StoredFact read_fact(const Statement& row, int first);

// The bytes of a span, empty where it does not lie in the text.
std::string slice(std::string_view text, SourceSpan span);

const char* to_string(Field field);

}  // namespace mizan
