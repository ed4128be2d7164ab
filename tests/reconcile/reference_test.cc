// Who is expected where and since when it is on record, as the office's edits leave it.
#include "common/reconcile/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/told_office.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// "2026-03-02 09:00-12:00, recorded 2026-01-05 09:00" for each session at which somebody is
// expected.
std::vector<std::string> Expected(const Reference& reference, absl::string_view who) {
  std::vector<std::string> lines;
  for (const ExpectedSession& each : reference.ExpectedOf(IdNamed(who))) {
    lines.push_back(absl::StrCat(FormatTime(each.expected.start_ms), "-",
                                 FormatTimeOfDay(each.expected.end_ms), ", recorded ",
                                 FormatTime(each.recorded_ms)));
  }
  return lines;
}

// ---- Since when it is on record

struct Recorded {
  const char* name;
  void (*tell)(ToldOffice&);
  // Of the one session; empty: not expected.
  const char* expected;
};

void PrintTo(const Recorded& recorded, std::ostream* out) { *out << recorded.name; }

class SinceWhen : public testing::TestWithParam<Recorded> {};

// Monday 2 March, from nine to twelve; planned on 5 January at nine, Amina enrolled at ten. What
// follows is told later.
TEST_P(SinceWhen, CountsWhatPutThemThere) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Plan("s", "spring", "C", "2026-03-02 09:00", "2026-03-02 12:00");
  office.At("2026-01-05 10:00").Enrol("Amina", "spring", "2026-02-01", "2026-03-31");
  GetParam().tell(office);
  const std::vector<std::string> lines = Expected(office.Fold(), "Amina");
  if (GetParam().expected[0] == '\0') {
    EXPECT_THAT(lines, IsEmpty());
  } else {
    EXPECT_THAT(lines, ElementsAre(GetParam().expected));
  }
}

const Recorded kRecorded[] = {
    {"the later of session and enrolment", [](ToldOffice&) {},
     "2026-03-02 09:00-12:00, recorded 2026-01-05 10:00"},

    // ---- the session
    {"a new title afterwards records nothing",
     [](ToldOffice& office) {
       office.At("2026-03-03 09:00")
           .Plan("s", "spring", "C", "2026-03-02 09:00", "2026-03-02 12:00", "Taal");
     },
     "2026-03-02 09:00-12:00, recorded 2026-01-05 10:00"},
    {"nor does another cohort beside theirs",
     [](ToldOffice& office) {
       office.At("2026-03-03 09:00")
           .Plan("s", "autumn spring", "C", "2026-03-02 09:00", "2026-03-02 12:00");
     },
     "2026-03-02 09:00-12:00, recorded 2026-01-05 10:00"},
    {"their own cohort added afterwards does",
     [](ToldOffice& office) {
       office.At("2026-02-01 09:00")
           .Plan("s", "autumn", "C", "2026-03-02 09:00", "2026-03-02 12:00");
       office.At("2026-03-03 09:00")
           .Plan("s", "autumn spring", "C", "2026-03-02 09:00", "2026-03-02 12:00");
     },
     "2026-03-02 09:00-12:00, recorded 2026-03-03 09:00"},
    {"other times do",
     [](ToldOffice& office) {
       office.At("2026-03-03 09:00")
           .Plan("s", "spring", "C", "2026-03-02 09:30", "2026-03-02 12:00");
     },
     "2026-03-02 09:30-12:00, recorded 2026-03-03 09:00"},
    {"a move does",
     [](ToldOffice& office) {
       office.At("2026-03-03 09:00").Move("s", "D", "2026-03-02 09:00", "2026-03-02 12:00");
     },
     "2026-03-02 09:00-12:00, recorded 2026-03-03 09:00"},
    {"a move away and back does",
     [](ToldOffice& office) {
       office.At("2026-02-02 09:00").Move("s", "C", "2026-03-02 10:00", "2026-03-02 12:00");
       office.At("2026-02-03 09:00").Move("s", "C", "2026-03-02 09:00", "2026-03-02 12:00");
     },
     "2026-03-02 09:00-12:00, recorded 2026-02-03 09:00"},
    {"a move that was voided does not",
     [](ToldOffice& office) {
       office.Void(
           office.At("2026-03-03 09:00").Move("s", "D", "2026-03-02 09:00", "2026-03-02 12:00"));
     },
     "2026-03-02 09:00-12:00, recorded 2026-01-05 10:00"},
    {"a cancelled one has nobody",
     [](ToldOffice& office) { office.At("2026-03-01 09:00").Cancel("s"); }, ""},
    {"taken up again after it was cancelled",
     [](ToldOffice& office) {
       office.At("2026-03-01 09:00").Cancel("s");
       office.At("2026-03-03 09:00")
           .Plan("s", "spring", "C", "2026-03-02 09:00", "2026-03-02 12:00");
     },
     "2026-03-02 09:00-12:00, recorded 2026-03-03 09:00"},

    // ---- the enrolment
    {"an enrolment extended over what it covered already records nothing",
     [](ToldOffice& office) {
       office.At("2026-03-03 09:00").Change("Amina", "spring", "2026-02-01", "2026-06-30");
     },
     "2026-03-02 09:00-12:00, recorded 2026-01-05 10:00"},
    {"extended over the day only afterwards does",
     [](ToldOffice& office) {
       office.At("2026-02-20 09:00").End("Amina", "2026-02-27");
       office.At("2026-03-03 09:00").Change("Amina", "spring", "2026-02-01", "2026-06-30");
     },
     "2026-03-02 09:00-12:00, recorded 2026-03-03 09:00"},
    {"ended before it",
     [](ToldOffice& office) { office.At("2026-02-20 09:00").End("Amina", "2026-03-01"); }, ""},
    {"moved into the cohort afterwards does",
     [](ToldOffice& office) {
       office.At("2026-01-06 09:00").Change("Amina", "autumn", "2026-02-01");
       office.At("2026-03-03 09:00").Change("Amina", "spring", "2026-02-01");
     },
     "2026-03-02 09:00-12:00, recorded 2026-03-03 09:00"},
    {"moved out of the cohort",
     [](ToldOffice& office) {
       office.At("2026-03-03 09:00").Change("Amina", "autumn", "2026-02-01");
     },
     ""},
    {"times of their own afterwards do",
     [](ToldOffice& office) {
       office.At("2026-03-03 09:00")
           .Change("Amina", "spring", "2026-02-01", "", {{"10:00", "12:00"}});
     },
     "2026-03-02 10:00-12:00, recorded 2026-03-03 09:00"},
    {"times of their own on other days do not",
     [](ToldOffice& office) {
       office.At("2026-03-03 09:00")
           .Change("Amina", "spring", "2026-02-01", "", {{"10:00", "12:00", {2}}});
     },
     "2026-03-02 09:00-12:00, recorded 2026-01-05 10:00"},
};

