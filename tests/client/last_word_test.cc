// What nobody has replaced or taken out: what the next edit names as seen.

#include "client/last_word.h"

#include <gtest/gtest.h>

#include "client/capture.h"
#include "tests/client/kiosk_fixture.h"

namespace wijkboek {
namespace {

const Id kPerson = MakeId(1);
const Id kMorning = MakeId(61);
const Id kAfternoon = MakeId(62);
const Id kMarieke = MakeId(101);
const Id kRuben = MakeId(102);
const Id kKarima = MakeId(103);

class LastWordTest : public ::testing::Test {
 protected:
  Hash Add(v1::Event event, const Id& author, const std::vector<Hash>& seen = {}) {
    StoredEvent& stored = events_.emplace_back();
    stored.key.hash.data()[0] = static_cast<unsigned char>(events_.size());
    event.mutable_actor()->set_person_id(author.ToString());
    // Arrival is no order: the hybrid time is.
    event.mutable_hybrid()->set_wall_ms(static_cast<std::int64_t>(events_.size()));
    for (const Hash& hash : seen) event.add_seen(hash.ToString());
    stored.event = std::move(event);
    return stored.key.hash;
  }
  Hash Mark(const Id& session, const Id& author, const std::vector<Hash>& seen = {}) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_SESSION_MARKED);
    event.set_session_id(session.ToString());
    event.mutable_session_marked();
    return Add(event, author, seen);
  }
  Hash Contest(const Id& session) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_ATTENDANCE_CONTESTED);
    if (session.IsZero()) {
      event.mutable_attendance_contested()->set_day(7);
    } else {
      event.set_session_id(session.ToString());
      event.mutable_attendance_contested()->set_session(true);
    }
    return Add(event, kPerson);
  }
  Hash Settle(const Id& session, const Id& author, const std::vector<Hash>& seen,
              bool with_status = true) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_DISCREPANCY_SETTLED);
    event.set_session_id(session.ToString());
    event.mutable_discrepancy_settled()->set_discrepancy(std::string(kContested));
    if (with_status) {
      event.mutable_discrepancy_settled()->set_field(std::string(kStatusField));
      event.mutable_discrepancy_settled()->mutable_status()->set_status(2);
    }
    return Add(event, author, seen);
  }
  Hash Void(const Hash& hash) {
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_EVENT_VOIDED);
    event.mutable_event_voided();
    return Add(event, kMarieke, {hash});
  }
  LastWord Said() {
    std::vector<StoredEvent> reversed(events_.rbegin(), events_.rend());
    return LastWord(kPerson, reversed, [](CivilDay) {
      return std::vector<Id>{kMorning, kAfternoon};
    });
  }
  std::vector<Hash> Marks(const Id& session) { return HashesOf(Said().Marks(session)); }
  std::vector<Hash> Contests() { return HashesOf(Said().OpenContests()); }

  std::vector<StoredEvent> events_;
};

using Hashes = std::vector<Hash>;

TEST_F(LastWordTest, MarksOfOneSessionThatNobodyReplaced) {
  const Hash first = Mark(kMorning, kMarieke);
  const Hash unseen = Mark(kMorning, kRuben);
  Mark(kAfternoon, kRuben);
  EXPECT_EQ(Marks(kMorning), (Hashes{first, unseen})) << "in the order in which they were said";
  const Hash third = Mark(kMorning, kMarieke, {first});
  EXPECT_EQ(Marks(kMorning), (Hashes{unseen, third}));
  Void(third);
  EXPECT_EQ(Marks(kMorning), (Hashes{first, unseen})) << "what it replaced stands again";
  const Hash settled = Settle(kMorning, kKarima, {first, unseen});
  EXPECT_EQ(Marks(kMorning), Hashes{settled});
  Settle(kMorning, kKarima, {settled}, /*with_status=*/false);
  EXPECT_EQ(Marks(kMorning), Hashes{settled}) << "it says no status";
}

