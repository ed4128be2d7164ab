#include "common/reconcile/timetable.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/session_disputes.h"

namespace wijkboek {
namespace {

void SortSessions(std::vector<Session>& sessions) {
  std::sort(sessions.begin(), sessions.end(), [](const Session& a, const Session& b) {
    return std::tie(a.span, a.id) < std::tie(b.span, b.id);
  });
}

}  // namespace

// Only what gave it its present centre and times counts as recording it: a new title does not.
std::optional<Timetable::Planned> Timetable::Fold(const Id& id, const Edits& edits) {
  Planned planned{.session = {.id = id}};
  Session& session = planned.session;
  bool is_planned = false;
  bool is_timed = false;
  const std::vector<const Edit*> differing = DifferingEdits(edits);
  for (const Edit& edit : edits) {
    const v1::Event& event = edit.event;
    if (event.kind() == v1::EVENT_KIND_SESSION_CANCELLED) {
      // Beside a move that had not seen it, it waits until somebody settles which holds: whoever
      // came has been there.
      if (!absl::c_linear_search(differing, &edit)) session.cancelled = true;
      continue;
    }
    Id centre = CentreOf(event).IsZero() ? session.centre : CentreOf(event);
    Interval span = session.span;
    const std::optional<std::int64_t> start_ms = StatedStart(event);
    const std::optional<std::int64_t> end_ms = StatedEnd(event);
    if (start_ms && end_ms && *start_ms < *end_ms) {
      span = {.start_ms = *start_ms, .end_ms = *end_ms};
    } else {
      centre = session.centre;
    }
    if (session.cancelled || span != session.span || centre != session.centre) {
      planned.timed_ms = edit.recorded_ms();
    }
    is_timed |= span.length_ms() > 0;
    session.cancelled = false;
    session.span = span;
    session.centre = centre;
    if (event.kind() != v1::EVENT_KIND_SESSION_PLANNED) continue;
    is_planned = true;
    session.title = event.session_planned().title();
    session.cohorts.clear();
    const std::map<Id, std::int64_t> before = std::exchange(planned.cohort_ms, {});
    for (const std::string& bytes : event.session_planned().cohort_ids()) {
      const Id cohort = Id::FromBytesOrZero(bytes);
      if (cohort.IsZero()) continue;
      session.cohorts.push_back(cohort);
      auto known = before.find(cohort);
      planned.cohort_ms[cohort] = known == before.end() ? edit.recorded_ms() : known->second;
    }
    SortUnique(session.cohorts);
  }
  if (!is_planned || !is_timed) return std::nullopt;
  return planned;
}

void Timetable::Remove(const Id& session) {
  auto found = sessions_.find(session);
  if (found == sessions_.end()) return;
  const Session& before = found->second.session;
  at_centre_[{before.centre, DayOf(before.span.start_ms)}].erase(session);
  for (const Id& cohort : before.cohorts) {
    of_cohort_[cohort].erase({before.span.start_ms, session});
  }
  sessions_.erase(found);
}

void Timetable::SetSession(const Id& id, const Edits& edits) {
  Remove(id);
  std::optional<Planned> planned = Fold(id, edits);
  if (!planned) return;
  const Session& session = planned->session;
  at_centre_[{session.centre, DayOf(session.span.start_ms)}].insert(id);
  for (const Id& cohort : session.cohorts) of_cohort_[cohort].insert({session.span.start_ms, id});
  sessions_[id] = *std::move(planned);
}

const Session* Timetable::Find(const Id& session) const {
  auto found = sessions_.find(session);
  return found == sessions_.end() ? nullptr : &found->second.session;
}

std::vector<Session> Timetable::Beginning(absl::string_view hex) const {
  std::vector<Session> result;
  std::string lowest(hex);
  lowest.resize(2 * Id::kSize, '0');
  const absl::StatusOr<Id> first = Id::FromHex(lowest);
  if (!first.ok() || hex.size() > lowest.size()) return result;
  for (auto it = sessions_.lower_bound(*first);
       it != sessions_.end() && absl::StartsWith(it->first.hex(), hex); ++it) {
    result.push_back(it->second.session);
  }
  return result;
}

template <typename Visit>
void Timetable::EachOf(const Enrolment& enrolment, CivilDay first_day,
                       std::optional<CivilDay> last_day, Visit visit) const {
  auto starts = of_cohort_.find(enrolment.cohort);
  if (starts == of_cohort_.end()) return;
  const std::int64_t past_ms =
      last_day ? StartOfDay(*last_day + 1) : std::numeric_limits<std::int64_t>::max();
  for (auto it = starts->second.lower_bound({StartOfDay(first_day), Id()});
       it != starts->second.end() && it->first < past_ms; ++it) {
    visit(sessions_.at(it->second));
  }
}

std::vector<ExpectedSession> Timetable::ExpectedOf(const Id& participant) const {
  std::map<Id, ExpectedSession> by_session;
  for (const Id& id : enrolments_.OfPerson(participant)) {
    const Enrolment& enrolment = *enrolments_.Find(id);
    const Id programme = enrolments_.ProgrammeOf(enrolment.cohort);
    EachOf(enrolment, enrolment.first_day, enrolment.last_day, [&](const Planned& planned) {
      const std::optional<Interval> expected = ExpectedTimes(enrolment, planned.session);
      if (!expected) return;
      // Of several enrolments for one session, the first by id holds.
      by_session.emplace(
          planned.session.id,
          ExpectedSession{
              .session = planned.session,
              .enrolment = id,
              .programme = programme,
              .expected = *expected,
              .recorded_ms = std::max({planned.timed_ms, planned.cohort_ms.at(enrolment.cohort),
                                       enrolments_.ExpectedSince(id, planned.session)})});
    });
  }
  std::vector<ExpectedSession> result;
  result.reserve(by_session.size());
  for (auto& [id, expected] : by_session) result.push_back(std::move(expected));
  std::stable_sort(result.begin(), result.end(),
                   [](const ExpectedSession& a, const ExpectedSession& b) {
                     return a.expected.start_ms < b.expected.start_ms;
                   });
  return result;
}

std::vector<Id> Timetable::ExpectedAt(const Session& session) const {
  std::vector<Id> result;
  for (const Id& cohort : session.cohorts) {
    for (const Id& id : enrolments_.InCohort(cohort)) {
      const Enrolment& enrolment = *enrolments_.Find(id);
      if (ExpectedTimes(enrolment, session)) result.push_back(enrolment.participant);
    }
  }
  SortUnique(result);
  return result;
}

std::vector<Session> Timetable::SessionsOf(const Id& participant, const Id& centre,
                                           CivilDay day) const {
  std::map<Id, Session> found;
  for (const Id& id : enrolments_.OfPerson(participant)) {
    const Enrolment& enrolment = *enrolments_.Find(id);
    EachOf(enrolment, day, day, [&](const Planned& planned) {
      Session session = planned.session;
      const std::optional<Interval> expected = ExpectedTimes(enrolment, session);
      if (session.centre != centre || !expected) return;
      session.span = *expected;
      // As in ExpectedOf.
      found.emplace(session.id, std::move(session));
    });
  }
  std::vector<Session> result;
  result.reserve(found.size());
  for (auto& [id, session] : found) result.push_back(std::move(session));
  SortSessions(result);
  return result;
}

std::vector<Session> Timetable::SessionsAt(const Id& centre, CivilDay day) const {
  return At(centre, day, /*cancelled=*/false);
}

std::vector<Session> Timetable::CancelledAt(const Id& centre, CivilDay day) const {
  return At(centre, day, /*cancelled=*/true);
}

std::vector<Session> Timetable::At(const Id& centre, CivilDay day, bool cancelled) const {
  auto found = at_centre_.find({centre, day});
  std::set<Id> sessions = found == at_centre_.end() ? std::set<Id>() : found->second;
  std::erase_if(sessions, [&](const Id& id) { return Find(id)->cancelled != cancelled; });
  return Ordered(sessions);
}

std::vector<Session> Timetable::Ordered(const std::set<Id>& sessions) const {
  std::vector<Session> result;
  result.reserve(sessions.size());
  for (const Id& id : sessions) result.push_back(*Find(id));
  SortSessions(result);
  return result;
}

std::vector<Id> Timetable::CohortsAt(const Id& centre) const {
  std::vector<Id> result;
  for (auto it = at_centre_.lower_bound({centre, std::numeric_limits<CivilDay>::min()});
       it != at_centre_.end() && it->first.first == centre; ++it) {
    for (const Id& id : it->second) {
      const Session& session = *Find(id);
      if (session.cancelled) continue;
      result.insert(result.end(), session.cohorts.begin(), session.cohorts.end());
    }
  }
  SortUnique(result);
  return result;
}

}  // namespace wijkboek
