#include "server/indicator_sets.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace wijkboek {
namespace {

using Asked = IndicatorPerson;

// ---- Three values: what is not known stays so unless the rest decides.

Fits Not(Fits a) { return a == Fits::kNotKnown ? a : a == Fits::kYes ? Fits::kNo : Fits::kYes; }

Fits Both(Fits a, Fits b) {
  if (a == Fits::kNo || b == Fits::kNo) return Fits::kNo;
  return a == Fits::kYes && b == Fits::kYes ? Fits::kYes : Fits::kNotKnown;
}

Fits Either(Fits a, Fits b) { return Not(Both(Not(a), Not(b))); }

Fits If(bool yes) { return yes ? Fits::kYes : Fits::kNo; }

// ---- What was answered

Fits Answered(const IndicatorAnswers& answers, absl::string_view question,
              absl::string_view answer) {
  const auto found = answers.find(question);
  if (found == answers.end() || found->second == "refused") return Fits::kNotKnown;
  return If(found->second == answer);
}

Fits Yes(const IndicatorAnswers& answers, absl::string_view question) {
  return Answered(answers, question, "yes");
}

Fits Unemployed(const Asked& p) { return Answered(p.at_entry, "labour", "unemployed"); }
Fits Inactive(const Asked& p) { return Answered(p.at_entry, "labour", "inactive"); }
Fits Employed(const Asked& p) { return Answered(p.at_entry, "labour", "employed"); }
Fits InEducation(const Asked& p) { return Yes(p.at_entry, "in_education"); }

// Years completed on entering.
Fits Aged(const Asked& p, int from, int to) {
  if (!p.born) return Fits::kNotKnown;
  const int age = AgeOn(*p.born, p.entered);
  return If(age >= from && age <= to);
}
constexpr int kNoEnd = 200;
Fits Under18(const Asked& p) { return Aged(p, 0, 17); }
Fits From18To29(const Asked& p) { return Aged(p, 18, 29); }
Fits Under25(const Asked& p) { return Aged(p, 0, 24); }
Fits Over54(const Asked& p) { return Aged(p, 55, kNoEnd); }

// More than twelve months, or more than six under 25.
Fits LongTermUnemployed(const Asked& p) {
  if (Unemployed(p) != Fits::kYes) return Unemployed(p);
  const auto since = p.at_entry.find("unemployed_since");
  if (since == p.at_entry.end()) return Fits::kNotKnown;
  const absl::StatusOr<CivilDay> day = ParseDay(since->second);
  if (!day.ok()) return Fits::kNotKnown;
  const Fits twelve = If(MonthsAfter(*day, 12) < p.entered);
  return Either(twelve, Both(Under25(p), If(MonthsAfter(*day, 6) < p.entered)));
}

// The highest level completed.
Fits Isced(const Asked& p, int from, int to) {
  const auto found = p.at_entry.find("education");
  if (found == p.at_entry.end()) return Fits::kNotKnown;
  absl::string_view text = found->second;
  int level = 0;
  if (!absl::ConsumePrefix(&text, "isced_") || !absl::SimpleAtoi(text, &level)) {
    return Fits::kNotKnown;
  }
  return If(level >= from && level <= to);
}

Fits Migrant(const Asked& p) {
  return Either(Yes(p.at_entry, "third_country"),
                Either(Yes(p.at_entry, "foreign_background"), Yes(p.at_entry, "minority")));
}
Fits Disabled(const Asked& p) { return Yes(p.at_entry, "disability"); }
Fits OtherDisadvantage(const Asked& p) { return Yes(p.at_entry, "other_disadvantage"); }
Fits Disadvantaged(const Asked& p) {
  return Either(Migrant(p), Either(Disabled(p), OtherDisadvantage(p)));
}

// ---- Of what there was not at entry

Fits NowSearching(const Asked& p) { return Both(Inactive(p), Yes(p.at_exit, "searching")); }
Fits NowInEducation(const Asked& p) {
  return Both(Not(InEducation(p)), Yes(p.at_exit, "in_education"));
}
Fits Qualified(const Asked& p) { return Yes(p.at_exit, "qualification"); }
Fits NowEmployed(const Asked& p) {
  return Both(Not(Employed(p)), Answered(p.at_exit, "labour", "employed"));
}
Fits EmployedLater(const Asked& p) {
  return Both(Not(Employed(p)), Answered(p.at_six_months, "labour", "employed"));
}
Fits ImprovedLater(const Asked& p) { return Both(Employed(p), Yes(p.at_six_months, "improved")); }

constexpr auto kLeft = IndicatorOf::kLeft;
constexpr auto kLater = IndicatorOf::kLeftSixMonths;
constexpr auto kAll = IndicatorOf::kEverybody;

std::vector<Indicator> MakeEsf2014() {
  return {
      {"CO01", "unemployed, including long-term unemployed", kAll, Unemployed},
      {"CO02", "long-term unemployed", kAll, LongTermUnemployed, "CO01"},
      {"CO03", "inactive", kAll, Inactive},
      {"CO04", "inactive, not in education or training", kAll,
       [](const Asked& p) { return Both(Inactive(p), Not(InEducation(p))); }, "CO03"},
      {"CO05", "employed, including self-employed", kAll, Employed},
      {"CO06", "below 25 years of age", kAll, Under25},
      {"CO07", "above 54 years of age", kAll, Over54},
      {"CO08", "above 54, not employed, not in education or training", kAll,
       [](const Asked& p) { return Both(Over54(p), Both(Not(Employed(p)), Not(InEducation(p)))); },
       "CO07"},
      {"CO09", "primary or lower secondary education (ISCED 1-2)", kAll,
       [](const Asked& p) { return Isced(p, 1, 2); }},
      {"CO10", "upper secondary or post-secondary education (ISCED 3-4)", kAll,
       [](const Asked& p) { return Isced(p, 3, 4); }},
      {"CO11", "tertiary education (ISCED 5-8)", kAll,
       [](const Asked& p) { return Isced(p, 5, 8); }},
      {"CO15", "migrants, foreign background, minorities", kAll, Migrant},
      {"CO16", "disabilities", kAll, Disabled},
      {"CO17", "other disadvantaged", kAll, OtherDisadvantage},
      {"CO18", "homeless or affected by housing exclusion", kAll,
       [](const Asked& p) { return Yes(p.at_entry, "homeless"); }},
      {"CO19", "from rural areas", kAll, [](const Asked& p) { return Yes(p.at_entry, "rural"); }},
      {"CR01", "inactive, searching for a job on leaving", kLeft, NowSearching},
      {"CR02", "in education or training on leaving", kLeft, NowInEducation},
      {"CR03", "gained a qualification on leaving", kLeft, Qualified},
      {"CR04", "in employment on leaving", kLeft, NowEmployed},
      {"CR05", "disadvantaged, and searching, in education, qualified or employed on leaving",
       kLeft,
       [](const Asked& p) {
         return Both(Disadvantaged(p), Either(Either(NowSearching(p), NowInEducation(p)),
                                              Either(Qualified(p), NowEmployed(p))));
       }},
      {"CR06", "in employment six months after leaving", kLater, EmployedLater},
      {"CR07", "improved labour market situation six months after leaving", kLater, ImprovedLater},
      {"CR08", "above 54, in employment six months after leaving", kLater,
       [](const Asked& p) { return Both(Over54(p), EmployedLater(p)); }, "CR06"},
      {"CR09", "disadvantaged, in employment six months after leaving", kLater,
       [](const Asked& p) { return Both(Disadvantaged(p), EmployedLater(p)); }, "CR06"},
  };
}

std::vector<Indicator> MakeEsfPlus() {
  return {
      {"EECO01", "participants", kAll, [](const Asked&) { return Fits::kYes; }},
      {"EECO02", "unemployed, including long-term unemployed", kAll, Unemployed},
      {"EECO03", "long-term unemployed", kAll, LongTermUnemployed, "EECO02"},
      {"EECO04", "inactive", kAll, Inactive},
      {"EECO05", "employed, including self-employed", kAll, Employed},
      {"EECO06", "below 18 years of age", kAll, Under18},
      {"EECO07", "18 to 29 years of age", kAll, From18To29},
      {"EECO08", "55 years of age and above", kAll, Over54},
      {"EECO09", "lower secondary education or less (ISCED 0-2)", kAll,
       [](const Asked& p) { return Isced(p, 0, 2); }},
      {"EECO10", "upper secondary or post-secondary education (ISCED 3-4)", kAll,
       [](const Asked& p) { return Isced(p, 3, 4); }},
      {"EECO11", "tertiary education (ISCED 5-8)", kAll,
       [](const Asked& p) { return Isced(p, 5, 8); }},
      {"EECO12", "disabilities", kAll, Disabled},
      {"EECO13", "third-country nationals", kAll,
       [](const Asked& p) { return Yes(p.at_entry, "third_country"); }},
      {"EECO14", "foreign background", kAll,
       [](const Asked& p) { return Yes(p.at_entry, "foreign_background"); }},
      {"EECO15", "minorities", kAll, [](const Asked& p) { return Yes(p.at_entry, "minority"); }},
      {"EECO16", "homeless or affected by housing exclusion", kAll,
       [](const Asked& p) { return Yes(p.at_entry, "homeless"); }},
      {"EECO17", "from rural areas", kAll, [](const Asked& p) { return Yes(p.at_entry, "rural"); }},
      {"EECR01", "searching for a job on leaving", kLeft, NowSearching},
      {"EECR02", "in education or training on leaving", kLeft, NowInEducation},
      {"EECR03", "gained a qualification on leaving", kLeft, Qualified},
      {"EECR04", "in employment on leaving", kLeft, NowEmployed},
      {"EECR05", "in employment six months after leaving", kLater, EmployedLater},
      {"EECR06", "improved labour market situation six months after leaving", kLater,
       ImprovedLater},
  };
}

}  // namespace

