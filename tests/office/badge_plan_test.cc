// What has to be said so that a badge is somebody's.
#include "server/badge_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr unsigned char kAmina = 1;
constexpr unsigned char kBram = 2;

BadgeSpan Span(unsigned char person, int from, std::optional<int> until = {}) {
  return {.person = TestId(person), .from_ms = from, .until_ms = until};
}

// "1 from 10", "1 from 10 until 20", "withdrawn from 20".
std::vector<std::string> StepsOf(const BadgeSpan& wanted, OfficeBadge& badge) {
  const absl::StatusOr<std::vector<BadgeStep>> steps = PlanBadgeSpan(wanted, badge);
  if (!steps.ok()) return {std::string(steps.status().message())};
  std::vector<std::string> lines;
  for (const BadgeStep& step : *steps) {
    const std::string who =
        step.withdrawn ? "withdrawn" : absl::StrCat(static_cast<int>(step.span.person.data()[0]));
    lines.push_back(absl::StrCat(
        who, " from ", step.span.from_ms,
        !step.withdrawn && step.span.until_ms ? absl::StrCat(" until ", *step.span.until_ms) : ""));
  }
  return lines;
}

TEST(BadgePlanTest, WhatHoldsAlreadyIsNotSaidAgain) {
  OfficeBadge badge;
  EXPECT_THAT(StepsOf(Span(kAmina, 10), badge), ElementsAre("1 from 10"));
  EXPECT_THAT(StepsOf(Span(kAmina, 10), badge), IsEmpty());
}

TEST(BadgePlanTest, TheNextOwnerEndsTheOneBefore) {
  OfficeBadge badge;
  StepsOf(Span(kAmina, 10), badge);
  EXPECT_THAT(StepsOf(Span(kBram, 20), badge), ElementsAre("withdrawn from 20", "2 from 20"));
  EXPECT_THAT(badge.spans, ElementsAre(Span(kAmina, 10, 20), Span(kBram, 20)));
}

TEST(BadgePlanTest, WhoHasItKeepsItFromEarlierOnOrToAnotherEnd) {
  OfficeBadge badge;
  StepsOf(Span(kAmina, 10), badge);
  EXPECT_THAT(StepsOf(Span(kAmina, 5), badge), ElementsAre("1 from 5 until 10"));
  badge = {};
  StepsOf(Span(kAmina, 10, 20), badge);
  EXPECT_THAT(StepsOf(Span(kAmina, 10, 30), badge), ElementsAre("1 from 20 until 30"));
  badge = {};
  StepsOf(Span(kAmina, 10), badge);
  EXPECT_THAT(StepsOf(Span(kAmina, 10, 30), badge), ElementsAre("withdrawn from 30"));
  badge = {};
  StepsOf(Span(kAmina, 10), badge);
  EXPECT_THAT(StepsOf(Span(kAmina, 15), badge), ElementsAre("withdrawn from 10", "1 from 15"));
}

TEST(BadgePlanTest, AnotherPersonsIsNotTaken) {
  OfficeBadge badge;
  StepsOf(Span(kAmina, 10), badge);
  EXPECT_THAT(StepsOf(Span(kBram, 5), badge), ElementsAre(HasSubstr("another person's from ")));
  badge = {};
  StepsOf(Span(kAmina, 0), badge);
  EXPECT_THAT(StepsOf(Span(kBram, 0), badge),
              ElementsAre("is on record as another person's: give a valid_from, or use another "
                          "badge"));
}

// A withdrawal would hold for the assignment too.
TEST(BadgePlanTest, AnEarlierDateDoesNotTakeBackWhatWasSaidOfLater) {
  OfficeBadge badge;
  StepsOf(Span(kAmina, 10), badge);
  StepsOf(Span(kAmina, 15), badge);
  EXPECT_THAT(StepsOf(Span(kBram, 5, 12), badge), ElementsAre(HasSubstr("use another badge")));
  badge = {};
  StepsOf(Span(kAmina, 10, 20), badge);
  StepsOf(Span(kAmina, 30, 40), badge);
  EXPECT_THAT(StepsOf(Span(kAmina, 10, 50), badge), ElementsAre(HasSubstr("use another badge")));
}

}  // namespace
}  // namespace wijkboek
