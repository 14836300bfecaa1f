#include "tools/serve/access.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "pipeline/utf8.h"

namespace mizan::tools {
namespace {

bool same(std::string_view a, std::string_view b) {
  // Every byte is looked at, so that time tells nothing of where they differ.
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b.empty() ? 0 : b[i % b.size()]);
  return difference == 0;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  return out;
}

// "[::1]:8780" -> "::1", "localhost:8780" -> "localhost".
std::string host_name(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos) return {};
    const std::string_view rest = host.substr(end + 1);
    return rest.empty() || rest[0] == ':' ? lower(host.substr(1, end - 1)) : std::string();
  }
  return lower(host.substr(0, host.find(':')));
}

}  // namespace

const char* to_string(Role role) {
  constexpr const char* kRoles[] = {"none", "reader", "reviewer", "editor"};
  return kRoles[static_cast<std::size_t>(role)];
}

Result<Tokens> Tokens::load(const std::string& path) {
  auto problem = [&](const char* code, std::string message, std::string remedy, std::uint64_t line = 0) {
    return Diagnostic{code, std::move(message), std::move(remedy), path, line, 0};
  };
  struct stat info {};
  std::ifstream file(path);
  if (!file || ::stat(path.c_str(), &info) != 0) return problem("access.file", "the file of tokens cannot be read", "make one: NAME ROLE TOKEN on each line");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) return problem("access.open", "others may read the file of tokens", fmt::format("chmod 600 {}", path));
  Tokens out;
  std::string line;
  for (std::uint64_t number = 1; std::getline(file, line); ++number) {
    std::istringstream words(line);
    std::string name, role, token, more;
    if (!(words >> name) || name[0] == '#') continue;
    if (!(words >> role >> token) || (words >> more)) return problem("access.line", "a line is NAME ROLE TOKEN", "as: huda reviewer 9f2c...", number);
    Entry entry;
    entry.person.name = name;
    for (Role known : {Role::kReader, Role::kReviewer, Role::kEditor}) {
      if (role == to_string(known)) entry.person.role = known;
    }
    if (entry.person.role == Role::kNone) return problem("access.line", fmt::format("\"{}\" is no role", role), "reader, reviewer or editor", number);
    if (token.size() < 20) return problem("access.line", "a token has 20 characters or more", "openssl rand -hex 24 makes one", number);
    const bool plain =
        std::all_of(token.begin(), token.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~'; });
    if (!plain) return problem("access.line", "a token has letters, digits and -._~ only", "openssl rand -hex 24 makes one", number);
    if (find_invalid_utf8(name)) return problem("access.line", "the name is no valid UTF-8", {}, number);
    entry.token = std::move(token);
    if (std::any_of(out.entries_.begin(), out.entries_.end(), [&](const Entry& other) { return other.token == entry.token; })) {
      return problem("access.line", "this token is another person's, too", "one token a person", number);
    }
    out.entries_.push_back(std::move(entry));
  }
  if (out.entries_.empty()) return problem("access.line", "the file names nobody", "NAME ROLE TOKEN on each line");
  return out;
}

std::optional<Person> Tokens::find(std::string_view token) const {
  std::optional<Person> out;
  for (const Entry& entry : entries_) {
    if (same(token, entry.token)) out = entry.person;
  }
  return out;
}

bool is_loopback(std::string_view address) {
  return address == "::1" || address.starts_with("127.");
}

bool host_allowed(std::string_view host, bool loopback, const std::vector<std::string>& names) {
  const std::string name = host_name(host);
  if (name.empty()) return false;
  if (loopback && (name == "localhost" || name == "127.0.0.1" || name == "::1")) return true;
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool origin_allowed(std::string_view origin, std::string_view fetch_site, std::string_view host) {
  if (!fetch_site.empty() && fetch_site != "same-origin" && fetch_site != "none") return false;
  if (origin.empty()) return true;
  for (std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme) && lower(origin.substr(scheme.size())) == lower(host)) return true;
  }
  return false;
}

std::string cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view part = header.substr(0, end);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos && part.substr(0, equals) == name) return std::string(part.substr(equals + 1));
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return {};
}

}  // namespace mizan::tools
