// Sessions that people moved and cancelled without having seen each other's act.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/reconcile/scene_words.h"
#include "tests/reconcile/settled_example.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const SettledExample kMovedOrCancelled[] = {
    {"cancelled at one kiosk, moved at another: nobody is absent from it",
     "@A 07:00 K cancels P 09:00; @B 07:10 K moves P 09:00 C 10:00 12:00",
     R"(P 10:00 unclear, concurrent_session
        P 13:00 absent, final
        doubt concurrent_session P)"},
    {"the other way round: the cancellation waits all the same",
     "@B 07:00 K moves P 09:00 C 10:00 12:00; @A 07:10 K cancels P 09:00",
     R"(P 10:00 unclear, concurrent_session
        P 13:00 absent, final
        doubt concurrent_session P)"},
    {"whoever came to it was there, and nobody says late",
     "@A 07:00 K cancels P 09:00; @B 07:10 K moves P 09:00 C 10:00 12:00; "
     "10:30 P in C; 11:30 P out C",
     R"(P at C 10:30-11:30 out: 60 min
        P 10:00 present, 60 min, final
        P 13:00 absent, final
        doubt concurrent_session P)"},
    {"moved to two times: neither late at the one nor absent from the other",
     "@A 07:00 K moves P 09:00 C 10:00 12:00; @B 07:10 K moves P 09:00 C 09:30 12:00; "
     "10:00 P in C; 12:00 P out C",
     R"(P at C 10:00-12:00 out: 120 min
        P 09:30 present, 120 min, final
        P 13:00 absent, final
        doubt concurrent_session P)"},
    {"moved to two centres at one time",
     "@A 07:00 K moves P 09:00 C 09:00 12:00; @B 07:10 K moves P 09:00 D 09:00 12:00",
     R"(P 09:00 unclear, concurrent_session
        P 13:00 absent, final
        doubt concurrent_session P)"},
    {"both cancelled it", "@A 07:00 K cancels P 09:00; @B 07:10 K cancels P 09:00",
     R"(P 13:00 absent, final)"},
    {"both moved it to one time",
     "@A 07:00 K moves P 09:00 C 10:00 12:00; @B 07:10 K moves P 09:00 C 10:00 12:00",
     R"(P 10:00 absent, final
        P 13:00 absent, final)"},
    {"the one had seen the other",
     "@B #m 07:00 K moves P 09:00 C 10:00 12:00; @A 07:10 K cancels P 09:00 #m",
     R"(P 13:00 absent, final)"},
    {"at one kiosk: it shows what was said there before",
     "@A 07:00 K moves P 09:00 C 10:00 12:00; @A 07:10 K cancels P 09:00",
     R"(P 13:00 absent, final)"},
    {"somebody accepts it: the move stands",
     "@A #c 07:00 K cancels P 09:00; @B #m 07:10 K moves P 09:00 C 10:00 12:00; "
     "17:00 K judges P concurrent_session accept at 09:00 #c #m",
     R"(P 10:00 absent, final
        P 13:00 absent, final
        settled concurrent_session P: accept by K)"},
    {"not of itself: whom it is about settles nothing",
     "@A #c 07:00 K cancels P 09:00; @B #m 07:10 K moves P 09:00 C 10:00 12:00; "
     "17:00 P judges P concurrent_session accept at 09:00 #c #m",
     R"(P 10:00 unclear, concurrent_session
        P 13:00 absent, final
        doubt concurrent_session P)"},
    {"cancelled by somebody who had seen both",
     "@A #c 07:00 K cancels P 09:00; @B #m 07:10 K moves P 09:00 C 10:00 12:00; "
     "@C 08:00 K cancels P 09:00 #c #m",
     R"(P 13:00 absent, final)"},
    {"the status that somebody gave who had seen both",
     "@A #c 07:00 K cancels P 09:00; @B #m 07:10 K moves P 09:00 C 10:00 12:00; "
     "17:00 K judges P seen_without_check_in status absent at 09:00 #c #m",
     R"(P 10:00 absent, by mark, final
        P 13:00 absent, final
        settled concurrent_session P: absent by K)"},
    {"a third act that nobody had seen",
     "@A #c 07:00 K cancels P 09:00; @B #m 07:10 K moves P 09:00 C 10:00 12:00; "
     "17:00 K judges P concurrent_session accept at 09:00 #c #m; "
     "@D 07:20 K moves P 09:00 C 09:00 11:00",
     R"(P 09:00 unclear, concurrent_session
        P 13:00 absent, final
        doubt concurrent_session P)"},
};

