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

// In pieces of `size` bytes.
Outcome ReadInPieces(absl::string_view bytes, std::size_t size) {
  Outcome outcome;
  CsvReader reader([&](const CsvRow& row) {
    outcome.rows.emplace_back(row.line, row.fields);
    return true;
  });
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    if (!reader.Read(bytes.substr(at, size))) break;
  }
  outcome.fault = reader.Finish();
  return outcome;
}

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
      {"empty fields", "a,,\n,,b\n", {{1, {"a", "", ""}}, {2, {"", "", "b"}}}},
      {"blank lines", "a\n\n\r\nb\n", {{1, {"a"}}, {4, {"b"}}}},
      {"rows of nothing but commas", "a,b\n,\n \"\", \nc,d\n", {{1, {"a", "b"}}, {4, {"c", "d"}}}},
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
    for (std::size_t size = 1; size <= 5; ++size) {
      const Outcome pieces = ReadInPieces(test.bytes, size);
      EXPECT_FALSE(pieces.fault.has_value()) << size;
      EXPECT_EQ(pieces.rows, test.rows) << size;
    }
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

TEST(CsvTest, PiecesChangeNoFault) {
  for (const char* bytes : {"a,b\r\n\"x\r\ny\",c\r\n1,2\"3\n", "a,b\n1,\"2\n3,4\n5,6\n", "\"a"}) {
    const Outcome whole = Read(bytes);
    ASSERT_TRUE(whole.fault.has_value());
    for (std::size_t size = 1; size <= 5; ++size) {
      const Outcome pieces = ReadInPieces(bytes, size);
      ASSERT_TRUE(pieces.fault.has_value());
      EXPECT_EQ(pieces.rows, whole.rows);
      EXPECT_EQ(pieces.fault->line, whole.fault->line);
      EXPECT_EQ(pieces.fault->reason, whole.fault->reason);
    }
  }
}

// What a reader of pieces holds must not grow with a file that closes no quote.
TEST(CsvTest, AQuoteThatIsNeverClosedEndsReadingSoon) {
  std::size_t read = 0;
  CsvReader reader([](const CsvRow&) { return true; });
  ASSERT_TRUE(reader.Read("a,b\n1,\""));
  while (read < 100 * kCsvFieldBytesMax && reader.Read("x,y\nx,y\n")) read += 8;
  EXPECT_LE(read, 2 * kCsvFieldBytesMax);
  const std::optional<CsvFault> fault = reader.Finish();
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->line, 2u);
  EXPECT_THAT(fault->reason, HasSubstr("never closed"));
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
                                           "say \"x\"", "two\nlines", " x ", "\tx\t"};
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
