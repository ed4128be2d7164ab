// Who a device's certificate says it is.
#ifndef WIJKBOEK_COMMON_TLS_IDENTITY_H_
#define WIJKBOEK_COMMON_TLS_IDENTITY_H_

#include "common/crypto.h"
#include "common/ids.h"

namespace wijkboek {

struct DeviceIdentity {
  Id device;
  Id centre;
  // Ed25519: signs the heads of the device's log.
  PublicKey log_key;

  friend bool operator==(const DeviceIdentity&, const DeviceIdentity&) = default;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_TLS_IDENTITY_H_
