#include "server/stream_set.h"

#include <utility>

namespace wijkboek {

absl::Status StreamSet::Add(const std::shared_ptr<Stream>& stream) {
  std::lock_guard lock(mutex_);
  if (closed_) return absl::UnavailableError("the server is stopping");
  if (streams_.size() >= static_cast<std::size_t>(streams_max_)) {
    return absl::ResourceExhaustedError("the server has as many kiosks as it can serve at once");
  }
  int& of_device = per_device_[stream->device()];
  if (of_device >= streams_per_device_max_) {
    return absl::ResourceExhaustedError("this device has too many streams open");
  }
  ++of_device;
  const Stream* key = stream.get();
  streams_.emplace(key, stream);
  return absl::OkStatus();
}

void StreamSet::Remove(const Stream* stream) {
  std::shared_ptr<Stream> removed;
  std::lock_guard lock(mutex_);
  auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  auto count = per_device_.find(found->second->device());
  if (--count->second == 0) per_device_.erase(count);
  removed = std::move(found->second);
  streams_.erase(found);
}

std::vector<std::shared_ptr<Stream>> StreamSet::All() const {
  std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Stream>> all;
  all.reserve(streams_.size());
  for (const auto& [key, stream] : streams_) all.push_back(stream);
  return all;
}

void StreamSet::Close(const absl::Status& why) {
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  for (const std::shared_ptr<Stream>& stream : All()) stream->Cut(why);
}

}  // namespace wijkboek
