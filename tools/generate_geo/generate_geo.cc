// Prints lexicons/entities-geo.tsv: the countries and the time-zone cities of the Unicode CLDR data that comes with ICU, each with its
// English and Arabic name ("place:saudi-arabia", "Saudi Arabia", "المملكة العربية السعودية").
//
// Regenerate:
//   g++ -std=c++20 -O1 tools/generate_geo/generate_geo.cc -o /tmp/generate_geo -licui18n -licuuc -licudata
//   /tmp/generate_geo > lexicons/entities-geo.tsv
//
// What CLDR lacks (other spellings, adjectives, provinces, most cities) is in lexicons/entities-places.tsv, whose lines replace the
// lines of the same id here. Nothing is decided here but which names to take and how an id is made.
#include <unicode/localpointer.h>
#include <unicode/locdspnm.h>
#include <unicode/normalizer2.h>
#include <unicode/region.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

// Names as newspapers write them where CLDR's display name is a formal or a list form. The key is the ISO 3166 code.
const std::map<std::string, std::string>& newspaper_names() {
  static const std::map<std::string, std::string> names = {
      {"BA", "Bosnia and Herzegovina"},
      {"CD", "Democratic Republic of the Congo"},
      {"CG", "Republic of the Congo"},
      {"CI", "Ivory Coast"},
      {"CZ", "Czech Republic"},
      {"HK", "Hong Kong"},
      {"MM", "Myanmar"},
      {"MO", "Macau"},
      {"PS", "Palestine"},
      {"TR", "Turkey"},
      {"ST", "Sao Tome and Principe"},
      {"MF", "Saint Martin"},
  };
  return names;
}

// CLDR's territories that are no places of news: pseudo regions and uninhabited possessions.
const std::set<std::string>& skipped_regions() {
  static const std::set<std::string> codes = {"QO", "EU", "EZ", "UN", "ZZ", "XA", "XB", "CP", "DG", "EA", "IC", "UM", "TA",
                                              "BV", "HM", "AN", "CS", "SU", "DD", "FX", "YD", "VD", "NT", "BU", "CQ"};
  return codes;
}

// Exemplar cities that are no places of news, whose Arabic name in CLDR is wrong, or is an ordinary word (نوم, Nome, is also "sleep";
// ديلي, Dili, is the "Daily" of newspapers). Those of note are written by hand in lexicons/entities-places.tsv.
const std::set<std::string>& skipped_zones() {
  static const std::set<std::string> zones = {"America/Nome",
                                              "Etc/Unknown",
                                              "America/North_Dakota/Center",
                                              "America/North_Dakota/Beulah",
                                              "America/North_Dakota/New_Salem",
                                              "Indian/Maldives",
                                              "America/Resolute",
                                              "America/Indiana/Knox",
                                              "America/Indiana/Vevay",
                                              "America/Menominee",
                                              "Asia/Hovd",
                                              "America/Eirunepe",
                                              "America/Coral_Harbour",
                                              "America/Atikokan",
                                              "Europe/Samara",
                                              "America/Moncton",
                                              "Pacific/Truk",
                                              "Pacific/Chuuk",
                                              "America/Juneau",
                                              "Australia/Currie",
                                              "Pacific/Easter",
                                              "America/Thule",
                                              "Atlantic/Canary",
                                              "Asia/Dili",
                                              "Indian/Christmas",
                                              "America/Swift_Current",
                                              "America/Indiana/Tell_City",
                                              "Indian/Cocos",
                                              "Asia/Oral",
                                              "Pacific/Wake",
                                              "Pacific/Wallis",
                                              "America/Boise",
                                              "America/Lower_Princes",
                                              "Atlantic/Stanley",
                                              "America/Antigua",
                                              "America/Cayman",
                                              "America/Creston",
                                              "Atlantic/Faroe",
                                              "America/Adak",
                                              "Indian/Mahe",
                                              "Australia/Perth",
                                              "Australia/Brisbane",
                                              "Europe/Busingen",
                                              "America/Cambridge_Bay",
                                              "America/Dawson",
                                              "America/Dawson_Creek",
                                              "Pacific/Johnston",
                                              "America/Indiana/Marengo",
                                              "America/Indiana/Vincennes",
                                              "America/Indiana/Winamac",
                                              "America/Indiana/Petersburg",
                                              "America/Kentucky/Monticello",
                                              "America/Noronha",
                                              "Pacific/Norfolk",
                                              "America/Argentina/Salta",
                                              "America/Argentina/Tucuman",
                                              "America/Tucuman",
                                              "America/Rainy_River",
                                              "America/Nipigon",
                                              "America/Metlakatla",
                                              "America/Sitka",
                                              "America/Yakutat",
                                              "Pacific/Midway",
                                              "Pacific/Enderbury",
                                              "America/Santa_Isabel",
                                              "Australia/Lindeman",
                                              "Australia/Eucla",
                                              "Antarctica/Macquarie",
                                              "America/Merida",
                                              "Pacific/Gambier",
                                              "Pacific/Chatham",
                                              "America/Miquelon",
                                              "America/St_Kitts",
                                              "America/St_Vincent",
                                              "America/St_Thomas",
                                              "Pacific/Pitcairn",
                                              "Atlantic/South_Georgia",
                                              "America/Argentina/San_Luis",
                                              "America/Argentina/San_Juan",
                                              "Pacific/Ponape",
                                              "Pacific/Pohnpei",
                                              "America/Glace_Bay",
                                              "America/Goose_Bay",
                                              "Pacific/Efate",
                                              "America/Blanc-Sablon",
                                              "Africa/Ceuta",
                                              "Asia/Chita",
                                              "Australia/Darwin",
                                              "Asia/Kuching",
                                              "America/Catamarca",
                                              "America/Argentina/Catamarca",
                                              "America/Argentina/Jujuy",
                                              "America/Jujuy",
                                              "Asia/Urumqi",
                                              "America/Pangnirtung",
                                              "America/Iqaluit",
                                              "Asia/Ulaanbaatar",
                                              "Asia/Vladivostok",
                                              "Europe/Volgograd",
                                              "Africa/Mogadishu",
                                              "Asia/Sakhalin",
                                              "Asia/Irkutsk",
                                              "America/Maceio",
                                              "America/Cuiaba",
                                              "Africa/Lubumbashi",
                                              "America/Araguaina",
                                              "Asia/Magadan",
                                              "America/Chihuahua",
                                              "America/Scoresbysund",
                                              "America/Godthab",
                                              "America/Nuuk",
                                              "Africa/Bangui",
                                              "Asia/Macau",
                                              "Pacific/Kosrae",
                                              "America/Belem",
                                              "Asia/Anadyr",
                                              "Atlantic/Faeroe",
                                              "Africa/Lome",
                                              "America/Bahia",
                                              "America/Argentina/La_Rioja",
                                              "America/Merida"};
  return zones;
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

// "Côte d’Ivoire" -> "Cote d'Ivoire": decomposed, marks dropped, typographic quotes made plain.
icu::UnicodeString without_marks(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString decomposed = nfkd->normalize(text, status);
  icu::UnicodeString out;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    UChar32 c = decomposed.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    if (c == 0x2019 || c == 0x02BC) c = '\'';
    if (c == 0x00D8) c = 'O';
    if (c == 0x00F8) c = 'o';
    if (c == 0x0142) c = 'l';
    if (c == 0x0131) c = 'i';
    out.append(c);
  }
  return out;
}

