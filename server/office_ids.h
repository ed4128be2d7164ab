// Keys of the office's own choosing, and the ids that are derived from them, so that the same key
// always names the same thing.
#ifndef WIJKBOEK_SERVER_OFFICE_IDS_H_
#define WIJKBOEK_SERVER_OFFICE_IDS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/crypto.h"
#include "common/ids.h"

namespace wijkboek {

// The keyed hash of "wijkboek id v1:<type>:<key>" under the ledger's lookup key: nobody without it
// can guess who has which key. Types are "programme", "phase", "centre", "participant", "resident",
// "coach", "household", "cohort", "enrolment", "session", "visit" and "step". Never changed: ids in
// the log rest on it.
//
// "#" and an id in hex is that id, whatever the type: so who sees the id, as pages do, can name
// what is on record without its key.
Id OfficeId(const SecretKey& lookup_key, absl::string_view type, absl::string_view key);
// The id in "#" and 32 hex digits; nullopt for a key.
std::optional<Id> IdInKey(absl::string_view key);

// A key is 1 to 200 bytes without control characters, without "|" and without blanks at its ends,
// and does not begin with "#" unless it is an id. INVALID_ARGUMENT otherwise.
absl::Status CheckOfficeKey(absl::string_view key);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_IDS_H_
