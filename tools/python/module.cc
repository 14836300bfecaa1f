// The Python module mizan._mizan: the engine and the fact database, as thin as can be. What Python users see stands in mizan/__init__.py.
//
// Articles are read by threads of C++ without the interpreter's lock; what was found in one becomes objects, or the line of `mizan extract`, once it is
// asked for.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corpus/fields.h"
#include "db/reconcile.h"
#include "db/reconcile_json.h"
#include "db/store.h"
#include "extractors/engine.h"
#include "lexicons/lexicons.h"
#include "pipeline/article_fields.h"
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

// Puts the fields of a mention or a fact (article_fields.h) into an object's dictionary: what is absent or null has the default of its class there. Neither
// __init__ nor JSON on the way, which both take longer than reading the article. Holds the interpreter's lock.
class FieldWriter {
 public:
  // Of this class, a dataclass.
  explicit FieldWriter(py::handle kind) : kind_(kind) {}

  void open(char bracket) {
    if (bracket == '{') {
      fields_ = py::dict();
    } else {
      values_ = py::list();
    }
  }
  void close(char bracket) {
    if (bracket == ']') set(name_, py::tuple(values_));
  }
  void key(const char* name) { name_ = name; }
  void text(const char* name, std::string_view value) { set(name, string(value)); }
  void text_or_null(const char* name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(const char* name, std::uint64_t value) { set(name, py::int_(value)); }
  void boolean(const char* name, bool value) { set(name, py::bool_(value)); }
  void decimal(mizan::Decimal value) {
    static const py::handle kDecimal = py::object(py::module_::import("decimal").attr("Decimal")).release();
    char written[mizan::Decimal::kLongest];
    set(name_, kDecimal(string({written, value.write(written)})));
  }
  void null() {}
  void text(std::string_view value) { values_.append(string(value)); }

  // What was written since the last open('{').
  py::object made() {
    static const py::handle kDictionary = py::str("__dict__").release(), kNothing = py::tuple().release();
    auto out = py::reinterpret_steal<py::object>(PyBaseObject_Type.tp_new(reinterpret_cast<PyTypeObject*>(kind_.ptr()), kNothing.ptr(), nullptr));
    // As object.__setattr__ does: the class is frozen.
    if (!out || PyObject_GenericSetAttr(out.ptr(), kDictionary.ptr(), fields_.ptr()) != 0) throw py::error_already_set();
    return out;
  }

 private:
  static py::str string(std::string_view text) {
    PyObject* made = PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "strict");
    if (made == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::str>(made);
  }
  void set(const char* name, const py::object& value) {
    if (PyDict_SetItem(fields_.ptr(), of(name).ptr(), value.ptr()) != 0) throw py::error_already_set();
  }
  // The one string of a name, by the address of its literal. Words that Python keeps for itself have an underscore behind them.
  static py::handle of(const char* name) {
    static std::unordered_map<const void*, py::handle> names;
    py::handle& found = names[name];
    if (!found) {
      const std::string_view wanted(name);
      found = PyUnicode_InternFromString(wanted == "from" || wanted == "class" ? (std::string(wanted) + '_').c_str() : name);
    }
    return found;
  }

  py::handle kind_;
  py::dict fields_;
  py::list values_;
  const char* name_ = "";
};

// What was found in one article.
class Found {
 public:
  Found(Document document, mizan::ArticleResult result, std::string by) : document_(std::move(document)), result_(std::move(result)), by_(std::move(by)) {}

  const std::string& id() const { return document_.id; }
  const std::string& lang() const { return result_.lang; }
  std::string json() const {
    std::string line;
    mizan::append_article_json(line, document_, result_, by_);
    line.pop_back();  // the newline
    return line;
  }
  py::list mentions(py::handle kind) const {
    return made(result_.mentions, kind, [](FieldWriter& to, const auto& m, auto&&... where) { mizan::write_mention(to, m, where...); });
  }
  py::list facts(py::handle kind) const {
    return made(result_.facts, kind, [](FieldWriter& to, const auto& f, auto&&... where) { mizan::write_fact(to, f, where...); });
  }

 private:
  template <typename Records, typename Write>
  py::list made(const Records& records, py::handle kind, Write write) const {
    const mizan::CodePoints in_text(document_.text), in_title(document_.title);
    FieldWriter to(kind);
    py::list out(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      const bool title = records[i].field == mizan::Field::kTitle;
      write(to, records[i], std::string_view(title ? document_.title : document_.text), title ? in_title : in_text);
      out[i] = to.made();
    }
    return out;
  }

  Document document_;
  mizan::ArticleResult result_;
  std::string by_;
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

  // In their order, by the thread that calls.
  std::vector<std::shared_ptr<Found>> read(std::vector<Document> documents) const {
    std::vector<std::shared_ptr<Found>> out;
    out.reserve(documents.size());
    for (Document& document : documents) {
      mizan::ArticleResult result = engine_->read(document);
      out.push_back(std::make_shared<Found>(std::move(document), std::move(result), by_));
    }
    return out;
  }

  std::string subject_id(const std::string& name) const { return name.empty() ? name : mizan::tools::subject_id(name, lexicons_); }

  std::string explain(const Document& document) const { return engine_->explain(document); }

 private:
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
  py::class_<Found, std::shared_ptr<Found>>(m, "Found")
      .def_property_readonly("id", &Found::id)
      .def_property_readonly("lang", &Found::lang)
      .def("json", &Found::json)
      .def("mentions", &Found::mentions, py::arg("kind"))
      .def("facts", &Found::facts, py::arg("kind"));
  py::class_<Reader>(m, "Reader")
      .def(py::init([](const std::string& lexicons, bool model, std::string lang, std::string published, std::string place) {
             return std::make_unique<Reader>(lexicons, model, mizan::EngineOptions{std::move(lang), std::move(published), std::move(place)});
           }),
           py::kw_only(), py::arg("lexicons"), py::arg("model"), py::arg("lang"), py::arg("published"), py::arg("place"))
      .def_property_readonly("by", &Reader::by)
      .def("read", &Reader::read, py::arg("documents"), py::call_guard<py::gil_scoped_release>())
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
