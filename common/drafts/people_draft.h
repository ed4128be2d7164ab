// Saying which registrations are the same human being, or are not: from what a coach or the office
// decided to the event that says so. Checks what the person can still mend; writes nothing. Pure.
#ifndef WIJKBOEK_COMMON_DRAFTS_PEOPLE_DRAFT_H_
#define WIJKBOEK_COMMON_DRAFTS_PEOPLE_DRAFT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/draft.h"
#include "common/ids.h"
#include "common/reconcile/reference.h"
#include "wijkboek/v1/event.pb.h"

namespace wijkboek {

enum class Sameness {
  kOne,       // all of them are one
  kSeparate,  // each of them stands alone again
  kDifferent  // they were never one
};

struct PeopleWord {
  // Registrations, each by its own id.
  std::vector<Id> people;
  Sameness as = Sameness::kOne;
  Id author;
  v1::Method method = v1::METHOD_UNSPECIFIED;
  // In the envelope: the kiosk's. Zero: none.
  Id centre;
};

// A grouping that has seen, and says again, everything that holds of these people and of whoever is
// grouped with them. INVALID_ARGUMENT or FAILED_PRECONDITION with what to do.
absl::StatusOr<EventDraft> DraftGrouping(const PeopleWord& word, const Reference& reference);

// The one registration whose id begins so, also one for which another stands. NOT_FOUND;
// FAILED_PRECONDITION when several do.
absl::StatusOr<Id> FindRegistration(absl::string_view beginning, const Reference& reference);

// Whether a grouping that holds says that they are two.
bool SaidToBeDifferent(const Id& one, const Id& other, const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFTS_PEOPLE_DRAFT_H_
