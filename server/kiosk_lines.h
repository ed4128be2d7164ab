// The kiosks as the log tells of them: who they are, where they are, and until when each was heard.
#ifndef WIJKBOEK_SERVER_KIOSK_LINES_H_
#define WIJKBOEK_SERVER_KIOSK_LINES_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/civil_time.h"
#include "common/ledger/ledger.h"
#include "server/log_store.h"
#include "server/registry.h"
#include "server/report_basis.h"

namespace wijkboek {

// Those that were enrolled by `position`, through which `ledger` holds the log; by name, then id.
// Without their events' number, and without what they say of themselves, which no log keeps.
absl::StatusOr<std::vector<KioskLine>> KiosksInLog(const LogStore& log, const Ledger& ledger,
                                                   std::uint64_t position);

// How many events of each there are up to and including `position`. Takes as long as there are
// events.
absl::Status CountEvents(const LogStore& log, std::uint64_t position,
                         std::vector<KioskLine>& kiosks);

// What the kiosks said of themselves, as the registry has it now: when they were last heard, their
// clock's error, what they still had to send, and their version.
void AddOwnWords(const Registry& registry, std::vector<KioskLine>& kiosks);

// No session before this day waits for a kiosk: those that can be waited for were heard through it.
// A forked one counts as heard only until it forked, whatever it said since: all days are looked
// at.
CivilDay WaitingSince(const std::vector<KioskLine>& kiosks);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_KIOSK_LINES_H_
