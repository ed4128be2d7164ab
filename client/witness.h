// The witness of the log's head: a small file beside the store, synced a little later than the
// commits. A store whose log does not hold what the witness names was restored from an older image,
// or has lost commits to a flipped bit.
#ifndef WIJKBOEK_CLIENT_WITNESS_H_
#define WIJKBOEK_CLIENT_WITNESS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"

namespace wijkboek {

// "wijkboek head v1 DEVICE EPOCH SEQ HASH", numbers in hex.
std::string FormatWitness(const EventKey& head);
// nullopt for anything else: a torn or foreign file bears witness of nothing.
std::optional<EventKey> ParseWitness(absl::string_view text);

absl::Status WriteWitness(const std::string& path, const EventKey& head);
std::optional<EventKey> ReadWitness(const std::string& path);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_WITNESS_H_