INSTANTIATE_TEST_SUITE_P(All, SinceWhen, testing::ValuesIn(kRecorded));

// ---- Own times

struct OwnTimesCase {
  const char* name;
  std::vector<Own> own;
  // On Monday, in the morning (09:00 to 12:00) and in the afternoon (13:00 to 16:00).
  std::vector<std::string> expected;
};

void PrintTo(const OwnTimesCase& own, std::ostream* out) { *out << own.name; }

class OwnTimes : public testing::TestWithParam<OwnTimesCase> {};

TEST_P(OwnTimes, ReplaceTheSessions) {
  ToldOffice office;
  office.At("2026-01-05 09:00");
  office.Plan("morning", "spring", "C", "2026-03-02 09:00", "2026-03-02 12:00");
  office.Plan("afternoon", "spring", "C", "2026-03-02 13:00", "2026-03-02 16:00");
  office.Enrol("Amina", "spring", "2026-02-01", "", GetParam().own);
  const Reference reference = office.Fold();
  std::vector<std::string> times;
  std::vector<Id> expected;
  for (const ExpectedSession& each : reference.ExpectedOf(IdNamed("Amina"))) {
    times.push_back(absl::StrCat(FormatTimeOfDay(each.expected.start_ms), "-",
                                 FormatTimeOfDay(each.expected.end_ms)));
    expected.push_back(each.session.id);
  }
  EXPECT_EQ(times, GetParam().expected);
  // Whoever asks from another side hears the same.
  std::vector<Id> of_day;
  for (const Session& each :
       reference.SessionsOf(IdNamed("Amina"), IdNamed("C"), Day("2026-03-02"))) {
    of_day.push_back(each.id);
  }
  EXPECT_EQ(of_day, expected);
  for (const char* session : {"morning", "afternoon"}) {
    const bool is_expected =
        std::find(expected.begin(), expected.end(), IdNamed(session)) != expected.end();
    EXPECT_THAT(reference.ExpectedAt(*reference.FindSession(IdNamed(session))),
                SizeIs(is_expected ? 1 : 0));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, OwnTimes,
    testing::Values(
        OwnTimesCase{"none: the sessions'", {}, {"09:00-12:00", "13:00-16:00"}},
        OwnTimesCase{"a late start: the morning's shorter, the afternoon whole",
                     {{"10:00", "16:00"}},
                     {"10:00-12:00", "13:00-16:00"}},
        OwnTimesCase{
            "mornings only: not expected after noon", {{"09:00", "12:00"}}, {"09:00-12:00"}},
        OwnTimesCase{
            "longer than the session: no longer than that", {{"08:00", "12:30"}}, {"09:00-12:00"}},
        OwnTimesCase{"touching is no overlap", {{"12:00", "13:00"}}, {}},
        OwnTimesCase{"of another weekday: the sessions'",
                     {{"10:00", "11:00", {2, 3}}},
                     {"09:00-12:00", "13:00-16:00"}},
        OwnTimesCase{"of this weekday", {{"10:00", "11:00", {1, 3}}}, {"10:00-11:00"}},
        OwnTimesCase{"from a later day on: the sessions'",
                     {{"10:00", "11:00", {}, "2026-03-03"}},
                     {"09:00-12:00", "13:00-16:00"}},
        OwnTimesCase{"from this day on", {{"10:00", "11:00", {}, "2026-03-02"}}, {"10:00-11:00"}},
        OwnTimesCase{"several in one session: from the first to the last",
                     {{"11:00", "11:30"}, {"09:30", "10:00"}},
                     {"09:30-11:30"}},
        OwnTimesCase{"several over several",
                     {{"09:00", "10:00"}, {"15:00", "16:00"}},
                     {"09:00-10:00", "15:00-16:00"}},
        OwnTimesCase{"that end before they begin say nothing",
                     {{"12:00", "10:00"}},
                     {"09:00-12:00", "13:00-16:00"}}));

TEST(OwnTimesInSummer, AreTimesOnTheWall) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Enrol("Amina", "spring", "2026-02-01", "", {{"10:00", "12:00"}});
  office.Plan("winter", "spring", "C", "2026-03-27 09:00", "2026-03-27 12:00");
  office.Plan("summer", "spring", "C", "2026-03-30 09:00", "2026-03-30 12:00");
  EXPECT_THAT(Expected(office.Fold(), "Amina"),
              ElementsAre("2026-03-27 10:00-12:00, recorded 2026-01-05 09:00",
                          "2026-03-30 10:00-12:00, recorded 2026-01-05 09:00"));
}

