// The Python module mizan._mizan: the engine and the fact database, as thin as can be. What Python users see stands in mizan/__init__.py.
//
// Articles are read, and written as the lines of `mizan extract`, by threads of C++ without the interpreter's lock.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/fields.h"
#include "db/reconcile.h"
#include "db/reconcile_json.h"
#include "db/store.h"
#include "extractors/engine.h"
#include "lexicons/lexicons.h"
#include "pipeline/article_json.h"
#include "pipeline/pipeline.h"
#include "tools/fact_rows.h"
#include "tools/reading.h"
#include "tools/search.h"

namespace py = pybind11;

namespace {

using mizan::Document;

// mizan.Error
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(const mizan::Diagnostic& why) {
  throw Failure(why.to_string());
}

template <typename T>
T got(mizan::Result<T> result) {
  if (!result) fail(result.error());
  return std::move(*result);
}

// The documents of a batch, for the driver.
class Batch final : public mizan::DocumentReader {
 public:
  explicit Batch(std::vector<Document> documents) : documents_(std::move(documents)) {}
  bool next(mizan::ReadItem& item) override {
    if (at_ == documents_.size()) return false;
    item = std::move(documents_[at_++]);
    return true;
  }

 private:
  std::vector<Document> documents_;
  std::size_t at_ = 0;
};

class Reader {
 public:
  Reader(const std::string& lexicons, bool model, const mizan::EngineOptions& options) {
    mizan::LexiconOptions wanted;
    wanted.overlay = lexicons;
    if (!model) wanted.model = mizan::LexiconOptions::Model::kOff;
    lexicons_ = got(mizan::Lexicons::load(wanted));
    by_ = mizan::tools::identity(*lexicons_);
    engine_ = std::make_unique<mizan::Engine>(lexicons_, options);
  }

  const std::string& by() const { return by_; }

  // A line an article, without its newline, in their order.
  std::vector<std::string> read(std::vector<Document> documents, unsigned jobs) const {
    std::vector<std::string> out;
    out.reserve(documents.size());
    if (documents.size() == 1 || jobs == 1) {  // no thread is worth starting
      for (const Document& document : documents) out.push_back(line_of(document));
      return out;
    }
    Batch batch(std::move(documents));
    mizan::run_pipeline(
        batch, {.jobs = jobs},
        [&](const Document& document) {
          mizan::ArticleResult written;
          written.line = line_of(document);
          return written;
        },
        [&](mizan::PipelineItem&& item) {
          out.push_back(std::move(item.out.line));
          return true;
        });
    return out;
  }

  std::string subject_id(const std::string& name) const { return name.empty() ? name : mizan::tools::subject_id(name, lexicons_); }

  std::string explain(const Document& document) const { return engine_->explain(document); }

 private:
  std::string line_of(const Document& document) const {
    std::string line;
    mizan::append_article_json(line, document, engine_->read(document), by_);
    line.pop_back();  // the newline
    return line;
  }

  std::shared_ptr<const mizan::Lexicons> lexicons_;
  std::string by_;
  std::unique_ptr<mizan::Engine> engine_;
};

class Database {
 public:
  explicit Database(const std::string& path) : store_(got(mizan::FactStore::open(path, mizan::OpenMode::kReadOnly))) {}

  std::vector<std::string> facts(const mizan::FactFilter& filter) const {
    std::vector<std::string> out;
    for (const mizan::StoredFact& fact : got(store_.facts(filter))) out.push_back(mizan::tools::fact_json(fact));
    return out;
  }
  std::vector<std::string> groups(bool single) const {
    std::vector<std::string> out;
    const auto add = [&](const mizan::Group& group) {
      std::string json;
      mizan::append_group_json(json, group, "mizan " MIZAN_VERSION);
      out.push_back(std::move(json));
      return true;
    };
    if (single) {  // they are not stored
      for (const mizan::Group& group : got(mizan::reconcile_read_only(store_, true)).groups) add(group);
    } else if (mizan::Status read = mizan::each_stored_group(store_, add); !read) {
      fail(read.error());
    }
    return out;
  }

 private:
  mizan::FactStore store_;
};

}  // namespace

PYBIND11_MODULE(_mizan, m) {
  m.attr("__version__") = MIZAN_VERSION;
  py::register_exception<Failure>(m, "Error", PyExc_ValueError);
  py::class_<Document>(m, "Document")
      .def(py::init([](std::string text, std::string id, std::string title, std::string published, std::string source, std::string url, std::string lang,
                       std::string place) {
             Document document;
             document.text = std::move(text);
             document.id = std::move(id);
             document.title = std::move(title);
             document.published = std::move(published);
             document.source = std::move(source);
             document.url = std::move(url);
             document.lang = std::move(lang);
             document.place = std::move(place);
             document.has_own_id = !document.id.empty();
             if (!document.has_own_id) mizan::corpus::identify_by_content(document);
             return document;
           }),
           py::kw_only(), py::arg("text"), py::arg("id"), py::arg("title"), py::arg("published"), py::arg("source"), py::arg("url"), py::arg("lang"),
           py::arg("place"));
  py::class_<Reader>(m, "Reader")
      .def(py::init([](const std::string& lexicons, bool model, std::string lang, std::string published, std::string place) {
             return std::make_unique<Reader>(lexicons, model, mizan::EngineOptions{std::move(lang), std::move(published), std::move(place)});
           }),
           py::kw_only(), py::arg("lexicons"), py::arg("model"), py::arg("lang"), py::arg("published"), py::arg("place"))
      .def_property_readonly("by", &Reader::by)
      .def("read", &Reader::read, py::arg("documents"), py::arg("jobs"), py::call_guard<py::gil_scoped_release>())
      .def("subject_id", &Reader::subject_id)
      .def("explain", &Reader::explain, py::call_guard<py::gil_scoped_release>());
  py::class_<Database>(m, "Database")
      .def(py::init<const std::string&>())
      .def("facts",
           [](const Database& db, std::string subject, std::string metric, std::string source, std::string period, std::string article, std::uint64_t limit) {
             mizan::FactFilter filter;
             filter.subject = std::move(subject);
             filter.metric = std::move(metric);
             filter.source = std::move(source);
             filter.period = std::move(period);
             filter.article = std::move(article);
             filter.limit = limit;
             return db.facts(filter);
           })
      .def("groups", &Database::groups);
}
