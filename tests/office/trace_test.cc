// From a figure to its records, and on to the events, of small stories.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/trace_events.h"
#include "server/trace_reading.h"
#include "server/trace_records.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

struct Traced {
  std::vector<v1::TraceRecord> records;
  std::vector<v1::TraceEvent> events;

  std::vector<std::string> Of(const std::string& type) const {
    std::vector<std::string> texts;
    for (const v1::TraceRecord& record : records) {
      if (record.type() == type) texts.push_back(record.what());
    }
    return texts;
  }
  v1::TraceEvent Event(const Hash& hash) const {
    for (const v1::TraceEvent& event : events) {
      if (event.hash() == hash.hex()) return event;
    }
    return {};
  }
};

class TraceTest : public ::testing::Test {
 protected:
  TraceTest() { scene_.Enrol("P"); }

  absl::StatusOr<Traced> TryTrace(const TraceChoice& choice) {
    folded_ = FoldAll(scene_.events(), scene_.later(), scene_.notices());
    const auto reading = ReadTrace(choice, *folded_.ledger, *folded_.log, scene_.day() + 30);
    if (!reading.ok()) return reading.status();
    KnownNames names;
    names.people = {{IdNamed("P"), "P"}, {IdNamed("coach"), "coach"}, {IdNamed("R"), "R"}};
    names.centres = {{IdNamed("C"), "C"}, {IdNamed("D"), "D"}};
    return Traced{.records = TraceRecords(*reading, names), .events = TraceEvents(*reading, names)};
  }
  Traced Trace(const TraceChoice& choice) {
    absl::StatusOr<Traced> traced = TryTrace(choice);
    EXPECT_TRUE(traced.ok()) << traced.status();
    return traced.ok() ? *traced : Traced();
  }
  Traced TracePerson(const std::string& who, int first, int last) {
    return Trace({.event = {},
                  .discrepancy = "",
                  .no_show_case = "",
                  .session = {},
                  .person = IdNamed(who),
                  .days = {.first = scene_.day() + first, .last = scene_.day() + last}});
  }
  Traced TraceEvent(const std::string& label) { return Trace({.event = Named(label)}); }

  Hash Named(const std::string& label) const { return scene_.Named("#" + label); }

  Scene scene_;
  FoldedLog folded_;
};

