// What reports take from the ledger, with the office's facts as reference and hand-written records.
#include "server/report_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/limits.h"
#include "server/office_ids.h"
#include "tests/office/fake_ledger.h"
#include "tests/office/fake_office.h"
#include "tests/office/report_fixture.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// Amina is in cohort 14 at Noord from kDay on, Bram was in cohort 13 there until the day before,
// and Chen is in cohort 15 at Zuid. Dina was never enrolled.
class ReportReadingTest : public ::testing::Test {
 protected:
  ReportReadingTest() : ledger_(office_.reference()) {
    v1::OfficeFacts facts;
    v1::ProgrammeFact& programme = *facts.add_programmes();
    programme.set_key("care");
    programme.set_name("Zorg");
    programme.set_target_hours(100);
    v1::RuleFact& rule = *programme.add_rules();
    rule.set_rule("help_claim");
    rule.set_value("3");
    rule.set_first_day("2026-01-01");
    for (const auto& [key, name] : {std::pair("north", "Noord"), std::pair("south", "Zuid"),
                                    std::pair("east", "Oost"), std::pair("east2", "Oost")}) {
      v1::CentreFact& centre = *facts.add_centres();
      centre.set_key(key);
      centre.set_name(name);
    }
    for (const char* key : {"c13", "c14", "c15"}) {
      v1::CohortFact& cohort = *facts.add_cohorts();
      cohort.set_key(key);
      cohort.set_name(absl::StrCat("Groep ", key + 1));
      cohort.set_first_day("2026-01-01");
      if (key != std::string("c13")) cohort.set_programme("care");
    }
    for (const char* key : {"amina", "bram", "chen", "dina"}) {
      v1::ParticipantFact& person = *facts.add_participants();
      person.set_key(key);
      person.mutable_name()->set_given(key);
    }
    Enrol(facts, "amina", "c14", "north", "2026-03-03", "");
    Enrol(facts, "bram", "c13", "north", "2026-01-05", "2026-03-02");
    Enrol(facts, "chen", "c15", "south", "2026-01-05", "");
    facts.mutable_enrolments(2)->set_target_hours(40);
    const absl::StatusOr<std::size_t> applied = office_.Apply(facts);
    EXPECT_TRUE(applied.ok()) << applied.status();
    amina_ = Named("participant", "amina");
    bram_ = Named("participant", "bram");
    chen_ = Named("participant", "chen");
    dina_ = Named("participant", "dina");
    north_ = Named("centre", "north");
    south_ = Named("centre", "south");
    request_.mutable_attendance();
  }

  static void Enrol(v1::OfficeFacts& facts, const std::string& participant,
                    const std::string& cohort, const std::string& centre, const std::string& first,
                    const std::string& last) {
    v1::EnrolmentFact& enrolment = *facts.add_enrolments();
    enrolment.set_participant(participant);
    enrolment.set_cohort(cohort);
    enrolment.set_centre(centre);
    enrolment.set_first_day(first);
    enrolment.set_last_day(last);
  }

  Id Named(const std::string& type, const std::string& key) const {
    return OfficeId(office_.lookup_key(), type, key);
  }
  Id EnrolmentOf(const Id& person) const {
    return office_.reference().EnrolmentsOf(person).at(0).id;
  }
  AttendanceRecord Record(const Id& person, const Id& centre, CivilDay day = kDay) const {
    return {.person = person,
            .session = TestId(static_cast<unsigned char>(50 + day - kDay)),
            .enrolment = EnrolmentOf(person),
            .centre = centre,
            .day = day,
            .expected = {At(540, day), At(720, day)}};
  }

  absl::StatusOr<ReportReading> Try() {
    return ReadForReport(ledger_, request_, /*waiting_since=*/kDay, office_.lookup_key());
  }
  ReportReading Read() {
    absl::StatusOr<ReportReading> reading = Try();
    EXPECT_TRUE(reading.ok()) << reading.status();
    return *std::move(reading);
  }

  FakeOffice office_;
  FakeLedger ledger_;
  v1::GetReportRequest request_;
  Id amina_, bram_, chen_, dina_, north_, south_;
};

std::vector<Id> People(const std::vector<AttendanceRecord>& records) {
  std::vector<Id> people;
  for (const AttendanceRecord& record : records) people.push_back(record.person);
  return people;
}

