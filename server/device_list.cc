#include "server/device_list.h"

#include <map>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/status.h"
#include "server/kiosk_lines.h"
#include "server/report_kiosks.h"

namespace wijkboek {
namespace {

// As the office sees it: shut out is shut out, wherever it is.
v1::DeviceState StateOf(const DeviceRecord& record, Whereabouts whereabouts) {
  if (record.IsRevoked()) return record.state;
  switch (whereabouts) {
    case Whereabouts::kParked:
      return v1::DEVICE_STATE_PARKED;
    case Whereabouts::kLost:
      return v1::DEVICE_STATE_LOST;
    case Whereabouts::kInUse:
      break;
  }
  return record.state;
}

// What the ledger adds to the registry.
struct Known {
  absl::flat_hash_map<Id, KioskLine> kiosks;
  std::map<Id, KioskWait> waits;
  absl::flat_hash_map<Id, std::string> centres;
};

absl::StatusOr<Known> ReadKnown(const LogStore& log, const KnownLedgers& ledgers) {
  Known known;
  RETURN_IF_ERROR(
      ledgers.Read(std::nullopt, [&](const Ledger& ledger, const KnownAt& at) -> absl::Status {
        for (const Centre& centre : ledger.reference().Centres()) {
          known.centres.emplace(centre.id, centre.name);
        }
        ASSIGN_OR_RETURN(const std::vector<KioskLine> kiosks,
                         KiosksInLog(log, ledger, at.position));
        for (const KioskLine& kiosk : kiosks) known.kiosks.emplace(kiosk.device, kiosk);
        ASSIGN_OR_RETURN(const std::vector<AttendanceRecord> open,
                         ledger.OpenStatuses({.first = WaitingSince(kiosks)}));
        known.waits = WaitsByKiosk(open);
        return absl::OkStatus();
      }));
  return known;
}

}  // namespace

absl::StatusOr<v1::ListDevicesResponse> ListDevices(const Registry& registry, const LogStore& log,
                                                    const KnownLedgers& ledgers) {
  ASSIGN_OR_RETURN(const Known known, ReadKnown(log, ledgers));
  v1::ListDevicesResponse response;
  for (const DeviceRecord& record : registry.List()) {
    const auto found = known.kiosks.find(record.device);
    const KioskLine kiosk = found == known.kiosks.end() ? KioskLine{} : found->second;
    v1::Device& device = *response.add_devices();
    device.set_device_id(record.device.ToString());
    device.set_name(record.name);
    device.set_centre_id(record.centre.ToString());
    const auto centre = known.centres.find(record.centre);
    if (centre != known.centres.end()) device.set_centre_name(centre->second);
    device.set_state(StateOf(record, kiosk.whereabouts));
    device.set_enrolled_ms(record.enrolled_ms);
    device.set_last_heard_ms(record.last_heard_ms);
    device.set_heard_through_ms(record.heard_through_ms);
    *device.mutable_status() = record.status;
    device.set_clock_error_ms(record.clock_error_ms);
    device.set_certificate_until_ms(record.certificate_until_ms);
    device.set_forked(record.forked);
    device.set_carried(kiosk.carried);
    device.set_away_since_ms(kiosk.since_ms.value_or(0));
    device.set_replaced_by(kiosk.replaced_by);
    ASSIGN_OR_RETURN(const std::uint64_t events, log.CountEvents(record.device));
    device.set_events(events);
    const auto wait = known.waits.find(record.device);
    if (wait == known.waits.end()) continue;
    device.set_sessions_waiting(wait->second.sessions);
    device.set_statuses_waiting(wait->second.statuses);
    device.set_waiting_since(FormatDay(wait->second.since));
  }
  return response;
}

}  // namespace wijkboek
