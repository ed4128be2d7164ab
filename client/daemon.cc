#include "client/daemon.h"

#include <cstdio>
#include <utility>

#include "client/device_keys.h"
#include "client/files.h"
#include "client/kiosk_folder.h"
#include "client/kiosk_http.h"
#include "client/kiosk_service.h"
#include "client/outbox.h"
#include "client/own_log.h"
#include "client/page_service.h"
#include "client/reception.h"
#include "client/settings.h"
#include "client/sync_agent.h"
#include "client/view.h"
#include "client/witness.h"
#include "common/clock.h"
#include "common/connect/http_server.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// The sync thread waits for it, and so does a stop.
constexpr std::int64_t kRenewTimeoutMs = 4000;

class RunningDaemon final : public Daemon {
 public:
  absl::Status Open(const DaemonOptions& options);
  std::string url() const override { return http_->url(); }

 private:
  absl::Status OpenLog();
  void MakeAgent(const DaemonOptions& options);
  void MakeService();

  // In the order in which they are made; they end in the opposite one.
  SystemRandom random_;
  std::unique_ptr<Clock> clock_;
  KioskFolder folder_;
  KioskIdentity identity_;
  DeviceKeys device_keys_;
  std::unique_ptr<OwnLog> log_;
  std::unique_ptr<View> view_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<SyncAgent> agent_;
  std::unique_ptr<Reception> reception_;
  std::optional<KioskService::Params> service_params_;
  std::unique_ptr<KioskService> service_;
  std::unique_ptr<PageService> page_service_;
  DispatchTable table_;
  PageFiles page_;
  std::unique_ptr<HttpServer> http_;
};

absl::Status RunningDaemon::Open(const DaemonOptions& options) {
  ASSIGN_OR_RETURN(clock_, MakeClock(options.clock_file));
  ASSIGN_OR_RETURN(folder_,
                   OpenKioskFolder({.path = options.store,
                                    .key_file = options.key_file,
                                    .credentials_directory = options.credentials_directory},
                                   random_));
  ASSIGN_OR_RETURN(identity_, LoadIdentity(*folder_.store));
  if (!options.server.empty()) identity_.server = options.server;
  if (!options.enrolment.empty()) identity_.enrolment = options.enrolment;
  ASSIGN_OR_RETURN(std::optional<DeviceKeys> keys, LoadDeviceKeys(*folder_.keys));
  if (!keys || keys->device != identity_.device) {
    return absl::FailedPreconditionError(
        "the keys in this folder are another kiosk's: put keys.db back that belongs to kiosk.db");
  }
  device_keys_ = *std::move(keys);
  RETURN_IF_ERROR(OpenLog());
  MakeAgent(options);
  MakeService();
  if (!options.page.empty()) {
    ASSIGN_OR_RETURN(page_, PageFiles::Open(options.page));
  }
  ASSIGN_OR_RETURN(http_, HttpServer::Start(options.listen, table_, page_));
  agent_->Start();
  return absl::OkStatus();
}

absl::Status RunningDaemon::OpenLog() {
  ASSIGN_OR_RETURN(log_, OwnLog::Open({.store = *folder_.store,
                                       .keys = *folder_.keys,
                                       .clock = *clock_,
                                       .random = random_,
                                       .device = identity_.device,
                                       .witness = ReadWitness(folder_.FileOf("head"))}));
  if (log_->lost_events()) {
    std::fprintf(stderr,
                 "this store is older than its head file says: it was restored, or its disk is "
                 "failing. A new epoch was begun; what the server had comes back from it.\n");
  }
  ASSIGN_OR_RETURN(view_, View::Open({.path = folder_.FileOf("derived.db"),
                                      .store = *folder_.store,
                                      .keys = *folder_.keys,
                                      .now_ms = [log = log_.get()] { return log->NowMs(); },
                                      .centre = identity_.centre,
                                      .device = identity_.device}));
  return absl::OkStatus();
}

void RunningDaemon::MakeAgent(const DaemonOptions& options) {
  outbox_ = std::make_unique<Outbox>(*folder_.store, *folder_.keys, identity_.device,
                                     SigningKey::FromSeed(device_keys_.log_seed));
  agent_ = std::make_unique<SyncAgent>(
      SyncAgent::Params{.store = *folder_.store,
                        .keys = *folder_.keys,
                        .log = *log_,
                        .outbox = *outbox_,
                        .view = *view_,
                        .clock = *clock_,
                        .random = random_,
                        .identity = identity_,
                        .tls_key_pem = device_keys_.tls_key_pem,
                        .witness_path = folder_.FileOf("head"),
                        .disk_free_bytes = [path = folder_.path] { return DiskFreeBytes(path); },
                        .open_uplink = OpenGrpcUplink,
                        .renew = [this]() -> absl::StatusOr<std::string> {
                          ASSIGN_OR_RETURN(RenewedCertificate renewed,
                                           Renew({.enrolment_address = identity_.enrolment,
                                                  .authority_pem = identity_.authority_pem,
                                                  .timeout_ms = kRenewTimeoutMs},
                                                 device_keys_));
                          return renewed.certificate_pem;
                        },
                        .period_ms = options.sync_period_ms});
  log_->OnAppend([agent = agent_.get()] { agent->Wake(); });
}

void RunningDaemon::MakeService() {
  reception_ = std::make_unique<Reception>(random_, [clock = clock_.get()] {
    return static_cast<std::int64_t>(clock->Now().boottime_ms);
  });
  service_params_.emplace(KioskService::Params{
      .store = *folder_.store,
      .keys = *folder_.keys,
      .log = *log_,
      .view = *view_,
      .random = random_,
      .reception = *reception_,
      .identity = identity_,
      .sync_status = [agent = agent_.get()] { return agent->Status(); },
      .disk_free_bytes = [path = folder_.path] { return DiskFreeBytes(path); }});
  service_ = std::make_unique<KioskService>(*service_params_);
  page_service_ = std::make_unique<PageService>(*service_params_, *service_);
  table_ = KioskDispatch(*service_);
  AddPageDispatch(*page_service_, table_);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Start(const DaemonOptions& options) {
  auto daemon = std::make_unique<RunningDaemon>();
  RETURN_IF_ERROR(daemon->Open(options));
  return daemon;
}

}  // namespace wijkboek
