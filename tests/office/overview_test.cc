// Today and the last weeks in numbers, with the office's facts as reference and hand-written
// records.
#include "server/overview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/office_ids.h"
#include "tests/office/fake_ledger.h"
#include "tests/office/fake_office.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Amina is in cohort 14 and Bram in cohort 13, both at Noord; Chen is in cohort 15 at Zuid. Cohorts
// 14 and 15 have a session in the morning, and 14 has another one that afternoon. It is one o'clock
// on kDay, a Tuesday.
class OverviewTest : public ::testing::Test {
 protected:
  OverviewTest() : ledger_(office_.reference()) {
    v1::OfficeFacts facts;
    for (const auto& [key, name] : {std::pair("north", "Noord"), std::pair("south", "Zuid")}) {
      v1::CentreFact& centre = *facts.add_centres();
      centre.set_key(key);
      centre.set_name(name);
    }
    for (const auto& [person, cohort, centre] :
         {std::tuple("amina", "c14", "north"), std::tuple("bram", "c13", "north"),
          std::tuple("chen", "c15", "south")}) {
      v1::CohortFact& group = *facts.add_cohorts();
      group.set_key(cohort);
      group.set_name(cohort);
      group.set_first_day("2026-01-01");
      v1::ParticipantFact& participant = *facts.add_participants();
      participant.set_key(person);
      participant.mutable_name()->set_given(person);
      v1::EnrolmentFact& enrolment = *facts.add_enrolments();
      enrolment.set_participant(person);
      enrolment.set_cohort(cohort);
      enrolment.set_centre(centre);
      enrolment.set_first_day("2026-01-05");
    }
    AddSession("morning", "north", "c14", "09:00", "12:00", facts);
    AddSession("afternoon", "north", "c14", "14:00", "16:00", facts);
    AddSession("south", "south", "c15", "09:00", "12:00", facts);
    const absl::StatusOr<std::size_t> applied = office_.Apply(facts);
    EXPECT_TRUE(applied.ok()) << applied.status();
    amina_ = Named("participant", "amina");
    bram_ = Named("participant", "bram");
    chen_ = Named("participant", "chen");
    north_ = Named("centre", "north");
    south_ = Named("centre", "south");
  }

  static void AddSession(const std::string& key, const std::string& centre,
                         const std::string& cohort, const std::string& start,
                         const std::string& end, v1::OfficeFacts& facts) {
    v1::SessionFact& session = *facts.add_sessions();
    session.set_key(key);
    session.set_title("Taal");
    session.set_centre(centre);
    session.add_cohorts(cohort);
    session.set_day("2026-03-03");
    session.set_start(start);
    session.set_end(end);
  }

  Id Named(const std::string& type, const std::string& key) const {
    return OfficeId(office_.lookup_key(), type, key);
  }
  Id EnrolmentOf(const Id& person) const {
    return office_.reference().EnrolmentsOf(person).at(0).id;
  }
  // Of this morning.
  AttendanceRecord Record(const Id& person, const Id& centre, AttendanceStatus status) const {
    return {.person = person,
            .session = Named("session", "morning"),
            .enrolment = EnrolmentOf(person),
            .centre = centre,
            .day = kDay,
            .expected = {At(9 * 60), At(12 * 60)},
            .status = status,
            .is_final = true};
  }
  Discrepancy Doubt(CivilDay day, std::int64_t since_ms = 0) const {
    Discrepancy doubt;
    doubt.kind = "no_check_out";
    doubt.day = day;
    doubt.since_ms = since_ms;
    return doubt;
  }

  // Of a centre and a cohort, or of everything.
  v1::GetOverviewResponse Overview(const std::string& centre = "", const std::string& cohort = "",
                                   std::uint32_t weeks = 2) {
    v1::GetReportRequest request;
    request.set_centre(centre);
    request.set_cohort(cohort);
    const absl::StatusOr<ReportChoice> choice =
        ChooseForReport(request, office_.reference(), office_.lookup_key());
    EXPECT_TRUE(choice.ok()) << choice.status();
    v1::GetOverviewResponse overview;
    const absl::Status filled =
        FillOverview(ledger_, *choice, At(13 * 60), weeks, Basis().kiosks, overview);
    EXPECT_TRUE(filled.ok()) << filled;
    return overview;
  }

  FakeOffice office_;
  FakeLedger ledger_;
  Id amina_, bram_, chen_, north_, south_;
};

// "Noord 2".
std::vector<std::string> ThereNow(const v1::GetOverviewResponse& overview) {
  std::vector<std::string> lines;
  for (const v1::CentreToday& row : overview.centres()) {
    if (row.there_now() > 0) lines.push_back(absl::StrCat(row.name(), " ", row.there_now()));
  }
  return lines;
}

std::vector<std::string> Expected(const v1::GetOverviewResponse& overview) {
  std::vector<std::string> lines;
  for (const v1::CentreToday& row : overview.centres()) {
    lines.push_back(absl::StrCat(row.name(), " ", row.expected()));
  }
  return lines;
}

