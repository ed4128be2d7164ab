#include "server/server.h"

#include <grpcpp/impl/codegen/service_type.h>

#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "common/keep_grpc.h"
#include "common/random.h"
#include "common/status.h"
#include "server/access/access_desk.h"
#include "server/access/account_store.h"
#include "server/access/audit_trail.h"
#include "server/access/secret_box.h"
#include "server/access_adapter.h"
#include "server/authority.h"
#include "server/data_folder.h"
#include "server/earlier_ledgers.h"
#include "server/enrolment.h"
#include "server/enrolment_adapter.h"
#include "server/feed.h"
#include "server/key_vault.h"
#include "server/listeners.h"
#include "server/log_store.h"
#include "server/metrics.h"
#include "server/office.h"
#include "server/office_adapter.h"
#include "server/office_log.h"
#include "server/office_screens.h"
#include "server/office_web.h"
#include "server/people_screen.h"
#include "server/program_service.h"
#include "server/reconciler.h"
#include "server/registry.h"
#include "server/remit_words.h"
#include "server/residents_screen.h"
#include "server/sync_adapter.h"
#include "server/timetable_screen.h"
#include "server/verify.h"
#include "server/writer.h"

namespace wijkboek {
namespace {

// Sync streams are cut before, so that this is only for what is on its way.
constexpr std::int64_t kStopGraceMs = 1000;
constexpr std::int64_t kUpkeepMs = 5000;

// gRPC would take 99999 for some other port.
absl::Status CheckAddress(const std::string& address) {
  std::size_t colon = address.rfind(':');
  std::uint32_t port = 0;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port) || port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", address, "\" is no address to listen on: use host:port, such as ", "127.0.0.1:8441"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadPemFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad() || content.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path.empty() ? "--office-key" : path, ": can't be read; give a PEM file"));
  }
  return content;
}

// In the order in which they are made; taken down the other way round.
class RunningServer final : public Server {
 public:
  ~RunningServer() override {
    Stop();
    // All readers of the log before its writer.
    adapter_.reset();
    api_.reset();
    programs_.reset();
    office_web_.reset();
    residents_.reset();
    timetable_.reset();
    people_.reset();
    screens_.reset();
    office_.reset();
    feed_.reset();
    enrolment_.reset();
    earlier_.reset();
    reconciler_.reset();
    if (log_ != nullptr) log_->CloseReaders();
  }

  absl::Status Run(const ServerOptions& options) {
    RETURN_IF_ERROR(CheckAddress(options.listen));
    RETURN_IF_ERROR(CheckAddress(options.enrolment_listen));
    ASSIGN_OR_RETURN(folder_, DataFolder::Take(options.data_dir));
    ASSIGN_OR_RETURN(clock_, MakeClock(options.clock_file));
    RETURN_IF_ERROR(OpenStores());
    RETURN_IF_ERROR(OpenStages(options));
    RETURN_IF_ERROR(Listen(options));
    upkeep_ = std::thread([this] { Upkeep(); });
    ready_line_ =
        absl::StrCat("ready sync=", sync_->address(), " enrolment=", enrolment_listener_->address(),
                     " socket=", socket_path_);
    if (!office_url_.empty()) absl::StrAppend(&ready_line_, " office=", office_url_);
    if (!api_address_.empty()) absl::StrAppend(&ready_line_, " api=", api_address_);
    if (!metrics_url_.empty()) absl::StrAppend(&ready_line_, " metrics=", metrics_url_);
    return folder_->SayReady(ready_line_);
  }

  const std::string& sync_address() const override { return sync_->address(); }
  const std::string& enrolment_address() const override { return enrolment_listener_->address(); }
  const std::string& office_url() const override { return office_url_; }
  const std::string& api_address() const override { return api_address_; }
  const std::string& metrics_url() const override { return metrics_url_; }
  const std::string& socket_path() const override { return socket_path_; }
  const std::string& ready_line() const override { return ready_line_; }

