// What was measured, agreed and reached on somebody's path. docs/rules.md, "The path".
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/draft.h"
#include "common/drafts/phase_draft.h"
#include "common/status.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

// A path told line by line, each at noon of its day and by coach K unless "by" says otherwise:
//
//   [#name] [+days] WHAT [args] [by COACH] [sees #name…] [unsure] [practice]
//
//   goal G · met G · unmet G · placement S FIRST [LAST] · review S · end S LAST · phase F [E]
//   milestone [E] · exit [E] [last DAY] · aftercare [E] · answers MOMENT · invited [SESSION] · talk
//   MINUTES
//   assessed A · ladder · referred in|on · asked · voids #name · settles #name…
//
// P is enrolled (E is that enrolment) from 20 days before the first day to 9 days after it, with
// sessions at 09:00 and 13:00 on each of them.
class ToldPath {
 public:
  ToldPath() { scene_.Enrol("P"); }

  ToldPath& Tell(absl::string_view story) {
    for (absl::string_view line :
         absl::StrSplit(story, absl::ByAnyChar("\n;"), absl::SkipWhitespace())) {
      TellLine(line);
    }
    return *this;
  }

  Scene& scene() { return scene_; }

  // "goal met 0..3", one line a record; "*": until further notice.
  std::vector<std::string> Path() { return Path(scene_.events()); }
  std::vector<std::string> Path(const std::vector<StoredEvent>& events) {
    const FoldedLog folded = FoldAll(events, scene_.later(), scene_.notices());
    std::vector<std::string> lines;
    for (const PathRecord& record : Get(folded.ledger->PathOf(IdNamed("P"), {}))) {
      std::string line =
          absl::StrCat(Word(record.type), " ", record.state, " ", record.day - scene_.day());
      if (record.running) {
        absl::StrAppend(&line, "..*");
      } else if (record.last_day != record.day) {
        absl::StrAppend(&line, "..", record.last_day - scene_.day());
      }
      if (record.enrolment.IsZero()) absl::StrAppend(&line, ", no enrolment");
      if (record.enrolment == IdNamed("another")) absl::StrAppend(&line, ", another enrolment");
      if (record.minutes > 0) absl::StrAppend(&line, ", ", record.minutes, " minutes");
      if (record.reviews > 0) absl::StrAppend(&line, ", ", record.reviews, " reviews");
      if (record.inward) absl::StrAppend(&line, ", inward");
      lines.push_back(line);
    }
    return lines;
  }

  std::vector<std::string> SetAsideLines() {
    const FoldedLog folded = FoldAll(scene_.events(), scene_.later());
    std::vector<std::string> lines;
    for (const SetAsideFact& fact : Get(folded.ledger->SetAside())) {
      lines.push_back(absl::StrCat(fact.kind, ": ",
                                   fact.reason == SetAsideReason::kVoided           ? "voided"
                                   : fact.reason == SetAsideReason::kPractice       ? "practice"
                                   : fact.reason == SetAsideReason::kClockUncertain ? "uncertain"
                                                                                    : fact.detail));
    }
    return lines;
  }

  std::vector<std::string> Doubts(bool settled = false) {
    const FoldedLog folded = FoldAll(scene_.events(), scene_.later());
    std::vector<std::string> lines;
    for (const Discrepancy& each :
         Get(settled ? folded.ledger->SettledDiscrepancies({}) : folded.ledger->Discrepancies())) {
      if (each.kind == "concurrent_goal") {
        lines.push_back(absl::StrCat(each.kind, " of ", each.events.size()));
      }
    }
    return lines;
  }

  void EndEnrolment(int last) {
    v1::Event event =
        scene_.New(v1::EVENT_KIND_ENROLMENT_ENDED, scene_.At(last, "20:00"), "office");
    AddPerson(event, IdNamed("P"), v1::PERSON_ROLE_PARTICIPANT);
    event.mutable_enrolment_ended()->set_enrolment_id(IdNamed("enrolment of P").ToString());
    event.mutable_enrolment_ended()->set_last_day(scene_.day() + last);
    scene_.Add(std::move(event));
  }

 private:
  static std::string Word(PathType type) {
    constexpr const char* kWords[] = {"?",         "invitation", "referral",  "talk",   "help",
                                      "test",      "ladder",     "goal",      "place",  "phase",
                                      "milestone", "exit",       "aftercare", "answers"};
    return kWords[static_cast<int>(type)];
  }
  CivilDay Day(const std::string& word) const {
    int days = 0;
    EXPECT_TRUE(absl::SimpleAtoi(word, &days)) << word;
    return scene_.day() + days;
  }
  static std::string Bytes(const std::string& name) { return IdNamed(name).ToString(); }

