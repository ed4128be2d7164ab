// Every example of docs/api.md, run as it stands there against a real server.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"
#include "tests/e2e/api_fixture.h"

namespace wijkboek {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// A fenced block.
struct Block {
  std::string form;
  std::string text;
};

std::vector<Block> BlocksOf(const std::string& document) {
  std::vector<Block> blocks;
  bool is_within = false;
  for (absl::string_view line : absl::StrSplit(document, '\n')) {
    if (absl::ConsumePrefix(&line, "```")) {
      is_within = !is_within;
      if (is_within) blocks.push_back({.form = std::string(line), .text = {}});
    } else if (is_within) {
      absl::StrAppend(&blocks.back().text, line, "\n");
    }
  }
  return blocks;
}

// Everything of the part stands in the whole; of a list, in some entry of it (cells: in some cell).
bool Holds(const Value& whole, const Value& part) {
  if (part.has_struct_value()) {
    const auto& fields = whole.struct_value().fields();
    return std::all_of(part.struct_value().fields().begin(), part.struct_value().fields().end(),
                       [&](const auto& field) {
                         const auto found = fields.find(field.first);
                         return found != fields.end() && Holds(found->second, field.second);
                       });
  }
  if (part.has_list_value()) {
    const auto& entries = whole.list_value().values();
    return std::all_of(part.list_value().values().begin(), part.list_value().values().end(),
                       [&](const Value& wanted) {
                         return std::any_of(
                             entries.begin(), entries.end(),
                             [&](const Value& entry) { return Holds(entry, wanted); });
                       });
  }
  return whole.SerializeAsString() == part.SerializeAsString();
}

Value ParseValue(const std::string& json) {
  Value value;
  EXPECT_TRUE(DispatchTable::ParseJson(json, *value.mutable_struct_value()).ok()) << json;
  return value;
}

class ApiDocsTest : public ApiFixture {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(ApiFixture::SetUp());
    ASSERT_OK_AND_ASSIGN(const std::string code, town_.Invite("Noord"));
    ASSERT_OK_AND_ASSIGN(const Finished enrolled, town_.NewKiosk("balie").Enrol(code));
    ASSERT_THAT(enrolled, Succeeded());
  }
};

TEST_F(ApiDocsTest, EveryExampleWorksAsItStandsThere) {
  const std::vector<Block> blocks =
      BlocksOf(ReadFile(absl::StrCat(WIJKBOEK_SOURCE_DIR, "/docs/api.md")));
  int run = 0;
  std::string output;
  for (const Block& block : blocks) {
    SCOPED_TRACE(block.text);
    if (block.form == "sh") {
      ASSERT_OK_AND_ASSIGN(const Finished finished, Run(block.text));
      EXPECT_THAT(finished, Succeeded());
      output = finished.output;
      ++run;
    } else if (block.form == "json") {
      const Value part = ParseValue(block.text);
      EXPECT_GT(part.struct_value().fields_size(), 0) << "every answer holds nothing";
      EXPECT_TRUE(Holds(ParseValue(output), part)) << output;
    } else {
      ASSERT_EQ(block.form, "text") << "a block that is not run proves nothing";
      for (absl::string_view line : absl::StrSplit(block.text, '\n')) {
        EXPECT_TRUE(absl::StrContains(output, line)) << line << "\nis not in\n" << output;
      }
    }
  }
  EXPECT_GE(run, 11);
  EXPECT_EQ(ReadFile(town_.scratch() / "list.xlsx").substr(0, 2), "PK");
  EXPECT_THAT(ReadFile(town_.scratch() / "list.csv"), ::testing::HasSubstr("Amina Verzonnen"));
}

}  // namespace
}  // namespace wijkboek
