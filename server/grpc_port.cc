#include "server/grpc_port.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <utility>

#include "common/status.h"

namespace wijkboek {
namespace {

// What was sent and is not acknowledged for so long was sent to nobody.
constexpr unsigned kUnacknowledgedMs = 20'000;

// As gRPC would have it on connections that it accepts itself.
void Prepare(int connection) {
  const int on = 1;
  (void)setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  (void)setsockopt(connection, IPPROTO_TCP, TCP_USER_TIMEOUT, &kUnacknowledgedMs,
                   sizeof kUnacknowledgedMs);
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcPort>> GrpcPort::AddTo(
    grpc::ServerBuilder& builder, const std::string& address, int descriptors_max,
    std::shared_ptr<grpc::ServerCredentials> credentials) {
  ASSIGN_OR_RETURN(std::unique_ptr<Door> door, Door::Listen(address, descriptors_max));
  using Type = grpc::ServerBuilder::experimental_type::ExternalConnectionType;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> server =
      builder.experimental().AddExternalConnectionAcceptor(Type::FROM_FD, std::move(credentials));
  return std::unique_ptr<GrpcPort>(new GrpcPort(std::move(door), std::move(server)));
}

void GrpcPort::Open() {
  door_->Open([this](int connection) {
    Prepare(connection);
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters given;
    given.fd = connection;
    server_->HandleNewConnection(&given);
  });
}

}  // namespace wijkboek