  void TellLine(absl::string_view line) {
    std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    std::string label, coach = "K";
    int day = 0;
    bool unsure = false, practice = false;
    std::vector<std::string> seen, args;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i][0] == '#' && args.empty()) {
        label = words[i];
      } else if (words[i][0] == '#') {
        seen.push_back(words[i]);
      } else if (args.empty() && (words[i][0] == '+' || words[i][0] == '-')) {
        EXPECT_TRUE(absl::SimpleAtoi(words[i], &day));
      } else if (words[i] == "by") {
        coach = words[++i];
      } else if (words[i] == "unsure") {
        unsure = true;
      } else if (words[i] == "practice") {
        practice = true;
      } else if (words[i] != "sees") {
        args.push_back(words[i]);
      }
    }
    v1::Event event = scene_.New(v1::EVENT_KIND_UNSPECIFIED, scene_.At(day, "12:00"), coach);
    AddPerson(event, IdNamed("P"), v1::PERSON_ROLE_PARTICIPANT);
    *event.mutable_actor() = ActorOf(coach, v1::METHOD_COACH_PIN);
    event.set_practice(practice);
    if (unsure) {
      event.mutable_captured()->set_boot_id(IdNamed("unsure").ToString());
      event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_UNKNOWN);
    }
    for (const std::string& name : seen) event.add_seen(names_.at(name).ToString());
    Fill(args, event);
    const Hash hash = scene_.Add(std::move(event)).key.hash;
    if (!label.empty()) names_[label] = hash;
  }

  void Fill(const std::vector<std::string>& args, v1::Event& event) {
    const std::string& what = args[0];
    const std::string first = args.size() > 1 ? args[1] : "";
    const auto enrolment = [&] { return first == "E" ? Bytes("enrolment of P") : Bytes(first); };
    if (what == "goal") {
      event.set_kind(v1::EVENT_KIND_GOAL_SET);
      event.mutable_goal_set()->set_goal_id(Bytes(first));
    } else if (what == "met" || what == "unmet") {
      event.set_kind(v1::EVENT_KIND_GOAL_MET);
      event.mutable_goal_met()->set_goal_id(Bytes(first));
      event.mutable_goal_met()->set_met(what == "met");
    } else if (what == "placement") {
      event.set_kind(v1::EVENT_KIND_PLACEMENT_STARTED);
      event.mutable_placement_started()->set_placement_id(Bytes(first));
      event.mutable_placement_started()->set_type(v1::PLACEMENT_TYPE_ORIENTING);
      event.mutable_placement_started()->mutable_days()->set_first_day(Day(args[2]));
      if (args.size() > 3) {
        event.mutable_placement_started()->mutable_days()->set_last_day(Day(args[3]));
      }
    } else if (what == "review") {
      event.set_kind(v1::EVENT_KIND_PLACEMENT_REVIEWED);
      event.mutable_placement_reviewed()->set_placement_id(Bytes(first));
    } else if (what == "end") {
      event.set_kind(v1::EVENT_KIND_PLACEMENT_ENDED);
      event.mutable_placement_ended()->set_placement_id(Bytes(first));
      event.mutable_placement_ended()->set_last_day(Day(args[2]));
    } else if (what == "phase") {
      const Id of = IdNamed(args.size() > 2 && args[2] == "E" ? "enrolment of P" : "nothing");
      EXPECT_TRUE(SetPhase(args.size() > 2 ? of : Id(), IdNamed(first), event).ok());
    } else if (what == "milestone") {
      event.set_kind(v1::EVENT_KIND_MILESTONE_REACHED);
      event.mutable_milestone_reached();
      if (!first.empty()) event.mutable_milestone_reached()->set_enrolment_id(enrolment());
    } else if (what == "exit") {
      event.set_kind(v1::EVENT_KIND_EXITED);
      event.mutable_exited();
      if (first == "last") {
        event.mutable_exited()->set_last_day(Day(args[2]));
      } else if (!first.empty()) {
        event.mutable_exited()->set_enrolment_id(enrolment());
      }
    } else if (what == "aftercare") {
      event.set_kind(v1::EVENT_KIND_AFTERCARE_CONTACTED);
      event.mutable_aftercare_contacted();
    } else if (what == "answers") {
      event.set_kind(v1::EVENT_KIND_INDICATORS_STATED);
      event.mutable_indicators_stated()->set_moment(first == "entry" ? v1::INDICATOR_MOMENT_ENTRY
                                                    : first == "exit"
                                                        ? v1::INDICATOR_MOMENT_EXIT
                                                        : v1::INDICATOR_MOMENT_UNSPECIFIED);
    } else if (what == "invited") {
      event.set_kind(v1::EVENT_KIND_INVITATION_SENT);
      event.mutable_invitation_sent();
      if (!first.empty()) event.set_session_id(Bytes(first));
    } else if (what == "talk") {
      event.set_kind(v1::EVENT_KIND_ONE_TO_ONE_HELD);
      std::uint32_t minutes = 0;
      EXPECT_TRUE(absl::SimpleAtoi(first, &minutes));
      event.mutable_one_to_one_held()->set_minutes(minutes);
    } else if (what == "assessed") {
      event.set_kind(v1::EVENT_KIND_ASSESSMENT_TAKEN);
      event.mutable_assessment_taken()->set_assessment_id(Bytes(first));
    } else if (what == "ladder") {
      event.set_kind(v1::EVENT_KIND_LADDER_MEASURED);
      event.mutable_ladder_measured();
    } else if (what == "referred") {
      event.set_kind(v1::EVENT_KIND_REFERRAL_MADE);
      event.mutable_referral_made()->set_inward(first == "in");
    } else if (what == "asked") {
      event.set_kind(v1::EVENT_KIND_HELP_REQUESTED);
      event.mutable_help_requested();
    } else if (what == "voids") {
      event.set_kind(v1::EVENT_KIND_EVENT_VOIDED);
      event.mutable_event_voided();
    } else if (what == "settles") {
      event.set_kind(v1::EVENT_KIND_DISCREPANCY_SETTLED);
      event.mutable_discrepancy_settled()->set_discrepancy("concurrent_goal");
      event.mutable_discrepancy_settled()->set_field("accepted");
      event.mutable_discrepancy_settled()->set_accepted(true);
    } else {
      ADD_FAILURE() << what;
    }
  }

  Scene scene_;
  std::map<std::string, Hash> names_;
};

