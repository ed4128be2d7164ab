// Thresholds: how they are written, on which days they hold and for whom.
#include "common/reconcile/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/reconcile/scene.h"
#include "tests/reconcile/told_office.h"

namespace wijkboek {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

// ---- How a rule is written

struct Written {
  const char* rule;
  const char* standard;  // as docs/rules.md says
  const char* other;
  bool (*holds)(const Rules&);
};

void PrintTo(const Written& written, std::ostream* out) { *out << written.rule; }

const Written kWritten[] = {
    {"presence_max", "840", "600",
     [](const Rules& r) { return r.presence_max_ms == 10 * kHourMs; }},
    {"evidence_gap_max", "360", "60",
     [](const Rules& r) { return r.evidence_gap_max_ms == kHourMs; }},
    {"check_out_again", "2", "5",
     [](const Rules& r) { return r.check_out_again_ms == 5 * kMinuteMs; }},
    {"visit_agreement", "5", "0", [](const Rules& r) { return r.visit_agreement_ms == 0; }},
    {"visit_starts_apart_max", "30", "10",
     [](const Rules& r) { return r.visit_starts_apart_max_ms == 10 * kMinuteMs; }},
    {"visit_default", "120", "60", [](const Rules& r) { return r.visit_default_ms == kHourMs; }},
    {"visit_max", "480", "240", [](const Rules& r) { return r.visit_max_ms == 4 * kHourMs; }},
    {"visit_answer", "15", "30",
     [](const Rules& r) { return r.visit_answer_ms == 30 * kMinuteMs; }},
    {"visits_at_once_max", "5", "10",
     [](const Rules& r) { return r.visits_at_once_max_ms == 10 * kMinuteMs; }},
    {"visit_end_reach", "840", "60",
     [](const Rules& r) { return r.visit_end_reach_ms == kHourMs; }},
    {"visit_ahead_max", "2", "5",
     [](const Rules& r) { return r.visit_ahead_max_ms == 5 * kMinuteMs; }},
    {"help_agreement", "15", "5", [](const Rules& r) { return r.help_agreement_minutes == 5; }},
    {"help_again", "2", "1", [](const Rules& r) { return r.help_again_ms == kMinuteMs; }},
    {"help_both_ways", "30", "60", [](const Rules& r) { return r.help_both_ways_ms == kHourMs; }},
    {"help_claim", "7", "14", [](const Rules& r) { return r.help_claim_days == 14; }},
    {"late_after", "10", "15", [](const Rules& r) { return r.late_after_ms == 15 * kMinuteMs; }},
    {"left_early_before", "10", "20",
     [](const Rules& r) { return r.left_early_before_ms == 20 * kMinuteMs; }},
    {"session_margin", "10", "30",
     [](const Rules& r) { return r.session_margin_ms == 30 * kMinuteMs; }},
    {"visits_count", "yes", "no", [](const Rules& r) { return !r.visits_count; }},
    {"carried_silent_days", "3", "5", [](const Rules& r) { return r.carried_silent_days == 5; }},
    {"hours_from", "sessions", "presence",
     [](const Rules& r) { return r.hours_from == HoursFrom::kPresence; }},
    {"sighting_apart", "45", "30",
     [](const Rules& r) { return r.sighting_apart_ms == 30 * kMinuteMs; }},
    {"sighting_goal", "3", "2", [](const Rules& r) { return r.sighting_goal == 2; }},
    // In the order of the table, whatever was said first; commas as well.
    {"sighting_by", "coordinator coach", "instructor, coach",
     [](const Rules& r) { return r.sighting_by == "coach instructor"; }},
    {"no_show_unit", "day", "session",
     [](const Rules& r) { return r.no_show_unit == NoShowUnit::kSession; }},
    {"no_show_limit", "2", "3", [](const Rules& r) { return r.no_show_limit == 3; }},
    {"no_show_window", "183", "90", [](const Rules& r) { return r.no_show_window_days == 90; }},
    {"late_weight", "0", "50", [](const Rules& r) { return r.late_weight == 50; }},
};

class RuleWritten : public testing::TestWithParam<Written> {};

TEST_P(RuleWritten, IsReadInItsUnit) {
  const Written& written = GetParam();
  v1::ProgrammeRuleSet setting;
  ASSERT_TRUE(ParseRuleValue(written.rule, written.other, setting).ok());
  EXPECT_EQ(setting.rule(), written.rule);
  Rules rules;
  EXPECT_FALSE(written.holds(rules));
  ASSERT_TRUE(SetRule(setting, rules).ok());
  EXPECT_TRUE(written.holds(rules));

  // The default, written out, changes it back, and nothing else was changed.
  ASSERT_TRUE(ParseRuleValue(written.rule, written.standard, setting).ok());
  ASSERT_TRUE(SetRule(setting, rules).ok());
  EXPECT_EQ(rules, Rules());
}

INSTANTIATE_TEST_SUITE_P(All, RuleWritten, testing::ValuesIn(kWritten));

struct Bad {
  const char* rule;
  const char* value;
  const char* message;
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.rule << " " << bad.value; }

class BadRule : public testing::TestWithParam<Bad> {};

TEST_P(BadRule, IsRefusedInWords) {
  v1::ProgrammeRuleSet setting;
  const absl::Status status = ParseRuleValue(GetParam().rule, GetParam().value, setting);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadRule,
    testing::Values(
        Bad{"presence_maximum", "600", "no rule is called \"presence_maximum\""},
        Bad{"", "600", "no rule is called \"\""},
        Bad{"span_max", "60", "no rule is called \"span_max\""},
        Bad{"presence_max", "14 hours", "presence_max is 60 to 2880 minutes, not \"14 hours\""},
        Bad{"presence_max", "", "presence_max is 60 to 2880 minutes, not \"\""},
        Bad{"presence_max", "59", "presence_max is 60 to 2880 minutes, not 59"},
        Bad{"presence_max", "2881", "presence_max is 60 to 2880 minutes, not 2881"},
        Bad{"late_after", "-1", "late_after is 0 to 240 minutes, not -1"},
        Bad{"late_after", "99999999999999999999",
            "late_after is 0 to 240 minutes, not \"99999999999999999999\""},
        Bad{"help_claim", "0", "help_claim is 1 to 366 days, not 0"},
        Bad{"carried_silent_days", "0", "carried_silent_days is 1 to 60 working days, not 0"},
        Bad{"late_weight", "101", "late_weight is 0 to 100 hundredths, not 101"},
        Bad{"visits_count", "ja", "visits_count is yes or no, not \"ja\""},
        Bad{"visits_count", "yes no", "visits_count is yes or no, not \"yes no\""},
        Bad{"hours_from", "", "hours_from is sessions or presence, not \"\""},
        Bad{"sighting_by", "coach cook",
            "sighting_by is one or more of coach, coordinator, instructor, workplace_supervisor, "
            "not \"coach cook\""}));

TEST(Rule, OfTheWrongTypeIsRefused) {
  Rules rules;
  v1::ProgrammeRuleSet setting;
  setting.set_rule("late_after");
  EXPECT_EQ(SetRule(setting, rules).message(), "late_after is 0 to 240 minutes, not \"\"");
  setting.set_text("15");
  EXPECT_EQ(SetRule(setting, rules).message(), "late_after is 0 to 240 minutes, not \"15\"");
  setting.set_rule("hours_from");
  setting.set_number(1);
  EXPECT_EQ(SetRule(setting, rules).message(), "hours_from is sessions or presence, not 1");
  EXPECT_EQ(rules, Rules());
}

TEST(Rule, OfAHostileLengthIsNotRepeatedWhole) {
  v1::ProgrammeRuleSet setting;
  const absl::Status status = ParseRuleValue(std::string(100000, 'x'), "1", setting);
  EXPECT_LT(status.message().size(), 100u);
}

// ---- On which days, and for whom

int LateAfter(const Reference& reference, absl::string_view programme, absl::string_view day) {
  const Id id = programme.empty() ? Id() : IdNamed(programme);
  return static_cast<int>(reference.RulesOf(id, Day(day)).late_after_ms / kMinuteMs);
}

TEST(RuleDays, AChangeRewritesOnlyTheDaysThatItCovers) {
  ToldOffice office;
  office.At("2026-03-10 09:00").Rule("zorg", "late_after", "5", "2026-03-02", "2026-03-06");
  office.At("2026-03-11 09:00").Rule("zorg", "late_after", "20", "2026-03-16");
  const Reference reference = office.Fold();
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-01"), 10);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-02"), 5);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-06"), 5);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-07"), 10);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-15"), 10);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-16"), 20);
  EXPECT_EQ(LateAfter(reference, "zorg", "2030-01-01"), 20);
  EXPECT_EQ(LateAfter(reference, "other", "2026-03-02"), 10);
  EXPECT_EQ(LateAfter(reference, "", "2026-03-02"), 10);
}

