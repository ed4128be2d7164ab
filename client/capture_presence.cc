// Who came and went, who was seen, and what a coach says about that.
#include <utility>

#include "absl/strings/ascii.h"
#include "client/capture_draft.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

EventDraft DraftTap(const CaptureContext& context, v1::EventKind kind, const Subject& who,
                    bool practice) {
  EventDraft draft = NewDraft(context, kind);
  AddWho(draft.event, who, who.is_coach ? v1::PERSON_ROLE_COACH : v1::PERSON_ROLE_PARTICIPANT);
  SetActor(draft.event, who);
  if (practice) draft.event.set_practice(true);
  return draft;
}

}  // namespace

absl::StatusOr<EventDraft> DraftCheckIn(const CaptureContext& context, const Subject& who,
                                        bool practice) {
  EventDraft draft = DraftTap(context, v1::EVENT_KIND_CHECKED_IN, who, practice);
  draft.event.mutable_checked_in();
  return draft;
}

absl::StatusOr<EventDraft> DraftCheckOut(const CaptureContext& context, const Subject& who,
                                         bool practice) {
  EventDraft draft = DraftTap(context, v1::EVENT_KIND_CHECKED_OUT, who, practice);
  draft.event.mutable_checked_out();
  return draft;
}

absl::StatusOr<EventDraft> DraftLeavingWord(const CaptureContext& context, const Subject& who,
                                            absl::string_view left_at) {
  RETURN_IF_ERROR(RequireParticipant(who, "who says when they left"));
  absl::StatusOr<v1::CivilTime> time = ParseCivilTime(left_at);
  if (!time.ok()) return WithContext(time.status(), "when they left");
  if (context.clock_known && InstantOf(*time) > context.now_ms) {
    return absl::InvalidArgumentError(
        absl::StrCat(left_at, " is still to come: say when you left, not when you will leave"));
  }
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_CHECKED_OUT);
  AddPerson(draft.event, who.person, v1::PERSON_ROLE_PARTICIPANT);
  *draft.event.mutable_stated_start() = *time;
  draft.event.mutable_checked_out();
  SetActor(draft.event, who);
  return draft;
}

absl::StatusOr<EventDraft> DraftUnownedCheckIn(const CaptureContext& context,
                                               absl::string_view picture_token, bool practice) {
  const absl::string_view token = absl::StripAsciiWhitespace(picture_token);
  if (token.empty()) return absl::InvalidArgumentError("choose a picture, such as \"blue boat\"");
  RETURN_IF_ERROR(CheckText("the picture", token, kShortTextMax));
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_UNOWNED_CHECK_IN);
  draft.event.mutable_unowned_check_in()->set_picture_token(std::string(token));
  SetActor(draft.event, {.method = v1::METHOD_NAME_TILE, .practises = practice});
  return draft;
}

absl::StatusOr<EventDraft> DraftCorrection(const CaptureContext& context, const Id& person,
                                           const v1::CorrectPresenceRequest& request,
                                           absl::Span<const Hash> replaces, const Subject& coach) {
  RETURN_IF_ERROR(CheckText("the note", request.note(), kNoteMax));
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_PRESENCE_CORRECTED);
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  v1::PresenceCorrected* corrected = draft.event.mutable_presence_corrected();
  corrected->set_reason(request.reason() == v1::CORRECTION_REASON_UNSPECIFIED
                            ? v1::CORRECTION_REASON_OTHER
                            : request.reason());
  corrected->set_did_not_happen(request.did_not_happen());
  if (request.did_not_happen() && replaces.empty()) {
    return absl::InvalidArgumentError(
        "there is nothing here that did not happen: name the events it is about");
  }
  if (!request.did_not_happen() || !request.start().empty()) {
    ASSIGN_OR_RETURN(StatedSpan span, ParseSpan(request.start(), request.end()));
    SetStated(draft.event, span);
  }
  for (const Hash& hash : replaces) draft.event.add_seen(hash.ToString());
  if (!request.note().empty()) {
    v1::SealedText note;
    note.set_text(request.note());
    AddSealed(draft, v1::SEALED_FIELD_NOTE, note, person);
  }
  SetActor(draft.event, coach);
  return draft;
}

absl::StatusOr<EventDraft> DraftVoid(const CaptureContext& context, const StoredEvent& event,
                                     v1::VoidReason reason, const Subject& coach) {
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_EVENT_VOIDED);
  *draft.event.mutable_persons() = event.event.persons();
  draft.event.set_badge_hash(event.event.badge_hash());
  draft.event.set_session_id(event.event.session_id());
  draft.event.set_visit_id(event.event.visit_id());
  draft.event.add_seen(event.key.hash.ToString());
  draft.event.mutable_event_voided()->set_reason(
      reason == v1::VOID_REASON_UNSPECIFIED ? v1::VOID_REASON_WRONG_TAP : reason);
  SetActor(draft.event, coach);
  return draft;
}

absl::StatusOr<EventDraft> DraftSighting(const CaptureContext& context, const Id& person,
                                         bool by_phone, const Subject& coach) {
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_SIGHTED);
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  draft.event.mutable_sighted()->set_by_phone(by_phone);
  SetActor(draft.event, coach);
  return draft;
}

}  // namespace wijkboek