// "2026-03-02 3 visits, 1 helps".
std::vector<std::string> Together(const v1::GetOverviewResponse& overview) {
  std::vector<std::string> lines;
  for (const v1::WeekFigures& week : overview.weeks()) {
    lines.push_back(
        absl::StrCat(week.first_day(), " ", week.visits(), " visits, ", week.helps(), " helps"));
  }
  return lines;
}

TEST_F(OverviewTest, WhoeverIsExpectedTodayStandsUnderOneHeading) {
  using enum AttendanceStatus;
  for (const AttendanceStatus status : {kPresent, kPresent, kExcused, kAbsent, kAbsent, kAbsent,
                                        kUnclear, kUnclear, kUnknown, kPending}) {
    ledger_.records.push_back(Record(amina_, north_, status));
  }
  ledger_.records[1].late = true;
  ledger_.records[5].is_final = false;
  // It is over, and two kiosks may still say something, one of which nobody knows.
  ledger_.records[9].waited_for = {TestId(20), TestId(99)};
  ledger_.records.push_back(Record(chen_, south_, kPending));
  ledger_.records.back().waited_for = {TestId(21)};
  ledger_.records.back().expected = {At(12 * 60), At(15 * 60)};
  ledger_.records.push_back(Record(chen_, south_, kPending));

  const v1::GetOverviewResponse overview = Overview();
  EXPECT_EQ(overview.day(), "2026-03-03");
  ASSERT_EQ(overview.centres_size(), 2);
  const v1::CentreToday& north = overview.centres(0);
  EXPECT_EQ(north.name(), "Noord");
  EXPECT_EQ(north.sessions(), 2u);
  EXPECT_EQ(north.present(), 2u);
  EXPECT_EQ(north.late(), 1u);
  EXPECT_EQ(north.excused(), 1u);
  EXPECT_EQ(north.absent(), 2u);
  EXPECT_EQ(north.absent_not_final(), 1u);
  EXPECT_EQ(north.unclear(), 2u);
  EXPECT_EQ(north.unknown(), 1u);
  EXPECT_EQ(north.pending(), 1u);
  EXPECT_EQ(north.to_come(), 1u) << "Amina, in the afternoon";
  EXPECT_EQ(north.expected(), 11u);
  ASSERT_EQ(north.waited_for_size(), 2);
  EXPECT_EQ(north.waited_for(0).name(), "desk");
  EXPECT_EQ(north.waited_for(0).heard_through_ms(), Basis().now_ms);
  EXPECT_EQ(north.waited_for(0).statuses(), 1u);
  EXPECT_EQ(north.waited_for(1).device(), TestId(99).hex());
  EXPECT_EQ(north.waited_for(1).name(), "");
  const v1::CentreToday& south = overview.centres(1);
  EXPECT_EQ(south.to_come(), 2u) << "one goes on, and of the other no kiosk has to speak";
  EXPECT_EQ(south.pending(), 0u);
  EXPECT_THAT(south.waited_for(), IsEmpty());
}

TEST_F(OverviewTest, TodayIsOfThePartThatWasChosen) {
  ledger_.records = {Record(amina_, north_, AttendanceStatus::kPresent),
                     Record(bram_, north_, AttendanceStatus::kPresent),
                     Record(chen_, south_, AttendanceStatus::kPresent)};
  ledger_.open = {{.person = amina_, .centre = north_},
                  {.person = bram_, .centre = north_},
                  {.person = chen_, .centre = north_},
                  {.person = chen_, .centre = south_}};
  // Amina's afternoon besides.
  EXPECT_THAT(Expected(Overview()), ElementsAre("Noord 3", "Zuid 1"));
  EXPECT_THAT(ThereNow(Overview()), ElementsAre("Noord 3", "Zuid 1"));
  EXPECT_THAT(Expected(Overview("north")), ElementsAre("Noord 3"));
  EXPECT_THAT(ThereNow(Overview("north")), ElementsAre("Noord 3"));
  EXPECT_THAT(Expected(Overview("", "c13")), ElementsAre("Noord 1"));
  EXPECT_THAT(ThereNow(Overview("", "c15")), ElementsAre("Noord 1", "Zuid 1"));
  EXPECT_THAT(Overview("south", "c14").centres(), IsEmpty());
}