// ---- Programmes, cohorts, targets

TEST(Programmes, AreFoundWithTheirCohortsAndParticipants) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Programme("zorg", 240 * 60);
  office.Cohort("spring", "zorg");
  office.Cohort("summer", "zorg");
  office.Cohort("loose", "");
  office.Enrol("Amina", "spring", "2026-02-01", "2026-02-28");
  office.Enrol("Bilal", "summer", "2026-02-01", "", {}, 100 * 60);
  office.Enrol("Chidi", "loose", "2026-02-01");
  const Reference reference = office.Fold();
  EXPECT_EQ(reference.FindProgramme(IdNamed("zorg"))->name, "zorg");
  EXPECT_EQ(reference.FindProgramme(IdNamed("spring")), nullptr);
  EXPECT_THAT(reference.Programmes(), SizeIs(1));
  EXPECT_EQ(reference.FindCohort(IdNamed("spring"))->programme, IdNamed("zorg"));
  EXPECT_TRUE(reference.FindCohort(IdNamed("loose"))->programme.IsZero());
  EXPECT_THAT(reference.ParticipantsOf(IdNamed("zorg")),
              UnorderedElementsAre(IdNamed("Amina"), IdNamed("Bilal")));
  EXPECT_THAT(reference.ParticipantsOf(Id()), SizeIs(3));
  EXPECT_THAT(reference.ParticipantsOf(IdNamed("unknown")), IsEmpty());
  auto target = [&](absl::string_view who) {
    return reference.TargetMinutesOf(reference.EnrolmentsOf(IdNamed(who)).front());
  };
  EXPECT_EQ(target("Amina"), 240u * 60);
  EXPECT_EQ(target("Bilal"), 100u * 60);
  EXPECT_EQ(target("Chidi"), 0u);
}

TEST(Programmes, ACohortInAnotherTouchesItsParticipants) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Cohort("spring", "zorg");
  office.Enrol("Amina", "spring", "2026-02-01");
  office.At("2026-01-06 09:00").Cohort("spring", "zorg");
  office.At("2026-01-07 09:00").Cohort("spring", "inloop");
  Reference reference = ToldOffice::FoldOf({office.events().begin(), office.events().begin() + 2});
  EXPECT_THAT(reference.Apply(office.events()[2]).persons, IsEmpty());
  EXPECT_THAT(reference.Apply(office.events()[3]).persons, ElementsAre(IdNamed("Amina")));
}

