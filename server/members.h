// Who is in which cohort on a reference date, and what they reached: what outcomes, funnel,
// transfers and aftercare are counted from. Pure.
#ifndef WIJKBOEK_SERVER_MEMBERS_H_
#define WIJKBOEK_SERVER_MEMBERS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"

namespace wijkboek {

// The day on which a report stands: the last of the span, today at the latest.
CivilDay ReferenceDay(const DayRange& days, std::int64_t now_ms);
// Attendance of these days, the last of which it is, says who is active.
DayRange ActiveDays(const DayRange& days, std::int64_t now_ms);
inline constexpr CivilDay kActiveDays = 7;

// Somebody in one cohort; a zero cohort: in none, or in all of them.
using Member = std::pair<Id, Id>;
using Members = std::set<Member>;

std::size_t CountBoth(const Members& a, const Members& b);

// What was said under one code, and by whom that can't be read.
struct MembersByCode {
  std::map<std::string, Members> codes;
  Members unreadable;

  void Add(const Member& member, const OpenedStep& step);
};

// Goals, not people.
struct GoalCount {
  std::size_t set = 0;
  std::size_t met = 0;
  std::size_t open = 0;
};

// Everything that is counted of one cohort, or of several.
struct MemberGroup {
  Members all, began, running, left;
  Members active, maybe_active;
  Members invited, came, maybe_came;
  Members assessed, measured, contacted;
  std::map<Member, GoalCount> goals;
  MembersByCode milestones;
  // The latest of each member.
  std::map<Member, const OpenedStep*> exits;

  // One cohort into several, of which whoever is in more than one counts once. `takes`: whom.
  void Merge(const MemberGroup& other, const std::function<bool(const Id& person)>& takes);
  void TakeExit(const Member& member, const OpenedStep& exit);
  // After all were merged: whoever goes on in another cohort has not left them all.
  void FindLeftAll();
  // Of everybody.
  GoalCount AllGoals() const;
};

// By cohort; zero: steps outside all of them. The steps must outlive the result. `attendance`: of
// the active days.
std::map<Id, MemberGroup> CountMembers(const std::vector<EnrolmentLine>& enrolments,
                                       const std::vector<OpenedStep>& steps,
                                       const std::vector<AttendanceRecord>& attendance,
                                       const ReportBasis& basis);

// All cohorts together, of those whom `takes` (empty: of everybody).
MemberGroup MergeAll(const std::map<Id, MemberGroup>& cohorts,
                     const std::function<bool(const Id& person)>& takes = {});

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_MEMBERS_H_
