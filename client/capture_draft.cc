#include "client/capture_draft.h"

#include "absl/strings/match.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {

absl::Status CheckText(absl::string_view what, absl::string_view text, std::size_t max) {
  if (text.size() <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(what, " is too long: at most ", max, " bytes"));
}

namespace {

absl::Status CheckMedia(absl::string_view what, const v1::SealedMedia& media,
                        absl::string_view kind, std::size_t max) {
  if (!absl::StartsWith(media.media_type(), kind) || media.media_type().size() > kShortTextMax) {
    return absl::InvalidArgumentError(absl::StrCat(what, " must be ", kind, "…"));
  }
  if (media.content().empty()) return absl::InvalidArgumentError(absl::StrCat(what, " is empty"));
  return CheckText(what, media.content(), max);
}

}  // namespace

absl::Status CheckSound(absl::string_view what, const v1::SealedMedia& sound) {
  return CheckMedia(what, sound, "audio/", kSoundBytesMax);
}

absl::Status CheckSignature(const v1::SealedMedia& picture) {
  return CheckMedia("the signature", picture, "image/png", kSignatureBytesMax);
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

void SetActor(v1::Event& event, const Subject& actor) {
  SetActor(event, actor.method, actor.person);
  if (actor.practises) event.set_practice(true);
}

void SetActor(v1::Event& event, const std::optional<Subject>& coach, const Subject& who) {
  SetActor(event, coach ? *coach : who);
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
