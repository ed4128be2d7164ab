// What a discrepancy shows to whoever must settle it: who said what, and a suggestion.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

#include "tests/reconcile/scene_words.h"
#include "tests/reconcile/settled_example.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

Discrepancy OpenOne(const Scene& scene, absl::string_view kind) {
  for (Discrepancy& each :
       Get(FoldAll(scene.events(), scene.later(), scene.notices()).ledger->Discrepancies())) {
    if (each.kind == kind) return std::move(each);
  }
  Require(false, kind);
  return {};
}

TEST(DiscrepancyTest, SaysWhoSaidWhatWhereAndWhen) {
  Scene scene = Told("@A #m 09:30 K marks P 09:00 absent; #in 09:05 P in C; #out 12:00 P out C");
  Discrepancy doubt = OpenOne(scene, "mark_against_presence");
  EXPECT_THAT(doubt.persons, ElementsAre(IdNamed("P")));
  EXPECT_EQ(doubt.centre, IdNamed("C"));
  EXPECT_EQ(doubt.day, scene.day());
  EXPECT_EQ(doubt.session, IdNamed("P009:00"));
  EXPECT_EQ(doubt.settler, Settler::kOtherCoach);
  EXPECT_EQ(doubt.since_ms, scene.At(0, "12:00"));
  ASSERT_THAT(doubt.said, SizeIs(3));
  EXPECT_EQ(doubt.said[0].what, "check-in 09:05");
  EXPECT_EQ(doubt.said[0].centre, IdNamed("C"));
  EXPECT_EQ(doubt.said[1].what, "marked absent");
  EXPECT_EQ(doubt.said[1].author, IdNamed("K"));
  EXPECT_EQ(doubt.said[1].device, IdNamed("A"));
  EXPECT_EQ(doubt.said[1].at_ms, scene.At(0, "09:30"));
  EXPECT_EQ(doubt.said[2].what, "check-out 12:00");
}

TEST(DiscrepancyTest, ShowsTheOtherValueToo) {
  Scene visit = Told("10:30 P in C; 12:00 P out C; #v 13:00 P log R 10:00 11:00");
  Discrepancy beside = OpenOne(visit, "at_centre_during_visit");
  ASSERT_THAT(beside.said, SizeIs(2));
  EXPECT_EQ(beside.said[1].what, "visit 10:00–11:00");
  EXPECT_EQ(beside.said[1].event, visit.Named("#v"));
  Scene corrected =
      Told("@A #c 12:00 K corrects P C 09:00 10:00; @B 09:30 P in C; @B 11:30 P out C");
  Discrepancy against = OpenOne(corrected, "correction_contradicted");
  ASSERT_THAT(against.said, SizeIs(3));
  EXPECT_EQ(against.said[2].event, corrected.Named("#c"));
  Scene contested = Told("#m 09:30 K marks P 09:00 absent; 16:30 P contests 09:00");
  Discrepancy contest = OpenOne(contested, "attendance_contested");
  ASSERT_THAT(contest.said, SizeIs(2));
  EXPECT_EQ(contest.said[0].what, "marked absent");
}

TEST(DiscrepancyTest, SuggestsWhatItCan) {
  struct Suggested {
    const char* story;
    const char* kind;
    const char* field;
    std::int64_t number;
  };
  Scene clock;
  const Suggested kSuggested[] = {
      {"08:58 P in C", "forgotten_check_out", "end", clock.At(0, "16:00")},
      {"22:30 P in C; +1 06:00 P in C; +1 06:45 P out C", "evidence_gap", "accepted", 1},
      {"12:00 P out C", "check_out_without_check_in", "start", clock.At(0, "09:00")},
      {"12:05 P out C", "check_out_without_check_in", "start", clock.At(0, "09:00")},
      {"16:00 P out C", "check_out_without_check_in", "start", clock.At(0, "13:00")},
      {"12:30 P out C", "check_out_without_check_in", "", 0},
      {"10:00 K sees P C", "seen_without_check_in", "accepted", 1},
      {"@A 09:30 K marks P 09:00 absent; 09:05 P in C; 12:00 P out C", "mark_against_presence",
       "status", v1::MARK_STATUS_PRESENT},
      {"@A 09:30 K marks P 09:00 absent; @B 09:40 L marks P 09:00 late", "concurrent_mark",
       "status", v1::MARK_STATUS_LATE},
  };
  for (const Suggested& each : kSuggested) {
    Discrepancy doubt = OpenOne(Told(each.story), each.kind);
    EXPECT_EQ(doubt.suggestion.field, each.field) << each.story;
    EXPECT_EQ(doubt.suggestion.number, each.number) << each.story;
  }
}

TEST(DiscrepancyTest, NamesItselfByWhatItRestsOn) {
  Scene before = Told("#in 08:58 P in C");
  Scene after = Told("#in 08:58 P in C; @B 10:00 P in C");
  EXPECT_NE(OpenOne(before, "forgotten_check_out").Key(),
            OpenOne(after, "forgotten_check_out").Key());
  EXPECT_EQ(OpenOne(before, "forgotten_check_out").Key(),
            OpenOne(Told("#in 08:58 P in C; +1 09:00 K judges P forgotten_check_out accept"),
                    "forgotten_check_out")
                .Key());
}

}  // namespace
}  // namespace wijkboek
