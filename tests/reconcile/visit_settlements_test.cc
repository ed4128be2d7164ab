// Visits that are in doubt, and what a coach's word on each makes of them: each kind, each way, and
// what opens it again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "common/draft.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/settling_story.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;

struct Case {
  const char* name;
  const char* story;
  const char* outcome;
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

class Settled : public testing::TestWithParam<Case> {};

TEST_P(Settled, ComesOutAsWritten) {
  Scene scene;
  scene.Enrol("P", 40);
  TellSettling(scene, GetParam().story);
  EXPECT_EQ(SettlingOutcome(scene), TrimmedLines(GetParam().outcome)) << GetParam().story;
}

const Case kTimes[] = {
    {"the times of who weighs most hold for all",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ accept)",
     R"(share P of R: 87 min
        visit P to R 10:03-11:30: 87 min, 2 witnesses
        settled visit_times_differ P: accept by L)"},
    {"another end for all",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ end 11:15)",
     R"(share P of R: 72 min
        visit P to R 10:03-11:15: 72 min, 2 witnesses
        settled visit_times_differ P: end 11:15 by L)"},
    {"another start for all",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:20 11:00 by K
        18:00 L decides visit_times_differ start 10:10)",
     R"(share P of R: 50 min
        visit P to R 10:10-11:00: 50 min, 2 witnesses
        settled visit_times_differ P: start 10:10 by L)"},
    {"what a late log adds opens it again",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ end 11:15; @B 15:00 P log R 10:00 12:00 by M)",
     R"(doubt visit_times_differ P
        share P of R: 57 min, 60 to confirm
        visit P to R 10:03-12:00: 57 min, 60 to confirm, 3 witnesses)"},
    {"a log that is no part of it does not",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ end 11:15; @B 15:00 P log R 14:00 15:00 by M)",
     R"(share P of R: 132 min
        visit P to R 10:03-11:15: 72 min, 2 witnesses
        visit P to R 14:00-15:00: 60 min, 1 witness
        settled visit_times_differ P: end 11:15 by L)"},
    {"two who settle it differently leave it open",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ end 11:15
        @B 18:05 M decides visit_times_differ end 11:20 apart)",
     R"(doubt visit_times_differ P
        share P of R: 57 min, 30 to confirm
        visit P to R 10:03-11:30: 57 min, 30 to confirm, 2 witnesses)"},
    {"two who settle it alike settle it",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ end 11:15
        @B 18:05 M decides visit_times_differ end 11:15 apart)",
     R"(share P of R: 72 min
        visit P to R 10:03-11:15: 72 min, 2 witnesses
        settled visit_times_differ P: end 11:15 by L)"},
    {"whoever had seen the first word replaces it",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ end 11:15
        18:05 M decides visit_times_differ end 11:20)",
     R"(share P of R: 77 min
        visit P to R 10:03-11:20: 77 min, 2 witnesses
        settled visit_times_differ P: end 11:20 by M)"},
    {"whom it is about settles nothing",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 P decides visit_times_differ accept)",
     R"(doubt visit_times_differ P
        share P of R: 57 min, 30 to confirm
        visit P to R 10:03-11:30: 57 min, 30 to confirm, 2 witnesses)"},
    {"an end before the start settles nothing",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ end 09:00)",
     R"(aside discrepancy_settled: makes no sense
        doubt visit_times_differ P
        share P of R: 57 min, 30 to confirm
        visit P to R 10:03-11:30: 57 min, 30 to confirm, 2 witnesses)"},
    {"nor does a way that this kind has not",
     R"(13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ minutes 30)",
     R"(aside discrepancy_settled: makes no sense
        doubt visit_times_differ P
        share P of R: 57 min, 30 to confirm
        visit P to R 10:03-11:30: 57 min, 30 to confirm, 2 witnesses)"},
    {"the centre keeps what the visit has not",
     R"(09:00 P in C; 12:00 P out C; 13:00 P log R 10:00 11:00; 14:00 P log R 10:03 11:30 by K
        18:00 L decides visit_times_differ end 11:30)",
     R"(P at C 09:00-12:00 out: 93 min
        day P C: 93 min
        share P of R: 87 min
        visit P to R 10:03-11:30: 87 min, 2 witnesses
        settled visit_times_differ P: end 11:30 by L)"},
};

