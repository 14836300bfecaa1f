// Who may do what on the desk, and from where.
//
// A file of tokens has a person a line: NAME ROLE TOKEN, as "huda reviewer 9f2c...". Blank lines and lines that begin with # are left out. A reader sees
// everything; a reviewer also accepts, rejects and notes; an editor also corrects figures and merges or splits names. Tokens have 20 characters or more, and
// nobody but the owner may read the file.
//
// A browser is told apart from other programs by Host and Origin: a page of another site can make it ask us, but cannot choose these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/result.h"

namespace mizan::tools {

enum class Role : std::uint8_t { kNone, kReader, kReviewer, kEditor };
const char* to_string(Role role);

struct Person {
  std::string name;  // empty: nobody in particular, on a loopback address without tokens
  Role role = Role::kNone;
};

class Tokens {
 public:
  // Codes access.file (it cannot be read), access.open (others may read it), access.line (a line makes no sense).
  static Result<Tokens> load(const std::string& path);
  // The person whose token this is; takes the same time whether it is nearly right or not at all.
  std::optional<Person> find(std::string_view token) const;
  bool empty() const { return entries_.empty(); }

 private:
  struct Entry {
    Person person;
    std::string token;
  };
  std::vector<Entry> entries_;
};

// Does the address name this machine alone? "127.0.0.1", "127.8.8.8", "::1".
bool is_loopback(std::string_view address);

// May a request with this Host header be answered? `names`: hosts that we are called by, beside loopback ones where we listen on one.
bool host_allowed(std::string_view host, bool loopback, const std::vector<std::string>& names);
// May a request that changes something, or costs much, come from this page? `origin`: the header, empty where there is none; `fetch_site`: Sec-Fetch-Site.
bool origin_allowed(std::string_view origin, std::string_view fetch_site, std::string_view host);

// The value of a cookie in a Cookie header; empty where there is none.
std::string cookie(std::string_view header, std::string_view name);

}  // namespace mizan::tools
