// P1 and P2 on the way up: whatever is lost, repeated or set back on either side, the server ends
// up with every event once.

#include "client/sync_session.h"

#include <gtest/gtest.h>

#include "client/acknowledgement_table.h"
#include "tests/client/fake_sync_server.h"
#include "tests/client/kiosk_fixture.h"

namespace wijkboek {
namespace {

class SyncSessionTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(kiosk_.Open()); }

  void Append(int count) {
    std::vector<EventDraft> drafts;
    for (int i = 0; i < count; ++i) drafts.push_back(CheckInDraft(MakeId(7)));
    ASSERT_OK(kiosk_.log->Append(std::move(drafts)).status());
  }

  // Does what one step asks for; its requests go to the server's queue.
  void Do(absl::StatusOr<SyncStep> step) {
    ASSERT_OK(step.status());
    ASSERT_OK(kiosk_.store->Write([&](Connection& connection) -> absl::Status {
      for (const v1::Acknowledgement& acknowledgement : step->acknowledged) {
        absl::Status status = InsertAcknowledgement(connection, acknowledgement);
        if (!status.ok()) return status;
      }
      return absl::OkStatus();
    }));
    if (step->server_ms) time_answers_.push_back(*step->server_ms);
    for (v1::PushRequest& request : step->send) {
      if (request.has_batch()) {
        ++in_flight_;
        most_in_flight_ = std::max(most_in_flight_, in_flight_);
      }
      queue_.push_back(std::move(request));
    }
    if (step->leave) {
      ASSERT_OK(kiosk_.log->LeaveEpoch(*step->leave));
      Do(session_->LogGrew());
    }
  }

  // A new stream, until it rests or `answers_max` answers were given. An answer that is cut off is
  // lost with the stream.
  void Sync(int answers_max = 1'000'000) {
    queue_.clear();
    in_flight_ = 0;
    session_.emplace(*kiosk_.outbox, kiosk_.device);
    Do(session_->Start());
    for (int answers = 0; !queue_.empty(); ++answers) {
      v1::PushRequest request = std::move(queue_.front());
      queue_.pop_front();
      std::optional<v1::PushResponse> response = server_.Answer(request);
      if (answers >= answers_max) return;
      if (request.has_batch()) --in_flight_;
      if (response) Do(session_->Receive(*response));
    }
  }

  void ExpectServerHoldsEverything() {
    absl::StatusOr<std::vector<EpochHead>> epochs = kiosk_.outbox->Epochs();
    ASSERT_OK(epochs.status());
    for (const EpochHead& epoch : *epochs) {
      for (const StoredEvent& event : kiosk_.ReadEpoch(epoch.epoch)) {
        auto held = server_.held.events.find(event.key.hash);
        ASSERT_NE(held, server_.held.events.end()) << "seq " << event.key.seq;
        EXPECT_EQ(held->second.bytes, event.bytes);
      }
    }
    absl::StatusOr<Unsent> unsent = kiosk_.outbox->FindUnsent({});
    ASSERT_OK(unsent.status());
    EXPECT_EQ(unsent->events, 0u);
  }

  TemporaryFolder folder_;
  Kiosk kiosk_{folder_.path()};
  FakeSyncServer server_;
  std::optional<SyncSession> session_;
  std::deque<v1::PushRequest> queue_;
  std::vector<std::int64_t> time_answers_;
  int in_flight_ = 0;
  int most_in_flight_ = 0;
};

TEST_F(SyncSessionTest, SendsEverythingOnce) {
  Append(100);
  Sync();
  ExpectServerHoldsEverything();
  EXPECT_EQ(server_.held.events.size(), 101u);
  EXPECT_EQ(server_.stored_twice, 0);
  EXPECT_TRUE(session_->drained());
  Sync();
  EXPECT_EQ(server_.held.events.size(), 101u);
  EXPECT_EQ(server_.batches, 1u);
}

TEST_F(SyncSessionTest, KeepsSeveralBatchesInFlightAndNoMore) {
  server_.batch_bytes_max = 1000;
  server_.in_flight_max = 3;
  Append(100);
  Sync();
  ExpectServerHoldsEverything();
  EXPECT_GT(server_.batches, 10u);
  EXPECT_EQ(most_in_flight_, 3);
}

