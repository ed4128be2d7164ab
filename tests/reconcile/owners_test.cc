// Whose a fact is, and when it was, once somebody says so; and edits of people that contradict each
// other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "common/ledger/ledger.h"
#include "common/reconcile/fact.h"
#include "tests/reconcile/said_facts.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

std::string Told(const Scene& scene) { return scene.Outcome(); }

std::vector<std::string> Open(const Scene& scene) {
  return Kinds(FoldAll(scene.events(), scene.later()).ledger->Discrepancies().value());
}

std::vector<std::string> Settled(const Scene& scene) {
  return Kinds(FoldAll(scene.events(), scene.later()).ledger->SettledDiscrepancies({}).value());
}

// However it arrives, and one at a time: the same.
void ExpectSameInAnyOrder(const Scene& scene) {
  const Hash straight = FoldAll(scene.events(), scene.later()).ledger->Fingerprint().value();
  std::vector<StoredEvent> events = scene.events();
  std::mt19937_64 random(3);
  for (int round = 0; round < 8; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    VectorLog log;
    std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
    for (const StoredEvent& event : events) {
      log.Append(event);
      ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    }
    ASSERT_EQ(ledger->Fingerprint().value(), straight) << Describe(*ledger, scene.day());
  }
}

class Unowned : public testing::Test {
 protected:
  Unowned() { scene_.Enrol("P", 1).Tell("#n 09:00 nobody in C; 12:00 P out C"); }
  Hash fact() const { return scene_.Named("#n"); }
  Scene scene_;
};

TEST_F(Unowned, IsListedUntilSomebodySaysWhoseItIs) {
  EXPECT_THAT(Open(scene_), testing::Contains("unowned_check_in"));
  EXPECT_THAT(Told(scene_), HasSubstr("aside unowned_check_in"));
  EXPECT_THAT(Told(scene_), HasSubstr("check_out_without_check_in"));
}

