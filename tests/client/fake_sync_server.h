// A server of Push in a few lines: holds events by identity, answers one request at a time. Keeps
// what the real one promises, so that a kiosk that gets along with this one gets along with that
// one.
#ifndef WIJKBOEK_TESTS_CLIENT_FAKE_SYNC_SERVER_H_
#define WIJKBOEK_TESTS_CLIENT_FAKE_SYNC_SERVER_H_

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "client/sync_session.h"
#include "common/chain.h"
#include "common/event.h"
#include "common/random.h"

namespace wijkboek {

class FakeSyncServer {
 public:
  // What was stored, in order; may be set back to an earlier value.
  struct Held {
    std::map<Hash, StoredEvent> events;
    std::map<Epoch, EventKey> first_branch;
    std::map<Hash, std::int64_t> received_ms;
    std::map<Id, std::string> keys;
  };

  Held held;
  std::int64_t now_ms = 2'000'000'000'000;
  std::uint32_t in_flight_max = 4;
  std::uint32_t batch_bytes_max = 64 * 1024;
  int stored_twice = 0;
  std::size_t batches = 0;
  std::set<std::uint64_t> asked;
  std::int64_t heard_through_ms = 0;
  EventKey heard_through;

  std::optional<v1::PushResponse> Answer(const v1::PushRequest& request) {
    v1::PushResponse response;
    switch (request.request_case()) {
      case v1::PushRequest::kOpen: {
        auto first = held.first_branch.find(request.open().head().epoch());
        v1::PushOpened* opened = response.mutable_opened();
        if (first != held.first_branch.end()) *opened->mutable_held() = ToProto(first->second);
        opened->set_server_ms(now_ms);
        opened->set_acknowledgement_key(key_.public_key().ToString());
        opened->set_batch_bytes_max(batch_bytes_max);
        opened->set_batches_in_flight_max(in_flight_max);
        return response;
      }
      case v1::PushRequest::kHashQuery: {
        response.mutable_hash_answer()->set_epoch(request.hash_query().epoch());
        for (std::uint64_t seq : request.hash_query().seqs()) {
          asked.insert(seq);
          for (const auto& [hash, event] : held.events) {
            if (event.key.epoch == request.hash_query().epoch() && event.key.seq == seq) {
              *response.mutable_hash_answer()->add_held() = ToProto(event.key);
            }
          }
        }
        return response;
      }
      case v1::PushRequest::kBatch:
        *response.mutable_acknowledgement() = Store(request.batch());
        return response;
      case v1::PushRequest::kLogEnd:
        heard_through = *ToEventKey(request.log_end().head());
        EXPECT_TRUE(held.events.contains(heard_through.hash));
        heard_through_ms = request.log_end().server_ms();
        response.mutable_heard_through()->set_epoch(heard_through.epoch);
        response.mutable_heard_through()->set_seq(heard_through.seq);
        response.mutable_heard_through()->set_server_ms(heard_through_ms);
        return response;
      case v1::PushRequest::kTimeQuery:
        response.mutable_time_answer()->set_server_ms(now_ms);
        return response;
      default:
        return std::nullopt;
    }
  }

 private:
  v1::Acknowledgement Store(const v1::EventBatch& batch) {
    ++batches;
    Hash previous = Hash::FromBytesOrZero(batch.base().hash());
    EXPECT_TRUE(batch.base().seq() == 0 || held.events.contains(previous)) << "base is not held";
    EventKey last;
    std::map<std::uint64_t, std::int64_t> times;
    for (const v1::Acknowledgement& ack : batch.acknowledgements()) {
      EXPECT_TRUE(VerifyAcknowledgement(ack, key_.public_key()));
      times[ack.event().seq()] = ack.received_ms();
    }
    for (const std::string& bytes : batch.events()) {
      absl::StatusOr<StoredEvent> event = ReadEvent(bytes, previous);
      EXPECT_TRUE(event.ok()) << event.status();
      last = event->key;
      auto time = times.lower_bound(last.seq);
      if (held.events.contains(last.hash)) {
        ++stored_twice;
      } else {
        held.received_ms[last.hash] = time == times.end() ? now_ms : time->second;
        EventKey& first = held.first_branch[last.epoch];
        if (first.hash == previous || first.seq == 0) first = last;
        held.events.emplace(last.hash, *event);
      }
      previous = last.hash;
    }
    EXPECT_EQ(batch.signed_head().head().hash(), last.hash.bytes());
    for (const v1::PersonKey& key : batch.keys()) {
      held.keys[Id::FromBytesOrZero(key.key_id())] = key.key();
    }
    return SignAcknowledgement(last, held.events.size(), held.received_ms[last.hash], key_);
  }

  SystemRandom random_;
  const SigningKey key_ = SigningKey::FromSeed(random_.NewKey());
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_CLIENT_FAKE_SYNC_SERVER_H_
