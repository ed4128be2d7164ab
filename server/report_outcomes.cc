#include "server/report_outcomes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

constexpr CivilDay kActiveDays = 7;

// Somebody in one cohort.
using Member = std::pair<Id, Id>;
using Members = std::set<Member>;

// What was said under one code, and by whom that can't be read.
struct ByCode {
  std::map<std::string, Members> codes;
  Members unreadable;

  void Add(const Member& member, const OpenedStep& step) {
    const std::string& code = step.item.step().code();
    if (!code.empty()) {
      codes[code].insert(member);
    } else if (step.unreadable) {
      unreadable.insert(member);
    }
  }
};

// Of all cohorts together whoever is in several counts once.
Member InAll(const Member& member) { return {member.first, Id()}; }

// Everything that is counted of one cohort, or of all.
struct Group {
  Members all, began, running, left;
  Members active, maybe_active;
  Members invited, came, maybe_came;
  Members assessed, measured, contacted;
  std::size_t goals_set = 0;
  std::size_t goals_met = 0;
  std::size_t goals_open = 0;
  ByCode milestones;
  // The latest of each member.
  std::map<Member, const OpenedStep*> exits;

  // One cohort, into all.
  void Merge(const Group& other) {
    const auto add = [](const Members& from, Members& to) {
      for (const Member& member : from) to.insert(InAll(member));
    };
    for (auto set : {&Group::all, &Group::began, &Group::running, &Group::active,
                     &Group::maybe_active, &Group::invited, &Group::came, &Group::maybe_came,
                     &Group::assessed, &Group::measured, &Group::contacted}) {
      add(other.*set, this->*set);
    }
    goals_set += other.goals_set;
    goals_met += other.goals_met;
    goals_open += other.goals_open;
    for (const auto& [code, members] : other.milestones.codes) add(members, milestones.codes[code]);
    add(other.milestones.unreadable, milestones.unreadable);
    for (const auto& [member, exit] : other.exits) TakeExit(InAll(member), *exit);
  }

  void TakeExit(const Member& member, const OpenedStep& exit) {
    const OpenedStep*& latest = exits[member];
    if (latest == nullptr || latest->record.day <= exit.record.day) latest = &exit;
  }

  // Whoever goes on in another cohort has not left them all.
  void FindLeftAll() {
    for (const Member& member : running) exits.erase(member);
    for (const Member& member : all) {
      if (!running.contains(member)) left.insert(member);
    }
  }
};

std::size_t CountBoth(const Members& a, const Members& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](const Member& each) { return b.contains(each); }));
}

class Counter {
 public:
  explicit Counter(const ReportBasis& basis)
      : basis_(basis), day_(ReferenceDay(basis.days, basis.now_ms)) {}

  void Take(const std::vector<EnrolmentLine>& enrolments) {
    for (const EnrolmentLine& line : enrolments) {
      if (line.first_day > day_) continue;
      const Member member(line.person, line.cohort);
      members_[line.enrolment] = member;
      Group& group = groups_[line.cohort];
      group.all.insert(member);
      if (line.first_day >= basis_.days.first) group.began.insert(member);
      if (!line.last_day || *line.last_day >= day_) group.running.insert(member);
    }
  }

  void Take(const std::vector<OpenedStep>& steps) {
    for (const OpenedStep& step : steps) {
      if (step.record.day > day_) continue;
      const auto found = members_.find(step.record.enrolment);
      const Member member =
          found == members_.end() ? Member(step.record.person, step.cohort) : found->second;
      TakeStep(member, step, groups_[member.second]);
    }
    for (auto& [cohort, group] : groups_) {
      for (const auto& [member, exit] : group.exits) group.running.erase(member);
      for (const Member& member : group.all) {
        if (!group.running.contains(member)) group.left.insert(member);
      }
    }
  }

  // Who attended something, and of whom that is not known.
  void Take(const std::vector<AttendanceRecord>& attendance) {
    for (const AttendanceRecord& record : attendance) {
      const auto found = members_.find(record.enrolment);
      if (found == members_.end()) continue;
      Group& group = groups_[found->second.second];
      if (!group.running.contains(found->second)) continue;
      if (record.status == AttendanceStatus::kPresent) {
        group.active.insert(found->second);
      } else if (record.status != AttendanceStatus::kExcused && !record.is_final) {
        group.maybe_active.insert(found->second);
      }
    }
  }

  const std::map<Id, Group>& groups() const { return groups_; }
  CivilDay day() const { return day_; }

 private:
  static void TakeStep(const Member& member, const OpenedStep& step, Group& group) {
    const PathRecord& record = step.record;
    switch (record.type) {
      case PathType::kInvitation:
        group.invited.insert(member);
        if (record.state == "came") {
          group.came.insert(member);
        } else if (record.state == "not known yet") {
          group.maybe_came.insert(member);
        }
        return;
      case PathType::kAssessment:
        group.assessed.insert(member);
        return;
      case PathType::kLadder:
        group.measured.insert(member);
        return;
      case PathType::kGoal:
        ++group.goals_set;
        group.goals_met += record.state == "met" ? 1 : 0;
        group.goals_open += record.running ? 1 : 0;
        return;
      case PathType::kMilestone:
        group.milestones.Add(member, step);
        return;
      case PathType::kExit:
        group.TakeExit(member, step);
        return;
      case PathType::kAftercare:
        group.contacted.insert(member);
        return;
      case PathType::kReferral:
      case PathType::kOneToOne:
      case PathType::kHelpRequest:
      case PathType::kPlacement:
      case PathType::kPhase:
        return;
    }
  }