TEST(RuleDays, WhereSettingsOverlapTheOneThatBeginsLastHolds) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Rule("zorg", "late_after", "5", "2026-02-01");
  office.At("2026-01-06 09:00").Rule("zorg", "late_after", "15", "2026-02-10", "2026-02-20");
  // Recorded last, begins first.
  office.At("2026-01-07 09:00").Rule("zorg", "late_after", "30", "2026-01-01", "2026-02-12");
  // Another rule has days of its own.
  office.At("2026-01-08 09:00").Rule("zorg", "left_early_before", "1", "2026-02-11");
  Reference reference = office.Fold();
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-01-01"), 30);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-01-31"), 30);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-01"), 5);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-10"), 15);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-20"), 15);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-21"), 5);

  // Of two that begin together, the one recorded last.
  office.At("2026-01-10 09:00").Rule("zorg", "late_after", "25", "2026-02-01", "2026-02-03");
  office.At("2026-01-09 09:00").Rule("zorg", "late_after", "20", "2026-02-01", "2026-02-05");
  reference = office.Fold();
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-03"), 25);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-04"), 20);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-06"), 5);
}

TEST(RuleDays, ASettingThatNamesAnotherReplacesItWhole) {
  ToldOffice office;
  const Hash spring = office.At("2026-01-05 09:00").Rule("zorg", "late_after", "5", "2026-02-01");
  office.At("2026-01-06 09:00").Rule("zorg", "late_after", "15", "2026-03-01");
  // Mended afterwards, and from a later day on: the first two weeks are as if nothing had been set.
  office.At("2026-04-01 09:00");
  office.Add(v1::EVENT_KIND_PROGRAMME_RULE_SET, [&](v1::Event& event) {
    event.add_seen(spring.ToString());
    v1::ProgrammeRuleSet& setting = *event.mutable_programme_rule_set();
    setting.set_programme_id(IdNamed("zorg").ToString());
    setting.mutable_days()->set_first_day(Day("2026-02-15"));
    setting.set_rule("late_after");
    setting.set_number(7);
  });
  const Reference reference = office.Fold();
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-14"), 10);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-15"), 7);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-01"), 15);
}

