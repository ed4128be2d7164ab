// The list of devices as the office administers them: the registry's, with what waits for each.
#ifndef WIJKBOEK_SERVER_DEVICE_LIST_H_
#define WIJKBOEK_SERVER_DEVICE_LIST_H_

#include "absl/status/statusor.h"
#include "server/known_ledgers.h"
#include "server/log_store.h"
#include "server/registry.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// As known now. Errors are those of the stores.
absl::StatusOr<v1::ListDevicesResponse> ListDevices(const Registry& registry, const LogStore& log,
                                                    const KnownLedgers& ledgers);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DEVICE_LIST_H_