TEST_F(ReportReadingTest, CentreAndCohortByNameKeyOrId) {
  ledger_.records = {Record(amina_, north_), Record(bram_, north_, kDay - 1), Record(chen_, south_),
                     Record(chen_, north_, kDay + 1)};
  for (const std::string& centre : {std::string("Noord"), std::string("north"), north_.hex()}) {
    request_.set_centre(centre);
    const ReportReading reading = Read();
    EXPECT_THAT(People(reading.records), ElementsAre(amina_, bram_, chen_)) << centre;
    EXPECT_EQ(reading.choice.words, "centre Noord");
  }
  for (const std::string& cohort :
       {std::string("Groep 15"), std::string("c15"), Named("cohort", "c15").hex()}) {
    request_.set_cohort(cohort);
    const ReportReading reading = Read();
    EXPECT_THAT(People(reading.records), ElementsAre(chen_)) << cohort;
    EXPECT_EQ(reading.choice.words, "centre Noord, cohort Groep 15");
  }
  request_.clear_centre();
  request_.clear_cohort();
  EXPECT_THAT(Read().records, SizeIs(4));
}

TEST_F(ReportReadingTest, WhatIsNotThereOrNotOneIsRefused) {
  request_.set_centre("West");
  EXPECT_EQ(Try().status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(Try().status().message()), HasSubstr("centre: none has the name"));
  request_.set_centre("Oost");
  EXPECT_EQ(Try().status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(Try().status().message()), HasSubstr("there are 2 with the name"));
  request_.set_centre("");
  request_.set_cohort("99");
  EXPECT_EQ(Try().status().code(), absl::StatusCode::kNotFound);
  request_.mutable_kiosks();
  request_.set_cohort("c14");
  EXPECT_EQ(Try().status().code(), absl::StatusCode::kInvalidArgument);
  request_.clear_cohort();
  request_.set_first_day(kDay);
  request_.set_last_day(kDay - 1);
  EXPECT_EQ(Try().status().code(), absl::StatusCode::kInvalidArgument);
  request_.Clear();
  EXPECT_EQ(Try().status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ReportReadingTest, HoursListEveryEnrolmentThatRanInTheSpan) {
  request_.mutable_hours();
  ledger_.hours = {{.person = amina_, .enrolment = EnrolmentOf(amina_), .day = kDay},
                   {.person = bram_, .enrolment = EnrolmentOf(bram_), .day = kDay - 1},
                   {.person = chen_, .enrolment = EnrolmentOf(chen_), .day = kDay}};
  ledger_.records = {Record(amina_, north_), Record(bram_, north_, kDay - 1),
                     Record(chen_, south_)};
  const auto targets = [](const ReportReading& reading) {
    std::map<Id, std::uint32_t> result;
    for (const EnrolmentLine& line : reading.enrolments) {
      result.emplace(line.person, line.target_minutes);
    }
    return result;
  };
  // The programme's target, none, and the enrolment's own.
  EXPECT_THAT(targets(Read()), UnorderedElementsAre(std::pair(amina_, 6000u), std::pair(bram_, 0u),
                                                    std::pair(chen_, 2400u)));
  // Bram's ended the day before.
  request_.set_first_day(kDay);
  EXPECT_THAT(targets(Read()),
              UnorderedElementsAre(std::pair(amina_, 6000u), std::pair(chen_, 2400u)));
  request_.clear_first_day();
  request_.set_last_day(kDay - 1);
  EXPECT_THAT(targets(Read()), UnorderedElementsAre(std::pair(bram_, 0u), std::pair(chen_, 2400u)));
  request_.clear_last_day();
  request_.set_centre("north");
  const ReportReading north = Read();
  EXPECT_THAT(targets(north), UnorderedElementsAre(std::pair(amina_, 6000u), std::pair(bram_, 0u)));
  EXPECT_THAT(north.sums, SizeIs(2));
  EXPECT_THAT(north.open_statuses, SizeIs(2));
  EXPECT_EQ(north.cohorts.at(Named("cohort", "c14")), "Groep 14");
}

TEST_F(ReportReadingTest, HelpIsOfThoseWhoBelongThereThatDay) {
  request_.mutable_balances();
  ledger_.helps = {{.helper = amina_, .helped = chen_, .day = kDay, .minutes = 30},
                   {.helper = bram_, .helped = chen_, .day = kDay, .minutes = 20},
                   {.helper = dina_, .helped = bram_, .day = kDay, .minutes = 10}};
  const ReportReading all = Read();
  ASSERT_THAT(all.balances, SizeIs(3));
  // Both are in the programme that gives three days; the second pair is in none together.
  EXPECT_EQ(all.balances[0].claim_days, 3);
  EXPECT_EQ(all.balances[2].claim_days, 7);
  EXPECT_TRUE(all.balances[2].of_helper);
  // Bram's enrolment is over.
  request_.set_centre("Noord");
  const ReportReading north = Read();
  ASSERT_THAT(north.balances, SizeIs(1));
  EXPECT_TRUE(north.balances[0].of_helper);
  EXPECT_FALSE(north.balances[0].of_helped);
  EXPECT_THAT(north.people, UnorderedElementsAre(amina_, chen_));
}

TEST_F(ReportReadingTest, PresenceIsOfTheCentreWhereItWas) {
  request_.mutable_presence();
  ledger_.presence_days = {{.person = amina_, .day = kDay, .centre = south_},
                           {.person = chen_, .day = kDay, .centre = north_},
                           {.person = dina_, .day = kDay, .centre = north_}};
  ledger_.open = {{.person = amina_, .centre = north_, .span = {At(540), At(600)}},
                  {.person = amina_, .centre = south_, .span = {At(540), At(600)}}};
  request_.set_centre("Noord");
  const ReportReading north = Read();
  EXPECT_THAT(north.people, UnorderedElementsAre(chen_, dina_));
  EXPECT_THAT(north.open, SizeIs(1));
  request_.set_cohort("c15");
  EXPECT_THAT(Read().people, UnorderedElementsAre(chen_));
  EXPECT_THAT(Read().open, IsEmpty());
}

TEST_F(ReportReadingTest, AVisitBelongsToTheDayOnWhichItBegan) {
  request_.mutable_tasks();
  const Hash held = *Hash::FromHex(std::string(64, '1'));
  const Hash gone = *Hash::FromHex(std::string(64, '2'));
  ledger_.held = {{held, 17}};
  // From 23:30 to 00:30.
  ledger_.visits = {{.participants = {amina_},
                     .span = {At(23 * 60 + 30), At(30, kDay + 1)},
                     .settled = {{At(23 * 60 + 30), At(0, kDay + 1)}},
                     .to_confirm = {{At(0, kDay + 1), At(30, kDay + 1)}},
                     .events = {held, gone}}};
  request_.set_first_day(kDay + 1);
  EXPECT_THAT(Read().visits, IsEmpty());
  request_.set_first_day(kDay);
  request_.set_last_day(kDay);
  const ReportReading reading = Read();
  ASSERT_THAT(reading.visits, SizeIs(1));
  EXPECT_EQ(reading.visits[0].settled_ms, 30 * kMinuteMs);
  EXPECT_EQ(reading.visits[0].to_confirm_ms, 30 * kMinuteMs);
  EXPECT_THAT(reading.visits[0].positions, ElementsAre(17u));
  request_.set_cohort("c15");
  EXPECT_THAT(Read().visits, IsEmpty());
  request_.set_cohort("c14");
  EXPECT_THAT(Read().visits, SizeIs(1));
}

// What is said about one participant is of the enrolments that were chosen, and never what a funder
// asks.
TEST_F(ReportReadingTest, OnePersonIsReadAsFarAsTheirEnrolmentsAreChosen) {
  request_.mutable_progress()->set_person("amina");
  ledger_.records = {Record(amina_, north_), Record(amina_, north_, kDay + 1),
                     Record(bram_, north_)};
  ledger_.records[1].enrolment = EnrolmentOf(bram_);
  ledger_.hours = {{.person = amina_, .enrolment = EnrolmentOf(amina_), .day = kDay},
                   {.person = amina_, .enrolment = EnrolmentOf(bram_), .day = kDay}};
  ledger_.visits = {
      {.participants = {amina_}, .span = {At(600), At(660)}},
      {.participants = {amina_, chen_}, .span = {At(660), At(720)}, .disputed = {amina_}},
      {.participants = {amina_, chen_}, .span = {At(720), At(780)}, .disputed = {chen_}},
      {.participants = {amina_}, .span = {At(600, kDay - 1), At(660, kDay - 1)}}};
  for (const auto& [type, enrolment] : {std::pair(PathType::kGoal, EnrolmentOf(amina_)),
                                        {PathType::kOneToOne, Id()},
                                        {PathType::kMilestone, EnrolmentOf(bram_)},
                                        {PathType::kIndicators, EnrolmentOf(amina_)}}) {
    PathRecord step;
    step.person = amina_;
    step.enrolment = enrolment;
    step.type = type;
    step.day = kDay;
    ledger_.path.push_back(step);
  }
  request_.set_first_day(kDay);
  const ReportReading reading = Read();
  EXPECT_EQ(reading.person, amina_);
  EXPECT_THAT(reading.enrolments, SizeIs(1));
  EXPECT_THAT(reading.records, SizeIs(1));
  EXPECT_THAT(reading.hours, SizeIs(1));
  EXPECT_THAT(reading.visits, SizeIs(2)) << "not what they dispute, nor of another day";
  std::vector<PathType> steps;
  for (const PlacedStep& step : reading.steps) steps.push_back(step.record.type);
  EXPECT_THAT(steps, ElementsAre(PathType::kGoal, PathType::kOneToOne));
}

TEST_F(ReportReadingTest, WhoeverIsNotThereOrNotChosenIsNotFound) {
  for (const std::string& nobody : {std::string("nobody"), TestId(77).hex(), north_.hex()}) {
    request_.mutable_progress()->set_person(nobody);
    EXPECT_EQ(Try().status().code(), absl::StatusCode::kNotFound) << nobody;
  }
  request_.mutable_progress()->set_person(chen_.hex());
  EXPECT_EQ(Read().person, chen_);
  request_.set_centre("Noord");
  EXPECT_EQ(Try().status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ReportReadingTest, ADoubtThatMightBeAnybodysIsEverybodys) {
  ledger_.discrepancies = {{.kind = "a", .persons = {amina_}, .centre = north_, .day = kDay},
                           {.kind = "b", .persons = {chen_}, .centre = south_, .day = kDay},
                           {.kind = "c", .persons = {chen_}, .day = kDay},
                           {.kind = "d", .persons = {amina_}, .day = kDay - 1},
                           {.kind = "e", .persons = {amina_}, .centre = north_, .day = kDay + 9}};
  ledger_.set_aside = {
      {.kind = "f", .earliest_ms = At(540), .latest_ms = At(540)},
      {.kind = "g", .centre = south_, .earliest_ms = At(540), .latest_ms = At(540)},
      // Somewhere between a day long past and one to come.
      {.kind = "h", .earliest_ms = 0, .latest_ms = At(540, kDay + 90)}};
  request_.mutable_doubts();
  request_.set_first_day(kDay);
  request_.set_last_day(kDay + 1);
  EXPECT_THAT(Read().discrepancies, SizeIs(3));
  EXPECT_THAT(Read().set_aside, SizeIs(3));
  request_.set_centre("Noord");
  EXPECT_THAT(Read().discrepancies, SizeIs(1));
  EXPECT_THAT(Read().set_aside, SizeIs(2));
  EXPECT_THAT(Read().people, UnorderedElementsAre(amina_));
}

TEST_F(ReportReadingTest, MoreRowsThanAnybodyReadsAreRefused) {
  v1::GetReportRequest request;
  request.mutable_attendance()->set_by(v1::AttendanceReportRequest::BY_STATUS);
  ledger_.records.assign(kReportRowsMax, AttendanceRecord{.day = kDay});
  EXPECT_TRUE(ReadForReport(ledger_, request, kDay, office_.lookup_key()).ok());
  ledger_.records.push_back({.day = kDay});
  const absl::Status refused = ReadForReport(ledger_, request, kDay, office_.lookup_key()).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(refused.message(),
            "the report would have 200001 rows, and at most 200000 can be given: choose fewer "
            "days, a centre or a cohort");
  // Counted together they are few rows.
  request.mutable_attendance()->set_by(v1::AttendanceReportRequest::BY_PERSON);
  EXPECT_TRUE(ReadForReport(ledger_, request, kDay, office_.lookup_key()).ok());
}

TEST_F(ReportReadingTest, KiosksAreAskedForFromWhereSomethingCanWait) {
  ledger_.records = {Record(bram_, north_, kDay - 1), Record(amina_, north_)};
  request_.mutable_kiosks();
  EXPECT_THAT(People(Read().open_statuses), ElementsAre(amina_));
  request_.mutable_pending();
  EXPECT_THAT(Read().records, SizeIs(2));
}

}  // namespace
}  // namespace wijkboek