// ---- Sessions

TEST(Sessions, AChangeTouchesEverybodyExpectedBeforeAndAfter) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Enrol("Amina", "spring", "2026-02-01");
  office.Enrol("Bilal", "autumn", "2026-02-01");
  office.Enrol("gone", "spring", "2026-02-01", "2026-02-28");
  office.Plan("s", "spring", "C", "2026-03-02 09:00", "2026-03-02 12:00");
  office.At("2026-01-06 09:00").Plan("s", "autumn", "C", "2026-03-02 09:00", "2026-03-02 12:00");
  office.At("2026-01-07 09:00").Cancel("s");
  Reference reference = ToldOffice::FoldOf({office.events().begin(), office.events().begin() + 3});
  EXPECT_THAT(reference.Apply(office.events()[3]).persons, UnorderedElementsAre(IdNamed("Amina")));
  EXPECT_THAT(reference.Apply(office.events()[4]).persons,
              UnorderedElementsAre(IdNamed("Amina"), IdNamed("Bilal")));
  EXPECT_THAT(reference.Apply(office.events()[5]).persons, UnorderedElementsAre(IdNamed("Bilal")));
}

TEST(Sessions, EndingBeforeTheyBeginAreNone) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Plan("s", "spring", "C", "2026-03-02 12:00", "2026-03-02 09:00");
  EXPECT_EQ(office.Fold().FindSession(IdNamed("s")), nullptr);
}

TEST(Sessions, OfTwoEnrolmentsForOneSessionCountOnce) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Enrol("Amina", "spring", "2026-02-01");
  office.Add(v1::EVENT_KIND_ENROLMENT_STARTED, [](v1::Event& event) {
    v1::PersonRef& person = *event.add_persons();
    person.set_person_id(IdNamed("Amina").ToString());
    person.set_role(v1::PERSON_ROLE_PARTICIPANT);
    event.mutable_enrolment_started()->set_enrolment_id(IdNamed("second").ToString());
    event.mutable_enrolment_started()->set_cohort_id(IdNamed("autumn").ToString());
  });
  office.Plan("s", "spring autumn", "C", "2026-03-02 09:00", "2026-03-02 12:00");
  const Reference reference = office.Fold();
  EXPECT_THAT(Expected(reference, "Amina"), SizeIs(1));
  EXPECT_THAT(reference.SessionsOf(IdNamed("Amina"), IdNamed("C"), Day("2026-03-02")), SizeIs(1));
  EXPECT_THAT(reference.ExpectedAt(*reference.FindSession(IdNamed("s"))), SizeIs(1));
}

TEST(Sessions, BringPeopleToACentreWhereTheyAreNotEnrolled) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Enrol("Amina", "spring", "2026-02-01", "2026-02-02");
  office.Enrol("Bilal", "autumn", "2026-02-01");
  office.Plan("s", "spring", "D", "2026-03-02 09:00", "2026-03-02 12:00");
  office.Plan("t", "autumn", "D", "2026-03-02 09:00", "2026-03-02 12:00");
  office.Cancel("t");
  const Reference reference = office.Fold();
  EXPECT_THAT(reference.EnrolledAt(IdNamed("D")), ElementsAre(IdNamed("Amina")));
  EXPECT_THAT(reference.EnrolledAt(IdNamed("C")),
              UnorderedElementsAre(IdNamed("Amina"), IdNamed("Bilal")));
}

TEST(Sessions, AreFoundByTheBeginningOfTheirId) {
  ToldOffice office;
  office.At("2026-01-05 09:00");
  for (const char* name : {"a", "b", "c", "d"}) {
    office.Plan(name, "spring", "C", "2026-03-02 09:00", "2026-03-02 12:00");
  }
  const Reference reference = office.Fold();
  const std::string hex = IdNamed("c").hex();
  for (std::size_t length : {7u, 8u, 32u}) {
    EXPECT_THAT(reference.SessionsBeginning(hex.substr(0, length)), SizeIs(1)) << length;
  }
  EXPECT_THAT(reference.SessionsBeginning(""), SizeIs(4));
  EXPECT_THAT(reference.SessionsBeginning(hex + "0"), IsEmpty());
  EXPECT_THAT(reference.SessionsBeginning("no id"), IsEmpty());
}

// ---- People

