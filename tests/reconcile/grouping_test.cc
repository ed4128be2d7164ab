// Registrations that people say are one human being: everything becomes theirs, and everything is
// given back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/ledger/ledger.h"
#include "tests/reconcile/said_facts.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/week.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Who of them stands for the others.
std::string First(const Names& names) {
  return *std::min_element(names.begin(), names.end(),
                           [](const auto& a, const auto& b) { return IdNamed(a) < IdNamed(b); });
}

std::string Other(const std::string& a, const std::string& b) { return First({a, b}) == a ? b : a; }

using Prints = std::map<std::string, std::string>;
Prints PrintsOf(const Ledger& ledger) {
  Prints prints;
  const std::vector<PartitionFingerprint> all = ledger.Fingerprints().value();
  for (const PartitionFingerprint& each : all) {
    prints[each.partition] = each.fingerprint.hex();
  }
  return prints;
}

// ---- what holds

struct GroupsCase {
  const char* what;
  // Each word: groups as "A+B C" and the words before it (by number) that its author had seen.
  std::vector<std::pair<const char*, std::vector<int>>> words;
  const char* groups;
  bool concurrent = false;
};

std::vector<Names> Groups(const std::string& text) {
  std::vector<Names> groups;
  for (const auto& group : std::vector<std::string>(absl::StrSplit(text, ' '))) {
    groups.push_back(absl::StrSplit(group, '+'));
  }
  return groups;
}

class WhatHolds : public testing::TestWithParam<GroupsCase> {};

