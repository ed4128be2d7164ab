#include "server/report_sightings.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/report_statuses.h"
#include "server/report_table.h"

namespace wijkboek {

v1::GetReportResponse SightingReport(const std::vector<SightingDay>& days,
                                     const std::vector<AttendanceRecord>& records,
                                     const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"day", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"sightings", ColumnType::kNumber},
                                          {"times", ColumnType::kText},
                                          {"goal", ColumnType::kNumber},
                                          {"missing", ColumnType::kNumber}},
                                         basis);
  std::map<std::tuple<std::string, Id, CivilDay, std::string, Id>, const SightingDay*> rows;
  for (const SightingDay& day : days) {
    rows.emplace(std::tuple(PersonCell(basis, day.person), day.person, day.day,
                            CentreCell(basis, day.centre), day.centre),
                 &day);
  }
  std::set<Id> people;
  std::size_t seen = 0;
  std::size_t goal = 0;
  std::size_t missing = 0;
  std::size_t with_gaps = 0;
  for (const auto& [key, day] : rows) {
    const std::size_t wanted = static_cast<std::size_t>(std::max(day->goal, 0));
    const std::size_t gap = wanted - std::min(wanted, day->seen_ms.size());
    people.insert(day->person);
    seen += day->seen_ms.size();
    goal += wanted;
    missing += gap;
    with_gaps += gap > 0 ? 1 : 0;
    AddRow(table, {std::get<0>(key), ShortId(day->person), FormatDay(day->day), std::get<3>(key),
                   absl::StrCat(day->seen_ms.size()),
                   absl::StrJoin(day->seen_ms, " ",
                                 [](std::string* out, std::int64_t t_ms) {
                                   out->append(FormatTimeOfDay(t_ms));
                                 }),
                   absl::StrCat(wanted), absl::StrCat(gap)});
  }
  AddRow(table,
         {"total", "", "", "", absl::StrCat(seen), "", absl::StrCat(goal), absl::StrCat(missing)});
  table.add_small_print(absl::StrCat(
      "gaps (days attended with fewer sightings than the goal): ", with_gaps, " of ", days.size(),
      "; a gap says something of the day at the centre and never counts against the "
      "participant"));
  AddStatusPrint(table, records, basis);
  AddSmallPrint(
      table, basis,
      absl::StrCat(Count(people.size(), "person", "people"), " on ",
                   Count(days.size(), "day", "days"), " on which they attended something"));
  return table;
}

}  // namespace wijkboek
