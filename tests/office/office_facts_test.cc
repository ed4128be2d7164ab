#include "server/office_facts.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "common/credential.h"
#include "common/limits.h"
#include "server/office_ids.h"
#include "tests/office/fake_office.h"

namespace wijkboek {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

v1::OfficeFacts Facts(const std::string& json) {
  v1::OfficeFacts facts;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &facts);
  EXPECT_TRUE(status.ok()) << status.ToString();
  return facts;
}

constexpr char kTown[] = R"json({
  "centres": [
    {"key": "north", "name": "Noord", "municipality": "GM0363",
     "openingHours": "mon-fri 09:00-17:00, sat 10:00-13:00"},
    {"key": "south", "name": "Zuid", "opening_hours": "mon-sun 08:00-24:00"}],
  "participants": [
    {"key": "p1", "name": {"given": "Amina", "family": "Vermaas"}, "birthDate": "1990-05-31",
     "language": "nl"},
    {"key": "p2", "name": {"given": "Bram"}}],
  "residents": [
    {"key": "r1", "name": {"given": "Cor"}, "household": "h1"},
    {"key": "r2", "name": {"given": "Dina"}, "household": "h1"}],
  "coaches": [{"key": "c1", "name": {"given": "Els"}}],
  "cohorts": [{"key": "spring", "name": "Voorjaar", "firstDay": "2026-01-05"}],
  "enrolments": [
    {"participant": "p1", "cohort": "spring", "centre": "north", "firstDay": "2026-01-05",
     "targetHours": 240}],
  "sessions": [
    {"key": "s1", "title": "Taal", "centre": "north", "cohorts": ["spring"], "day": "2026-03-03",
     "start": "09:00", "end": "12:00"}],
  "badges": [
    {"person": "p1", "text": "04 a2 7f"},
    {"person": "c1", "text": "1234", "type": "pin"}]
})json";

// The refusal's lines.
std::vector<std::string> Errors(FakeOffice& office, const v1::OfficeFacts& facts) {
  const std::size_t before = office.log().size();
  const absl::StatusOr<std::size_t> applied = office.Apply(facts);
  EXPECT_EQ(applied.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(office.log().size(), before);
  return absl::StrSplit(std::string(applied.status().message()), '\n');
}

TEST(OfficeFactsTest, BecomeEventsThatTheFoldReads) {
  FakeOffice office;
  const absl::StatusOr<std::size_t> applied = office.Apply(Facts(kTown));
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(*applied, 12u);
  EXPECT_THAT(office.log(), SizeIs(12));

  const Reference& reference = office.reference();
  const Centre* north = reference.FindCentreByText("Noord");
  ASSERT_NE(north, nullptr);
  EXPECT_EQ(north->municipality, "GM0363");
  const CivilDay tuesday = *ParseDay("2026-03-03");
  EXPECT_EQ(reference.ClosingTime(north->id, tuesday), InstantOf(tuesday, 17 * 3600));
  const Id p1 = OfficeId(office.lookup_key(), "participant", "p1");
  EXPECT_THAT(reference.SessionsOf(p1, north->id, tuesday), SizeIs(1));
  EXPECT_THAT(reference.ParticipantsAt(north->id, tuesday), ElementsAre(p1));
  EXPECT_THAT(reference.MembersOf(OfficeId(office.lookup_key(), "household", "h1")), SizeIs(2));
  const Id badge = *CredentialHash(office.lookup_key(), v1::BADGE_TYPE_CARD, "04A27F");
  EXPECT_EQ(reference.BadgeOwner(badge, InstantOf(tuesday, 0)), p1);
}

TEST(OfficeFactsTest, NamesAreSealedAndOfNobodyElse) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  for (const StoredEvent& event : office.log()) {
    EXPECT_EQ(event.bytes.find("Vermaas"), std::string::npos);
    EXPECT_EQ(event.bytes.find("04A27F"), std::string::npos);
  }
  const Id p1 = OfficeId(office.lookup_key(), "participant", "p1");
  const auto registered =
      std::find_if(office.log().begin(), office.log().end(), [&](const StoredEvent& event) {
        return event.event.has_participant_registered() &&
               event.event.persons(0).person_id() == p1.bytes();
      });
  ASSERT_NE(registered, office.log().end());
  const auto name =
      FindSealed<v1::SealedName>(registered->event, v1::SEALED_FIELD_NAME, p1, office.keys());
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->family(), "Vermaas");
}