  void Stop() override {
    if (folder_ != nullptr) folder_->SayNotReady();
    // First: all others wait for those who read the ledger.
    if (reconciler_ != nullptr) reconciler_->Stop();
    if (earlier_ != nullptr) earlier_->Stop();
    if (adapter_ != nullptr) adapter_->Stop();
    metrics_.reset();
    // Each call ends by its worker's word: workers go last.
    if (api_ != nullptr) api_->Stop(kStopGraceMs);
    programs_.reset();
    office_web_.reset();
    if (sync_ != nullptr) sync_->Stop(kStopGraceMs);
    if (enrolment_listener_ != nullptr) enrolment_listener_->Stop(kStopGraceMs);
    if (office_listener_ != nullptr) office_listener_->Stop(kStopGraceMs);
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (upkeep_.joinable()) upkeep_.join();
    if (writer_ != nullptr) writer_->Stop();
  }

 private:
  absl::Status OpenStores() {
    absl::StatusOr<Authority> authority =
        Authority::OpenOrCreate(folder_->PathOf("authority"), real_clock_.WallMs());
    if (!authority.ok()) return authority.status();
    authority_ = std::make_unique<Authority>(*std::move(authority));
    ASSIGN_OR_RETURN(keys_, KeyVault::Open(folder_->PathOf("keys.db"), random_));
    log_ = std::make_unique<LogStore>(folder_->PathOf("ledger.db"));
    ASSIGN_OR_RETURN(writer_,
                     Writer::Open(folder_->PathOf("ledger.db"), *log_, *keys_, *clock_, random_));
    ASSIGN_OR_RETURN(registry_, Registry::Open(folder_->PathOf("registry.db")));
    ASSIGN_OR_RETURN(accounts_, AccountStore::Open(folder_->PathOf("accounts.db")));
    return absl::OkStatus();
  }

  absl::Status OpenStages(const ServerOptions& options) {
    ASSIGN_OR_RETURN(office_log_,
                     OfficeLog::Open(*writer_, *keys_, *clock_, random_, WIJKBOEK_VERSION));
    ASSIGN_OR_RETURN(reconciler_, Reconciler::Open(folder_->PathOf("derived.db"), *log_, *clock_,
                                                   [this] { return log_->tail().position; }));
    earlier_ = std::make_unique<EarlierLedgers>(folder_->PathOf("derived.db"), *log_);
    feed_ = std::make_unique<Feed>(*log_, *reconciler_, *keys_, *clock_);
    enrolment_ = std::make_unique<DeviceEnrolment>(
        EnrolmentParts{.authority = *authority_,
                       .registry = *registry_,
                       .clock = *clock_,
                       .real_clock = real_clock_,
                       .random = random_,
                       .find_centre = [this](absl::string_view text) { return FindCentre(text); },
                       .log = *writer_,
                       .lookup_key = keys_->lookup_key(),
                       .certificate_ms = options.certificate_ms});
    RETURN_IF_ERROR(log_->ForEachLifecycle(
        0, [this](const v1::DeviceLifecycle& entry) { registry_->Recall(entry); }));
    RETURN_IF_ERROR(enrolment_->LogMissing());
    office_ = std::make_unique<Office>(OfficeParts{.office_log = *office_log_,
                                                   .keys = *keys_,
                                                   .log = *log_,
                                                   .reconciler = *reconciler_,
                                                   .earlier = *earlier_,
                                                   .registry = *registry_,
                                                   .enrolment = *enrolment_,
                                                   .clock = *clock_,
                                                   .spool_folder = options.data_dir,
                                                   .verify = [this] { return Verify(); }});
    OpenAccess();
    adapter_ = SyncAdapter::Make(
        {.push = {.writer = *writer_, .keys = *keys_, .directory = *registry_, .clock = *clock_},
         .feed = *feed_,
         .identify = [this](absl::string_view pem) { return authority_->Identify(pem); },
         .streams_max = options.streams_max});
    writer_->OnCommit([this] {
      reconciler_->LogGrew();
      adapter_->LogGrew();
    });
    return absl::OkStatus();
  }

