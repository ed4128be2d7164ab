// Two people who go together from one day to another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/draft.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using People = std::vector<std::pair<const char*, v1::PersonRole>>;

const People kMentorAndMentee = {{"M", v1::PERSON_ROLE_MENTOR}, {"P", v1::PERSON_ROLE_MENTEE}};

// Days are counted from the scene's first.
class Pairs : public testing::Test {
 protected:
  Hash Form(const People& people, int first_day, std::optional<int> last_day = std::nullopt) {
    v1::Event event = scene_.New(v1::EVENT_KIND_PAIR_FORMED, scene_.At(0, "09:00"), "office");
    for (auto [name, role] : people) AddPerson(event, IdNamed(name), role);
    v1::CivilDays& days = *event.mutable_pair_formed()->mutable_days();
    days.set_first_day(scene_.day() + first_day);
    if (last_day) days.set_last_day(scene_.day() + *last_day);
    return scene_.Add(std::move(event)).key.hash;
  }

  Hash End(const std::vector<Hash>& seen, int last_day, const char* time = "10:00",
           const char* device = "office", const People& people = {}) {
    v1::Event event = scene_.New(v1::EVENT_KIND_PAIR_ENDED, scene_.At(1, time), device);
    for (auto [name, role] : people) AddPerson(event, IdNamed(name), role);
    for (const Hash& hash : seen) event.add_seen(hash.ToString());
    event.mutable_pair_ended()->set_last_day(scene_.day() + last_day);
    return scene_.Add(std::move(event)).key.hash;
  }

  void Void(const Hash& hash) {
    v1::Event event = scene_.New(v1::EVENT_KIND_EVENT_VOIDED, scene_.At(2, "09:00"), "office");
    event.add_seen(hash.ToString());
    event.mutable_event_voided();
    scene_.Add(std::move(event));
  }

  std::vector<std::string> Outcome(DayRange days = {}) const {
    const FoldedLog folded = FoldAll(scene_.events(), scene_.later());
    constexpr const char* kWords[] = {"", "mentors", "helps", "goes with"};
    std::vector<std::string> lines;
    for (const PairRecord& each : Get(folded.ledger->Pairs(days))) {
      lines.push_back(
          absl::StrCat(NameOf(each.first), " ", kWords[static_cast<int>(each.type)], " ",
                       NameOf(each.second), " from ", each.first_day - scene_.day(),
                       each.running ? " on" : absl::StrCat(" to ", each.last_day - scene_.day())));
    }
    for (const SetAsideFact& each : Get(folded.ledger->SetAside())) {
      lines.push_back(absl::StrCat("aside: ", each.detail));
    }
    return lines;
  }

  Scene scene_;
};

TEST_F(Pairs, RunUntilSomebodyEndsThem) {
  const Hash formed = Form(kMentorAndMentee, 0);
  EXPECT_THAT(Outcome(), ElementsAre("M mentors P from 0 on"));
  End({formed}, 10);
  EXPECT_THAT(Outcome(), ElementsAre("M mentors P from 0 to 10"));
}

TEST_F(Pairs, SayWhoGoesWithWhom) {
  Form({{"P", v1::PERSON_ROLE_HELPER}, {"Q", v1::PERSON_ROLE_HELPED}}, 0, 5);
  EXPECT_THAT(Outcome(), ElementsAre("P helps Q from 0 to 5"));
}

TEST_F(Pairs, OfTwoParticipantsAreEquals) {
  Form({{"P", v1::PERSON_ROLE_PARTICIPANT}, {"Q", v1::PERSON_ROLE_PARTICIPANT}}, 0, 5);
  const FoldedLog folded = FoldAll(scene_.events(), scene_.later());
  const std::vector<PairRecord> pairs = Get(folded.ledger->Pairs({}));
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].type, PairType::kEqual);
  EXPECT_EQ(pairs[0].first, std::min(IdNamed("P"), IdNamed("Q")));
  EXPECT_EQ(pairs[0].second, std::max(IdNamed("P"), IdNamed("Q")));
}