TEST(OfficeFactsTest, AppliedAgainMakesNoEvent) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  const absl::StatusOr<std::size_t> again = office.Apply(Facts(kTown));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, 0u);
  EXPECT_EQ(office.unchanged(), 12u);
}

TEST(OfficeFactsTest, PartOfAFileMayReferToAnEarlierOne) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  const absl::StatusOr<std::size_t> applied = office.Apply(Facts(R"json({"sessions": [
    {"key": "s2", "centre": "north", "cohorts": ["spring"], "day": "2026-03-04",
     "start": "13:00", "end": "24:00"}]})json"));
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(*applied, 1u);
  EXPECT_EQ(*office.Apply(Facts(kTown)), 0u);
}

struct Change {
  std::string what;
  std::string json;
  v1::EventKind kind;
};

TEST(OfficeFactsTest, AChangeIsOneEditThatNamesWhatItReplaces) {
  const std::vector<Change> changes = {
      {"centre", R"({"centres": [{"key": "north", "name": "Noorderlicht", "municipality": "GM0363",
        "openingHours": "mon-fri 09:00-17:00, sat 10:00-13:00"}]})",
       v1::EVENT_KIND_CENTRE_DESCRIBED},
      {"hours", R"({"centres": [{"key": "north", "name": "Noord", "municipality": "GM0363",
        "openingHours": "mon-fri 09:00-18:00"}]})",
       v1::EVENT_KIND_CENTRE_DESCRIBED},
      {"name", R"({"participants": [{"key": "p1", "name": {"given": "Amina", "family": "Bos"}}]})",
       v1::EVENT_KIND_DETAIL_CHANGED},
      {"birth date", R"({"participants": [{"key": "p2", "name": {"given": "Bram"},
        "birthDate": "1991-01-01"}]})",
       v1::EVENT_KIND_DETAIL_CHANGED},
      {"centre of a resident",
       R"({"residents": [{"key": "r1", "name": {"given": "Cor"}, "household": "h1",
        "centre": "north"}]})",
       v1::EVENT_KIND_DETAIL_CHANGED},
      {"household", R"({"residents": [{"key": "r1", "name": {"given": "Cor"}}]})",
       v1::EVENT_KIND_DETAIL_CHANGED},
      {"area of a resident",
       R"({"residents": [{"key": "r1", "name": {"given": "Cor"}, "household": "h1",
        "area": "BU03630100", "areaYear": 2025}]})",
       v1::EVENT_KIND_DETAIL_CHANGED},
      {"cohort", R"({"cohorts": [{"key": "spring", "name": "Lente", "firstDay": "2026-01-05"}]})",
       v1::EVENT_KIND_COHORT_OPENED},
      {"end of enrolment", R"({"enrolments": [{"participant": "p1", "cohort": "spring",
        "centre": "north", "firstDay": "2026-01-05", "lastDay": "2026-06-30", "targetHours": 240}]})",
       v1::EVENT_KIND_ENROLMENT_CHANGED},
      {"first day of enrolment", R"({"enrolments": [{"participant": "p1", "cohort": "spring",
        "centre": "north", "firstDay": "2026-01-12", "targetHours": 240}]})",
       v1::EVENT_KIND_ENROLMENT_CHANGED},
      {"time of session", R"({"sessions": [{"key": "s1", "title": "Taal", "centre": "south",
        "cohorts": ["spring"], "day": "2026-03-03", "start": "10:00", "end": "12:00"}]})",
       v1::EVENT_KIND_SESSION_MOVED},
      {"title of session", R"({"sessions": [{"key": "s1", "title": "Rekenen", "centre": "north",
        "cohorts": ["spring"], "day": "2026-03-03", "start": "09:00", "end": "12:00"}]})",
       v1::EVENT_KIND_SESSION_PLANNED},
      {"end of badge", R"({"badges": [{"person": "p1", "text": "04A27F",
        "validUntil": "2026-06-30"}]})",
       v1::EVENT_KIND_BADGE_WITHDRAWN},
  };
  for (const Change& change : changes) {
    SCOPED_TRACE(change.what);
    FakeOffice office;
    ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
    const absl::StatusOr<std::size_t> applied = office.Apply(Facts(change.json));
    ASSERT_TRUE(applied.ok()) << applied.status();
    EXPECT_EQ(*applied, 1u);
    EXPECT_EQ(office.log().back().event.kind(), change.kind);
    EXPECT_THAT(office.log().back().event.seen(), SizeIs(1));
    EXPECT_EQ(*office.Apply(Facts(change.json)), 0u);
  }
}

