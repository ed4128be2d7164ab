#include "server/office_excuse.h"

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/status.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {
namespace {

// Longer ones have no known end: then it is "until better".
constexpr CivilDay kDaysMax = 366;

absl::Status SetScope(const v1::RecordExcuseRequest& request, std::int64_t now_ms,
                      v1::ExcuseGiven& body) {
  CivilDay first = DayOf(now_ms);
  if (!request.first_day().empty()) {
    ASSIGN_OR_RETURN(first, ParseDay(request.first_day()));
  }
  if (request.until_better()) {
    if (!request.last_day().empty()) {
      return absl::InvalidArgumentError("either until better, or until a last day: give one");
    }
    body.set_until_better_from_day(first);
    return absl::OkStatus();
  }
  if (request.first_day().empty()) {
    return absl::InvalidArgumentError("which days? give a first day, or until better");
  }
  CivilDay last = first;
  if (!request.last_day().empty()) {
    ASSIGN_OR_RETURN(last, ParseDay(request.last_day()));
  }
  if (last < first) {
    return absl::InvalidArgumentError(
        absl::StrCat(FormatDay(last), " lies before the first day, ", FormatDay(first)));
  }
  if (last - first >= kDaysMax) {
    return absl::InvalidArgumentError("that is longer than a year: say until better");
  }
  body.mutable_days()->set_first_day(first);
  body.mutable_days()->set_last_day(last);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<EventDraft> PlanExcuse(const v1::RecordExcuseRequest& request, const Id& participant,
                                      std::int64_t now_ms) {
  EventDraft draft;
  v1::Event& event = draft.event;
  event.set_kind(v1::EVENT_KIND_EXCUSE_GIVEN);
  event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  AddPerson(event, participant, v1::PERSON_ROLE_PARTICIPANT);
  v1::ExcuseGiven& body = *event.mutable_excuse_given();
  RETURN_IF_ERROR(SetScope(request, now_ms, body));
  if (!request.called_at().empty()) {
    ASSIGN_OR_RETURN(*body.mutable_called_at(), ParseCivilTime(request.called_at()));
    if (InstantOf(body.called_at()) > now_ms) {
      return absl::InvalidArgumentError(
          absl::StrCat(request.called_at(), " lies in the future: nobody can have called then"));
    }
  }
  if (!v1::AbsenceReason_IsValid(request.reason()) ||
      request.reason() == v1::ABSENCE_REASON_UNSPECIFIED) {
    return absl::InvalidArgumentError(
        "say why: sick, childcare, appointment, work, moved or other");
  }
  v1::SealedReason reason;
  reason.set_reason(request.reason());
  AddSealed(draft, v1::SEALED_FIELD_REASON, reason, participant);
  return draft;
}

}  // namespace wijkboek