TEST_F(SyncSessionTest, HeardThroughSaysWhereTheLogEnded) {
  Append(3);
  Sync();
  EXPECT_EQ(server_.heard_through, kiosk_.log->Head());
  EXPECT_EQ(server_.heard_through_ms, server_.now_ms);
  server_.now_ms += 60'000;
  Do(session_->Heartbeat());
  while (!queue_.empty()) {
    v1::PushRequest request = std::move(queue_.front());
    queue_.pop_front();
    Do(session_->Receive(*server_.Answer(request)));
  }
  EXPECT_EQ(server_.heard_through_ms, server_.now_ms);
  EXPECT_EQ(time_answers_.back(), server_.now_ms);
}

TEST_F(SyncSessionTest, EventsCapturedMeanwhileFollow) {
  Append(3);
  Sync();
  Append(2);
  Do(session_->LogGrew());
  while (!queue_.empty()) {
    v1::PushRequest request = std::move(queue_.front());
    queue_.pop_front();
    Do(session_->Receive(*server_.Answer(request)));
  }
  ExpectServerHoldsEverything();
}

// The stream is cut after every possible number of answers: the last answer was given, and never
// arrived.
TEST_F(SyncSessionTest, LostAcknowledgementsDoubleNothing) {
  server_.batch_bytes_max = 2000;
  Append(60);
  for (int answers = 0; answers < 12; ++answers) Sync(answers);
  Sync();
  ExpectServerHoldsEverything();
  EXPECT_EQ(server_.held.events.size(), 61u);
}

TEST_F(SyncSessionTest, ServerRestoredToYesterdayGetsEverythingAgainWithItsTimes) {
  server_.batch_bytes_max = 2000;
  Append(20);
  Sync();
  const FakeSyncServer::Held yesterday = server_.held;
  server_.now_ms += 3'600'000;
  Append(40);
  Sync();
  const std::map<Hash, std::int64_t> times = server_.held.received_ms;
  server_.held = yesterday;
  server_.now_ms += 3'600'000;
  Sync();
  ExpectServerHoldsEverything();
  EXPECT_EQ(server_.held.received_ms, times);
  EXPECT_EQ(kiosk_.outbox->Epochs()->size(), 1u) << "nothing forked";
}

TEST_F(SyncSessionTest, EmptyServerGetsEverythingAgain) {
  Append(20);
  Sync();
  server_.held = {};
  Sync();
  ExpectServerHoldsEverything();
}

TEST_F(SyncSessionTest, TimesAreKeptWhereBatchesEndElsewhere) {
  server_.batch_bytes_max = 2000;
  Append(60);
  Sync();
  const std::map<Hash, std::int64_t> times = server_.held.received_ms;
  server_.held = {};
  server_.now_ms += 3'600'000;
  server_.batch_bytes_max = 3000;
  Sync();
  ExpectServerHoldsEverything();
  EXPECT_EQ(server_.held.received_ms, times);
}

class CloneTest : public SyncSessionTest {
 protected:
  // As after `before` events; the original went on with `after` more and sent them.
  void RestoreImage(int before, int after) {
    Append(before);
    kiosk_.Close();
    std::filesystem::copy_file(folder_ / "kiosk.db", folder_ / "image.db");
    ASSERT_OK(kiosk_.Open());
    first_epoch_ = kiosk_.log->Head().epoch;
    Append(after);
    Sync();
    original_ = server_.held.events.size();
    kiosk_.Close();
    std::filesystem::copy_file(folder_ / "image.db", folder_ / "kiosk.db",
                               std::filesystem::copy_options::overwrite_existing);
    kiosk_.clock.Advance(1000);
    ASSERT_OK(kiosk_.Open());
  }

  Epoch first_epoch_ = 0;
  std::size_t original_ = 0;
};

TEST_F(CloneTest, BranchIsSentUnchangedAndANewEpochBegins) {
  RestoreImage(50, 30);
  Append(5);
  const EventKey branch_head = kiosk_.log->Head();
  Sync();
  EXPECT_NE(kiosk_.log->Head().epoch, first_epoch_);
  ExpectServerHoldsEverything();
  // Both branches are kept: the restart of the image and five taps, and the new epoch's start.
  EXPECT_EQ(server_.held.events.size(), original_ + 1 + 5 + 1);
  std::vector<StoredEvent> fresh = kiosk_.ReadEpoch(kiosk_.log->Head().epoch);
  EXPECT_EQ(fresh[0].event.device_started().reason(), v1::START_REASON_FORK);
  EXPECT_EQ(*ToEventKey(fresh[0].event.device_started().predecessor()), branch_head);
  // Once is enough.
  Append(1);
  Sync();
  EXPECT_EQ(kiosk_.outbox->Epochs()->size(), 2u);
  ExpectServerHoldsEverything();
}

