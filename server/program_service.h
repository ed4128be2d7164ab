// The office's services for other programs over gRPC: any method that the gate knows, by its name.
// Every call shows a token as `authorization: Bearer wbt_…`. docs/api.md.
#ifndef WIJKBOEK_SERVER_PROGRAM_SERVICE_H_
#define WIJKBOEK_SERVER_PROGRAM_SERVICE_H_

#include <grpcpp/generic/async_generic_service.h>

#include <atomic>

#include "server/access/gate.h"
#include "server/worker_pool.h"

namespace wijkboek {

// Calls are answered on threads of this service's own, a few at a time: they read the disk. Beyond
// kCallsMax that are not answered yet the next one is RESOURCE_EXHAUSTED.
class ProgramService final : public grpc::CallbackGenericService {
 public:
  // An office has a few programs, each with a call or two at a time. Each of these may hold a
  // request of kHttpBodyBytesMax.
  static constexpr int kCallsMax = 32;

  // `gate` outlives this, and the server that serves this ends before it: a call whose work is
  // dropped would never end.
  explicit ProgramService(Gate& gate);

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

  Gate& gate_;
  // Whose message was read and whose answer is not sent yet.
  std::atomic<int> calls_ = 0;
  WorkerPool workers_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_PROGRAM_SERVICE_H_
