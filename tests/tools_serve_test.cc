// The parts of the web desk that need no browser: words in two languages, foreign text made harmless, who may come in, forms. The whole server is tested by
// tests/e2e.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>

#include "tests/program.h"
#include "tools/serve/access.h"
#include "tools/serve/exchange.h"
#include "tools/serve/markup.h"
#include "tools/serve/page_cache.h"
#include "tools/serve/pages_parts.h"

namespace mizan::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DeskWords, EveryKeyOnceAndInBothLanguages) {
  std::set<std::string_view> keys;
  for (const Phrase& phrase : phrases()) {
    EXPECT_TRUE(keys.insert(phrase.key).second) << phrase.key;
    EXPECT_FALSE(phrase.english.empty()) << phrase.key;
    EXPECT_FALSE(phrase.arabic.empty()) << phrase.key;
    // The script's words stand in a JSON text as they are.
    EXPECT_EQ(phrase.english.find_first_of("\"\\<"), std::string_view::npos) << phrase.key;
    EXPECT_EQ(phrase.arabic.find_first_of("\"\\<"), std::string_view::npos) << phrase.key;
  }
}

TEST(DeskWords, FiguresAndPeriods) {
  const auto billion = Decimal::parse("32000000000");
  EXPECT_EQ(figure_words(billion, billion, Bound::kAbout, "USD", "", Language::kEnglish), "about 32 billion USD");
  EXPECT_EQ(figure_words(billion, billion, Bound::kAbout, "USD", "", Language::kArabic), "نحو 32 مليار دولار أمريكي");
  EXPECT_EQ(figure_words(billion, billion, Bound::kExact, "XYZ", "year", Language::kArabic), "32 مليار XYZ / السنة");
  EXPECT_EQ(figure_words(std::nullopt, std::nullopt, Bound::kExact, "USD", "", Language::kEnglish), "n/a USD");
  EXPECT_EQ(period_words("2026-Q2", Language::kArabic), "الربع الثاني 2026");
  EXPECT_EQ(period_words("2026-03-09", Language::kArabic), "9 مارس 2026");
  EXPECT_EQ(period_words("2026-03", Language::kEnglish), "March 2026");
  EXPECT_EQ(period_words("2026-99", Language::kEnglish), "2026-99");
  EXPECT_EQ(length_words("P86Y", Language::kArabic), "86 سنة");
  EXPECT_EQ(eastern_digits("12.5% of 1,234; v1."), "١٢٫٥٪ of ١٬٢٣٤; v١.");
  EXPECT_EQ(metric_words("share_price", "", Language::kArabic), "سعر السهم");
  EXPECT_EQ(metric_words("no_such_measure", "", Language::kArabic), "no such measure");
  EXPECT_EQ(metric_words("killed", "child", Language::kArabic, "طفل"), "القتلى (طفل)");
  EXPECT_EQ(metric_words("other", "round", Language::kArabic, "جولة"), "جولة");
  EXPECT_EQ(filled("{} and {}.", {"a", "b"}), "a and b.");
  EXPECT_EQ(filled("{} and {}", {"a"}), "a and {}");
}

TEST(DeskWords, CountedThingsInArabic) {
  struct Case {
    std::uint64_t number;
    const char *english, *arabic;
  };
  for (const Case& c :
       {Case{0, "0 sources", "0 مصدر"}, Case{1, "1 source", "مصدر واحد"}, Case{2, "2 sources", "مصدران"}, Case{3, "3 sources", "3 مصادر"},
        Case{10, "10 sources", "10 مصادر"}, Case{11, "11 sources", "11 مصدرًا"}, Case{99, "99 sources", "99 مصدرًا"}, Case{100, "100 sources", "100 مصدر"},
        Case{102, "102 sources", "102 مصدر"}, Case{103, "103 sources", "103 مصادر"}, Case{12345, "12,345 sources", "12,345 مصدرًا"}}) {
    EXPECT_EQ(counted_words(c.number, "n.source", Language::kEnglish), c.english);
    EXPECT_EQ(counted_words(c.number, "n.source", Language::kArabic), c.arabic);
  }
}

