#include "tests/e2e/harness/fleet.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "common/keep_grpc.h"
#include "common/status.h"
#include "common/tls/x509.h"
#include "tests/e2e/harness/papers.h"
#include "tests/server/test_device.h"
#include "wijkboek/v1/sync.grpc.pb.h"

namespace wijkboek {
namespace {

using Clock = std::chrono::steady_clock;

enum class Kind { kPush, kPull };

// What became of one call.
struct Ending {
  grpc::Status status;
  // Negative: nobody said when to come back.
  int retry_ms = -1;
};

Ending EndingOf(const grpc::Status& status, const grpc::ClientContext& context) {
  Ending ending{.status = status};
  const auto& trailing = context.GetServerTrailingMetadata();
  const auto retry = trailing.find("wijkboek-retry-after-ms");
  if (retry == trailing.end() ||
      !absl::SimpleAtoi(absl::string_view(retry->second.data(), retry->second.size()),
                        &ending.retry_ms)) {
    ending.retry_ms = -1;
  }
  return ending;
}

// To whom a call says how it goes. On gRPC's threads.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void Answered(int kiosk, Kind kind) = 0;
  virtual void Acknowledged(int kiosk) = 0;
  virtual void Pulled(int kiosk, const v1::PullResponse& page) = 0;
  // The last word; the call is gone after it.
  virtual void Ended(int kiosk, Kind kind, const Ending& ending) = 0;
};

class Call {
 public:
  virtual ~Call() = default;
  virtual void Cancel() = 0;
};

// Deletes itself when it has ended.
class PushCall final : public Call,
                       public grpc::ClientBidiReactor<v1::PushRequest, v1::PushResponse> {
 public:
  PushCall(int kiosk, const TestDevice& device, Listener& listener)
      : kiosk_(kiosk), device_(device), listener_(listener) {}
  void Start(v1::SyncService::Stub& stub) {
    stub.async()->Push(&context_, this);
    *request_.mutable_open()->mutable_head() = ToProto(device_.head());
    StartWrite(&request_);
    StartRead(&response_);
    // Until the call is cancelled: it stays open with nothing to say.
    AddHold();
    StartCall();
  }
  void Cancel() override { context_.TryCancel(); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return RemoveHold();
    if (response_.has_opened()) {
      listener_.Answered(kiosk_, Kind::kPush);
      if (response_.opened().held().seq() == device_.head().seq) {
        listener_.Acknowledged(kiosk_);
      } else {
        *request_.mutable_batch() = device_.All();
        StartWrite(&request_);
      }
    } else if (response_.has_acknowledgement()) {
      listener_.Acknowledged(kiosk_);
    }
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    listener_.Ended(kiosk_, Kind::kPush, EndingOf(status, context_));
    delete this;
  }

  const int kiosk_;
  const TestDevice& device_;
  Listener& listener_;
  grpc::ClientContext context_;
  v1::PushRequest request_;
  v1::PushResponse response_;
};

// Deletes itself when it has ended.
class PullCall final : public Call, public grpc::ClientReadReactor<v1::PullResponse> {
 public:
  PullCall(int kiosk, const v1::Cursor& cursor, Listener& listener)
      : kiosk_(kiosk), listener_(listener) {
    if (cursor.position() > 0) *request_.mutable_cursor() = cursor;
  }
  void Start(v1::SyncService::Stub& stub) {
    stub.async()->Pull(&context_, &request_, this);
    StartRead(&page_);
    StartCall();
  }
  void Cancel() override { context_.TryCancel(); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    listener_.Answered(kiosk_, Kind::kPull);
    listener_.Pulled(kiosk_, page_);
    StartRead(&page_);
  }
  void OnDone(const grpc::Status& status) override {
    listener_.Ended(kiosk_, Kind::kPull, EndingOf(status, context_));
    delete this;
  }

  const int kiosk_;
  Listener& listener_;
  grpc::ClientContext context_;
  v1::PullRequest request_;
  v1::PullResponse page_;
};

struct Kiosk {
  Kiosk(int number, Papers its_papers)
      : device(number, /*centre=*/number), papers(std::move(its_papers)) {
    device.CheckIn(TestId(number), kTuesday0800);
  }

  TestDevice device;
  Papers papers;
  std::shared_ptr<v1::SyncService::Stub> stub;
  // By kind; null: none is on its way.
  Call* calls[2] = {};
  bool answered[2] = {};
  v1::Cursor cursor;
  bool acknowledged = false;
  bool up_to_date = false;
  bool left = false;
};

class CallingFleet final : public Fleet, private Listener {
 public:
  explicit CallingFleet(std::deque<Kiosk> kiosks)
      : kiosks_(std::move(kiosks)), timer_([this] { RunTimer(); }) {}

  ~CallingFleet() override {
    {
      std::unique_lock lock(mutex_);
      resting_ = stopping_ = true;
      for (Kiosk& kiosk : kiosks_) HangUp(kiosk);
      changed_.notify_all();
      changed_.wait(lock, [this] { return open_ == 0; });
    }
    timer_.join();
  }

