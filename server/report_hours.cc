#include "server/report_hours.h"

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "server/report_statuses.h"
#include "server/report_table.h"

namespace wijkboek {
v1::GetReportResponse HoursReport(const std::vector<EnrolmentLine>& enrolments,
                                  const std::vector<EnrolmentTally>& sums,
                                  const std::vector<AttendanceRecord>& open,
                                  const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"enrolment id", ColumnType::kText},
                                          {"cohort", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"first day", ColumnType::kText},
                                          {"last day", ColumnType::kText},
                                          {"minutes", ColumnType::kNumber},
                                          {"to confirm", ColumnType::kNumber},
                                          {"hours", ColumnType::kNumber},
                                          {"hours to confirm", ColumnType::kNumber},
                                          {"target hours", ColumnType::kNumber},
                                          {"% of target", ColumnType::kNumber}},
                                         basis);
  absl::flat_hash_map<Id, const EnrolmentTally*> sum_of;
  EnrolmentTally total;
  for (const EnrolmentTally& sum : sums) {
    sum_of.emplace(sum.enrolment, &sum);
    total.statuses.Add(sum.statuses);
    total.settled_ms += sum.settled_ms;
    total.to_confirm_ms += sum.to_confirm_ms;
  }
  std::map<std::tuple<std::string, Id, CivilDay, Id>, const EnrolmentLine*> rows;
  std::set<Id> people;
  std::size_t with_target = 0;
  const EnrolmentTally nothing;
  for (const EnrolmentLine& line : enrolments) {
    rows.emplace(
        std::tuple(PersonCell(basis, line.person), line.person, line.first_day, line.enrolment),
        &line);
    people.insert(line.person);
    with_target += line.target_minutes > 0 ? 1 : 0;
  }
  for (const auto& [key, line] : rows) {
    const auto found = sum_of.find(line->enrolment);
    const EnrolmentTally& sum = found == sum_of.end() ? nothing : *found->second;
    const std::int64_t target_ms = std::int64_t{line->target_minutes} * kMinuteMs;
    AddRow(table,
           {std::get<0>(key), ShortId(line->person), ShortId(line->enrolment),
            CohortCell(basis, line->cohort), CentreCell(basis, line->centre),
            FormatDay(line->first_day), line->last_day ? FormatDay(*line->last_day) : "",
            MinutesCell(sum.settled_ms), MinutesCell(sum.to_confirm_ms), HoursCell(sum.settled_ms),
            HoursCell(sum.to_confirm_ms), target_ms == 0 ? "" : HoursCell(target_ms),
            PercentCell(sum.settled_ms, target_ms)});
  }
  AddRow(table, {"total", "", "", "", "", "", "", MinutesCell(total.settled_ms),
                 MinutesCell(total.to_confirm_ms), HoursCell(total.settled_ms),
                 HoursCell(total.to_confirm_ms), "", ""});
  table.add_small_print(std::string(kRounding));
  table.add_small_print(
      "hours: the same times with two decimals, rounded by themselves; each minute counts once");
  table.add_small_print(absl::StrCat(
      "target: of the whole enrolment, whatever span of days was asked for; ", with_target, " of ",
      Count(enrolments.size(), "enrolment has", "enrolments have"),
      " one, the others have no per cent"));
  AddStatusPrint(table, total.statuses, open, basis);
  AddSmallPrint(
      table, basis,
      absl::StrCat(Count(enrolments.size(), "enrolment", "enrolments"), " of ",
                   Count(people.size(), "person", "people"), " that ran on a day of the span"));
  return table;
}

}  // namespace wijkboek
