#include "common/csv.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/limits.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using Rows = std::vector<std::pair<std::uint32_t, std::vector<std::string>>>;

struct Outcome {
  Rows rows;
  std::optional<CsvFault> fault;
};

Outcome Read(absl::string_view bytes) {
  Outcome outcome;
  outcome.fault = ReadCsv(bytes, [&](const CsvRow& row) {
    outcome.rows.emplace_back(row.line, row.fields);
    return true;
  });
  return outcome;
}

struct Case {
  std::string what;
  std::string bytes;
  Rows rows;
};

TEST(CsvTest, ReadsWhatSpreadsheetsWrite) {
  const std::vector<Case> cases = {
      {"plain", "a,b\n1,2\n", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
      {"no line break at the end", "a,b\n1,2", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
      {"carriage returns", "a,b\r\n1,2\r\n", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
      {"carriage returns alone", "a,b\r1,2\r", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n",
       {{1, {"a", "b"}}}},
      {"semicolons", "a;b\n1,5;2\n", {{1, {"a", "b"}}, {2, {"1,5", "2"}}}},
      {"a quoted semicolon decides nothing", "\"a;;;\",b\n", {{1, {"a;;;", "b"}}}},
      {"quotes", "\"a,b\",\"say \"\"hello\"\"\"\n", {{1, {"a,b", "say \"hello\""}}}},
      {"empty fields", "a,,\n,,\n", {{1, {"a", "", ""}}, {2, {"", "", ""}}}},
      {"blank lines", "a\n\n\r\nb\n", {{1, {"a"}}, {4, {"b"}}}},
      {"line breaks in quotes",
       "a,\"x\ny\r\nz\"\nb,c\n",
       {{1, {"a", "x\ny\r\nz"}}, {4, {"b", "c"}}}},
      {"blanks around unquoted fields", " a , b\t\n", {{1, {"a", "b"}}}},
      {"blanks in quotes stay", "\" a \",b\n", {{1, {" a ", "b"}}}},
      {"nothing", "", {}},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(test.what);
    const Outcome outcome = Read(test.bytes);
    EXPECT_FALSE(outcome.fault.has_value());
    EXPECT_EQ(outcome.rows, test.rows);
  }
}

TEST(CsvTest, SaysWhereQuotesAreWrong) {
  Outcome outcome = Read("a,b\n\"x\ny\",c\n1,2\"3\n");
  ASSERT_TRUE(outcome.fault.has_value());
  EXPECT_EQ(outcome.fault->line, 4u);
  EXPECT_THAT(outcome.fault->reason, HasSubstr("character 4"));
  EXPECT_EQ(outcome.rows.size(), 2u);

  outcome = Read("a,b\n1,\"2\n3,4\n5,6\n");
  ASSERT_TRUE(outcome.fault.has_value());
  EXPECT_EQ(outcome.fault->line, 2u);
  EXPECT_THAT(outcome.fault->reason, HasSubstr("never closed"));
}

TEST(CsvTest, IsBounded) {
  const Outcome wide = Read("x\n" + std::string(kCsvFieldsMax, ',') + "\n");
  ASSERT_TRUE(wide.fault.has_value());
  EXPECT_EQ(wide.fault->line, 2u);
  std::string field(kCsvFieldBytesMax + 1, 'x');
  field.push_back('\n');
  const Outcome longer = Read(field);
  ASSERT_TRUE(longer.fault.has_value());
  EXPECT_THAT(longer.fault->reason, HasSubstr("bytes"));
}

TEST(CsvTest, StopsWhenAsked) {
  int rows = 0;
  EXPECT_FALSE(ReadCsv("a\nb\nc\n", [&](const CsvRow&) { return ++rows < 2; }).has_value());
  EXPECT_EQ(rows, 2);
}

TEST(CsvTest, WritesWhatItReads) {
  const std::vector<std::string> fields = {"plain",     "",           "a,b", "a;b",
                                           "say \"x\"", "two\nlines", " x "};
  std::string bytes;
  for (std::size_t i = 0; i < fields.size(); ++i) AppendCsvField(bytes, fields[i], i == 0);
  EXPECT_THAT(Read(bytes + "\r\n").rows, ElementsAre(Pair(1u, fields)));
}

TEST(CsvTest, MakesFormulasHarmless) {
  EXPECT_EQ(HarmlessCell("=1+1"), "'=1+1");
  EXPECT_EQ(HarmlessCell("@x"), "'@x");
  EXPECT_EQ(HarmlessCell("-1"), "'-1");
  EXPECT_EQ(HarmlessCell("+1"), "'+1");
  EXPECT_EQ(HarmlessCell("\t=1"), "'\t=1");
  EXPECT_EQ(HarmlessCell("Anna = x"), "Anna = x");
  EXPECT_EQ(HarmlessCell(""), "");
}

}  // namespace
}  // namespace wijkboek
