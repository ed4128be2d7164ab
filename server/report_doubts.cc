#include "server/report_doubts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/report_table.h"
#include "server/report_words.h"

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

std::string When(const SetAsideFact& fact) {
  if (fact.earliest_ms == fact.latest_ms) return FormatTime(fact.earliest_ms);
  return absl::StrCat(FormatTime(fact.earliest_ms), " … ", FormatTime(fact.latest_ms));
}

}  // namespace

v1::GetReportResponse DoubtReport(const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"doubt", ColumnType::kText},
                                          {"what it is", ColumnType::kText},
                                          {"when", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"people", ColumnType::kText},
                                          {"detail", ColumnType::kText},
                                          {"events", ColumnType::kText},
                                          {"what helps", ColumnType::kText}},
                                         basis);
  for (const Discrepancy& doubt : basis.discrepancies) {
    AddRow(table, {doubt.kind, DoubtText(doubt.kind), FormatDay(doubt.day),
                   CentreCell(basis, doubt.centre), Names(basis, doubt.persons), doubt.detail,
                   EventCells(doubt.events), DoubtHelp(doubt.kind)});
  }
  std::size_t set_aside = 0;
  for (const SetAsideFact& fact : basis.set_aside) {
    if (!IsDoubt(fact.reason)) continue;
    ++set_aside;
    const std::string reason = ReasonWord(fact.reason);
    AddRow(table, {reason, DoubtText(reason), When(fact), CentreCell(basis, fact.centre),
                   Names(basis, fact.persons),
                   absl::StrCat(KindText(fact.kind), fact.detail.empty() ? "" : ": ", fact.detail),
                   EventCells({fact.event}), DoubtHelp(reason)});
  }
  const auto doubts = static_cast<std::size_t>(table.rows_size());
  AddRow(table, {"total", "", "", "", "", Count(doubts, "doubt", "doubts"), "", ""});
  AddSmallPrint(table, basis,
                absl::StrCat(Count(basis.discrepancies.size(), "discrepancy", "discrepancies"),
                             " and ", Count(set_aside, "fact", "facts"), " set aside"));
  return table;
}

}  // namespace wijkboek