const Case kPeople[] = {
    {"whom only some name was there",
     R"(12:00 P log R 10:00 11:00; 13:00 P+Q log R 10:00 11:00 by K
        18:00 L decides visit_people_differ accept)",
     R"(share P of R: 60 min
        share Q of R: 60 min
        visit P+Q to R 10:00-11:00: 60 min, 2 witnesses
        settled visit_people_differ Q: accept by L)"},
    {"was not",
     R"(12:00 P log R 10:00 11:00; 13:00 P+Q log R 10:00 11:00 by K
        18:00 L decides visit_people_differ reject)",
     R"(share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 2 witnesses
        settled visit_people_differ Q: reject by L)"},
    {"somebody who names her later opens it again",
     R"(12:00 P log R 10:00 11:00; 13:00 P+Q log R 10:00 11:00 by K
        18:00 L decides visit_people_differ reject; @B 14:00 Q log R 10:00 11:00)",
     R"(doubt visit_people_differ P+Q
        share P of R: 0 min, 60 to confirm
        share Q of R: 0 min, 60 to confirm
        visit P+Q to R 10:00-11:00: 60 min, 3 witnesses)"},
};

const Case kEnds[] = {
    {"never ended: the estimate counts",
     "10:00 P start R V; 18:00 L decides visit_never_ended accept",
     R"(share P of R: 120 min
        visit P to R 10:00-12:00 estimated: 120 min, 1 witness
        settled visit_never_ended P: accept by L)"},
    {"never ended: it ended then", "10:00 P start R V; 18:00 L decides visit_never_ended end 10:45",
     R"(share P of R: 45 min
        visit P to R 10:00-10:45: 45 min, 1 witness
        settled visit_never_ended P: end 10:45 by L)"},
    {"never ended: a settled end may lie far",
     "10:00 P start R V; "
     "18:00 L decides visit_never_ended end 19:30",
     R"(share P of R: 570 min
        visit P to R 10:00-19:30: 570 min, 1 witness
        settled visit_never_ended P: end 19:30 by L)"},
    {"never ended: no minutes", "10:00 P start R V; 18:00 L decides visit_never_ended reject",
     R"(visit P to R 10:00-12:00 estimated: 0 min, 1 witness
        settled visit_never_ended P: reject by L)"},
    {"never ended: an end before the start settles nothing",
     "10:00 P start R V; 18:00 L decides visit_never_ended end 09:45",
     R"(aside discrepancy_settled: makes no sense
        doubt visit_never_ended P
        share P of R: 0 min, 120 to confirm
        visit P to R 10:00-12:00 estimated: 0 min, 120 to confirm, 1 witness)"},
    {"never ended, until a kiosk brings the end: nothing is left to settle",
     "10:00 P start R V; 18:00 L decides visit_never_ended reject; @B 11:00 P end R V",
     R"(share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 1 witness)"},
    {"never ended, until another log differs",
     R"(10:00 P start R V; 18:00 L decides visit_never_ended reject; @B 10:02 Q+P start R W)",
     R"(doubt visit_never_ended P+Q
        doubt visit_people_differ Q
        share P of R: 0 min, 120 to confirm
        share Q of R: 0 min, 120 to confirm
        visit P+Q to R 10:00-12:00 estimated: 0 min, 120 to confirm, 2 witnesses)"},
    {"too long: it was so long", "20:00 P log R 09:00 18:00; 21:00 L decides visit_too_long accept",
     R"(share P of R: 540 min
        visit P to R 09:00-18:00: 540 min, 1 witness
        settled visit_too_long P: accept by L)"},
    {"too long: it ended then",
     "20:00 P log R 09:00 18:00; 21:00 L decides visit_too_long end 10:00",
     R"(share P of R: 60 min
        visit P to R 09:00-10:00: 60 min, 1 witness
        settled visit_too_long P: end 10:00 by L)"},
    {"too long: no minutes", "20:00 P log R 09:00 18:00; 21:00 L decides visit_too_long reject",
     R"(visit P to R 09:00-18:00: 0 min, 1 witness
        settled visit_too_long P: reject by L)"},
    {"an end before the start: it ended then",
     "20:00 P log R 11:00 10:00; 21:00 L decides visit_end_not_after_start end 12:00",
     R"(share P of R: 60 min
        visit P to R 11:00-12:00: 60 min, 1 witness
        settled visit_end_not_after_start P: end 12:00 by L)"},
    {"an end before the start: so be it",
     "20:00 P log R 11:00 10:00; 21:00 L decides visit_end_not_after_start accept",
     R"(visit P to R 11:00-11:00: 0 min, 1 witness
        settled visit_end_not_after_start P: accept by L)"},
    {"an end before the start: no visit",
     "20:00 P log R 11:00 10:00; 21:00 L decides visit_end_not_after_start reject",
     R"(visit P to R 11:00-11:00: 0 min, 1 witness
        settled visit_end_not_after_start P: reject by L)"},
    {"times settled first leave nothing too long",
     R"(20:00 P log R 09:00 18:00; 20:30 P log R 09:00 10:00 by K
        21:00 L decides visit_times_differ accept)",
     R"(share P of R: 60 min
        visit P to R 09:00-10:00: 60 min, 2 witnesses
        settled visit_times_differ P: accept by L)"},
};