TEST(DeskWords, ReasonsOfTheDatabaseInArabic) {
  struct Case {
    const char *english, *arabic;
  };
  const Case cases[] = {
      {"6.4 and 6.6 cannot both hold", "لا يمكن أن يصح 6.4 و6.6 معًا"},
      {"28640000 and 26840000 cannot both hold", "لا يمكن أن يصح 28.64 مليون و26.84 مليون معًا"},
      {"about 99000000000 and 98700000000 are the same at their written precision", "نحو 99 مليار و98.7 مليار رقم واحد بالدقة التي كُتبا بها"},
      {"from 450 to 912, the later figure", "من 450 إلى 912، وهو الأحدث"},
      {"912 was later than 450", "912 أحدث من 450"},
      {"all say 21100000000", "كلهم يقولون 21.1 مليار"},
      {"Huda says 5, Omar says 7", "يقول Huda: 5، ويقول Omar: 7"},
      {"the 3 listed parts sum to 90 of 100 stated", "مجموع الأجزاء المذكورة (3) هو 90 من 100"},
      {"a reason nobody has worded yet", "a reason nobody has worded yet"},
  };
  for (const Case& c : cases) EXPECT_EQ(reason_words(c.english, Language::kArabic), c.arabic);
  EXPECT_EQ(reason_words("28640000 and 26840000 cannot both hold", Language::kEnglish), "28.64 million and 26.84 million cannot both hold");
  EXPECT_EQ(reason_words("order_unknown: 40 and 90 cannot both hold at one time", Language::kEnglish),
            "40 and 90 cannot both hold at one time, and nothing says which is the later");
}

TEST(DeskMarkup, ForeignTextStaysInert) {
  const std::string hostile =
      "<script>alert(1)</script>\" onload='x' \xE2\x80\xAE"
      "evil\x01";
  const std::string safe = html_text(hostile);
  EXPECT_THAT(safe, Not(HasSubstr("<script")));
  EXPECT_EQ(safe.find_first_of("<>\"'\x01"), std::string::npos);
  EXPECT_THAT(safe, Not(HasSubstr("\xE2\x80\xAE")));  // the override that turns a line around
  EXPECT_EQ(url_encoded("s:Gulf Ledger/../a?b#c"), "s%3AGulf%20Ledger%2F..%2Fa%3Fb%23c");
  EXPECT_EQ(json_in_html("{\"a\":\"</script>\"}"), "{\"a\":\"\\u003c/script>\"}");
  EXPECT_EQ(marked("a<b", {{1, 2}}), "a<mark>&lt;</mark>b");
  EXPECT_EQ(marked("abc", {{2, 9}, {1, 0}}), "abc");
}

TEST(DeskMarkup, MentionsNestAndCrossingOnesAreLeftOut) {
  const std::string out = annotated(
      "the OPEC cut of 5%\nnow",
      {{0, 18, "entity", "outer", "", ""}, {4, 8, "entity", "inner", "f1", "/x"}, {10, 20, "money", "crosses", "", ""}, {16, 18, "percent", "p", "f1", ""}});
  EXPECT_EQ(out,
            "<mark class=\"mention m-entity\" data-tip=\"outer\">the <mark class=\"mention m-entity\" id=\"f1\" data-tip=\"inner\">OPEC</mark> cut of "
            "<mark class=\"mention m-percent\" data-tip=\"p\">5%</mark></mark>\nnow");
}

