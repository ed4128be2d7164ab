// Ids that are derived from the office's own keys, so that the same key always names the same
// thing.
#ifndef WIJKBOEK_SERVER_OFFICE_IDS_H_
#define WIJKBOEK_SERVER_OFFICE_IDS_H_

#include "absl/strings/string_view.h"
#include "common/crypto.h"
#include "common/ids.h"

namespace wijkboek {

// The keyed hash of "wijkboek id v1:<type>:<key>" under the ledger's lookup key: nobody without it
// can guess who has which key. Types are "centre", "participant", "resident", "coach", "household",
// "cohort", "enrolment", "session" and "visit". Never changed: ids in the log rest on it.
Id OfficeId(const SecretKey& lookup_key, absl::string_view type, absl::string_view key);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_IDS_H_