const Case kLoneEnds[] = {
    {"an end of which somebody knows the start",
     "11:30 P end R; 18:00 L decides visit_end_without_start start 10:30",
     R"(share P of R: 60 min
        visit P to R 10:30-11:30: 60 min, 1 witness
        settled visit_end_without_start P: start 10:30 by L)"},
    {"the end of a visit whose start was voided is still to the same resident",
     R"(#b 10:00 P start R V; 11:00 P end - V; 14:00 K voids #b
        18:00 L decides visit_end_without_start start 10:30)",
     R"(aside visit_started: voided
        share P of R: 30 min
        visit P to R 10:30-11:00: 30 min, 1 witness
        settled visit_end_without_start P: start 10:30 by L)"},
    {"an end of which nobody will", "11:30 P end R; 18:00 L decides visit_end_without_start reject",
     "settled visit_end_without_start P: reject by L"},
    {"a start after the end is none",
     "11:30 P end R; 18:00 L decides visit_end_without_start start 12:30",
     R"(aside discrepancy_settled: makes no sense
        doubt visit_end_without_start P)"},
    {"a start that comes after all ends it",
     "11:30 P end R V; 18:00 L decides visit_end_without_start start 10:30; @B 11:00 P start R V",
     R"(share P of R: 30 min
        visit P to R 11:00-11:30: 30 min, 1 witness)"},
};