  void OpenAccess() {
    const auto real_ms = [this] { return real_clock_.WallMs(); };
    trail_ = std::make_unique<AuditTrail>(*accounts_);
    desk_ = std::make_unique<AccessDesk>(AccessParts{
        .store = *accounts_,
        .random = random_,
        .now_ms = real_ms,
        .boottime_ms = [this] { return static_cast<std::int64_t>(real_clock_.Now().boottime_ms); },
        // Not the key for look-ups: kiosks have that.
        .key = KeyFor(keys_->badge_secret(), "second factors of accounts"),
        .read_remit = [this](const v1::Remit& written) { return ReadRemitNow(written); },
        .remit_text = [this](const Remit& remit) { return RemitTextNow(remit); },
        .read_coach = [this](const std::string& text) { return office_->ReadCoach(text); }});
    socket_access_ = MakeSocketAccess(*desk_, *trail_, real_ms);
    const ScreenParts screen{.keys = *keys_,
                             .log = *log_,
                             .reconciler = *reconciler_,
                             .earlier = *earlier_,
                             .registry = *registry_,
                             .clock = *clock_};
    screens_ = std::make_unique<OfficeScreens>(screen);
    people_ = std::make_unique<PeopleScreen>(screen, *office_);
    timetable_ = std::make_unique<TimetableScreen>(screen);
    work_ = std::make_unique<WorkDesk>(*accounts_);
    residents_ = std::make_unique<ResidentsScreen>(screen, *office_);
  }

  absl::StatusOr<Remit> ReadRemitNow(const v1::Remit& written) {
    absl::StatusOr<Remit> remit;
    RETURN_IF_ERROR(reconciler_->Read([&](const Ledger& ledger) -> absl::Status {
      remit = ReadRemit(written, ledger.reference(), keys_->lookup_key());
      return absl::OkStatus();
    }));
    return remit;
  }

  std::string RemitTextNow(const Remit& remit) {
    std::string text;
    const absl::Status read = reconciler_->Read([&](const Ledger& ledger) -> absl::Status {
      text = RemitText(remit, ledger.reference());
      return absl::OkStatus();
    });
    return read.ok() ? text : "a part";
  }

  absl::StatusOr<HttpTls> OfficeTls(const ServerOptions& options) const {
    HttpTls tls{.certificate_pem = authority_->server_chain_pem(),
                .key_pem = authority_->server_key_pem()};
    if (options.office_certificate.empty()) return tls;
    ASSIGN_OR_RETURN(tls.certificate_pem, ReadPemFile(options.office_certificate));
    ASSIGN_OR_RETURN(tls.key_pem, ReadPemFile(options.office_key));
    return tls;
  }

