#include "client/cli/kiosk_connection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/connect/client.h"

namespace wijkboek {
namespace {

class ConnectKioskConnection final : public KioskConnection {
 public:
  explicit ConnectKioskConnection(std::string url) : url_(std::move(url)) {}

  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message& response) override {
    return CallConnect(url_, absl::StrCat("wijkboek.v1.KioskService/", method), request, response);
  }

 private:
  const std::string url_;
};

}  // namespace

std::unique_ptr<KioskConnection> ConnectToKiosk(std::string url) {
  return std::make_unique<ConnectKioskConnection>(std::move(url));
}

}  // namespace wijkboek
