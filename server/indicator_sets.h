// The indicators of the European Social Fund as questions about one participant: Annex I of
// Regulation (EU) 1304/2013 for 2014-2020, Annex I of Regulation (EU) 2021/1057 for 2021-2027.
// Pure.
#ifndef WIJKBOEK_SERVER_INDICATOR_SETS_H_
#define WIJKBOEK_SERVER_INDICATOR_SETS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "wijkboek/v1/reports.pb.h"

namespace wijkboek {

// Answers by question (common/drafts/indicators.h).
using IndicatorAnswers = std::map<std::string, std::string, std::less<>>;

// One participant of an operation: one record, however often they entered it.
struct IndicatorPerson {
  Id person;
  // The first day in it.
  CivilDay entered = 0;
  // The last, of whoever is not in it on the reference date.
  std::optional<CivilDay> left;
  std::optional<CivilDay> born;
  // The first answers at entry; the latest of the exit and of six months after it.
  IndicatorAnswers at_entry;
  IndicatorAnswers at_exit;
  IndicatorAnswers at_six_months;
};

// What an indicator says of one participant.
enum class Fits { kNo, kYes, kNotKnown };

// Of whom an indicator is asked.
enum class IndicatorOf {
  kEverybody,      // on entering
  kLeft,           // on leaving
  kLeftSixMonths,  // six months after they left
};

struct Indicator {
  absl::string_view code;
  absl::string_view name;
  IndicatorOf of = IndicatorOf::kEverybody;
  Fits (*fits)(const IndicatorPerson& person) = nullptr;
  // Another indicator of the set that holds all of its people.
  absl::string_view within = {};
};

// In the order of the annex.
const std::vector<Indicator>& IndicatorsOf(v1::IndicatorReportRequest::Set set);

// Of parts that exclude each other and, with those of whom it is not known, make up everybody.
const std::vector<std::vector<absl::string_view>>& PartitionsOf(
    v1::IndicatorReportRequest::Set set);

// Completed years on a day.
int AgeOn(CivilDay born, CivilDay day);
// "2025-03-31" and 6: "2025-09-30".
CivilDay MonthsAfter(CivilDay day, int months);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_INDICATOR_SETS_H_
