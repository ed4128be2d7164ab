// "I can't come", and "better again".
#include "client/capture_draft.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr CivilDay kExcuseDaysMax = 366;

}  // namespace

absl::StatusOr<EventDraft> DraftExcuse(const CaptureContext& context, const Subject& who,
                                       const v1::ExcuseRequest& request,
                                       absl::Span<const Id> sessions,
                                       const std::optional<Subject>& coach) {
  RETURN_IF_ERROR(RequireKnown(who, "who is excused"));
  const int scopes = (sessions.empty() ? 0 : 1) +
                     (request.until_better() || request.first_day().empty() ? 0 : 1) +
                     (request.until_better() ? 1 : 0);
  if (scopes != 1) {
    return absl::InvalidArgumentError(
        "say for what: sessions, or days, or until better, and only one of them");
  }
  if ((request.reason() == v1::ABSENCE_REASON_LANGUAGE ||
       request.reason() == v1::ABSENCE_REASON_MOTIVATION) &&
      !coach) {
    return absl::InvalidArgumentError("only a coach can give this reason");
  }
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_EXCUSE_GIVEN);
  AddPerson(draft.event, who.person, v1::PERSON_ROLE_PARTICIPANT);
  v1::ExcuseGiven* excuse = draft.event.mutable_excuse_given();
  CivilDay first = DayOf(context.now_ms);
  if (!request.first_day().empty()) {
    ASSIGN_OR_RETURN(first, ParseDay(request.first_day()));
  }
  if (request.until_better()) {
    excuse->set_until_better_from_day(first);
  } else if (!sessions.empty()) {
    for (const Id& session : sessions)
      excuse->mutable_sessions()->add_session_ids(session.ToString());
  } else {
    excuse->mutable_days()->set_first_day(first);
    CivilDay last = first;
    if (!request.last_day().empty()) {
      ASSIGN_OR_RETURN(last, ParseDay(request.last_day()));
      if (last < first) {
        return absl::InvalidArgumentError("the last day must not be before the first");
      }
      if (last - first >= kExcuseDaysMax) {
        return absl::InvalidArgumentError(
            absl::StrCat("days are excused for at most ", kExcuseDaysMax,
                         " at once: say until better, or is the year right?"));
      }
    }
    excuse->mutable_days()->set_last_day(last);
  }
  if (!request.called_at().empty()) {
    ASSIGN_OR_RETURN(*excuse->mutable_called_at(), ParseCivilTime(request.called_at()));
  }
  if (request.reason() != v1::ABSENCE_REASON_UNSPECIFIED) {
    v1::SealedReason reason;
    reason.set_reason(request.reason());
    AddSealed(draft, v1::SEALED_FIELD_REASON, reason, who.person);
  }
  SetActor(draft.event, coach, who);
  return draft;
}

absl::StatusOr<EventDraft> DraftExcuseEnd(const CaptureContext& context, const Subject& who,
                                          const v1::EndExcuseRequest& request,
                                          absl::Span<const Hash> excuses,
                                          const std::optional<Subject>& coach) {
  RETURN_IF_ERROR(RequireKnown(who, "who is better"));
  if (excuses.empty()) {
    return absl::InvalidArgumentError(
        "no \"until better\" of theirs is open at this kiosk: look again once it is up to date, or "
        "tell the office");
  }
  CivilDay last = DayOf(context.now_ms) - 1;
  if (!request.last_day().empty()) {
    ASSIGN_OR_RETURN(last, ParseDay(request.last_day()));
  }
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_EXCUSE_ENDED);
  AddPerson(draft.event, who.person, v1::PERSON_ROLE_PARTICIPANT);
  draft.event.mutable_excuse_ended()->set_last_day(last);
  AddSeen(draft.event, excuses);
  SetActor(draft.event, coach, who);
  return draft;
}

}  // namespace wijkboek