TEST(RuleDays, TheProgrammesOwnGoesBeforeOneForEvery) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Rule("zorg", "late_after", "5", "2026-03-01", "2026-03-31");
  // Recorded later, and still general.
  office.At("2026-01-06 09:00").Rule("", "late_after", "20", "2026-01-01");
  office.At("2026-01-07 09:00").Rule("", "left_early_before", "30", "2026-01-01");
  const Reference reference = office.Fold();
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-02-28"), 20);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-01"), 5);
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-04-01"), 20);
  EXPECT_EQ(LateAfter(reference, "other", "2026-03-01"), 20);
  EXPECT_EQ(reference.RulesOf(IdNamed("zorg"), Day("2026-03-01")).left_early_before_ms,
            30 * kMinuteMs);
}

TEST(RuleDays, WhatMakesNoSenseChangesNothing) {
  ToldOffice office;
  office.At("2026-01-05 09:00");
  office.Rule("zorg", "late_after", "5", "2026-03-01");
  office.Rule("zorg", "late_after", "soon", "2026-03-01");
  office.Rule("zorg", "lateness", "1", "2026-03-01");
  // Ends before it begins.
  office.Rule("zorg", "late_after", "30", "2026-03-10", "2026-03-09");
  // A programme whose id is none is no word for every programme.
  office.Add(v1::EVENT_KIND_PROGRAMME_RULE_SET, [](v1::Event& event) {
    event.mutable_programme_rule_set()->set_programme_id("short");
    event.mutable_programme_rule_set()->set_rule("late_after");
    event.mutable_programme_rule_set()->set_number(60);
  });
  const Reference reference = office.Fold();
  EXPECT_EQ(LateAfter(reference, "zorg", "2026-03-10"), 5);
  EXPECT_EQ(LateAfter(reference, "other", "2026-03-10"), 10);
}

