// What View knows of somebody who steps up to the kiosk.
#include <algorithm>
#include <utility>

#include "client/view.h"
#include "common/reconcile/moment.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// An open presence has an end by rule long before.
constexpr CivilDay kLooksBackDays = 3;
// A forgotten check-out of a month ago is a coach's matter.
constexpr CivilDay kForgottenDays = 7;

bool IsGraduate(const std::vector<Enrolment>& enrolments, CivilDay today) {
  return !enrolments.empty() &&
         std::all_of(enrolments.begin(), enrolments.end(), [&](const Enrolment& enrolment) {
           return enrolment.last_day && *enrolment.last_day < today;
         });
}

}  // namespace

bool View::IsCurrent() const {
  const std::int64_t until_ms = params_.now_ms() - kCurrentMs;
  Moment moment(params_.now_ms());
  const Id centres[] = {params_.centre};
  // Who is silent is not known, whether waited for or given up.
  constexpr int kSilentDays = 0;
  const Coverage coverage = ledger_->devices().Over(
      centres, {.start_ms = until_ms, .end_ms = until_ms}, kSilentDays, moment);
  const auto is_other = [&](const Id& device) { return device != params_.device; };
  return std::none_of(coverage.waited_for.begin(), coverage.waited_for.end(), is_other) &&
         std::none_of(coverage.lost.begin(), coverage.lost.end(), is_other);
}

absl::StatusOr<std::optional<PresenceRecord>> View::ForgottenCheckOut(
    const Id& participant, CivilDay today, const std::vector<StoredEvent>& said) const {
  ASSIGN_OR_RETURN(
      std::vector<PresenceRecord> presences,
      ledger_->Presences(participant, {.first = today - kForgottenDays, .last = today - 1}));
  std::optional<PresenceRecord> latest;
  for (PresenceRecord& presence : presences) {
    if (presence.centre != params_.centre) continue;
    if (!latest || latest->span.start_ms < presence.span.start_ms) latest = std::move(presence);
  }
  // An earlier one is passed over by now: whoever came since was asked then.
  if (!latest || latest->end != PresenceEnd::kByRule || latest->to_confirm.empty()) {
    return std::nullopt;
  }
  // They answered already.
  const auto is_answer = [&](const StoredEvent& event) {
    return event.event.kind() == v1::EVENT_KIND_CHECKED_OUT && event.event.has_stated_start() &&
           InstantOf(event.event.stated_start()) > latest->span.start_ms;
  };
  if (std::any_of(said.begin(), said.end(), is_answer)) return std::nullopt;
  return latest;
}

absl::StatusOr<std::optional<Situation>> View::SituationOf(const Id& participant) {
  std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
  if (!LockWithin(Patience::kTap, lock)) return std::nullopt;
  RETURN_IF_ERROR(CatchUpLocked());
  const CivilDay today = DayOf(params_.now_ms());
  Situation situation;
  ASSIGN_OR_RETURN(
      situation.open_presences,
      ledger_->Presences(participant, {.first = today - kLooksBackDays, .last = today}));
  std::erase_if(situation.open_presences,
                [](const PresenceRecord& presence) { return presence.end != PresenceEnd::kOpen; });
  ASSIGN_OR_RETURN(situation.open_visits,
                   ledger_->Visits({.first = today - kLooksBackDays, .last = today}));
  std::erase_if(situation.open_visits, [&](const VisitRecord& visit) {
    return !WaitsForItsEnd(visit, params_.now_ms()) ||
           !std::binary_search(visit.participants.begin(), visit.participants.end(),
                               ledger_->reference().StandsFor(participant));
  });
  ASSIGN_OR_RETURN(const std::vector<StoredEvent> events, EventsOf(participant));
  const LastWord said(participant, events,
                      [&](CivilDay day) { return SessionsOn(participant, day); });
  ASSIGN_OR_RETURN(situation.forgotten,
                   ForgottenCheckOut(participant, today, StandingAmong(events)));
  for (const ExpectedSession& each : ledger_->reference().ExpectedOf(participant)) {
    if (each.session.cancelled || DayOf(each.expected.start_ms) != today) continue;
    if (!situation.sessions) situation.sessions = each.expected;
    situation.sessions->start_ms = std::min(situation.sessions->start_ms, each.expected.start_ms);
    situation.sessions->end_ms = std::max(situation.sessions->end_ms, each.expected.end_ms);
  }
  situation.is_excused_until_better = !said.OpenExcuses().empty();
  situation.is_graduate = IsGraduate(ledger_->reference().EnrolmentsOf(participant), today);
  situation.is_current = IsCurrent();
  return situation;
}

}  // namespace wijkboek
