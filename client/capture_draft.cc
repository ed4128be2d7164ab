#include "client/capture_draft.h"

#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {

absl::Status CheckText(absl::string_view what, absl::string_view text, std::size_t max) {
  if (text.size() <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(what, " is too long: at most ", max, " bytes"));
}

EventDraft NewDraft(const CaptureContext& context, v1::EventKind kind) {
  EventDraft draft;
  draft.event.set_kind(kind);
  draft.event.set_centre_id(context.centre.ToString());
  return draft;
}

void SetActor(v1::Event& event, v1::Method method, const Id& person) {
  event.mutable_actor()->set_method(method);
  if (!person.IsZero()) event.mutable_actor()->set_person_id(person.ToString());
}

void SetActor(v1::Event& event, const std::optional<Subject>& coach, const Subject& who) {
  const Subject& actor = coach ? *coach : who;
  SetActor(event, actor.method, actor.person);
}

void SetStated(v1::Event& event, const StatedSpan& span) {
  *event.mutable_stated_start() = span.start;
  *event.mutable_stated_end() = span.end;
}

void AddSeen(v1::Event& event, absl::Span<const Hash> seen) {
  for (const Hash& hash : seen) event.add_seen(hash.ToString());
}

void AddWho(v1::Event& event, const Subject& who, v1::PersonRole role) {
  if (who.person.IsZero()) {
    event.set_badge_hash(who.badge_hash.ToString());
  } else {
    AddPerson(event, who.person, role);
  }
}

absl::Status RequireKnown(const Subject& who, absl::string_view what) {
  if (!who.person.IsZero()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the badge of ", what, " is not known here: ask your coach"));
}

absl::Status RequireParticipant(const Subject& who, absl::string_view what) {
  RETURN_IF_ERROR(RequireKnown(who, what));
  if (!who.is_coach) return absl::OkStatus();
  return absl::InvalidArgumentError("this is about participants alone");
}

absl::StatusOr<StatedSpan> ParseSpan(absl::string_view start, absl::string_view end) {
  StatedSpan span;
  absl::StatusOr<v1::CivilTime> parsed = ParseCivilTime(start);
  if (!parsed.ok()) return WithContext(parsed.status(), "start");
  span.start = *parsed;
  parsed = ParseCivilTime(end);
  if (!parsed.ok()) return WithContext(parsed.status(), "end");
  span.end = *parsed;
  if (InstantOf(span.end) <= InstantOf(span.start)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the end (", end, ") must be after the start (", start, ")"));
  }
  return span;
}

}  // namespace wijkboek
