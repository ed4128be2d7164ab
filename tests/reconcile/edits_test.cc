// What a correction may touch, and what it may not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;

TEST(ACorrection, OfPresencesOrVisitsRemovesNoHelp) {
  Scene scene;
  scene.Enrol("P");
  scene.Tell(R"(
      #in 09:00 P in C
      #log 10:00 P log R 09:30 10:00
      #help 11:00 P gave Q 30 Dutch
      11:05 Q got P 30 Dutch
      #word 11:06 Q confirms-help #help
      17:00 K corrects P C 09:00 12:00 #in #help #word
      17:01 K corrects-visit P R 09:30 10:00 #log #help #word)");
  const FoldedLog folded = FoldAll(scene.events(), scene.later());
  const auto helps = folded.ledger->Helps({});
  ASSERT_EQ(helps.value().size(), 1u);
  EXPECT_EQ(helps.value().front().minutes, 30u);
  EXPECT_TRUE(helps.value().front().confirmed);
  EXPECT_EQ(helps.value().front().events.size(), 3u);
}

std::vector<std::string> Presences(const Scene& scene) {
  const FoldedLog folded = FoldAll(scene.events(), scene.later());
  const auto presences = folded.ledger->Presences(IdNamed("P"), {});
  std::vector<std::string> lines;
  for (const PresenceRecord& each : presences.value()) {
    lines.push_back(absl::StrCat(FormatTimeOfDay(each.span.start_ms), "-",
                                 FormatTimeOfDay(each.span.end_ms),
                                 each.end == PresenceEnd::kVisit ? " to a visit" : ""));
  }
  return lines;
}

TEST(ACorrection, OfAVisitMovesTheLeaveOnce) {
  // Two coaches who had not seen each other's; the longer holds.
  Scene scene;
  scene.Enrol("P");
  scene.Tell(R"(
      09:00 P in C
      #start 10:00 P start R V
      17:00 K corrects-visit P R 09:30 11:00 #start
      17:01 L corrects-visit P R 10:20 11:00 #start)");
  EXPECT_THAT(Presences(scene), ElementsAre("09:00-09:30 to a visit"));

  // Back at the centre over the start that does not hold: nothing cuts that.
  scene.Tell("@other 09:45 P in C; @other 10:30 P out C");
  EXPECT_THAT(Presences(scene), ElementsAre("09:00-09:30 to a visit", "09:45-10:30"));
}

TEST(ACorrection, OfAVisitThatDoesNotHoldMovesNoLeave) {
  Scene scene;
  scene.Enrol("P");
  scene.Tell(R"(
      09:00 P in C
      #start 10:00 P start R V
      17:00 K corrects-visit P R 09:30 10:00 #start
      17:01 L corrects-visit P R 10:20 11:20 #start)");
  EXPECT_THAT(Presences(scene), ElementsAre("09:00-10:20 to a visit"));
}

TEST(AVisitAhead, OfTheServersClockByAMomentIsNoDoubt) {
  auto is_doubted = [](int ahead_minutes) {
    Scene scene;
    std::vector<StoredEvent> events = scene.Tell("10:00 P start R V; 11:00 P end R V").events();
    VectorLog log;
    for (const StoredEvent& event : events)
      log.Append(event, scene.At(0, "10:00") - ahead_minutes * kMinuteMs);
    auto ledger = Ledger::Open(":memory:", log).value();
    EXPECT_TRUE(ledger->CatchUp(scene.later()).ok());
    const auto doubts = ledger->Discrepancies();
    return std::any_of(doubts.value().begin(), doubts.value().end(),
                       [](const Discrepancy& doubt) { return doubt.kind == "visit_in_future"; });
  };
  EXPECT_FALSE(is_doubted(0));
  EXPECT_FALSE(is_doubted(2));
  EXPECT_TRUE(is_doubted(3));
}

}  // namespace
}  // namespace wijkboek
