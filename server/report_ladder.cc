#include "server/report_ladder.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/count_table.h"
#include "server/members.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

using Entry = CountTable::Entry;

// Somebody's measurements, oldest first.
using Measurements = std::vector<const OpenedStep*>;

struct LadderGroup {
  std::set<Id> all;
  std::map<Id, Measurements> measured;
};

std::string LevelOf(const OpenedStep& step) {
  const std::string& level = step.item.step().level();
  return level.empty() ? "(unreadable)" : level;
}

// Up 1, the same 0, down -1; of levels that are no numbers only whether they are the same.
int Direction(const std::string& from, const std::string& to) {
  int before = 0;
  int after = 0;
  if (!absl::SimpleAtoi(from, &before) || !absl::SimpleAtoi(to, &after) || before == after) {
    return 0;
  }
  return after > before ? 1 : -1;
}

class LadderWriter {
 public:
  LadderWriter(CountTable& table, std::string name) : table_(table), name_(std::move(name)) {}

  std::map<std::string, Entry> Write(const LadderGroup& group) {
    std::map<std::pair<std::string, std::string>, std::size_t> ways;
    std::size_t twice = 0;
    std::size_t up = 0;
    std::size_t down = 0;
    std::size_t grown = 0;
    for (const auto& [person, steps] : group.measured) {
      if (steps.size() < 2) continue;
      ++twice;
      const std::string from = LevelOf(*steps.front());
      const std::string to = LevelOf(*steps.back());
      ++ways[{from, to}];
      up += Direction(from, to) > 0 ? 1 : 0;
      down += Direction(from, to) < 0 ? 1 : 0;
      grown += from == to && std::any_of(steps.begin() + 1, steps.end(),
                                         [](const OpenedStep* each) {
                                           return each->item.step().growth_within();
                                         })
                   ? 1
                   : 0;
    }
    const Entry all = Add("in it", group.all.size());
    table_.AddRow({name_, "in it", "", "", all, "", "", ""});
    const Entry measured = Row("measured", group.measured.size(), "in it", all);
    const Entry both = Row("measured twice", twice, "measured", measured);
    std::vector<Entry> parts;
    for (const auto& [way, number] : ways) {
      const Entry entry = Add(absl::StrCat("step ", way.first, " ", way.second), number);
      parts.push_back(entry);
      table_.AddRow({name_, "step", way.first, way.second, entry, "measured twice", both,
                     CountTable::Share{.part = entry, .whole = both}});
    }
    table_.Sum(both, parts);
    const Entry rise = Row("up", up, "measured twice", both);
    const Entry same = Row("neither up nor down", twice - up - down, "measured twice", both);
    const Entry fall = Row("down", down, "measured twice", both);
    table_.Sum(both, {rise, same, fall});
    const Entry within = Row("grew within the step", grown, "measured twice", both);
    table_.Within(same, {within});
    RelateWays(ways, parts, rise, fall);
    return std::move(counts_);
  }

 private:
  // Whoever reads which steps lead up can add them.
  void RelateWays(const std::map<std::pair<std::string, std::string>, std::size_t>& ways,
                  const std::vector<Entry>& parts, Entry rise, Entry fall) {
    std::vector<Entry> rising;
    std::vector<Entry> falling;
    std::size_t i = 0;
    for (const auto& [way, number] : ways) {
      const int direction = Direction(way.first, way.second);
      if (direction > 0) rising.push_back(parts[i]);
      if (direction < 0) falling.push_back(parts[i]);
      ++i;
    }
    table_.Sum(rise, rising);
    table_.Sum(fall, falling);
  }

  Entry Add(const std::string& figure, std::size_t number) {
    const Entry entry = table_.Add(number);
    counts_.emplace(figure, entry);
    return entry;
  }

  Entry Row(const std::string& figure, std::size_t number, const std::string& of_whom,
            Entry whole) {
    const Entry entry = Add(figure, number);
    table_.Within(whole, {entry});
    table_.AddRow({name_, figure, "", "", entry, of_whom, whole,
                   CountTable::Share{.part = entry, .whole = whole}});
    return entry;
  }

  CountTable& table_;
  const std::string name_;
  std::map<std::string, Entry> counts_;
};

void SortByDay(Measurements& steps) {
  std::stable_sort(steps.begin(), steps.end(), [](const OpenedStep* a, const OpenedStep* b) {
    return a->record.day < b->record.day;
  });
}

}  // namespace

v1::GetReportResponse LadderReport(const std::vector<EnrolmentLine>& enrolments,
                                   const std::vector<OpenedStep>& steps, const ReportBasis& basis,
                                   std::uint32_t hide_below) {
  v1::GetReportResponse table = NewTable({{"cohort", ColumnType::kText},
                                          {"figure", ColumnType::kText},
                                          {"from", ColumnType::kText},
                                          {"to", ColumnType::kText},
                                          {"number", ColumnType::kNumber},
                                          {"of whom", ColumnType::kText},
                                          {"of", ColumnType::kNumber},
                                          {"%", ColumnType::kNumber}},
                                         basis);
  const CivilDay day = ReferenceDay(basis.days, basis.now_ms);
  std::map<Id, LadderGroup> cohorts;
  LadderGroup all;
  for (const EnrolmentLine& line : enrolments) {
    if (line.first_day > day) continue;
    cohorts[line.cohort].all.insert(line.person);
    all.all.insert(line.person);
  }
  for (const OpenedStep& step : steps) {
    if (step.record.type != PathType::kLadder || step.record.day > day) continue;
    // Measured outside of everything that was chosen: of nobody in it.
    if (!all.all.contains(step.record.person)) continue;
    all.measured[step.record.person].push_back(&step);
    const auto found = cohorts.find(step.cohort);
    if (found != cohorts.end()) found->second.measured[step.record.person].push_back(&step);
  }
  for (auto& [person, each] : all.measured) SortByDay(each);
  CountTable counts;
  std::vector<std::map<std::string, Entry>> groups;
  std::map<std::pair<std::string, Id>, LadderGroup*> by_name;
  for (auto& [cohort, group] : cohorts) {
    for (auto& [person, each] : group.measured) SortByDay(each);
    by_name.emplace(std::pair(CohortCell(basis, cohort), cohort), &group);
  }
  for (const auto& [key, group] : by_name) {
    groups.push_back(LadderWriter(counts, key.first).Write(*group));
  }
  for (const auto& [figure, whole] : LadderWriter(counts, "all").Write(all)) {
    std::vector<Entry> parts;
    for (const auto& group : groups) {
      const auto found = group.find(figure);
      if (found != group.end()) parts.push_back(found->second);
    }
    counts.AtMost(whole, parts);
  }
  counts.WriteTo(table, hide_below);
  table.add_small_print(absl::StrCat(
      "reference date ", FormatDay(day),
      "; from the first measurement in the cohort to the latest one, by the step as it was given: "
      "levels are never converted"));
  table.add_small_print(
      "measured once: nothing is known about a change; who was measured once stays out of the "
      "steps, not out of \"measured\"");
  AddSmallPrint(table, basis, Count(cohorts.size(), "cohort", "cohorts"));
  return table;
}

}  // namespace wijkboek
