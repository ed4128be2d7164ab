#include "server/report_outcomes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/count_table.h"
#include "server/members.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

using Entry = CountTable::Entry;

// Figure and code.
using FigureKey = std::pair<std::string, std::string>;
using FigureCounts = std::map<FigureKey, Entry>;

// The rows of one group. What a reader knows of its figures: docs/reports.md, "path, outcomes".
class GroupWriter {
 public:
  GroupWriter(CountTable& table, std::string name) : table_(table), name_(std::move(name)) {}

  FigureCounts Write(const MemberGroup& group) {
    const Entry all = Add("in it", "", group.all.size());
    if (!group.all.empty()) WriteStanding(group, all);
    if (!group.invited.empty()) {
      const Entry invited = Add("invited", "", group.invited.size());
      Row("invited", "", invited);
      Part("came", "", group.came.size(), "invited", invited, Open(group.maybe_came, group.came));
    }
    if (!group.assessed.empty()) Part("assessed", "", group.assessed.size(), "in it", all);
    if (!group.measured.empty()) {
      Part("measured on the ladder", "", group.measured.size(), "in it", all);
    }
    const GoalCount goals = group.AllGoals();
    if (goals.set > 0) {
      Part("goals met", "", goals.met, "goals set", Add("goals set", "", goals.set), goals.open);
    }
    for (const auto& [code, members] : group.milestones.codes) {
      Part("milestone", code, members.size(), "in it", all,
           Open(group.milestones.unreadable, members));
    }
    WriteExits(group);
    if (!group.contacted.empty()) Part("aftercare", "", group.contacted.size(), "in it", all);
    return std::move(counts_);
  }

 private:
  void WriteStanding(const MemberGroup& group, Entry all) {
    Row("in it", "", all);
    Part("began", "", group.began.size(), "in it", all);
    const Entry running = Part("running", "", group.running.size(), "in it", all);
    left_ = Part("left", "", group.left.size(), "in it", all);
    table_.Sum(all, {running, *left_});
    if (group.running.empty()) return;
    Part("active", "", group.active.size(), "running", running,
         Open(group.maybe_active, group.active));
  }

  void WriteExits(const MemberGroup& group) {
    MembersByCode exits;
    for (const auto& [member, exit] : group.exits) exits.Add(member, *exit);
    std::size_t said = exits.unreadable.size();
    for (const auto& [code, members] : exits.codes) said += members.size();
    // Steps outside all cohorts: whoever left there was in none.
    const std::size_t number = std::max(group.left.size(), said);
    if (number == 0) return;
    const Entry left = left_ && number == group.left.size() ? *left_ : table_.Add(number);
    const Entry not_stated = Add("exit not stated", "", number - said);
    const Entry unreadable = Add("exit unreadable", "", exits.unreadable.size());
    const Entry not_known = table_.Add(number - said + exits.unreadable.size());
    table_.Sum(not_known, {not_stated, unreadable});
    std::vector<Entry> parts = {not_stated, unreadable};
    for (const auto& [code, members] : exits.codes) {
      parts.push_back(Add("exit", code, members.size()));
      Row("exit", code, parts.back(), "left", left, not_known);
    }
    table_.Sum(left, parts);
    Row("exit not stated", "", not_stated, "left", left);
    Row("exit unreadable", "", unreadable, "left", left);
    for (const auto& [milestone, reached] : group.milestones.codes) {
      WriteExitsAfter(milestone, reached, exits);
    }
  }

  // Of those who reached a milestone: chained outcomes.
  void WriteExitsAfter(const std::string& milestone, const Members& reached,
                       const MembersByCode& exits) {
    const std::string figure = absl::StrCat("exit after ", milestone);
    const Entry of = counts_.at({"milestone", milestone});
    std::size_t known = 0;
    for (const auto& [code, members] : exits.codes) known += CountBoth(members, reached);
    const Entry not_known = table_.Add(reached.size() - known);
    std::vector<Entry> parts = {not_known};
    for (const auto& [code, members] : exits.codes) {
      const std::size_t both = CountBoth(members, reached);
      if (both == 0) continue;
      parts.push_back(Add(figure, code, both));
      table_.Within(counts_.at({"exit", code}), {parts.back()});
      Row(figure, code, parts.back(), absl::StrCat("milestone ", milestone), of, not_known);
    }
    table_.Sum(of, parts);
  }

  static std::size_t Open(const Members& maybe, const Members& sure) {
    return maybe.size() - CountBoth(maybe, sure);
  }

  Entry Add(std::string figure, std::string code, std::size_t number) {
    const Entry count = table_.Add(number);
    counts_.emplace(FigureKey{std::move(figure), std::move(code)}, count);
    return count;
  }

  // A row that is a part of another one, together with those about whom it is not known.
  Entry Part(const std::string& figure, const std::string& code, std::size_t number,
             const std::string& of_whom, Entry whole, std::size_t not_known = 0) {
    const Entry count = Add(figure, code, number);
    const Entry open = table_.Add(not_known);
    table_.Within(whole, {count, open});
    Row(figure, code, count, of_whom, whole, open);
    return count;
  }