const Case kAtOnce[] = {
    {"two households at once: the first has the time",
     R"(12:00 P log R 10:00 11:00; 12:00 P log S 10:50 11:30
        18:00 L decides two_visits_at_once accept)",
     R"(share P of R: 60 min
        share P of S: 30 min
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to S 10:50-11:30: 40 min, 1 witness
        settled two_visits_at_once P: accept by L)"},
    {"two households at once: neither has",
     R"(12:00 P log R 10:00 11:00; 12:00 P log S 10:50 11:30
        18:00 L decides two_visits_at_once reject)",
     R"(share P of R: 50 min
        share P of S: 30 min
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to S 10:50-11:30: 40 min, 1 witness
        settled two_visits_at_once P: reject by L)"},
    {"two households at once, and another witness",
     R"(12:00 P log R 10:00 11:00; 12:00 P log S 10:50 11:30
        18:00 L decides two_visits_at_once accept; @B 13:00 P log S 10:50 11:30 by K)",
     R"(doubt two_visits_at_once P
        share P of R: 50 min, 10 to confirm
        share P of S: 30 min, 10 to confirm
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to S 10:50-11:30: 40 min, 2 witnesses)"},
    {"a visit that was settled to have no minutes contradicts no other",
     R"(20:00 P log R 09:00 18:00; 20:10 P log S 10:00 11:00
        21:00 L decides visit_too_long reject)",
     R"(share P of S: 60 min
        visit P to R 09:00-18:00: 0 min, 1 witness
        visit P to S 10:00-11:00: 60 min, 1 witness
        settled visit_too_long P: reject by L)"},
    {"a visit without minutes contradicts no other",
     R"(#a 12:00 P log R 10:00 11:00; 13:00 R denies-visit #a; 12:00 P log S 10:30 11:30
        18:00 L decides visit_denied reject)",
     R"(share P of S: 60 min
        visit P to R 10:00-10:00: 0 min, 1 witness
        visit P to S 10:30-11:30: 60 min, 1 witness
        settled visit_denied P: reject by L)"},
};

const Case kWhether[] = {
    {"denied, and it took place after all",
     "#a 12:00 P log R 10:00 11:00; 13:00 R denies-visit #a; 18:00 L decides visit_denied accept",
     R"(share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 1 witness
        settled visit_denied P: accept by L)"},
    {"denied, and it did not",
     "#a 12:00 P log R 10:00 11:00; 13:00 R denies-visit #a; 18:00 L decides visit_denied reject",
     R"(visit P to R 10:00-10:00: 0 min, 1 witness
        settled visit_denied P: reject by L)"},
    {"denied, and the centre has its time back",
     R"(09:00 P in C; 12:00 P out C; #a 12:00 P log R 10:00 11:00; 13:00 R denies-visit #a
        18:00 L decides visit_denied reject)",
     R"(P at C 09:00-12:00 out: 180 min
        day P C: 180 min
        visit P to R 10:00-10:00: 0 min, 1 witness
        settled visit_denied P: reject by L)"},
    {"denied, until another witness comes",
     R"(#a 12:00 P log R 10:00 11:00; 13:00 R denies-visit #a; 18:00 L decides visit_denied reject
        @B 12:30 P log R 10:00 11:00 by K)",
     R"(doubt visit_denied P
        share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 2 witnesses)"},
    {"denied by two: one doubt",
     "#a 12:00 P log R 10:00 11:00; 13:00 R denies-visit #a; 13:05 S denies-visit #a",
     R"(doubt visit_denied P
        share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 1 witness)"},
    {"two logs of one author: they are two visits",
     R"(12:00 P log R 10:00 11:00; 12:30 P log R 10:30 11:30
        18:00 L decides possible_duplicate_visit reject)",
     R"(share P of R: 120 min
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to R 10:30-11:30: 60 min, 1 witness
        settled possible_duplicate_visit P: reject by L)"},
    {"two logs of one author: they are one",
     R"(#a 12:00 P log R 10:00 11:00; #b 12:30 P log R 10:30 11:30; 13:00 K joins #a #b
        18:00 L decides visit_times_differ accept)",
     R"(share P of R: 60 min
        visit P to R 10:00-11:00: 60 min, 2 witnesses
        settled visit_times_differ P: accept by L)"},
    {"two logs of one author, said to be two visits",
     "#a 12:00 P log R 10:00 11:00; #b 12:30 P log R 10:30 11:30; 13:00 K splits #a #b",
     R"(share P of R: 120 min
        visit P to R 10:00-11:00: 60 min, 1 witness
        visit P to R 10:30-11:30: 60 min, 1 witness)"},
    {"two logs of one author with two people: one doubt for both",
     "12:00 P+Q log R 10:00 11:00 by K; 12:30 P+Q log R 10:30 11:30 by K",
     R"(doubt possible_duplicate_visit P+Q
        share P of R: 120 min
        share Q of R: 120 min
        visit P+Q to R 10:00-11:00: 60 min, 1 witness
        visit P+Q to R 10:30-11:30: 60 min, 1 witness)"},
    {"two corrections: what holds stands",
     R"(#s 10:00 P start R V; 18:00 K corrects-visit P R 10:00 10:45 #s
        18:05 L corrects-visit P R 10:00 10:50 #s; 19:00 M decides concurrent_correction accept)",
     R"(share P of R: 50 min
        visit P to R 10:00-10:50: 50 min, 1 witness
        settled concurrent_correction P: accept by M)"},
    {"a log against a correction: the correction stands",
     R"(#s 10:00 P start R V; 18:00 K corrects-visit P R 10:00 10:45 #s
        @B 12:00 P log R 10:00 11:30 by L; 19:00 M decides correction_contradicted accept)",
     R"(share P of R: 45 min
        visit P to R 10:00-10:45: 45 min, 2 witnesses
        settled correction_contradicted P: accept by M)"},
};

