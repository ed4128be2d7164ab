// A device for measurements: enrolled like a kiosk, with a log that was written beforehand, and
// nothing to do but push it.
#ifndef WIJKBOEK_TESTS_BENCH_PUSHING_DEVICE_H_
#define WIJKBOEK_TESTS_BENCH_PUSHING_DEVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/enrolment.h"
#include "common/crypto.h"
#include "common/draft.h"
#include "common/random.h"
#include "wijkboek/v1/sync.grpc.pb.h"

namespace wijkboek::bench {

// Check-ins and check-outs of `people`, completed on `head`, as a kiosk writes them.
std::vector<StoredEvent> WriteDay(const LogHead& head, std::size_t count,
                                  const std::vector<Id>& people, const Id& centre,
                                  std::int64_t wall_ms, Random& random);

class PushingDevice {
 public:
  static absl::StatusOr<std::unique_ptr<PushingDevice>> Enrol(const std::string& enrolment_address,
                                                              const std::string& sync_address,
                                                              const std::string& code,
                                                              Random& random);

  // Writes `count` more events and cuts them into batches; not part of what is measured.
  void Prepare(std::size_t count, std::size_t events_per_batch, const std::vector<Id>& people,
               std::int64_t wall_ms, Random& random);
  // Opens a stream and waits for the server's answer; not part of what is measured.
  absl::Status Open();
  // Sends what was prepared, with as many batches in flight as the server allows, and returns when
  // all of it is acknowledged.
  absl::Status Push();
  void Close();

 private:
  explicit PushingDevice(EnrolledDevice enrolled);

  EnrolledDevice enrolled_;
  SigningKey key_;
  LogHead head_;
  std::vector<v1::PushRequest> batches_;
  std::unique_ptr<v1::SyncService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::PushRequest, v1::PushResponse>> stream_;
  int in_flight_max_ = 1;
};

}  // namespace wijkboek::bench

#endif  // WIJKBOEK_TESTS_BENCH_PUSHING_DEVICE_H_
