#include "server/members.h"

#include <algorithm>

namespace wijkboek {
namespace {

// Of all cohorts together.
Member InAll(const Member& member) { return {member.first, Id()}; }

class Counter {
 public:
  explicit Counter(const ReportBasis& basis)
      : basis_(basis), day_(ReferenceDay(basis.days, basis.now_ms)) {}

  void Take(const std::vector<EnrolmentLine>& enrolments) {
    for (const EnrolmentLine& line : enrolments) {
      if (line.first_day > day_) continue;
      const Member member(line.person, line.cohort);
      members_[line.enrolment] = member;
      MemberGroup& group = groups_[line.cohort];
      group.all.insert(member);
      CivilDay& last_start = last_starts_[member];
      last_start = std::max(last_start, line.first_day);
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
      // An exit holds until they enter again.
      std::erase_if(group.exits, [&](const auto& left) {
        const auto start = last_starts_.find(left.first);
        return start != last_starts_.end() && left.second->record.last_day < start->second;
      });
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
      MemberGroup& group = groups_[found->second.second];
      if (!group.running.contains(found->second)) continue;
      if (record.status == AttendanceStatus::kPresent) {
        group.active.insert(found->second);
      } else if (record.status != AttendanceStatus::kExcused && !record.is_final) {
        group.maybe_active.insert(found->second);
      }
    }
  }

  std::map<Id, MemberGroup> Give() { return std::move(groups_); }

 private:
  static void TakeStep(const Member& member, const OpenedStep& step, MemberGroup& group) {
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
        ++group.goals[member].set;
        group.goals[member].met += record.state == "met" ? 1 : 0;
        group.goals[member].open += record.running ? 1 : 0;
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
      case PathType::kIndicators:
        return;
    }
  }

  const ReportBasis& basis_;
  const CivilDay day_;
  // By enrolment.
  std::map<Id, Member> members_;
  // When each began for the last time.
  std::map<Member, CivilDay> last_starts_;
  // By cohort; zero: none.
  std::map<Id, MemberGroup> groups_;
};

}  // namespace

CivilDay ReferenceDay(const DayRange& days, std::int64_t now_ms) {
  return std::min(days.last, DayOf(now_ms));
}

DayRange ActiveDays(const DayRange& days, std::int64_t now_ms) {
  const CivilDay last = ReferenceDay(days, now_ms);
  return {.first = last - (kActiveDays - 1), .last = last};
}

std::size_t CountBoth(const Members& a, const Members& b) {
  return static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](const Member& each) { return b.contains(each); }));
}

void MembersByCode::Add(const Member& member, const OpenedStep& step) {
  const std::string& code = step.item.step().code();
  if (!code.empty()) {
    codes[code].insert(member);
  } else if (step.unreadable) {
    unreadable.insert(member);
  }
}

void MemberGroup::Merge(const MemberGroup& other,
                        const std::function<bool(const Id& person)>& takes) {
  const auto add = [&](const Members& from, Members& to) {
    for (const Member& member : from) {
      if (!takes || takes(member.first)) to.insert(InAll(member));
    }
  };
  for (auto set : {&MemberGroup::all, &MemberGroup::began, &MemberGroup::running,
                   &MemberGroup::active, &MemberGroup::maybe_active, &MemberGroup::invited,
                   &MemberGroup::came, &MemberGroup::maybe_came, &MemberGroup::assessed,
                   &MemberGroup::measured, &MemberGroup::contacted}) {
    add(other.*set, this->*set);
  }
  for (const auto& [member, count] : other.goals) {
    if (takes && !takes(member.first)) continue;
    GoalCount& sum = goals[InAll(member)];
    sum.set += count.set;
    sum.met += count.met;
    sum.open += count.open;
  }
  for (const auto& [code, members] : other.milestones.codes) {
    if (std::any_of(members.begin(), members.end(),
                    [&](const Member& member) { return !takes || takes(member.first); })) {
      add(members, milestones.codes[code]);
    }
  }
  add(other.milestones.unreadable, milestones.unreadable);
  for (const auto& [member, exit] : other.exits) {
    if (!takes || takes(member.first)) TakeExit(InAll(member), *exit);
  }
}

void MemberGroup::TakeExit(const Member& member, const OpenedStep& exit) {
  const OpenedStep*& latest = exits[member];
  if (latest == nullptr || latest->record.day <= exit.record.day) latest = &exit;
}

void MemberGroup::FindLeftAll() {
  for (const Member& member : running) exits.erase(member);
  for (const Member& member : all) {
    if (!running.contains(member)) left.insert(member);
  }
}

GoalCount MemberGroup::AllGoals() const {
  GoalCount sum;
  for (const auto& [member, count] : goals) {
    sum.set += count.set;
    sum.met += count.met;
    sum.open += count.open;
  }
  return sum;
}

std::map<Id, MemberGroup> CountMembers(const std::vector<EnrolmentLine>& enrolments,
                                       const std::vector<OpenedStep>& steps,
                                       const std::vector<AttendanceRecord>& attendance,
                                       const ReportBasis& basis) {
  Counter counter(basis);
  counter.Take(enrolments);
  counter.Take(steps);
  counter.Take(attendance);
  return counter.Give();
}

MemberGroup MergeAll(const std::map<Id, MemberGroup>& cohorts,
                     const std::function<bool(const Id& person)>& takes) {
  MemberGroup all;
  for (const auto& [cohort, group] : cohorts) all.Merge(group, takes);
  all.FindLeftAll();
  return all;
}

}  // namespace wijkboek
