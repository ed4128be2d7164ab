// The device's own keys in the key store.
#ifndef WIJKBOEK_CLIENT_DEVICE_KEYS_H_
#define WIJKBOEK_CLIENT_DEVICE_KEYS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "client/enrolment.h"
#include "client/key_store.h"

namespace wijkboek {

// nullopt when none were made yet.
absl::StatusOr<std::optional<DeviceKeys>> LoadDeviceKeys(const KeyStore& keys);
absl::Status SaveDeviceKeys(KeyStore& keys, const DeviceKeys& device);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_DEVICE_KEYS_H_
