// Programmes, their rules and what hangs on them: from the office's file to what the fold reads.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "server/office_ids.h"
#include "tests/office/fake_office.h"
#include "tests/office/office_file.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kTown[] = R"json({
  "programmes": [
    {"key": "care", "name": "Zorg", "target_hours": 400,
     "phases": [{"key": "start", "name": "Begin", "type": "pre_entry", "weeks": 5,
                 "hours_per_week": 12},
                {"key": "after", "name": "Nazorg", "type": "aftercare"}],
     "rules": [{"rule": "late_after", "value": "10", "first_day": "2026-01-01"}]}],
  "rules": [{"rule": "sighting_goal", "value": "2", "first_day": "2026-01-01"}],
  "centres": [{"key": "north", "name": "Noord"}],
  "cohorts": [
    {"key": "spring", "name": "Voorjaar", "first_day": "2026-01-05", "programme": "care"},
    {"key": "autumn", "name": "Najaar", "first_day": "2026-01-05", "programme": "care"},
    {"key": "choir", "name": "Koor", "first_day": "2026-01-05"}],
  "participants": [{"key": "p1", "name": {"given": "Amina"}}],
  "coaches": [{"key": "c1", "name": {"given": "Els"}, "duty": "coordinator"},
              {"key": "c2", "name": {"given": "Jan"}}]
})json";

class OfficeProgrammesTest : public ::testing::Test {
 protected:
  void SetUp() override { EXPECT_TRUE(office_.Apply(OfficeFile(kTown)).ok()); }

  Id IdOf(absl::string_view type, absl::string_view key) const {
    return OfficeId(office_.lookup_key(), type, key);
  }
  std::size_t Apply(const std::string& json) {
    const absl::StatusOr<std::size_t> applied = office_.Apply(OfficeFile(json));
    EXPECT_TRUE(applied.ok()) << applied.status();
    return applied.value_or(0);
  }
  std::string Refusal(const std::string& json) {
    const std::size_t before = office_.log().size();
    const absl::StatusOr<std::size_t> applied = office_.Apply(OfficeFile(json));
    EXPECT_EQ(applied.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(office_.log().size(), before);
    return std::string(applied.status().message());
  }
  std::int64_t LateAfter(absl::string_view day) const {
    return office_.reference().RulesOf(IdOf("programme", "care"), *ParseDay(day)).late_after_ms /
           kMinuteMs;
  }
  // A file with nothing but settings of one rule: each "value first_day[..last_day]".
  static std::string Settings(const std::vector<std::string>& settings) {
    std::string json;
    for (const std::string& setting : settings) {
      const std::vector<std::string> words = absl::StrSplit(setting, ' ');
      const std::vector<std::string> days = absl::StrSplit(words[1], "..");
      absl::StrAppend(&json, json.empty() ? "" : ",", R"({"rule": "late_after", "value": ")",
                      words[0], R"(", "first_day": ")", days[0], R"(", "last_day": ")",
                      days.size() > 1 ? days[1] : "", R"("})");
    }
    return absl::StrCat(R"({"programmes": [{"key": "care", "name": "Zorg", "target_hours": 400,
      "phases": [{"key": "start", "name": "Begin", "type": "pre_entry", "weeks": 5,
                  "hours_per_week": 12},
                 {"key": "after", "name": "Nazorg", "type": "aftercare"}], "rules": [)",
                        json, "]}]}");
  }
  static std::string Enrolments(const std::string& enrolments) {
    return absl::StrCat(R"({"enrolments": [)", enrolments, "]}");
  }
  static std::string Enrolment(const std::string& cohort, const std::string& first,
                               const std::string& more = "") {
    return absl::StrCat(R"({"participant": "p1", "centre": "north", "cohort": ")", cohort,
                        R"(", "first_day": ")", first, "\"", more, "}");
  }

  FakeOffice office_;
};

