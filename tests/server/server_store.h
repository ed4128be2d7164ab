// The server's stores and its writer in a folder of the test's own, as they stand between restarts
// and restores.
#ifndef WIJKBOEK_TESTS_SERVER_SERVER_STORE_H_
#define WIJKBOEK_TESTS_SERVER_SERVER_STORE_H_

#include <atomic>
#include <filesystem>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "common/chain.h"
#include "common/clock.h"
#include "server/device_directory.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/push_session.h"
#include "server/writer.h"
#include "tests/common/counting_random.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {

// Moves when told to, from any thread.
class ServerTestClock final : public Clock {
 public:
  ClockReading Now() const override {
    std::int64_t wall_ms = wall_ms_;
    return {.wall_ms = wall_ms, .boottime_ms = static_cast<std::uint64_t>(wall_ms), .boot = {}};
  }
  void Advance(std::int64_t ms) { wall_ms_ += ms; }

 private:
  std::atomic<std::int64_t> wall_ms_{1'700'000'000'000};
};

class FakeDirectory final : public DeviceDirectory {
 public:
  absl::StatusOr<DeviceIdentity> Admit(const DeviceIdentity& from_certificate,
                                       std::int64_t) override {
    if (IsRevoked(from_certificate.device)) return absl::PermissionDeniedError("revoked");
    return from_certificate;
  }
  bool IsRevoked(const Id& device) const override {
    std::lock_guard lock(mutex_);
    return revoked_.contains(device);
  }
  void Heard(const Id& device, const v1::DeviceStatus& status, std::int64_t) override {
    std::lock_guard lock(mutex_);
    status_[device] = status;
  }
  void HeardThrough(const Id& device, Epoch, std::uint64_t, std::int64_t through_ms) override {
    std::lock_guard lock(mutex_);
    heard_through_[device] = through_ms;
  }
  void Forked(const Id& device) override {
    std::lock_guard lock(mutex_);
    forked_.insert(device);
  }
  void OnRevoked(std::function<void(const Id&)> listener) override {
    std::lock_guard lock(mutex_);
    listener_ = std::move(listener);
  }

  void Revoke(const Id& device) {
    std::function<void(const Id&)> listener;
    {
      std::lock_guard lock(mutex_);
      revoked_.insert(device);
      listener = listener_;
    }
    if (listener) listener(device);
  }
  bool IsForked(const Id& device) const {
    std::lock_guard lock(mutex_);
    return forked_.contains(device);
  }
  void ForgetForks() {
    std::lock_guard lock(mutex_);
    forked_.clear();
  }
  std::int64_t HeardThroughMs(const Id& device) const {
    std::lock_guard lock(mutex_);
    auto found = heard_through_.find(device);
    return found == heard_through_.end() ? 0 : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::set<Id> revoked_;
  std::set<Id> forked_;
  std::map<Id, v1::DeviceStatus> status_;
  std::map<Id, std::int64_t> heard_through_;
  std::function<void(const Id&)> listener_;
};

class ServerStore {
 public:
  ServerStore() { Start(); }

  void Start() {
    keys = *KeyVault::Open(dir.File("keys.db"), random);
    log = std::make_unique<LogStore>(dir.File("ledger.db"));
    writer = *Writer::Open(dir.File("ledger.db"), *log, *keys, clock, random);
  }
  void Stop() {
    // The writer closes last and leaves one whole file.
    log->CloseReaders();
    writer.reset();
    log.reset();
    keys.reset();
  }
  void Restart() {
    Stop();
    Start();
  }
  // Puts the log aside, or back as it was then. The keys stay: they have a backup of their own.
  void BackUpLog() {
    Stop();
    std::filesystem::copy_file(dir.File("ledger.db"), dir.File("backup"));
    Start();
  }
  void RestoreLog() {
    Stop();
    std::filesystem::remove(dir.File("ledger.db-wal"));
    std::filesystem::remove(dir.File("ledger.db-shm"));
    std::filesystem::copy_file(dir.File("backup"), dir.File("ledger.db"),
                               std::filesystem::copy_options::overwrite_existing);
    Start();
  }

  PushParts parts() {
    return {.writer = *writer, .keys = *keys, .directory = directory, .clock = clock};
  }

  // One message on a stream of its own; waits for the answer.
  absl::StatusOr<v1::PushResponse> Push(const DeviceIdentity& device, v1::PushRequest request) {
    PushSession session(device, parts());
    auto answered = std::make_shared<std::promise<absl::StatusOr<v1::PushResponse>>>();
    auto answer_of = answered->get_future();
    session.Handle(std::move(request), [answered](absl::StatusOr<v1::PushResponse> answer) {
      answered->set_value(std::move(answer));
    });
    return answer_of.get();
  }
  absl::StatusOr<v1::Acknowledgement> PushBatch(const DeviceIdentity& device,
                                                v1::EventBatch batch) {
    v1::PushRequest request;
    *request.mutable_batch() = std::move(batch);
    absl::StatusOr<v1::PushResponse> answer = Push(device, std::move(request));
    if (!answer.ok()) return answer.status();
    return answer->acknowledgement();
  }
  absl::StatusOr<v1::PushOpened> PushOpen(const DeviceIdentity& device, const EventKey& head) {
    v1::PushRequest request;
    *request.mutable_open()->mutable_head() = ToProto(head);
    absl::StatusOr<v1::PushResponse> answer = Push(device, std::move(request));
    if (!answer.ok()) return answer.status();
    return answer->opened();
  }
  absl::StatusOr<v1::HeardThrough> PushEnd(const DeviceIdentity& device, const EventKey& head,
                                           std::int64_t server_ms) {
    v1::PushRequest request;
    *request.mutable_log_end()->mutable_head() = ToProto(head);
    request.mutable_log_end()->set_server_ms(server_ms);
    absl::StatusOr<v1::PushResponse> answer = Push(device, std::move(request));
    if (!answer.ok()) return answer.status();
    return answer->heard_through();
  }

  // Everything that is in the log, of one type.
  std::vector<LogRow> Rows(EntryType type) const {
    std::vector<LogRow> rows;
    std::uint64_t position = 0;
    while (true) {
      std::vector<LogRow> some = *log->ReadRowsAfter(position, 1000, 1 << 20);
      if (some.empty()) return rows;
      position = some.back().position;
      for (LogRow& row : some) {
        if (row.type == type) rows.push_back(std::move(row));
      }
    }
  }
  std::vector<LogRow> Events() const { return Rows(EntryType::kEvent); }

  TempDir dir;
  CountingRandom random;
  ServerTestClock clock;
  FakeDirectory directory;
  std::unique_ptr<KeyVault> keys;
  std::unique_ptr<LogStore> log;
  std::unique_ptr<Writer> writer;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_SERVER_SERVER_STORE_H_