TEST(RuleDays, AVoidTakesASettingOut) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Rule("zorg", "late_after", "5", "2026-03-01");
  const Hash slip = office.Rule("zorg", "late_after", "50", "2026-03-01");
  EXPECT_EQ(LateAfter(office.Fold(), "zorg", "2026-03-02"), 50);
  const Hash undone = office.Void(slip);
  EXPECT_EQ(LateAfter(office.Fold(), "zorg", "2026-03-02"), 5);
  office.Void(undone);
  EXPECT_EQ(LateAfter(office.Fold(), "zorg", "2026-03-02"), 50);
}

TEST(RuleDays, TheOrderOfArrivalChangesNothing) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Rule("zorg", "late_after", "5", "2026-02-01");
  const Hash general = office.Rule("", "late_after", "20", "2026-01-15", "2026-03-10");
  office.At("2026-01-06 09:00").Rule("zorg", "late_after", "15", "2026-02-10", "2026-02-20");
  office.At("2026-01-07 09:00").Rule("", "sighting_by", "instructor", "2026-02-15");
  office.At("2026-01-08 09:00").Void(general);
  auto seen = [](const Reference& reference) {
    std::vector<Rules> rules;
    for (CivilDay day = Day("2026-01-01"); day < Day("2026-03-20"); ++day) {
      rules.push_back(reference.RulesOf(IdNamed("zorg"), day));
      rules.push_back(reference.RulesOf(Id(), day));
    }
    return rules;
  };
  std::vector<StoredEvent> events = office.events();
  const std::vector<Rules> expected = seen(office.Fold());
  std::sort(events.begin(), events.end(),
            [](const StoredEvent& a, const StoredEvent& b) { return a.key < b.key; });
  do {
    ASSERT_EQ(seen(ToldOffice::FoldOf(events)), expected);
  } while (std::next_permutation(
      events.begin(), events.end(),
      [](const StoredEvent& a, const StoredEvent& b) { return a.key < b.key; }));
}

TEST(RuleDays, ATouchNamesTheProgramme) {
  ToldOffice office;
  office.At("2026-01-05 09:00").Rule("zorg", "late_after", "5", "2026-02-01");
  office.Rule("", "late_after", "5", "2026-02-01");
  Reference reference;
  EXPECT_THAT(reference.Apply(office.events()[0]).programmes, ElementsAre(IdNamed("zorg")));
  EXPECT_THAT(reference.Apply(office.events()[1]).programmes, ElementsAre(Id()));
  // The same event again is no news.
  EXPECT_THAT(reference.Apply(office.events()[1]).programmes, ElementsAre());
}

TEST(RulesFor, GoByTheEnrolmentThatRunsThatDay) {
  ToldOffice office;
  office.At("2026-01-05 09:00");
  office.Cohort("spring", "zorg");
  office.Cohort("drop-in", "inloop");
  office.Cohort("loose", "");
  office.Rule("zorg", "late_after", "5", "2026-01-01");
  office.Rule("inloop", "late_after", "60", "2026-01-01");
  office.Rule("", "late_after", "20", "2026-01-01");
  office.Enrol("Amina", "spring", "2026-02-01", "2026-02-28");
  office.Enrol("Bilal", "drop-in", "2026-02-01");
  office.Enrol("Chidi", "loose", "2026-02-01");
  const Reference reference = office.Fold();
  auto late_after = [&](const std::vector<const char*>& names, absl::string_view day) {
    std::vector<Id> persons;
    for (const char* name : names) persons.push_back(IdNamed(name));
    return static_cast<int>(reference.RulesFor(persons, Day(day)).late_after_ms / kMinuteMs);
  };
  EXPECT_EQ(late_after({"Amina"}, "2026-02-28"), 5);
  EXPECT_EQ(late_after({"Amina"}, "2026-03-01"), 20);
  EXPECT_EQ(late_after({"Bilal"}, "2026-03-01"), 60);
  EXPECT_EQ(late_after({"Chidi"}, "2026-03-01"), 20);
  EXPECT_EQ(late_after({"nobody known"}, "2026-03-01"), 20);
  EXPECT_EQ(late_after({}, "2026-03-01"), 20);
  // Two programmes: neither. One, and people without any: that one.
  EXPECT_EQ(late_after({"Amina", "Bilal"}, "2026-02-15"), 20);
  EXPECT_EQ(late_after({"Amina", "Bilal"}, "2026-03-15"), 60);
  EXPECT_EQ(late_after({"Amina", "Chidi", "nobody known"}, "2026-02-15"), 5);
}