struct Case {
  const char* name;
  const char* story;
  std::vector<std::string> path;
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

class Path : public testing::TestWithParam<Case> {};

TEST_P(Path, IsAsTold) {
  ToldPath told;
  told.Tell(GetParam().story);
  EXPECT_THAT(told.Path(), UnorderedElementsAreArray(GetParam().path));
}

// As the server hears it: in any order, and one at a time.
TEST_P(Path, IsTheSameInAnyOrderOfArrival) {
  ToldPath told;
  told.Tell(GetParam().story);
  std::vector<StoredEvent> events = told.scene().events();
  const std::string expected =
      FoldAll(events, told.scene().later()).ledger->Fingerprint().value().hex();
  std::mt19937 random(7);
  for (int i = 0; i < 5; ++i) {
    std::shuffle(events.begin(), events.end(), random);
    EXPECT_EQ(FoldAll(events, told.scene().later()).ledger->Fingerprint().value().hex(), expected);
    EXPECT_THAT(told.Path(events), UnorderedElementsAreArray(GetParam().path));
    VectorLog log;
    auto ledger = Ledger::Open(":memory:", log).value();
    for (const StoredEvent& event : events) {
      log.Append(event);
      ASSERT_TRUE(ledger->CatchUp(told.scene().later()).ok());
    }
    EXPECT_EQ(ledger->Fingerprint().value().hex(), expected);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Steps, Path,
    testing::Values(
        Case{"EachStepOfItsOwn",
             "+1 referred in; +1 asked; +2 talk 30; +3 assessed A; +4 ladder; +5 milestone; "
             "+6 referred on",
             {"referral made 1, inward", "help asked 1", "talk held 2, 30 minutes", "test taken 3",
              "ladder measured 4", "milestone reached 5", "referral made 6"}},
        Case{"VoidedOneIsOut", "#a +1 talk 30; +2 voids #a", {}},
        Case{"VoidOfAVoidGivesBack",
             "#a +1 talk 30; #v +2 voids #a; +3 voids #v",
             {"talk held 1, 30 minutes"}},
        Case{"PracticeIsNone", "+1 talk 30 practice", {}},
        Case{"WithoutACertainTimeItWaits", "+1 talk 30 unsure", {}},
        Case{"OneThatReplacesAnotherStandsAlone", "#a +1 exit; +2 exit sees #a", {"exit left 2"}},
        Case{"WhatReplacedItIsVoided",
             "#a +1 exit; #b +2 exit sees #a; +3 voids #b",
             {"exit left 1"}},
        Case{"AnotherKindReplacesNothing",
             "#a +1 talk 20; +2 milestone sees #a",
             {"talk held 1, 20 minutes", "milestone reached 2"}},
        Case{"ExitSaysItsLastDay", "+3 exit last 2", {"exit left 3..2"}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Goals, Path,
    testing::Values(
        Case{"Set", "goal G", {"goal set 0..*"}},
        Case{"Met", "#g goal G; +3 met G sees #g", {"goal met 0..3"}},
        Case{"Unmet", "goal G; +3 unmet G", {"goal unmet 0..3"}},
        Case{"TheLaterThatHadSeenTheOtherHolds",
             "goal G; #a +3 met G; +5 unmet G sees #a",
             {"goal unmet 0..5"}},
        Case{"OfTwoThatHadNotTheFavourableHolds",
             "goal G; +3 met G; +5 unmet G by L",
             {"goal met 0..3"}},
        Case{"AVoidedWordIsNone", "goal G; #a +3 met G; +4 voids #a", {"goal set 0..*"}},
        Case{"AWordAboutNoGoalWaits", "+3 met G", {}},
        Case{"AGoalSetAnewIsOneGoal", "#g goal G; +2 goal G sees #g; +4 met G", {"goal met 2..4"}},
        Case{"TwoGoalsAreTwo", "goal G; goal H; +1 met H", {"goal met 0..1", "goal set 0..*"}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Placements, Path,
    testing::Values(
        Case{"Running", "placement S 1", {"place running 1..*"}},
        Case{"WithAnEnd", "placement S 1 8", {"place ends 1..8"}},
        Case{"Reviewed",
             "placement S 1; +3 review S; +5 review S",
             {"place running 1..*, 2 reviews"}},
        Case{"Ended", "placement S 1 8; +5 end S 4", {"place ended 1..4"}},
        Case{"OfTwoEndsTheLongerHolds",
             "placement S 1; +5 end S 4; +5 end S 5 by L",
             {"place ended 1..5"}},
        Case{"AnEndThatHadSeenTheOtherHolds",
             "placement S 1; #e +5 end S 6; +7 end S 3 sees #e",
             {"place ended 1..3"}},
        Case{"EndedBeforeItBeganIsNoEnd", "placement S 4; +5 end S 3", {"place running 4..*"}},
        Case{"EndOfNoPlacementWaits", "+5 end S 4; +5 review S", {}},
        Case{"DaysThatAreNoneWait", "placement S 4 2", {}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Phases, Path,
    testing::Values(Case{"LastsUntilTheEnrolmentEnds", "+1 phase F E", {"phase ends 1..9"}},
                    Case{"LastsUntilTheNext",
                         "+1 phase F E; +4 phase H E",
                         {"phase ended 1..3", "phase ends 4..9"}},
                    Case{"TheEnrolmentThatRuns", "+1 phase F", {"phase ends 1..9"}},
                    Case{"OfTwoOnOneDayTheLaterGoesOn",
                         "+1 phase F E; +1 phase H E by L",
                         {"phase ended 1", "phase ends 1..9"}},
                    Case{"VoidedNextGivesBack",
                         "+1 phase F E; #n +4 phase H E; +5 voids #n",
                         {"phase ends 1..9"}}),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Enrolments, Path,
    testing::Values(
        Case{"NoneRunsThen", "+12 talk 30", {"talk held 12, no enrolment, 30 minutes"}},
        Case{"AfterItsEndAftercareBelongsToTheLast", "+12 aftercare", {"aftercare held 12"}},
        Case{"AndSoDoAnswersForIndicators", "+12 answers exit", {"answers exit 12"}},
        Case{"AnswersAreOfAMoment", "+1 answers entry; +2 answers", {"answers entry 1"}},
        Case{"AndSoDoMilestoneAndExit",
             "+12 milestone; +13 exit",
             {"milestone reached 12", "exit left 13"}},
        Case{"BeforeAnyThereIsNone", "-30 milestone", {"milestone reached -30, no enrolment"}},
        Case{"TheNamedOneHolds",
             "+1 milestone another",
             {"milestone reached 1, another enrolment"}}),
    [](const auto& info) { return info.param.name; });

TEST(PathDoubts, TwoWordsOnOneGoalAreShownUntilSomebodySettles) {
  ToldPath told;
  told.Tell("goal G; #a +3 met G; #b +5 unmet G by L");
  EXPECT_THAT(told.Doubts(), ElementsAre("concurrent_goal of 2"));
  told.Tell("+6 settles #a #b by M");
  EXPECT_THAT(told.Doubts(), IsEmpty());
  EXPECT_THAT(told.Doubts(/*settled=*/true), ElementsAre("concurrent_goal of 2"));
  EXPECT_THAT(told.Path(), ElementsAre("goal met 0..3"));
  // A word that the settlement had not seen.
  told.Tell("+7 unmet G by N");
  EXPECT_THAT(told.Doubts(), ElementsAre("concurrent_goal of 3"));
}

TEST(PathDoubts, AWordThatHadSeenBothEndsIt) {
  ToldPath told;
  told.Tell("goal G; #a +3 met G; #b +5 unmet G by L; +6 unmet G by M sees #a #b");
  EXPECT_THAT(told.Doubts(), IsEmpty());
  EXPECT_THAT(told.Path(), ElementsAre("goal unmet 0..6"));
}

TEST(PathSetAside, SaysWhatItWaitsFor) {
  ToldPath told;
  told.Tell("+1 met G; +2 end S 2; +3 review S; +4 placement T 4 2; +5 placement V 5; +5 end V 4");
  EXPECT_THAT(
      told.SetAsideLines(),
      testing::UnorderedElementsAre(
          "goal_met: the goal that it names has not arrived, or was taken out",
          "placement_ended: the placement that it names has not arrived, or was taken out",
          "placement_reviewed: the placement that it names has not arrived, or was taken "
          "out",
          "placement_started: its days are none", "placement_ended: it ends before it began"));
}

TEST(PathSetAside, ListsWhatIsOut) {
  ToldPath told;
  told.Tell("#a +1 talk 30; +2 voids #a; +3 talk 10 practice; +4 talk 5 unsure");
  EXPECT_THAT(told.SetAsideLines(),
              testing::UnorderedElementsAre("one_to_one_held: voided", "one_to_one_held: practice",
                                            "one_to_one_held: uncertain"));
}

// Whoever was invited to P's session of the first morning.
std::string Invited(const std::string& story, bool heard, std::int64_t now_minutes = -1) {
  ToldPath told;
  told.Tell("-2 invited P009:00");
  Scene& scene = told.scene();
  scene.HasKiosk("kiosk", "C").Tell(story);
  if (heard) scene.Heard("kiosk", scene.At(1, "12:00"));
  const std::int64_t now_ms =
      now_minutes < 0 ? scene.later() : scene.At(0, "00:00") + now_minutes * kMinuteMs;
  const FoldedLog folded = FoldAll(scene.events(), now_ms, scene.notices());
  for (const PathRecord& record : Get(folded.ledger->PathOf(IdNamed("P"), {}))) {
    if (record.type == PathType::kInvitation) return record.state;
  }
  return "none";
}

TEST(Invitations, CameOrNotAndNeverAbsentOnADoubt) {
  EXPECT_EQ(Invited("08:55 P in C; 12:00 P out C", true), "came");
  EXPECT_EQ(Invited("08:55 Q in C", true), "did not come");
  EXPECT_EQ(Invited("08:55 Q in C", false), "not known yet");
  EXPECT_EQ(Invited("08:55 nobody in C", true), "not known yet");
  EXPECT_EQ(Invited("08:00 P excuses P at 09:00; 08:55 Q in C", true), "excused");
  EXPECT_EQ(Invited("08:55 Q in C", true, 8 * 60), "not known yet");
  // Marked absent; it is final only once the kiosk was heard.
  EXPECT_EQ(Invited("12:30 K marks P 09:00 absent", false), "not known yet");
  EXPECT_EQ(Invited("12:30 K marks P 09:00 absent", true), "did not come");
}

TEST(Invitations, ToTheProgrammeAreSent) {
  ToldPath told;
  told.Tell("invited; +1 invited nowhere");
  EXPECT_THAT(told.Path(), ElementsAre("invitation sent 0", "invitation not known yet 1"));
}

TEST(PathPhases, EndEarlierWhenTheEnrolmentDoes) {
  ToldPath told;
  told.Tell("+1 phase F E; +4 phase H E");
  told.EndEnrolment(6);
  EXPECT_THAT(told.Path(), ElementsAre("phase ended 1..3", "phase ends 4..6"));
}

TEST(PathSeals, ChangeNothing) {
  ToldPath told;
  told.Tell("+1 milestone; +2 exit");
  ToldPath sealed;
  sealed.Tell("+1 milestone; +2 exit");
  std::vector<StoredEvent> events = sealed.scene().events();
  for (StoredEvent& event : events) {
    if (event.event.kind() != v1::EVENT_KIND_EXITED) continue;
    v1::Event with = event.event;
    with.add_sealed()->set_field(v1::SEALED_FIELD_OUTCOME);
    event = WriteEvent(with, event.previous);
  }
  EXPECT_EQ(sealed.Path(events), told.Path());
}

}  // namespace
}  // namespace wijkboek
