#include "tests/sim/server_machine.h"

#include <limits>
#include <utility>
#include <vector>

#include "common/status.h"

namespace wijkboek::sim {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
// What comes within so long is committed together.
constexpr std::int64_t kGroupMs = 5;

}  // namespace

void ServerMachine::SetTime(std::int64_t now_ms) {
  clock_.Set({.wall_ms = now_ms, .boottime_ms = static_cast<std::uint64_t>(now_ms), .boot = {}});
}

absl::Status ServerMachine::Start() {
  Stop();
  absl::Status status = Open();
  if (!status.ok()) Stop();
  return status;
}

absl::Status ServerMachine::Open() {
  ++life_;
  ASSIGN_OR_RETURN(keys_, KeyVault::Open("/server/keys.db", random_));
  ASSIGN_OR_RETURN(registry_, Registry::Open("/server/registry.db", 0, Drive::kCaller));
  log_ = std::make_unique<LogStore>("/server/ledger.db");
  ASSIGN_OR_RETURN(writer_, Writer::Open("/server/ledger.db", *log_, *keys_, clock_, random_, "",
                                         Drive::kCaller));
  RETURN_IF_ERROR(log_->ForEachLifecycle(
      0, [&](const v1::DeviceLifecycle& entry) { registry_->Recall(entry); }));
  ASSIGN_OR_RETURN(office_, OfficeLog::Open(*writer_, *keys_, clock_, random_, "1"));
  ASSIGN_OR_RETURN(reconciler_,
                   Reconciler::Open(
                       keeps_ledger_ ? "/server/derived.db" : ":memory:", *log_, clock_,
                       [log = log_.get()] { return log->tail().position; }, Drive::kCaller));
  RETURN_IF_ERROR(reconciler_->Read([](const Ledger&) { return absl::OkStatus(); }));
  feed_ = std::make_unique<Feed>(*log_, *reconciler_, *keys_, clock_);
  return TellLifecycles();
}

void ServerMachine::Stop() {
  commit_at_ms_.reset();
  feed_.reset();
  reconciler_.reset();
  office_.reset();
  if (log_ != nullptr) log_->CloseReaders();
  writer_.reset();
  log_.reset();
  registry_.reset();
  keys_.reset();
}

absl::Status ServerMachine::TellLifecycles() {
  for (const DeviceRecord& record : registry_->Unlogged()) {
    v1::DeviceLifecycle lifecycle;
    lifecycle.set_device_id(record.device.ToString());
    lifecycle.set_centre_id(record.centre.ToString());
    lifecycle.set_state(record.state);
    lifecycle.set_at_ms(record.state_ms);
    lifecycle.set_name(record.name);
    RETURN_IF_ERROR(writer_->AppendLifecycle(lifecycle));
    registry_->MarkLogged(record.device, record.state);
  }
  return absl::OkStatus();
}

absl::Status ServerMachine::Enrol(const DeviceIdentity& device, const std::string& name) {
  const std::int64_t now_ms = clock_.WallMs();
  const Hash secret = Sha256(name);
  const std::vector<Hash> secrets = {secret};
  RETURN_IF_ERROR(registry_->Invite(secrets, device.centre, now_ms + kDayMs, now_ms));
  RETURN_IF_ERROR(registry_
                      ->Redeem(secret,
                               {.device = device.device, .log_key = device.log_key, .name = name},
                               device.centre, now_ms)
                      .status());
  return TellLifecycles();
}

absl::Status ServerMachine::Revoke(const Id& device) {
  RETURN_IF_ERROR(registry_->Revoke(device, clock_.WallMs()));
  return TellLifecycles();
}

absl::StatusOr<EventKey> ServerMachine::Tell(EventDraft draft) {
  draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  std::vector<EventDraft> drafts;
  drafts.push_back(std::move(draft));
  ASSIGN_OR_RETURN(std::vector<EventKey> keys, office_->Append(std::move(drafts)));
  return keys.front();
}

void ServerMachine::Handle(const DeviceIdentity& device, v1::PushRequest request,
                           const PushSession::Answer& answer) {
  PushSession session(
      device, {.writer = *writer_, .keys = *keys_, .directory = *registry_, .clock = clock_});
  if (!commit_at_ms_) commit_at_ms_ = now_ms() + kGroupMs;
  session.Handle(std::move(request),
                 [this, answer](const absl::StatusOr<v1::PushResponse>& response) {
                   // Nobody hears a machine without power.
                   if (disk_.HasPower(kServerMachine)) answer(response);
                 });
}

std::int64_t ServerMachine::Step() {
  if (!IsUp() || !commit_at_ms_) return std::numeric_limits<std::int64_t>::max();
  if (now_ms() < *commit_at_ms_) return *commit_at_ms_;
  CommitNow();
  return std::numeric_limits<std::int64_t>::max();
}

void ServerMachine::CommitNow() {
  commit_at_ms_.reset();
  while (writer_->Step()) {
  }
}

}  // namespace wijkboek::sim
