// What somebody at the kiosk means, and what was said before about it: sessions, marks, excuses.
#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "client/view.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Somebody who writes only how an id begins means a session of these days around today.
constexpr CivilDay kSessionDays = 35;
constexpr std::size_t kChunk = 1000;

bool IsAround(const Session& session, CivilDay day) {
  const CivilDay of_session = DayOf(session.span.start_ms);
  return of_session >= day - kSessionDays && of_session <= day + kSessionDays;
}

}  // namespace

absl::StatusOr<Session> View::FindSession(absl::string_view hex_prefix, const Id& participant,
                                          CivilDay around) {
  RETURN_IF_ERROR(CheckIdPrefix(hex_prefix));
  const std::string prefix = absl::AsciiStrToLower(hex_prefix);
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const Reference& reference = ledger_->reference();
  std::vector<Session> all = reference.SessionsBeginning(prefix);
  const auto is_near = [&](const Session& session) {
    if (!IsAround(session, around)) return false;
    if (participant.IsZero()) return session.centre == params_.centre;
    const std::vector<Enrolment> enrolments = reference.EnrolmentsOf(participant);
    return std::any_of(enrolments.begin(), enrolments.end(), [&](const Enrolment& own) {
      return std::find(session.cohorts.begin(), session.cohorts.end(), own.cohort) !=
             session.cohorts.end();
    });
  };
  std::vector<Session> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found), is_near);
  if (found.empty()) found = std::move(all);
  if (found.size() == 1) return std::move(found.front());
  if (found.size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("several sessions begin with ", prefix, ": write more of the id"));
  }
  return absl::NotFoundError(absl::StrCat(
      "no session known at this kiosk begins with ", prefix,
      ": \"wijkboek session list\" shows those of a day; one that was planned a moment "
      "ago is here once the kiosk is up to date"));
}

absl::StatusOr<std::vector<Hash>> View::SessionEdits(const Id& session) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  return ledger_->reference().SessionEdits(session);
}

absl::StatusOr<std::vector<Id>> View::ExpectedOn(const Id& participant, CivilDay day) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  return SessionsOn(participant, day);
}

std::vector<Id> View::SessionsOn(const Id& participant, CivilDay day) const {
  std::vector<Id> sessions;
  for (const ExpectedSession& expected : ledger_->reference().ExpectedOf(participant)) {
    if (DayOf(expected.session.span.start_ms) == day) sessions.push_back(expected.session.id);
  }
  return sessions;
}

absl::StatusOr<LastWord> View::LastWordOn(const Id& participant) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  return LastWordLocked(participant);
}

absl::StatusOr<LastWord> View::LastWordLocked(const Id& participant) const {
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, EventsOf(participant));
  return LastWord(participant, events, [&](CivilDay day) { return SessionsOn(participant, day); });
}

absl::StatusOr<std::vector<StoredEvent>> View::EventsOf(const Id& person) const {
  constexpr std::uint64_t kEnd = std::numeric_limits<std::int64_t>::max();
  std::vector<StoredEvent> events;
  std::uint64_t after = 0;
  while (true) {
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> positions,
                     ledger_->PositionsOfPerson(person, after, kEnd, kChunk));
    for (std::uint64_t position : positions) {
      absl::StatusOr<LogEvent> entry = log_.Read(position);
      // Its bytes may have been deleted since.
      if (absl::IsNotFound(entry.status())) continue;
      RETURN_IF_ERROR(entry.status());
      ASSIGN_OR_RETURN(StoredEvent event, ReadEvent(std::move(entry->bytes), entry->previous));
      events.push_back(std::move(event));
    }
    if (positions.size() < kChunk) return events;
    after = positions.back();
  }
}

}  // namespace wijkboek
