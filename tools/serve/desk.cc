#include "tools/serve/desk.h"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>

#include "db/decisions.h"
#include "db/explain.h"
#include "db/hash.h"
#include "pipeline/normalized_text.h"
#include "pipeline/utf8.h"
#include "tools/reading.h"
#include "tools/search.h"
#include "tools/serve/gzip.h"

namespace mizan::tools {
namespace {

// The first of our languages that a browser asks for.
Language language_of(std::string_view cookie, std::string_view accepted) {
  if (cookie == "ar") return Language::kArabic;
  if (cookie == "en") return Language::kEnglish;
  while (!accepted.empty()) {
    while (!accepted.empty() && (accepted.front() == ' ' || accepted.front() == ',')) accepted.remove_prefix(1);
    if (accepted.starts_with("ar")) return Language::kArabic;
    if (accepted.starts_with("en")) return Language::kEnglish;
    const std::size_t comma = accepted.find(',');
    if (comma == std::string_view::npos) return Language::kEnglish;  // it asks for languages that we have not
    accepted.remove_prefix(comma);
  }
  return Language::kArabic;
}

constexpr int kPagesLevel = 4;  // of zlib

// The page that is opened most, and of which the database alone says what stands on it. One of a subject is not: names are found in a list that may be half a
// minute old (Desk::names).
bool is_today(const Inquiry& asked) {
  return asked.path == "/" && asked.param("subject").empty();
}

std::string etag_of(std::string_view body) {
  return fmt::format("W/\"{:016x}\"", hash64(body));
}

}  // namespace

Desk::Desk(DeskOptions options, std::shared_ptr<const Lexicons> lexicons)
    : options_(std::move(options)), lexicons_(std::move(lexicons)), engine_(lexicons_), by_(identity(*lexicons_)), pages_(options_.workers) {}
Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(DeskOptions options, std::shared_ptr<const Lexicons> lexicons) {
  std::unique_ptr<Desk> desk(new Desk(std::move(options), std::move(lexicons)));
  for (unsigned i = 0; i < desk->options_.workers; ++i) {
    Result<FactStore> store = FactStore::open(desk->options_.db, OpenMode::kReadOnly);
    if (!store) return store.error();
    keep_small(*store);
    desk->pages_.look(i, data_version(*store));
    desk->stores_.push_back(std::move(*store));
  }
  return desk;
}

// It takes longer than all else on most pages.
std::string Desk::newest(const FactStore& store, std::uint64_t age) {
  {
    std::lock_guard lock(newest_mutex_);
    if (newest_age_ == age) return newest_;
  }
  std::string day = newest_day(store);
  std::lock_guard lock(newest_mutex_);
  newest_ = day;
  newest_age_ = age;
  return day;
}

Answer Desk::today(const Inquiry& asked, const std::string& target, std::uint64_t age) {
  const Visit& v = asked.visit;
  const std::string key = fmt::format("{} {} {} {} {} {} {}\n{}\n{}", static_cast<int>(v.m.language()), static_cast<int>(v.m.digits()), v.theme, v.may_review,
                                      v.may_edit, v.tokens, static_cast<int>(v.person.role), v.person.name, target);
  std::shared_ptr<const PageCache::Page> kept = pages_.find(key);
  Answer out;
  if (!kept) {
    out = page(asked);
    if (out.status != 200) return out;
    kept = std::make_shared<const PageCache::Page>(PageCache::Page{out.body, gzipped(out.body, kPagesLevel), etag_of(out.body)});
    pages_.keep(key, age, kept);
  }
  out.body = kept->body;
  out.packed = kept->packed;
  out.etag = kept->etag;
  return out;
}

void Desk::answer(const httplib::Request& request, const std::string& body, unsigned worker, httplib::Response& response) {
  Answer out;
  const std::string host = request.get_header_value("Host"), origin = request.get_header_value("Origin"), site = request.get_header_value("Sec-Fetch-Site");
  Inquiry asked;
  asked.method = request.method == "HEAD" ? "GET" : request.method;
  const std::size_t question = std::min(request.target.find('?'), request.target.size());
  asked.path = percent_decoded(std::string_view(request.target).substr(0, question), false);
  const bool is_api = asked.path.starts_with("/api/");
  const bool is_asset = asked.path.starts_with("/assets/");
  asked.store = &stores_[worker];
  Visit& v = asked.visit;
  try {
    const std::string cookies = request.get_header_value("Cookie");
    v.m = Markup(language_of(cookie(cookies, "lang"), request.get_header_value("Accept-Language")),
                 cookie(cookies, "digits") == "arabic" ? Digits::kArabic : Digits::kLatin, lexicons_.get());
    const std::string theme = cookie(cookies, "theme");
    v.theme = theme == "light" || theme == "dark" ? theme : "auto";
    v.path = is_local_path(request.target) ? request.target : "/";
    v.tokens = options_.tokens.has_value();
    if (v.tokens) {
      std::string token = request.get_header_value("Authorization");
      token = token.starts_with("Bearer ") ? token.substr(7) : cookie(cookies, "mizan_token");
      if (auto person = options_.tokens->find(token)) v.person = *person;
    } else {
      v.person.role = Role::kEditor;
    }
    v.may_review = options_.allow_review && v.person.role >= Role::kReviewer;
    v.may_edit = options_.allow_review && v.person.role >= Role::kEditor;

    if (!host_allowed(host, options_.loopback, options_.names)) {
      out = problem(host.empty() ? 400 : 421, "access.host", "this server is not called by this name; --name allows it");
    } else if (find_invalid_utf8(asked.path) || find_invalid_utf8(request.target) || asked.path.find('\0') != std::string::npos ||
               !asked.path.starts_with('/')) {
      out = problem(400, "request.path", "the path is no valid UTF-8");
    } else if (asked.method != "GET" && asked.method != "POST") {
      out = problem(405, "request.method", "GET, HEAD and POST only");
      out.headers.emplace_back("Allow", "GET, HEAD, POST");
    } else if (asked.method == "POST" && !origin_allowed(origin, site, host)) {
      out = problem(403, "access.origin", "a page of another site may not ask this");
    } else if (asked.path == "/healthz") {
      out = text_answer("ok\n");
    } else if (is_asset) {
      out = asset(asked.path.substr(8));
    } else if (asked.path == "/settings" && asked.method == "GET") {
      asked.params = parse_form(std::string_view(request.target).substr(std::min(question + 1, request.target.size())));
      out = settings(asked);
    } else if (asked.path == "/login" && asked.method == "POST" && v.tokens) {
      const Params params = parse_form(body);
      const auto token = params.find("token");
      if (token != params.end() && options_.tokens->find(token->second)) {
        out = see_other("/");
        out.headers.emplace_back("Set-Cookie", fmt::format("mizan_token={}; Path=/; HttpOnly; SameSite=Strict", token->second));
      } else {
        out.status = 403;
        out.body = whole_page(v, desk_assets(), "", std::string(say("sign.in", v.m.language())), login_page(v, true));
      }
    } else if (asked.path == "/logout" && asked.method == "POST") {
      out = see_other("/login");
      out.headers.emplace_back("Set-Cookie", "mizan_token=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    } else if (v.tokens && v.person.role == Role::kNone && asked.path != "/login") {
      if (is_api) {
        out = problem(401, "access.token", "a token is needed: Authorization: Bearer TOKEN");
        out.headers.emplace_back("WWW-Authenticate", "Bearer");
      } else {
        out = see_other("/login");
      }
    } else {
      asked.params = parse_form(std::string_view(request.target).substr(std::min(question + 1, request.target.size())));
      asked.body = body;
      asked.content_type = request.get_header_value("Content-Type");
      asked.if_match = request.get_header_value("If-Match");
      asked.if_none_match = request.get_header_value("If-None-Match");
      v.changes = change_mark(*asked.store);
      const std::uint64_t age = pages_.look(worker, data_version(*asked.store));
      v.newest = newest(*asked.store, age);
      out = is_api ? api(*this, asked) : asked.method == "POST" ? form(asked) : is_today(asked) ? today(asked, request.target, age) : page(asked);
    }
  } catch (const std::exception&) {
    out = problem(500, "internal", "something went wrong here");
  }

  // A page that reads this cannot be framed, sniffed or fed with others' scripts; nothing is kept by anybody in between.
  response.status = out.status;
  response.set_header("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "same-origin");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  for (const auto& [name, value] : out.headers) response.set_header(name.c_str(), value);
  if (!out.disposition.empty()) response.set_header("Content-Disposition", fmt::format("attachment; filename=\"{}\"", out.disposition));
  response.set_header("Vary", "Accept-Encoding, Accept-Language, Cookie");
  response.set_header("Cache-Control",
                      out.immutable && request.target.find("?v=") != std::string::npos ? "public, max-age=31536000, immutable" : "private, no-cache");
  if (asked.method == "GET" && out.status == 200) {
    if (out.etag.empty()) out.etag = etag_of(out.body);
    response.set_header("ETag", out.etag);
    const std::string known = request.get_header_value("If-None-Match");
    if (!known.empty() && (known == "*" || known.find(out.etag) != std::string::npos)) {
      response.status = 304;
      return;
    }
  }
  // The front renames this header, so that httplib leaves compression to us.
  if (out.body.size() > 1024 && out.type != "font/woff2" && request.get_header_value("Xccept-Encoding").find("gzip") != std::string::npos) {
    if (out.packed.empty()) out.packed = gzipped(out.body, out.immutable ? 9 : kPagesLevel);
    if (!out.packed.empty()) {
      response.set_header("Content-Encoding", "gzip");
      out.body = std::move(out.packed);
    }
  }
  response.set_content(std::move(out.body), out.type.c_str());
}

}  // namespace mizan::tools
