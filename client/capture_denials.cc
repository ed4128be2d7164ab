// "That did not happen": a visit or buddy help, by somebody whom it names.
#include "client/capture_draft.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// What says that an event did not happen: by whom, and about whom and what.
EventDraft NewDenial(const CaptureContext& context, v1::EventKind kind, const Denial& denial) {
  EventDraft draft = NewDraft(context, kind);
  *draft.event.mutable_persons() = denial.event.event.persons();
  draft.event.set_visit_id(denial.event.event.visit_id());
  draft.event.add_seen(denial.event.key.hash.ToString());
  SetActor(draft.event, denial.who);
  return draft;
}

absl::Status RequireNamed(const Denial& denial) {
  RETURN_IF_ERROR(RequireParticipant(denial.who, "who says so"));
  if (denial.role != v1::PERSON_ROLE_UNSPECIFIED) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "it does not name you: only who is named in it says here that it did not happen; else tell "
      "your coach");
}

}  // namespace

absl::StatusOr<EventDraft> DraftVisitDenial(const CaptureContext& context, const Denial& denial) {
  const v1::EventKind kind = denial.event.event.kind();
  if (kind != v1::EVENT_KIND_VISIT_STARTED && kind != v1::EVENT_KIND_VISIT_ENDED &&
      kind != v1::EVENT_KIND_VISIT_LOGGED) {
    return absl::InvalidArgumentError(
        "this event is no visit: name one that \"saved\" or \"wijkboek discrepancies\" shows for "
        "it");
  }
  RETURN_IF_ERROR(RequireNamed(denial));
  EventDraft draft = NewDenial(context, v1::EVENT_KIND_VISIT_CONFIRMED, denial);
  draft.event.mutable_visit_confirmed()->set_denied(true);
  return draft;
}

absl::StatusOr<EventDraft> DraftHelpDenial(const CaptureContext& context, const Denial& denial) {
  if (denial.event.event.kind() != v1::EVENT_KIND_BUDDY_HELP_LOGGED) {
    return absl::InvalidArgumentError(
        "this event is no help: name one that \"saved\" or \"wijkboek discrepancies\" shows for "
        "it");
  }
  RETURN_IF_ERROR(RequireNamed(denial));
  EventDraft draft = NewDenial(context, v1::EVENT_KIND_BUDDY_HELP_DENIED, denial);
  draft.event.mutable_buddy_help_denied()->set_side(
      denial.role == v1::PERSON_ROLE_HELPER ? v1::HELP_SIDE_HELPER : v1::HELP_SIDE_HELPED);
  return draft;
}

}  // namespace wijkboek