  const ReportBasis& basis_;
  const CivilDay day_;
  // By enrolment.
  std::map<Id, Member> members_;
  // By cohort; zero: none.
  std::map<Id, Group> groups_;
};

class Writer {
 public:
  Writer(v1::GetReportResponse& table, std::string cohort)
      : table_(table), cohort_(std::move(cohort)) {}

  void Write(const Group& group) {
    const std::size_t all = group.all.size();
    if (all > 0) {
      Row("in it", "", all, "", 0, 0);
      Row("began", "", group.began.size(), "in it", all, 0);
      Row("running", "", group.running.size(), "in it", all, 0);
      Row("left", "", group.left.size(), "in it", all, 0);
      if (!group.running.empty()) {
        Row("active", "", group.active.size(), "running", group.running.size(),
            group.maybe_active.size() - CountBoth(group.maybe_active, group.active));
      }
    }
    if (!group.invited.empty()) {
      Row("invited", "", group.invited.size(), "", 0, 0);
      Row("came", "", group.came.size(), "invited", group.invited.size(),
          group.maybe_came.size() - CountBoth(group.maybe_came, group.came));
    }
    if (!group.assessed.empty()) Row("assessed", "", group.assessed.size(), "in it", all, 0);
    if (!group.measured.empty()) {
      Row("measured on the ladder", "", group.measured.size(), "in it", all, 0);
    }
    if (group.goals_set > 0) {
      Row("goals met", "", group.goals_met, "goals set", group.goals_set, group.goals_open);
    }
    for (const auto& [code, members] : group.milestones.codes) {
      Row("milestone", code, members.size(), "in it", all,
          group.milestones.unreadable.size() - CountBoth(group.milestones.unreadable, members));
    }
    WriteExits(group);
    if (!group.contacted.empty()) Row("aftercare", "", group.contacted.size(), "in it", all, 0);
  }

 private:
  void WriteExits(const Group& group) {
    ByCode exits;
    for (const auto& [member, exit] : group.exits) exits.Add(member, *exit);
    std::size_t said = exits.unreadable.size();
    for (const auto& [code, members] : exits.codes) said += members.size();
    const std::size_t left = std::max(group.left.size(), said);
    const std::size_t not_stated = left - said;
    const std::size_t not_known = not_stated + exits.unreadable.size();
    for (const auto& [code, members] : exits.codes) {
      Row("exit", code, members.size(), "left", left, not_known);
    }
    if (left > 0) {
      Row("exit not stated", "", not_stated, "left", left, 0);
      Row("exit unreadable", "", exits.unreadable.size(), "left", left, 0);
    }
    for (const auto& [milestone, reached] : group.milestones.codes) {
      std::size_t known = 0;
      for (const auto& [code, members] : exits.codes) known += CountBoth(members, reached);
      for (const auto& [code, members] : exits.codes) {
        const std::size_t both = CountBoth(members, reached);
        if (both == 0) continue;
        Row(absl::StrCat("exit after ", milestone), code, both,
            absl::StrCat("milestone ", milestone), reached.size(), reached.size() - known);
      }
    }
  }

  // `whole` 0: nothing to take a part of.
  void Row(absl::string_view figure, const std::string& code, std::size_t number,
           absl::string_view of_whom, std::size_t whole, std::size_t not_known) {
    AddRow(table_,
           {cohort_, std::string(figure), code, absl::StrCat(number), std::string(of_whom),
            whole == 0 ? "" : absl::StrCat(whole),
            PercentCell(static_cast<std::int64_t>(number), static_cast<std::int64_t>(whole)),
            whole == 0 ? "" : absl::StrCat(not_known)});
  }

  v1::GetReportResponse& table_;
  const std::string cohort_;
};

}  // namespace

CivilDay ReferenceDay(const DayRange& days, std::int64_t now_ms) {
  return std::min(days.last, DayOf(now_ms));
}

DayRange ActiveDays(const DayRange& days, std::int64_t now_ms) {
  const CivilDay last = ReferenceDay(days, now_ms);
  return {.first = last - (kActiveDays - 1), .last = last};
}

v1::GetReportResponse OutcomeReport(const std::vector<EnrolmentLine>& enrolments,
                                    const std::vector<OpenedStep>& steps,
                                    const std::vector<AttendanceRecord>& attendance,
                                    const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"cohort", ColumnType::kText},
                                          {"figure", ColumnType::kText},
                                          {"code", ColumnType::kText},
                                          {"number", ColumnType::kNumber},
                                          {"of whom", ColumnType::kText},
                                          {"of", ColumnType::kNumber},
                                          {"%", ColumnType::kNumber},
                                          {"not known", ColumnType::kNumber}},
                                         basis);
  Counter counter(basis);
  counter.Take(enrolments);
  counter.Take(steps);
  counter.Take(attendance);
  std::map<std::pair<std::string, Id>, const Group*> by_name;
  Group all;
  std::size_t cohorts = 0;
  for (const auto& [cohort, group] : counter.groups()) {
    by_name.emplace(std::pair(cohort.IsZero() ? "(in none)" : CohortCell(basis, cohort), cohort),
                    &group);
    all.Merge(group);
    cohorts += group.all.empty() ? 0 : 1;
  }
  all.FindLeftAll();
  for (const auto& [key, group] : by_name) Writer(table, key.first).Write(*group);
  Writer(table, "all").Write(all);
  table.add_small_print(absl::StrCat(
      "reference date ", FormatDay(counter.day()),
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
  AddSmallPrint(table, basis,
                absl::StrCat(Count(cohorts, "cohort", "cohorts"), ", ",
                             Count(all.all.size(), "person", "people"), " in them"));
  return table;
}

}  // namespace wijkboek
