// gRPC for as long as the process lives.
#ifndef WIJKBOEK_COMMON_KEEP_GRPC_H_
#define WIJKBOEK_COMMON_KEEP_GRPC_H_

#include <grpc/grpc.h>

namespace wijkboek {

// Before the first server or channel. When the last of them goes, gRPC takes itself down, and may
// wait ten seconds for a thread of its own meanwhile (gRPC 1.51,
// https://github.com/grpc/grpc/issues/41050); a process that ends, or will use it again, need not
// wait.
inline void KeepGrpc() {
  static const bool kept = (grpc_init(), true);
  (void)kept;
}

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_KEEP_GRPC_H_