  void Connect(const std::string& address, int kiosks) override {
    std::unique_lock lock(mutex_);
    resting_ = true;
    for (Kiosk& kiosk : kiosks_) HangUp(kiosk);
    changed_.wait(lock, [this] { return open_ == 0; });
    due_.clear();
    resting_ = false;
    for (int number = 0; number < kiosks; ++number) Dial(kiosks_.at(number), address);
    for (int number = 0; number < kiosks; ++number) {
      for (const Kind kind : {Kind::kPush, Kind::kPull}) Begin(number, kind);
    }
  }

  void Leave(int kiosks) override {
    std::lock_guard lock(mutex_);
    for (Kiosk& kiosk : kiosks_) {
      if (kiosks == 0) return;
      if (kiosk.left || !kiosk.answered[0] || !kiosk.answered[1]) continue;
      if (!kiosk.acknowledged || !kiosk.up_to_date) continue;
      kiosk.left = true;
      HangUp(kiosk);
      --kiosks;
    }
  }

  Counts counts() const override {
    std::lock_guard lock(mutex_);
    Counts counts = counts_;
    for (const Kiosk& kiosk : kiosks_) {
      counts.acknowledged += kiosk.acknowledged ? 1 : 0;
      counts.up_to_date += kiosk.up_to_date ? 1 : 0;
    }
    return counts;
  }

  std::set<std::string> events() const override {
    std::set<std::string> hashes;
    for (const Kiosk& kiosk : kiosks_) {
      for (const StoredEvent& event : kiosk.device.events()) {
        hashes.insert(absl::BytesToHexString(event.key.hash.ToString()));
      }
    }
    return hashes;
  }

 private:
  // With mutex_ held, as all up to Answered.
  static void HangUp(Kiosk& kiosk) {
    for (Call* call : kiosk.calls) {
      if (call != nullptr) call->Cancel();
    }
  }

  static void Dial(Kiosk& kiosk, const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetSslTargetNameOverride(std::string(kTlsServerName));
    // A connection each.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    kiosk.stub = v1::SyncService::NewStub(grpc::CreateCustomChannel(
        address,
        grpc::SslCredentials({.pem_root_certs = kiosk.papers.authority,
                              .pem_private_key = kiosk.papers.key,
                              .pem_cert_chain = kiosk.papers.certificate}),
        arguments));
  }

  void Begin(int number, Kind kind) {
    Kiosk& kiosk = kiosks_.at(number);
    Call*& place = kiosk.calls[static_cast<int>(kind)];
    if (resting_ || kiosk.left || place != nullptr) return;
    ++open_;
    if (kind == Kind::kPush) {
      auto* call = new PushCall(number, kiosk.device, *this);
      place = call;
      call->Start(*kiosk.stub);
    } else {
      auto* call = new PullCall(number, kiosk.cursor, *this);
      place = call;
      call->Start(*kiosk.stub);
    }
  }

  void RunTimer() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      const auto next =
          due_.empty() ? Clock::now() + std::chrono::milliseconds(200) : due_.begin()->first;
      changed_.wait_until(lock, next);
      while (!due_.empty() && due_.begin()->first <= Clock::now()) {
        const auto [number, kind] = due_.begin()->second;
        due_.erase(due_.begin());
        Begin(number, kind);
      }
    }
  }

  void Answered(int kiosk, Kind kind) override {
    std::lock_guard lock(mutex_);
    kiosks_.at(kiosk).answered[static_cast<int>(kind)] = true;
  }
  void Acknowledged(int kiosk) override {
    std::lock_guard lock(mutex_);
    kiosks_.at(kiosk).acknowledged = true;
  }
  void Pulled(int number, const v1::PullResponse& page) override {
    std::lock_guard lock(mutex_);
    Kiosk& kiosk = kiosks_.at(number);
    if (page.has_cursor()) kiosk.cursor = page.cursor();
    kiosk.up_to_date |= page.up_to_date();
  }
  void Ended(int number, Kind kind, const Ending& ending) override {
    std::lock_guard lock(mutex_);
    Kiosk& kiosk = kiosks_.at(number);
    kiosk.calls[static_cast<int>(kind)] = nullptr;
    kiosk.answered[static_cast<int>(kind)] = false;
    --open_;
    changed_.notify_all();
    if (resting_ || kiosk.left) return;
    int wait_ms = ending.retry_ms;
    if (wait_ms >= 0) {
      ++counts_.told_to_wait;
    } else {
      ++counts_.broken;
      wait_ms = 1000 + static_cast<int>(spread_() % 2000);
    }
    due_.emplace(Clock::now() + std::chrono::milliseconds(wait_ms), std::pair(number, kind));
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Stays where it is: calls refer to it.
  std::deque<Kiosk> kiosks_;
  Counts counts_;
  int open_ = 0;
  // Nobody calls.
  bool resting_ = false;
  bool stopping_ = false;
  std::multimap<Clock::time_point, std::pair<int, Kind>> due_;
  std::minstd_rand spread_;
  std::thread timer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Fleet>> Fleet::Make(const Town& town, int kiosks) {
  KeepGrpc();
  std::deque<Kiosk> made;
  for (int number = 0; number < kiosks; ++number) {
    ASSIGN_OR_RETURN(Papers papers, PapersOf(town, TestDevice(number, number).identity()));
    made.emplace_back(number, std::move(papers));
  }
  return std::make_unique<CallingFleet>(std::move(made));
}

}  // namespace wijkboek
