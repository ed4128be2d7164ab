#include "server/registry.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::int32_t kApplicationId = 0x574b5247;  // "WKRG"
// An invitation is kept this long after its end, so that "expired" and "used" can still be told
// from "unknown".
constexpr std::int64_t kKeepInvitationsMs = 30LL * 24 * 3600 * 1000;

DeviceIdentity IdentityOf(const DeviceRecord& record) {
  return {.device = record.device, .centre = record.centre, .log_key = record.log_key};
}

absl::Status UnknownDevice() {
  return absl::NotFoundError("this device is not known here; enrol it with a new code");
}

}  // namespace

Registry::Registry(Database database, std::int64_t flush_period_ms)
    : database_(std::move(database)), flush_period_ms_(flush_period_ms) {}

absl::StatusOr<std::unique_ptr<Registry>> Registry::Open(const std::string& path,
                                                         std::int64_t flush_period_ms,
                                                         Drive drive) {
  const std::string schema = absl::StrCat(kDeviceTableSchema, kInvitationTableSchema);
  const absl::string_view migrations[] = {schema, kDeviceTableChange};
  ASSIGN_OR_RETURN(Database database, Database::Open(path, {.application_id = kApplicationId,
                                                            .migrations = migrations,
                                                            .migration_count = 2}));
  std::unique_ptr<Registry> registry(new Registry(std::move(database), flush_period_ms));
  absl::StatusOr<std::vector<DeviceRecord>> devices = LoadDevices(registry->database_);
  if (!devices.ok()) return WithContext(devices.status(), path);
  for (DeviceRecord& record : *devices) {
    const Id device = record.device;
    registry->devices_.emplace(device, std::move(record));
  }
  if (drive == Drive::kOwnThread) {
    registry->flusher_ = std::thread([self = registry.get()] { self->FlushFromTimeToTime(); });
  }
  return registry;
}

Registry::~Registry() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  if (flusher_.joinable()) flusher_.join();
  // Nobody is left to tell; what is lost is a few seconds of "last heard".
  Flush().IgnoreError();
}

// ---- invitations

absl::Status Registry::Invite(absl::Span<const Hash> secret_hashes, const Id& centre,
                              std::int64_t expires_ms, std::int64_t now_ms) {
  std::lock_guard<std::mutex> lock(database_mutex_);
  return database_.Transaction([&]() -> absl::Status {
    RETURN_IF_ERROR(SweepInvitations(database_, now_ms - kKeepInvitationsMs));
    return AddInvitations(database_, secret_hashes, centre, expires_ms);
  });
}

absl::StatusOr<InvitationRecord> Registry::CheckLocked(const Hash& secret_hash,
                                                       const Applicant& applicant,
                                                       std::int64_t now_ms) const {
  ASSIGN_OR_RETURN(InvitationRecord invitation, FindInvitation(database_, secret_hash));
  absl::StatusOr<DeviceRecord> known = Find(applicant.device);
  bool same_key = known.ok() && known->log_key == applicant.log_key;
  if (!invitation.used_by.IsZero()) {
    if (invitation.used_by == applicant.device && same_key) return invitation;
    return absl::FailedPreconditionError(
        "this code was used already, a code works for one kiosk; ask the office for a new one");
  }
  if (now_ms >= invitation.expires_ms) {
    return absl::FailedPreconditionError("this code has expired; ask the office for a new one");
  }
  if (known.ok() && !same_key) {
    return absl::InvalidArgumentError("this device id belongs to another key");
  }
  return invitation;
}

absl::StatusOr<Id> Registry::CheckInvitation(const Hash& secret_hash, const Applicant& applicant,
                                             std::int64_t now_ms) const {
  std::lock_guard<std::mutex> lock(database_mutex_);
  ASSIGN_OR_RETURN(InvitationRecord invitation, CheckLocked(secret_hash, applicant, now_ms));
  return invitation.centre;
}

absl::StatusOr<DeviceRecord> Registry::Redeem(const Hash& secret_hash, const Applicant& applicant,
                                              const Id& centre, std::int64_t now_ms) {
  std::lock_guard<std::mutex> lock(database_mutex_);
  ASSIGN_OR_RETURN(InvitationRecord invitation, CheckLocked(secret_hash, applicant, now_ms));
  if (!invitation.used_by.IsZero()) {
    // Its own repetition. Revoked since: a used code must not undo that.
    ASSIGN_OR_RETURN(DeviceRecord record, Find(applicant.device));
    if (record.IsRevoked()) {
      return absl::FailedPreconditionError(
          "this device was shut out by the office; ask for a new code");
    }
    return record;
  }
  const std::int64_t state_ms = NextStateMs(applicant.device, now_ms);
  const bool was_forked = WasForked(applicant.device);
  auto enrol = [&](DeviceRecord& record) {
    record.device = applicant.device;
    record.log_key = applicant.log_key;
    record.name = applicant.name;
    record.centre = centre;
    record.state = v1::DEVICE_STATE_ENROLLED;
    record.state_ms = state_ms;
    record.state_logged = false;
    record.enrolled_ms = now_ms;
    record.forked = record.forked || was_forked;
  };
  DeviceRecord enrolled = Find(applicant.device).value_or(DeviceRecord());
  enrol(enrolled);
  RETURN_IF_ERROR(database_.Transaction([&]() -> absl::Status {
    RETURN_IF_ERROR(MarkInvitationUsed(database_, secret_hash, applicant.device));
    return SaveDevice(database_, enrolled);
  }));
  std::lock_guard<std::mutex> memory_lock(mutex_);
  enrol(devices_[applicant.device]);
  recalled_.erase(applicant.device);
  recalled_forks_.erase(applicant.device);
  return enrolled;
}