TEST_F(OfficeProgrammesTest, AreReadByTheFold) {
  const Programme* care = office_.reference().FindProgramme(IdOf("programme", "care"));
  ASSERT_NE(care, nullptr);
  EXPECT_EQ(care->name, "Zorg");
  EXPECT_EQ(care->target_minutes, 400u * 60);
  ASSERT_THAT(care->phases, SizeIs(2));
  EXPECT_EQ(care->phases[0].type(), v1::PHASE_TYPE_PRE_ENTRY);
  EXPECT_EQ(care->phases[0].minutes_per_week(), 12u * 60);
  EXPECT_EQ(office_.reference().FindCohort(IdOf("cohort", "spring"))->programme,
            IdOf("programme", "care"));
  EXPECT_EQ(office_.reference().FindPerson(IdOf("coach", "c1"))->duty, v1::COACH_DUTY_COORDINATOR);
  EXPECT_EQ(office_.reference().FindPerson(IdOf("coach", "c2"))->duty, v1::COACH_DUTY_COACH);
  // Those for every programme hold for each.
  const CivilDay day = *ParseDay("2026-03-03");
  EXPECT_EQ(office_.reference().RulesOf(IdOf("programme", "care"), day).sighting_goal, 2);
  EXPECT_EQ(office_.reference().RulesOf(Id(), day).sighting_goal, 2);
  EXPECT_EQ(office_.reference().RulesOf(Id(), day - 366).sighting_goal, Rules().sighting_goal);
  EXPECT_EQ(Apply(kTown), 0u);
}

TEST_F(OfficeProgrammesTest, AChangeIsOneEditThatNamesWhatItReplaces) {
  struct Change {
    std::string json;
    v1::EventKind kind;
  };
  const std::vector<Change> changes = {
      {R"({"programmes": [{"key": "care", "name": "Zorg", "target_hours": 300}]})",
       v1::EVENT_KIND_PROGRAMME_DESCRIBED},
      {R"({"cohorts": [{"key": "spring", "name": "Voorjaar", "first_day": "2026-01-05"}]})",
       v1::EVENT_KIND_COHORT_OPENED},
      {R"({"coaches": [{"key": "c2", "name": {"given": "Jan"}, "duty": "instructor"}]})",
       v1::EVENT_KIND_COACH_REGISTERED},
      {R"({"rules": [{"rule": "sighting_goal", "value": "4", "first_day": "2026-01-01"}]})",
       v1::EVENT_KIND_PROGRAMME_RULE_SET},
  };
  for (const Change& change : changes) {
    SCOPED_TRACE(change.json);
    EXPECT_EQ(Apply(change.json), 1u);
    EXPECT_EQ(office_.log().back().event.kind(), change.kind);
    EXPECT_THAT(office_.log().back().event.seen(), SizeIs(1));
    EXPECT_EQ(Apply(change.json), 0u);
  }
  EXPECT_EQ(office_.reference().FindPerson(IdOf("coach", "c2"))->duty, v1::COACH_DUTY_INSTRUCTOR);
  // Without a duty the file says nothing about it.
  EXPECT_EQ(Apply(R"({"coaches": [{"key": "c2", "name": {"given": "Jan"}}]})"), 0u);
}

TEST_F(OfficeProgrammesTest, ARuleChangesFromADayOnWithoutRewritingThePast) {
  EXPECT_EQ(Apply(Settings({"10 2026-01-01", "15 2026-09-01"})), 1u);
  EXPECT_EQ(LateAfter("2026-08-31"), 10);
  EXPECT_EQ(LateAfter("2026-09-01"), 15);
  EXPECT_EQ(LateAfter("2025-12-31"), Rules().late_after_ms / kMinuteMs);

  // The earlier one is mended later: the younger one stays what holds from its day on.
  EXPECT_EQ(Apply(Settings({"12 2026-01-01", "15 2026-09-01"})), 1u);
  EXPECT_THAT(office_.log().back().event.seen(), SizeIs(1));
  EXPECT_EQ(LateAfter("2026-08-31"), 12);
  EXPECT_EQ(LateAfter("2026-09-01"), 15);

  // A setting that ends sooner than was said.
  EXPECT_EQ(Apply(Settings({"12 2026-01-01..2026-06-30", "15 2026-09-01"})), 1u);
  EXPECT_EQ(LateAfter("2026-06-30"), 12);
  EXPECT_EQ(LateAfter("2026-07-01"), Rules().late_after_ms / kMinuteMs);

  // What is no longer in the file stays.
  EXPECT_EQ(Apply(Settings({})), 0u);
  EXPECT_EQ(LateAfter("2026-09-01"), 15);
}