TEST(OfficeFactsTest, ATimeThatAutumnHasTwiceIsItsFirstPass) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  ASSERT_TRUE(office
                  .Apply(Facts(R"({"sessions": [{"key": "night", "centre": "north",
    "cohorts": ["spring"], "day": "2026-10-25", "start": "02:30", "end": "03:30"}]})"))
                  .ok());
  const Session* night =
      office.reference().FindSession(OfficeId(office.lookup_key(), "session", "night"));
  ASSERT_NE(night, nullptr);
  EXPECT_EQ(night->span.length_ms(), 2 * kHourMs);
}

TEST(OfficeFactsTest, AnEmptyFieldOfAPersonSaysNothing) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  EXPECT_EQ(*office.Apply(Facts(R"({"participants": [
    {"key": "p1", "name": {"given": "Amina", "family": "Vermaas"}}]})")),
            0u);
}

TEST(OfficeFactsTest, ABadgeIsHandedOn) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  const v1::OfficeFacts handed = Facts(R"({"badges": [
    {"person": "p1", "text": "04A27F", "validUntil": "2026-03-31"},
    {"person": "p2", "text": "04A27F", "validFrom": "2026-04-01"}]})");
  const absl::StatusOr<std::size_t> applied = office.Apply(handed);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(*applied, 2u);
  EXPECT_EQ(*office.Apply(handed), 0u);
  const Id badge = *CredentialHash(office.lookup_key(), v1::BADGE_TYPE_CARD, "04A27F");
  const auto owner = [&](absl::string_view day) {
    return office.reference().BadgeOwner(badge, StartOfDay(*ParseDay(day)));
  };
  EXPECT_EQ(owner("2026-03-31"), OfficeId(office.lookup_key(), "participant", "p1"));
  EXPECT_EQ(owner("2026-04-01"), OfficeId(office.lookup_key(), "participant", "p2"));
}

TEST(OfficeFactsTest, ABadgesTimesCanChange) {
  for (const char* json :
       {R"({"badges": [{"person": "p1", "text": "7", "validFrom": "2026-02-01",
          "validUntil": "2026-05-31"}]})",
        R"({"badges": [{"person": "p1", "text": "7", "validFrom": "2026-03-15",
          "validUntil": "2026-03-31"}]})",
        R"({"badges": [{"person": "p2", "text": "7", "validFrom": "2026-03-15"}]})",
        R"({"badges": [{"person": "p1", "text": "7", "validFrom": "2026-03-01"}]})"}) {
    SCOPED_TRACE(json);
    FakeOffice office;
    ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
    ASSERT_TRUE(office
                    .Apply(Facts(R"({"badges": [{"person": "p1", "text": "7",
      "validFrom": "2026-03-01", "validUntil": "2026-03-31"}]})"))
                    .ok());
    const absl::StatusOr<std::size_t> applied = office.Apply(Facts(json));
    ASSERT_TRUE(applied.ok()) << applied.status();
    EXPECT_GT(*applied, 0u);
    EXPECT_EQ(*office.Apply(Facts(json)), 0u);
    // The record reads badges as the fold does.
    const Id badge = *CredentialHash(office.lookup_key(), v1::BADGE_TYPE_CARD, "7");
    for (CivilDay day = *ParseDay("2026-01-01"); day < *ParseDay("2026-07-01"); ++day) {
      std::optional<Id> expected;
      for (const BadgeSpan& span : office.record().badges.at(badge).thing.spans) {
        if (StartOfDay(day) >= span.from_ms &&
            (!span.until_ms || StartOfDay(day) < *span.until_ms)) {
          expected = span.person;
        }
      }
      ASSERT_EQ(office.reference().BadgeOwner(badge, StartOfDay(day)), expected) << FormatDay(day);
    }
  }
}