// Of texts that end in "… N min S s count, N min to confirm", in milliseconds.
std::int64_t Parse(const std::string& text) {
  std::int64_t ms = 0;
  const std::vector<std::string> words = absl::StrSplit(text, ' ');
  for (std::size_t i = 1; i < words.size(); ++i) {
    double number = 0;
    if (!absl::SimpleAtod(words[i - 1], &number)) continue;
    if (words[i] == "min") ms += static_cast<std::int64_t>(number * 60'000 + 0.5);
    if (words[i] == "s") ms += static_cast<std::int64_t>(number * 1000 + 0.5);
  }
  return ms;
}
struct Sums {
  std::int64_t settled_ms = 0;
  std::int64_t to_confirm_ms = 0;
  friend bool operator==(const Sums&, const Sums&) = default;
};
Sums SumOf(const std::vector<std::string>& texts) {
  Sums sums;
  for (const std::string& text : texts) {
    const std::vector<std::string> sides =
        absl::StrSplit(text.substr(text.rfind(": ")), " count, ");
    sums.settled_ms += Parse(sides.at(0));
    sums.to_confirm_ms += Parse(sides.at(1));
  }
  return sums;
}

template <typename Record>
std::vector<Record> Read(absl::StatusOr<std::vector<Record>> records) {
  EXPECT_TRUE(records.ok()) << records.status();
  return records.ok() ? *std::move(records) : std::vector<Record>();
}

TEST_F(TraceTest, TracedHoursPresenceAndSharesAddUpToTheFigures) {
  scene_.Resident("R", "R").Tell(
      "08:55:30 P in C; "
      "12:05 P out C; "
      "13:00 P in C; "
      "13:20:10 P log R 10:00 11:00; "
      "+1 08:58 P in C; "
      "+2 09:10 P in C; "
      "+2 11:40:07 P out C");
  const Traced traced = TracePerson("P", 0, 4);
  Sums hours;
  for (const HoursDay& day : Read(folded_.ledger->Hours({}))) {
    hours.settled_ms += day.settled_ms;
    hours.to_confirm_ms += day.to_confirm_ms;
  }
  Sums presence;
  for (const PresenceDay& day : Read(folded_.ledger->PresenceDays({}))) {
    presence.settled_ms += day.settled_ms;
    presence.to_confirm_ms += day.to_confirm_ms;
  }
  Sums shares;
  for (const VisitShareDay& day : Read(folded_.ledger->VisitShares({}))) {
    shares.settled_ms += day.settled_ms;
    shares.to_confirm_ms += day.to_confirm_ms;
  }
  EXPECT_GT(hours.settled_ms, 0);
  EXPECT_GT(hours.to_confirm_ms, 0);
  EXPECT_EQ(SumOf(traced.Of("hours")), hours);
  EXPECT_EQ(SumOf(traced.Of("total")), hours);
  EXPECT_EQ(SumOf(traced.Of("presence")), presence);
  EXPECT_EQ(SumOf(traced.Of("visit share")), shares);
}

TEST_F(TraceTest, APresenceOverMidnightCountsWithinTheDaysAsked) {
  scene_.Tell("22:30 P in C; +1 06:45 P out C");
  EXPECT_EQ(SumOf(TracePerson("P", 0, 0).Of("presence")).settled_ms, 90 * 60'000);
  EXPECT_EQ(SumOf(TracePerson("P", 1, 1).Of("presence")).settled_ms, 405 * 60'000);
}

TEST_F(TraceTest, EveryEventSaysWhatBecameOfIt) {
  scene_.Tell(
      "#counts 08:55 P in C; "
      "#voided 09:01 P out C; "
      "#void 09:02 coach voids #voided; "
      "#wrong 12:05 P out C; "
      "#correction 12:30 coach corrects P C 08:55 12:00 #counts #wrong; "
      "#practice practice 12:31 P in C; "
      "#mark 12:40 coach marks P 09:00 absent; "
      "#again 12:50 coach marks P 09:00 present #mark");
  const Traced traced = TracePerson("P", 0, 0);
  const auto state = [&](const std::string& label) { return traced.Event(Named(label)).state(); };
  const auto begin = [&](const std::string& label) { return Named(label).hex().substr(0, 12); };
  EXPECT_EQ(state("counts"), "corrected by " + begin("correction"));
  EXPECT_EQ(state("wrong"), "corrected by " + begin("correction"));
  EXPECT_EQ(state("voided"), "voided by " + begin("void"));
  EXPECT_EQ(state("void"), "counts");
  EXPECT_EQ(state("correction"), "counts");
  EXPECT_EQ(state("practice"), "practice");
  EXPECT_EQ(state("mark"), "replaced by " + begin("again"));
  EXPECT_EQ(state("again"), "counts");
  // What it saw, and what names it.
  EXPECT_THAT(traced.Event(Named("correction")).seen(), SizeIs(2));
  EXPECT_THAT(traced.Event(Named("voided")).named_by(), ElementsAre(Named("void").hex()));
}

TEST_F(TraceTest, AVoidThatIsVoidedGivesItBack) {
  scene_.Tell(
      "#tap 08:55 P in C; "
      "#void 09:02 coach voids #tap; "
      "#back 09:03 coach voids #void");
  const Traced traced = TracePerson("P", 0, 0);
  EXPECT_EQ(traced.Event(Named("tap")).state(), "counts");
  EXPECT_THAT(traced.Event(Named("void")).state(), StartsWith("voided by"));
}

TEST_F(TraceTest, AnUncertainTimeIsShownWithItsBounds) {
  scene_.Tell(
      "08:00 P in C; "
      "#unsure unsure 09:00 P out C");
  const Traced traced = TraceEvent("unsure");
  const v1::TraceEvent event = traced.Event(Named("unsure"));
  EXPECT_THAT(event.captured(), AnyOf(StartsWith("after"), StartsWith("between"),
                                      StartsWith("before"), testing::Eq("not known")));
  EXPECT_THAT(event.state(), HasSubstr("captured while a kiosk did not know the time"));
}

TEST_F(TraceTest, AnEventSaysWhereItStandsAndWhoSaidIt) {
  scene_.Tell("#tap 08:55 P in C; 12:05 P out C");
  const v1::TraceEvent event = TraceEvent("tap").Event(Named("tap"));
  EXPECT_EQ(event.kind(), "check-in");
  EXPECT_EQ(event.who(), "P");
  EXPECT_EQ(event.method(), "own badge");
  EXPECT_EQ(event.strength(), 3u);
  EXPECT_EQ(event.captured(), "2026-03-02 08:55");
  EXPECT_EQ(event.stated(), "");
  EXPECT_GT(event.seq(), 0u);
  EXPECT_GT(event.position(), 0u);
  EXPECT_EQ(event.device_id().size(), 32u);
  EXPECT_EQ(event.epoch().size(), 16u);
}

TEST_F(TraceTest, WhatRestsOnAnEventIsFound) {
  scene_.Tell("#tap 08:55 P in C; 12:05 P out C; +1 09:00 P in C; +1 12:00 P out C");
  const Traced traced = TraceEvent("tap");
  EXPECT_THAT(traced.Of("presence"), ElementsAre(HasSubstr("2026-03-02 08:55–12:05")));
  EXPECT_THAT(traced.Of("attendance"), ElementsAre(HasSubstr("present")));
  EXPECT_THAT(traced.Of("hours"), ElementsAre(HasSubstr("2026-03-02: 180 min count")));
  for (const v1::TraceRecord& record : traced.records) {
    if (record.type() == "total") continue;
    EXPECT_THAT(record.events(), Contains(Named("tap").hex())) << record.what();
    EXPECT_THAT(record.partition(), StartsWith("person:"));
    EXPECT_EQ(record.fingerprint().size(), 64u);
  }
}

TEST_F(TraceTest, ADiscrepancyNamesItsEventsAndItsSettlements) {
  scene_.Tell(
      "#in 08:58 P in C; "
      "#judged +1 10:00 coach judges P forgotten_check_out accept #in");
  const Traced by_person = TracePerson("P", 0, 1);
  ASSERT_THAT(by_person.Of("discrepancy"), SizeIs(1));
  const std::string id = by_person.Of("discrepancy").front().substr(0, 12);
  const Traced traced = Trace({.event = {}, .discrepancy = id});
  EXPECT_THAT(traced.Of("discrepancy"), ElementsAre(AllOf(HasSubstr("never checked out"),
                                                          HasSubstr("settled: accept by coach"))));
  EXPECT_THAT(traced.records.front().events(),
              ElementsAre(Named("in").hex(), Named("judged").hex()));
}

TEST_F(TraceTest, ASessionIsItsWholeList) {
  scene_.Enrol("Q");
  scene_.Tell("08:55 P in C; 12:05 P out C");
  FoldedLog folded = FoldAll(scene_.events(), scene_.later(), scene_.notices());
  Id session;
  for (const AttendanceRecord& record : Read(folded.ledger->Attendance({}))) {
    if (record.person == IdNamed("P") && record.day == scene_.day() &&
        record.expected.start_ms == scene_.At(0, "09:00")) {
      session = record.session;
    }
  }
  TraceChoice choice;
  choice.session = session;
  const Traced traced = Trace(choice);
  EXPECT_THAT(traced.Of("attendance"), Contains(HasSubstr("P at ")));
  EXPECT_THAT(traced.Of("hours"), IsEmpty());
  choice.session = IdNamed("no such session");
  EXPECT_TRUE(absl::IsNotFound(TryTrace(choice).status()));
}

TEST_F(TraceTest, HelpIsTracedWithWhatTheOtherSideSaid) {
  scene_.Enrol("Q").Tell(
      "#gave 09:30 P gave Q 30 language; "
      "10:30 coach says P gave Q 20 forms; "
      "#taken 11:30 P gave Q 40 kitchen; "
      "11:40 Q denies-help #taken");
  const Traced traced = TracePerson("P", 0, 0);
  const std::string with = absl::StrCat("P helped ", IdNamed("Q").hex().substr(0, 8));
  EXPECT_THAT(
      traced.Of("help"),
      UnorderedElementsAre(absl::StrCat(with, ", 2026-03-02, language: 30 min, claimed"),
                           absl::StrCat(with, ", 2026-03-02, forms: 20 min, confirmed"),
                           absl::StrCat(with, ", 2026-03-02, kitchen: 40 min, claimed, denied")));
  for (const v1::TraceRecord& record : traced.records) {
    if (record.type() != "help") continue;
    EXPECT_THAT(record.partition(), StartsWith("pair:")) << record.what();
    EXPECT_NE(record.fingerprint(), "") << record.what();
  }
}

// What it is of is folded with: whatever a discrepancy is about, its partition has a fingerprint.
TEST_F(TraceTest, ADiscrepancyIsOfThePartitionThatItsEventsAreFoldedIn) {
  scene_.Enrol("Q").Resident("R", "R").Tell(
      "#nobody 09:00 badge B in C; "
      "#taken 11:30 P gave Q 40 kitchen; "
      "11:40 Q denies-help #taken; "
      "#start 13:00 P start R V");
  const auto partitions = [&](const std::string& label) {
    std::vector<std::string> starts;
    for (const v1::TraceRecord& record : TraceEvent(label).records) {
      if (record.type() != "discrepancy") continue;
      EXPECT_NE(record.fingerprint(), "") << record.what();
      starts.push_back(record.partition().substr(0, record.partition().find(':')));
    }
    return starts;
  };
  EXPECT_THAT(partitions("nobody"), ElementsAre("event"));
  EXPECT_THAT(partitions("taken"), AllOf(Not(IsEmpty()), Each("pair")));
  EXPECT_THAT(partitions("start"), ElementsAre("household"));
}

TEST_F(TraceTest, ACaseIsOfTheDaysThatItNames) {
  scene_.Tell(
      "17:00 coach marks P 09:00 absent; "
      "17:00 coach marks P 13:00 absent; "
      "+1 17:00 coach marks P 09:00 absent; "
      "+1 17:00 coach marks P 13:00 absent");
  EXPECT_THAT(TracePerson("P", 0, 1).Of("case"), SizeIs(1));
  EXPECT_THAT(TracePerson("P", 3, 4).Of("case"), IsEmpty());
}

TEST_F(TraceTest, APresenceSaysHowItEnded) {
  scene_.Resident("R", "R").Tell(
      "09:00 P in C; 10:00 P start R V; 11:00 P end R V; "
      "+1 09:00 P in C; +1 12:00 P out C");
  EXPECT_THAT(TracePerson("P", 0, 1).Of("presence"),
              ElementsAre(HasSubstr("left for a visit"), HasSubstr("check-out")));
}

TEST_F(TraceTest, ASightingSaysWhen) {
  scene_.Tell("08:55 P in C; 10:00 coach sees P C; 11:30 coach sees P C; 12:05 P out C");
  EXPECT_THAT(
      TracePerson("P", 0, 0).Of("sighting"),
      ElementsAre(AllOf(StartsWith("P at C, 2026-03-02: 2 of "), HasSubstr(", at 10:00 11:30"))));
}

// It may have been on any day that its bounds leave.
TEST_F(TraceTest, AnEventWithoutACertainTimeIsOfEveryDayThatItMayHaveBeenOn) {
  scene_.Tell("08:00 P in C; 08:10 P out C; #tap unsure 08:58 P in C; +1 09:00 P in C");
  EXPECT_NE(TracePerson("P", 0, 0).Event(Named("tap")).hash(), "");
  EXPECT_EQ(TracePerson("P", -3, -2).Event(Named("tap")).hash(), "");
}

TEST_F(TraceTest, TheDaysAreThoseAsked) {
  scene_.Tell("#one 08:55 P in C; 12:05 P out C; #two +1 09:00 P in C; +1 12:00 P out C");
  const Traced traced = TracePerson("P", 1, 1);
  EXPECT_THAT(traced.Of("presence"), SizeIs(1));
  EXPECT_EQ(traced.Event(Named("one")).hash(), "");
  EXPECT_NE(traced.Event(Named("two")).hash(), "");
}

TEST_F(TraceTest, WhatIsNotThereIsSaid) {
  EXPECT_TRUE(absl::IsNotFound(TryTrace({.event = Hash()}).status()));
  EXPECT_TRUE(absl::IsNotFound(TryTrace({.event = {}, .discrepancy = "00000000"}).status()));
  TraceChoice no_case;
  no_case.no_show_case = "00000000";
  EXPECT_FALSE(TryTrace(no_case).ok());
}

TEST(ExactMinutesTest, NothingIsRounded) {
  EXPECT_EQ(ExactMinutes(0), "0 min");
  EXPECT_EQ(ExactMinutes(180 * 60'000), "180 min");
  EXPECT_EQ(ExactMinutes(180 * 60'000 + 7'000), "180 min 7 s");
  EXPECT_EQ(ExactMinutes(180 * 60'000 + 7'005), "180 min 7.005 s");
}

}  // namespace
}  // namespace wijkboek