// ---- devices

absl::StatusOr<DeviceRecord> Registry::Find(const Id& device) const {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = devices_.find(device);
  if (found == devices_.end()) return UnknownDevice();
  return found->second;
}

absl::StatusOr<DeviceRecord> Registry::FindByText(absl::string_view text) const {
  if (text.empty()) return absl::InvalidArgumentError("which device? Give its id or its name");
  const std::string id_beginning = absl::AsciiStrToLower(text);
  // Fewer digits are more likely a slip than an id, and what follows may shut a kiosk out.
  const bool may_be_id = text.size() >= kIdBeginningMin;
  std::vector<DeviceRecord> found;
  std::vector<DeviceRecord> by_id;
  for (DeviceRecord& record : List()) {
    if (record.name == text) {
      found.push_back(std::move(record));
    } else if (may_be_id && absl::StartsWith(record.device.hex(), id_beginning)) {
      by_id.push_back(std::move(record));
    }
  }
  if (found.empty()) found = std::move(by_id);
  if (found.empty()) return absl::NotFoundError(absl::StrCat("no device is called ", text));
  if (found.size() > 1) {
    return absl::FailedPreconditionError(
        absl::StrCat(found.size(), " devices are called ", text, "; give the whole id"));
  }
  return found.front();
}

std::vector<DeviceRecord> Registry::List() const {
  std::vector<DeviceRecord> records;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [id, record] : devices_) records.push_back(record);
  }
  std::stable_sort(records.begin(), records.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  return records;
}

absl::Status Registry::Change(const Id& device, const std::function<void(DeviceRecord&)>& change) {
  ASSIGN_OR_RETURN(DeviceRecord changed, Find(device));
  change(changed);
  RETURN_IF_ERROR(SaveDevice(database_, changed));
  // Applied again rather than copied back: the device may have been heard meanwhile.
  std::lock_guard<std::mutex> lock(mutex_);
  change(devices_[device]);
  return absl::OkStatus();
}

absl::Status Registry::Revoke(const Id& device, std::int64_t now_ms) {
  {
    std::lock_guard<std::mutex> lock(database_mutex_);
    ASSIGN_OR_RETURN(DeviceRecord record, Find(device));
    if (record.IsRevoked()) return absl::OkStatus();
    const std::int64_t state_ms = NextStateMs(device, now_ms);
    RETURN_IF_ERROR(Change(device, [&](DeviceRecord& revoked) {
      revoked.state = v1::DEVICE_STATE_REVOKED;
      revoked.state_ms = state_ms;
      revoked.state_logged = false;
    }));
  }
  std::lock_guard<std::mutex> lock(listener_mutex_);
  if (listener_) listener_(device);
  return absl::OkStatus();
}

absl::Status Registry::SetCertificateUntil(const Id& device, std::int64_t not_after_ms) {
  std::lock_guard<std::mutex> lock(database_mutex_);
  return Change(device, [&](DeviceRecord& record) { record.certificate_until_ms = not_after_ms; });
}

// ---- DeviceDirectory

absl::StatusOr<DeviceIdentity> Registry::Admit(const DeviceIdentity& from_certificate,
                                               std::int64_t now_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (IsRevokedLocked(from_certificate.device)) {
    return absl::PermissionDeniedError("this device was shut out by the office");
  }
  auto [found, forgotten] = devices_.try_emplace(from_certificate.device);
  DeviceRecord& record = found->second;
  if (!forgotten) return IdentityOf(record);
  record.device = from_certificate.device;
  record.centre = from_certificate.centre;
  record.log_key = from_certificate.log_key;
  record.enrolled_ms = record.state_ms = now_ms;
  if (auto recalled = recalled_.find(record.device); recalled != recalled_.end()) {
    const v1::DeviceLifecycle& entry = recalled->second;
    record.enrolled_ms = record.state_ms = entry.at_ms();
    record.name = entry.name();
    record.centre = Id::FromBytes(entry.centre_id()).value_or(record.centre);
    record.state_logged = true;
    recalled_.erase(recalled);
  }
  record.forked = recalled_forks_.erase(record.device) > 0;
  unsaved_.insert(record.device);
  return IdentityOf(record);
}

bool Registry::IsRevoked(const Id& device) const {
  std::lock_guard<std::mutex> lock(mutex_);
  return IsRevokedLocked(device);
}