TEST(DeskAccess, HostsAndOrigins) {
  for (const char* host : {"127.0.0.1:8780", "localhost", "LOCALHOST:1", "[::1]:8780"}) EXPECT_TRUE(host_allowed(host, true, {})) << host;
  for (const char* host : {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8780", "[::1", "[::1]evil"})
    EXPECT_FALSE(host_allowed(host, true, {})) << host;
  EXPECT_FALSE(host_allowed("localhost", false, {"desk.example"}));
  EXPECT_TRUE(host_allowed("Desk.Example:443", false, {"desk.example"}));
  EXPECT_TRUE(origin_allowed("", "", "localhost:1"));
  EXPECT_TRUE(origin_allowed("http://localhost:1", "same-origin", "localhost:1"));
  EXPECT_FALSE(origin_allowed("http://localhost:2", "", "localhost:1"));
  EXPECT_FALSE(origin_allowed("null", "", "localhost:1"));
  EXPECT_FALSE(origin_allowed("", "cross-site", "localhost:1"));
  EXPECT_FALSE(origin_allowed("https://evil.example", "", "localhost:1"));
}

TEST(DeskAccess, TokensOfAFile) {
  const std::string path = mizan::testing::scratch("tokens") + "/tokens";
  auto load = [&](const std::string& text, unsigned mode) {
    mizan::testing::write_file(path, text);
    ::chmod(path.c_str(), mode);
    return Tokens::load(path);
  };
  auto good = load("# people\n\nhuda reviewer 0123456789abcdef01234\nعمر editor abcdefghijklmnopqrstuv\n", 0600);
  ASSERT_TRUE(good) << good.error().to_string();
  ASSERT_TRUE(good->find("0123456789abcdef01234"));
  EXPECT_EQ(good->find("0123456789abcdef01234")->name, "huda");
  EXPECT_EQ(good->find("abcdefghijklmnopqrstuv")->role, Role::kEditor);
  for (const char* wrong : {"", "0", "0123456789abcdef01235", "0123456789abcdef012340", "0123456789abcdef0123"}) EXPECT_FALSE(good->find(wrong)) << wrong;
  EXPECT_EQ(load("huda reviewer 0123456789abcdef01234\n", 0644).error().code, "access.open");
  for (const char* bad : {"", "huda\n", "huda reviewer short\n", "huda king 0123456789abcdef01234\n", "huda reader 0123456789abcdef01234 x\n",
                          "a reader 0123456789abcdef01234\nb reader 0123456789abcdef01234\n", "a reader 0123456789;Path=/abcdef\n"}) {
    auto refused = load(bad, 0600);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().code, "access.line") << bad;
  }
  EXPECT_EQ(Tokens::load(path + "-absent").error().code, "access.file");
}

TEST(DeskExchange, FormsAndEscapes) {
  const Params params = parse_form("q=%D8%A3+b&x=%zz&bad=%ff&&=y&q=2&plus=a%2Bb&cut=%4");
  EXPECT_EQ(params.count("q"), 2u);
  EXPECT_EQ(params.find("q")->second, "أ b");
  EXPECT_EQ(params.find("x")->second, "%zz");
  EXPECT_EQ(params.count("bad"), 0u);
  EXPECT_EQ(params.find("plus")->second, "a+b");
  EXPECT_EQ(params.find("cut")->second, "%4");
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "a=b&";
  EXPECT_LE(parse_form(many).size(), 200u);
  Inquiry asked;
  asked.params = parse_form("limit=7&big=99999999999999999999&zero=0&neg=-3&word=%D8%A3%D8%A8");
  EXPECT_EQ(asked.count("limit", 5, 100), 7u);
  EXPECT_EQ(asked.count("limit", 5, 3), 3u);
  for (const char* name : {"big", "zero", "neg", "word", "none"}) EXPECT_EQ(asked.count(name, 5, 100), 5u) << name;
  EXPECT_EQ(asked.param("word", 3), "أ");  // never half a letter
  EXPECT_EQ(cookie("a=1; mizan_token=x; b", "mizan_token"), "x");
  EXPECT_EQ(cookie("xmizan_token=1", "mizan_token"), "");
}

TEST(DeskPageCache, KeepsAPageUntilAnybodySeesAChange) {
  PageCache cache(2);
  auto page = [](std::string body) { return std::make_shared<const PageCache::Page>(PageCache::Page{std::move(body), "", ""}); };
  cache.look(0, 7);
  std::uint64_t age = cache.look(1, 3);
  cache.keep("/", age, page("old"));
  EXPECT_EQ(cache.look(0, 7), age);  // numbers of other connections are nobody else's
  ASSERT_TRUE(cache.find("/"));
  EXPECT_EQ(cache.find("/")->body, "old");
  EXPECT_FALSE(cache.find("/?state=all"));
  cache.look(0, 8);
  EXPECT_FALSE(cache.find("/"));
  // Begun before the change was seen, ended after it: what it shows may be older than the change.
  cache.keep("/", age, page("late"));
  EXPECT_FALSE(cache.find("/"));
  age = cache.look(1, 4);
  cache.keep("/", age, page("new"));
  ASSERT_TRUE(cache.find("/"));
  EXPECT_EQ(cache.find("/")->body, "new");
}

TEST(DeskPageCache, IsBounded) {
  PageCache cache(1);
  std::uint64_t age = cache.look(0, 1);
  auto page = std::make_shared<const PageCache::Page>(PageCache::Page{std::string(PageCache::kMostOfOne / 2, 'x'), "", ""});
  std::size_t kept = 0;
  for (int i = 0; i < 100; ++i) cache.keep(std::to_string(i), age = cache.look(0, 1), page);
  for (int i = 0; i < 100; ++i) kept += cache.find(std::to_string(i)) ? 1 : 0;
  EXPECT_GT(kept, 0u);
  EXPECT_LE(kept, 16u);
  EXPECT_TRUE(cache.find("99"));
  cache.keep("large", cache.look(0, 1), std::make_shared<const PageCache::Page>(PageCache::Page{std::string(PageCache::kMostOfOne + 1, 'x'), "", ""}));
  EXPECT_FALSE(cache.find("large"));
}

TEST(Serve, SaysWhatIsWrongBeforeItListens) {
  using mizan::testing::program;
  EXPECT_EQ(program({"serve"}).code, 1);
  EXPECT_EQ(program({"serve", "--db", "/nonexistent/x.db"}).code, 4);
  EXPECT_EQ(program({"serve", "--db", "x.db", "--port", "70000"}).code, 1);
  EXPECT_EQ(program({"serve", "x", "--db", "x.db"}).code, 1);
  const mizan::testing::Outcome open = program({"serve", "--db", "x.db", "--bind", "0.0.0.0"});
  EXPECT_EQ(open.code, 1);
  EXPECT_THAT(open.err, HasSubstr("tokens"));
}

}  // namespace
}  // namespace mizan::tools
