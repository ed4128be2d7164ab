#include "server/report_cases.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/drafts/case_draft.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

std::string DayCell(const CaseAct& act) {
  return act.at_ms == 0 ? "" : FormatDay(DayOf(act.at_ms));
}

std::string DaysCell(const std::vector<CivilDay>& days) {
  return absl::StrJoin(days, " ",
                       [](std::string* out, CivilDay day) { out->append(FormatDay(day)); });
}

}  // namespace

bool TakesCase(const KnownCase& known, DayRange days, const ReportChoice& choice,
               absl::string_view municipality) {
  const CaseRecord& record = known.record;
  const bool was_sent = record.sent.IsDone() || record.accounted.IsDone();
  const bool is_within = std::any_of(record.days.begin(), record.days.end(), [&](CivilDay day) {
    return day >= days.first && day <= days.last;
  });
  return was_sent && is_within && choice.TakesCentre(known.centre) &&
         choice.TakesCohort(known.cohort_id) &&
         (municipality.empty() || known.municipality == municipality);
}

v1::GetReportResponse CaseReport(const std::vector<KnownCase>& cases,
                                 absl::string_view municipality, const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"case", ColumnType::kText},
                                          {"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"cohort", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"municipality", ColumnType::kText},
                                          {"days", ColumnType::kText},
                                          {"stage", ColumnType::kText},
                                          {"heard", ColumnType::kText},
                                          {"sent", ColumnType::kText},
                                          {"accounted", ColumnType::kText},
                                          {"result", ColumnType::kText},
                                          {"retraction open", ColumnType::kText},
                                          {"sanction undone", ColumnType::kText}},
                                         basis);
  std::map<std::tuple<std::string, Id, std::string>, const KnownCase*> rows;
  for (const KnownCase& each : cases) {
    rows.emplace(std::tuple(PersonCell(basis, each.record.person), each.record.person,
                            CaseName(each.record)),
                 &each);
  }
  std::set<Id> people;
  std::size_t retracted = 0;
  for (const auto& [key, known] : rows) {
    const CaseRecord& record = known->record;
    people.insert(record.person);
    retracted += record.retraction_open ? 1 : 0;
    AddRow(table, {CaseName(record), std::get<0>(key), ShortId(record.person), known->cohort,
                   known->centre_name, known->municipality, DaysCell(record.days),
                   CaseStageText(record.stage), DayCell(record.heard), DayCell(record.sent),
                   DayCell(record.accounted), CaseResultText(record.result),
                   YesCell(record.retraction_open), YesCell(record.sanction_undone)});
  }
  table.add_small_print(
      municipality.empty()
          ? "cases that were sent to a client manager, of every municipality: give a client "
            "manager those of their own alone"
          : absl::StrCat("cases that were sent, of enrolments that name ", municipality));
  table.add_small_print(absl::StrCat(
      Count(retracted, "case is", "cases are"),
      " retracted and the client manager has not said that they know: a sanction must be undone"));
  AddSmallPrint(table, basis,
                absl::StrCat(Count(cases.size(), "case", "cases"), " of ",
                             Count(people.size(), "person", "people"), " with a day in the span"));
  return table;
}

}  // namespace wijkboek
