// gRPC's reactors for Push and Pull. Each is held by the stream set until gRPC is done with it, and
// by whoever works for it.
#ifndef WIJKBOEK_SERVER_SYNC_STREAMS_H_
#define WIJKBOEK_SERVER_SYNC_STREAMS_H_

#include <deque>
#include <memory>
#include <mutex>

#include <grpcpp/grpcpp.h>

#include "server/feed.h"
#include "server/push_session.h"
#include "server/stream_set.h"
#include "server/worker_pool.h"
#include "wijkboek/v1/sync.grpc.pb.h"

namespace wijkboek {

grpc::Status ToGrpc(const absl::Status& status);
// Says in the trailing metadata when to come again, where the status means that.
void AddRetryTime(const absl::Status& status, grpc::CallbackServerContext& context);

class PushStream final : public grpc::ServerBidiReactor<v1::PushRequest, v1::PushResponse>,
                         public Stream,
                         public std::enable_shared_from_this<PushStream> {
 public:
  PushStream(grpc::CallbackServerContext& context, const DeviceIdentity& device,
             const PushParts& parts, StreamSet& streams);
  void Start();

  void Cut(const absl::Status& why) override;
  void Wake(bool refresh) override;

 private:
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void OnAnswer(absl::StatusOr<v1::PushResponse> answer);
  // With mutex_ held.
  void Read();
  void Write();
  void End(const absl::Status& status);
  void EndWhenAnswered();

  grpc::CallbackServerContext& context_;
  StreamSet& streams_;
  PushSession session_;
  v1::PushRequest request_;

  std::mutex mutex_;
  std::deque<v1::PushResponse> answers_;
  int unanswered_ = 0;
  bool reading_ = false;
  bool writing_ = false;
  bool read_all_ = false;
  bool ended_ = false;
};

class PullStream final : public grpc::ServerWriteReactor<v1::PullResponse>,
                         public Stream,
                         public std::enable_shared_from_this<PullStream> {
 public:
  PullStream(grpc::CallbackServerContext& context, const DeviceIdentity& device,
             const DeviceDirectory& directory, v1::PullRequest request, Feed& feed,
             WorkerPool& workers, StreamSet& streams);

  void Cut(const absl::Status& why) override;
  void Wake(bool refresh) override;

 private:
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  // On a worker.
  void ReadPage();
  absl::StatusOr<FeedStep> NextStep(bool refresh);
  // With mutex_ held.
  void Schedule();
  void End(const absl::Status& status);

  grpc::CallbackServerContext& context_;
  const DeviceIdentity identity_;
  const DeviceDirectory& directory_;
  Feed& feed_;
  WorkerPool& workers_;
  StreamSet& streams_;
  // The worker's, while one is at it.
  v1::PullRequest request_;
  std::optional<FeedSession> session_;

  std::mutex mutex_;
  v1::PullResponse page_;
  bool working_ = false;
  bool writing_ = false;
  bool more_ = false;
  bool refresh_ = false;
  bool ended_ = false;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_SYNC_STREAMS_H_