// Lower-case ASCII words joined by hyphens; the same rule as for the ids written by hand: "Côte d'Ivoire" -> "cote-divoire".
std::string slug(const std::string& name) {
  std::string out;
  for (char c : utf8(without_marks(icu::UnicodeString::fromUTF8(name)))) {
    if (c == '\'') continue;
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// The parts of an Arabic display name that are forms of their own: "ميانمار (بورما)" gives both, bidi marks and harakat go.
std::vector<std::string> arabic_forms(const icu::UnicodeString& text) {
  icu::UnicodeString clean;
  for (int32_t i = 0; i < text.length(); ++i) {
    char16_t c = text.charAt(i);
    const bool mark = (c >= 0x064B && c <= 0x0652) || c == 0x0640 || c == 0x200E || c == 0x200F || c == 0x061C;
    if (!mark) clean.append(c);
  }
  std::string all = utf8(clean);
  std::vector<std::string> forms;
  const size_t open = all.find(" (");
  const size_t close = all.find(')');
  if (open == std::string::npos || close == std::string::npos) {
    forms.push_back(all);
  } else {
    forms.push_back(all.substr(0, open));
    forms.push_back(all.substr(open + 2, close - open - 2));
  }
  return forms;
}

struct Line {
  std::string id, name, name_ar, kind, country, aliases_en, aliases_ar, flags;
};

void add_alias(std::string& aliases, const std::string& alias, const std::string& name) {
  if (alias.empty() || alias == name) return;
  if (("|" + aliases + "|").find("|" + alias + "|") != std::string::npos) return;
  if (!aliases.empty()) aliases += '|';
  aliases += alias;
}

void print(const Line& line) {
  std::cout << line.id << "\tplace\t" << line.name << '\t' << line.name_ar << '\t' << line.kind << '\t' << line.country << '\t' << line.aliases_en << '\t'
            << line.aliases_ar << '\t' << line.flags << '\n';
}

[[noreturn]] void fail(const char* what, UErrorCode status) {
  std::fprintf(stderr, "generate_geo: %s: %s\n", what, u_errorName(status));
  std::exit(1);
}

}  // namespace

int main() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale english("en");
  const icu::Locale arabic("ar");
  std::unique_ptr<icu::LocaleDisplayNames> english_names(icu::LocaleDisplayNames::createInstance(english));
  UDisplayContext short_form[] = {UDISPCTX_LENGTH_SHORT};
  std::unique_ptr<icu::LocaleDisplayNames> english_short(icu::LocaleDisplayNames::createInstance(english, short_form, 1));
  std::unique_ptr<icu::LocaleDisplayNames> arabic_names(icu::LocaleDisplayNames::createInstance(arabic));
  std::unique_ptr<icu::LocaleDisplayNames> arabic_short(icu::LocaleDisplayNames::createInstance(arabic, short_form, 1));

  std::cout << "# Countries and time-zone cities in English and Arabic, generated from ICU " U_ICU_VERSION
               " (Unicode CLDR data, see THIRD_PARTY.md). Do not edit.\n"
               "# Regenerate: see tools/generate_geo/generate_geo.cc. Lines of entities-places.tsv replace lines of the same id.\n"
               "# id\tclass\tname\tname_ar\tkind\tcountry\taliases_en\taliases_ar\tflags\n";

  std::map<std::string, Line> countries;  // by id: the order of printing
  std::set<std::string> taken;            // names that are a country's, in English and Arabic
  icu::LocalPointer<icu::StringEnumeration> regions(icu::Region::getAvailable(URGN_TERRITORY, status));
  if (U_FAILURE(status)) fail("no regions", status);
  while (const char* code = regions->next(nullptr, status)) {
    if (skipped_regions().count(code) != 0) continue;
    icu::UnicodeString en, en_short, ar, ar_short;
    english_names->regionDisplayName(code, en);
    english_short->regionDisplayName(code, en_short);
    arabic_names->regionDisplayName(code, ar);
    arabic_short->regionDisplayName(code, ar_short);
    std::string display = utf8(en);
    replace_all(display, "\u2019", "'");
    replace_all(display, " & ", " and ");
    Line line;
    const auto renamed = newspaper_names().find(code);
    line.name = renamed != newspaper_names().end() ? renamed->second : utf8(without_marks(icu::UnicodeString::fromUTF8(display)));
    replace_all(line.name, "St. ", "Saint ");
    line.id = "place:" + slug(line.name);
    line.kind = "country";
    line.country = code;
    line.flags = "case";  // "Turkey", "China", "Jersey"
    if (display.find(" (") == std::string::npos && display.find(" - ") == std::string::npos) {
      add_alias(line.aliases_en, display, line.name);
      add_alias(line.aliases_en, utf8(without_marks(icu::UnicodeString::fromUTF8(display))), line.name);
    }
    std::string abbreviation = utf8(en_short);
    replace_all(abbreviation, " & ", " and ");
    if (abbreviation.find(" (") == std::string::npos && abbreviation.find(" - ") == std::string::npos) {
      add_alias(line.aliases_en, abbreviation, line.name);
    }
    const std::vector<std::string> forms = arabic_forms(ar);
    line.name_ar = forms.front();
    if (std::string_view(code) != "HK") {  // its second form is only "special administrative region"
      for (const std::string& form : forms) add_alias(line.aliases_ar, form, line.name_ar);
    }
    for (const std::string& form : arabic_forms(ar_short)) add_alias(line.aliases_ar, form, line.name_ar);
    if (line.name == code) continue;  // CLDR has no name for it
    taken.insert(slug(line.name));
    taken.insert(line.name_ar);
    countries.emplace(line.id, line);
  }
  for (const auto& [id, line] : countries) print(line);

  std::map<std::string, Line> cities;
  std::unique_ptr<icu::TimeZoneNames> english_zones(icu::TimeZoneNames::createInstance(english, status));
  std::unique_ptr<icu::TimeZoneNames> arabic_zones(icu::TimeZoneNames::createInstance(arabic, status));
  icu::LocalPointer<icu::StringEnumeration> zones(icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
  if (U_FAILURE(status)) fail("no time zones", status);
  while (const icu::UnicodeString* zone = zones->snext(status)) {
    if (skipped_zones().count(utf8(*zone)) != 0) continue;
    char region[8] = "";
    UErrorCode region_status = U_ZERO_ERROR;
    icu::TimeZone::getRegion(*zone, region, sizeof region, region_status);
    icu::UnicodeString en, ar;
    english_zones->getExemplarLocationName(*zone, en);
    arabic_zones->getExemplarLocationName(*zone, ar);
    if (en.isBogus() || ar.isBogus() || region[0] == '\0' || std::string_view(region) == "AQ") continue;
    Line line;
    std::string display = utf8(en);
    replace_all(display, "\u2019", "'");
    const size_t comma = display.find(',');
    if (comma != std::string::npos) display.resize(comma);
    line.name = utf8(without_marks(icu::UnicodeString::fromUTF8(display)));
    replace_all(line.name, "St. ", "Saint ");
    line.id = "place:" + slug(line.name);
    line.kind = "city";
    line.country = region;
    add_alias(line.aliases_en, display, line.name);
    const std::vector<std::string> forms = arabic_forms(ar);
    line.name_ar = forms.front();
    // A name that CLDR has not in Arabic is given in Latin letters.
    if (line.name_ar.empty() || static_cast<unsigned char>(line.name_ar[0]) < 0x80) continue;
    for (const std::string& form : forms) add_alias(line.aliases_ar, form, line.name_ar);
    line.flags = "case";
    if (taken.count(slug(line.name)) != 0 || taken.count(line.name_ar) != 0) continue;  // Singapore, Tunis in Arabic: the country
    taken.insert(line.name_ar);
    cities.emplace(line.id, line);
  }
  for (const auto& [id, line] : cities) print(line);
  return 0;
}