TEST_F(CloneTest, LongHistoriesNeedFewQuestions) {
  RestoreImage(3000, 2);
  Append(4);
  Sync();
  ExpectServerHoldsEverything();
  EXPECT_LT(server_.asked.size(), 300u);
}

TEST_F(CloneTest, LongBranchesNeedFewQuestions) {
  RestoreImage(500, 600);
  Append(700);
  Sync();
  ExpectServerHoldsEverything();
  EXPECT_LT(server_.asked.size(), 400u);
}

TEST_F(CloneTest, CutAnywhereItStillEndsWell) {
  RestoreImage(300, 30);
  Append(5);
  for (int answers = 0; answers < 8; ++answers) Sync(answers);
  Sync();
  ExpectServerHoldsEverything();
  EXPECT_EQ(kiosk_.outbox->Epochs()->size(), 2u);
}

TEST_F(SyncSessionTest, WrongAnswersEndTheStream) {
  Append(1);
  session_.emplace(*kiosk_.outbox, kiosk_.device);
  ASSERT_OK(session_->Start().status());
  v1::PushResponse answer;
  answer.mutable_hash_answer();
  EXPECT_FALSE(session_->Receive(answer).ok());
  Sync(1);
  // An acknowledgement that the server did not sign, and one of an event that is not ours.
  v1::PushResponse forged;
  *forged.mutable_acknowledgement() =
      SignAcknowledgement(kiosk_.log->Head(), 1, 1, SigningKey::FromSeed(kiosk_.random.NewKey()));
  EXPECT_FALSE(session_->Receive(forged).ok());
  EventKey other = kiosk_.log->Head();
  other.hash.data()[0] ^= 1;
  *forged.mutable_acknowledgement()->mutable_event() = ToProto(other);
  EXPECT_FALSE(session_->Receive(forged).ok());
}

TEST_F(SyncSessionTest, DeletedEventsThatTheServerLostAreToldAndDoNotStopTheRest) {
  Append(10);
  Sync();
  const Epoch epoch = kiosk_.log->Head().epoch;
  ASSERT_OK(kiosk_.store->Write([&](Connection& connection) -> absl::Status {
    absl::Status status = SetReceived(connection, epoch, 5, 1000);
    if (!status.ok()) return status;
    return DeleteOwnBytes(connection, epoch, 5, 2000).status();
  }));
  server_.held = {};
  Append(1);
  Sync();
  EXPECT_FALSE(session_->trouble().empty());
  EXPECT_NE(kiosk_.log->Head().epoch, epoch);
  Append(1);
  Sync();
  EXPECT_TRUE(server_.held.events.contains(kiosk_.log->Head().hash));
}

TEST_F(SyncSessionTest, DeletedEventsThatTheServerHoldsAreSkipped) {
  Append(10);
  Sync(1);  // The server has them, and its acknowledgement never arrived.
  ASSERT_EQ(kiosk_.outbox->AcknowledgedThrough(kiosk_.log->Head().epoch).value(), 0u);
  const EventKey held = kiosk_.log->Head();
  ASSERT_TRUE(server_.held.events.contains(held.hash));
  ASSERT_OK(kiosk_.store->Write([&](Connection& connection) -> absl::Status {
    absl::Status status = SetReceived(connection, held.epoch, held.seq, 1000);
    if (!status.ok()) return status;
    return DeleteOwnBytes(connection, held.epoch, held.seq, 2000).status();
  }));
  Append(1);
  Sync();
  EXPECT_EQ(session_->trouble(), "");
  EXPECT_EQ(kiosk_.log->Head().epoch, held.epoch);
  EXPECT_TRUE(server_.held.events.contains(kiosk_.log->Head().hash));
}

TEST_F(SyncSessionTest, KeysMadeHereTravelWithTheirEvents) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
  draft.event.mutable_participant_registered();
  v1::SealedName name;
  name.set_given("Planted Name");
  AddSealed(draft, v1::SEALED_FIELD_NAME, name, MakeId(9));
  absl::StatusOr<StoredEvent> event = kiosk_.log->Append(std::move(draft));
  ASSERT_OK(event.status());
  Sync();
  const Id key_id = Id::FromBytesOrZero(event->event.sealed(0).key_id());
  ASSERT_TRUE(server_.held.keys.contains(key_id));
  EXPECT_EQ(server_.held.keys[key_id], kiosk_.keys->Find(key_id)->key.bytes());
}

}  // namespace
}  // namespace wijkboek