TEST(OfficeFactsTest, ASecondEnrolmentInACohortIsAnother) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  const v1::OfficeFacts both = Facts(R"({"enrolments": [
    {"participant": "p1", "cohort": "spring", "centre": "north", "firstDay": "2026-01-05",
     "lastDay": "2026-02-28", "targetHours": 240},
    {"participant": "p1", "cohort": "spring", "centre": "south", "firstDay": "2026-09-01"}]})");
  EXPECT_EQ(*office.Apply(both), 2u);
  EXPECT_EQ(*office.Apply(both), 0u);
  EXPECT_THAT(office.reference().EnrolmentsOf(OfficeId(office.lookup_key(), "participant", "p1")),
              SizeIs(2));
}

TEST(OfficeFactsTest, ABadgeGivenLaterIsNotTakenBackByAnEarlierDate) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  ASSERT_TRUE(office
                  .Apply(Facts(R"({"badges": [{"person": "p1", "text": "7",
    "validFrom": "2026-03-01"}]})"))
                  .ok());
  EXPECT_THAT(Errors(office, Facts(R"({"badges": [{"person": "p2", "text": "7",
    "validFrom": "2026-02-01"}]})")),
              ElementsAre("badges[0]: is on record as another person's from 2026-03-01: give a "
                          "valid_from after that, or use another badge"));
}

TEST(OfficeFactsTest, APersonOnRecordAndAnotherMayNotShareAKey) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  EXPECT_THAT(Errors(office, Facts(R"({"coaches": [{"key": "p1", "name": {"given": "Els"}}]})")),
              ElementsAre("coaches[0].key: \"p1\" is a participant's key on record; badges could "
                          "not tell them apart: give the coach another key"));
  EXPECT_THAT(
      Errors(office, Facts(R"({"participants": [{"key": "c1", "name": {"given": "Els"}}]})")),
      ElementsAre("participants[0].key: \"c1\" is a coach's key on record; badges could not tell "
                  "them apart: give the participant another key"));
}

TEST(OfficeFactsTest, ABadgeOfSomebodyElseIsSaidToBeThat) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  EXPECT_THAT(Errors(office, Facts(R"({"badges": [{"person": "p2", "text": "04A27F"}]})")),
              ElementsAre("badges[0]: is on record as another person's: give a valid_from, or use "
                          "another badge"));
  EXPECT_THAT(
      Errors(office, Facts(R"({"badges": [{"person": "p2", "text": "1234", "type": "pin"}]})")),
      ElementsAre("badges[0].text: somebody else has this PIN: choose another"));
  // Whoever has a PIN does not lose it because somebody chose the same later.
  EXPECT_THAT(Errors(office, Facts(R"({"badges": [{"person": "p2", "text": "1234", "type": "pin",
      "validFrom": "2026-03-01"}]})")),
              ElementsAre("badges[0].text: somebody else has this PIN: choose another"));
}

TEST(OfficeFactsTest, NobodyIsInACohortBeforeItBegins) {
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  EXPECT_THAT(Errors(office, Facts(R"({"enrolments": [
    {"participant": "p2", "cohort": "spring", "centre": "north", "firstDay": "2026-01-04"}]})")),
              ElementsAre("enrolments[0].first_day: the cohort begins on 2026-01-05 only"));
  EXPECT_THAT(Errors(office, Facts(R"({
    "cohorts": [{"key": "autumn", "name": "Najaar", "firstDay": "2026-09-01"}],
    "enrolments": [
    {"participant": "p2", "cohort": "autumn", "centre": "north", "firstDay": "2026-08-31"}]})")),
              ElementsAre("enrolments[0].first_day: the cohort begins on 2026-09-01 only"));
}

TEST(OfficeFactsTest, NobodyIsBornInTheFuture) {
  FakeOffice office;
  EXPECT_THAT(Errors(office, Facts(R"({"participants": [
    {"key": "p1", "name": {"given": "Amina"}, "birthDate": "2091-05-31"}]})")),
              ElementsAre("participants[0].birth_date: 2091-05-31 lies in the future"));
}

