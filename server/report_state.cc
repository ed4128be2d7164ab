// Kiosks and doubts.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "server/report.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

std::string ReasonWord(SetAsideReason reason) {
  switch (reason) {
    case SetAsideReason::kUnownedCheckIn:
      return "unowned_check_in";
    case SetAsideReason::kUnknownBadge:
      return "unknown_badge";
    case SetAsideReason::kUnknownKind:
      return "unknown_kind";
    case SetAsideReason::kClockUncertain:
      return "clock_uncertain";
    case SetAsideReason::kVoided:
      return "voided";
    case SetAsideReason::kPractice:
      return "practice";
    case SetAsideReason::kMakesNoSense:
      return "makes_no_sense";
  }
  return "other";
}

std::string Names(const ReportBasis& basis, const std::vector<Id>& persons) {
  return absl::StrJoin(persons, ", ", [&](std::string* out, const Id& person) {
    absl::StrAppend(out, PersonCell(basis, person), " (", ShortId(person), ")");
  });
}

std::string Events(const std::vector<Hash>& events) {
  return absl::StrJoin(events, " ", [](std::string* out, const Hash& event) {
    absl::StrAppend(out, event.hex().substr(0, 12));
  });
}

std::string When(const SetAsideFact& fact) {
  if (fact.earliest_ms == fact.latest_ms) return FormatTime(fact.earliest_ms);
  return absl::StrCat(FormatTime(fact.earliest_ms), " … ", FormatTime(fact.latest_ms));
}

}  // namespace

v1::GetReportResponse KioskReport(const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"kiosk", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"state", ColumnType::kText},
                                          {"events", ColumnType::kNumber},
                                          {"behind", ColumnType::kNumber},
                                          {"last heard", ColumnType::kText},
                                          {"heard through", ColumnType::kText},
                                          {"clock error s", ColumnType::kNumber},
                                          {"version", ColumnType::kText}},
                                         basis);
  std::uint64_t events = 0;
  std::uint64_t behind = 0;
  for (const KioskLine& kiosk : basis.kiosks) {
    events += kiosk.events;
    behind += kiosk.behind;
    AddRow(table, {kiosk.name, ShortId(kiosk.device), kiosk.centre,
                   absl::StrCat(kiosk.state, kiosk.forked ? ", forked" : ""),
                   absl::StrCat(kiosk.events), absl::StrCat(kiosk.behind),
                   TimeCell(kiosk.last_heard_ms), TimeCell(kiosk.heard_through_ms),
                   absl::StrFormat("%.1f", static_cast<double>(kiosk.clock_error_ms) / 1000),
                   kiosk.version});
  }
  AddRow(table, {"total", "", "", "", absl::StrCat(events), absl::StrCat(behind), "", "", "", ""});
  table.add_small_print(
      "events: held here; behind: what the kiosk said it still had to send when it was last heard; "
      "forked: its log has two branches, both are kept");
  AddSmallPrint(table, basis, absl::StrCat(basis.kiosks.size(), " kiosks"));
  return table;
}

v1::GetReportResponse DoubtReport(const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"doubt", ColumnType::kText},
                                          {"when", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"people", ColumnType::kText},
                                          {"detail", ColumnType::kText},
                                          {"events", ColumnType::kText}},
                                         basis);
  for (const Discrepancy& doubt : basis.discrepancies) {
    AddRow(table, {doubt.kind, FormatDay(doubt.day), CentreCell(basis, doubt.centre),
                   Names(basis, doubt.persons), doubt.detail, Events(doubt.events)});
  }
  std::size_t set_aside = 0;
  for (const SetAsideFact& fact : basis.set_aside) {
    if (!IsDoubt(fact.reason)) continue;
    ++set_aside;
    AddRow(table, {ReasonWord(fact.reason), When(fact), CentreCell(basis, fact.centre),
                   Names(basis, fact.persons),
                   absl::StrCat(fact.kind, fact.detail.empty() ? "" : ": ", fact.detail),
                   Events({fact.event})});
  }
  AddRow(table, {"total", "", "", "", absl::StrCat(table.rows_size(), " doubts"), ""});
  AddSmallPrint(table, basis,
                absl::StrCat(basis.discrepancies.size(), " discrepancies and ", set_aside,
                             " facts set aside"));
  return table;
}

}  // namespace wijkboek
