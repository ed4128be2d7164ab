#include "server/report_transfers.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "server/count_table.h"
#include "server/members.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

using Entry = CountTable::Entry;
// From and to.
using Way = std::pair<std::string, std::string>;

struct TransferGroup {
  std::set<Id> all;
  std::map<Way, std::set<Id>> ways;
  // Of whom an exit or milestone can't be read.
  std::set<Id> unreadable;
};

std::map<Way, Entry> WriteGroup(const TransferGroup& group, const std::string& name,
                                CountTable& table) {
  std::map<Way, Entry> counts;
  const Entry all = table.Add(group.all.size());
  counts.emplace(Way("", ""), all);
  table.AddRow({name, "", "", all, "", "", "", ""});
  for (const auto& [way, people] : group.ways) {
    const Entry entry = table.Add(people.size());
    std::size_t open = 0;
    for (const Id& person : group.unreadable) open += people.contains(person) ? 0 : 1;
    const Entry not_known = table.Add(open);
    counts.emplace(way, entry);
    table.Within(all, {entry, not_known});
    table.AddRow({name, way.first, way.second, entry, "in it", all,
                  CountTable::Share{.part = entry, .whole = all}, not_known});
  }
  return counts;
}

}  // namespace

std::optional<std::pair<std::string, std::string>> TransferIn(absl::string_view code) {
  constexpr absl::string_view kTo = "_to_";
  const std::size_t at = code.find(kTo);
  if (at == absl::string_view::npos || at == 0 || at + kTo.size() == code.size()) {
    return std::nullopt;
  }
  return std::pair(std::string(code.substr(0, at)), std::string(code.substr(at + kTo.size())));
}

v1::GetReportResponse TransferReport(const std::vector<EnrolmentLine>& enrolments,
                                     const std::vector<OpenedStep>& steps, const ReportBasis& basis,
                                     std::uint32_t hide_below) {
  v1::GetReportResponse table = NewTable({{"cohort", ColumnType::kText},
                                          {"from", ColumnType::kText},
                                          {"to", ColumnType::kText},
                                          {"number", ColumnType::kNumber},
                                          {"of whom", ColumnType::kText},
                                          {"of", ColumnType::kNumber},
                                          {"%", ColumnType::kNumber},
                                          {"not known", ColumnType::kNumber}},
                                         basis);
  const CivilDay day = ReferenceDay(basis.days, basis.now_ms);
  std::map<Id, TransferGroup> cohorts;
  TransferGroup all;
  for (const EnrolmentLine& line : enrolments) {
    if (line.first_day > day) continue;
    cohorts[line.cohort].all.insert(line.person);
    all.all.insert(line.person);
  }
  for (const OpenedStep& step : steps) {
    const PathRecord& record = step.record;
    if (record.day > day ||
        (record.type != PathType::kExit && record.type != PathType::kMilestone) ||
        !all.all.contains(record.person)) {
      continue;
    }
    const std::string& code = step.item.step().code();
    const auto way = TransferIn(code);
    const auto cohort = cohorts.find(step.cohort);
    for (TransferGroup* group : {&all, cohort == cohorts.end() ? nullptr : &cohort->second}) {
      if (group == nullptr) continue;
      if (way) group->ways[*way].insert(record.person);
      if (code.empty() && step.unreadable) group->unreadable.insert(record.person);
    }
  }
  CountTable counts;
  std::vector<std::map<Way, Entry>> groups;
  std::map<std::pair<std::string, Id>, const TransferGroup*> by_name;
  for (const auto& [cohort, group] : cohorts) {
    by_name.emplace(std::pair(CohortCell(basis, cohort), cohort), &group);
  }
  for (const auto& [key, group] : by_name) {
    groups.push_back(WriteGroup(*group, key.first, counts));
  }
  for (const auto& [way, whole] : WriteGroup(all, "all", counts)) {
    std::vector<Entry> parts;
    for (const auto& group : groups) {
      const auto found = group.find(way);
      if (found != group.end()) parts.push_back(found->second);
    }
    counts.Cover(whole, parts);
  }
  counts.WriteTo(table, hide_below);
  table.add_small_print(absl::StrCat(
      "reference date ", FormatDay(day),
      "; a transfer is an exit or milestone whose code says from what to what, such as "
      "benefit_to_work; everybody counts once for each way; rows without a way: in it"));
  AddSmallPrint(table, basis, Count(cohorts.size(), "cohort", "cohorts"));
  return table;
}

}  // namespace wijkboek
