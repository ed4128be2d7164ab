#include "server/report_help.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

// A claim that nobody answered in time.
bool IsOverdue(const BalanceEntry& entry, std::int64_t now_ms) {
  return !entry.help.confirmed && !entry.help.denied &&
         now_ms >= StartOfDay(entry.help.day + entry.claim_days + 1);
}

struct Balance {
  std::int64_t given = 0;
  std::int64_t given_claimed = 0;
  std::int64_t received = 0;
  std::int64_t received_claimed = 0;
  std::int64_t denied = 0;
  std::size_t overdue = 0;
  std::int64_t overdue_minutes = 0;

  void Add(const BalanceEntry& entry, bool gave, bool is_overdue) {
    const HelpRecord& help = entry.help;
    if (help.denied) {
      denied += help.minutes;
    } else if (gave) {
      (help.confirmed ? given : given_claimed) += help.minutes;
    } else {
      (help.confirmed ? received : received_claimed) += help.minutes;
    }
    if (!is_overdue) return;
    ++overdue;
    overdue_minutes += help.minutes;
  }
};

}  // namespace

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

v1::GetReportResponse BalanceReport(const std::vector<BalanceEntry>& entries,
                                    const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"given confirmed", ColumnType::kNumber},
                                          {"given claimed", ColumnType::kNumber},
                                          {"received confirmed", ColumnType::kNumber},
                                          {"received claimed", ColumnType::kNumber},
                                          {"denied", ColumnType::kNumber},
                                          {"balance", ColumnType::kNumber},
                                          {"old claims", ColumnType::kNumber},
                                          {"old claims min", ColumnType::kNumber}},
                                         basis);
  std::map<std::pair<std::string, Id>, Balance> rows;
  std::size_t overdue = 0;
  std::set<int> claim_days;
  for (const BalanceEntry& entry : entries) {
    const bool is_overdue = IsOverdue(entry, basis.now_ms);
    overdue += is_overdue ? 1 : 0;
    claim_days.insert(entry.claim_days);
    const Id& helper = entry.help.helper;
    const Id& helped = entry.help.helped;
    if (entry.of_helper) {
      rows[{PersonCell(basis, helper), helper}].Add(entry, /*gave=*/true, is_overdue);
    }
    if (entry.of_helped) {
      rows[{PersonCell(basis, helped), helped}].Add(entry, /*gave=*/false, is_overdue);
    }
  }
  for (const auto& [key, row] : rows) {
    AddRow(table, {key.first, ShortId(key.second), absl::StrCat(row.given),
                   absl::StrCat(row.given_claimed), absl::StrCat(row.received),
                   absl::StrCat(row.received_claimed), absl::StrCat(row.denied),
                   absl::StrCat(row.given - row.received), absl::StrCat(row.overdue),
                   absl::StrCat(row.overdue_minutes)});
  }
  table.add_small_print(
      "minutes; balance: confirmed given less confirmed received; what one side claims or the "
      "other denies is in no balance");
  table.add_small_print(absl::StrCat(
      "old claims: ", overdue, " that nobody answered in ", absl::StrJoin(claim_days, " or "),
      claim_days.empty() ? "time" : " days", "; each stands under both people: ask a coach"));
  table.add_small_print("there is no total: what one gives another receives");
  AddSmallPrint(table, basis,
                absl::StrCat(rows.size(), " people gave or received help, ",
                             Count(entries.size(), "record", "records")));
  return table;
}

}  // namespace wijkboek