TEST_F(Pairs, AreAskedForByDay) {
  End({Form(kMentorAndMentee, 0)}, 10);
  Form(kMentorAndMentee, 20);
  const auto on = [&](int day) {
    return Outcome({.first = scene_.day() + day, .last = scene_.day() + day});
  };
  EXPECT_THAT(on(10), ElementsAre("M mentors P from 0 to 10"));
  EXPECT_THAT(on(11), IsEmpty());
  EXPECT_THAT(on(400), ElementsAre("M mentors P from 20 on"));
}

TEST_F(Pairs, FormedTwiceAlikeAreOneWithBothEnds) {
  Form(kMentorAndMentee, 0);
  End({Form(kMentorAndMentee, 0)}, 10);
  EXPECT_THAT(Outcome(), ElementsAre("M mentors P from 0 to 10"));
}

TEST_F(Pairs, OfEndsThatHadNotSeenEachOtherTheLaterHolds) {
  const Hash formed = Form(kMentorAndMentee, 0);
  End({formed}, 10, "10:05", "kiosk");
  End({formed}, 12, "10:00", "other");
  EXPECT_THAT(Outcome(), ElementsAre("M mentors P from 0 to 10"));
}

TEST_F(Pairs, AnEndThatHadSeenAnotherReplacesItWhateverTheClocksSaid) {
  const Hash formed = Form(kMentorAndMentee, 0);
  const Hash first = End({formed}, 10, "10:05", "kiosk");
  End({formed, first}, 12, "10:00", "other");
  EXPECT_THAT(Outcome(), ElementsAre("M mentors P from 0 to 12"));
}

TEST_F(Pairs, AVoidedEndGivesThePairBack) {
  Void(End({Form(kMentorAndMentee, 0)}, 10));
  EXPECT_THAT(Outcome(), ElementsAre("M mentors P from 0 on", "aside: "));
}

TEST_F(Pairs, AnEndThatNamesNothingIsSetAside) {
  Form(kMentorAndMentee, 0);
  End({}, 10, "10:00", "office", kMentorAndMentee);
  EXPECT_THAT(Outcome(),
              ElementsAre("M mentors P from 0 on", "aside: it does not say which pair ends"));
}

TEST_F(Pairs, AnEndThatNamesNobodyEitherIsSetAside) {
  End({}, 10);
  EXPECT_THAT(Outcome(), ElementsAre("aside: it does not say whom or what it is about"));
}

TEST_F(Pairs, AnEndBeforeTheBeginningIsSetAside) {
  End({Form(kMentorAndMentee, 5)}, 4);
  EXPECT_THAT(Outcome(),
              ElementsAre("M mentors P from 5 on", "aside: the pair would end before it began"));
}

TEST_F(Pairs, DaysThatEndBeforeTheyBeginAreSetAside) {
  Form(kMentorAndMentee, 5, 4);
  EXPECT_THAT(Outcome(), ElementsAre("aside: a pair needs two people and days that do not end "
                                     "before they begin"));
}

TEST_F(Pairs, OneIsNoPair) {
  Form({{"M", v1::PERSON_ROLE_MENTOR}}, 0);
  Form({{"M", v1::PERSON_ROLE_MENTOR}, {"M", v1::PERSON_ROLE_MENTEE}}, 0);
  Form({{"P", v1::PERSON_ROLE_PARTICIPANT}}, 0);
  EXPECT_THAT(Outcome(), ElementsAre("aside: it does not say whom or what it is about",
                                     "aside: it does not say whom or what it is about",
                                     "aside: it does not say whom or what it is about"));
}

TEST_F(Pairs, OrderOfArrivalChangesNothing) {
  const Hash formed = Form(kMentorAndMentee, 0);
  const Hash first = End({formed}, 10, "10:05", "kiosk");
  End({formed, first}, 12, "10:00", "other");
  Void(End({formed}, 11, "10:10", "third"));
  scene_.Tell("10:00 M gave P 30 sums; 11:00 P got M 30 sums");
  std::vector<StoredEvent> events = scene_.events();
  const Hash straight = FoldAll(events, scene_.later()).ledger->Fingerprint().value();
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    ASSERT_EQ(FoldAll(events, scene_.later()).ledger->Fingerprint().value(), straight);
  }
}

}  // namespace
}  // namespace wijkboek