struct Wrong {
  std::string json;
  std::string path;
  std::string reason;
};

TEST(OfficeFactsTest, EveryErrorIsNamedByPathAndReason) {
  const std::vector<Wrong> cases = {
      {R"({"centres": [{"name": "x"}]})", "centres[0].key", "is missing"},
      {R"({"centres": [{"key": "a|b", "name": "x"}]})", "centres[0].key", "may hold no"},
      {R"({"centres": [{"key": "a"}]})", "centres[0].name", "is missing"},
      {R"({"centres": [{"key": "a", "name": "x"}, {"key": "a", "name": "y"}]})", "centres[1].key",
       "is the key of centres[0] too"},
      {R"({"centres": [{"key": "a", "name": "x", "municipality": "0363"}]})",
       "centres[0].municipality", "no municipality"},
      {R"({"centres": [{"key": "a", "name": "x", "openingHours": "mon 17:00-09:00"}]})",
       "centres[0].opening_hours", "closes before it opens"},
      {R"({"centres": [{"key": "a", "name": "x", "openingHours": "maandag 09:00-17:00"}]})",
       "centres[0].opening_hours", "no weekday"},
      {R"({"centres": [{"key": "a", "name": "x", "openingHours": "fri-mon 09:00-17:00"}]})",
       "centres[0].opening_hours", "runs backwards"},
      {R"({"centres": [{"key": "a", "name": "x", "openingHours": "mon 09:00-12:00, mon 11:00-13:00"}]})",
       "centres[0].opening_hours", "overlap"},
      {R"({"centres": [{"key": "a", "name": "x", "openingHours": "always"}]})",
       "centres[0].opening_hours", "can't be read"},
      {R"({"participants": [{"key": "a"}]})", "participants[0].name", "is missing"},
      {R"({"participants": [{"key": "a", "name": {"given": "x"}, "birthDate": "31-05-1990"}]})",
       "participants[0].birth_date", "is no day"},
      {R"({"participants": [{"key": "a", "name": {"given": "x"}, "language": "Dutch!"}]})",
       "participants[0].language", "no language tag"},
      {R"({"residents": [{"key": "a", "name": {"given": "x"}, "area": "0363", "areaYear": 2025}]})",
       "residents[0].area", "BU and eight"},
      {R"({"residents": [{"key": "a", "name": {"given": "x"}, "area": "BU0363", "areaYear": 2025}]})",
       "residents[0].area", "BU and eight"},
      {R"({"residents": [{"key": "a", "name": {"given": "x"}, "area": "GM0363"}]})",
       "residents[0].area_year", "give the year of this code"},
      {R"({"residents": [{"key": "a", "name": {"given": "x"}, "areaYear": 2025}]})",
       "residents[0].area_year", "year of no area"},
      {R"({"participants": [{"key": "a", "name": {"given": "x"}}],
           "coaches": [{"key": "a", "name": {"given": "y"}}]})",
       "coaches[0].key", "participants[0] too"},
      {R"({"cohorts": [{"key": "a", "name": "x"}]})", "cohorts[0].first_day", "is no day"},
      {R"({"cohorts": [{"key": "a", "name": "x", "firstDay": "2026-02-01", "lastDay": "2026-01-01"}]})",
       "cohorts[0].last_day", "before the first day"},
      {R"({"enrolments": [{"participant": "nobody", "cohort": "spring", "centre": "north",
           "firstDay": "2026-01-05"}]})",
       "enrolments[0].participant", "no participant with the key \"nobody\""},
      {R"({"enrolments": [{"participant": "p1", "cohort": "spring", "centre": "north",
           "firstDay": "2026-01-05", "targetHours": 20000}]})",
       "enrolments[0].target_hours", "more than"},
      {R"({"enrolments": [
           {"participant": "p1", "cohort": "spring", "centre": "north", "firstDay": "2026-01-05"},
           {"participant": "p1", "cohort": "spring", "centre": "south", "firstDay": "2026-03-01"}]})",
       "enrolments[1]", "overlaps enrolments[0]"},
      {R"({"sessions": [{"key": "a", "centre": "nowhere", "cohorts": ["spring"], "day": "2026-03-03",
           "start": "09:00", "end": "12:00"}]})",
       "sessions[0].centre", "no centre with the key \"nowhere\""},
      {R"({"sessions": [{"key": "a", "centre": "north", "cohorts": ["autumn"], "day": "2026-03-03",
           "start": "09:00", "end": "12:00"}]})",
       "sessions[0].cohorts[0]", "no cohort"},
      {R"({"sessions": [{"key": "a", "centre": "north", "day": "2026-03-03", "start": "09:00",
           "end": "12:00"}]})",
       "sessions[0].cohorts", "is missing"},
      {R"({"sessions": [{"key": "a", "centre": "north", "cohorts": ["spring"], "day": "2026-02-30",
           "start": "09:00", "end": "12:00"}]})",
       "sessions[0].day", "is no day"},
      {R"({"sessions": [{"key": "a", "centre": "north", "cohorts": ["spring"], "day": "2026-03-03",
           "start": "9 o'clock", "end": "12:00"}]})",
       "sessions[0].start", "is no time"},
      {R"({"sessions": [{"key": "a", "centre": "north", "cohorts": ["spring"], "day": "2026-03-03",
           "start": "12:00", "end": "09:00"}]})",
       "sessions[0].end", "is not after the start"},
      {R"({"sessions": [{"key": "a", "centre": "north", "cohorts": ["spring"], "day": "2026-03-29",
           "start": "02:30", "end": "09:00"}]})",
       "sessions[0].start", "does not exist"},
      {R"({"badges": [{"person": "nobody", "text": "1"}]})", "badges[0].person",
       "no participant or coach"},
      {R"({"badges": [{"person": "p1", "text": "1", "type": "tattoo"}]})", "badges[0].type",
       "card, qr, pin or number"},
      {R"({"badges": [{"person": "p1", "text": "12", "type": "pin"}]})", "badges[0].text",
       "4 to 8 digits"},
      {R"({"badges": [{"person": "p1", "text": "1", "validFrom": "2026-03-02",
           "validUntil": "2026-03-01"}]})",
       "badges[0].valid_until", "before valid_from"},
      {R"({"badges": [{"person": "p1", "text": "1"}, {"person": "p2", "text": " 1 "}]})",
       "badges[1]", "two people on one badge at the same time"},
      {R"({"badges": [{"person": "p2", "text": "88", "validUntil": "2025-12-31"},
                      {"person": "p1", "text": "88", "validUntil": "2025-11-30"}]})",
       "badges[1]", "two people on one badge"},
  };
  FakeOffice office;
  ASSERT_TRUE(office.Apply(Facts(kTown)).ok());
  for (const Wrong& wrong : cases) {
    SCOPED_TRACE(wrong.json);
    EXPECT_THAT(Errors(office, Facts(wrong.json)),
                Contains(::testing::AllOf(::testing::StartsWith(absl::StrCat(wrong.path, ": ")),
                                          HasSubstr(wrong.reason))));
  }
}

TEST(OfficeFactsTest, AllErrorsAreSaidAtOnceAndNothingIsApplied) {
  FakeOffice office;
  v1::OfficeFacts facts = Facts(kTown);
  facts.mutable_sessions(0)->set_end("08:00");
  facts.mutable_enrolments(0)->set_cohort("x");
  facts.add_badges();
  const std::vector<std::string> errors = Errors(office, facts);
  EXPECT_THAT(errors, SizeIs(4));
  EXPECT_TRUE(office.log().empty());
}

TEST(OfficeFactsTest, ManyErrorsAreCounted) {
  FakeOffice office;
  v1::OfficeFacts facts;
  for (std::size_t i = 0; i < kRowErrorsMax + 7; ++i) {
    v1::ParticipantFact& fact = *facts.add_participants();
    fact.set_key(absl::StrCat("k", i));
  }
  const std::vector<std::string> errors = Errors(office, facts);
  ASSERT_THAT(errors, SizeIs(kRowErrorsMax + 1));
  EXPECT_EQ(errors.back(), "and 7 more");
}

}  // namespace
}  // namespace wijkboek
