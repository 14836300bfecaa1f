#include "tools/commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

namespace mizan::tools {
namespace {

const std::array kOptions{
    OptionRow{"--db", "DB", "", "The fact database: an SQLite file, which ingest makes where it is absent, or postgresql://USER@HOST/NAME.", &Settings::db},
    OptionRow{"--from", "FORMAT", "auto|text|lines|markdown|html|ndjson|json|feed|warc|csv|mail|trec|pdf|archive|extracted",
              "Format of the input; lines: every line is an article; extracted: what extract --to extracted writes. By default it is told from the content. "
              "What is packed is unpacked.",
              &Settings::from},
    OptionRow{"--encoding", "NAME", "", "Encoding of inputs that state none, as windows-1256; by default it is told from the bytes.", &Settings::encoding},
    OptionRow{"--columns", "NAMES", "", "Columns of a table, or fields of JSON, that have names of their own: text=body,title=headline,published=3.",
              &Settings::columns},
    OptionRow{"--to", "FORMAT", "table|json|ndjson|csv|html", "Format of the output. By default a table; of extract, NDJSON where it goes to no terminal.",
              &Settings::to},
    OptionRow{"-o,--output", "FILE", "", "Write here instead of standard output. The file appears only once it is whole.", &Settings::output},
    OptionRow{"--jobs", "N", "", "Worker threads; all cores by default. The output never depends on it.", &Settings::jobs},
    OptionRow{"--lang", "LANG", "auto|ar|en", "Language of the text; by default decided article by article.", &Settings::lang},
    OptionRow{"--published", "DATE", "", "Reference date (2025-03-28) for articles that state none: settles \"yesterday\".", &Settings::published},
    OptionRow{"--place", "CC", "", "Country of the publisher (ISO 3166, as SA) where the article states none: settles a bare riyal or dollar.",
              &Settings::place},
    OptionRow{"--lexicons", "DIR", "", "A folder of lexicon files laid over the built-in ones.", &Settings::lexicons},
    OptionRow{"--no-model", "", "", "Names by rules and lexicons alone, without the statistical model. Outputs then name another lexicon.",
              &Settings::no_model},
    OptionRow{"--source", "NAME", "", "The publisher: of articles that state none (ingest), or the only one to list.", &Settings::source},
    OptionRow{"--subject", "NAME", "", "Only this subject: its name in either language, or its id (org:opec).", &Settings::subject},
    OptionRow{"--metric", "METRIC", "", "Only this measure (revenue, killed, capacity ...).", &Settings::metric},
    OptionRow{"--include", "WHAT", "single", "List also groups of a single claim.", &Settings::include},
    OptionRow{"--since", "DATE", "", "Only what is of this day (2025-03-28) or later; articles without a date stay in.", &Settings::since},
    OptionRow{"--verdict", "VERDICT", "single|agree|rounding|update|corrected|disputed|partial|conflict|incomparable", "Only groups with this verdict.",
              &Settings::verdict},
    OptionRow{"--story", "ID", "", "Only groups of this story (s...).", &Settings::story},
    OptionRow{"--group", "ID", "", "Explain this group (g...) instead of a sentence.", &Settings::group},
    OptionRow{"--by", "NAME", "", "Who decides.", &Settings::by},
    OptionRow{"--text", "TEXT", "", "Why, in your own words.", &Settings::note},
    OptionRow{"--article", "ID", "", "In this article alone.", &Settings::article},
    OptionRow{"--as", "NAME", "", "What it is there.", &Settings::as},
    OptionRow{"--not-a-fact", "", "", "The span states no fact at all.", &Settings::not_a_fact},
    OptionRow{"--canonical", "", "", "All that the database holds, by natural keys in total order: two databases are equal when these bytes are.",
              &Settings::canonical},
    OptionRow{"--groups", "", "", "Groups with their verdicts, as last reconciled, instead of facts.", &Settings::groups},
    OptionRow{"--csvw", "", "", "Beside the CSV file, what its columns are: FILE-metadata.json (CSV on the Web).", &Settings::csvw},
    OptionRow{"--snapshot", "FOLDER", "", "A data set that mizan db rebuild makes the same database of, to the byte: articles, decisions, facts, a manifest.",
              &Settings::snapshot},
    OptionRow{"--as-of", "RUN", "", "What the database held after this run (its number: mizan db stats).", &Settings::as_of},
    OptionRow{"--excel", "", "", "CSV that begins with a byte order mark, so that spreadsheets show Arabic.", &Settings::excel},
    OptionRow{"--limit", "N", "", "At most so many; all by default.", &Settings::limit},
    OptionRow{"--errors", "FILE", "", "List every mistake here, one JSON line each.", &Settings::errors},
    OptionRow{"--html", "FILE", "", "Write a page here that shows each mistake in its sentence.", &Settings::html},
    OptionRow{"--wait", "SECONDS", "", "Wait so long for another writer instead of giving up at once (exit code 5).", &Settings::wait},
    OptionRow{"--dry-run", "", "", "Say what would come of it, and change nothing.", &Settings::dry_run},
    OptionRow{"--fail-fast", "", "", "Stop at the first rejection; what came before it is kept.", &Settings::fail_fast},
    OptionRow{"--retry", "RUN", "", "Read again what an earlier run rejected (its number, or last), or all of it where it was cut off.", &Settings::retry},
    OptionRow{"--rejections", "FILE", "", "List what was left out here, one JSON line each: code, file, place, remedy.", &Settings::rejections},
    OptionRow{"--metrics", "FILE", "", "Write figures of the run here for Prometheus' node exporter.", &Settings::metrics},
    OptionRow{"--max-article", "SIZE", "", "Reject articles above this size (64K, 32M); 32M by default.", &Settings::max_article},
    OptionRow{"--max-line", "SIZE", "", "Reject lines above this size (lines, NDJSON); as --max-article by default.", &Settings::max_line},
    OptionRow{"--max-nesting", "N", "", "Reject JSON nested deeper than this; 1024 by default.", &Settings::max_nesting},
    OptionRow{"--first-line", "N", "",
              "The input is cut from a longer file, of which this is the first line (lines, NDJSON): rejections name that file's lines.",
              &Settings::first_line},
    OptionRow{"--embargoed", "", "", "Also what is under embargo, for those who may see it.", &Settings::embargoed},
    OptionRow{"--replay", "N", "", "Read so many stored articles again; they have to give the same facts.", &Settings::replay},
    OptionRow{"--once", "", "", "Take what is there and end.", &Settings::once},
    OptionRow{"--interval", "SECONDS", "", "Look so often without being told (network shares tell nothing); 10 by default.", &Settings::interval},
    OptionRow{"--settle", "SECONDS", "", "Leave a file alone until nobody has written to it for so long; 2 by default.", &Settings::settle},
    OptionRow{"--fail-on-conflict", "", "", "Exit code 6 when a new, undecided conflict is found.", &Settings::fail_on_conflict},
    OptionRow{"--notify", "CMD", "",
              "Run CMD once for each new, undecided conflict, with the conflict as JSON on its standard input. One that fails is told again.",
              &Settings::notify},
    OptionRow{"--full", "", "", "Compare everything anew, not only what has changed.", &Settings::full},
    OptionRow{"--all", "", "", "List all of every kind; by default the weightiest 20.", &Settings::all},
    OptionRow{"--always", "", "", "Print what would teach it for good: a case for the tests and a line for a lexicon.", &Settings::always},
    OptionRow{"--bind", "ADDRESS", "", "The address to listen on; 127.0.0.1 by default, which this machine alone reaches. Any other needs --tokens.",
              &Settings::bind},
    OptionRow{"--port", "N", "", "The port to listen on; 8780 by default, 0 for any free one.", &Settings::port},
    OptionRow{"--name", "HOST", "", "A name that browsers call the server by (desk.example.org), where another server passes requests on.",
              &Settings::host_name},
    OptionRow{"--tokens", "FILE", "", "Who may come in: NAME ROLE TOKEN on each line, with reader, reviewer or editor as role.", &Settings::tokens},
    OptionRow{"--allow-review", "", "", "Take decisions: accept, reject, note; of editors also corrections.", &Settings::allow_review},
    OptionRow{"--quiet", "", "", "No summary, no progress; errors and rejections only.", &Settings::quiet},
    OptionRow{"--log-format", "FORMAT", "text|json", "How messages on standard error are written.", &Settings::log_format},
};

const std::array kCommands{
    CommandRow{
        "extract",
        "[FILE...]",
        "articles in, what they say out; needs no database",
        "Finds the numbers, dates and names of each article and the facts they state, and writes one JSON line an article, in input order. Reads standard\n"
        "input where no FILE or - is given. The same input gives the same bytes, whatever --jobs is. With --to extracted the lines hold the articles,\n"
        "too, and all that a database keeps of them: mizan ingest stores them without reading the articles again, on whatever machine they were extracted.",
        "  mizan extract article.txt\n"
        "  mizan extract --from ndjson --to ndjson < news.ndjson > facts.ndjson\n"
        "  mizan extract --to extracted news.ndjson | mizan ingest --db facts.db -\n"
        "  echo 'OPEC cut output by 2 million barrels a day' | mizan extract --from text\n"
        "  echo 'خفضت أوبك الإنتاج بمقدار مليوني برميل يوميا' | mizan extract --from text",
        {"--from", "--encoding", "--columns", "--to", "--output", "--jobs", "--lang", "--published", "--place", "--lexicons", "--no-model", "--first-line",
         "--quiet", "--log-format"},
        make_extract,
        "table|json|ndjson|csv|html|extracted"},
    CommandRow{
        "ingest",
        "PATH...",
        "articles (files and folders) into the fact database",
        "Reads every article below the PATHs, extracts its facts and stores both. The same article again changes nothing; the same article with a new text\n"
        "is a new version, and only the latest counts. What mizan extract --to extracted has written is stored as it is, where program and lexicon are the\n"
        "same.",
        "  mizan ingest --db facts.db articles/\n"
        "  mizan ingest --db facts.db --source 'Gulf Ledger' --place AE today.ndjson\n"
        "  mizan ingest --db facts.db --source 'صحيفة الميناء' --lang ar نشرة/\n"
        "  mizan ingest --db postgresql://desk@db.example.org/facts --from extracted parts/part-*.ndjson",
        {"--db",         "--from",     "--encoding", "--columns",     "--source",   "--jobs",        "--lang",      "--published",
         "--place",      "--lexicons", "--no-model", "--limit",       "--since",    "--dry-run",     "--fail-fast", "--retry",
         "--rejections", "--wait",     "--metrics",  "--max-article", "--max-line", "--max-nesting", "--quiet",     "--log-format"},
        make_ingest},
    CommandRow{
        "watch",
        "INBOX",
        "an inbox folder: what is put into it is ingested and moved away",
        "Ingests what lies in the folder INBOX and what is put into it later, then moves each file to INBOX/done, or, where something in it was rejected, to\n"
        "INBOX/failed with a file NAME.reason.ndjson beside it. Files that are still being written are left alone, as are links and names that begin with a "
        "dot or\n"
        "end in .part or .tmp. Stopped at any moment (SIGTERM, power), it goes on where it was.",
        "  mizan watch --db facts.db inbox/\n"
        "  mizan watch --db facts.db --once --quiet /srv/inbox        # from cron\n"
        "  mizan watch --db facts.db --source 'صحيفة الميناء' وارد/",
        {"--db",   "--from",     "--encoding", "--columns", "--source",  "--jobs",        "--lang",     "--published",   "--place", "--lexicons",  "--no-model",
         "--once", "--interval", "--settle",   "--wait",    "--metrics", "--max-article", "--max-line", "--max-nesting", "--quiet", "--log-format"},
        make_watch},
    CommandRow{
        "db",
        "verify|stats|backup FILE|vacuum|migrate|reextract|erase ID|rebuild FOLDER",
        "keeps the database in order",
        "verify     is the file whole, and does it say what its articles say? --replay N reads N of them again. Exit code 4 where something is wrong.\n"
        "stats      what it holds, who read it, its last runs\n"
        "backup     copies it into FILE while others read and write\n"
        "vacuum     writes it anew without free pages\n"
        "migrate    brings it to this program's schema; a copy (DB-schemaN.bak) stays\n"
        "reextract  reads again what another program or lexicon has read; lists changed facts and verdicts. Decisions stay. With --dry-run only the list\n"
        "erase      removes an article (its id), or a name everywhere (org:..., person:..., or as it is written), for good: texts, quotes, facts, decisions, "
        "free\n"
        "           pages. It does not come back with the next ingest. Backups are yours to delete\n"
        "rebuild    makes a new database of a snapshot (mizan export --snapshot) and says whether it is the same to the byte. Exit code 3 where it is not",
        "  mizan db verify --db facts.db --replay 100\n"
        "  mizan db backup --db facts.db /backup/facts-2025-03-28.db\n"
        "  mizan db reextract --db facts.db --dry-run\n"
        "  mizan db erase --db facts.db 'هدى علي'                     # Huda Ali\n"
        "  mizan db rebuild --db study.db study-2026",
        {"--db", "--replay", "--since", "--dry-run", "--source", "--jobs", "--lexicons", "--no-model", "--wait", "--output", "--quiet", "--log-format"},
        make_db},
    CommandRow{
        "reconcile",
        "",
        "compares the facts of all articles: who agrees, who contradicts whom",
        "Groups comparable facts, judges each group (conflict, disputed, corrected, update, partial, rounding, agree, incomparable), checks sums, shares and\n"
        "growth rates, writes the verdicts into the database and prints them, conflicts first, each kind by weight. Only what has changed since the last time "
        "is\n"
        "compared anew; the result is the same as that of --full. A table shows the 20 weightiest of each kind.",
        "  mizan reconcile --db facts.db\n"
        "  mizan reconcile --db facts.db --to json --metric revenue\n"
        "  mizan reconcile --db facts.db --subject أوبك --include single\n"
        "  mizan reconcile --db facts.db --to html --since 2025-03-28 -o desk.html\n"
        "  mizan reconcile --db facts.db --quiet --fail-on-conflict || echo 'look at it'\n"
        "  mizan reconcile --db facts.db --notify 'mail -s figures desk@example.org'",
        {"--db",      "--to",       "--output",   "--subject", "--metric",    "--source",           "--since",  "--verdict",   "--story",
         "--include", "--limit",    "--excel",    "--all",     "--full",      "--fail-on-conflict", "--notify", "--embargoed", "--wait",
         "--metrics", "--lexicons", "--no-model", "--quiet",   "--log-format"},
        make_reconcile,
        "table|json|ndjson|csv|html"},
    CommandRow{"check",
               "DRAFT...",
               "an unpublished text against the database",
               "Reads drafts (files, folders, or - for standard input) and says of each of their figures what the articles of the database say, the "
               "contradicted ones\n"
               "first. Nothing is stored. A draft counts as later than all that is there. Exit code 6 where a figure is contradicted.",
               "  mizan check draft.txt --db facts.db\n"
               "  mizan check --db facts.db --to json --published 2025-03-28 مسودة.txt\n"
               "  pbpaste | mizan check - --db facts.db --from text",
               {"--db", "--from", "--encoding", "--columns", "--to", "--output", "--lang", "--published", "--place", "--embargoed", "--lexicons", "--no-model",
                "--quiet", "--log-format"},
               make_check,
               "table|json"},
    CommandRow{"facts",
               "",
               "lists the facts of the database, each with its quote",
               "Lists the facts of the latest version of every article, by subject and measure.",
               "  mizan facts --db facts.db --subject OpenAI\n"
               "  mizan facts --db facts.db --subject أوبك --metric production --to csv > production.csv",
               {"--db", "--to", "--output", "--subject", "--metric", "--source", "--limit", "--excel", "--embargoed", "--lexicons", "--no-model", "--quiet",
                "--log-format"},
               make_facts},
    CommandRow{"show",
               "ARTICLE",
               "one article with its mentions and facts and their evidence",
               "Prints the text of an article with each mention marked, then each fact with the sentence that states it. ARTICLE is the article's id, its file "
               "name or\n"
               "its URL.",
               "  mizan show --db facts.db ledger-07\n"
               "  mizan show --db facts.db نشرة/الميناء-3.txt",
               {"--db", "--to", "--output", "--source", "--embargoed", "--lexicons", "--no-model", "--quiet", "--log-format"},
               make_show},
    CommandRow{"explain",
               "SENTENCE",
               "why a sentence is read as it is, or a group judged as it is",
               "Prints the tokens of a sentence, the words the lexicons know, the rules that were tried, what was chosen and the facts that follow. With "
               "--group, says\n"
               "step by step why the claims of a group were compared, and what follows from each two of them; in Arabic with --lang ar.",
               "  mizan explain 'Revenue rose 5% to $10.2bn in the third quarter'\n"
               "  mizan explain --place SA 'ارتفعت الإيرادات 5% إلى 20 مليار ريال'\n"
               "  mizan explain --db facts.db --group g3f0a9c11d2",
               {"--db", "--group", "--lang", "--published", "--place", "--lexicons", "--no-model", "--output", "--quiet", "--log-format"},
               make_explain},
    CommandRow{
        "eval",
        "GOLD...",
        "precision and recall on a gold file",
        "Reads the articles of gold files, compares what is found with what their \"mentions\" state, and prints precision, recall and F1 by type with 95 %\n"
        "intervals. A line of a gold file is an article as extract reads it, with its mentions as extract writes them.",
        "  mizan eval gold.ndjson\n"
        "  mizan eval --errors mistakes.ndjson --html mistakes.html عينات.ndjson",
        {"--to", "--output", "--errors", "--html", "--jobs", "--lang", "--published", "--place", "--lexicons", "--no-model", "--quiet", "--log-format"},
        make_eval},
    CommandRow{"convert",
               "AMOUNT UNIT",
               "an amount in another unit of its dimension, exactly",
               "Reads a quantity as news writes it and prints it in UNIT (a symbol of lexicons/units.tsv): exact, or an error where no decimal is.",
               "  mizan convert '2.5 GW' MW\n"
               "  mizan convert '20 كيلومترا' m",
               {"--output", "--lexicons", "--quiet", "--log-format"},
               make_convert},
    CommandRow{"cite",
               "ID",
               "a citation that resolves for good",
               "Prints the quote, article, source, date, offsets and version behind the id of a fact (f...) or of a group (g...). Ids are in the JSON and CSV "
               "of facts,\n"
               "reconcile and check. They never change, and a group that was merged away is found under the group it went into.",
               "  mizan cite --db facts.db f3a9c11d2e4b0.120-137\n"
               "  mizan cite --db facts.db --to json g3f0a9c11d2",
               {"--db", "--to", "--output", "--quiet", "--log-format"},
               make_cite,
               "table|json"},
    CommandRow{
        "export",
        "",
        "facts as CSV or NDJSON, or the whole database in a canonical form",
        "Writes every fact of the latest versions, as people corrected them; with --groups the groups with their verdicts; with --canonical articles, facts,\n"
        "groups and decisions by natural keys; with --snapshot a study's data set, which mizan db rebuild makes the same database of elsewhere. The snapshot "
        "is read\n"
        "anew by this program, as it will be there.",
        "  mizan export --db facts.db --to csv --excel -o facts.csv\n"
        "  mizan export --db facts.db --to ndjson --subject أوبك\n"
        "  mizan export --db facts.db --to csv --csvw -o facts.csv\n"
        "  mizan export --db facts.db --groups --to ndjson\n"
        "  mizan export --db facts.db --canonical | sha256sum\n"
        "  mizan export --db facts.db --snapshot study-2026 --as-of 12",
        {"--db", "--to", "--output", "--groups", "--canonical", "--snapshot", "--as-of", "--excel", "--csvw", "--subject", "--metric", "--source", "--jobs",
         "--lexicons", "--no-model", "--quiet", "--log-format"},
        make_export,
        "csv|ndjson"},
    CommandRow{"review",
               "accept|reject|note ID, undo NUMBER, list",
               "keeps a person's decision on a group",
               "accept: the verdict is right, and is no news any more. reject: these figures do not belong together, and are never put together again. note: a "
               "remark.\n"
               "Decisions are kept for good, with who made them (--by); the last one counts. list: all decisions on groups, facts and names, the latest first; "
               "undo\n"
               "takes the one of that number back, and both stay in the log.",
               "  mizan review --db facts.db accept g3f0a9c11d2 --by Huda\n"
               "  mizan review --db facts.db reject g3f0a9c11d2 --by هدى --text 'مصنعان مختلفان (two different plants)'\n"
               "  mizan review --db facts.db undo 2 --by Huda\n"
               "  mizan review --db facts.db list --to ndjson",
               {"--db", "--by", "--text", "--to", "--output", "--wait", "--quiet", "--log-format"},
               make_review,
               "table|ndjson"},
    CommandRow{"correct",
               "FACT [FIELD=VALUE...]",
               "keeps a person's correction of a fact",
               "Corrects what was read into a figure (metric, value, unit, subject, period, status ...), or says that it is no fact. The correction rests on "
               "article,\n"
               "sentence and quote: it stays when the article is ingested or read again. --by says who corrects.",
               "  mizan correct --db facts.db f3a9c11d2e4b0.120-137 metric=profit value=2000000000 --by Huda\n"
               "  mizan correct --db facts.db f3a9c11d2e4b0.120-137 --not-a-fact --by هدى\n"
               "  mizan correct --db facts.db f3a9c11d2e4b0.120-137 metric=profit --by Huda --always >> newsroom-cases.txt",
               {"--db", "--by", "--text", "--not-a-fact", "--always", "--wait", "--quiet", "--log-format"},
               make_correct},
    CommandRow{
        "serve",
        "",
        "the desk in a browser: today's conflicts, drafts checked, decisions taken; and an API",
        "Serves the web desk and the JSON API (/api/v1/openapi.json) until it is stopped by Ctrl-C or SIGTERM; requests that were begun are answered. Reads\n"
        "beside a running ingest, and writes nothing without --allow-review. Prints its address once it listens.",
        "  mizan serve --db facts.db\n"
        "  mizan serve --db facts.db --allow-review --port 0\n"
        "  mizan serve --db facts.db --bind 0.0.0.0 --tokens /etc/mizan/tokens --name desk.example.org --allow-review",
        {"--db", "--bind", "--port", "--name", "--tokens", "--allow-review", "--jobs", "--lexicons", "--quiet", "--log-format"},
        make_serve},
    CommandRow{
        "entity",
        "list|show|merge|split|rename|line [NAME...]",
        "the names of the database, and people's decisions on them",
        "list: names by mentions, with the other script's spelling. show: one subject with all its spellings, why its ids are taken for one and how surely, "
        "its\n"
        "articles and measures. merge NAME OTHER: OTHER is NAME, and goes by its id. split NAME OTHER: they are never one; split NAME: it stands by itself; "
        "with\n"
        "--article and --as: in that article the name is somebody else. rename NAME NEW-NAME: what it is called; without NEW-NAME, what articles call it.\n"
        "line: a line for a lexicon of your own (entities-*.tsv), so that every later reading knows the name. NAME is a name in either script, or an id.\n"
        "Decisions are kept for good and the last one counts: split takes a merge back, and merge a split.",
        "  mizan entity list --db facts.db --limit 20\n"
        "  mizan entity show --db facts.db أوبك\n"
        "  mizan entity merge --db facts.db 'Schneider Electric' 'شنايدر اليكتريك' --by هدى\n"
        "  mizan entity split --db facts.db 'Ali Hassan' --article a7 --as 'Ali Hassan (footballer)' --by Huda\n"
        "  mizan entity line --db facts.db 'Halvorsen Marine' >> newsroom/entities-own.tsv",
        {"--db", "--by", "--text", "--article", "--as", "--to", "--output", "--limit", "--lexicons", "--quiet", "--log-format"},
        make_entity,
        "table|json|ndjson|csv"},
    CommandRow{"lexicon",
               "check DIR",
               "checks a folder of lexicon files before it is used",
               "Loads the lexicon files of DIR over the built-in ones and says what is wrong with them, with file and line; exit code 2 where something is.",
               "  mizan lexicon check newsroom-lexicons/\n"
               "  mizan lexicon check معجم/",
               {"--quiet", "--log-format"},
               make_lexicon},
};

std::string_view long_name(const OptionRow& option) {
  std::size_t comma = option.names.find(',');
  return comma == std::string_view::npos ? option.names : option.names.substr(comma + 1);
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::size_t end = std::min(text.find(by), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string joined(std::span<const std::string> words, std::string_view by) {
  return fmt::format("{}", fmt::join(words, by));
}

Diagnostic usage(std::string message, const CommandRow& command, std::string remedy = {}) {
  if (remedy.empty()) remedy = fmt::format("See mizan {} --help", command.name);
  return {"usage", std::move(message), std::move(remedy), {}, 0, 0};
}

// Optimal string alignment: a swap of two neighbours counts as one slip.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

// "two words" wrapped at `width` columns, each line after the first behind `indent` spaces.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  for (const std::string& word : split(text, ' ')) {
    if (column > indent && column + 1 + word.size() > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string option_help(std::string_view names, std::string_view value, std::string_view help) {
  std::string left = names.starts_with("--") ? "      " : "  ";
  std::size_t comma = names.find(',');
  left += comma == std::string_view::npos ? std::string(names) : fmt::format("{}, {}", names.substr(0, comma), names.substr(comma + 1));
  if (!value.empty()) left += fmt::format(" {}", value);
  return fmt::format("{:<28}{}\n", left, wrapped(help, 28, 110));
}

}  // namespace

std::span<const OptionRow> option_table() {
  return kOptions;
}
std::span<const CommandRow> command_table() {
  return kCommands;
}

const OptionRow* find_option(std::string_view name) {
  auto found = std::find_if(kOptions.begin(), kOptions.end(), [&](const OptionRow& row) { return long_name(row) == name; });
  return found == kOptions.end() ? nullptr : &*found;
}

const CommandRow* find_command(std::string_view name) {
  auto found = std::find_if(kCommands.begin(), kCommands.end(), [&](const CommandRow& row) { return row.name == name; });
  return found == kCommands.end() ? nullptr : &*found;
}

std::string general_help() {
  std::string out =
      "mizan reads Arabic and English news, takes out the figures, dates and names with what they say, and shows where articles agree and where they\n"
      "contradict each other.\n\n"
      "  mizan COMMAND [OPTION...] ...\n\n";
  for (const CommandRow& row : kCommands) out += fmt::format("  {:<11}{}\n", row.name, row.summary);
  out +=
      "\nmizan COMMAND --help tells more about one; mizan --version names program and lexicon.\n\n"
      "Exit codes: 0 done; 1 usage; 2 configuration or lexicon error; 3 done, but some input was rejected; 4 nothing could be read or written;\n"
      "5 another writer holds the database; 6 conflicts found, with --fail-on-conflict, or a draft contradicted (check).\n";
  return out;
}

std::string command_help(const CommandRow& command) {
  std::string out =
      fmt::format("mizan {} [OPTION...]{}{}\n\n{}\n\nOptions:\n", command.name, command.operands.empty() ? "" : " ", command.operands, command.details);
  for (std::string_view name : command.options) {
    const OptionRow& option = *find_option(name);
    std::string help(option.help);
    const std::string_view choices = name == "--to" && !command.forms.empty() ? command.forms : option.choices;
    if (!choices.empty()) help += fmt::format(" ({})", fmt::join(split(choices, '|'), ", "));
    out += option_help(option.names, option.value, help);
  }
  out += option_help("-h,--help", "", "This text.");
  out += fmt::format("\nExamples:\n{}\n", command.examples);
  return out;
}

std::string nearest(std::string_view wrong, std::span<const std::string> words) {
  std::string best;
  std::size_t least = 1 + std::max<std::size_t>(1, wrong.size() / 3);
  for (const std::string& word : words) {
    std::size_t away = distance(wrong, word);
    if (away < least || (word.starts_with(wrong) && wrong.size() > 3 && best.empty())) {
      least = std::min(away, least);
      best = word;
    }
  }
  return best;
}

Result<Asked> parse_arguments(const CommandRow& command, std::span<const std::string> arguments, Settings& settings) {
  CLI::App parser;
  parser.set_help_flag();
  parser.allow_extras();  // operands: CLI11 would split a positional that looks like "[a,b]"
  bool help = false;
  parser.add_flag("-h,--help", help);
  std::vector<std::string> known{"--help"};
  std::vector<std::string> numbers(command.options.size());
  for (std::size_t i = 0; i < command.options.size(); ++i) {
    const OptionRow& option = *find_option(command.options[i]);
    std::string names(option.names);
    known.emplace_back(long_name(option));
    if (auto text = std::get_if<std::string Settings::*>(&option.target)) parser.add_option(names, settings.**text);
    if (std::holds_alternative<unsigned Settings::*>(option.target)) parser.add_option(names, numbers[i]);
    if (auto flag = std::get_if<bool Settings::*>(&option.target)) parser.add_flag(names, settings.**flag);
  }
  try {
    parser.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    // "--jobs: 1 required TEXT missing" is CLI11's way to say it.
    const std::string said = error.what();
    const std::size_t colon = said.find(':');
    if (colon != std::string::npos && said.find("required") != std::string::npos && said.find("missing") != std::string::npos)
      return usage(said.substr(0, colon) + " needs a value", command);
    return usage(said, command);
  }
  if (help) return Asked::kHelp;

  bool only_operands = false;
  for (std::string& word : parser.remaining()) {
    if (!only_operands && word == "--") {
      only_operands = true;
    } else if (!only_operands && word.size() > 1 && word[0] == '-') {
      std::string name = word.substr(0, word.find('='));
      std::string near = nearest(name, known);
      return usage(fmt::format("{} takes no option {}", command.name, name), command, near.empty() ? "" : fmt::format("Did you mean {}?", near));
    } else {
      settings.operands.push_back(std::move(word));
    }
  }
  if (command.operands.empty() && !settings.operands.empty())
    return usage(fmt::format("{} takes no argument \"{}\"", command.name, settings.operands[0]), command);

  for (std::size_t i = 0; i < command.options.size(); ++i) {
    const OptionRow& option = *find_option(command.options[i]);
    if (auto number = std::get_if<unsigned Settings::*>(&option.target); number && !numbers[i].empty()) {
      const std::string& text = numbers[i];
      auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), settings.**number);
      if (error != std::errc() || end != text.data() + text.size())
        return usage(fmt::format("{}: \"{}\" is not a whole number", long_name(option), text), command);
    }
    auto text = std::get_if<std::string Settings::*>(&option.target);
    if (text && !option.choices.empty() && !(settings.**text).empty()) {
      const bool own = long_name(option) == "--to" && !command.forms.empty();
      std::vector<std::string> choices = split(own ? command.forms : option.choices, '|');
      if (std::find(choices.begin(), choices.end(), settings.**text) == choices.end()) {
        return usage(fmt::format("{}: \"{}\" is none of {}", long_name(option), settings.**text, joined(choices, ", ")), command);
      }
    }
  }
  return Asked::kRun;
}

}  // namespace mizan::tools
