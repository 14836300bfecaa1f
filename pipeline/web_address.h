// One text for all spellings of a web address, by which articles that state no id are found again.
//
//   canonical_url("HTTPS://www.Example.com/a/?utm_source=x&p=2#top")  -> "example.com/a?p=2"
#pragma once

#include <string>
#include <string_view>

namespace mizan {

// "www.", scheme, capitals in the host, a default port, the fragment, campaign parameters (utm_*, fbclid, gclid) and a last '/' make no difference. White
// space around it goes. Any bytes will do; nothing is decoded. ON DISK: articles are found again by it; do not change.
std::string canonical_url(std::string_view url);

}  // namespace mizan