const std::vector<Indicator>& IndicatorsOf(v1::IndicatorReportRequest::Set set) {
  static const auto& esf = *new std::vector<Indicator>(MakeEsf2014());
  static const auto& plus = *new std::vector<Indicator>(MakeEsfPlus());
  return set == v1::IndicatorReportRequest::SET_ESF_2014 ? esf : plus;
}

const std::vector<std::vector<absl::string_view>>& PartitionsOf(
    v1::IndicatorReportRequest::Set set) {
  using Partitions = std::vector<std::vector<absl::string_view>>;
  static const auto& esf = *new Partitions{{"CO01", "CO03", "CO05"}};
  static const auto& plus =
      *new Partitions{{"EECO02", "EECO04", "EECO05"}, {"EECO09", "EECO10", "EECO11"}};
  return set == v1::IndicatorReportRequest::SET_ESF_2014 ? esf : plus;
}

int AgeOn(CivilDay born, CivilDay day) {
  const absl::CivilDay birth = absl::CivilDay(1970, 1, 1) + born;
  const absl::CivilDay today = absl::CivilDay(1970, 1, 1) + day;
  const bool had_birthday =
      std::pair(today.month(), today.day()) >= std::pair(birth.month(), birth.day());
  return static_cast<int>(today.year() - birth.year()) - (had_birthday ? 0 : 1);
}

CivilDay MonthsAfter(CivilDay day, int months) {
  const absl::CivilDay from = absl::CivilDay(1970, 1, 1) + day;
  const absl::CivilMonth month = absl::CivilMonth(from) + months;
  // Of a shorter month its last day.
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  const absl::CivilDay same(month.year(), month.month(), std::min(from.day(), last.day()));
  return static_cast<CivilDay>(same - absl::CivilDay(1970, 1, 1));
}

}  // namespace wijkboek
