#include "server/sync_streams.h"

#include <random>
#include <string>
#include <utility>

#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Long enough to get something done meanwhile; spread, so that not all come at once.
constexpr std::int64_t kRetryAfterMs = 5000;

constexpr std::size_t kInFlightMax = kBatchesInFlightMax;

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()));
}

void AddRetryTime(const absl::Status& status, grpc::CallbackServerContext& context) {
  if (!absl::IsResourceExhausted(status)) return;
  thread_local std::minstd_rand spread{std::random_device{}()};
  context.AddTrailingMetadata("wijkboek-retry-after-ms",
                              std::to_string(kRetryAfterMs + spread() % kRetryAfterMs));
}

// ---- Push

PushStream::PushStream(grpc::CallbackServerContext& context, const DeviceIdentity& device,
                       const PushParts& parts, StreamSet& streams)
    : Stream(device.device), context_(context), streams_(streams), session_(device, parts) {}

void PushStream::Start() {
  std::lock_guard lock(mutex_);
  Read();
}

void PushStream::Read() {
  if (ended_ || reading_ || read_all_) return;
  // What waits to be written counts too: a device that only sends is not read for ever.
  if (static_cast<std::size_t>(unanswered_) + answers_.size() >= kInFlightMax) return;
  reading_ = true;
  StartRead(&request_);
}

void PushStream::OnReadDone(bool ok) {
  {
    std::lock_guard lock(mutex_);
    if (!ok) {
      reading_ = false;
      read_all_ = true;
      return EndWhenAnswered();
    }
    if (ended_) return;
    ++unanswered_;
  }
  // Still marked as reading: nobody else starts a read while this one's message is handled.
  session_.Handle(std::move(request_),
                  [self = shared_from_this()](absl::StatusOr<v1::PushResponse> answer) {
                    self->OnAnswer(std::move(answer));
                  });
  std::lock_guard lock(mutex_);
  reading_ = false;
  // Clear() would keep the memory of the largest batch for as long as the kiosk is here.
  request_ = v1::PushRequest();
  Read();
}

void PushStream::OnAnswer(absl::StatusOr<v1::PushResponse> answer) {
  std::lock_guard lock(mutex_);
  --unanswered_;
  if (ended_) return;
  if (!answer.ok()) return End(answer.status());
  answers_.push_back(*std::move(answer));
  if (!writing_) Write();
  Read();
}

void PushStream::Write() {
  writing_ = true;
  StartWrite(&answers_.front());
}

void PushStream::OnWriteDone(bool ok) {
  std::lock_guard lock(mutex_);
  writing_ = false;
  answers_.pop_front();
  if (ended_) return;
  if (!ok) return End(absl::CancelledError("the device is gone"));
  if (!answers_.empty()) Write();
  Read();
  EndWhenAnswered();
}

void PushStream::EndWhenAnswered() {
  if (read_all_ && unanswered_ == 0 && answers_.empty()) End(absl::OkStatus());
}

void PushStream::End(const absl::Status& status) {
  if (ended_) return;
  ended_ = true;
  AddRetryTime(status, context_);
  Finish(ToGrpc(status));
}

void PushStream::Cut(const absl::Status& why) {
  std::lock_guard lock(mutex_);
  End(why);
}

void PushStream::Wake(bool) {}

void PushStream::OnCancel() { Cut(absl::CancelledError("the device is gone")); }

void PushStream::OnDone() { streams_.Remove(this); }

// ---- Pull

PullStream::PullStream(grpc::CallbackServerContext& context, const DeviceIdentity& device,
                       const DeviceDirectory& directory, v1::PullRequest request, Feed& feed,
                       WorkerPool& workers, StreamSet& streams)
    : Stream(device.device),
      context_(context),
      identity_(device),
      directory_(directory),
      feed_(feed),
      workers_(workers),
      streams_(streams),
      request_(std::move(request)) {}

void PullStream::Wake(bool refresh) {
  std::lock_guard lock(mutex_);
  refresh_ |= refresh;
  more_ = true;
  Schedule();
}

void PullStream::Schedule() {
  if (ended_ || working_ || writing_ || !more_) return;
  working_ = true;
  more_ = false;
  workers_.Post([self = shared_from_this()] { self->ReadPage(); });
}

absl::StatusOr<FeedStep> PullStream::NextStep(bool refresh) {
  if (directory_.IsRevoked(device())) {
    return absl::PermissionDeniedError("this device was revoked");
  }
  if (!session_) {
    ASSIGN_OR_RETURN(session_, feed_.Begin(identity_.centre, request_));
    request_.Clear();
  }
  return feed_.Next(*session_, refresh);
}

void PullStream::ReadPage() {
  bool refresh = false;
  {
    std::lock_guard lock(mutex_);
    if (ended_) return;
    refresh = std::exchange(refresh_, false);
  }
  absl::StatusOr<FeedStep> step = NextStep(refresh);
  std::lock_guard lock(mutex_);
  working_ = false;
  if (ended_) return;
  if (!step.ok()) return End(step.status());
  more_ |= step->more;
  if (!step->page) return Schedule();
  page_ = *std::move(step->page);
  writing_ = true;
  StartWrite(&page_);
}

void PullStream::OnWriteDone(bool ok) {
  std::lock_guard lock(mutex_);
  writing_ = false;
  // Clear() would keep its memory for as long as the kiosk is here.
  page_ = v1::PullResponse();
  if (ended_) return;
  if (!ok) return End(absl::CancelledError("the device is gone"));
  Schedule();
}

void PullStream::End(const absl::Status& status) {
  if (ended_) return;
  ended_ = true;
  AddRetryTime(status, context_);
  Finish(ToGrpc(status));
}

void PullStream::Cut(const absl::Status& why) {
  std::lock_guard lock(mutex_);
  End(why);
}

void PullStream::OnCancel() { Cut(absl::CancelledError("the device is gone")); }

void PullStream::OnDone() { streams_.Remove(this); }

}  // namespace wijkboek
