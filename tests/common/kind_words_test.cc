// The words of kinds: every kind that somebody can settle says what it is and what helps.
#include "common/words/kind_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "common/reconcile/settling_ways.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(KindWordsTest, EveryKindThatCanBeSettledHasWords) {
  ASSERT_GE(AllSettlingWays().size(), 31u);
  for (const SettlingWays& each : AllSettlingWays()) {
    SCOPED_TRACE(each.kind);
    // A code with blanks is no explanation.
    EXPECT_NE(DoubtText(each.kind), absl::StrReplaceAll(each.kind, {{"_", " "}}));
    EXPECT_THAT(DoubtHelp(each.kind), Not(IsEmpty()));
    EXPECT_THAT(each.ways, Not(IsEmpty()));
  }
}

// What helps names the ways, in the words that the command takes.
TEST(KindWordsTest, WhatHelpsNamesEachWay) {
  for (const SettlingWays& each : AllSettlingWays()) {
    for (const absl::string_view way : each.ways) {
      SCOPED_TRACE(std::string(each.kind) + " " + std::string(way));
      if (way == "end" && DoubtHelp(each.kind).find("when it ended") != std::string::npos) continue;
      EXPECT_THAT(DoubtHelp(each.kind), HasSubstr(std::string(way)));
    }
  }
}

// Whatever two people did without knowing of each other is said in one way.
TEST(KindWordsTest, KindsOfTheSameSortReadAlike) {
  for (const SettlingWays& each : AllSettlingWays()) {
    if (!absl::StartsWith(each.kind, "concurrent_")) continue;
    SCOPED_TRACE(each.kind);
    EXPECT_THAT(DoubtText(each.kind), HasSubstr("by people who had not seen each other's "));
  }
  EXPECT_EQ(DoubtText("help_to_oneself"), "help that somebody says to have given to themselves");
}

TEST(KindWordsTest, EverySignHasWords) {
  for (const char* sign :
       {"elsewhere", "unowned_check_in", "unknown_badge", "unknown_kind", "clock_uncertain",
        "check_out_without_check_in", "visit_end_without_start", "practice", "contest",
        "concurrent_session"}) {
    EXPECT_THAT(SignText(sign), Not(IsEmpty())) << sign;
  }
}

TEST(KindWordsTest, ReasonsOfFactsSetAsideHaveWords) {
  for (const SetAsideReason reason :
       {SetAsideReason::kUnownedCheckIn, SetAsideReason::kUnknownBadge,
        SetAsideReason::kUnknownKind, SetAsideReason::kClockUncertain,
        SetAsideReason::kMakesNoSense}) {
    SCOPED_TRACE(ReasonCode(reason));
    EXPECT_THAT(DoubtHelp(ReasonCode(reason)), Not(IsEmpty()));
  }
  EXPECT_EQ(ReasonCode(SetAsideReason::kVoided), "voided");
  EXPECT_EQ(ReasonCode(SetAsideReason::kPractice), "practice");
}

TEST(KindWordsTest, WhatIsNotKnownIsCalledByItsName) {
  EXPECT_EQ(DoubtText("a_newer_kind"), "a newer kind");
  EXPECT_EQ(DoubtHelp("a_newer_kind"), "");
  EXPECT_EQ(SignText("a_newer_sign"), "");
  EXPECT_EQ(KindText("visit_logged"), "visit logged");
  EXPECT_EQ(KindText("checked_in"), "check-in");
}

}  // namespace
}  // namespace wijkboek