  void Row(const std::string& figure, const std::string& code, Entry number) {
    table_.AddRow({name_, figure, code, number, "", "", "", ""});
  }
  void Row(const std::string& figure, const std::string& code, Entry number,
           const std::string& of_whom, Entry whole, std::optional<Entry> not_known = {}) {
    CountTable::Cell open = std::string("0");
    if (not_known) open = *not_known;
    table_.AddRow({name_, figure, code, number, of_whom, whole,
                   CountTable::Share{.part = number, .whole = whole}, open});
  }

  CountTable& table_;
  const std::string name_;
  FigureCounts counts_;
  std::optional<Entry> left_;
};

// Whoever left one group may go on in another.
bool MayGoOnElsewhere(const std::string& figure) {
  return figure == "left" || figure.substr(0, 4) == "exit";
}

void RelateAll(CountTable& table, const FigureCounts& all,
               const std::vector<FigureCounts>& groups) {
  for (const auto& [key, whole] : all) {
    std::vector<Entry> parts;
    for (const FigureCounts& group : groups) {
      const auto found = group.find(key);
      if (found != group.end()) parts.push_back(found->second);
    }
    if (MayGoOnElsewhere(key.first)) {
      table.AtMost(whole, parts);
    } else {
      table.Cover(whole, parts);
    }
  }
}

std::string AnswerOf(const absl::flat_hash_map<Id, std::string>& answers, const Id& person) {
  const auto found = answers.find(person);
  return found == answers.end() ? "(not known)" : found->second;
}

}  // namespace

v1::GetReportResponse OutcomeReport(const std::vector<EnrolmentLine>& enrolments,
                                    const std::vector<OpenedStep>& steps,
                                    const std::vector<AttendanceRecord>& attendance,
                                    const ReportBasis& basis, const OutcomeOptions& options) {
  const bool by_answer = !options.by.empty();
  v1::GetReportResponse table =
      NewTable({{by_answer ? options.by : std::string("cohort"), ColumnType::kText},
                {"figure", ColumnType::kText},
                {"code", ColumnType::kText},
                {"number", ColumnType::kNumber},
                {"of whom", ColumnType::kText},
                {"of", ColumnType::kNumber},
                {"%", ColumnType::kNumber},
                {"not known", ColumnType::kNumber}},
               basis);
  const std::map<Id, MemberGroup> cohorts = CountMembers(enrolments, steps, attendance, basis);
  const MemberGroup all = MergeAll(cohorts);
  CountTable counts;
  std::vector<FigureCounts> groups;
  if (by_answer) {
    std::set<std::string> answers;
    for (const Member& member : all.all) answers.insert(AnswerOf(options.answers, member.first));
    for (const std::string& answer : answers) {
      groups.push_back(GroupWriter(counts, answer).Write(MergeAll(cohorts, [&](const Id& person) {
        return AnswerOf(options.answers, person) == answer;
      })));
    }
  } else {
    std::map<std::pair<std::string, Id>, const MemberGroup*> by_name;
    for (const auto& [cohort, group] : cohorts) {
      by_name.emplace(std::pair(cohort.IsZero() ? "(in none)" : CohortCell(basis, cohort), cohort),
                      &group);
    }
    for (const auto& [key, group] : by_name) {
      groups.push_back(GroupWriter(counts, key.first).Write(*group));
    }
  }
  const FigureCounts together = GroupWriter(counts, "all").Write(all);
  RelateAll(counts, together, groups);
  counts.WriteTo(table, options.hide_below);
  table.add_small_print(absl::StrCat(
      "reference date ", FormatDay(ReferenceDay(basis.days, basis.now_ms)),
      ": running, left, milestones and exits as far as they lie before it or on it; active: "
      "attended something on one of the ",
      kActiveDays, " days up to it"));
  table.add_small_print(
      "number: people, each once in a cohort and once in all of them, however often they began or "
      "were registered; the latest exit counts, unless they go on in another cohort. Of goals: "
      "goals");
  table.add_small_print(
      "not known: those of the denominator about whom nothing is known that could put them in "
      "this row or keep them out of it; they stay in the denominator");
  table.add_small_print(
      "realised figures alone: what is planned or expected stands in no row of this report");
  if (by_answer) {
    table.add_small_print(absl::StrCat("by ", options.by,
                                       ": as answered at entry, the first time; (not known): not "
                                       "asked, not answered, or unreadable"));
  }
  const auto in_use = static_cast<std::size_t>(std::count_if(
      cohorts.begin(), cohorts.end(), [](const auto& each) { return !each.second.all.empty(); }));
  AddSmallPrint(table, basis,
                absl::StrCat(Count(in_use, "cohort", "cohorts"),
                             options.hide_below > 0
                                 ? ""
                                 : absl::StrCat(", ", Count(all.all.size(), "person", "people"),
                                                " in them")));
  return table;
}

}  // namespace wijkboek
