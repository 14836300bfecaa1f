// What the commands that read articles have in common: checking the options, making the engine, naming the program in outputs.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "corpus/reader.h"
#include "db/store.h"
#include "extractors/engine.h"
#include "pipeline/extracted.h"
#include "tools/commands.h"

namespace mizan::tools {

// "mizan 0.1.0"
std::string program();
// What --lexicons and --no-model say to the loader.
LexiconOptions lexicon_options(const Settings& settings);
// "mizan 0.1.0 lexicon 5f3a9c": the `by` of outputs. " no-model" behind it where names are read without the model.
std::string identity(const Lexicons& lexicons);
// With what the options add, all that a reading depends on.
ReadingStamp reading_stamp(std::string by, const EngineOptions& options);

// Checks --published and --place, and brings them and --lang into the engine's form.
Result<EngineOptions> engine_options(const Settings& settings);
// What --from, --encoding, --columns, --source, --max-article, --max-line and --max-nesting say to the reader.
Result<ReaderOptions> reader_options(const Settings& settings);
// Both, for commands that read articles.
struct ReadingOptions {
  EngineOptions engine;
  ReaderOptions reader;
};
Result<ReadingOptions> reading_options(const Settings& settings);
// Says what the reader had to say. The exit code that its inputs ask for: done, some rejected, or nothing could be read.
class Log;
Exit reading_outcome(const CorpusReader& reader, std::uint64_t rejected, const Log& log);
// A usage error where an option that takes a day has something else; empty is fine.
Status check_day(std::string_view option, const std::string& text);
// Says why the database could not do it; the exit code that this asks for.
Exit failed(const Diagnostic& why, const Log& log);
// Says so where the database's articles were read with the model of names and this command reads without it, or the other way round: names that only the model
// finds would stand on one side only.
void warn_of_other_model(const FactStore& store, const Settings& settings, const Log& log);
// A usage error where the command has no --db.
Status check_db(const Settings& settings);

}  // namespace mizan::tools