TEST(People, CoachesHaveADutyAndResidentsAState) {
  ToldOffice office;
  office.At("2026-01-05 09:00");
  auto add = [&](absl::string_view who, v1::EventKind kind, v1::PersonRole role, auto fill) {
    office.Add(kind, [&](v1::Event& event) {
      v1::PersonRef& person = *event.add_persons();
      person.set_person_id(IdNamed(who).ToString());
      person.set_role(role);
      fill(event);
    });
  };
  add("Els", v1::EVENT_KIND_COACH_REGISTERED, v1::PERSON_ROLE_COACH, [](v1::Event& event) {
    event.mutable_coach_registered()->set_duty(v1::COACH_DUTY_INSTRUCTOR);
  });
  add("Cor", v1::EVENT_KIND_RESIDENT_REGISTERED, v1::PERSON_ROLE_RESIDENT, [](v1::Event& event) {
    event.mutable_resident_registered()->set_state(v1::RESIDENT_STATE_ACTIVE);
  });
  const Reference before = office.Fold();
  EXPECT_EQ(before.FindPerson(IdNamed("Els"))->duty, v1::COACH_DUTY_INSTRUCTOR);
  EXPECT_EQ(before.FindPerson(IdNamed("Cor"))->resident_state, v1::RESIDENT_STATE_ACTIVE);
  add("Cor", v1::EVENT_KIND_DETAIL_CHANGED, v1::PERSON_ROLE_RESIDENT, [](v1::Event& event) {
    event.mutable_detail_changed()->set_resident_state(v1::RESIDENT_STATE_PAUSED);
  });
  add("Cor", v1::EVENT_KIND_DETAIL_CHANGED, v1::PERSON_ROLE_RESIDENT,
      [](v1::Event& event) { event.mutable_detail_changed()->set_language("nl"); });
  const Reference after = office.Fold();
  EXPECT_EQ(after.FindPerson(IdNamed("Cor"))->resident_state, v1::RESIDENT_STATE_PAUSED);
}

// ---- Order of arrival

std::string Summary(const Reference& reference) {
  std::string text;
  for (const char* who : {"Amina", "Bilal"}) {
    for (const std::string& line : Expected(reference, who))
      absl::StrAppend(&text, who, line, "\n");
    for (const Enrolment& each : reference.EnrolmentsOf(IdNamed(who))) {
      absl::StrAppend(&text, who, " ", each.cohort.hex(), " ", each.first_day, " ",
                      each.last_day.value_or(-1), " ", reference.TargetMinutesOf(each), "\n");
    }
  }
  for (const Session& each : reference.SessionsAt(IdNamed("C"), Day("2026-03-02"))) {
    absl::StrAppend(&text, each.title, " ", FormatTime(each.span.start_ms), "\n");
  }
  for (const char* name : {"s", "t"}) {
    for (const Hash& edit : reference.SessionEdits(IdNamed(name))) {
      absl::StrAppend(&text, edit.hex(), "\n");
    }
  }
  return text;
}

TEST(OrderOfArrival, ChangesNothing) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Programme("zorg", 6000);
  office.Cohort("spring", "zorg");
  office.Plan("s", "spring", "C", "2026-03-02 09:00", "2026-03-02 12:00");
  office.Plan("t", "spring autumn", "C", "2026-03-02 13:00", "2026-03-02 16:00");
  office.Enrol("Amina", "spring", "2026-02-01", "2026-02-20", {{"10:00", "16:00"}});
  office.Enrol("Bilal", "autumn", "2026-02-01");
  office.At("2026-01-08 09:00").Change("Amina", "spring", "2026-02-01", "2026-03-31");
  office.At("2026-01-09 09:00").Cancel("t");
  const Hash slip =
      office.At("2026-01-10 09:00").Move("s", "D", "2026-03-02 09:00", "2026-03-02 12:00");
  office.At("2026-01-11 09:00")
      .Plan("t", "autumn", "C", "2026-03-02 13:30", "2026-03-02 16:00", "Taal");
  office.At("2026-01-12 09:00").Void(slip);
  office.At("2026-01-13 09:00").End("Bilal", "2026-03-02");
  office.At("2026-01-14 09:00").Programme("zorg", 7200);
  const std::string expected = Summary(office.Fold());
  std::vector<StoredEvent> events = office.events();
  std::mt19937 random(20260302);
  for (int round = 0; round < 300; ++round) {
    std::shuffle(events.begin(), events.end(), random);
    ASSERT_EQ(Summary(ToldOffice::FoldOf(events)), expected) << "round " << round;
  }
}

}  // namespace
}  // namespace wijkboek
