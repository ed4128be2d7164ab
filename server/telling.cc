#include "server/telling.h"

#include <algorithm>

#include "common/limits.h"
#include "common/reconcile/reference.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::Status Tell(const Id& participant, const Ledger& ledger, v1::PullResponse& page) {
  // Of anybody else a kiosk is not sent every event that names them (scope.h).
  const Person* person = ledger.reference().FindPerson(participant);
  if (person == nullptr || person->type != PersonType::kParticipant) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Hash events, ledger.SumOfEvents(participant));
  ASSIGN_OR_RETURN(const Hash folded, ledger.FingerprintOf(participant));
  v1::ParticipantFingerprint& fingerprint = *page.add_fingerprints();
  fingerprint.set_person_id(participant.ToString());
  fingerprint.set_events(events.ToString());
  fingerprint.set_folded(folded.ToString());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> TellFingerprints(const std::vector<Id>& participants, const Ledger& ledger,
                                      std::int64_t now_ms, Telling& telling,
                                      v1::PullResponse& page) {
  if (!telling.after && now_ms < telling.due_ms) return false;
  auto next = telling.after
                  ? std::upper_bound(participants.begin(), participants.end(), *telling.after)
                  : participants.begin();
  for (std::size_t told = 0; next != participants.end() && told < kFingerprintsPerPage; ++told) {
    RETURN_IF_ERROR(Tell(*next, ledger, page));
    telling.after = *next++;
  }
  if (next != participants.end()) return true;
  telling.after.reset();
  telling.due_ms = now_ms + (telling.is_first_round ? kTellAgainMs : kTellEveryMs);
  telling.is_first_round = false;
  return false;
}

}  // namespace wijkboek
