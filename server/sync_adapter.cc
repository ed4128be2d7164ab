#include "server/sync_adapter.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "common/limits.h"
#include "common/status.h"
#include "server/sync_streams.h"

namespace wijkboek {
namespace {

constexpr int kFeedThreads = 2;
// Pulls follow the log this closely, and one more millisecond for each two of them: many small
// pages cost more than few larger ones.
constexpr std::int64_t kFollowMs = 50;
// Scopes change with the day, and kiosks are told where they stand.
constexpr std::int64_t kTickMs = 60 * 1000;

// Streams that are over before they began.
class RefusedPush final : public grpc::ServerBidiReactor<v1::PushRequest, v1::PushResponse> {
 public:
  explicit RefusedPush(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

class RefusedPull final : public grpc::ServerWriteReactor<v1::PullResponse> {
 public:
  explicit RefusedPull(const absl::Status& status) { Finish(ToGrpc(status)); }
  void OnDone() override { delete this; }
};

class Adapter final : public SyncAdapter, public v1::SyncService::CallbackService {
 public:
  explicit Adapter(SyncParts parts)
      : parts_(std::move(parts)),
        pushes_(parts_.streams_max, kStreamsPerDeviceMax),
        pulls_(parts_.streams_max, kStreamsPerDeviceMax),
        workers_(kFeedThreads),
        follower_([this] { Follow(); }) {
    parts_.push.directory.OnRevoked([this](const Id& device) {
      Cut(device, absl::PermissionDeniedError("this device was revoked"));
    });
  }
  ~Adapter() override {
    Stop();
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    follower_.join();
  }

  grpc::Service& service() override { return *this; }

  grpc::ServerBidiReactor<v1::PushRequest, v1::PushResponse>* Push(
      grpc::CallbackServerContext* context) override {
    absl::StatusOr<DeviceIdentity> device = Identify(*context);
    if (!device.ok()) return new RefusedPush(device.status());
    auto stream = std::make_shared<PushStream>(*context, *device, parts_.push, pushes_);
    absl::Status admitted = pushes_.Add(stream);
    if (!admitted.ok()) {
      AddRetryTime(admitted, *context);
      return new RefusedPush(admitted);
    }
    stream->Start();
    return stream.get();
  }

  grpc::ServerWriteReactor<v1::PullResponse>* Pull(grpc::CallbackServerContext* context,
                                                   const v1::PullRequest* request) override {
    absl::StatusOr<DeviceIdentity> device = Identify(*context);
    if (!device.ok()) return new RefusedPull(device.status());
    if (request->has_status()) {
      parts_.push.directory.Heard(device->device, request->status(), parts_.push.clock.WallMs());
    }
    context->set_compression_algorithm(GRPC_COMPRESS_GZIP);
    auto stream = std::make_shared<PullStream>(*context, *device, parts_.push.directory, *request,
                                               parts_.feed, workers_, pulls_);
    absl::Status admitted = pulls_.Add(stream);
    if (!admitted.ok()) {
      AddRetryTime(admitted, *context);
      return new RefusedPull(admitted);
    }
    stream->Wake(/*refresh=*/false);
    return stream.get();
  }

  void LogGrew() override {
    {
      std::lock_guard lock(mutex_);
      grew_ = true;
    }
    wake_.notify_one();
  }

  void Cut(const Id& device, const absl::Status& why) override {
    for (StreamSet* set : {&pushes_, &pulls_}) {
      for (const std::shared_ptr<Stream>& stream : set->All()) {
        if (stream->device() == device) stream->Cut(why);
      }
    }
  }

  void Stop() override {
    parts_.push.directory.OnRevoked(nullptr);
    absl::Status why = absl::UnavailableError("the server is stopping");
    pushes_.Close(why);
    pulls_.Close(why);
    workers_.Stop();
  }

 private:
  absl::StatusOr<DeviceIdentity> Identify(grpc::CallbackServerContext& context) {
    std::vector<grpc::string_ref> certificates =
        context.auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
    if (certificates.empty()) return absl::UnauthenticatedError("no client certificate");
    absl::string_view pem(certificates.front().data(), certificates.front().size());
    ASSIGN_OR_RETURN(DeviceIdentity device, parts_.identify(pem));
    return parts_.push.directory.Admit(device, parts_.push.clock.WallMs());
  }

  // Wakes the pulls when the log grew, not more often than makes sense; and all of them now and
  // then.
  void Follow() {
    auto next_tick = std::chrono::steady_clock::now() + std::chrono::milliseconds(kTickMs);
    std::int64_t pause_ms = 0;
    while (true) {
      bool tick = false;
      {
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, std::chrono::milliseconds(pause_ms), [&] { return stopping_; });
        wake_.wait_until(lock, next_tick, [&] { return stopping_ || grew_; });
        if (stopping_) return;
        grew_ = false;
        tick = std::chrono::steady_clock::now() >= next_tick;
      }
      std::vector<std::shared_ptr<Stream>> pulls = pulls_.All();
      for (const std::shared_ptr<Stream>& pull : pulls) pull->Wake(tick);
      pause_ms = kFollowMs + static_cast<std::int64_t>(pulls.size()) / 2;
      if (tick) {
        next_tick = std::chrono::steady_clock::now() + std::chrono::milliseconds(kTickMs);
        CutRevoked();
      }
    }
  }

  void CutRevoked() {
    for (StreamSet* set : {&pushes_, &pulls_}) {
      for (const std::shared_ptr<Stream>& stream : set->All()) {
        if (!parts_.push.directory.IsRevoked(stream->device())) continue;
        stream->Cut(absl::PermissionDeniedError("this device was revoked"));
      }
    }
  }

  SyncParts parts_;
  StreamSet pushes_;
  StreamSet pulls_;
  WorkerPool workers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool grew_ = false;
  bool stopping_ = false;
  std::thread follower_;
};

}  // namespace

std::unique_ptr<SyncAdapter> SyncAdapter::Make(SyncParts parts) {
  return std::make_unique<Adapter>(std::move(parts));
}

}  // namespace wijkboek
