// A moment in the server's log. What was known is decided by the position, what had passed by then
// by the time: the same two give the same figures for ever. docs/as-known-at.md.
#ifndef WIJKBOEK_SERVER_KNOWN_AT_H_
#define WIJKBOEK_SERVER_KNOWN_AT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/ids.h"
#include "server/log_store.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct KnownAt {
  // The run of the server in which the log came to end there.
  std::uint64_t generation = 0;
  std::uint64_t position = 0;
  Hash running_hash;
  // UTC milliseconds.
  std::int64_t now_ms = 0;

  v1::Cursor ToCursor() const;
};

// What is named in words, looked up in the log as it is now. A time: the last entry that the server
// had by then, in the last of its runs that had begun by then. A position: that entry, at the
// moment when it came unless another one is named.
//   INVALID_ARGUMENT  neither or both are named; what is named is no time, or lies in the future
//   OUT_OF_RANGE      before the log's beginning or beyond its end
absl::StatusOr<KnownAt> FindKnownAt(const v1::AsKnownAt& named, const LogStore& log,
                                    std::int64_t clock_now_ms);

// At a position that exists, with that `now_ms`. OUT_OF_RANGE beyond the end, and at 0.
absl::StatusOr<KnownAt> KnownAtPosition(const LogStore& log, std::uint64_t position,
                                        std::int64_t now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_KNOWN_AT_H_
