// The connection to the server: one Push and one Pull stream over one channel with mutual TLS. What
// arrives is put into an inbox; the streams are opened, written and dropped by one thread.
#ifndef WIJKBOEK_CLIENT_UPLINK_H_
#define WIJKBOEK_CLIENT_UPLINK_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "absl/status/status.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// A stream is over; the other one soon will be.
struct UplinkEnded {
  absl::Status status;
  // What the server asked for; 0: nothing.
  std::int64_t retry_after_ms = 0;
};

struct UplinkEvent {
  // Which connection of the inbox's owner it belongs to.
  std::uint64_t connection = 0;
  std::variant<v1::PushResponse, v1::PullResponse, UplinkEnded> what;
};

// What waits for the sync thread. Thread-safe. Bounded: a reader that is too quick waits.
class Inbox {
 public:
  // False when `connection` is no longer wanted: stop reading.
  bool Put(UplinkEvent event);
  std::optional<UplinkEvent> Take();
  // From now on only events of this connection are let in; what waits is dropped.
  void Admit(std::uint64_t connection);

  // Something happened outside.
  void Wake();
  void Stop();
  bool stopped() const;
  // True once after Wake.
  bool TakeWoken();
  // Until there is something, or the time is over.
  void Wait(std::int64_t at_most_ms);

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<UplinkEvent> events_;
  std::uint64_t admitted_ = 0;
  bool woken_ = false;
  bool stopped_ = false;
};

// Destroying it cancels both streams and waits for their readers.
class Uplink {
 public:
  virtual ~Uplink() = default;
  // False when the stream is over; the reason comes through the inbox. May block while the network
  // does.
  virtual bool Push(const v1::PushRequest& request) = 0;
  // Breaks whatever blocks, from any thread.
  virtual void Cancel() = 0;
};

struct UplinkParams {
  // "host:port".
  std::string server;
  std::string authority_pem;
  std::string certificate_pem;
  std::string key_pem;
  v1::PullRequest pull;
  std::uint64_t connection = 0;
};

using OpenUplink = std::function<std::unique_ptr<Uplink>(const UplinkParams& params, Inbox& inbox)>;

// The real one.
std::unique_ptr<Uplink> OpenGrpcUplink(const UplinkParams& params, Inbox& inbox);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_UPLINK_H_
