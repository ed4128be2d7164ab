// The streams that are open, and how many are admitted.
#ifndef WIJKBOEK_SERVER_STREAM_SET_H_
#define WIJKBOEK_SERVER_STREAM_SET_H_

#include <memory>
#include <mutex>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "common/ids.h"

namespace wijkboek {

// One open stream of one device.
class Stream {
 public:
  explicit Stream(const Id& device) : device_(device) {}
  virtual ~Stream() = default;
  const Id& device() const { return device_; }
  // Ends it with this error, if it has not ended. Thread-safe; does not block.
  virtual void Cut(const absl::Status& why) = 0;
  // There may be something new for it. Thread-safe; does not block.
  virtual void Wake(bool refresh) = 0;

 private:
  const Id device_;
};

// Thread-safe. Holds the streams alive until they are removed.
class StreamSet {
 public:
  StreamSet(int streams_max, int streams_per_device_max)
      : streams_max_(streams_max), streams_per_device_max_(streams_per_device_max) {}

  // RESOURCE_EXHAUSTED when there are too many, UNAVAILABLE after Close.
  absl::Status Add(const std::shared_ptr<Stream>& stream);
  void Remove(const Stream* stream);
  // A copy, so that nothing is called under the lock.
  std::vector<std::shared_ptr<Stream>> All() const;
  // Admits nobody from now on, and cuts all that are open.
  void Close(const absl::Status& why);

 private:
  const int streams_max_;
  const int streams_per_device_max_;
  mutable std::mutex mutex_;
  bool closed_ = false;
  absl::flat_hash_map<const Stream*, std::shared_ptr<Stream>> streams_;
  absl::flat_hash_map<Id, int> per_device_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_STREAM_SET_H_
