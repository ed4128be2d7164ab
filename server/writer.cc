#include "server/writer.h"

#include <algorithm>
#include <future>
#include <utility>

#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// What callers are told when the store failed: they keep what they have and come again.
absl::Status ForCallers(const absl::Status& status) {
  if (absl::IsResourceExhausted(status)) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the server's disk is full; nothing is lost, send again later (", status.message(), ")"));
  }
  return absl::UnavailableError(absl::StrCat(
      "the server could not write its log; send again later (", status.message(), ")"));
}

}  // namespace

Writer::Writer(std::string path, std::string vfs, LogStore& store, KeyVault& keys,
               const Clock& clock, Drive drive)
    : path_(std::move(path)),
      vfs_(std::move(vfs)),
      store_(store),
      keys_(keys),
      clock_(clock),
      drive_(drive) {}

absl::StatusOr<std::unique_ptr<Writer>> Writer::Open(std::string path, LogStore& store,
                                                     KeyVault& keys, const Clock& clock,
                                                     Random& random, std::string vfs, Drive drive) {
  std::unique_ptr<Writer> writer(
      new Writer(std::move(path), std::move(vfs), store, keys, clock, drive));
  writer->generation_ = random.NewUint64();
  RETURN_IF_ERROR(writer->Reopen());
  LogAppender& log = *writer->log_;
  absl::Status status = log.Begin();
  if (status.ok()) status = log.OpenGeneration(writer->generation_, clock.WallMs());
  if (status.ok()) status = log.Commit();
  if (!status.ok()) return WithContext(status, "beginning a generation of the log");
  store.PublishTail(log.tail());
  if (drive == Drive::kOwnThread) {
    writer->thread_ = std::thread([writer = writer.get()] { writer->Loop(); });
  }
  return writer;
}

Writer::~Writer() { Stop(); }

void Writer::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (drive_ == Drive::kCaller) {
    while (Step()) {
    }
  }
}

absl::Status Writer::Submit(WriteJob job) {
  std::lock_guard lock(mutex_);
  if (stopping_) return absl::UnavailableError("the server is stopping");
  if (job.bounded && queued_bytes_ > 0 && queued_bytes_ + job.bytes > kIngestQueueBytesMax) {
    return absl::ResourceExhaustedError("the server has more to store than it can take; wait");
  }
  queued_bytes_ += job.bytes;
  queue_.push_back(std::move(job));
  wake_.notify_one();
  return absl::OkStatus();
}

absl::Status Writer::Run(WriteJob job) {
  // Shared: whoever waits may be gone before the promise is done with keeping it.
  auto committed = std::make_shared<std::promise<absl::Status>>();
  std::future<absl::Status> result = committed->get_future();
  job.bounded = false;
  job.done = [committed](const absl::Status& status) { committed->set_value(status); };
  RETURN_IF_ERROR(Submit(std::move(job)));
  if (drive_ == Drive::kCaller) {
    while (Step()) {
    }
  }
  return result.get();
}

absl::Status Writer::AppendLifecycle(const v1::DeviceLifecycle& lifecycle) {
  WriteJob job;
  job.apply = [&lifecycle](LogAppender& log, std::int64_t now_ms) {
    return log.AppendLifecycle(lifecycle, now_ms);
  };
  return Run(std::move(job));
}

void Writer::OnCommit(std::function<void()> listener) {
  std::lock_guard lock(mutex_);
  on_commit_ = std::move(listener);
}

HybridTime Writer::latest_hybrid() const {
  std::lock_guard lock(mutex_);
  return latest_hybrid_;
}

void Writer::ObserveHybrid(HybridTime seen) {
  std::int64_t now_ms = clock_.WallMs();
  std::lock_guard lock(mutex_);
  if (seen.wall_ms - now_ms > kHybridAheadMaxMs) return;
  latest_hybrid_ = std::max(latest_hybrid_, seen);
}

absl::Status Writer::Reopen() {
  log_.reset();
  ASSIGN_OR_RETURN(log_, LogAppender::Open(path_, vfs_));
  return absl::OkStatus();
}

std::vector<WriteJob> Writer::TakeGroupLocked() {
  std::vector<WriteJob> group;
  std::size_t events = 0;
  while (!queue_.empty() && (group.empty() || events < kGroupCommitEventsMax)) {
    const bool alone = queue_.front().alone;
    if (alone && !group.empty()) break;
    events += queue_.front().events;
    queued_bytes_ -= queue_.front().bytes;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (alone) break;
  }
  return group;
}

void Writer::Loop() {
  while (true) {
    std::vector<WriteJob> group;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      group = TakeGroupLocked();
    }
    if (group.empty()) return;  // stopping, and nothing waits
    CommitGroup(std::move(group));
  }
}

bool Writer::Step() {
  std::vector<WriteJob> group;
  {
    std::lock_guard lock(mutex_);
    group = TakeGroupLocked();
  }
  if (group.empty()) return false;
  CommitGroup(std::move(group));
  return true;
}

void Writer::CommitGroup(std::vector<WriteJob> group) {
  absl::Status status = CommitKeys(group);
  if (status.ok()) status = CommitJobs(group);
  if (status.ok()) {
    bool grew = log_->tail().position != store_.tail().position;
    LogTail tail = log_->tail();
    tail.generation = generation_;
    store_.PublishTail(tail);
    std::function<void()> listener;
    if (grew) {
      std::lock_guard lock(mutex_);
      listener = on_commit_;
    }
    if (listener) listener();
  }
  for (WriteJob& job : group) {
    if (job.done) job.done(status);
  }
}

absl::Status Writer::CommitKeys(std::vector<WriteJob>& group) {
  std::vector<PersonKey> keys;
  for (const WriteJob& job : group) keys.insert(keys.end(), job.keys.begin(), job.keys.end());
  absl::Status status = keys_.Add(keys);
  return status.ok() ? status : ForCallers(WithContext(status, "people's keys"));
}

absl::Status Writer::CommitJobs(std::vector<WriteJob>& group) {
  if (log_ == nullptr) {
    absl::Status opened = Reopen();
    if (!opened.ok()) return ForCallers(opened);
  }
  absl::Status status = log_->Begin();
  // One moment for the whole group, read before it is committed.
  std::int64_t now_ms = clock_.WallMs();
  for (WriteJob& job : group) {
    if (!status.ok()) break;
    status = job.apply(*log_, now_ms);
  }
  if (status.ok()) status = log_->Commit();
  if (status.ok()) return status;
  // Whether it was committed is not known, and what the connection remembers may be wrong: begin
  // anew from the disk. Those who wait are told to come again; they are recognised then.
  log_->Rollback();
  absl::Status reopened = Reopen();
  if (reopened.ok()) {
    LogTail tail = log_->tail();
    tail.generation = generation_;
    store_.PublishTail(tail);
  }
  return ForCallers(status);
}

}  // namespace wijkboek