// ---- In the folds

class RulesInFolds : public testing::Test {
 protected:
  RulesInFolds() {
    scene_.Enrol("P", 40);
    v1::Event cohort = Office(v1::EVENT_KIND_COHORT_OPENED);
    cohort.mutable_cohort_opened()->set_cohort_id(IdNamed("cohort of P").ToString());
    cohort.mutable_cohort_opened()->set_programme_id(IdNamed("zorg").ToString());
    scene_.Add(std::move(cohort));
  }

  v1::Event Office(v1::EventKind kind) {
    return scene_.New(kind, scene_.At(-10, "09:00"), "office");
  }

  // From the day after the first on.
  void SetFromTomorrow(const char* rule, const char* value) {
    v1::Event event = Office(v1::EVENT_KIND_PROGRAMME_RULE_SET);
    v1::ProgrammeRuleSet& setting = *event.mutable_programme_rule_set();
    setting.set_programme_id(IdNamed("zorg").ToString());
    setting.mutable_days()->set_first_day(scene_.day() + 1);
    ASSERT_TRUE(ParseRuleValue(rule, value, setting).ok());
    scene_.Add(std::move(event));
  }

  // Settled minutes of presence on the first day and the one after.
  std::vector<int> Presence() {
    const FoldedLog folded = FoldAll(scene_.events(), scene_.later());
    std::vector<int> minutes(2);
    const auto days = folded.ledger->PresenceDays({});
    for (const PresenceDay& day : days.value()) {
      minutes.at(static_cast<std::size_t>(day.day - scene_.day())) +=
          static_cast<int>(day.settled_ms / kMinuteMs);
    }
    return minutes;
  }

  Scene scene_;
};

TEST_F(RulesInFolds, PresencesGoByTheDayOnWhichTheyOpened) {
  const char* story = "09:00 P in C; 16:00 P out C; +1 09:00 P in C; +1 16:00 P out C";
  SetFromTomorrow("presence_max", "300");
  scene_.Tell(story);
  EXPECT_THAT(Presence(), ElementsAre(7 * 60, 0));
}

TEST_F(RulesInFolds, VisitsGoByTheirParticipantsAndTheirDay) {
  SetFromTomorrow("visit_agreement", "20");
  scene_.Tell(R"(
      18:00 P log R 10:00 11:00; 18:01 P log R 10:15 11:15 by K
      +1 18:00 P log R 10:00 11:00; +1 18:01 P log R 10:15 11:15 by K
      +1 18:00 Q log S 14:00 15:00; +1 18:01 Q log S 14:15 15:15 by K)");
  const FoldedLog folded = FoldAll(scene_.events(), scene_.later());
  const auto doubts = folded.ledger->Discrepancies();
  std::vector<std::string> differing;
  for (const Discrepancy& doubt : doubts.value()) {
    if (doubt.kind != "visit_times_differ") continue;
    const bool is_p = doubt.persons.front() == IdNamed("P");
    differing.push_back(absl::StrCat("+", doubt.day - scene_.day(), is_p ? " P" : " Q"));
  }
  EXPECT_THAT(differing, UnorderedElementsAre("+0 P", "+1 Q"));
}

TEST_F(RulesInFolds, HelpGoesByBothAndTheDay) {
  SetFromTomorrow("help_agreement", "5");
  scene_.Tell(R"(
      18:00 P gave Q 30 Dutch; 18:05 Q got P 40 Dutch
      +1 18:00 P gave Q 30 Dutch; +1 18:05 Q got P 40 Dutch)");
  const FoldedLog folded = FoldAll(scene_.events(), scene_.later());
  const auto helps = folded.ledger->Helps({});
  std::vector<std::string> rows;
  for (const HelpRecord& help : helps.value()) {
    rows.push_back(absl::StrCat("+", help.day - scene_.day(), " ", help.minutes,
                                help.confirmed ? " confirmed" : " claimed"));
  }
  EXPECT_THAT(rows, UnorderedElementsAre("+0 30 confirmed", "+1 30 claimed", "+1 40 claimed"));
}

}  // namespace
}  // namespace wijkboek
