#include "server/memory.h"

#include <malloc.h>

#include <chrono>
#include <cstddef>

namespace wijkboek {
namespace {

// An answer is encoded and sent after its call has returned.
constexpr std::chrono::seconds kWait(2);
// Less is soon used again.
constexpr std::size_t kWorthwhileBytes = 16 * 1024 * 1024;

void ReturnFreed() {
#ifdef __GLIBC__
  if (mallinfo2().fordblks >= kWorthwhileBytes) malloc_trim(0);
#endif
}

}  // namespace

FreedMemory::FreedMemory() : thread_([this] { Run(); }) {}

FreedMemory::~FreedMemory() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void FreedMemory::ReturnSoon() {
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  wake_.notify_one();
}

void FreedMemory::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return wanted_ || stopping_; });
    if (wake_.wait_for(lock, kWait, [&] { return stopping_; })) return;
    wanted_ = false;
    lock.unlock();
    ReturnFreed();
    lock.lock();
  }
}

}  // namespace wijkboek