TEST_F(LastWordTest, PracticeIsNoWord) {
  Mark(kMorning, kMarieke);
  events_.back().event.set_practice(true);
  EXPECT_EQ(Marks(kMorning), Hashes());
}

TEST_F(LastWordTest, OnlyAnotherThanWhoMarkedSettles) {
  const Hash mark = Mark(kMorning, kMarieke);
  const Hash contest = Contest(kMorning);
  EXPECT_TRUE(Said().IsOwnMark(kMarieke, {contest}, {kMorning}));
  EXPECT_FALSE(Said().IsOwnMark(kMarieke, {contest}, {kAfternoon}));
  EXPECT_FALSE(Said().IsOwnMark(kRuben, {contest}, {kMorning}));
  Settle(kMorning, kMarieke, {contest, mark});
  EXPECT_EQ(Contests(), Hashes{contest}) << "her own mark";
  Settle(kMorning, kPerson, {contest, mark});
  Settle(kMorning, Id(), {contest, mark});
  EXPECT_EQ(Contests(), Hashes{contest}) << "not by the participant, nor by nobody";
  Settle(kMorning, kRuben, {mark}, /*with_status=*/false);
  EXPECT_EQ(Contests(), Hashes{contest}) << "it does not name the contest";
  const Hash settled = Settle(kMorning, kRuben, {contest, mark});
  EXPECT_EQ(Contests(), Hashes());
  EXPECT_FALSE(Said().IsOwnMark(kRuben, {contest}, {kMorning})) << "it settled this contest";
  const Hash again = Contest(kMorning);
  EXPECT_TRUE(Said().IsOwnMark(kRuben, {again}, {kMorning})) << "now it is what is contested";
  EXPECT_EQ(Contests(), Hashes{again});
  Void(settled);
  EXPECT_EQ(Contests(), (Hashes{contest, again}));
}

TEST_F(LastWordTest, AContestOfADayIsSettledByName) {
  const Hash contest = Contest(Id());
  EXPECT_EQ(Contests(), Hashes{contest});
  Settle(Id(), kRuben, {contest}, /*with_status=*/false);
  EXPECT_EQ(Contests(), Hashes());
  const Hash again = Contest(Id());
  Settle(kMorning, kRuben, {again}, /*with_status=*/false);
  EXPECT_EQ(Contests(), Hashes{again}) << "for the morning alone";
  Settle(kAfternoon, kRuben, {again}, /*with_status=*/false);
  EXPECT_EQ(Contests(), Hashes());
}

TEST_F(LastWordTest, WhoMadeTheMarkDoesNotReplaceItsSettlement) {
  const Hash mark = Mark(kMorning, kMarieke);
  const Hash contest = Contest(kMorning);
  const Hash settled = Settle(kMorning, kRuben, {contest, mark});
  const Hash again = Mark(kMorning, kMarieke, {settled});
  EXPECT_EQ(Marks(kMorning), (Hashes{settled, again}));
  EXPECT_EQ(Contests(), Hashes());
  const Hash third = Mark(kMorning, MakeId(103), {settled, again});
  EXPECT_EQ(Marks(kMorning), Hashes{third});
}

TEST_F(LastWordTest, TheLatestSignOffHolds) {
  v1::Event event;
  event.set_kind(v1::EVENT_KIND_SESSION_SIGNED_OFF);
  event.set_session_id(kMorning.ToString());
  event.mutable_session_signed_off();
  EXPECT_EQ(Said().SignOff(kMorning), nullptr);
  const Hash first = Add(event, kMarieke);
  const Hash second = Add(event, kRuben);
  const LastWord both = Said();
  ASSERT_NE(both.SignOff(kMorning), nullptr);
  EXPECT_EQ(both.SignOff(kMorning)->key.hash, second);
  EXPECT_EQ(both.SignOff(kAfternoon), nullptr);
  Void(second);
  const LastWord voided = Said();
  EXPECT_EQ(voided.SignOff(kMorning)->key.hash, first);
}

}  // namespace
}  // namespace wijkboek
