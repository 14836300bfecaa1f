// Prints lexicons/entities-states.tsv: the bodies that every state has (government, ministries, central bank, parliament, armed forces, exchange, news agency,
// national team ...), named in both languages by the adjectives and names of lexicons/entities-{geo,places}.tsv.
//
//   "وزارة الخارجية الكويتية", "Kuwaiti Foreign Ministry", "Foreign Ministry of Kuwait" -> org:foreign-ministry-of-kuwait
//
// Regenerate after a change of countries or of hand-made bodies (the target is built on demand):
//   cmake --build build/release --target generate_states && build/release/generate_states lexicons > /tmp/states.tsv && mv /tmp/states.tsv
//   lexicons/entities-states.tsv
//
// What is known by a name of its own stays with it: where a hand-made entity has one of the names, or is the state's only one of the kind, the others are added
// to it by a line of class "+". No name that any other entity holds is given again.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/normalized_text.h"

namespace {

// {E} country in English ("the Netherlands"), {A} adjective in English, {B} country in Arabic, {M} and {F} adjective with article in Arabic, masculine and
// feminine. The first form of each list is the name. `only`: a state has one of the kind. `spoken`: how it is called where somebody says something ("أعلنت
// الخارجية السورية"); elsewhere the same words may be part of other things ("السياسة الخارجية السورية", Syrian foreign policy).
struct Body {
  const char *slug, *kind;
  bool only;
  const char *english, *arabic, *spoken = "";
};
constexpr Body kBodies[] = {
    {"government", "government", false, "Government of {E}|{A} Government|{A} Cabinet|{A} cabinet", "الحكومة {F}|حكومة {B}|مجلس الوزراء {M}"},
    {"central-bank", "central-bank", true, "Central Bank of {E}|{A} Central Bank|{E}'s central bank|{E} Central Bank",
     "البنك المركزي {M}|مصرف {B} المركزي|بنك {B} المركزي|المصرف المركزي {M}|المركزي {M}"},
    {"parliament", "parliament", false, "Parliament of {E}|{A} Parliament|{E}'s parliament", "البرلمان {M}|مجلس النواب {M}|برلمان {B}"},
    {"armed-forces", "army", false, "{A} Armed Forces|Armed Forces of {E}|{A} Army|{A} Military", "القوات المسلحة {F}|الجيش {M}"},
    {"stock-exchange", "stock-exchange", true, "{E} Stock Exchange|{A} Stock Exchange", "بورصة {B}|البورصة {F}"},
    {"news-agency", "agency", false, "{A} News Agency|{E} News Agency", "وكالة الأنباء {F}|وكالة أنباء {B}"},
    {"police", "police", false, "{A} Police|Police of {E}", "الشرطة {F}"},
    {"supreme-court", "court", false, "Supreme Court of {E}|{A} Supreme Court", "المحكمة العليا {F}"},
    {"foreign-ministry", "ministry", false,
     "Foreign Ministry of {E}|{A} Foreign Ministry|{A} foreign ministry|Ministry of Foreign Affairs of {E}|{A} Ministry of Foreign Affairs|{E}'s foreign "
     "ministry|{E}'s Foreign Ministry",
     "وزارة الخارجية {F}|وزارة خارجية {B}|وزارة الشؤون الخارجية {F}", "الخارجية {F}"},
    {"interior-ministry", "ministry", false,
     "Interior Ministry of {E}|{A} Interior Ministry|{A} interior ministry|Ministry of Interior of {E}|{A} Ministry of Interior|{A} Ministry of the "
     "Interior|{E}'s interior ministry",
     "وزارة الداخلية {F}|وزارة داخلية {B}", "الداخلية {F}"},
    {"defence-ministry", "ministry", false,
     "Defence Ministry of {E}|{A} Defence Ministry|{A} Defense Ministry|{A} defence ministry|{A} defense ministry|Ministry of Defence of {E}|{A} Ministry of "
     "Defence|{A} Ministry of Defense|{E}'s defence ministry|{E}'s defense ministry",
     "وزارة الدفاع {F}|وزارة دفاع {B}", "الدفاع {F}"},
    {"finance-ministry", "ministry", false,
     "Finance Ministry of {E}|{A} Finance Ministry|{A} finance ministry|Ministry of Finance of {E}|{A} Ministry of Finance|{E}'s finance ministry|{E}'s "
     "Finance Ministry",
     "وزارة المالية {F}|وزارة مالية {B}", "المالية {F}"},
    {"energy-ministry", "ministry", false,
     "Energy Ministry of {E}|{A} Energy Ministry|{A} energy ministry|Ministry of Energy of {E}|{A} Ministry of Energy|{E}'s energy ministry",
     "وزارة الطاقة {F}"},
    {"oil-ministry", "ministry", false,
     "Oil Ministry of {E}|{A} Oil Ministry|{A} oil ministry|{A} Ministry of Oil|{A} Ministry of Petroleum|{E}'s oil ministry",
     "وزارة النفط {F}|وزارة البترول {F}", "النفط {F}"},
    {"economy-ministry", "ministry", false, "Economy Ministry of {E}|{A} Economy Ministry|{A} economy ministry|{A} Ministry of Economy|{E}'s economy ministry",
     "وزارة الاقتصاد {F}"},
    {"trade-ministry", "ministry", false,
     "Trade Ministry of {E}|{A} Trade Ministry|{A} trade ministry|{A} Ministry of Trade|{A} Ministry of Commerce|{A} Commerce Ministry|{E}'s trade ministry",
     "وزارة التجارة {F}"},
    {"health-ministry", "ministry", false, "Health Ministry of {E}|{A} Health Ministry|{A} health ministry|{A} Ministry of Health|{E}'s health ministry",
     "وزارة الصحة {F}", "الصحة {F}"},
    {"justice-ministry", "ministry", false, "Justice Ministry of {E}|{A} Justice Ministry|{A} justice ministry|{A} Ministry of Justice|{E}'s justice ministry",
     "وزارة العدل {F}", "العدل {F}"},
    {"education-ministry", "ministry", false,
     "Education Ministry of {E}|{A} Education Ministry|{A} education ministry|{A} Ministry of Education|{E}'s education ministry",
     "وزارة التعليم {F}|وزارة التربية {F}|وزارة التربية والتعليم {F}"},
    {"agriculture-ministry", "ministry", false, "Agriculture Ministry of {E}|{A} Agriculture Ministry|{A} agriculture ministry|{A} Ministry of Agriculture",
     "وزارة الزراعة {F}|وزارة الفلاحة {F}"},
    {"transport-ministry", "ministry", false, "Transport Ministry of {E}|{A} Transport Ministry|{A} transport ministry|{A} Ministry of Transport",
     "وزارة النقل {F}"},
    {"culture-ministry", "ministry", false, "Culture Ministry of {E}|{A} Culture Ministry|{A} culture ministry|{A} Ministry of Culture", "وزارة الثقافة {F}"},
    {"information-ministry", "ministry", false, "Information Ministry of {E}|{A} Information Ministry|{A} information ministry|{A} Ministry of Information",
     "وزارة الإعلام {F}"},
    {"national-team", "national-team", true, "{E} national team|{A} national team|{E} national football team|{A} national football team",
     "منتخب {B}|المنتخب {M}|منتخب {B} لكرة القدم|المنتخب {M} لكرة القدم"},
    {"football-association", "sport-body", false, "{A} Football Association|{A} Football Federation|Football Association of {E}|Football Federation of {E}",
     "الاتحاد {M} لكرة القدم"},
};

constexpr std::string_view kSpokenWords =
    "أعلنت|قالت|أكدت|أدانت|دعت|استدعت|بيان|وزير|وزيرة|وزيرا|ناطق|متحدث|المتحدث|باسم|أعربت|ذكرت|نفت|حذرت|طالبت|أفادت|أوضحت|أضافت|كشفت|شددت|اعتبرت|أصدرت";

// The United States name theirs otherwise (departments, Congress, exchanges), all by hand.
const std::set<std::string_view> kOfTheUnitedStates = {"government", "armed-forces", "national-team", "football-association"};
const std::set<std::string_view> kWithArticle = {"US", "GB", "AE", "NL", "PH", "GM", "BS", "MV", "SC", "CF", "DO", "KM", "CZ", "CD", "CG", "MH", "SB"};

// Territories and places without such bodies of their own.
const std::set<std::string_view> kNoStates = {"",   "AC", "AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "CC", "CK", "CW", "CX", "EH", "FK", "FO", "GF",
                                              "GG", "GI", "GL", "GP", "GS", "GU", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF", "NU",
                                              "PF", "PM", "PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "VA", "VG", "VI", "WF", "YT"};
// They share one with others: hand-made.
const std::set<std::string_view> kNoCentralBank = {"AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT", "SI",
                                                   "SK", "HR", "US", "GB", "AD", "MC", "SM", "LI", "BF", "BJ", "CI", "GW", "ML", "NE", "SN", "TG", "CM", "CF",
                                                   "CG", "GA", "GQ", "TD", "AG", "DM", "GD", "KN", "LC", "VC", "PA", "FM", "KI", "MH", "NR", "PW", "TV"};

// States with a ministry for oil or petroleum by name, or a large oil industry.
const std::set<std::string_view> kOilStates = {"AE", "AO", "AZ", "BH", "BN", "BO", "CG", "CM", "CO", "DZ", "EC", "EG", "ET", "GA", "GH", "GQ", "ID",
                                               "IN", "IQ", "IR", "JO", "KE", "KW", "KZ", "LB", "LY", "MR", "MX", "NG", "NO", "OM", "PK", "QA", "RU",
                                               "SA", "SD", "SN", "SO", "SS", "SY", "TD", "TL", "TM", "TN", "TT", "UG", "VE", "YE", "US", "GY"};
// No exchange for shares.
const std::set<std::string_view> kNoExchange = {"AD", "AF", "AG", "BI", "BN", "CD", "CF", "CG", "CU", "DJ", "DM", "EH", "ER", "ET", "FM",
                                                "GA", "GD", "GM", "GN", "GQ", "GW", "HT", "KI", "KM", "KN", "KP", "LC", "LI", "LR", "LS",
                                                "MC", "MG", "MH", "ML", "MR", "NE", "NR", "PW", "SB", "SM", "SN", "SO", "SS", "ST", "TD",
                                                "TJ", "TL", "TM", "TO", "TV", "VC", "VU", "WS", "YE", "BF", "BJ", "TG", "SL"};
// No army; or a gendarmerie at most.
const std::set<std::string_view> kNoForces = {"AD", "CR", "DM", "GD", "IS", "KI", "LI", "LC", "VC", "MH", "FM", "MC",
                                              "NR", "PA", "PW", "SM", "SB", "TV", "WS", "MU", "VU", "HK", "KN"};

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(by, begin), text.size());
    out.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}
