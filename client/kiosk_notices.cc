#include "client/kiosk_notices.h"

#include <algorithm>

#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kChunk = 1000;
// Enough to tell the kiosks of a centre apart.
constexpr std::size_t kShortId = 8;

}  // namespace

absl::Status KioskNotices::CatchUp(const EventLog& log) {
  while (true) {
    ASSIGN_OR_RETURN(std::vector<v1::LogEntry> entries, log.ReadNoticesAfter(position_, kChunk));
    for (const v1::LogEntry& entry : entries) {
      Take(entry);
      position_ = std::max(position_, entry.position());
    }
    if (entries.size() < kChunk) return absl::OkStatus();
  }
}

void KioskNotices::Take(const v1::LogEntry& entry) {
  if (entry.has_heard_through()) {
    const v1::HeardThrough& heard = entry.heard_through();
    KioskNotice& kiosk = kiosks_[Id::FromBytesOrZero(heard.device_id())];
    kiosk.heard_ms = std::max(kiosk.heard_ms.value_or(heard.server_ms()), heard.server_ms());
  } else if (entry.has_lifecycle()) {
    KioskNotice& kiosk = kiosks_[Id::FromBytesOrZero(entry.lifecycle().device_id())];
    if (!entry.lifecycle().name().empty()) kiosk.name = entry.lifecycle().name();
    kiosk.state = entry.lifecycle().state();
  }
}

KioskNotice KioskNotices::Of(const Id& device) const {
  auto found = kiosks_.find(device);
  KioskNotice kiosk = found == kiosks_.end() ? KioskNotice() : found->second;
  if (kiosk.name.empty()) kiosk.name = "kiosk " + device.hex().substr(0, kShortId);
  return kiosk;
}

}  // namespace wijkboek
