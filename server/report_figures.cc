#include "server/report_figures.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

struct Sum {
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;

  void Add(std::int64_t settled, std::int64_t to_confirm) {
    settled_ms += settled;
    to_confirm_ms += to_confirm;
  }
};

// Rows sorted as people read them: by name, then id, then day and centre.
void AddPresenceRows(const std::vector<PresenceDay>& days, bool never_enrolled,
                     const ReportBasis& basis, v1::GetReportResponse& table) {
  std::map<std::tuple<std::string, Id, CivilDay, std::string>, Sum> rows;
  Sum total;
  for (const PresenceDay& day : days) {
    if (day.never_enrolled != never_enrolled) continue;
    rows[{PersonCell(basis, day.person), day.person, day.day, CentreCell(basis, day.centre)}].Add(
        day.settled_ms, day.to_confirm_ms);
    total.Add(day.settled_ms, day.to_confirm_ms);
  }
  if (rows.empty() && never_enrolled) return;
  const std::string enrolled = never_enrolled ? "never enrolled" : "enrolled";
  for (const auto& [key, sum] : rows) {
    const auto& [name, id, day, centre] = key;
    AddRow(table, {name, ShortId(id), FormatDay(day), centre, MinutesCell(sum.settled_ms),
                   MinutesCell(sum.to_confirm_ms), enrolled});
  }
  AddRow(table, {"total", "", "", "", MinutesCell(total.settled_ms),
                 MinutesCell(total.to_confirm_ms), enrolled});
}

std::string OpenText(const std::vector<PresenceRecord>& open) {
  if (open.empty()) return "open: nobody; every presence has ended";
  const auto earliest = std::min_element(open.begin(), open.end(),
                                         [](const PresenceRecord& a, const PresenceRecord& b) {
                                           return a.span.start_ms < b.span.start_ms;
                                         });
  return absl::StrCat("open: ", Count(open.size(), "presence has", "presences have"),
                      " begun and not ended, the earliest at ", FormatTime(earliest->span.start_ms),
                      "; no minutes of them are in the table");
}

}  // namespace

v1::GetReportResponse PresenceReport(const std::vector<PresenceDay>& days,
                                     const std::vector<PresenceRecord>& open,
                                     const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"day", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"minutes", ColumnType::kNumber},
                                          {"to confirm", ColumnType::kNumber},
                                          {"enrolled", ColumnType::kText}},
                                         basis);
  AddPresenceRows(days, /*never_enrolled=*/false, basis, table);
  AddPresenceRows(days, /*never_enrolled=*/true, basis, table);
  std::set<Id> people;
  std::set<CivilDay> with_presence;
  for (const PresenceDay& day : days) {
    people.insert(day.person);
    with_presence.insert(day.day);
  }
  table.add_small_print(std::string(kRounding));
  table.add_small_print(OpenText(open));
  AddSmallPrint(
      table, basis,
      absl::StrCat(people.size(), " people with presence on ", with_presence.size(), " days"));
  return table;
}

v1::GetReportResponse VisitReport(const std::vector<VisitShareDay>& shares,
                                  const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"resident", ColumnType::kText},
                                          {"resident id", ColumnType::kText},
                                          {"days", ColumnType::kNumber},
                                          {"minutes", ColumnType::kNumber},
                                          {"to confirm", ColumnType::kNumber}},
                                         basis);
  struct Row {
    std::set<CivilDay> days;
    Sum sum;
  };
  std::map<std::tuple<std::string, Id, std::string, Id>, Row> rows;
  std::set<Id> people;
  std::set<Id> residents;
  Sum total;
  for (const VisitShareDay& share : shares) {
    Row& row = rows[{PersonCell(basis, share.person), share.person,
                     PersonCell(basis, share.resident), share.resident}];
    row.days.insert(share.day);
    row.sum.Add(share.settled_ms, share.to_confirm_ms);
    total.Add(share.settled_ms, share.to_confirm_ms);
    people.insert(share.person);
    residents.insert(share.resident);
  }
  for (const auto& [key, row] : rows) {
    const auto& [person, person_id, resident, resident_id] = key;
    AddRow(table, {person, ShortId(person_id), resident, ShortId(resident_id),
                   absl::StrCat(row.days.size()), MinutesCell(row.sum.settled_ms),
                   MinutesCell(row.sum.to_confirm_ms)});
  }
  AddRow(table, {"total", "", "", "", "", MinutesCell(total.settled_ms),
                 MinutesCell(total.to_confirm_ms)});
  table.add_small_print(std::string(kRounding));
  table.add_small_print(
      "a visit counts in full for each resident of the household and each participant who went, so "
      "the total is of shares");
  AddSmallPrint(table, basis,
                absl::StrCat(people.size(), " people visited ", residents.size(), " residents"));
  return table;
}

}  // namespace wijkboek