TEST_P(WhatHolds, InWhateverOrderItArrives) {
  Scene scene;
  scene.Enrol("A", 1).Enrol("B", 1).Enrol("C", 1).Enrol("D", 1);
  std::vector<Hash> said;
  for (const auto& [groups, seen] : GetParam().words) {
    std::vector<Hash> hashes;
    for (int i : seen) hashes.push_back(said.at(static_cast<std::size_t>(i)));
    said.push_back(SayGroups(scene, Groups(groups), hashes, absl::StrCat("kiosk", said.size())));
  }
  std::vector<StoredEvent> events = scene.events();
  std::mt19937_64 random(7);
  Prints in_order;
  for (int round = 0; round < 6; ++round) {
    FoldedLog folded = FoldAll(events, scene.later());
    std::vector<std::string> found;
    for (const std::vector<Id>& group : folded.ledger->reference().Groups()) {
      Names names;
      for (const char* name : {"A", "B", "C", "D"}) {
        if (std::count(group.begin(), group.end(), IdNamed(name)) > 0) names.push_back(name);
      }
      found.push_back(absl::StrJoin(names, "+"));
    }
    std::sort(found.begin(), found.end());
    EXPECT_EQ(absl::StrJoin(found, " "), GetParam().groups) << GetParam().what;
    const std::vector<std::string> doubts = Kinds(folded.ledger->Discrepancies().value());
    EXPECT_EQ(std::count(doubts.begin(), doubts.end(), "concurrent_grouping"),
              GetParam().concurrent ? 1 : 0)
        << GetParam().what;
    // One at a time, with a look after each: whoever was concerned before is folded again.
    VectorLog log;
    const std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
    for (const StoredEvent& event : events) {
      log.Append(event);
      ASSERT_TRUE(ledger->CatchUp(scene.later()).ok());
    }
    EXPECT_EQ(PrintsOf(*ledger), PrintsOf(*folded.ledger)) << GetParam().what;
    if (round == 0) in_order = PrintsOf(*ledger);
    EXPECT_EQ(PrintsOf(*ledger), in_order) << GetParam().what;
    std::shuffle(events.begin(), events.end(), random);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, WhatHolds,
    testing::Values(
        GroupsCase{"nobody said anything", {}, ""}, GroupsCase{"two are one", {{"A+B", {}}}, "A+B"},
        GroupsCase{"two say the same", {{"A+B", {}}, {"A+B", {}}}, "A+B"},
        GroupsCase{"two people's words hold together", {{"A+B", {}}, {"B+C", {}}}, "A+B+C", true},
        GroupsCase{"about others: no contradiction", {{"A+B", {}}, {"C+D", {}}}, "A+B C+D"},
        GroupsCase{"one that had seen the other replaces it", {{"A+B", {}}, {"A+C", {0}}}, "A+C"},
        GroupsCase{"separated again", {{"A+B", {}}, {"A B", {0}}}, ""},
        GroupsCase{
            "separated by somebody who had not seen it", {{"A+B", {}}, {"A B", {}}}, "A+B", true},
        GroupsCase{"settled by a third who saw both",
                   {{"A+B", {}}, {"B+C", {}}, {"A+B C", {0, 1}}},
                   "A+B"},
        GroupsCase{"what replaced one that was replaced itself",
                   {{"A+B", {}}, {"A B", {0}}, {"A+B", {1}}},
                   "A+B"},
        GroupsCase{"a word about others takes it back", {{"A+B", {}}, {"C+D", {0}}}, "C+D"},
        GroupsCase{"a chain is taken apart in the middle",
                   {{"A+B", {}}, {"B+C", {}}, {"B C", {1}}},
                   "A+B",
                   true},
        GroupsCase{"about three, one who had not seen it leaves one out: one doubt",
                   {{"A+B+C", {}}, {"A+B C", {}}},
                   "A+B+C",
                   true},
        GroupsCase{"of three, one was another", {{"A+B+C", {}}, {"A+B C", {0}}}, "A+B"},
        GroupsCase{"one word names somebody twice", {{"A+B A+C", {}}}, "A+B+C"}),
    [](const testing::TestParamInfo<GroupsCase>& each) {
      std::string name = each.param.what;
      std::replace_if(
          name.begin(), name.end(), [](char c) { return !std::isalnum(c); }, '_');
      return name;
    });

TEST(AGrouping, ThatIsVoidedGivesBackWhatItReplaced) {
  Scene scene;
  const Hash merged = SayGroups(scene, {{"A", "B"}});
  const Hash separated = SayGroups(scene, {{"A"}, {"B"}}, {merged});
  EXPECT_THAT(FoldAll(scene.events(), scene.later()).ledger->reference().Groups(), IsEmpty());
  Void(scene, separated);
  EXPECT_EQ(FoldAll(scene.events(), scene.later()).ledger->reference().Groups().size(), 1u);
}

TEST(AGrouping, ByOneOfThemOrByNobodyChangesNothing) {
  for (const char* author : {"A", "B", "-"}) {
    Scene scene;
    v1::Event event = By(scene, v1::EVENT_KIND_PEOPLE_GROUPED, "10:00", author, "kiosk");
    v1::PersonGroup& group = *event.mutable_people_grouped()->add_groups();
    for (const char* name : {"A", "B"}) group.add_person_ids(IdNamed(name).ToString());
    NameAll({"A", "B"}, v1::PERSON_ROLE_PARTICIPANT, event);
    scene.Add(std::move(event));
    EXPECT_THAT(FoldAll(scene.events(), scene.later()).ledger->reference().Groups(), IsEmpty())
        << author;
  }
}

// Two words that each have a place for somebody, and leave it empty: that makes nobody one.
TEST(AGrouping, OfNobodyJoinsNobody) {
  Scene scene;
  for (const char* name : {"B", "A"}) {
    v1::Event event = By(scene, v1::EVENT_KIND_PEOPLE_GROUPED, "10:00", "somebody", name);
    event.mutable_people_grouped()->add_groups();
    v1::PersonGroup& group = *event.mutable_people_grouped()->add_groups();
    group.add_person_ids(IdNamed(name).ToString());
    group.add_person_ids("");
    NameAll({name}, v1::PERSON_ROLE_PARTICIPANT, event);
    scene.Add(std::move(event));
  }
  EXPECT_THAT(FoldAll(scene.events(), scene.later()).ledger->reference().Groups(), IsEmpty());
}

// Whichever of them comes first in a list.
TEST(ConcurrentGrouping, IsOfTheDayOnWhichTheLastWordWasSaid) {
  for (const char* device : {"kiosk 1", "kiosk 2", "kiosk 3", "kiosk 4", "kiosk 5", "kiosk 6"}) {
    Scene scene;
    scene.Enrol("A", 1).Enrol("B", 1).Enrol("C", 1);
    SayGroups(scene, {{"A", "B"}});
    v1::Event later = scene.New(v1::EVENT_KIND_PEOPLE_GROUPED, scene.At(3, "10:00"), device);
    later.mutable_actor()->set_method(v1::METHOD_OFFICE);
    later.mutable_actor()->set_person_id(IdNamed("somebody").ToString());
    v1::PersonGroup& group = *later.mutable_people_grouped()->add_groups();
    for (const char* name : {"B", "C"}) group.add_person_ids(IdNamed(name).ToString());
    scene.Add(std::move(later));
    const std::vector<Discrepancy> open =
        FoldAll(scene.events(), scene.later()).ledger->Discrepancies().value();
    ASSERT_THAT(Kinds(open), ElementsAre("concurrent_grouping"));
    EXPECT_EQ(open[0].day, scene.day() + 3) << device;
  }
}

// As the next word repeats it.
TEST(AGrouping, SaysItsGroupsInOrder) {
  Scene scene;
  const Hash word = SayGroups(scene, {{"D", "C"}, {"B", "A"}, {"A", "B"}});
  const std::vector<std::vector<Id>> groups =
      FoldAll(scene.events(), scene.later()).ledger->reference().GroupsIn(word);
  EXPECT_EQ(groups.size(), 2u);
  EXPECT_TRUE(std::is_sorted(groups.begin(), groups.end()));
  for (const std::vector<Id>& group : groups) {
    EXPECT_TRUE(std::is_sorted(group.begin(), group.end()));
  }
}

// ---- every fact

TEST(Merged, PresencesAndSessionsAreOfOnePerson) {
  const std::string one = First({"P", "Q"});
  const std::string other = Other("P", "Q");
  Scene scene;
  scene.Enrol("P", 1);
  scene.Tell("08:55 P in C; 12:05 P out C; 13:00 Q in C; 16:00 Q out C");
  SayGroups(scene, {{"P", "Q"}});
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  const std::vector<PresenceDay> days = folded.ledger->PresenceDays({}).value();
  ASSERT_EQ(days.size(), 1u);
  EXPECT_EQ(days[0].person, IdNamed(one));
  EXPECT_EQ(days[0].settled_ms, 370 * kMinuteMs);
  const std::vector<AttendanceRecord> lists = folded.ledger->Attendance({}).value();
  ASSERT_EQ(lists.size(), 2u);
  for (const AttendanceRecord& each : lists) {
    EXPECT_EQ(each.person, IdNamed(one));
    EXPECT_EQ(each.status, AttendanceStatus::kPresent);
  }
  // Whichever registration is asked for.
  EXPECT_EQ(folded.ledger->Presences(IdNamed(other), {})->size(), 2u);
  EXPECT_EQ(folded.ledger->AttendanceOf(IdNamed(other), {})->size(), 2u);
  EXPECT_EQ(folded.ledger->reference().EnrolmentsOf(IdNamed(other)).size(), 1u);
  EXPECT_TRUE(folded.ledger->reference().EverEnrolled(IdNamed(other)));
  EXPECT_EQ(folded.ledger->reference().FindPerson(IdNamed(other)),
            folded.ledger->reference().FindPerson(IdNamed(one)));
}

TEST(Merged, BadgesVisitsAndHelpAreOfOnePerson) {
  const std::string one = First({"P", "Q"});
  const std::string other = Other("P", "Q");
  Scene scene;
  scene.AssignBadge("X", other);
  scene.Tell("09:00 badge X in C; 09:30 badge X out C");
  scene.Tell(absl::StrCat("12:00 ", other, " log R 10:00 11:00; 12:10 ", one,
                          " log R 10:00 11:00; 13:00 ", other, " gave S 30 language; 13:05 S got ",
                          one, " 30 language"));
  SayGroups(scene, {{"P", "Q"}});
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  EXPECT_EQ(folded.ledger->Presences(IdNamed(one), {})->size(), 1u);
  const std::vector<VisitRecord> visits = folded.ledger->Visits({}).value();
  ASSERT_FALSE(visits.empty());
  for (const VisitRecord& visit : visits) {
    EXPECT_THAT(visit.participants, ElementsAre(IdNamed(one)));
  }
  const std::vector<HelpRecord> helps = folded.ledger->Helps({}).value();
  ASSERT_EQ(helps.size(), 1u) << "both sides' logs are one";
  EXPECT_TRUE(helps[0].confirmed);
}

TEST(Merged, ResidentsAreOneHousehold) {
  Scene scene;
  scene.Resident("R", "H1").Resident("S", "H2");
  scene.Tell("12:00 P log R 10:00 11:00; 13:00 P log S 10:00 11:00 by K");
  EXPECT_EQ(FoldAll(scene.events(), scene.later()).ledger->Visits({})->size(), 2u);
  SayGroups(scene, {{"R", "S"}});
  EXPECT_EQ(FoldAll(scene.events(), scene.later()).ledger->Visits({})->size(), 1u);
}

TEST(Merged, CoachesAreOneAuthor) {
  Scene scene;
  scene.Enrol("P", 1);
  // Who made the mark does not settle that it was contested: also not under another registration.
  scene.Tell(
      "#m 12:30 K marks P 09:00 absent; #c 13:00 P contests 09:00 C; "
      "14:00 L settles P 09:00 - #c #m");
  const std::string apart = scene.AttendanceOutcome();
  SayGroups(scene, {{"K", "L"}});
  EXPECT_THAT(apart, Not(HasSubstr("attendance_contested")));
  EXPECT_THAT(scene.AttendanceOutcome(), HasSubstr("attendance_contested"));
}

TEST(Merged, ACoachsFactsElsewhereAreFoldedAgain) {
  Scene scene;
  scene.Enrol("P", 1);
  scene.Tell(
      "#m 12:30 K marks P 09:00 absent; #c 13:00 P contests 09:00 C; "
      "14:00 L settles P 09:00 - #c #m");
  FoldedLog folded = FoldAll(scene.events(), scene.later());
  SayGroups(scene, {{"K", "L"}});
  folded.log->Append(scene.events().back());
  ASSERT_TRUE(folded.ledger->CatchUp(scene.later()).ok());
  EXPECT_EQ(DescribeAttendance(*folded.ledger, scene.day()), scene.AttendanceOutcome());
  EXPECT_EQ(PrintsOf(*folded.ledger), PrintsOf(*FoldAll(scene.events(), scene.later()).ledger));
}

TEST(Merged, OneCannotHelpOneself) {
  Scene scene;
  scene.Tell("13:00 P gave Q 30 language");
  SayGroups(scene, {{"P", "Q"}});
  EXPECT_THAT(Kinds(FoldAll(scene.events(), scene.later()).ledger->Discrepancies().value()),
              testing::Contains("help_to_oneself"));
}

// ---- all of it is given back

class MergedWeeks : public testing::TestWithParam<std::uint64_t> {};

struct Story {
  std::vector<StoredEvent> never;
  std::vector<StoredEvent> merged;
  std::vector<StoredEvent> unmerged;
  std::int64_t now_ms = 0;
};

Story MergeAndUnmerge(std::uint64_t seed) {
  WeekOptions options{.seed = seed, .events = 120};
  Story story{.never = GenerateWeek(options), .now_ms = WeekNow(options)};
  Scene said;
  const Hash merged = SayGroups(said, {{"p0", "p1"}, {"p2", "p3"}}, {}, "office");
  story.merged = story.never;
  story.merged.push_back(said.events().back());
  SayGroups(said, {{"p0"}, {"p1"}, {"p2"}, {"p3"}}, {merged}, "office");
  story.unmerged = story.merged;
  story.unmerged.push_back(said.events().back());
  return story;
}

TEST_P(MergedWeeks, UnmergedIsNeverMergedInAnyOrderOfArrival) {
  Story story = MergeAndUnmerge(GetParam());
  const Prints never = PrintsOf(*FoldAll(story.never, story.now_ms).ledger);
  EXPECT_NE(PrintsOf(*FoldAll(story.merged, story.now_ms).ledger), never);
  std::mt19937_64 random(GetParam() * 91);
  for (int round = 0; round < 4; ++round) {
    EXPECT_EQ(PrintsOf(*FoldAll(story.unmerged, story.now_ms).ledger), never) << round;
    std::shuffle(story.unmerged.begin(), story.unmerged.end(), random);
  }
}

TEST_P(MergedWeeks, OneAtATimeIsAllAtOnce) {
  Story story = MergeAndUnmerge(GetParam());
  std::mt19937_64 random(GetParam() * 92);
  std::shuffle(story.unmerged.begin(), story.unmerged.end(), random);
  VectorLog log;
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  std::vector<StoredEvent> so_far;
  for (const StoredEvent& event : story.unmerged) {
    log.Append(event);
    so_far.push_back(event);
    ASSERT_TRUE(ledger->CatchUp(story.now_ms).ok());
    if (event.event.kind() != v1::EVENT_KIND_PEOPLE_GROUPED && so_far.size() % 40 != 0) continue;
    ASSERT_EQ(PrintsOf(*ledger), PrintsOf(*FoldAll(so_far, story.now_ms).ledger))
        << so_far.size() << " events";
  }
  EXPECT_EQ(PrintsOf(*ledger), PrintsOf(*FoldAll(story.never, story.now_ms).ledger));
}

TEST_P(MergedWeeks, MergedIsTheSameInAnyOrderOfArrival) {
  Story story = MergeAndUnmerge(GetParam());
  const Prints straight = PrintsOf(*FoldAll(story.merged, story.now_ms).ledger);
  for (const auto& [partition, print] : straight) {
    for (const Names& pair : {Names{"p0", "p1"}, Names{"p2", "p3"}}) {
      EXPECT_NE(partition, "person:" + IdNamed(Other(pair[0], pair[1])).hex());
    }
  }
  std::mt19937_64 random(GetParam() * 93);
  for (int round = 0; round < 3; ++round) {
    std::shuffle(story.merged.begin(), story.merged.end(), random);
    EXPECT_EQ(PrintsOf(*FoldAll(story.merged, story.now_ms).ledger), straight);
  }
}

INSTANTIATE_TEST_SUITE_P(Generated, MergedWeeks, testing::Range<std::uint64_t>(1, 9));

TEST(Merged, IsKnownAgainWhenTheFileIsOpenedAgain) {
  Scene scene;
  scene.Enrol("P", 1);
  scene.Tell("09:00 Q in C; 12:00 Q out C");
  SayGroups(scene, {{"P", "Q"}});
  VectorLog log;
  for (const StoredEvent& event : scene.events()) log.Append(event);
  const std::string path = testing::TempDir() + "/grouping_test.db";
  std::remove(path.c_str());
  { ASSERT_TRUE(Ledger::Open(path, log).value()->CatchUp(scene.later()).ok()); }
  std::unique_ptr<Ledger> again = Ledger::Open(path, log).value();
  EXPECT_EQ(again->reference().GroupOf(IdNamed("Q")).size(), 2u);
  EXPECT_EQ(again->CatchUp(scene.later())->partitions, 0u);
  std::remove(path.c_str());
}

}  // namespace
}  // namespace wijkboek
