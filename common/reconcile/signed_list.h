// The attendance list that an instructor signs, as its event carries it. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SIGNED_LIST_H_
#define WIJKBOEK_COMMON_RECONCILE_SIGNED_LIST_H_

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "wijkboek/v1/presence.pb.h"

namespace wijkboek {

// The list of these records, all of `session`: entries by person id, and their fingerprint.
v1::SessionSignedOff SignedList(const Id& session, absl::Span<const AttendanceRecord> records);

// The fingerprint that proto/wijkboek/v1/presence.proto describes; the order of the entries changes
// nothing.
Hash ListFingerprint(const Id& session, const v1::SessionSignedOff& list);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SIGNED_LIST_H_
