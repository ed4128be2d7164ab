// A device with a log of its own, as a kiosk would have one, for tests of the server.
#ifndef WIJKBOEK_TESTS_SERVER_TEST_DEVICE_H_
#define WIJKBOEK_TESTS_SERVER_TEST_DEVICE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/chain.h"
#include "common/crypto.h"
#include "common/event.h"
#include "common/tls/identity.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

inline Id TestId(int n) {
  Id id;
  id.data()[0] = 0xaa;
  id.data()[14] = static_cast<unsigned char>(n >> 8);
  id.data()[15] = static_cast<unsigned char>(n);
  return id;
}

inline SigningKey TestKey(int n) {
  SecretKey seed;
  seed.data()[0] = static_cast<unsigned char>(n);
  return SigningKey::FromSeed(seed);
}

class TestDevice {
 public:
  explicit TestDevice(int n, int centre = 1, Epoch epoch = 7)
      : key_(TestKey(n)), device_(TestId(n)), centre_(TestId(1000 + centre)), epoch_(epoch) {}

  DeviceIdentity identity() const {
    return {.device = device_, .centre = centre_, .log_key = key_.public_key()};
  }
  const Id& id() const { return device_; }
  const Id& centre() const { return centre_; }
  const SigningKey& key() const { return key_; }
  Epoch epoch() const { return epoch_; }
  const std::vector<StoredEvent>& events() const { return events_; }

  // A check-in of that person.
  const StoredEvent& CheckIn(const Id& person, std::int64_t wall_ms = 1'700'000'000'000) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_CHECKED_IN);
    event.mutable_checked_in();
    v1::PersonRef& ref = *event.add_persons();
    ref.set_person_id(person.ToString());
    ref.set_role(v1::PERSON_ROLE_PARTICIPANT);
    return Append(std::move(event), wall_ms);
  }

  const StoredEvent& Append(v1::Event event, std::int64_t wall_ms = 1'700'000'000'000) {
    event.set_device_id(device_.ToString());
    event.set_epoch(epoch_);
    event.set_seq(events_.size() + 1);
    if (event.centre_id().empty()) event.set_centre_id(centre_.ToString());
    event.mutable_captured()->set_wall_ms(wall_ms);
    event.mutable_captured()->set_boottime_ms(static_cast<std::uint64_t>(wall_ms) / 1000);
    event.mutable_captured()->set_boot_id(TestId(77).ToString());
    event.mutable_captured()->set_quality(v1::CLOCK_QUALITY_DISCIPLINED);
    event.mutable_hybrid()->set_wall_ms(wall_ms);
    events_.push_back(WriteEvent(std::move(event), head().hash));
    return events_.back();
  }

  // The device's epoch starts anew and names this as its predecessor.
  void StartEpoch(Epoch epoch, const EventKey& predecessor) {
    epoch_ = epoch;
    events_.clear();
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_DEVICE_STARTED);
    event.mutable_device_started()->set_reason(v1::START_REASON_FORK);
    *event.mutable_device_started()->mutable_predecessor() = ToProto(predecessor);
    Append(std::move(event));
  }

  // As a card that is cloned, or an image that is put back: the last events were never there.
  void ForgetAfter(std::uint64_t seq) { events_.resize(seq); }

  EventKey head() const { return HeadAt(events_.size()); }
  EventKey HeadAt(std::uint64_t seq) const {
    if (seq > 0) return events_[seq - 1].key;
    return {.device = device_, .epoch = epoch_};
  }

  // Events first..last (seqs), signed at `signed_seq` (0: the last of them).
  v1::EventBatch Batch(std::uint64_t first, std::uint64_t last,
                       std::uint64_t signed_seq = 0) const {
    v1::EventBatch batch;
    *batch.mutable_base() = ToProto(HeadAt(first - 1));
    for (std::uint64_t seq = first; seq <= last; ++seq) batch.add_events(events_[seq - 1].bytes);
    *batch.mutable_signed_head() = SignHead(HeadAt(signed_seq == 0 ? last : signed_seq), key_);
    return batch;
  }
  v1::EventBatch All() const { return Batch(1, events_.size()); }

 private:
  SigningKey key_;
  Id device_;
  Id centre_;
  Epoch epoch_;
  std::vector<StoredEvent> events_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_SERVER_TEST_DEVICE_H_
