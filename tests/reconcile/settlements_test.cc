// What coaches settle of presences, and what becomes of it: each kind, each way, what opens it
// again, several words, and what makes no sense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/reconcile/scene_words.h"
#include "tests/reconcile/settled_example.h"
#include "tests/reconcile/settling_story.h"

namespace wijkboek {

Scene Told(absl::string_view story) {
  Scene scene;
  scene.Enrol("P", 1);
  scene.HasKiosk("kiosk", "C");
  scene.Tell(story);
  scene.Heard("kiosk", scene.later());
  return scene;
}

namespace {

using testing::SizeIs;

TEST_P(Settling, ComesOutAsWritten) {
  Scene scene = Told(GetParam().story);
  EXPECT_EQ(scene.SettledOutcome(), TrimmedLines(GetParam().outcome)) << GetParam().story;
}

TEST_P(Settling, ComesOutSoInWhateverOrderItArrives) {
  Scene scene = Told(GetParam().story);
  std::vector<StoredEvent> events = scene.events();
  auto fingerprint = [&] {
    return Get(FoldAll(events, scene.later(), scene.notices()).ledger->Fingerprint());
  };
  Hash told = fingerprint();
  std::mt19937 random(7);  // NOLINT: the same shuffles every time
  for (int round = 0; round < 3; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    EXPECT_EQ(fingerprint(), told) << GetParam().story;
  }
}

const SettledExample kForgotten[] = {
    {"nobody said anything yet", "08:58 P in C",
     R"(P at C 08:58-16:00 by rule: 0 min, 422 to confirm
        P 09:00 present, to confirm, 180 min, final
        P 13:00 present, to confirm, 180 min, final
        doubt forgotten_check_out P)"},
    {"the rule was right", "#in 08:58 P in C; +1 09:30 K judges P forgotten_check_out accept #in",
     R"(P at C 08:58-16:00 by rule: 422 min
        P 09:00 present, 180 min, final
        P 13:00 present, 180 min, final
        settled forgotten_check_out P: accept by K)"},
    {"which still does not say that they left early",
     "#in 09:00 P in C; 10:00 P in D; 13:00 P out D; "
     "+1 09:30 K judges P forgotten_check_out accept #in",
     R"(P at C 09:00-10:00 by rule: 60 min
        P at D 10:00-13:00 out: 180 min
        P 09:00 present, 60 min, final
        P 13:00 absent, final
        settled forgotten_check_out P: accept by K)"},
    {"they went sooner",
     "#in 08:58 P in C; +1 09:30 K judges P forgotten_check_out end -1/15:00 #in",
     R"(P at C 08:58-15:00 corrected: 362 min
        P 09:00 present, 180 min, final
        P 13:00 present, left early, 120 min, final
        settled forgotten_check_out P: end 15:00 by K)"},
    {"they went later",
     "#in 08:58 P in C; +1 09:30 K judges P forgotten_check_out end -1/16:45 #in",
     R"(P at C 08:58-16:45 corrected: 467 min
        P 09:00 present, 180 min, final
        P 13:00 present, 180 min, final
        settled forgotten_check_out P: end 16:45 by K)"},
    {"they came back after the end that was said: that opens anew",
     "#a 08:58 P in C; #b 11:30 P in C; "
     "+1 09:30 K judges P forgotten_check_out end -1/10:00 #a #b",
     R"(P at C 08:58-10:00 corrected: 62 min
        P at C 11:30-16:00 by rule: 0 min, 270 to confirm
        P 09:00 present, 90 min, final
        P 13:00 present, to confirm, 180 min, final
        doubt forgotten_check_out P
        settled forgotten_check_out P: end 10:00 by K)"},
    {"a check-in that they had not seen opens it again",
     "#in 08:58 P in C; +1 09:30 K judges P forgotten_check_out end -1/15:00 #in; @B 10:00 P in C",
     R"(P at C 08:58-16:00 by rule: 0 min, 422 to confirm
        P 09:00 present, to confirm, 180 min, final
        P 13:00 present, to confirm, 180 min, final
        doubt forgotten_check_out P)"},
    {"by their own word they left earlier: it waits for a coach all the same",
     "08:58 P in C; +1 09:05 P out C said -1/15:00",
     R"(P at C 08:58-16:00 by rule: 0 min, 422 to confirm
        P 09:00 present, to confirm, 180 min, final
        P 13:00 present, to confirm, 180 min, final
        doubt forgotten_check_out P)"},
    {"whom the coach believes",
     "#in 08:58 P in C; #word +1 09:05 P out C said -1/15:00; "
     "+1 09:30 K judges P forgotten_check_out end -1/15:00 #in #word",
     R"(P at C 08:58-15:00 corrected: 362 min
        P 09:00 present, 180 min, final
        P 13:00 present, left early, 120 min, final
        settled forgotten_check_out P: end 15:00 by K)"},
    {"a word on a day when nothing was forgotten says nothing",
     "08:58 P in C; 16:00 P out C; +1 09:05 P out C said -1/15:00",
     R"(P at C 08:58-16:00 out: 422 min
        P 09:00 present, 180 min, final
        P 13:00 present, 180 min, final)"},
    {"a check-out that comes late closes it by itself",
     "#in 08:58 P in C; +1 09:30 K judges P forgotten_check_out end -1/15:00 #in; "
     "@B 15:55 P out C",
     R"(P at C 08:58-15:55 out: 417 min
        P 09:00 present, 180 min, final
        P 13:00 present, 175 min, final)"},
};

const SettledExample kSeveral[] = {
    {"two that differ: it stays open, and both are shown",
     "#in 08:58 P in C; @A +1 09:30 K judges P forgotten_check_out end -1/15:00 #in; "
     "@B +1 09:40 L judges P forgotten_check_out end -1/15:30 #in",
     R"(P at C 08:58-16:00 by rule: 0 min, 422 to confirm
        P 09:00 present, to confirm, 180 min, final
        P 13:00 present, to confirm, 180 min, final
        doubt forgotten_check_out P: end 15:00 by K, end 15:30 by L)"},
    {"two that agree",
     "#in 08:58 P in C; @A +1 09:30 K judges P forgotten_check_out accept #in; "
     "@B +1 09:40 L judges P forgotten_check_out accept #in",
     R"(P at C 08:58-16:00 by rule: 422 min
        P 09:00 present, 180 min, final
        P 13:00 present, 180 min, final
        settled forgotten_check_out P: accept by K, accept by L)"},
    {"who had seen the first replaces it",
     "#in 08:58 P in C; #k +1 09:30 K judges P forgotten_check_out end -1/15:00 #in; "
     "+1 09:40 L judges P forgotten_check_out accept #in #k",
     R"(P at C 08:58-16:00 by rule: 422 min
        P 09:00 present, 180 min, final
        P 13:00 present, 180 min, final
        settled forgotten_check_out P: accept by L)"},
    {"a chain of three",
     "#in 08:58 P in C; #k +1 09:30 K judges P forgotten_check_out end -1/15:00 #in; "
     "#l +1 09:40 L judges P forgotten_check_out accept #in #k; "
     "+1 09:50 J judges P forgotten_check_out end -1/15:58 #in #l",
     R"(P at C 08:58-15:58 corrected: 420 min
        P 09:00 present, 180 min, final
        P 13:00 present, 178 min, final
        settled forgotten_check_out P: end 15:58 by J)"},
    {"voiding gives back what it replaced",
     "#in 08:58 P in C; #k +1 09:30 K judges P forgotten_check_out end -1/15:58 #in; "
     "#l +1 09:40 L judges P forgotten_check_out accept #in #k; +1 10:00 J voids #l",
     R"(P at C 08:58-15:58 corrected: 420 min
        P 09:00 present, 180 min, final
        P 13:00 present, 178 min, final
        settled forgotten_check_out P: end 15:58 by K)"},
    {"who names the first but not what it is about leaves it open",
     "#in 08:58 P in C; #k +1 09:30 K judges P forgotten_check_out accept #in; "
     "+1 09:40 L judges P forgotten_check_out accept #k",
     R"(P at C 08:58-16:00 by rule: 0 min, 422 to confirm
        P 09:00 present, to confirm, 180 min, final
        P 13:00 present, to confirm, 180 min, final
        doubt forgotten_check_out P)"},
};

const SettledExample kNonsense[] = {
    {"who it is about does not settle it, nor replaces who did",
     "#in 16:30 P in C; #k +1 09:30 K judges P forgotten_check_out accept #in; "
     "+1 09:40 P judges P forgotten_check_out end -1/23:00 #in #k",
     R"(P at C 16:30-17:00 by rule: 30 min
        P 09:00 absent, final
        P 13:00 absent, final
        settled forgotten_check_out P: accept by K)"},
    {"an end before the start",
     "#in 16:30 P in C; +1 09:30 K judges P forgotten_check_out end -1/16:00 #in",
     R"(P at C 16:30-17:00 by rule: 0 min, 30 to confirm
        P 09:00 absent, final
        P 13:00 absent, final
        aside discrepancy_settled: with that time it would end before it starts, or last over 31 days
        doubt forgotten_check_out P)"},
    {"which replaces nothing",
     "#in 16:30 P in C; #k +1 09:30 K judges P forgotten_check_out accept #in; "
     "+1 09:40 L judges P forgotten_check_out end -1/16:00 #in #k",
     R"(P at C 16:30-17:00 by rule: 30 min
        P 09:00 absent, final
        P 13:00 absent, final
        aside discrepancy_settled: with that time it would end before it starts, or last over 31 days
        settled forgotten_check_out P: accept by K)"},
    {"over 31 days", "#in 16:30 P in C; +1 09:30 K judges P forgotten_check_out end 31/10:00 #in",
     R"(P at C 16:30-17:00 by rule: 0 min, 30 to confirm
        P 09:00 absent, final
        P 13:00 absent, final
        aside discrepancy_settled: with that time it would end before it starts, or last over 31 days
        doubt forgotten_check_out P)"},
    {"a time that is no time",
     "#in 16:30 P in C; +1 09:30 K judges P forgotten_check_out end nonsense #in",
     R"(P at C 16:30-17:00 by rule: 0 min, 30 to confirm
        P 09:00 absent, final
        P 13:00 absent, final
        aside discrepancy_settled: its time is no time
        doubt forgotten_check_out P)"},
    {"a time of no day",
     "#in 16:30 P in C; +1 09:30 K judges P forgotten_check_out end dayless #in",
     R"(P at C 16:30-17:00 by rule: 0 min, 30 to confirm
        P 09:00 absent, final
        P 13:00 absent, final
        aside discrepancy_settled: its time is of no day
        doubt forgotten_check_out P)"},
    {"a way that its kind does not have",
     "#in 16:30 P in C; +1 09:30 K judges P forgotten_check_out reject #in",
     R"(P at C 16:30-17:00 by rule: 0 min, 30 to confirm
        P 09:00 absent, final
        P 13:00 absent, final
        aside discrepancy_settled: a discrepancy of this kind cannot be settled in this way
        doubt forgotten_check_out P)"},
    {"a status of no session",
     "#s 10:00 K sees P C; 17:00 J judges P seen_without_check_in status present #s",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        aside discrepancy_settled: it does not say at which session that was the status
        doubt seen_without_check_in P)"},
    {"a status that is none, and is no mark either",
     "#s 10:00 K sees P C; 17:00 J judges P seen_without_check_in status nonsense at 09:00 #s",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        aside discrepancy_settled: its status is none that this program knows
        doubt seen_without_check_in P)"},
    {"a kind that nobody knows", "#in 16:30 P in C; +1 09:30 K judges P lost_umbrella accept #in",
     R"(P at C 16:30-17:00 by rule: 0 min, 30 to confirm
        P 09:00 absent, final
        P 13:00 absent, final
        aside discrepancy_settled: this program knows no such discrepancy to settle
        doubt forgotten_check_out P)"},
    {"about nothing", "+1 09:30 K judges P forgotten_check_out accept",
     R"(P 09:00 absent, final
        P 13:00 absent, final
        aside discrepancy_settled: it does not say which facts it is about)"},
};

const SettledExample kGaps[] = {
    {"nobody said anything yet: a session within it is attended, to be confirmed",
     "08:00 office plans P night C 23:00 1/05:00; "
     "22:30 P in C; +1 06:00 P in C; +1 06:45 P out C",
     R"(P at C 22:30-+1 06:45 out: 45 min, 450 to confirm
        P 09:00 absent, final
        P 13:00 absent, final
        P 23:00 present, to confirm, 360 min, final
        doubt evidence_gap P)"},
    {"they were there",
     "08:00 office plans P night C 23:00 1/05:00; #a 22:30 P in C; #b +1 06:00 P in C; "
     "#c +1 06:45 P out C; +1 09:00 K judges P evidence_gap accept #a #b #c",
     R"(P at C 22:30-+1 06:45 out: 495 min
        P 09:00 absent, final
        P 13:00 absent, final
        P 23:00 present, 360 min, final
        settled evidence_gap P: accept by K)"},
    {"they were not: its minutes never count",
     "08:00 office plans P night C 23:00 1/05:00; #a 22:30 P in C; #b +1 06:00 P in C; "
     "#c +1 06:45 P out C; +1 09:00 K judges P evidence_gap reject #a #b #c",
     R"(P at C 22:30-+1 06:45 out: 45 min
        P 09:00 absent, final
        P 13:00 absent, final
        P 23:00 absent, final
        settled evidence_gap P: reject by K)"},
    {"what was seen in it all the same opens it again",
     "#a 22:30 P in C; #b +1 06:00 P in C; #c +1 06:45 P out C; "
     "+1 09:00 K judges P evidence_gap reject #a #b #c; @B 23:00 P in C",
     R"(P at C 22:30-+1 06:45 out: 75 min, 420 to confirm
        P 09:00 absent, final
        P 13:00 absent, final
        doubt evidence_gap P)"},
};

const SettledExample kLoneCheckOuts[] = {
    {"nobody said anything yet", "12:00 P out C",
     R"(P 09:00 present, to confirm, final
        P 13:00 unclear, check_out_without_check_in
        doubt check_out_without_check_in P
        doubt seen_without_check_in P)"},
    {"since when they had been there",
     "#out 12:00 P out C; 17:00 K judges P check_out_without_check_in start 09:05 #out",
     R"(P at C 09:05-12:00 corrected: 175 min
        P 09:00 present, 175 min, final
        P 13:00 absent, final
        settled check_out_without_check_in P: start 09:05 by K)"},
    {"which may say that they were late",
     "#out 12:00 P out C; 17:00 K judges P check_out_without_check_in start 09:25 #out",
     R"(P at C 09:25-12:00 corrected: 155 min
        P 09:00 present, late, 155 min, final
        P 13:00 absent, final
        settled check_out_without_check_in P: start 09:25 by K)"},
    {"nothing is to be done: it is a sign no more",
     "#out 12:00 P out C; 17:00 K judges P check_out_without_check_in reject #out",
     R"(P 09:00 present, to confirm, final
        P 13:00 absent, final
        doubt seen_without_check_in P
        settled check_out_without_check_in P: reject by K)"},
    {"not before they came",
     "#out 12:00 P out C; 17:00 K judges P check_out_without_check_in start 12:30 #out",
     R"(P 09:00 present, to confirm, final
        P 13:00 unclear, check_out_without_check_in
        aside discrepancy_settled: with that time it would end before it starts, or last over 31 days
        doubt check_out_without_check_in P
        doubt seen_without_check_in P)"},
    {"a check-in that comes late says it better",
     "#out 12:00 P out C; 17:00 K judges P check_out_without_check_in start 09:25 #out; "
     "@B 08:55 P in C",
     R"(P at C 08:55-12:00 out: 185 min
        P 09:00 present, 180 min, final
        P 13:00 absent, final)"},
};

INSTANTIATE_TEST_SUITE_P(Forgotten, Settling, testing::ValuesIn(kForgotten));
INSTANTIATE_TEST_SUITE_P(Several, Settling, testing::ValuesIn(kSeveral));
INSTANTIATE_TEST_SUITE_P(Nonsense, Settling, testing::ValuesIn(kNonsense));
INSTANTIATE_TEST_SUITE_P(Gaps, Settling, testing::ValuesIn(kGaps));
INSTANTIATE_TEST_SUITE_P(LoneCheckOuts, Settling, testing::ValuesIn(kLoneCheckOuts));

TEST(SettlementsTest, NonsenseAboutSeveralPeopleIsListedOnce) {
  Scene scene = Told("#in 16:30 P in C; +1 09:30 K judges P+Q lost_umbrella accept #in");
  std::vector<SetAsideFact> listed =
      Get(FoldAll(scene.events(), scene.later(), scene.notices()).ledger->SetAside());
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed.front().reason, SetAsideReason::kMakesNoSense);
}

TEST(SettlementsTest, NobodysWordSettlesNothing) {
  Scene scene = Told("#in 16:30 P in C");
  v1::Event event = scene.New(v1::EVENT_KIND_DISCREPANCY_SETTLED, scene.At(1, "09:00"));
  v1::PersonRef& person = *event.add_persons();
  person.set_person_id(IdNamed("P").ToString());
  person.set_role(v1::PERSON_ROLE_PARTICIPANT);
  event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  event.mutable_discrepancy_settled()->set_discrepancy("forgotten_check_out");
  event.mutable_discrepancy_settled()->set_field("accepted");
  event.mutable_discrepancy_settled()->set_accepted(true);
  event.add_seen(scene.Named("#in").ToString());
  scene.Add(std::move(event));
  EXPECT_EQ(scene.SettledOutcome(), TrimmedLines(R"(P at C 16:30-17:00 by rule: 0 min, 30 to confirm
                       P 09:00 absent, final
                       P 13:00 absent, final
                       aside discrepancy_settled: it does not say who settles it
                       doubt forgotten_check_out P)"));
}

// What a coach is told of somebody's own word on when they left.
Discrepancy ForgottenIn(absl::string_view story) {
  Scene scene = Told(story);
  const std::vector<Discrepancy> open =
      Get(FoldAll(scene.events(), scene.later(), scene.notices()).ledger->Discrepancies());
  EXPECT_THAT(open, SizeIs(1));
  return open.empty() ? Discrepancy() : open.front();
}

TEST(ForgottenCheckOut, SuggestsTheirOwnWordAndTheLastOfSeveral) {
  EXPECT_EQ(FormatTimeOfDay(ForgottenIn("08:58 P in C").suggestion.number), "16:00");
  const Discrepancy said =
      ForgottenIn("08:58 P in C; +1 09:05 P out C said -1/15:00; +1 09:10 P out C said -1/15:30");
  EXPECT_EQ(FormatTimeOfDay(said.suggestion.number), "15:30");
  EXPECT_THAT(said.detail, testing::EndsWith("by their own word until 15:00; by their own word "
                                             "until 15:30"));
  EXPECT_THAT(said.events, SizeIs(3));
  EXPECT_THAT(said.said, SizeIs(3)) << "who said so";
}

TEST(ForgottenCheckOut, AWordOnAnotherDayOrFromLongAfterIsNotAboutIt) {
  EXPECT_THAT(ForgottenIn("08:58 P in C; +1 09:05 P out C said 08:00").events, SizeIs(1));
  EXPECT_THAT(ForgottenIn("08:58 P in C; +1 09:05 P out C said -1/08:30").events, SizeIs(1));
}

TEST(ForgottenCheckOut, WhatACoachStatesClosesIt) {
  Scene scene = Told("08:58 P in C; +1 09:05 P out C said -1/15:00 coach");
  EXPECT_THAT(scene.SettledOutcome(), testing::HasSubstr("P at C 08:58-15:00 out: 362 min"));
}

}  // namespace
}  // namespace wijkboek
