// Cells, figures and hints as the program prints them.

#include <gtest/gtest.h>

#include "tools/commands.h"
#include "tools/csv.h"
#include "tools/figure.h"
#include "tools/terminal.h"

namespace mizan::tools {
namespace {

TEST(Figure, ExactWithAMagnitudeWordWhereItFits) {
  struct Case {
    const char* number;
    const char* written;
  };
  for (const Case& c : {Case{"1400000000000", "1.4 trillion"}, Case{"32000000000", "32 billion"}, Case{"2500000", "2.5 million"}, Case{"656534", "656,534"},
                        Case{"656534000", "656.534 million"}, Case{"1234567", "1,234,567"}, Case{"2025", "2025"}, Case{"46.8", "46.8"},
                        Case{"-5000000", "-5 million"}, Case{"0", "0"}, Case{"12345.678", "12,345.678"}, Case{"1150000000000000", "1150 trillion"}}) {
    EXPECT_EQ(figure(*Decimal::parse(c.number)), c.written);
  }
}

TEST(Figure, BoundsRangesAndUnits) {
  auto number = [](const char* text) { return Decimal::parse(text); };
  EXPECT_EQ(figure(number("32000000000"), number("32000000000"), Bound::kAbout, "USD", ""), "~32 billion USD");
  EXPECT_EQ(figure(number("7"), number("10"), Bound::kBetween, "GW", ""), "7–10 GW");
  EXPECT_EQ(figure(number("5000000000"), number("8000000000"), Bound::kBetween, "USD", ""), "5–8 billion USD");
  EXPECT_EQ(figure(number("62"), number("62"), Bound::kExact, "%", ""), "62%");
  EXPECT_EQ(figure(number("500"), number("500"), Bound::kAtLeast, "1", ""), "≥500");
  EXPECT_EQ(figure(number("80"), number("80"), Bound::kExact, "USD", "barrel"), "80 USD/barrel");
  EXPECT_EQ(figure(std::nullopt, std::nullopt, Bound::kExact, "USD", ""), "n/a");
}

TEST(Figure, Lengths) {
  EXPECT_EQ(length("P86Y"), "86 years");
  EXPECT_EQ(length("P1Y6M"), "1 year 6 months");
  EXPECT_EQ(length("PT90M"), "90 minutes");
  EXPECT_EQ(length("P3D/P4D"), "3 days to 4 days");
  for (const char* other : {"2025-03", "P", "PX", "PT5", "Paris", ""}) EXPECT_EQ(length(other), other);
}

TEST(Figure, Measures) {
  EXPECT_EQ(measure("share_price", ""), "share price");
  EXPECT_EQ(measure("other", "ship"), "ship");
  EXPECT_EQ(measure("killed", "child"), "killed (child)");
  EXPECT_EQ(measure("killed", "person"), "killed");
  EXPECT_EQ(measure("companies", "company"), "companies");
}

TEST(Terminal, WidthsAndCutsKeepLettersWithTheirMarks) {
  EXPECT_EQ(display_width("مرحبا"), 5u);  // hello
  EXPECT_EQ(display_width("مَرْحَبًا"), 5u);  // hello, with its marks
  EXPECT_EQ(display_width("中文"), 4u);
  EXPECT_EQ(clipped("abcdef", 4), "abc…");
  EXPECT_EQ(clipped("abcd", 4), "abcd");
  EXPECT_EQ(clipped_front("abcdef", 4), "…def");
  EXPECT_EQ(clipped("مَرْحَبًا بكم", 3), "مَرْ…");  // hello to you: the cut leaves each mark on its letter
  EXPECT_EQ(filling("中文", 6), "  ");
}

TEST(Terminal, ForeignTextIsHarmless) {
  EXPECT_EQ(neutral("a\nb\tc\x1b[2J"), "a b c\uFFFD[2J");
  EXPECT_EQ(neutral("\u202Eevil\u202C \u2066x\u2069\u200F"), "evil x");
  EXPECT_EQ(neutral("a\xFF"
                    "b"),
            "a\uFFFDb");
  EXPECT_EQ(neutral("ارتفع"), "ارتفع");  // rose
  EXPECT_TRUE(has_right_to_left("abc ارتفع"));
  EXPECT_FALSE(has_right_to_left("abc 5%"));
  Screen pipe;
  EXPECT_EQ(pipe.isolated("ارتفع"), "ارتفع");
  EXPECT_EQ(pipe.paint(Colour::kRed, "x"), "x");
  Screen terminal;
  terminal.terminal = true;
  EXPECT_EQ(terminal.isolated("ارتفع"), "\u2068ارتفع\u2069");
  EXPECT_EQ(terminal.isolated("rose"), "rose");
}

TEST(Csv, QuotesAndGuards) {
  std::string out;
  csv_row(out, {"a", "b,c", "say \"x\"", "two\nlines", ""});
  EXPECT_EQ(out, "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\r\n");
  EXPECT_EQ(csv_text("=SUM(A1)"), "'=SUM(A1)");
  EXPECT_EQ(csv_text("@x"), "'@x");
  EXPECT_EQ(csv_text("5%"), "5%");
}

TEST(Commands, TableIsWhole) {
  for (const CommandRow& command : command_table()) {
    SCOPED_TRACE(command.name);
    EXPECT_NE(command.make, nullptr);
    EXPECT_FALSE(command.examples.empty());
    for (std::string_view option : command.options) EXPECT_NE(find_option(option), nullptr) << option;
  }
}

TEST(Commands, OperandsStayAsTheyAre) {
  Settings settings;
  std::vector<std::string> words{"-o", "out", "[a,b]", "-", "--", "--from", "ملف.txt"};  // ملف: file
  auto asked = parse_arguments(*find_command("extract"), words, settings);
  ASSERT_TRUE(asked);
  EXPECT_EQ(settings.output, "out");
  EXPECT_EQ(settings.operands, (std::vector<std::string>{"[a,b]", "-", "--from", "ملف.txt"}));
}

}  // namespace
}  // namespace mizan::tools
