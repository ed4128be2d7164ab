// Checks the whole log: is it what devices wrote and signed, and what the server accepted, in that
// order?
#ifndef WIJKBOEK_SERVER_VERIFY_H_
#define WIJKBOEK_SERVER_VERIFY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "server/log_store.h"

namespace wijkboek {

struct VerifySummary {
  std::uint64_t events = 0;
  // Epochs of devices.
  std::uint64_t chains = 0;
  std::uint64_t signed_heads = 0;
  // In words, where the first break of each kind is; empty: all is well.
  std::vector<std::string> breaks;
};

// Reads everything, in short steps, while others go on working; takes as long as it takes. `key_of`
// gives the key under which a device was enrolled, where that is known: heads must be signed by it.
// Errors are the store's; a break is no error.
absl::StatusOr<VerifySummary> VerifyLog(
    const LogStore& log, const std::function<std::optional<PublicKey>(const Id& device)>& key_of);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_VERIFY_H_
