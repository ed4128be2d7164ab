#include "client/device_keys.h"

#include "common/status.h"

namespace wijkboek {

absl::StatusOr<std::optional<DeviceKeys>> LoadDeviceKeys(const KeyStore& keys) {
  ASSIGN_OR_RETURN(std::optional<std::string> device, keys.Secret(kDeviceIdSecret));
  ASSIGN_OR_RETURN(std::optional<std::string> seed, keys.Secret(kLogSeedSecret));
  ASSIGN_OR_RETURN(std::optional<std::string> tls_key, keys.Secret(kTlsKeySecret));
  // The id is written last.
  if (!device || !seed || !tls_key) return std::nullopt;
  DeviceKeys loaded{.tls_key_pem = *std::move(tls_key)};
  ASSIGN_OR_RETURN(loaded.device, Id::FromBytes(*device));
  ASSIGN_OR_RETURN(loaded.log_seed, SecretKey::FromBytes(*seed));
  return loaded;
}

absl::Status SaveDeviceKeys(KeyStore& keys, const DeviceKeys& device) {
  RETURN_IF_ERROR(keys.SetSecret(kLogSeedSecret, device.log_seed.bytes()));
  RETURN_IF_ERROR(keys.SetSecret(kTlsKeySecret, device.tls_key_pem));
  return keys.SetSecret(kDeviceIdSecret, device.device.bytes());
}

}  // namespace wijkboek
