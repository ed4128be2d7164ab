// The stage "capture": from what was typed or tapped to a draft for the log. Checks what the person
// can still mend; looks nobody up and writes nothing.
#ifndef WIJKBOEK_CLIENT_CAPTURE_H_
#define WIJKBOEK_CLIENT_CAPTURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/draft.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "wijkboek/v1/kiosk.pb.h"
#include "wijkboek/v1/kiosk_page.pb.h"

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
  // Learns the kiosk: what they save is practice.
  bool practises = false;
};

// "2026-03-03T10:00" to "2026-03-03T11:00": INVALID_ARGUMENT for what is no time, and unless the
// end is after the start.
struct StatedSpan {
  v1::CivilTime start;
  v1::CivilTime end;
};
absl::StatusOr<StatedSpan> ParseSpan(absl::string_view start, absl::string_view end);

// Every maker below answers INVALID_ARGUMENT with a message for the person at the kiosk. `coach` is
// who entered it for somebody else, absent where the person did it alone.

absl::StatusOr<EventDraft> DraftCheckIn(const CaptureContext& context, const Subject& who,
                                        bool practice);
absl::StatusOr<EventDraft> DraftCheckOut(const CaptureContext& context, const Subject& who,
                                         bool practice);
// What a participant says afterwards about a check-out that they forgot, as civil local time.
absl::StatusOr<EventDraft> DraftLeavingWord(const CaptureContext& context, const Subject& who,
                                            absl::string_view left_at);
absl::StatusOr<EventDraft> DraftUnownedCheckIn(const CaptureContext& context,
                                               absl::string_view picture_token, bool practice);

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

// A visit that is to take place, by a coach.
absl::StatusOr<EventDraft> DraftVisitPlan(const CaptureContext& context, const VisitPeople& people,
                                          const Id& visit, const StatedSpan& span);
// That it took place, by somebody who was visited.
struct Confirmation {
  // Of the visit.
  StoredEvent event;
  v1::ConfirmedBy by = v1::CONFIRMED_BY_RESIDENT;
  // A picture of the resident's; absent: none.
  std::optional<v1::SealedMedia> signature;
  // Whoever cares for them, as they are called; empty: the resident confirms.
  std::string carer;
};
// `who` was at the kiosk.
absl::StatusOr<EventDraft> DraftVisitConfirmation(const CaptureContext& context,
                                                  const Confirmation& confirmation,
                                                  const Subject& who);

struct HelpPeople {
  Subject helper;
  Subject helped;
  std::optional<Subject> coach;
};
absl::StatusOr<EventDraft> DraftBuddyHelp(const CaptureContext& context, const HelpPeople& people,
                                          const v1::LogBuddyHelpRequest& request);

// An event that somebody says did not happen.
struct Denial {
  StoredEvent event;
  Subject who;
  // As what it names them; unspecified: it does not.
  v1::PersonRole role = v1::PERSON_ROLE_UNSPECIFIED;
};
absl::StatusOr<EventDraft> DraftVisitDenial(const CaptureContext& context, const Denial& denial);
absl::StatusOr<EventDraft> DraftHelpDenial(const CaptureContext& context, const Denial& denial);

// A badge or PIN given to somebody.
struct GivenCredential {
  Id badge_hash;
  v1::BadgeType type = v1::BADGE_TYPE_UNSPECIFIED;
};
EventDraft DraftBadge(const CaptureContext& context, const Id& participant,
                      const GivenCredential& credential, const Subject& author);
// The language that somebody chose for themselves. `seen`: their choices before.
absl::StatusOr<EventDraft> DraftLanguage(const CaptureContext& context, const Subject& who,
                                         absl::string_view language, absl::Span<const Hash> seen);
// The registration, and the badge assignment where there is a credential.
absl::StatusOr<std::vector<EventDraft>> DraftWalkIn(
    const CaptureContext& context, const Id& person, const v1::RegisterWalkInRequest& request,
    const std::optional<GivenCredential>& credential, const std::optional<Subject>& coach);

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

// Ends these "until better" excuses.
absl::StatusOr<EventDraft> DraftExcuseEnd(const CaptureContext& context, const Subject& who,
                                          const v1::EndExcuseRequest& request,
                                          absl::Span<const Hash> excuses,
                                          const std::optional<Subject>& coach);

// ---- sessions. `seen`: what its author had before them and replaces.
absl::StatusOr<EventDraft> DraftMark(const CaptureContext& context, const Id& person,
                                     const Id& session, v1::MarkStatus status,
                                     absl::Span<const Hash> seen, const Subject& coach);
// What a participant says is not right. Exactly one of session and day; a day at most a year ahead.
struct ContestWord {
  std::optional<Id> session;
  std::optional<CivilDay> day;
  // What they say it was, as a word of the page; empty: nothing.
  std::string reason;
  // What they said into the microphone; absent: nothing.
  std::optional<v1::SealedMedia> voice;
};
absl::StatusOr<EventDraft> DraftContest(const CaptureContext& context, const Subject& who,
                                        const ContestWord& word);
// A discrepancy and its field, as docs/rules.md names them.
inline constexpr absl::string_view kContested = "attendance_contested";
inline constexpr absl::string_view kStatusField = "status";
// A session that a contest is about, and the marks on it that were before whoever settles it.
struct SettledSession {
  // Zero: none.
  Id session;
  // And other contests of it that are open.
  std::vector<Hash> marks;
};
// Without a status the list stands as it is.
EventDraft DraftSettlement(const CaptureContext& context, const Id& person, const Hash& contest,
                           const SettledSession& about, v1::MarkStatus status,
                           const Subject& coach);
// At most a day long: what is longer is a slip of the pen.
absl::StatusOr<EventDraft> DraftMove(const CaptureContext& context, const Id& session,
                                     const StatedSpan& span, absl::Span<const Hash> seen,
                                     const Subject& coach);
EventDraft DraftCancel(const CaptureContext& context, const Id& session,
                       absl::Span<const Hash> seen, const Subject& coach);
// The list of these records, as they were shown.
absl::StatusOr<EventDraft> DraftSignOff(const CaptureContext& context, const Id& session,
                                        absl::Span<const AttendanceRecord> records,
                                        absl::Span<const Hash> seen, const Subject& coach);

// A phrase of the page as a native speaker says it. INVALID_ARGUMENT for what is no sound, or is
// too long.
absl::StatusOr<EventDraft> DraftPhrase(const CaptureContext& context,
                                       const v1::RecordPhraseRequest& request,
                                       const Subject& coach);

// Puts the kiosk itself away.
EventDraft DraftPark(const CaptureContext& context, const Id& kiosk, bool outbox_empty,
                     const Subject& coach);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CAPTURE_H_
