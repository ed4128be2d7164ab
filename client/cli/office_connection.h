// The way to the server's OfficeService: gRPC over its socket file.
#ifndef WIJKBOEK_CLIENT_CLI_OFFICE_CONNECTION_H_
#define WIJKBOEK_CLIENT_CLI_OFFICE_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// The calls of OfficeService; each waits for its answer. Errors are the server's own; UNAVAILABLE
// when nobody answers. Not thread-safe.
class OfficeConnection {
 public:
  virtual ~OfficeConnection() = default;
  virtual absl::Status InviteDevices(const v1::InviteDevicesRequest& request,
                                     v1::InviteDevicesResponse& response) = 0;
  virtual absl::Status ListDevices(const v1::ListDevicesRequest& request,
                                   v1::ListDevicesResponse& response) = 0;
  virtual absl::Status RevokeDevice(const v1::RevokeDeviceRequest& request,
                                    v1::RevokeDeviceResponse& response) = 0;
  virtual absl::Status ApplyFacts(const v1::ApplyFactsRequest& request,
                                  v1::ApplyFactsResponse& response) = 0;
  virtual absl::Status ImportHistory(const v1::ImportHistoryRequest& request,
                                     v1::ImportHistoryResponse& response) = 0;
  virtual absl::Status GetReport(const v1::GetReportRequest& request,
                                 v1::GetReportResponse& response) = 0;
  virtual absl::Status Rebuild(const v1::RebuildRequest& request,
                               v1::RebuildResponse& response) = 0;
  virtual absl::Status Verify(const v1::VerifyRequest& request, v1::VerifyResponse& response) = 0;
};

// Nothing is sent before the first call; a socket that is not there shows there too.
std::unique_ptr<OfficeConnection> ConnectToOffice(std::string socket_path);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_OFFICE_CONNECTION_H_
