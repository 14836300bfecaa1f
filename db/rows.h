// Values to rows and back: the order of columns is here and nowhere else.
#pragma once

#include <cstdint>
#include <string>

#include "db/database.h"
#include "db/store.h"
#include "pipeline/code_points.h"

namespace mizan {

// INSERT statements with a parameter a column, to be bound by the functions below.
extern const char* const kInsertMention;
extern const char* const kInsertFact;

// The texts of one version while its rows are written: mentions and facts of a title count in the title.
struct FieldTexts {
  std::string_view text, title;
  CodePoints text_points, title_points;
  explicit FieldTexts(const Document& document) : text(document.text), title(document.title), text_points(document.text), title_points(document.title) {}
  const CodePoints& points(Field field) const { return field == Field::kTitle ? title_points : text_points; }
};

// Writes one row.
void insert_mention(Statement& insert, std::int64_t version, std::uint32_t sequence, const Mention& mention, const FieldTexts& texts);
void insert_fact(Statement& insert, std::int64_t version, std::uint32_t sequence, const Fact& fact, std::size_t mention_count, const FieldTexts& texts);

// Columns to select for the readers below, with the tables named m and f; of a document, articles a, article_versions v and sources s.
extern const char* const kMentionColumns;
extern const int kMentionColumnCount;
extern const char* const kFactColumns;
extern const int kFactColumnCount;

extern const char* const kDocumentColumns;
extern const int kDocumentColumnCount;
Document read_document(const Statement& row, int first);

// Reads the columns from `first` on; `text` and `sentence` stay empty (see slice()).
StoredMention read_mention(const Statement& row, int first);
StoredFact read_fact(const Statement& row, int first);

// The bytes of a span, empty where it does not lie in the text.
std::string slice(std::string_view text, SourceSpan span);

const char* to_string(Field field);

}  // namespace mizan