TEST_F(Unowned, IsACheckInOfWhoseItIs) {
  SayWhose(scene_, "unowned_check_in", {fact()}, "P");
  EXPECT_EQ(Told(scene_), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  EXPECT_THAT(Settled(scene_), testing::Contains("unowned_check_in"));
  EXPECT_THAT(Open(scene_), Not(testing::Contains("unowned_check_in")));
  FoldedLog folded = FoldAll(scene_.events(), scene_.later());
  EXPECT_EQ(folded.ledger->Presences(IdNamed("P"), {})->front().strength, EvidenceStrength::kOwn)
      << "the check-out was their own";
  ExpectSameInAnyOrder(scene_);
}

TEST_F(Unowned, HasTheStrengthOfACoachsEntry) {
  Scene scene;
  scene.Enrol("P", 1).Tell("#n 09:00 nobody in C");
  SayWhose(scene, "unowned_check_in", {scene.Named("#n")}, "P");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  ASSERT_EQ(folded.ledger->Presences(IdNamed("P"), {})->size(), 1u);
  EXPECT_EQ(folded.ledger->Presences(IdNamed("P"), {})->front().strength, EvidenceStrength::kCoach);
}

TEST_F(Unowned, IsGivenBackWhenTheWordIsVoided) {
  const std::string before = Told(scene_);
  const Hash word = SayWhose(scene_, "unowned_check_in", {fact()}, "P");
  const Hash taken = Void(scene_, word);
  EXPECT_EQ(Told(scene_), "aside discrepancy_settled: voided\n" + before);
  ExpectSameInAnyOrder(scene_);
  Void(scene_, taken);
  EXPECT_EQ(Told(scene_), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  ExpectSameInAnyOrder(scene_);
}

TEST_F(Unowned, GoesToAnotherWhenSomebodyWhoSawTheWordSaysSo) {
  const Hash word = SayWhose(scene_, "unowned_check_in", {fact()}, "Q");
  SayWhose(scene_, "unowned_check_in", {fact(), word}, "P", {.coach = "L", .time = "20:10"});
  EXPECT_EQ(Told(scene_), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  ExpectSameInAnyOrder(scene_);
}

TEST_F(Unowned, StaysLooseWhileTwoPeopleDiffer) {
  const std::string before = Told(scene_);
  SayWhose(scene_, "unowned_check_in", {fact()}, "P");
  SayWhose(scene_, "unowned_check_in", {fact()}, "Q", {.coach = "L", .device = "other"});
  EXPECT_EQ(Told(scene_), before);
  const std::vector<Discrepancy> open =
      FoldAll(scene_.events(), scene_.later()).ledger->Discrepancies().value();
  const auto shown = std::find_if(open.begin(), open.end(), [](const Discrepancy& each) {
    return each.kind == "unowned_check_in";
  });
  ASSERT_NE(shown, open.end());
  EXPECT_EQ(shown->settlements.size(), 2u);
  ExpectSameInAnyOrder(scene_);
}

TEST_F(Unowned, IsNotSettledByWhoseItWouldBeOrByNobody) {
  const std::string before = Told(scene_);
  for (const char* coach : {"P", "-"}) {
    Scene scene = scene_;
    SayWhose(scene, "unowned_check_in", {fact()}, "P", {.coach = coach});
    EXPECT_THAT(Told(scene), HasSubstr("aside unowned_check_in")) << coach;
  }
  // Nor under another registration of theirs.
  SayWhose(scene_, "unowned_check_in", {fact()}, "P", {.coach = "P2"});
  SayGroups(scene_, {{"P", "P2"}});
  EXPECT_THAT(Told(scene_), HasSubstr("aside unowned_check_in"));
  ExpectSameInAnyOrder(scene_);
}

TEST_F(Unowned, ThatIsNobodysIsASignForNobody) {
  Scene scene;
  scene.HasKiosk("kiosk", "C").Enrol("P", 1).Tell("#n 09:00 nobody in C");
  scene.Heard("kiosk", scene.later());
  EXPECT_THAT(scene.AttendanceOutcome(), HasSubstr("unclear"));
  SayAccepted(scene, "unowned_check_in", {scene.Named("#n")}, false);
  EXPECT_THAT(scene.AttendanceOutcome(), Not(HasSubstr("unclear")));
  EXPECT_THAT(Told(scene), Not(HasSubstr("aside unowned_check_in")));
  EXPECT_THAT(Settled(scene), testing::Contains("unowned_check_in"));
  ExpectSameInAnyOrder(scene);
}

TEST_F(Unowned, GoesToWhoStandsForThem) {
  SayWhose(scene_, "unowned_check_in", {fact()}, "P2");
  SayGroups(scene_, {{"P", "P2"}});
  EXPECT_THAT(Told(scene_), HasSubstr("at C 09:00-12:00 out: 180 min"));
  ExpectSameInAnyOrder(scene_);
}

class UnknownBadge : public testing::Test {
 protected:
  UnknownBadge() { scene_.Enrol("P", 1).Tell("#in 09:00 badge X in C; #out 12:00 badge X out C"); }
  Scene scene_;
};

TEST_F(UnknownBadge, IsWhoseSomebodySaysItWas) {
  EXPECT_THAT(Open(scene_), ElementsAre("unknown_badge", "unknown_badge"));
  SayWhose(scene_, "unknown_badge", {scene_.Named("#in")}, "P");
  EXPECT_THAT(Told(scene_), HasSubstr("P at C 09:00"));
  SayWhose(scene_, "unknown_badge", {scene_.Named("#out")}, "P");
  EXPECT_EQ(Told(scene_), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  EXPECT_THAT(Settled(scene_), ElementsAre("unknown_badge", "unknown_badge"));
  ExpectSameInAnyOrder(scene_);
}

TEST_F(UnknownBadge, AWordOnTheVeryFactGoesBeforeTheBadgesTerms) {
  SayWhose(scene_, "unknown_badge", {scene_.Named("#in")}, "P");
  SayWhose(scene_, "unknown_badge", {scene_.Named("#out")}, "P");
  scene_.AssignBadge("X", "Q", scene_.At(0, "08:00"));
  EXPECT_EQ(Told(scene_), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  ExpectSameInAnyOrder(scene_);
}

TEST_F(UnknownBadge, ThatWasNobodysIsSomebodysOnceTheBadgeIs) {
  SayAccepted(scene_, "unknown_badge", {scene_.Named("#in")}, false);
  SayAccepted(scene_, "unknown_badge", {scene_.Named("#out")}, false);
  EXPECT_EQ(Told(scene_), "");
  scene_.AssignBadge("X", "P", scene_.At(0, "08:00"));
  EXPECT_EQ(Told(scene_), "P at C 09:00-12:00 out: 180 min\nday P C: 180 min");
  ExpectSameInAnyOrder(scene_);
}

// The office takes a badge back and gives it anew from the same moment: the later word holds.
TEST(ABadge, WithdrawnAndGivenFromOneMomentIsAsTheLaterWordSays) {
  for (const bool is_given_last : {true, false}) {
    Scene scene;
    scene.Enrol("P", 1);
    const std::int64_t from_ms = scene.At(0, "08:00");
    v1::Event taken = scene.New(v1::EVENT_KIND_BADGE_WITHDRAWN, scene.At(0, "06:00"), "office");
    taken.mutable_badge_withdrawn()->set_badge_hash(IdNamed("X").ToString());
    taken.mutable_badge_withdrawn()->set_from_ms(from_ms);
    v1::Event given = scene.New(v1::EVENT_KIND_BADGE_ASSIGNED,
                                scene.At(0, is_given_last ? "07:00" : "05:00"), "office");
    NameAll({"P"}, v1::PERSON_ROLE_PARTICIPANT, given);
    given.mutable_badge_assigned()->set_badge_hash(IdNamed("X").ToString());
    given.mutable_badge_assigned()->set_valid_from_ms(from_ms);
    scene.Add(std::move(taken));
    scene.Add(std::move(given));
    const FoldedLog folded = FoldAll(scene.events(), scene.later());
    EXPECT_EQ(folded.ledger->reference().BadgeOwner(IdNamed("X"), scene.At(0, "09:00")),
              is_given_last ? std::optional(IdNamed("P")) : std::nullopt);
    ExpectSameInAnyOrder(scene);
  }
}

// ---- when it was

// A kiosk that believes in 1970, in a boot without a sample.
class NoTime : public testing::Test {
 protected:
  NoTime() { scene_.Enrol("P", 1).Tell("#in unsure 09:00 P in C; 12:00 P out C"); }
  Hash fact() const { return scene_.Named("#in"); }
  Scene scene_;
};

TEST_F(NoTime, OpensClosesAndPairsNothing) {
  EXPECT_THAT(Told(scene_), HasSubstr("aside checked_in: clock uncertain"));
  EXPECT_THAT(Told(scene_), HasSubstr("check_out_without_check_in"));
  EXPECT_THAT(Open(scene_), testing::Contains("clock_uncertain"));
}

TEST_F(NoTime, IsWhenSomebodySaysItWas) {
  SayWhen(scene_, {fact()}, "09:05");
  EXPECT_EQ(Told(scene_), "P at C 09:05-12:00 out: 175 min\nday P C: 175 min");
  EXPECT_THAT(Settled(scene_), testing::Contains("clock_uncertain"));
  ExpectSameInAnyOrder(scene_);
}

// The server had it at 10:00, whatever somebody says since.
TEST_F(NoTime, WasNotAfterTheServerHadIt) {
  struct Case {
    const char* said;
    bool is_taken;
  };
  for (const Case& each : {Case{"10:01", false}, Case{"10:00", true}, Case{"09:05", true}}) {
    SCOPED_TRACE(each.said);
    Scene scene = scene_;
    v1::Event word = Settling(scene, "clock_uncertain", {fact()}, {});
    NameAll({"P"}, v1::PERSON_ROLE_PARTICIPANT, word);
    word.mutable_discrepancy_settled()->set_field("time");
    *word.mutable_discrepancy_settled()->mutable_time() = ToCivilTime(scene.At(0, each.said));
    scene.Add(std::move(word));
    VectorLog log;
    for (const StoredEvent& event : scene.events()) {
      log.Append(event,
                 event.key.hash == fact() ? std::optional(scene.At(0, "10:00")) : std::nullopt);
    }
    const std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
    ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    EXPECT_EQ(Kinds(ledger->SettledDiscrepancies(DayRange()).value()) ==
                  std::vector<std::string>{"clock_uncertain"},
              each.is_taken);
    const std::vector<SetAsideFact> aside = ledger->SetAside().value();
    EXPECT_EQ(std::count_if(aside.begin(), aside.end(),
                            [](const SetAsideFact& one) {
                              return one.reason == SetAsideReason::kMakesNoSense &&
                                     one.detail ==
                                         "with that time it would have been after the server "
                                         "received it";
                            }),
              each.is_taken ? 0 : 1);
    EXPECT_EQ(std::count_if(aside.begin(), aside.end(),
                            [](const SetAsideFact& one) {
                              return one.reason == SetAsideReason::kClockUncertain;
                            }),
              each.is_taken ? 0 : 1);
  }
}

// Nobody's: the word that makes no sense is listed with the fact.
TEST_F(Unowned, IsNotSettledByAWordThatMakesNoSense) {
  SayAccepted(scene_, "unowned_check_in", {fact()}, true);
  EXPECT_THAT(Open(scene_), testing::Contains("unowned_check_in"));
  EXPECT_THAT(Told(scene_), HasSubstr("aside discrepancy_settled: makes no sense"));
  ExpectSameInAnyOrder(scene_);
}

TEST_F(Unowned, IsNotSettledByAWordThatDoesNotSayHow) {
  v1::Event event = Settling(scene_, "unowned_check_in", {fact()}, {});
  event.mutable_discrepancy_settled()->set_field("person");
  scene_.Add(std::move(event));
  EXPECT_THAT(Open(scene_), testing::Contains("unowned_check_in"));
  const std::vector<SetAsideFact> aside =
      FoldAll(scene_.events(), scene_.later()).ledger->SetAside().value();
  EXPECT_TRUE(std::any_of(aside.begin(), aside.end(), [](const SetAsideFact& each) {
    return each.reason == SetAsideReason::kMakesNoSense &&
           each.detail == "it does not say how it is settled";
  }));
}

TEST_F(NoTime, IsNotSettledByWhomItIsAbout) {
  SayWhen(scene_, {fact()}, "09:05", {.coach = "P"});
  EXPECT_THAT(Told(scene_), HasSubstr("aside checked_in: clock uncertain"));
}

TEST_F(NoTime, ThatIsDoubtedByASecondWordIsOpenAgain) {
  SayWhen(scene_, {fact()}, "09:05");
  SayWhen(scene_, {fact()}, "10:00", {.coach = "L", .device = "other"});
  EXPECT_THAT(Told(scene_), HasSubstr("aside checked_in: clock uncertain"));
  ExpectSameInAnyOrder(scene_);
}

TEST_F(NoTime, ThatAKioskKnowsAfterAllGoesByItsClock) {
  SayWhen(scene_, {fact()}, "09:05");
  FoldedLog folded = FoldAll(scene_.events(), scene_.later());
  v1::Event sample = scene_.New(v1::EVENT_KIND_CLOCK_SAMPLED, scene_.At(0, "15:00"));
  const StoredEvent& unsure =
      *std::find_if(scene_.events().begin(), scene_.events().end(),
                    [&](const StoredEvent& each) { return each.key.hash == fact(); });
  sample.mutable_captured()->set_boot_id(unsure.event.captured().boot_id());
  const std::uint64_t boottime_ms = unsure.event.captured().boottime_ms();
  sample.mutable_captured()->set_boottime_ms(boottime_ms + 1000);
  sample.mutable_clock_sampled()->set_boottime_ms(boottime_ms);
  sample.mutable_clock_sampled()->set_server_ms(scene_.At(0, "09:40"));
  scene_.Add(std::move(sample));
  EXPECT_THAT(Told(scene_), HasSubstr("P at C 09:40-12:00 out: 140 min"));
  EXPECT_THAT(Settled(scene_), Not(testing::Contains("clock_uncertain")));
  folded.log->Append(scene_.events().back());
  ASSERT_TRUE(folded.ledger->CatchUp(scene_.later()).ok());
  EXPECT_EQ(Describe(*folded.ledger, scene_.day()), Told(scene_)) << "also afterwards";
}

TEST_F(NoTime, FindsWhoseBadgeItWasThen) {
  Scene scene;
  scene.Tell("#in unsure 09:00 badge X in C");
  scene.AssignBadge("X", "Q", scene.At(0, "10:00"));
  scene.AssignBadge("X", "P", scene.At(0, "08:00"));
  SayWhen(scene, {scene.Named("#in")}, "09:05");
  EXPECT_THAT(Told(scene), HasSubstr("P at C 09:05"));
  EXPECT_THAT(Told(scene), Not(HasSubstr("Q at C")));
  ExpectSameInAnyOrder(scene);
}

TEST_F(NoTime, OfNobodyIsGivenBothByTwoWords) {
  Scene scene;
  scene.Enrol("P", 1).Tell("#n unsure 09:00 nobody in C; 12:00 P out C");
  SayWhen(scene, {scene.Named("#n")}, "09:10");
  EXPECT_THAT(Open(scene), testing::Contains("unowned_check_in"));
  SayWhose(scene, "unowned_check_in", {scene.Named("#n")}, "P");
  EXPECT_EQ(Told(scene), "P at C 09:10-12:00 out: 170 min\nday P C: 170 min");
  EXPECT_THAT(Settled(scene), UnorderedElementsAre("clock_uncertain", "unowned_check_in"));
  ExpectSameInAnyOrder(scene);
}

// ---- edits of people that contradict each other

Hash Detail(Scene& scene, const std::string& device, const std::string& language,
            const std::vector<Hash>& seen = {}) {
  v1::Event event = By(scene, v1::EVENT_KIND_DETAIL_CHANGED, "10:00", "K", device);
  event.mutable_detail_changed()->set_language(language);
  NameAll({"P"}, v1::PERSON_ROLE_PARTICIPANT, event);
  SawAll(seen, event);
  return scene.Add(std::move(event)).key.hash;
}

TEST(ConcurrentDetail, TheLanguageSomebodyChoseForThemselvesIsNone) {
  for (const bool both : {true, false}) {
    Scene scene;
    scene.Enrol("P", 1);
    for (const std::string language : {"nl", "ti"}) {
      v1::Event event =
          By(scene, v1::EVENT_KIND_DETAIL_CHANGED, language == "nl" ? "10:00" : "10:05",
             both || language == "ti" ? "P" : "K", "kiosk " + language);
      event.mutable_detail_changed()->set_language(language);
      NameAll({"P"}, v1::PERSON_ROLE_PARTICIPANT, event);
      scene.Add(std::move(event));
    }
    FoldedLog folded = FoldAll(scene.events(), scene.later());
    EXPECT_THAT(Kinds(folded.ledger->Discrepancies().value()), IsEmpty());
    ExpectSameInAnyOrder(scene);
  }
}

TEST(ConcurrentDetail, NamesBothAndClosesWhenItIsSettled) {
  Scene scene;
  scene.Enrol("P", 1);
  const Hash one = Detail(scene, "kiosk A", "nl");
  const Hash other = Detail(scene, "kiosk B", "ti");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  const std::vector<Discrepancy> open = folded.ledger->Discrepancies().value();
  ASSERT_THAT(Kinds(open), ElementsAre("concurrent_detail"));
  EXPECT_THAT(open[0].events, UnorderedElementsAre(one, other));
  EXPECT_THAT(open[0].persons, ElementsAre(IdNamed("P")));
  EXPECT_EQ(open[0].said.size(), 2u) << "both are shown with who said so";
  EXPECT_EQ(open[0].detail, "language nl or ti");
  ExpectSameInAnyOrder(scene);
  SayAccepted(scene, "concurrent_detail", {one, other}, true);
  EXPECT_THAT(Open(scene), IsEmpty());
  EXPECT_THAT(Settled(scene), ElementsAre("concurrent_detail"));
  ExpectSameInAnyOrder(scene);
}

TEST(ConcurrentDetail, IsNoneWhereTheySayTheSameOrSawEachOther) {
  Scene scene;
  scene.Enrol("P", 1);
  const Hash one = Detail(scene, "kiosk A", "nl");
  Detail(scene, "kiosk B", "nl");
  EXPECT_THAT(Open(scene), IsEmpty()) << "the same";
  Scene seen;
  seen.Enrol("P", 1);
  const Hash first = Detail(seen, "kiosk A", "nl");
  Detail(seen, "kiosk B", "ti", {first});
  EXPECT_THAT(Open(seen), IsEmpty()) << "it had seen the other";
  Scene device;
  device.Enrol("P", 1);
  Detail(device, "kiosk A", "nl");
  Detail(device, "kiosk A", "ti");
  EXPECT_THAT(Open(device), IsEmpty()) << "a device shows what was said there before";
  (void)one;
}

TEST(ConcurrentDetail, AlsoOfAnEnrolmentsEnd) {
  Scene scene;
  scene.Enrol("P", 3);
  Id enrolment = FoldAll(scene.events(), scene.later())
                     .ledger->reference()
                     .EnrolmentsOf(IdNamed("P"))
                     .front()
                     .id;
  auto end = [&](const std::string& device, int day) {
    v1::Event event = By(scene, v1::EVENT_KIND_ENROLMENT_ENDED, "10:00", "K", device);
    event.mutable_enrolment_ended()->set_enrolment_id(enrolment.ToString());
    event.mutable_enrolment_ended()->set_last_day(scene.day() + day);
    scene.Add(std::move(event));
  };
  end("kiosk A", 5);
  EXPECT_THAT(Open(scene), Not(testing::Contains("concurrent_detail")));
  end("kiosk B", 7);
  EXPECT_THAT(Open(scene), testing::Contains("concurrent_detail"));
  ExpectSameInAnyOrder(scene);
}

// The days, from the first one on, with an attendance that is final.
std::vector<CivilDay> FinalDays(const Scene& scene) {
  FoldedLog folded = FoldAll(scene.events(), scene.later(), scene.notices());
  std::vector<CivilDay> days;
  const std::vector<AttendanceRecord> records = folded.ledger->Attendance({}).value();
  for (const AttendanceRecord& record : records) {
    if (record.is_final) days.push_back(record.day - scene.day());
  }
  SortUnique(days);
  return days;
}

// Nobody may be absent for good from what they need not have come to.
TEST(ConcurrentDetail, OfAnEnrolmentsEndLetsNoAbsenceBetweenBeFinal) {
  Scene scene;
  scene.Enrol("P", 9).HasKiosk("kiosk", "C").Heard("kiosk", scene.At(20, "12:00"));
  const Id enrolment = FoldAll(scene.events(), scene.later())
                           .ledger->reference()
                           .EnrolmentsOf(IdNamed("P"))
                           .front()
                           .id;
  auto end = [&](const std::string& device, absl::string_view time, int day) {
    v1::Event event = By(scene, v1::EVENT_KIND_ENROLMENT_ENDED, time, "K", device);
    event.mutable_enrolment_ended()->set_enrolment_id(enrolment.ToString());
    event.mutable_enrolment_ended()->set_last_day(scene.day() + day);
    return scene.Add(std::move(event)).key.hash;
  };
  const Hash one = end("kiosk A", "05:00", 2);
  const Hash other = end("kiosk B", "06:00", 4);
  EXPECT_THAT(FinalDays(scene), ElementsAre(0, 1, 2));
  SayAccepted(scene, "concurrent_detail", {one, other}, true);
  EXPECT_THAT(FinalDays(scene), ElementsAre(0, 1, 2, 3, 4));
}

TEST(ConcurrentDetail, OfACohortLetsNoAbsenceBeFinal) {
  Scene scene;
  scene.Enrol("P", 3).HasKiosk("kiosk", "C").Heard("kiosk", scene.At(20, "12:00"));
  ASSERT_THAT(FinalDays(scene), ElementsAre(0, 1, 2));
  const auto change = [&](const std::string& device, absl::string_view time,
                          const std::string& cohort) {
    v1::Event event = By(scene, v1::EVENT_KIND_ENROLMENT_CHANGED, time, "K", device);
    NameAll({"P"}, v1::PERSON_ROLE_PARTICIPANT, event);
    v1::EnrolmentChanged& body = *event.mutable_enrolment_changed();
    body.set_enrolment_id(IdNamed("enrolment of P").ToString());
    body.set_cohort_id(IdNamed(cohort).ToString());
    return scene.Add(std::move(event)).key.hash;
  };
  const Hash one = change("kiosk A", "05:00", "another cohort");
  const Hash other = change("kiosk B", "06:00", "cohort of P");
  EXPECT_THAT(Open(scene), testing::Contains("concurrent_detail"));
  EXPECT_THAT(FinalDays(scene), IsEmpty());
  ExpectSameInAnyOrder(scene);
  SayAccepted(scene, "concurrent_detail", {one, other}, true);
  EXPECT_THAT(FinalDays(scene), ElementsAre(0, 1, 2));
}

TEST(BadgeInTwoHands, IsADoubtAboutBothUntilTheyAreOne) {
  Scene scene;
  scene.Enrol("P", 1).Enrol("Q", 1);
  scene.AssignBadge("X", "P").AssignBadge("X", "Q");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  const std::vector<Discrepancy> open = folded.ledger->Discrepancies().value();
  ASSERT_THAT(Kinds(open), ElementsAre("badge_in_two_hands")) << "listed once";
  EXPECT_THAT(open[0].persons, UnorderedElementsAre(IdNamed("P"), IdNamed("Q")));
  EXPECT_EQ(open[0].said.size(), 2u);
  ExpectSameInAnyOrder(scene);
  Scene accepted = scene;
  SayAccepted(accepted, "badge_in_two_hands", open[0].events, true);
  EXPECT_THAT(Open(accepted), IsEmpty());
  SayGroups(scene, {{"P", "Q"}});
  EXPECT_THAT(Open(scene), IsEmpty());
  ExpectSameInAnyOrder(scene);
}

TEST(BadgeInTwoHands, LetsNoAbsenceBeFinalUntilTheFirstOfTheirTermsEnds) {
  Scene scene;
  scene.Enrol("P", 5).HasKiosk("kiosk", "C").Heard("kiosk", scene.At(20, "12:00"));
  const auto assign = [&](const std::string& who, int last_day) {
    v1::Event event = scene.New(v1::EVENT_KIND_BADGE_ASSIGNED, scene.At(-20, "10:00"), "office");
    NameAll({who}, v1::PERSON_ROLE_PARTICIPANT, event);
    event.mutable_badge_assigned()->set_badge_hash(IdNamed("X").ToString());
    event.mutable_badge_assigned()->set_valid_from_ms(scene.At(-20, "10:00"));
    event.mutable_badge_assigned()->set_valid_until_ms(scene.At(last_day, "18:00"));
    scene.Add(std::move(event));
  };
  assign("P", 3);
  EXPECT_THAT(FinalDays(scene), ElementsAre(0, 1, 2, 3, 4));
  assign("Q", 1);
  EXPECT_THAT(Open(scene), testing::Contains("badge_in_two_hands"));
  EXPECT_THAT(FinalDays(scene), ElementsAre(2, 3, 4));
  ExpectSameInAnyOrder(scene);
}

}  // namespace
}  // namespace wijkboek
