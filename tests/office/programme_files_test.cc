// The programme definitions that come with Wijkboek (deploy/programmes).
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/civil_time.h"
#include "common/reconcile/rules.h"
#include "server/office_ids.h"
#include "tests/office/fake_office.h"
#include "tests/office/programme_definitions.h"

namespace wijkboek {
namespace {

using ::testing::AnyOf;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(ProgrammeFilesTest, AreAppliedOnceAndNotTwice) {
  const std::vector<v1::OfficeFacts> files = DefinitionFiles();
  ASSERT_THAT(files, SizeIs(28));
  FakeOffice office;
  for (const v1::OfficeFacts& file : files) {
    const absl::StatusOr<std::size_t> applied = office.Apply(file);
    ASSERT_TRUE(applied.ok()) << applied.status();
    EXPECT_GT(*applied, 0u);
  }
  for (const v1::OfficeFacts& file : files) EXPECT_EQ(*office.Apply(file), 0u);
  EXPECT_THAT(office.reference().Programmes(), SizeIs(30));
}

TEST(ProgrammeFilesTest, HoldNothingButProgrammesAndSayWhereEachRuleComesFrom) {
  for (v1::OfficeFacts& file : DefinitionFiles()) {
    for (const v1::ProgrammeFact& programme : file.programmes()) {
      for (const v1::RuleFact& rule : programme.rules()) {
        EXPECT_THAT(rule.source(), AnyOf(StartsWith("the programme's own description"),
                                         StartsWith("default of the rules"), StartsWith("assumed")))
            << programme.key() << " " << rule.rule();
      }
    }
    file.clear_programmes();
    EXPECT_EQ(file.ByteSizeLong(), 0u);
  }
}

TEST(ProgrammeFilesTest, RulesHoldFromTheirFirstDayOnAndNotBefore) {
  for (const v1::OfficeFacts& file : DefinitionFiles()) {
    FakeOffice office;
    ASSERT_TRUE(office.Apply(file).ok());
    for (const v1::ProgrammeFact& programme : file.programmes()) {
      SCOPED_TRACE(programme.key());
      const Id id = OfficeId(office.lookup_key(), "programme", programme.key());
      Rules expected;
      CivilDay first = 0;
      for (const v1::RuleFact& rule : programme.rules()) {
        v1::ProgrammeRuleSet setting;
        ASSERT_TRUE(ParseRuleValue(rule.rule(), rule.value(), setting).ok());
        ASSERT_TRUE(SetRule(setting, expected).ok());
        // A default that the rules no longer have would be a lie.
        if (rule.source() == "default of the rules") {
          Rules set;
          ASSERT_TRUE(SetRule(setting, set).ok());
          EXPECT_EQ(set, Rules()) << rule.rule();
        }
        first = *ParseDay(rule.first_day());
      }
      EXPECT_EQ(office.reference().RulesOf(id, first), expected);
      EXPECT_EQ(office.reference().RulesOf(id, first + 400), expected);
      EXPECT_EQ(office.reference().RulesOf(id, first - 1), Rules());
    }
  }
}

TEST(ProgrammeFilesTest, PhasesThatFollowEachOtherFillTheirYear) {
  FakeOffice office;
  for (const v1::OfficeFacts& file : DefinitionFiles()) ASSERT_TRUE(office.Apply(file).ok());
  const Programme* oss =
      office.reference().FindProgramme(OfficeId(office.lookup_key(), "programme", "logistiek-oss"));
  ASSERT_NE(oss, nullptr);
  ASSERT_THAT(oss->phases, SizeIs(8));
  const v1::ProgrammePhase& start = oss->phases[6];
  const v1::ProgrammePhase& rest = oss->phases[7];
  EXPECT_EQ(start.weeks() + rest.weeks(), 52u);
  EXPECT_EQ(start.minutes_per_week(), 3u * 3 * 60);
  EXPECT_EQ(rest.minutes_per_week(), 2u * 60);
  const Programme* peelland = office.reference().FindProgramme(
      OfficeId(office.lookup_key(), "programme", "peelland-at-work"));
  ASSERT_NE(peelland, nullptr);
  EXPECT_EQ(peelland->target_minutes, 240u * 60);
  const v1::ProgrammePhase& work = peelland->phases.back();
  EXPECT_EQ(work.weeks() * work.minutes_per_week(), peelland->target_minutes);
}

}  // namespace
}  // namespace wijkboek
