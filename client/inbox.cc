#include <chrono>
#include <utility>

#include "client/uplink.h"

namespace wijkboek {
namespace {

// A page of the pull is up to 2 MiB.
constexpr std::size_t kWaitingMax = 4;

}  // namespace

bool Inbox::Put(UplinkEvent event) {
  std::unique_lock<std::mutex> lock(mutex_);
  const std::uint64_t connection = event.connection;
  changed_.wait(
      lock, [&] { return stopped_ || admitted_ != connection || events_.size() < kWaitingMax; });
  if (stopped_ || admitted_ != connection) return false;
  events_.push_back(std::move(event));
  changed_.notify_all();
  return true;
}

std::optional<UplinkEvent> Inbox::Take() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (events_.empty()) return std::nullopt;
  UplinkEvent event = std::move(events_.front());
  events_.pop_front();
  changed_.notify_all();
  return event;
}

void Inbox::Admit(std::uint64_t connection) {
  std::lock_guard<std::mutex> lock(mutex_);
  admitted_ = connection;
  events_.clear();
  changed_.notify_all();
}

void Inbox::Wake() {
  std::lock_guard<std::mutex> lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

void Inbox::Stop() {
  std::lock_guard<std::mutex> lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

bool Inbox::stopped() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return stopped_;
}

bool Inbox::TakeWoken() {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(woken_, false);
}

void Inbox::Wait(std::int64_t at_most_ms) {
  std::unique_lock<std::mutex> lock(mutex_);
  // Against the system clock, whose timed waits ThreadSanitizer knows; a jump of it costs one early
  // or late look.
  changed_.wait_until(lock,
                      std::chrono::system_clock::now() + std::chrono::milliseconds(at_most_ms),
                      [&] { return stopped_ || woken_ || !events_.empty(); });
}

}  // namespace wijkboek
