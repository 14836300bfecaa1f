// The URL of a PostgreSQL database: postgresql://user@host/news, postgres:///news?host=/run/postgresql. What libpq takes as such.
#pragma once

#include <string>
#include <string_view>

namespace mizan {

bool is_postgres_url(std::string_view database);

// With *** in place of a password, as it may be shown; a file's name as it is.
std::string shown_database(std::string_view database);
// The same for every URL within a text.
std::string without_passwords(std::string_view text);

}  // namespace mizan