TEST_F(OfficeProgrammesTest, TheOrderInTheFileDoesNotMatter) {
  EXPECT_EQ(Apply(Settings({"15 2026-09-01", "20 2026-03-01"})), 2u);
  EXPECT_EQ(LateAfter("2026-02-28"), 10);
  EXPECT_EQ(LateAfter("2026-03-01"), 20);
  EXPECT_EQ(LateAfter("2026-09-01"), 15);
}

TEST_F(OfficeProgrammesTest, OwnTimesReplaceTheSessions) {
  EXPECT_EQ(Apply(R"({"sessions": [
    {"key": "s1", "centre": "north", "cohorts": ["spring"], "day": "2026-03-02", "start": "09:00",
     "end": "12:00"},
    {"key": "s2", "centre": "north", "cohorts": ["spring"], "day": "2026-03-30", "start": "09:00",
     "end": "12:00"}]})"),
            2u);
  const std::string file = Enrolments(Enrolment(
      "spring", "2026-01-05", R"(, "own_times": "2026-03-02..2026-03-29 mon-fri 10:00-12:00")"));
  EXPECT_EQ(Apply(file), 1u);
  EXPECT_EQ(Apply(file), 0u);
  const std::vector<ExpectedSession> expected =
      office_.reference().ExpectedOf(IdOf("participant", "p1"));
  ASSERT_THAT(expected, SizeIs(2));
  EXPECT_EQ(FormatTimeOfDay(expected[0].expected.start_ms), "10:00");
  EXPECT_EQ(FormatTimeOfDay(expected[1].expected.start_ms), "09:00");

  EXPECT_EQ(Apply(Enrolments(Enrolment("spring", "2026-01-05", R"(, "own_times": "11:00-12:00")"))),
            1u);
  EXPECT_EQ(office_.log().back().event.kind(), v1::EVENT_KIND_ENROLMENT_CHANGED);
  EXPECT_EQ(FormatTimeOfDay(
                office_.reference().ExpectedOf(IdOf("participant", "p1")).back().expected.start_ms),
            "11:00");
}

TEST_F(OfficeProgrammesTest, NobodyIsInTwoCohortsOfOneProgrammeAtOnce) {
  EXPECT_THAT(Refusal(Enrolments(Enrolment("spring", "2026-01-05") + "," +
                                 Enrolment("autumn", "2026-03-01"))),
              HasSubstr("enrolments[1]: overlapping enrolments: enrolments[0]"));
  // In another programme's, or in none's, they are.
  EXPECT_EQ(
      Apply(Enrolments(Enrolment("spring", "2026-01-05") + "," + Enrolment("choir", "2026-03-01"))),
      2u);
  // Also where the other one stands on record only.
  EXPECT_THAT(Refusal(Enrolments(Enrolment("autumn", "2026-03-01"))),
              HasSubstr("enrolments[0].first_day: overlapping enrolments"));
  // One ends, the other begins.
  EXPECT_EQ(Apply(Enrolments(Enrolment("spring", "2026-01-05", R"(, "last_day": "2026-02-28")") +
                             "," + Enrolment("autumn", "2026-03-01"))),
            2u);
}