// How logs are joined, ended and answered: docs/rules.md, "Visits".
const Case kRules[] = {
    {"a join that would put two logs of one author together is skipped",
     R"(12:00 P log R 10:00 11:00; 12:10 P log R 11:10 12:00
        12:20 P log R 10:10 11:50 by K)",
     R"(doubt visit_times_differ P
        share P of R: 100 min, 60 to confirm
        visit P to R 10:00-11:50: 50 min, 60 to confirm, 2 witnesses
        visit P to R 11:10-12:00: 50 min, 1 witness)"},
    {"somebody in only some logs waits alone, whoever logged",
     "12:00 P+Q log R 10:00 11:00; 13:00 P log R 10:00 11:00 by K; 13:10 P log R 10:01 11:00 by L",
     R"(doubt visit_people_differ Q
        share P of R: 60 min
        share Q of R: 0 min, 60 to confirm
        visit P+Q to R 10:00-11:00: 60 min, 3 witnesses)"},
};

INSTANTIATE_TEST_SUITE_P(Times, Settled, testing::ValuesIn(kTimes));
INSTANTIATE_TEST_SUITE_P(People, Settled, testing::ValuesIn(kPeople));
INSTANTIATE_TEST_SUITE_P(Ends, Settled, testing::ValuesIn(kEnds));
INSTANTIATE_TEST_SUITE_P(LoneEnds, Settled, testing::ValuesIn(kLoneEnds));
INSTANTIATE_TEST_SUITE_P(AtOnce, Settled, testing::ValuesIn(kAtOnce));
INSTANTIATE_TEST_SUITE_P(Whether, Settled, testing::ValuesIn(kWhether));
INSTANTIATE_TEST_SUITE_P(Rules, Settled, testing::ValuesIn(kRules));

// The next badge asks when the visit ended.
std::string AnsweredAt(const char* time) {
  Scene scene;
  scene.Enrol("P", 40).Tell("08:00 P plan R V 10:00 11:00; 10:00 P start R V");
  v1::Event answer = scene.New(v1::EVENT_KIND_VISIT_ENDED, scene.At(1, "09:00"));
  AddPerson(answer, IdNamed("P"), v1::PERSON_ROLE_PARTICIPANT);
  answer.set_visit_id(IdNamed("V").ToString());
  answer.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
  answer.mutable_actor()->set_person_id(IdNamed("P").ToString());
  *answer.mutable_stated_end() = ToCivilTime(scene.At(0, time));
  answer.mutable_visit_ended();
  scene.Add(std::move(answer));
  return SettlingOutcome(scene);
}

