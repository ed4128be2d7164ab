// Small steps that every maker of drafts takes.
#ifndef WIJKBOEK_CLIENT_CAPTURE_DRAFT_H_
#define WIJKBOEK_CLIENT_CAPTURE_DRAFT_H_

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "client/capture.h"

namespace wijkboek {

inline constexpr std::size_t kShortTextMax = 200;
inline constexpr std::size_t kNoteMax = 4000;

// INVALID_ARGUMENT for more than `max` bytes.
absl::Status CheckText(absl::string_view what, absl::string_view text, std::size_t max);

// INVALID_ARGUMENT for more than so many bytes, none, or what does not say that it is of that kind
// ("audio/webm").
inline constexpr std::size_t kSoundBytesMax = 200'000;
inline constexpr std::size_t kSignatureBytesMax = 100'000;
absl::Status CheckSound(absl::string_view what, const v1::SealedMedia& sound);
absl::Status CheckSignature(const v1::SealedMedia& picture);

// At the kiosk's centre.
EventDraft NewDraft(const CaptureContext& context, v1::EventKind kind);

void SetActor(v1::Event& event, v1::Method method, const Id& person);
// And whether it is practice.
void SetActor(v1::Event& event, const Subject& actor);
// The coach who entered it, else the person themselves.
void SetActor(v1::Event& event, const std::optional<Subject>& coach, const Subject& who);

void SetStated(v1::Event& event, const StatedSpan& span);
void AddSeen(v1::Event& event, absl::Span<const Hash> seen);

// The person, or the badge that nobody is known to own.
void AddWho(v1::Event& event, const Subject& who, v1::PersonRole role);
// INVALID_ARGUMENT for a badge that nobody is known to own.
absl::Status RequireKnown(const Subject& who, absl::string_view what);
// As RequireKnown, and for a coach.
absl::Status RequireParticipant(const Subject& who, absl::string_view what);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CAPTURE_DRAFT_H_
