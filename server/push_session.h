// One device's Push stream, without gRPC: what each message asks and what is answered.
#ifndef WIJKBOEK_SERVER_PUSH_SESSION_H_
#define WIJKBOEK_SERVER_PUSH_SESSION_H_

#include <functional>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "server/device_directory.h"
#include "server/key_vault.h"
#include "server/writer.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// What sync works with; all of it is thread-safe and outlives the streams.
struct PushParts {
  Writer& writer;
  const KeyVault& keys;
  DeviceDirectory& directory;
  const Clock& clock;
};

// One thread at a time. Verifies in the caller's thread, stores in the writer's; never blocks.
class PushSession {
 public:
  // Called exactly once for each message, in the order of the messages or not, on any thread. An
  // error ends the stream.
  using Answer = std::function<void(absl::StatusOr<v1::PushResponse>)>;

  PushSession(const DeviceIdentity& device, const PushParts& parts);

  void Handle(v1::PushRequest request, const Answer& answer);

 private:
  void Open(const v1::PushOpen& open, const Answer& answer);
  void Query(const v1::HashQuery& query, const Answer& answer);
  void Store(v1::EventBatch batch, const Answer& answer);
  void NoteLogEnd(const v1::LogEnd& end, const Answer& answer);
  void Submit(WriteJob job, const Answer& answer);

  const DeviceIdentity device_;
  const PushParts parts_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_PUSH_SESSION_H_
