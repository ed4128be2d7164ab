// No-show cases, whatever happens: what one may rest on, and the order in which it is told.
#include <gtest/gtest.h>

#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/reconcile/case_scene.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

// What may happen on a day, and around a case. "%d" is the day of the line.
constexpr const char* kHappenings[] = {
    "+%d 09:00 P in C; +%d 16:00 P out C",
    "+%d 13:00 P in C; +%d 16:00 P out C",
    "+%d 10:00 P in C; +%d 12:00 P out C",
    "+%d 18:00 P out C",
    "+%d 09:05 nobody in C",
    "+%d 09:00 P in D; +%d 15:00 P out D",
    "+%d 08:00 P excuses P at 09:00",
    "+%d 08:00 P excuses P from %d to %d",
    "+%d 10:00 K marks P 09:00 absent",
    "+%d 14:00 L marks P 13:00 excused",
    "+%d 18:00 P contests 09:00",
    "+%d 18:00 P contests day",
    "+%d practice 09:00 P in C",
    "+%d 17:00 P learns C",
    "+%d 09:00 P in C; +%d 10:00 P in D; +%d 13:00 P out D",
    "+%d 09:20 P in C; +%d 16:00 P out C",
    "+%d 09:00 P start R",
    "+%d 11:30 P end R",
    "+%d 07:00 office badges P B; +%d 07:00 office badges Q B",
    "+%d 17:30 office cancels P 09:00",
    "+%d 18:30 K hears P %d in nl",
    "+%d 18:40 K hears P 0 %d in ti interpreter",
    "+%d 18:50 S sends P 0 %d",
    "+%d 18:55 S sends P %d",
    "+%d 19:00 S accounts P 0 %d sanction",
    "+%d 19:10 T accounts P %d accepted",
    "+%d 19:20 S acknowledges P %d undone",
};

std::string GeneratedStory(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string story;
  if (random() % 3 == 0) story += "07:00 office rule late_weight 50;";
  if (random() % 4 == 0) story += "07:00 office rule no_show_unit session;";
  for (int i = 0; i < 8; ++i) {
    const std::string day = absl::StrCat(random() % 6);
    const char* happening = kHappenings[random() % std::size(kHappenings)];
    story += absl::StrReplaceAll(happening, {{"%d", day}}) + ";";
  }
  return story;
}

// Whatever happens: a case rests on final absence that nobody contests (or on lateness where it
// weighs), each day is in one case, and nothing is made of days that were named before.
TEST(CaseProperties, NeverRestOnADoubtAndNeverShareADay) {
  std::size_t cases = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const std::string story = GeneratedStory(seed);
    CaseScene scene({0, 1, 2, 3, 4, 5});
    scene.Tell(story);
    const FoldedLog folded = scene.Fold(scene.scene().At(400, "12:00"));
    std::map<Id, AttendanceRecord> attendance;
    for (const AttendanceRecord& each : Get(folded.ledger->Attendance({}))) {
      attendance[each.session] = each;
    }
    std::set<CivilDay> days;
    for (const CaseRecord& each : Get(folded.ledger->Cases())) {
      ++cases;
      std::set<CivilDay> rests_on;
      for (const Id& session : each.sessions) {
        const AttendanceRecord& record = attendance.at(session);
        EXPECT_TRUE(record.is_final && !record.contested && record.signs.empty() &&
                    record.waited_for.empty() && record.lost.empty())
            << story;
        EXPECT_TRUE(record.status == AttendanceStatus::kAbsent || record.late) << story;
        rests_on.insert(record.day);
      }
      for (const CivilDay day : each.days) {
        EXPECT_TRUE(days.insert(day).second) << story;
        const bool was_named = each.heard.IsDone() || each.sent.IsDone() || each.accounted.IsDone();
        EXPECT_TRUE(was_named || rests_on.contains(day)) << story;
      }
      EXPECT_EQ(each.retraction_open, each.stage == CaseStage::kRetracted &&
                                          (each.sent.IsDone() || each.accounted.IsDone()))
          << story;
    }
  }
  EXPECT_GT(cases, 100u);
}

TEST(CaseProperties, AWholeLifeIsTheSameInAnyOrder) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const std::string story = GeneratedStory(seed);
    CaseScene scene({0, 1, 2, 3, 4, 5});
    scene.Tell(story);
    for (std::uint64_t order = 1; order <= 2; ++order) {
      EXPECT_EQ(scene.OutcomeShuffled(order), scene.Outcome()) << story;
    }
  }
}

}  // namespace
}  // namespace wijkboek
