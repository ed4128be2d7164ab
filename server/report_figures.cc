// Presence, visits and help.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "server/report.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kRounding =
    "minutes are rounded half up where they are shown; totals are rounded sums of exact times; "
    "\"to confirm\" is not part of \"minutes\"";

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

}  // namespace

v1::GetReportResponse PresenceReport(const std::vector<PresenceDay>& days,
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

v1::GetReportResponse HelpReport(const std::vector<HelpRecord>& helps, const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"helper", ColumnType::kText},
                                          {"helper id", ColumnType::kText},
                                          {"helped", ColumnType::kText},
                                          {"helped id", ColumnType::kText},
                                          {"confirmed", ColumnType::kNumber},
                                          {"claimed", ColumnType::kNumber},
                                          {"denied", ColumnType::kNumber},
                                          {"balance", ColumnType::kNumber}},
                                         basis);
  struct Minutes {
    std::int64_t confirmed = 0;
    std::int64_t claimed = 0;
    std::int64_t denied = 0;
  };
  std::map<std::pair<Id, Id>, Minutes> pairs;
  Minutes total;
  for (const HelpRecord& help : helps) {
    Minutes& pair = pairs[{help.helper, help.helped}];
    for (Minutes* sum : {&pair, &total}) {
      (help.denied ? sum->denied : help.confirmed ? sum->confirmed : sum->claimed) += help.minutes;
    }
  }
  std::map<std::tuple<std::string, Id, std::string, Id>, Minutes> rows;
  for (const auto& [pair, minutes] : pairs) {
    rows[{PersonCell(basis, pair.first), pair.first, PersonCell(basis, pair.second), pair.second}] =
        minutes;
  }
  for (const auto& [key, minutes] : rows) {
    const auto& [helper, helper_id, helped, helped_id] = key;
    const auto back = pairs.find({helped_id, helper_id});
    const std::int64_t balance =
        minutes.confirmed - (back == pairs.end() ? 0 : back->second.confirmed);
    AddRow(table,
           {helper, ShortId(helper_id), helped, ShortId(helped_id), absl::StrCat(minutes.confirmed),
            absl::StrCat(minutes.claimed), absl::StrCat(minutes.denied), absl::StrCat(balance)});
  }
  AddRow(table, {"total", "", "", "", absl::StrCat(total.confirmed), absl::StrCat(total.claimed),
                 absl::StrCat(total.denied), ""});
  table.add_small_print(
      "confirmed: both sides or a coach said so; claimed: one side did, and it is in no other "
      "figure; balance: confirmed minutes given less those received within the pair");
  AddSmallPrint(table, basis, absl::StrCat(pairs.size(), " pairs, each direction by itself"));
  return table;
}

}  // namespace wijkboek
