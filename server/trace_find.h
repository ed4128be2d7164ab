// Finds an event by how its hash begins.
#ifndef WIJKBOEK_SERVER_TRACE_FIND_H_
#define WIJKBOEK_SERVER_TRACE_FIND_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "server/log_store.h"

namespace wijkboek {

// By its hash in hex, or how it begins (at least eight digits). INVALID_ARGUMENT for what is none,
// or when several begin so; NOT_FOUND.
absl::StatusOr<Hash> FindEventHash(const LogStore& log, absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_TRACE_FIND_H_
