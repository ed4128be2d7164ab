#include "client/kiosk_notices.h"

#include <algorithm>
#include <tuple>

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
    const Id centre = Id::FromBytesOrZero(entry.lifecycle().centre_id());
    if (!centre.IsZero()) kiosk.centre = centre;
  }
}

KioskNotice KioskNotices::Of(const Id& device) const {
  auto found = kiosks_.find(device);
  KioskNotice kiosk = found == kiosks_.end() ? KioskNotice() : found->second;
  if (kiosk.name.empty()) kiosk.name = "kiosk " + device.hex().substr(0, kShortId);
  return kiosk;
}

std::vector<std::pair<Id, KioskNotice>> KioskNotices::At(const Id& centre) const {
  std::vector<std::pair<Id, KioskNotice>> kiosks;
  for (const auto& [device, kiosk] : kiosks_) {
    if (kiosk.centre == centre) kiosks.emplace_back(device, Of(device));
  }
  std::sort(kiosks.begin(), kiosks.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second.name, a.first) < std::tie(b.second.name, b.first);
  });
  return kiosks;
}

}  // namespace wijkboek
