// What people type for "as known at".
#include "client/cli/known_at_text.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wijkboek {
namespace {

using ::testing::HasSubstr;

TEST(KnownAtText, IsATimeAPositionOrBoth) {
  struct Case {
    std::string typed;
    std::string known;
  };
  for (const Case& each :
       std::vector<Case>{{"2026-03-31T17:00", R"(time: "2026-03-31T17:00")"},
                         {"2026-03-31T17:00:30", R"(time: "2026-03-31T17:00:30")"},
                         {"1", "position: 1"},
                         {"4711", "position: 4711"},
                         {"4711@2026-03-31T17:00", "position: 4711 now_ms: 1774969200000"},
                         {"4711@1774969200000", "position: 4711 now_ms: 1774969200000"}}) {
    const absl::StatusOr<v1::AsKnownAt> known = ParseKnownAt(each.typed);
    ASSERT_TRUE(known.ok()) << each.typed << known.status();
    EXPECT_EQ(known->ShortDebugString(), each.known) << each.typed;
  }
}

TEST(KnownAtText, WhatIsNeitherIsSaid) {
  struct Case {
    std::string typed;
    std::string said;
  };
  for (const Case& each :
       std::vector<Case>{{"", "neither a time"},
                         {"soon", "neither a time (2026-03-31T17:00) nor a position (4711"},
                         {"-1", "neither a time"},
                         {"4711.5", "neither a time"},
                         {"2026-03-31", "neither a time"},
                         {"2026-02-30T17:00", "neither a time"},
                         // The hour that the clocks skip.
                         {"2026-03-29T02:30", "neither a time"},
                         {"2026-03-31T17:00@4711", "neither a time"},
                         {"@4711", "neither a time"},
                         {"0", "begins at position 1"},
                         {"0@2026-03-31T17:00", "begins at position 1"},
                         {"99999999999999999999", "no position"},
                         {"4711@", "time"},
                         {"4711@soon", "time"},
                         {"4711@-5", "time"},
                         {"4711@4712@4713", "time"}}) {
    const absl::Status refused = ParseKnownAt(each.typed).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << each.typed;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(each.said)) << each.typed;
  }
}

}  // namespace
}  // namespace wijkboek
