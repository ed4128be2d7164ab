// What became of a kiosk, as the office says it.
#ifndef WIJKBOEK_SERVER_DEVICE_CHANGE_H_
#define WIJKBOEK_SERVER_DEVICE_CHANGE_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "common/draft.h"
#include "common/ids.h"
#include "server/office_record.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// The kiosk in question, known to the registry, and the one that stands in its place.
struct ChangedDevice {
  Id device;
  Id centre;
  std::optional<Id> replaced_by;
};

// Pure. INVALID_ARGUMENT for a change that is none, a time that is none or lies in the future, and
// for a replacement that is missing, the kiosk itself, or does not belong to the change.
absl::StatusOr<EventDraft> PlanDeviceChange(const v1::ChangeDeviceRequest& request,
                                            const ChangedDevice& device, const OfficeRecord& record,
                                            std::int64_t now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DEVICE_CHANGE_H_
