// Settling a discrepancy: from what a coach or the office decided to the event that says so. Checks
// what the person can still mend; looks nobody up and writes nothing. Pure.
#ifndef WIJKBOEK_COMMON_DRAFTS_SETTLE_DRAFT_H_
#define WIJKBOEK_COMMON_DRAFTS_SETTLE_DRAFT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/draft.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// Somebody whom the settlement concerns, and as what.
struct Concerned {
  Id person;
  v1::PersonRole role = v1::PERSON_ROLE_PARTICIPANT;

  friend bool operator==(const Concerned&, const Concerned&) = default;
  friend auto operator<=>(const Concerned&, const Concerned&) = default;
};

// As what an event names somebody of that type.
v1::PersonRole RoleOf(PersonType type);

// Who settles, where and when, and what they had before them.
struct Settling {
  Id author;
  v1::Method method = v1::METHOD_UNSPECIFIED;
  // In the envelope: the kiosk's, or the one that it is about. Zero: none.
  Id centre;
  // Server time, UTC milliseconds; 0 where nobody knows it.
  std::int64_t now_ms = 0;
  // Of a fact without a certain time: when the server first had it; 0 where nobody knows it.
  std::int64_t received_ms = 0;
  // Everybody whom the discrepancy names.
  std::vector<Concerned> concerned;
  // Of a decision for a person: who it is. Zero: none.
  Id person;
  // The author made a mark that it is about.
  bool is_own_mark = false;
  // Marks on its session, which a settlement of the status replaces, and open contests there, which
  // it had seen.
  std::vector<Hash> marks;
};

// What the decision says; times like "16:00" are of `day`, and refused where there is none.
// INVALID_ARGUMENT for what is no time, status or number of minutes.
absl::StatusOr<SettledValue> ValueOfDecision(const v1::Decision& decision,
                                             std::optional<CivilDay> day, const Id& person);

// INVALID_ARGUMENT with what to do: a way that this kind does not have, a time that cannot be, or
// an author who may not settle it.
absl::StatusOr<EventDraft> DraftSettling(const Discrepancy& discrepancy,
                                         const v1::Decision& decision, const Settling& settling);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFTS_SETTLE_DRAFT_H_