std::string list_of(std::string_view flags, std::string_view key) {
  for (const std::string& flag : split(flags, ';'))
    if (flag.starts_with(key)) return flag.substr(key.size());
  return {};
}
std::string fill(std::string form, std::string_view slot, std::string_view with) {
  for (std::size_t at; (at = form.find(slot)) != std::string::npos;) form.replace(at, slot.size(), with);
  return form;
}

// "كوري شمالي" (North Korean) takes the article twice, "جنوب أفريقي" (South African) once.
std::string definite(const std::string& adjective) {
  const std::size_t blank = adjective.find(' ');
  if (blank == std::string::npos) return "ال" + adjective;
  const std::string first = adjective.substr(0, blank), second = adjective.substr(blank + 1);
  return "ال" + first + (first.ends_with("ي") || first.ends_with("ة") ? " ال" : " ") + second;
}

struct Country {
  std::string id, code, english, arabic;
  std::vector<std::string> adjectives, masculine, feminine, arabic_names;
};

// All forms of a pattern list; those for which the country has no adjective are left out.
std::vector<std::string> forms_of(std::string_view patterns, const Country& c) {
  std::vector<std::string> out;
  for (const std::string& pattern : split(patterns, '|')) {
    if (pattern.empty()) continue;
    std::vector<std::string> now{fill(fill(c.english.ends_with('s') ? fill(pattern, "{E}'s", c.english + "'") : pattern, "of {E}",
                                           kWithArticle.count(c.code) ? "of the " + c.english : "of " + c.english),
                                      "{E}", c.english)};
    auto expand = [&](std::string_view slot, const std::vector<std::string>& words) {
      if (pattern.find(slot) == std::string::npos) return;
      std::vector<std::string> next;
      for (const std::string& form : now)
        for (const std::string& word : words) next.push_back(fill(form, slot, word));
      now = std::move(next);
    };
    expand("{A}", c.adjectives);
    expand("{B}", c.arabic_names);
    expand("{M}", c.masculine);
    expand("{F}", c.feminine);
    for (std::string& form : now)
      if (std::find(out.begin(), out.end(), form) == out.end()) out.push_back(std::move(form));
  }
  return out;
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& item : list) out += (out.empty() ? "" : "|") + item;
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: generate_states LEXICONS-FOLDER > entities-states.tsv\n";
    return 1;
  }
  std::map<std::string, std::vector<std::string>> rows;  // by id, later files replacing earlier ones
  for (const char* name : {"geo", "orgs", "other", "people", "places"}) {
    std::ifstream in(std::string(argv[1]) + "/entities-" + name + ".tsv");
    if (!in) {
      std::cerr << "cannot read entities-" << name << ".tsv\n";
      return 4;
    }
    for (std::string line; std::getline(in, line);) {
      if (line.empty() || line[0] == '#') continue;
      std::vector<std::string> fields = split(line, '\t');
      fields.resize(9);
      if (fields[1] == "+") {
        if (auto known = rows.find(fields[0]); known != rows.end())
          for (std::size_t column : {6u, 7u}) known->second[column] += "|" + fields[column];
        continue;
      }
      rows[fields[0]] = std::move(fields);
    }
  }
  std::map<std::string, std::string> holder;                                        // folded form: id
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> of_kind;  // kind, country: ids
  std::vector<Country> countries;
  for (const auto& [id, f] : rows) {
    for (const std::string& list :
         {f[2], f[3], f[6], f[7], list_of(f[8], "short="), list_of(f[8], "alone="), list_of(f[8], "adj_en="), list_of(f[8], "adj_ar=")})
      for (const std::string& form : split(list, '|'))
        if (!form.empty()) holder.emplace(mizan::NormalizedText::fold(form), id);
    of_kind[{f[4], f[5]}].push_back(id);
    if (f[4] != "country" || f[1] != "place" || kNoStates.count(f[5]) || (f[5] == "GB" && id != "place:united-kingdom")) continue;
    Country c{id, f[5], f[2], f[3], {}, {}, {}, {}};
    const std::vector<std::string> english = split(list_of(f[8], "adj_en="), '|');
    if (!english[0].empty()) c.adjectives.push_back(english[0]);
    if (c.code == "US") c.adjectives.insert(c.adjectives.begin(), {"US", "U.S."});
    if (c.code == "GB") c.adjectives.push_back("UK");
    if (c.code == "AE") c.adjectives.push_back("UAE");
    for (const std::string& word : split(list_of(f[8], "adj_ar="), '|')) {
      if (word.ends_with("ية"))
        c.feminine.push_back(definite(word));
      else if (word.ends_with("ي"))
        c.masculine.push_back(definite(word));
    }
    c.arabic_names.push_back(c.arabic);
    for (const std::string& other : split(f[7], '|'))
      if (!other.empty() && other.find(' ') == std::string::npos && "ال" + other != c.arabic) c.arabic_names.push_back(other);  // no "برلمان عراق"
    countries.push_back(std::move(c));
  }
  std::cout << "# Generated by tools/generate_states from entities-{geo,places}.tsv: do not edit. Lines of class + add spellings to a hand-made entity.\n"
               "# id\tclass\tname\tname_ar\tkind\tcountry\taliases_en\taliases_ar\tflags\n";
  std::sort(countries.begin(), countries.end(), [](const Country& a, const Country& b) { return a.id < b.id; });
  for (const Country& c : countries) {
    for (const Body& body : kBodies) {
      if ((c.code == "CN" || c.code == "IN") && std::string_view(body.slug) == "stock-exchange") continue;  // they have several
      if (c.code == "GB" && std::string_view(body.kind) == "national-team") continue;                       // it has four
      if (c.code == "US" && !kOfTheUnitedStates.count(body.slug)) continue;
      const std::string_view slug = body.slug;
      if ((slug == "armed-forces" || slug == "defence-ministry") && kNoForces.count(c.code)) continue;
      if (slug == "oil-ministry" && !kOilStates.count(c.code)) continue;
      if (slug == "stock-exchange" && kNoExchange.count(c.code)) continue;
      if (std::string_view(body.slug) == "central-bank" && kNoCentralBank.count(c.code) && of_kind.count({"central-bank", c.code}) == 0) continue;
      std::vector<std::string> english = forms_of(body.english, c), arabic = forms_of(body.arabic, c), spoken = forms_of(body.spoken, c);
      std::set<std::string> known;
      for (auto* list : {&english, &arabic})
        for (const std::string& form : *list)
          if (auto it = holder.find(mizan::NormalizedText::fold(form));
              it != holder.end() && rows.count(it->second) && rows[it->second][1] == "org" && rows[it->second][5] == c.code)
            known.insert(it->second);
      if (known.empty() && body.only)
        if (auto it = of_kind.find({body.kind, c.code}); it != of_kind.end() && it->second.size() == 1) known.insert(it->second.front());
      if (known.size() > 1) known.erase(std::next(known.begin()), known.end());
      // A country without adjectives has too few names to be told by, a central bank and a government apart.
      if (known.empty() && c.adjectives.empty() && !body.only) continue;
      if (known.empty() && arabic.empty()) continue;
      std::string id = known.empty() ? "org:" + std::string(body.slug) + "-of-" + c.id.substr(6) : *known.begin();
      auto free = [&](std::vector<std::string>& list) {
        std::vector<std::string> kept;
        for (const std::string& form : list)
          if (holder.emplace(mizan::NormalizedText::fold(form), id).second) kept.push_back(form);
        list = std::move(kept);
      };
      free(english);
      free(arabic);
      free(spoken);
      if (english.empty() && arabic.empty()) continue;
      std::string flags;
      if (!spoken.empty() && known.empty()) {
        flags = "context=" + joined(spoken) + ";context_words=" + std::string(kSpokenWords);
        arabic.insert(arabic.end(), spoken.begin(), spoken.end());
      }
      if (!known.empty()) {
        std::cout << id << "\t+\t\t\t\t\t" << joined(english) << '\t' << joined(arabic) << "\t\n";
        continue;
      }
      if (english.empty() || arabic.empty()) continue;
      const std::string name = english.front(), name_ar = arabic.front();
      english.erase(english.begin());
      arabic.erase(arabic.begin());
      std::cout << id << "\torg\t" << name << '\t' << name_ar << '\t' << body.kind << '\t' << c.code << '\t' << joined(english) << '\t' << joined(arabic)
                << '\t' << flags << '\n';
    }
  }
  return 0;
}