  absl::Status ListenForOffice(const ServerOptions& options) {
    office_web_ = OfficeWeb::Make({.office = *office_,
                                   .screens = *screens_,
                                   .people = *people_,
                                   .timetable = *timetable_,
                                   .residents = *residents_,
                                   .work = *work_,
                                   .desk = *desk_,
                                   .trail = *trail_,
                                   .now_ms = [this] { return real_clock_.WallMs(); }});
    if (options.office_listen.empty() && options.api_listen.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const HttpTls tls, OfficeTls(options));
    if (!options.api_listen.empty()) {
      RETURN_IF_ERROR(CheckAddress(options.api_listen));
      programs_ = std::make_unique<ProgramService>(office_web_->gate());
      ASSIGN_OR_RETURN(api_, ListenForPrograms(options.api_listen, tls.certificate_pem, tls.key_pem,
                                               *programs_));
      api_address_ = api_->address();
    }
    if (options.office_listen.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(office_web_->Listen(
        {.listen = options.office_listen, .tls = tls, .names = options.office_names},
        options.office_page));
    office_url_ = office_web_->url();
    return absl::OkStatus();
  }

  absl::Status Listen(const ServerOptions& options) {
    EnableHealthAndReflection();
    socket_path_ = folder_->PathOf("admin.sock");
    ASSIGN_OR_RETURN(office_listener_,
                     OfficeListener::Start(socket_path_, *office_, *socket_access_));
    ASSIGN_OR_RETURN(sync_, ListenForSync(options.listen, *authority_, adapter_->service()));
    ASSIGN_OR_RETURN(enrolment_listener_,
                     EnrolmentListener::Start(options.enrolment_listen, *enrolment_, *authority_));
    RETURN_IF_ERROR(ListenForOffice(options));
    return ListenForMetrics(options);
  }

  absl::Status ListenForMetrics(const ServerOptions& options) {
    if (options.metrics_listen.empty()) return absl::OkStatus();
    std::vector<std::pair<std::string, std::string>> files;
    for (const char* name : {"ledger", "derived", "registry", "keys", "accounts"}) {
      files.emplace_back(name, folder_->PathOf(absl::StrCat(name, ".db")));
    }
    ASSIGN_OR_RETURN(metrics_,
                     MetricsListener::Start(options.metrics_listen,
                                            {.log = *log_,
                                             .reconciler = *reconciler_,
                                             .registry = *registry_,
                                             .now_ms = [this] { return real_clock_.WallMs(); },
                                             .version = WIJKBOEK_VERSION,
                                             .files = std::move(files)}));
    metrics_url_ = metrics_->url();
    return absl::OkStatus();
  }

  absl::StatusOr<CentreName> FindCentre(absl::string_view text) {
    CentreName found;
    RETURN_IF_ERROR(reconciler_->Read([&](const Ledger& ledger) -> absl::Status {
      const Centre* centre = ledger.reference().FindCentreByText(text);
      if (centre == nullptr) {
        return absl::NotFoundError(absl::StrCat("there is no centre \"", text, "\""));
      }
      found = {.id = centre->id, .name = centre->name};
      return absl::OkStatus();
    }));
    return found;
  }

  absl::StatusOr<v1::VerifyResponse> Verify() {
    ASSIGN_OR_RETURN(VerifySummary summary,
                     VerifyLog(*log_, [this](const Id& device) { return LogKeyOf(device); }));
    v1::VerifyResponse response;
    response.set_events(summary.events);
    response.set_chains(summary.chains);
    response.set_signed_heads(summary.signed_heads);
    for (const std::string& line : summary.breaks) response.add_breaks(line);
    return response;
  }

  std::optional<PublicKey> LogKeyOf(const Id& device) {
    if (device == keys_->office_device()) return keys_->office_signing_key().public_key();
    absl::StatusOr<DeviceRecord> record = registry_->Find(device);
    if (!record.ok()) return std::nullopt;
    return record->log_key;
  }

  void Upkeep() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::milliseconds(kUpkeepMs), [&] { return stopping_; })) {
      lock.unlock();
      // What fails now is tried again next time.
      (void)enrolment_->LogMissing();
      lock.lock();
    }
  }

  std::unique_ptr<DataFolder> folder_;
  std::unique_ptr<Clock> clock_;
  SystemClock real_clock_;
  SystemRandom random_;
  std::unique_ptr<Authority> authority_;
  std::unique_ptr<KeyVault> keys_;
  std::unique_ptr<LogStore> log_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<OfficeLog> office_log_;
  std::unique_ptr<Reconciler> reconciler_;
  std::unique_ptr<EarlierLedgers> earlier_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<DeviceEnrolment> enrolment_;
  std::unique_ptr<SyncAdapter> adapter_;
  std::unique_ptr<Office> office_;
  std::unique_ptr<AccountStore> accounts_;
  std::unique_ptr<AuditTrail> trail_;
  std::unique_ptr<AccessDesk> desk_;
  std::unique_ptr<grpc::Service> socket_access_;
  std::unique_ptr<OfficeScreens> screens_;
  std::unique_ptr<PeopleScreen> people_;
  std::unique_ptr<TimetableScreen> timetable_;
  std::unique_ptr<ResidentsScreen> residents_;
  std::unique_ptr<WorkDesk> work_;
  std::unique_ptr<OfficeWeb> office_web_;
  std::unique_ptr<ProgramService> programs_;
  std::unique_ptr<GrpcListener> api_;
  std::string api_address_;
  std::unique_ptr<OfficeListener> office_listener_;
  std::unique_ptr<GrpcListener> sync_;
  std::unique_ptr<EnrolmentListener> enrolment_listener_;
  std::unique_ptr<MetricsListener> metrics_;
  std::string office_url_;
  std::string metrics_url_;
  std::string socket_path_;
  std::string ready_line_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread upkeep_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  KeepGrpc();
  auto server = std::make_unique<RunningServer>();
  RETURN_IF_ERROR(server->Run(options));
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace wijkboek
