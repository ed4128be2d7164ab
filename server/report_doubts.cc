#include "server/report_doubts.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/words/discrepancy_choice.h"
#include "common/words/discrepancy_item.h"
#include "common/words/kind_words.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

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
                                          {"what helps", ColumnType::kText},
                                          {"suggestion", ColumnType::kText},
                                          {"who settles", ColumnType::kText},
                                          {"days old", ColumnType::kNumber},
                                          {"id", ColumnType::kText}},
                                         basis);
  const KnownNames names{.people = basis.people, .centres = {}, .devices = {}, .sessions = {}};
  std::vector<Discrepancy> doubts = basis.discrepancies;
  SortByAge(doubts);
  for (const Discrepancy& doubt : doubts) {
    AddRow(table, {doubt.kind, DoubtText(doubt.kind), FormatDay(doubt.day),
                   CentreCell(basis, doubt.centre), Names(basis, doubt.persons), doubt.detail,
                   EventCells(doubt.events), DoubtHelp(doubt.kind),
                   ValueText(doubt.suggestion, doubt.day, names), SettlerText(doubt.settler),
                   absl::StrCat(AgeDays(doubt, basis.now_ms)), doubt.Key().hex().substr(0, 12)});
  }
  const std::vector<SetAsideFact> set_aside = SetAsideAlone(basis);
  for (const SetAsideFact& fact : set_aside) {
    const std::string reason = ReasonCode(fact.reason);
    AddRow(table, {reason, DoubtText(reason), When(fact), CentreCell(basis, fact.centre),
                   Names(basis, fact.persons),
                   absl::StrCat(KindText(fact.kind), fact.detail.empty() ? "" : ": ", fact.detail),
                   EventCells({fact.event}), DoubtHelp(reason), "", "", "", ""});
  }
  const auto listed = static_cast<std::size_t>(table.rows_size());
  AddRow(table,
         {"total", "", "", "", "", Count(listed, "doubt", "doubts"), "", "", "", "", "", ""});
  AddSmallPrint(table, basis,
                absl::StrCat(Count(basis.discrepancies.size(), "discrepancy", "discrepancies"),
                             " and ", CountFacts(set_aside), " set aside"));
  return table;
}

}  // namespace wijkboek
