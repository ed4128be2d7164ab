#include "server/office_names.h"

#include "common/status.h"

namespace wijkboek {

absl::StatusOr<KnownNames> OfficeNames::Open(const std::set<Id>& people) {
  KnownNames names;
  ASSIGN_OR_RETURN(names.people, people_.Open(people));
  RETURN_IF_ERROR(reconciler_.Read([&](const Ledger& ledger) {
    for (const Centre& centre : ledger.reference().Centres()) {
      names.centres.emplace(centre.id, centre.name);
    }
    return absl::OkStatus();
  }));
  for (const DeviceRecord& device : registry_.List()) {
    if (!device.name.empty()) names.devices.emplace(device.device, device.name);
  }
  names.devices.emplace(keys_.office_device(), "the office");
  return names;
}

}  // namespace wijkboek
