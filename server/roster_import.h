// The stage "roster import": from the files of a roster to events of the office's log. What is new
// or changed becomes events, what is not makes none, and a roster with anything wrong in it makes
// none at all. The files' format: docs/roster-import.md.
#ifndef WIJKBOEK_SERVER_ROSTER_IMPORT_H_
#define WIJKBOEK_SERVER_ROSTER_IMPORT_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/draft.h"
#include "server/roster_basis.h"
#include "server/roster_spool.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Reads the roster once. The answer holds what would be made, or the errors. Errors are those of
// reading the spool.
absl::StatusOr<v1::ImportRosterResponse> CheckRoster(const RosterSpool& spool,
                                                     const RosterBasis& basis);

// Reads it again and gives every event to `append`, in an order in which each finds what it refers
// to, and at the end one that names the roster. For a roster whose check found events and no
// errors. Errors are those of reading and of `append`, INTERNAL when the roster no longer fits:
// then nothing of it may be kept.
absl::Status WriteRoster(const RosterSpool& spool, const RosterBasis& basis,
                         absl::FunctionRef<absl::Status(EventDraft)> append);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ROSTER_IMPORT_H_
