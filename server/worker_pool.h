// A few threads for work that reads the disk, so that gRPC's own threads never wait.
#ifndef WIJKBOEK_SERVER_WORKER_POOL_H_
#define WIJKBOEK_SERVER_WORKER_POOL_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace wijkboek {

// Thread-safe. The queue is as long as those who post make it: each stream has at most one piece of
// work in it.
class WorkerPool {
 public:
  explicit WorkerPool(int threads);
  // As Stop.
  ~WorkerPool();

  // Dropped after Stop.
  void Post(std::function<void()> work);
  // Ends what runs, drops what waits.
  void Stop();

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_WORKER_POOL_H_
