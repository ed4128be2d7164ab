// What a coach says about a session and who was at it, and what a participant says against it.
#include "client/capture_draft.h"
#include "common/reconcile/signed_list.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr CivilDay kDaysAheadMax = 366;
constexpr int kSessionHoursMax = 24;

// About one session, by a coach.
EventDraft DraftAbout(const CaptureContext& context, v1::EventKind kind, const Id& session,
                      absl::Span<const Hash> seen, const Subject& coach) {
  EventDraft draft = NewDraft(context, kind);
  if (!session.IsZero()) draft.event.set_session_id(session.ToString());
  AddSeen(draft.event, seen);
  SetActor(draft.event, coach);
  return draft;
}

}  // namespace

absl::StatusOr<EventDraft> DraftMark(const CaptureContext& context, const Id& person,
                                     const Id& session, v1::MarkStatus status,
                                     absl::Span<const Hash> seen, const Subject& coach) {
  if (status == v1::MARK_STATUS_UNSPECIFIED) {
    return absl::InvalidArgumentError("say what the mark is: present, late, excused or absent");
  }
  EventDraft draft = DraftAbout(context, v1::EVENT_KIND_SESSION_MARKED, session, seen, coach);
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  draft.event.mutable_session_marked()->set_status(status);
  return draft;
}

absl::StatusOr<EventDraft> DraftContest(const CaptureContext& context, const Subject& who,
                                        const ContestWord& word) {
  const auto& [session, day, reason, voice] = word;
  RETURN_IF_ERROR(RequireParticipant(who, "who says so"));
  RETURN_IF_ERROR(CheckText("the reason", reason, kShortTextMax));
  if (voice) RETURN_IF_ERROR(CheckSound("what was said", *voice));
  if (session.has_value() == day.has_value()) {
    return absl::InvalidArgumentError("say what is not right: a session, or a day, and only one");
  }
  // A kiosk that does not know the time can't tell.
  if (day && context.clock_known && *day > DayOf(context.now_ms) + kDaysAheadMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(FormatDay(*day), " is over a year ahead: is the year right?"));
  }
  EventDraft draft = NewDraft(context, v1::EVENT_KIND_ATTENDANCE_CONTESTED);
  AddPerson(draft.event, who.person, v1::PERSON_ROLE_PARTICIPANT);
  if (session) {
    draft.event.set_session_id(session->ToString());
    draft.event.mutable_attendance_contested()->set_session(true);
  } else {
    draft.event.mutable_attendance_contested()->set_day(*day);
  }
  if (!reason.empty()) {
    v1::SealedText note;
    note.set_text(reason);
    AddSealed(draft, v1::SEALED_FIELD_NOTE, note, who.person);
  }
  if (voice) AddSealed(draft, v1::SEALED_FIELD_SOUND, *voice, who.person);
  SetActor(draft.event, who);
  return draft;
}

EventDraft DraftSettlement(const CaptureContext& context, const Id& person, const Hash& contest,
                           const SettledSession& about, v1::MarkStatus status,
                           const Subject& coach) {
  EventDraft draft =
      DraftAbout(context, v1::EVENT_KIND_DISCREPANCY_SETTLED, about.session, {contest}, coach);
  AddSeen(draft.event, about.marks);
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  v1::DiscrepancySettled* settled = draft.event.mutable_discrepancy_settled();
  settled->set_discrepancy(std::string(kContested));
  if (status == v1::MARK_STATUS_UNSPECIFIED) {
    settled->set_accepted(true);
  } else {
    settled->set_field(std::string(kStatusField));
    settled->mutable_status()->set_status(status);
  }
  return draft;
}

absl::StatusOr<EventDraft> DraftMove(const CaptureContext& context, const Id& session,
                                     const StatedSpan& span, absl::Span<const Hash> seen,
                                     const Subject& coach) {
  const std::int64_t length_ms = InstantOf(span.end) - InstantOf(span.start);
  if (length_ms > kSessionHoursMax * kHourMs) {
    return absl::InvalidArgumentError(absl::StrCat("a session lasts at most ", kSessionHoursMax,
                                                   " hours, and this end is ", length_ms / kHourMs,
                                                   " hours after the start: is the day right?"));
  }
  EventDraft draft = DraftAbout(context, v1::EVENT_KIND_SESSION_MOVED, session, seen, coach);
  draft.event.mutable_session_moved();
  SetStated(draft.event, span);
  return draft;
}

EventDraft DraftCancel(const CaptureContext& context, const Id& session,
                       absl::Span<const Hash> seen, const Subject& coach) {
  EventDraft draft = DraftAbout(context, v1::EVENT_KIND_SESSION_CANCELLED, session, seen, coach);
  draft.event.mutable_session_cancelled();
  return draft;
}

absl::StatusOr<EventDraft> DraftSignOff(const CaptureContext& context, const Id& session,
                                        absl::Span<const AttendanceRecord> records,
                                        absl::Span<const Hash> seen, const Subject& coach) {
  if (records.empty()) {
    return absl::InvalidArgumentError("nobody stands on this session's list: nothing to sign");
  }
  EventDraft draft = DraftAbout(context, v1::EVENT_KIND_SESSION_SIGNED_OFF, session, seen, coach);
  *draft.event.mutable_session_signed_off() = SignedList(session, records);
  for (const v1::SignedAttendance& entry : draft.event.session_signed_off().entries()) {
    AddPerson(draft.event, Id::FromBytesOrZero(entry.person_id()), v1::PERSON_ROLE_PARTICIPANT);
  }
  return draft;
}

EventDraft DraftPark(const CaptureContext& context, const Id& kiosk, bool outbox_empty,
                     const Subject& coach) {
  EventDraft draft = DraftAbout(context, v1::EVENT_KIND_KIOSK_PARKED, Id(), {}, coach);
  draft.event.mutable_kiosk_parked()->set_kiosk_id(kiosk.ToString());
  draft.event.mutable_kiosk_parked()->set_outbox_empty(outbox_empty);
  return draft;
}

}  // namespace wijkboek
