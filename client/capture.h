// The stage "capture": from what was typed or tapped to a draft for the log. Checks what the person
// can still mend; looks nobody up and writes nothing.
#ifndef WIJKBOEK_CLIENT_CAPTURE_H_
#define WIJKBOEK_CLIENT_CAPTURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/draft.h"
#include "common/ids.h"
#include "wijkboek/v1/kiosk.pb.h"

namespace wijkboek {

// Where the kiosk stands, and when.
struct CaptureContext {
  Id centre;
  // Server time where known, UTC milliseconds.
  std::int64_t now_ms = 0;
  // False while the wall clock is a guess.
  bool clock_known = false;
};

// Somebody who identified themselves or was named.
struct Subject {
  // Zero: nobody known owns the badge.
  Id person;
  // Set where nobody is known.
  Id badge_hash;
  v1::Method method = v1::METHOD_UNSPECIFIED;
  bool is_coach = false;
};

// Every maker below answers INVALID_ARGUMENT with a message for the person at the kiosk. `coach` is
// who entered it for somebody else, absent where the person did it alone.

absl::StatusOr<EventDraft> DraftCheckIn(const CaptureContext& context, const Subject& who,
                                        bool practice);
absl::StatusOr<EventDraft> DraftCheckOut(const CaptureContext& context, const Subject& who,
                                         bool practice);
absl::StatusOr<EventDraft> DraftUnownedCheckIn(const CaptureContext& context,
                                               absl::string_view picture_token);

// Who went to whom. At least one of each.
struct VisitPeople {
  std::vector<Subject> participants;
  std::vector<Id> residents;
  std::optional<Subject> coach;
};
absl::StatusOr<EventDraft> DraftVisitStart(const CaptureContext& context, const VisitPeople& people,
                                           const Id& visit);
absl::StatusOr<EventDraft> DraftVisitEnd(const CaptureContext& context, const VisitPeople& people,
                                         const v1::EndVisitRequest& request);
absl::StatusOr<EventDraft> DraftVisitLog(const CaptureContext& context, const VisitPeople& people,
                                         const Id& visit, const v1::LogVisitRequest& request);

struct HelpPeople {
  Subject helper;
  Subject helped;
  std::optional<Subject> coach;
};
absl::StatusOr<EventDraft> DraftBuddyHelp(const CaptureContext& context, const HelpPeople& people,
                                          const v1::LogBuddyHelpRequest& request);

// A badge or PIN given at once.
struct GivenCredential {
  Id badge_hash;
  v1::BadgeType type = v1::BADGE_TYPE_UNSPECIFIED;
};
// The registration, and the badge assignment where there is a credential.
absl::StatusOr<std::vector<EventDraft>> DraftWalkIn(
    const CaptureContext& context, const Id& person, const v1::RegisterWalkInRequest& request,
    const std::optional<GivenCredential>& credential, const std::optional<Subject>& coach);

absl::StatusOr<EventDraft> DraftMark(const CaptureContext& context, const Id& person,
                                     const Id& session, v1::MarkStatus status,
                                     const Subject& coach);
absl::StatusOr<EventDraft> DraftCorrection(const CaptureContext& context, const Id& person,
                                           const v1::CorrectPresenceRequest& request,
                                           absl::Span<const Hash> replaces, const Subject& coach);
// Voids `event`, which the kiosk holds; persons come from it.
absl::StatusOr<EventDraft> DraftVoid(const CaptureContext& context, const StoredEvent& event,
                                     v1::VoidReason reason, const Subject& coach);
absl::StatusOr<EventDraft> DraftSighting(const CaptureContext& context, const Id& person,
                                         bool by_phone, const Subject& coach);
absl::StatusOr<EventDraft> DraftExcuse(const CaptureContext& context, const Subject& who,
                                       const v1::ExcuseRequest& request,
                                       absl::Span<const Id> sessions,
                                       const std::optional<Subject>& coach);

// "2026-03-03T10:00" to "2026-03-03T11:00": INVALID_ARGUMENT for what is no time, and unless the
// end is after the start.
struct StatedSpan {
  v1::CivilTime start;
  v1::CivilTime end;
};
absl::StatusOr<StatedSpan> ParseSpan(absl::string_view start, absl::string_view end);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CAPTURE_H_