TEST_F(OverviewTest, APartOfEachWeekIsAddedUpFromItsRecords) {
  ledger_.records = {Record(amina_, north_, AttendanceStatus::kPresent),
                     Record(bram_, north_, AttendanceStatus::kAbsent),
                     Record(chen_, south_, AttendanceStatus::kExcused)};
  ledger_.records[1].day = kDay - 2;
  ledger_.hours = {{.person = amina_,
                    .enrolment = EnrolmentOf(amina_),
                    .day = kDay,
                    .settled_ms = 90 * kMinuteMs,
                    .to_confirm_ms = 20 * kMinuteMs},
                   {.person = chen_,
                    .enrolment = EnrolmentOf(chen_),
                    .day = kDay,
                    .settled_ms = 30 * kMinuteMs}};
  // What the ledger has added up itself.
  ledger_.tallies = {{.day = kDay, .centre = north_}, {.day = kDay, .centre = south_}};
  ledger_.tallies[0].statuses.expected = 40;
  ledger_.tallies[1].statuses.expected = 2;
  EXPECT_EQ(Overview().weeks(1).expected(), 42u);
  EXPECT_EQ(Overview("north").weeks(1).expected(), 40u);

  const v1::GetOverviewResponse of14 = Overview("", "c14");
  ASSERT_EQ(of14.weeks_size(), 2);
  EXPECT_EQ(of14.weeks(0).expected(), 0u);
  EXPECT_EQ(of14.weeks(1).expected(), 1u);
  EXPECT_EQ(of14.weeks(1).present(), 1u);
  EXPECT_EQ(of14.weeks(1).minutes(), 90);
  EXPECT_EQ(of14.weeks(1).minutes_to_confirm(), 20);
  const v1::GetOverviewResponse of13 = Overview("", "c13");
  EXPECT_EQ(of13.weeks(0).absent(), 1u) << "Sunday is of the week before";
  EXPECT_EQ(of13.weeks(1).expected(), 0u);
}

TEST_F(OverviewTest, VisitsAndHelpAreOfWhoeverOfThePartTookPart) {
  ledger_.visits = {{.participants = {amina_, chen_}, .span = {At(600), At(660)}},
                    {.participants = {bram_}, .span = {At(600, kDay - 6), At(660, kDay - 6)}},
                    {.participants = {bram_}, .span = {At(600, kDay - 60), At(660, kDay - 60)}}};
  ledger_.helps = {{.helper = bram_, .helped = chen_, .day = kDay},
                   {.helper = chen_, .helped = amina_, .day = kDay, .denied = true},
                   {.helper = amina_, .helped = bram_, .day = kDay - 6}};
  EXPECT_THAT(Together(Overview()),
              ElementsAre("2026-02-23 1 visits, 1 helps", "2026-03-02 1 visits, 1 helps"));
  EXPECT_THAT(Together(Overview("south")),
              ElementsAre("2026-02-23 0 visits, 0 helps", "2026-03-02 1 visits, 1 helps"));
  EXPECT_THAT(Together(Overview("", "c13")),
              ElementsAre("2026-02-23 1 visits, 1 helps", "2026-03-02 0 visits, 1 helps"));
}

TEST_F(OverviewTest, DoubtsAgeFromWhenTheyCouldBeSeen) {
  // Months after the day that it is about.
  ledger_.discrepancies = {Doubt(kDay - 90, At(9 * 60))};
  for (const CivilDay age : {0, 1, 3, 4, 14, 15, 400}) {
    ledger_.discrepancies.push_back(Doubt(kDay - age));
  }
  const v1::DoubtAges ages = Overview().doubts();
  EXPECT_EQ(ages.today(), 2u);
  EXPECT_EQ(ages.days(), 2u);
  EXPECT_EQ(ages.weeks(), 2u);
  EXPECT_EQ(ages.older(), 2u);
}

TEST_F(OverviewTest, DoubtsAreOfTheirPlaceOrElseOfTheirPeople) {
  Discrepancy at_south = Doubt(kDay);
  at_south.centre = south_;
  at_south.persons = {amina_};
  Discrepancy nowhere = Doubt(kDay);
  nowhere.persons = {bram_, chen_};
  ledger_.discrepancies = {at_south, nowhere};
  EXPECT_EQ(Overview().doubts().today(), 2u);
  EXPECT_EQ(Overview("north").doubts().today(), 1u);
  EXPECT_EQ(Overview("south").doubts().today(), 2u);
  EXPECT_EQ(Overview("", "c14").doubts().today(), 1u);
  EXPECT_EQ(Overview("north", "c14").doubts().today(), 0u);
}

TEST_F(OverviewTest, CasesAreCountedWhileSomebodyHasToDoSomething) {
  using enum CaseStage;
  for (const CaseStage stage : {kCall, kOpen, kOpen, kHeard, kSent, kSent, kSent, kRetracted,
                                kRetracted, kAccounted, kRetractionAcknowledged}) {
    CaseRecord record;
    record.person = amina_;
    record.enrolment = EnrolmentOf(amina_);
    record.stage = stage;
    ledger_.cases.push_back(record);
  }
  // The other one had not been sent.
  ledger_.cases[7].retraction_open = true;
  const v1::CaseCounts counts = Overview("north").cases();
  EXPECT_EQ(counts.to_call(), 1u);
  EXPECT_EQ(counts.open(), 2u);
  EXPECT_EQ(counts.heard(), 1u);
  EXPECT_EQ(counts.sent(), 3u);
  EXPECT_EQ(counts.retracted(), 1u);
  EXPECT_EQ(Overview("south").cases().open(), 0u);
}

}  // namespace
}  // namespace wijkboek