TEST(AnAnswerAtTheNextBadge, ConfirmsWhatLiesNearThePlan) {
  EXPECT_EQ(AnsweredAt("11:15"),
            "share P of R: 75 min\nvisit P to R 10:00-11:15: 75 min, 1 witness");
  EXPECT_EQ(AnsweredAt("10:45"),
            "share P of R: 45 min\nvisit P to R 10:00-10:45: 45 min, 1 witness");
}

TEST(AnAnswerAtTheNextBadge, FarFromThePlanWaits) {
  EXPECT_EQ(AnsweredAt("11:16"),
            "doubt visit_never_ended P\nshare P of R: 0 min, 76 to confirm\n"
            "visit P to R 10:00-11:16 estimated: 0 min, 76 to confirm, 1 witness");
}

TEST(AVisitAhead, CanBeSettled) {
  auto outcome_of = [](const char* way) {
    Scene scene;
    scene.Enrol("P", 40);
    TellSettling(scene, "10:00 P start R V; 11:00 P end R V");
    auto received_early = [&] {
      VectorLog log;
      for (const StoredEvent& event : scene.events()) {
        log.Append(event, scene.At(0, "09:00"));
      }
      auto ledger = Ledger::Open(":memory:", log).value();
      EXPECT_TRUE(ledger->CatchUp(scene.later()).ok());
      return Describe(*ledger, scene.day());
    };
    EXPECT_EQ(received_early(), TrimmedLines(R"(doubt visit_in_future P
                                                share P of R: 0 min, 60 to confirm
                                                visit P to R 10:00-11:00: 0 min, 60 to confirm, 1 witness)"));
    v1::Event word = scene.New(v1::EVENT_KIND_DISCREPANCY_SETTLED, scene.At(0, "18:00"));
    word.mutable_actor()->set_method(v1::METHOD_COACH_PIN);
    word.mutable_actor()->set_person_id(IdNamed("L").ToString());
    for (const StoredEvent& event : scene.events()) word.add_seen(event.key.hash.ToString());
    v1::DiscrepancySettled& body = *word.mutable_discrepancy_settled();
    body.set_discrepancy("visit_in_future");
    if (std::string(way) == "end") {
      body.set_field("end");
      *body.mutable_time() = ToCivilTime(scene.At(0, "10:30"));
    } else {
      body.set_accepted(std::string(way) == "accept");
    }
    scene.Add(std::move(word));
    return received_early();
  };
  EXPECT_EQ(outcome_of("accept"),
            "share P of R: 60 min\nvisit P to R 10:00-11:00: 60 min, 1 witness");
  EXPECT_EQ(outcome_of("end"), "share P of R: 30 min\nvisit P to R 10:00-10:30: 30 min, 1 witness");
  EXPECT_EQ(outcome_of("reject"), "visit P to R 10:00-11:00: 0 min, 1 witness");
}

std::vector<std::string> Words(const Discrepancy& discrepancy) {
  std::vector<std::string> words;
  for (const Testimony& each : discrepancy.said) words.push_back(each.what);
  return words;
}

TEST(AVisitsDiscrepancy, ShowsWhoSaidWhatWhereAndWhen) {
  Scene scene;
  scene.Enrol("P", 40).Tell("@A 13:00 P log R 10:00 11:00; @B 14:00 P log R 10:03 11:30 by K");
  const Discrepancy differ = OnlyDiscrepancy(scene, "visit_times_differ");
  EXPECT_THAT(differ.persons, ElementsAre(IdNamed("P")));
  EXPECT_EQ(differ.day, scene.day());
  EXPECT_THAT(Words(differ), ElementsAre("visit 10:00–11:00", "visit 10:03–11:30"));
  EXPECT_EQ(differ.said[0].author, IdNamed("P"));
  EXPECT_EQ(differ.said[0].device, IdNamed("A"));
  EXPECT_EQ(differ.said[1].author, IdNamed("K"));
  EXPECT_EQ(differ.said[1].device, IdNamed("B"));
  EXPECT_EQ(differ.said[1].at_ms, scene.At(0, "14:00"));
  EXPECT_EQ(differ.since_ms, scene.At(0, "14:00"));
  EXPECT_EQ(differ.suggestion,
            (SettledValue{.field = "end", .number = scene.At(0, "11:30"), .person = Id()}));
}

TEST(AVisitsDiscrepancy, SuggestsTheStartOnlyWhereTheEndsAgree) {
  Scene scene;
  scene.Enrol("P", 40).Tell("13:00 P log R 10:00 11:00; 14:00 P log R 10:20 11:00 by K");
  EXPECT_EQ(OnlyDiscrepancy(scene, "visit_times_differ").suggestion,
            (SettledValue{.field = "start", .number = scene.At(0, "10:20"), .person = Id()}));
}

TEST(AVisitsDiscrepancy, SuggestsThePlannedEndElseTheEstimate) {
  Scene planned;
  planned.Enrol("P", 40).Tell("08:00 P plan R V 10:00 11:00; 10:05 P start R V");
  EXPECT_EQ(OnlyDiscrepancy(planned, "visit_never_ended").suggestion.number,
            planned.At(0, "11:00"));
  Scene unplanned;
  unplanned.Enrol("P", 40).Tell("10:05 P start R V");
  EXPECT_EQ(OnlyDiscrepancy(unplanned, "visit_never_ended").suggestion.number,
            unplanned.At(0, "12:05"));
}

TEST(AVisitsDiscrepancy, OfTwoHouseholdsShowsBothLogs) {
  Scene scene;
  scene.Enrol("P", 40).Tell("12:00 P log R 10:00 11:00; 12:10 P log S 10:50 11:30 by K");
  const Discrepancy at_once = OnlyDiscrepancy(scene, "two_visits_at_once");
  EXPECT_THAT(Words(at_once), ElementsAre("visit 10:00–11:00", "visit 10:50–11:30"));
}

TEST(AVisitsDiscrepancy, KeepsItsNameWhileItIsSettled) {
  Scene scene;
  scene.Enrol("P", 40).Tell("10:00 P start R V");
  const Hash open = OnlyDiscrepancy(scene, "visit_never_ended").Key();
  TellSettling(scene, "18:00 L decides visit_never_ended end 10:45");
  EXPECT_EQ(OnlyDiscrepancy(scene, "visit_never_ended").Key(), open);
}

TEST(VisitSettlements, OrderOfArrivalChangesNothing) {
  Scene scene;
  scene.Enrol("P", 3).Enrol("Q", 3);
  TellSettling(scene, R"(09:00 P in C; 12:00 P out C; #a 13:00 P log R 10:00 11:00
      @B 14:00 P+Q log R 10:03 11:30 by K; 14:10 P log S 10:50 11:40; 14:30 R denies-visit #a
      16:00 P start T V; 17:00 Q end T W
      18:00 L decides visit_times_differ end 11:20; 18:01 L decides visit_people_differ accept
      18:02 L decides two_visits_at_once accept apart; 18:03 L decides visit_denied accept
      18:04 L decides visit_never_ended end 16:30; 18:05 M decides visit_never_ended reject apart
      18:06 L decides visit_end_without_start start 16:20)");
  const std::string told = SettlingOutcome(scene);
  std::vector<StoredEvent> events = scene.events();
  const Hash straight = FoldAll(events, scene.later()).ledger->Fingerprint().value();
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    FoldedLog folded = FoldAll(events, scene.later());
    ASSERT_EQ(folded.ledger->Fingerprint().value(), straight) << told;
  }
  // One at a time is all at once.
  VectorLog log;
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  for (const StoredEvent& event : events) {
    log.Append(event);
    ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
  }
  EXPECT_EQ(ledger->Fingerprint().value(), straight);
}

}  // namespace
}  // namespace wijkboek