INSTANTIATE_TEST_SUITE_P(MovedOrCancelled, Settling, testing::ValuesIn(kMovedOrCancelled));

std::vector<std::string> Kinds(const std::vector<Discrepancy>& all) {
  std::vector<std::string> kinds;
  for (const Discrepancy& each : all) kinds.push_back(each.kind);
  return kinds;
}

std::vector<Discrepancy> OpenIn(const Scene& scene) {
  return Get(FoldAll(scene.events(), scene.later(), scene.notices()).ledger->Discrepancies());
}

TEST(ConcurrentSession, SaysWhatBothSaid) {
  Scene scene = Told("@A #c 07:00 K cancels P 09:00; @B #m 07:10 K moves P 09:00 C 10:00 12:00");
  const std::vector<Discrepancy> open = OpenIn(scene);
  ASSERT_THAT(Kinds(open), ElementsAre("concurrent_session"));
  EXPECT_EQ(open[0].detail, "cancelled or moved to 2026-03-02 10:00–12:00");
  EXPECT_THAT(open[0].events, UnorderedElementsAre(scene.Named("#c"), scene.Named("#m")));
  EXPECT_EQ(open[0].said.size(), 2u);
  EXPECT_THAT(open[0].persons, ElementsAre(IdNamed("P")));
}

// Before it begins: there is still time to ask.
TEST(ConcurrentSession, IsShownBeforeTheSessionBegins) {
  Scene scene = Told("@A 07:00 K cancels P 09:00; @B 07:10 K moves P 09:00 C 10:00 12:00");
  EXPECT_THAT(
      Kinds(Get(
          FoldAll(scene.events(), scene.At(0, "08:00"), scene.notices()).ledger->Discrepancies())),
      ElementsAre("concurrent_session"));
}

// One whose enrolment arrives after both acts is as concerned as the others.
TEST(ConcurrentSession, ConcernsWhoeverIsExpectedByThen) {
  Scene scene = Told("@A #c 07:00 K cancels P 09:00; @B #m 07:10 K moves P 09:00 C 10:00 12:00");
  v1::Event enrolled = scene.New(v1::EVENT_KIND_ENROLMENT_STARTED, scene.At(0, "06:00"));
  AddAll(enrolled, "Q", v1::PERSON_ROLE_PARTICIPANT);
  enrolled.set_centre_id(IdNamed("C").ToString());
  v1::EnrolmentStarted& body = *enrolled.mutable_enrolment_started();
  body.set_enrolment_id(IdNamed("enrolment of Q").ToString());
  body.set_cohort_id(IdNamed("cohort of P").ToString());
  body.mutable_days()->set_first_day(scene.day() - 1);
  FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  folded.log->Append(scene.Add(std::move(enrolled)));
  ASSERT_TRUE(folded.ledger->CatchUp(scene.later()).ok());
  const std::vector<Discrepancy> open = Get(folded.ledger->Discrepancies());
  ASSERT_EQ(open.size(), 2u);
  EXPECT_EQ(open[0].Key(), open[1].Key()) << "one word settles it for both";
  for (const Discrepancy& each : open) EXPECT_EQ(each.said.size(), 2u) << "who said what";
  scene.Tell("17:00 K judges P concurrent_session accept at 09:00 #c #m");
  folded.log->Append(scene.events().back());
  ASSERT_TRUE(folded.ledger->CatchUp(scene.later()).ok());
  EXPECT_THAT(Get(folded.ledger->Discrepancies()), IsEmpty());
  EXPECT_EQ(folded.ledger->Fingerprint().value(),
            FoldAll(scene.events(), scene.later(), scene.notices()).ledger->Fingerprint().value());
}

}  // namespace
}  // namespace wijkboek