bool Registry::IsRevokedLocked(const Id& device) const {
  auto found = devices_.find(device);
  if (found != devices_.end()) return found->second.IsRevoked();
  auto recalled = recalled_.find(device);
  return recalled != recalled_.end() && recalled->second.state() == v1::DEVICE_STATE_REVOKED;
}

bool Registry::WasForked(const Id& device) const {
  std::lock_guard<std::mutex> lock(mutex_);
  return recalled_forks_.contains(device);
}

std::int64_t Registry::NextStateMs(const Id& device, std::int64_t now_ms) const {
  std::lock_guard<std::mutex> lock(mutex_);
  if (auto found = devices_.find(device); found != devices_.end()) {
    return std::max(now_ms, found->second.state_ms + 1);
  }
  auto recalled = recalled_.find(device);
  return recalled == recalled_.end() ? now_ms : std::max(now_ms, recalled->second.at_ms() + 1);
}

void Registry::Heard(const Id& device, const v1::DeviceStatus& status, std::int64_t server_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = devices_.find(device);
  if (found == devices_.end()) return;
  DeviceRecord& record = found->second;
  record.last_heard_ms = std::max(record.last_heard_ms, server_ms);
  // A message without a status leaves the last one standing.
  if (status.wall_ms() != 0) {
    record.status = status;
    record.clock_error_ms = status.wall_ms() - server_ms;
  }
  unsaved_.insert(device);
}

void Registry::HeardThrough(const Id& device, Epoch, std::uint64_t, std::int64_t through_ms) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = devices_.find(device);
  if (found == devices_.end()) return;
  DeviceRecord& record = found->second;
  record.heard_through_ms = std::max(record.heard_through_ms, through_ms);
  unsaved_.insert(device);
}

void Registry::Forked(const Id& device) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = devices_.find(device);
  if (found == devices_.end() || found->second.forked) return;
  found->second.forked = true;
  unsaved_.insert(device);
}

void Registry::OnRevoked(std::function<void(const Id& device)> listener) {
  std::lock_guard<std::mutex> lock(listener_mutex_);
  listener_ = std::move(listener);
}

// ---- the server's log

void Registry::Recall(const v1::DeviceLifecycle& entry) {
  if (entry.state() == v1::DEVICE_STATE_FORKED) {
    const Id device = Id::FromBytesOrZero(entry.device_id());
    Forked(device);
    std::lock_guard<std::mutex> lock(mutex_);
    if (!devices_.contains(device)) recalled_forks_.insert(device);
    return;
  }
  if (entry.state() != v1::DEVICE_STATE_ENROLLED && entry.state() != v1::DEVICE_STATE_REVOKED) {
    return;
  }
  std::lock_guard<std::mutex> lock(mutex_);
  const Id device = Id::FromBytesOrZero(entry.device_id());
  auto found = devices_.find(device);
  if (found == devices_.end()) {
    recalled_[device] = entry;
    return;
  }
  DeviceRecord& record = found->second;
  if (entry.at_ms() < record.state_ms) return;
  record.state = entry.state();
  record.state_ms = entry.at_ms();
  record.state_logged = true;
  if (entry.state() == v1::DEVICE_STATE_ENROLLED) {
    record.centre = Id::FromBytes(entry.centre_id()).value_or(record.centre);
    record.name = entry.name();
  }
  unsaved_.insert(device);
}

std::vector<DeviceRecord> Registry::Unlogged() const {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<DeviceRecord> records;
  for (const auto& [id, record] : devices_) {
    if (!record.state_logged) records.push_back(record);
  }
  return records;
}

void Registry::MarkLogged(const Id& device, v1::DeviceState state) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = devices_.find(device);
  if (found != devices_.end() && found->second.state == state) found->second.state_logged = true;
}

// ---- flushing

absl::Status Registry::Flush() {
  std::lock_guard<std::mutex> lock(database_mutex_);
  std::vector<DeviceRecord> records;
  {
    std::lock_guard<std::mutex> memory_lock(mutex_);
    for (const Id& device : unsaved_) records.push_back(devices_.at(device));
    unsaved_.clear();
  }
  if (records.empty()) return absl::OkStatus();
  absl::Status status = database_.Transaction([&]() -> absl::Status {
    for (const DeviceRecord& record : records) RETURN_IF_ERROR(SaveDevice(database_, record));
    return absl::OkStatus();
  });
  if (status.ok()) return status;
  std::lock_guard<std::mutex> memory_lock(mutex_);
  for (const DeviceRecord& record : records) unsaved_.insert(record.device);
  return status;
}

void Registry::FlushFromTimeToTime() {
  const auto period = std::chrono::milliseconds(flush_period_ms_);
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stop_.wait_for(lock, period, [this] { return stopping_; })) {
    lock.unlock();
    // A full disk is met again at the next turn; what is kept in memory holds till then.
    Flush().IgnoreError();
    lock.lock();
  }
}

}  // namespace wijkboek
