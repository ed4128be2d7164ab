#include "server/report_aftercare.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/members.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

struct Leaver {
  bool running = false;
  // When they began for the last time, and ended.
  CivilDay began = 0;
  CivilDay left = 0;
  const OpenedStep* exit = nullptr;
  std::size_t contacts = 0;
  // The latest.
  const OpenedStep* contact = nullptr;
};

void TakeLatest(const OpenedStep& step, const OpenedStep*& latest) {
  if (latest == nullptr || latest->record.day <= step.record.day) latest = &step;
}

std::string CodeCell(const OpenedStep* step) {
  if (step == nullptr) return "";
  const std::string& code = step->item.step().code();
  return code.empty() && step->unreadable ? "(unreadable)" : code;
}

}  // namespace

v1::GetReportResponse AftercareReport(const std::vector<EnrolmentLine>& enrolments,
                                      const std::vector<OpenedStep>& steps,
                                      const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"cohort", ColumnType::kText},
                                          {"left on", ColumnType::kText},
                                          {"exit", ColumnType::kText},
                                          {"days since", ColumnType::kNumber},
                                          {"contacts", ColumnType::kNumber},
                                          {"last contact", ColumnType::kText},
                                          {"said", ColumnType::kText}},
                                         basis);
  const CivilDay day = ReferenceDay(basis.days, basis.now_ms);
  std::map<Member, Leaver> members;
  for (const EnrolmentLine& line : enrolments) {
    if (line.first_day > day) continue;
    Leaver& leaver = members[{line.person, line.cohort}];
    leaver.began = std::max(leaver.began, line.first_day);
    if (!line.last_day || *line.last_day >= day) {
      leaver.running = true;
    } else {
      leaver.left = std::max(leaver.left, *line.last_day);
    }
  }
  for (const OpenedStep& step : steps) {
    const auto found = members.find({step.record.person, step.cohort});
    if (found == members.end() || step.record.day > day) continue;
    if (step.record.type == PathType::kExit) TakeLatest(step, found->second.exit);
    if (step.record.type != PathType::kAftercare) continue;
    ++found->second.contacts;
    TakeLatest(step, found->second.contact);
  }
  std::map<std::tuple<std::string, Id, Id>, const Leaver*> rows;
  std::size_t without = 0;
  for (auto& [member, leaver] : members) {
    // An exit holds until they enter again.
    if (leaver.exit != nullptr && leaver.exit->record.last_day < leaver.began) {
      leaver.exit = nullptr;
    }
    if (leaver.exit != nullptr) {
      leaver.running = false;
      leaver.left = std::max(leaver.left, leaver.exit->record.last_day);
    }
    if (leaver.running) continue;
    rows.emplace(std::tuple(PersonCell(basis, member.first), member.first, member.second), &leaver);
    without += leaver.contacts == 0 ? 1 : 0;
  }
  for (const auto& [key, leaver] : rows) {
    const auto& [name, person, cohort] = key;
    AddRow(table, {name, ShortId(person), CohortCell(basis, cohort), FormatDay(leaver->left),
                   CodeCell(leaver->exit), absl::StrCat(std::max<CivilDay>(0, day - leaver->left)),
                   absl::StrCat(leaver->contacts),
                   leaver->contact == nullptr ? "" : FormatDay(leaver->contact->record.day),
                   CodeCell(leaver->contact)});
  }
  table.add_small_print(absl::StrCat("reference date ", FormatDay(day), "; ", without, " of ",
                                     rows.size(), " who left were not spoken to since"));
  AddSmallPrint(table, basis, Count(rows.size(), "row", "rows"));
  return table;
}

}  // namespace wijkboek
