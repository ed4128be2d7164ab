// The port of a gRPC server behind a door of our own.
#ifndef WIJKBOEK_SERVER_GRPC_PORT_H_
#define WIJKBOEK_SERVER_GRPC_PORT_H_

#include <memory>
#include <string>

#include <grpcpp/server_builder.h>

#include "absl/status/statusor.h"
#include "server/door.h"

namespace wijkboek {

// gRPC 1.51 stops listening for good once it was refused a file descriptor
// (https://github.com/grpc/grpc/issues/20418): it is given connections and listens nowhere itself.
class GrpcPort {
 public:
  // To what `builder` is going to build. Address, `descriptors_max` and errors are Door's.
  static absl::StatusOr<std::unique_ptr<GrpcPort>> AddTo(
      grpc::ServerBuilder& builder, const std::string& address, int descriptors_max,
      std::shared_ptr<grpc::ServerCredentials> credentials);

  // With the port that was taken.
  const std::string& address() const { return door_->address(); }
  // Once the server has started.
  void Open();
  // Before the server is shut down.
  void Close() { door_->Close(); }

 private:
  GrpcPort(std::unique_ptr<Door> door,
           std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> server)
      : server_(std::move(server)), door_(std::move(door)) {}

  const std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> server_;
  // Ends first.
  const std::unique_ptr<Door> door_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_GRPC_PORT_H_
