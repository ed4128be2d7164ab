// What the server says about kiosks: what they are called, when each was last heard, and whether it
// was put away or lost.
#ifndef WIJKBOEK_CLIENT_KIOSK_NOTICES_H_
#define WIJKBOEK_CLIENT_KIOSK_NOTICES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

struct KioskNotice {
  std::string name;
  // Where it stands; zero: never said.
  Id centre;
  // Server time; nullopt: never.
  std::optional<std::int64_t> heard_ms;
  v1::DeviceState state = v1::DEVICE_STATE_UNSPECIFIED;
};

// Not thread-safe.
class KioskNotices {
 public:
  // Reads what is new.
  absl::Status CatchUp(const EventLog& log);
  void Take(const v1::LogEntry& entry);

  // Of a kiosk that was never spoken of: nothing but how its id begins.
  KioskNotice Of(const Id& device) const;
  // Of this centre, by name.
  std::vector<std::pair<Id, KioskNotice>> At(const Id& centre) const;

 private:
  std::uint64_t position_ = 0;
  std::map<Id, KioskNotice> kiosks_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_KIOSK_NOTICES_H_