TEST_F(OfficeProgrammesTest, EveryErrorIsNamedByPathAndReason) {
  struct Wrong {
    std::string json;
    std::string path;
    std::string reason;
  };
  const auto phase = [](const std::string& fields) {
    return absl::StrCat(R"({"programmes": [{"key": "x", "name": "X", "phases": [)", fields, "]}]}");
  };
  const auto rule = [](const std::string& fields) {
    return absl::StrCat(R"({"programmes": [{"key": "x", "name": "X", "rules": [)", fields, "]}]}");
  };
  const std::vector<Wrong> cases = {
      {R"({"programmes": [{"key": "x"}]})", "programmes[0].name", "is missing"},
      {R"({"programmes": [{"key": "x", "name": "X", "target_hours": 20000}]})",
       "programmes[0].target_hours", "more than"},
      {phase(R"({"key": "a", "name": "A", "type": "party"})"), "programmes[0].phases[0].type",
       "write pre_entry"},
      {phase(R"({"key": "a", "type": "training"})"), "programmes[0].phases[0].name", "is missing"},
      {phase(R"({"key": "a", "name": "A", "type": "training", "hours_per_week": 200})"),
       "programmes[0].phases[0].hours_per_week", "more than 168"},
      {phase(R"({"key": "a", "name": "A", "type": "training"},
                {"key": "a", "name": "B", "type": "training"})"),
       "programmes[0].phases[1].key", "stands here twice"},
      {rule(R"({"rule": "bedtime", "value": "1", "first_day": "2026-01-01"})"),
       "programmes[0].rules[0].rule", "bedtime"},
      {rule(R"({"rule": "late_after", "value": "soon", "first_day": "2026-01-01"})"),
       "programmes[0].rules[0].value", "late_after"},
      {rule(R"({"rule": "late_after", "value": "100000", "first_day": "2026-01-01"})"),
       "programmes[0].rules[0].value", "late_after"},
      {rule(R"({"rule": "late_after", "value": "5"})"), "programmes[0].rules[0].first_day",
       "is no day"},
      {rule(R"({"rule": "late_after", "value": "5", "first_day": "2026-02-01",
                "last_day": "2026-01-01"})"),
       "programmes[0].rules[0].last_day", "before the first day"},
      {rule(R"({"rule": "late_after", "value": "5", "first_day": "2026-02-01"},
               {"rule": "late_after", "value": "6", "first_day": "2026-02-01"})"),
       "programmes[0].rules[1].first_day", "late_after is set from 2026-02-01"},
      {R"({"rules": [{"rule": "late_after", "first_day": "2026-02-01"}]})", "rules[0].value",
       "late_after"},
      {R"({"cohorts": [{"key": "x", "name": "X", "first_day": "2026-01-05", "programme": "y"}]})",
       "cohorts[0].programme", "no programme with the key \"y\""},
      {R"({"coaches": [{"key": "x", "name": {"given": "X"}, "duty": "boss"}]})", "coaches[0].duty",
       "write coach, coordinator"},
      {Enrolments(Enrolment("spring", "2026-01-05", R"(, "own_times": "mornings")")),
       "enrolments[0].own_times", "can't be read"},
      {Enrolments(Enrolment("spring", "2026-01-05", R"(, "own_times": "mon 12:00-10:00")")),
       "enrolments[0].own_times", "ends before it begins"},
      {Enrolments(Enrolment("spring", "2026-01-05",
                            R"(, "own_times": "2026-03-29..2026-03-02 10:00-12:00")")),
       "enrolments[0].own_times", "runs backwards"},
      {Enrolments(
           Enrolment("spring", "2026-01-05", R"(, "own_times": "10:00-12:00, 10:00-12:00")")),
       "enrolments[0].own_times", "twice"},
  };
  for (const Wrong& wrong : cases) {
    SCOPED_TRACE(wrong.json);
    const std::string refusal = Refusal(wrong.json);
    const std::vector<std::string> lines = absl::StrSplit(refusal, '\n');
    EXPECT_THAT(lines,
                ElementsAre(::testing::AllOf(::testing::StartsWith(absl::StrCat(wrong.path, ": ")),
                                             HasSubstr(wrong.reason))));
  }
}

}  // namespace
}  // namespace wijkboek
