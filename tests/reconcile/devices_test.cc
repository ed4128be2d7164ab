// When a kiosk is waited for. One line is one thing that became known:
//
//   enrolled KIOSK CENTRE TIME | revoked KIOSK TIME                        the server's word
//   forked KIOSK TIME [epoch N from SEQ]                                   noticed then
//   heard KIOSK TIME [epoch N] [seq N]                                     heard through this
//   server time
//   [#name] parked|empties|lost|replaced|found|carried|fixed KIOSK TIME [since TIME]
//   [received TIME] [by KIOSK]                                             else when captured
//   [#name] started KIOSK TIME|?                                           again, on the same
//   store; ?: its clock is not known
//   [#name] store KIOSK TIME|? epoch N [follows N]                         a store's first start
//   void #name                                                             taken back
//
// TIME is "12:30" on Friday 6 March 2026, or "+3/12:30" three days later. The session is at centre
// C that Friday, from 09:00 to 12:00.
#include "common/reconcile/devices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "common/crypto.h"

namespace wijkboek {
namespace {

struct DeviceEvent {
  StoredEvent event;
  std::optional<std::int64_t> captured_ms;
  std::optional<std::int64_t> received_ms;
};
using Known = std::variant<DeviceEvent, v1::LogEntry>;

Id IdNamed(absl::string_view name) {
  return Id::FromBytesOrZero(Sha256(name).bytes().substr(0, Id::kSize));
}

std::int64_t At(absl::string_view time) {
  int days = 0;
  if (std::size_t slash = time.find('/'); slash != absl::string_view::npos) {
    EXPECT_TRUE(absl::SimpleAtoi(time.substr(0, slash), &days)) << time;
    time.remove_prefix(slash + 1);
  }
  return InstantOf(ParseDay("2026-03-06").value() + days, ParseTimeOfDay(time).value());
}

const Interval kSession = {.start_ms = At("09:00"), .end_ms = At("12:00")};
const Interval kWindow = {.start_ms = At("08:50"), .end_ms = At("12:10")};

class Story {
 public:
  explicit Story(absl::string_view story) {
    for (absl::string_view line : absl::StrSplit(story, absl::ByAnyChar("\n;"))) {
      std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
      if (!words.empty()) Tell(words);
    }
  }
  const std::vector<Known>& known() const { return known_; }

 private:
  void Tell(std::vector<std::string> words) {
    std::string label;
    if (words[0][0] == '#') {
      label = words[0];
      words.erase(words.begin());
    }
    auto after = [&](absl::string_view word) -> std::string {
      auto it = std::find(words.begin(), words.end(), word);
      return it == words.end() || it + 1 == words.end() ? "" : *(it + 1);
    };
    const std::string& verb = words[0];
    if (verb == "enrolled")
      return Lifecycle(v1::DEVICE_STATE_ENROLLED, words[1], words[3], words[2]);
    if (verb == "revoked") return Lifecycle(v1::DEVICE_STATE_REVOKED, words[1], words[2], "C");
    auto number = [&](absl::string_view word, std::uint64_t otherwise) {
      std::uint64_t value = otherwise;
      EXPECT_TRUE(after(word).empty() || absl::SimpleAtoi(after(word), &value));
      return value;
    };
    Epoch epoch = number("epoch", 1);
    if (verb == "forked") {
      Lifecycle(v1::DEVICE_STATE_FORKED, words[1], words[2], "C");
      v1::LogEntry& entry = std::get<v1::LogEntry>(known_.back());
      if (number("from", 0) > 0) entry.mutable_lifecycle()->set_epoch(epoch);
      entry.mutable_lifecycle()->set_seq(number("from", 0));
      return;
    }
    if (verb == "heard") {
      v1::LogEntry entry;
      entry.mutable_heard_through()->set_device_id(IdNamed(words[1]).ToString());
      entry.mutable_heard_through()->set_epoch(epoch);
      entry.mutable_heard_through()->set_seq(number("seq", 1));
      entry.mutable_heard_through()->set_server_ms(At(words[2]));
      known_.push_back(entry);
      return;
    }
    v1::Event event;
    if (verb == "void") {
      event.add_seen(labels_.at(words[1]).ToString());
      event.set_kind(v1::EVENT_KIND_EVENT_VOIDED);
      event.mutable_event_voided();
      return Add(std::move(event), "office", 1, "+9/00:00", "");
    }
    std::string kiosk = IdNamed(words[1]).ToString();
    std::string author = "office";
    bool is_start = verb == "started" || verb == "store";
    if (verb == "parked") {
      event.set_kind(v1::EVENT_KIND_KIOSK_PARKED);
      event.mutable_kiosk_parked()->set_kiosk_id(kiosk);
    } else if (verb == "empties") {
      author = words[1];
      event.set_kind(v1::EVENT_KIND_KIOSK_PARKED);
      event.mutable_kiosk_parked()->set_kiosk_id(kiosk);
      event.mutable_kiosk_parked()->set_outbox_empty(true);
    } else if (verb == "lost") {
      event.set_kind(v1::EVENT_KIND_KIOSK_DECLARED_LOST);
      event.mutable_kiosk_declared_lost()->set_kiosk_id(kiosk);
    } else if (verb == "replaced") {
      event.set_kind(v1::EVENT_KIND_KIOSK_REPLACED);
      event.mutable_kiosk_replaced()->set_kiosk_id(kiosk);
      if (!after("by").empty()) {
        event.mutable_kiosk_replaced()->set_by_kiosk_id(IdNamed(after("by")).ToString());
      }
    } else if (verb == "found") {
      event.set_kind(v1::EVENT_KIND_KIOSK_FOUND);
      event.mutable_kiosk_found()->set_kiosk_id(kiosk);
    } else if (is_start) {
      author = words[1];
      event.set_kind(v1::EVENT_KIND_DEVICE_STARTED);
      v1::DeviceStarted& body = *event.mutable_device_started();
      if (!after("follows").empty()) {
        body.mutable_predecessor()->set_epoch(number("follows", 0));
        body.mutable_predecessor()->set_seq(7);
      }
    } else {
      event.set_kind(v1::EVENT_KIND_KIOSK_DESCRIBED);
      event.mutable_kiosk_described()->set_kiosk_id(kiosk);
      event.mutable_kiosk_described()->set_carried(verb == "carried");
    }
    if (!after("since").empty()) {
      *event.mutable_stated_start() = ToCivilTime(At(after("since")));
    }
    if (verb == "store") event.set_seq(1);
    Add(std::move(event), author, epoch, words[2], label);
    if (!after("received").empty()) {
      std::optional<std::int64_t>& received_ms = std::get<DeviceEvent>(known_.back()).received_ms;
      received_ms = std::nullopt;
      if (after("received") != "never") received_ms = At(after("received"));
    }
  }

  void Add(v1::Event event, const std::string& author, Epoch epoch, const std::string& time,
           const std::string& label) {
    event.set_device_id(IdNamed(author).ToString());
    event.set_epoch(epoch);
    if (event.seq() == 0) event.set_seq(known_.size() + 2);
    DeviceEvent fact;
    if (time != "?") fact.captured_ms = fact.received_ms = At(time);
    event.mutable_hybrid()->set_wall_ms(fact.captured_ms.value_or(At("+8/00:00")));
    fact.event = WriteEvent(std::move(event), Hash());
    if (!label.empty()) labels_[label] = fact.event.key.hash;
    known_.emplace_back(std::move(fact));
  }

  void Lifecycle(v1::DeviceState state, const std::string& kiosk, const std::string& time,
                 const std::string& centre) {
    v1::LogEntry entry;
    v1::DeviceLifecycle& lifecycle = *entry.mutable_lifecycle();
    lifecycle.set_device_id(IdNamed(kiosk).ToString());
    lifecycle.set_state(state);
    lifecycle.set_centre_id(IdNamed(centre).ToString());
    lifecycle.set_at_ms(At(time));
    known_.push_back(entry);
  }

  std::vector<Known> known_;
  std::map<std::string, Hash> labels_;
};

Devices::Touched Learn(const Known& known, Devices& devices) {
  if (const auto* fact = std::get_if<DeviceEvent>(&known)) {
    return devices.Apply(fact->event, fact->captured_ms, fact->received_ms);
  }
  return devices.Apply(std::get<v1::LogEntry>(known));
}

// "waits K1 K2; lost K3", or "heard"; "not covered": there were times without a kiosk in use at the
// first centre.
std::string Answer(const Devices& devices, std::int64_t now_ms,
                   const std::vector<std::string>& centres = {"C"}) {
  std::vector<Id> ids;
  ids.reserve(centres.size());
  for (const std::string& centre : centres) ids.push_back(IdNamed(centre));
  std::sort(ids.begin(), ids.end());
  Moment moment(now_ms);
  Coverage coverage = devices.Over(ids, kWindow, 3, moment);
  auto names = [](const std::vector<Id>& kiosks) {
    std::vector<std::string> result;
    for (std::string name : {"K", "L"}) {
      if (std::binary_search(kiosks.begin(), kiosks.end(), IdNamed(name))) result.push_back(name);
    }
    return absl::StrJoin(result, " ");
  };
  std::vector<std::string> parts;
  if (!devices.IsInUseThroughout(IdNamed(centres.front()), kSession)) {
    parts.push_back("not covered");
  }
  if (!coverage.waited_for.empty()) parts.push_back("waits " + names(coverage.waited_for));
  if (!coverage.lost.empty()) parts.push_back("lost " + names(coverage.lost));
  return parts.empty() ? "heard" : absl::StrJoin(parts, "; ");
}

struct Case {
  std::string name;
  std::string story;
  std::string answer;
  std::string now = "+1/12:00";
};

void PrintTo(const Case& waiting, std::ostream* out) { *out << waiting.name; }

class Waiting : public testing::TestWithParam<Case> {};

TEST_P(Waiting, IsTheSameInAnyOrder) {
  std::vector<Known> known = Story(GetParam().story).known();
  std::mt19937 random(1);
  for (int round = 0; round < 12; ++round) {
    Devices devices;
    for (const Known& each : known) Learn(each, devices);
    ASSERT_EQ(Answer(devices, At(GetParam().now)), GetParam().answer) << "round " << round;
    // Once more changes nothing.
    for (const Known& each : known) {
      Devices::Touched touched = Learn(each, devices);
      EXPECT_TRUE(touched.centres.empty() && touched.heard.empty());
    }
    ASSERT_EQ(Answer(devices, At(GetParam().now)), GetParam().answer);
    std::shuffle(known.begin(), known.end(), random);
  }
}

struct ReplacedCase {
  std::string name;
  std::string story;
  // "": nothing stands in its place.
  std::string by;
};

void PrintTo(const ReplacedCase& replaced, std::ostream* out) { *out << replaced.name; }

class Replaced : public testing::TestWithParam<ReplacedCase> {};

TEST_P(Replaced, IsTheSameInAnyOrder) {
  std::vector<Known> known = Story(GetParam().story).known();
  std::mt19937 random(1);
  for (int round = 0; round < 12; ++round) {
    Devices devices;
    for (const Known& each : known) Learn(each, devices);
    const std::optional<KioskState> state = devices.Find(IdNamed("K"));
    ASSERT_TRUE(state.has_value());
    const Id by = GetParam().by.empty() ? Id() : IdNamed(GetParam().by);
    ASSERT_EQ(state->replaced_by, by) << "round " << round;
    std::shuffle(known.begin(), known.end(), random);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Replaced,
    testing::Values(
        ReplacedCase{"ByAnother", "enrolled K C -9/08:00; replaced K 11:00 by L", "L"},
        ReplacedCase{"ByTheLatest",
                     "enrolled K C -9/08:00; replaced K 10:00 by L; replaced K 11:00 by M", "M"},
        ReplacedCase{"NobodyToldByWhich", "enrolled K C -9/08:00; replaced K 11:00", ""},
        ReplacedCase{"OnlyLost", "enrolled K C -9/08:00; lost K 11:00", ""},
        ReplacedCase{"LostAfterwards", "enrolled K C -9/08:00; replaced K 11:00 by L; lost K 12:00",
                     ""},
        ReplacedCase{"Found", "enrolled K C -9/08:00; replaced K 11:00 by L; found K 12:00", ""},
        ReplacedCase{"ByMistake", "enrolled K C -9/08:00; #r replaced K 11:00 by L; void #r", ""}),
    [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Cases, Waiting,
    testing::Values(
        Case{"NobodyInUse", "", "not covered"},
        Case{"EnrolledLater", "enrolled K C +1/08:00", "not covered"},
        Case{"ElsewhereOnly", "enrolled K D -9/08:00", "not covered"},
        Case{"InUseAndNeverHeard", "enrolled K C -9/08:00", "waits K"},
        Case{"HeardUntilTheVeryEnd", "enrolled K C -9/08:00; heard K 12:10", "waits K"},
        Case{"Heard", "enrolled K C -9/08:00; heard K 12:11; heard K 11:00", "heard"},
        Case{"OneOfTwo", "enrolled K C -9/08:00; enrolled L C -9/08:00; heard K 13:00", "waits L"},
        Case{"EnrolledMidSession", "enrolled K C 11:00; heard K 11:30", "not covered; waits K"},
        Case{"EnrolledAfterTheSession", "enrolled K C 12:05; heard K 13:00", "not covered"},
        Case{
            "ByTurns",
            "enrolled K C -9/08:00; lost K 11:00; enrolled L C 10:30; heard K 11:01; heard L 13:00",
            "heard"},
        Case{"RevokedIsStillWaitedFor", "enrolled K C -9/08:00; revoked K 10:00", "waits K"},
        Case{"EnrolledElsewhereLater", "enrolled K C -9/08:00; enrolled K D 11:00; heard K 10:00",
             "not covered; waits K"},
        Case{"EnrolledElsewhereAndHeardSinceThen",
             "enrolled K C -9/08:00; enrolled K D 11:00; heard K 11:01", "not covered"},
        Case{"EnrolledElsewhereBefore", "enrolled K C -9/08:00; enrolled K D -1/08:00",
             "not covered"},

        // ---- parked
        Case{"ParkedWithTheOutboxEmptied", "enrolled K C -9/08:00; empties K 11:00", "not covered"},
        Case{"ParkedAfterwardsWithTheOutboxEmptied", "enrolled K C -9/08:00; empties K 12:30",
             "heard"},
        Case{"ParkedByAClockThatIsAhead", "enrolled K C -9/08:00; empties K 17:00 received 11:30",
             "not covered"},
        Case{"ParkedByAClockThatIsBehind", "enrolled K C -9/08:00; empties K 08:00 received 12:30",
             "not covered"},
        Case{"ParkedWithoutTheServer", "enrolled K C -9/08:00; empties K 17:00 received never",
             "waits K"},
        Case{"ParkedBefore", "enrolled K C -9/08:00; parked K -1/17:00", "not covered; lost K"},
        Case{"ParkedBeforeAndAnotherOneHeard",
             "enrolled K C -9/08:00; enrolled L C -9/08:00; parked K 08:30; heard L 18:00",
             "lost K"},
        Case{"ParkedUnsent", "enrolled K C -9/08:00; parked K 11:00; heard K 10:00",
             "not covered; lost K"},
        Case{"ParkedAndHeardUntilThen", "enrolled K C -9/08:00; parked K 11:00; heard K 11:01",
             "not covered; lost K"},
        Case{"ParkedAndHeardAllTheSame", "enrolled K C -9/08:00; parked K 12:05; heard K 12:30",
             "heard"},
        Case{"ParkedAndStartedAgain", "enrolled K C -9/08:00; empties K -1/17:00; started K 09:30",
             "not covered; waits K"},
        Case{"ParkedAgainInTheEvening",
             "enrolled K C -9/08:00; empties K -1/17:00; started K 08:00; empties K 17:00",
             "heard"},
        Case{"ParkedAndStartedNobodyKnowsWhen",
             "enrolled K C -9/08:00; empties K -1/17:00; started K ?", "waits K"},
        Case{"StartedNobodyKnowsWhenAndThenParked",
             "enrolled K C -9/08:00; started K ?; parked K +9/00:00 since -1/17:00", "waits K"},
        Case{"StartedNobodyKnowsWhenButHeardBeforeItWasParked",
             "enrolled K C -9/08:00; started K ?; heard K -2/08:00 seq 9; lost K +9/00:00 since "
             "-1/17:00",
             "not covered"},
        Case{"StartedNobodyKnowsWhenBeforeItParkedItself",
             "enrolled K C -9/08:00; started K ?; empties K -1/17:00", "not covered"},
        Case{"ParkedNobodyKnowsWhen", "enrolled K C -9/08:00; empties K ?", "waits K"},
        Case{"OnlyItsOwnWordSaysTheOutboxIsEmpty",
             "enrolled K C -9/08:00; enrolled L D -9/08:00; parked K 12:30", "lost K"},

        // ---- lost, found, replaced
        Case{"Lost", "enrolled K C -9/08:00; lost K 13:00", "lost K"},
        Case{"LostBefore", "enrolled K C -9/08:00; lost K -1/13:00", "not covered"},
        Case{"LostSinceBefore", "enrolled K C -9/08:00; lost K 13:00 since -1/18:00",
             "not covered"},
        Case{"LostButHeard", "enrolled K C -9/08:00; heard K 12:30; lost K 13:00", "heard"},
        Case{"LostAtElevenAndHeardUntilThen",
             "enrolled K C -9/08:00; heard K 11:01; lost K 13:00 since 11:00", "not covered"},
        Case{"LostAndFound", "enrolled K C -9/08:00; lost K 13:00; found K +1/09:00", "waits K"},
        Case{"LostYesterdayAndFoundDuringTheSession",
             "enrolled K C -9/08:00; lost K -1/13:00; found K 10:00", "not covered; waits K"},
        Case{"LostYesterdayAndFoundAfterTheSession",
             "enrolled K C -9/08:00; lost K -1/13:00; found K 13:00", "not covered"},
        Case{"FoundAndThenSaidToBeLostAllAlong",
             "enrolled K C -9/08:00; lost K -1/13:00; found K 08:00; lost K 14:00 since -1/13:00",
             "not covered"},
        Case{"LostByMistake", "enrolled K C -9/08:00; #l lost K 13:00; void #l", "waits K"},
        Case{"LostAndStartedSince", "enrolled K C -9/08:00; lost K -1/13:00; started K 09:00",
             "waits K"},
        Case{"LostAndStartedBefore", "enrolled K C -9/08:00; started K -2/09:00; lost K -1/13:00",
             "not covered"},
        Case{"LostAndEnrolledAgain", "enrolled K C -9/08:00; lost K -1/13:00; enrolled K C 08:00",
             "waits K"},
        Case{"Replaced",
             "enrolled K C -9/08:00; enrolled L C 13:00; replaced K 13:00; heard L +1/09:00",
             "lost K"},

        // ---- carried
        Case{"CarriedAndSilentOverAWeekend",
             "enrolled K C -9/08:00; carried K -9/09:00; heard K 10:00", "waits K", "+5/23:59"},
        Case{"CarriedAndSilentForThreeWorkingDays",
             "enrolled K C -9/08:00; carried K -9/09:00; heard K 10:00", "lost K", "+6/00:00"},
        Case{"CarriedAndNeverHeard", "enrolled K C -9/08:00; carried K -9/09:00", "lost K"},
        Case{"CarriedAndHeardSince",
             "enrolled K C -9/08:00; carried K -9/09:00; heard K 10:00; heard K +5/09:00", "heard",
             "+6/00:00"},
        Case{"NotCarriedAfterAll",
             "enrolled K C -9/08:00; carried K -9/09:00; fixed K -8/09:00; heard K 10:00",
             "waits K", "+20/00:00"},

        // ---- forks and new stores
        Case{"ForkedBefore",
             "enrolled K C -9/08:00; heard K -1/15:00; forked K 08:00; heard K 13:00", "waits K"},
        Case{"ForkedAfterItWasHeard",
             "enrolled K C -9/08:00; heard K 12:30 seq 9; heard K +1/11:00 seq 12; "
             "forked K +1/11:30 epoch 1 from 11",
             "heard"},
        Case{"ForkedNobodyKnowsSinceWhen", "enrolled K C -9/08:00; heard K 12:30; forked K 15:00",
             "waits K"},
        Case{"ForkNoticedLater",
             "enrolled K C -9/08:00; heard K 08:00 seq 2; heard K 18:00 seq 9; forked K +1/09:00 "
             "epoch 1 from 3",
             "waits K"},
        // Which branch said that its log still ended there?
        Case{"ForkedRightAfterItsLastWord",
             "enrolled K C -9/08:00; heard K -1/08:00 seq 2; heard K 12:30 seq 3; "
             "forked K +1/09:00 epoch 1 from 4",
             "waits K"},
        Case{"ForkNoticedLaterWhileAnEpochWentOn",
             "enrolled K C -9/08:00; heard K 12:30 seq 7; store K 15:00 epoch 2 follows 1; heard K "
             "16:00 epoch 2 seq 3; "
             "forked K +1/09:00 epoch 2 from 2",
             "heard"},
        Case{"ForkBeforeTheEpochThatWasHeard",
             "enrolled K C -9/08:00; heard K 08:00 seq 7; store K 08:30 epoch 2 follows 1; heard K "
             "16:00 epoch 2 seq 3; "
             "forked K +1/09:00 epoch 1 from 8",
             "waits K"},
        Case{"ForkedTwice",
             "enrolled K C -9/08:00; heard K -1/08:00 seq 2; heard K 12:30 seq 5; forked K 15:00 "
             "epoch 1 from 6; "
             "forked K 16:00 epoch 1 from 4",
             "waits K"},
        Case{"ForkedAndFound",
             "enrolled K C -9/08:00; forked K 08:00; heard K 13:00; found K +1/09:00", "heard"},
        Case{"FoundBeforeItForked",
             "enrolled K C -9/08:00; found K 07:00; forked K 08:00; heard K 13:00", "waits K"},
        Case{"ForkedAndParkedByOneBranch", "enrolled K C -9/08:00; forked K 08:00; empties K 13:00",
             "lost K"},
        Case{"ANewStoreThatKnowsNothingOfTheOld",
             "enrolled K C -9/08:00; store K -9/08:00 epoch 1; heard K 08:00; "
             "store K 11:00 epoch 2; heard K 14:00 epoch 2",
             "lost K"},
        Case{"ANewStoreAfterTheOldOneWasHeard",
             "enrolled K C -9/08:00; store K -9/08:00 epoch 1; heard K 12:30; "
             "store K 14:00 epoch 2; heard K 15:00 epoch 2",
             "heard"},
        Case{"ANewStoreBefore",
             "enrolled K C -9/08:00; store K -9/08:00 epoch 1; heard K -3/08:00; "
             "store K -1/11:00 epoch 2; heard K 14:00 epoch 2",
             "heard"},
        Case{"AStoreThatGoesOn",
             "enrolled K C -9/08:00; store K -9/08:00 epoch 1; heard K 08:00; "
             "store K 11:00 epoch 2 follows 1; heard K 14:00 epoch 2",
             "heard"},
        Case{"AFirstStoreThatDiedBeforeItWasHeard",
             "enrolled K C 08:00; store K 10:00 epoch 2; heard K 14:00 epoch 2", "lost K"},
        Case{"AFirstStoreFromBeforeItWasEnrolled",
             "enrolled K C 08:00; store K 07:59 epoch 1; heard K 14:00", "heard"},
        Case{"ANewStoreNobodyKnowsSinceWhen",
             "enrolled K C -9/08:00; store K -9/08:00 epoch 1; heard K 08:00; store K ? epoch 2",
             "lost K"}),
    [](const testing::TestParamInfo<Case>& info) { return info.param.name; });

Devices Knowing(absl::string_view story) {
  Devices devices;
  Story told(story);
  for (const Known& each : told.known()) Learn(each, devices);
  return devices;
}

TEST(WaitingForSeveralCentres, ANoteOfEach) {
  Devices devices = Knowing("enrolled K C -9/08:00; enrolled L D -9/08:00; heard L 13:00");
  EXPECT_EQ(Answer(devices, At("+1/12:00"), {"C", "D"}), "waits K");
  EXPECT_EQ(Answer(devices, At("+1/12:00"), {"D"}), "heard");
}

TEST(WaitingUntil, TheEndOfTheWindowOrOfItsUse) {
  Devices devices =
      Knowing("enrolled K C -9/08:00; enrolled L C -9/08:00; lost L 13:00 since 11:00");
  Moment moment(At("+1/12:00"));
  std::vector<Id> centres = {IdNamed("C")};
  Coverage coverage = devices.Over(centres, kWindow, 3, moment);
  std::vector<std::pair<Id, std::int64_t>> expected = {{IdNamed("K"), At("12:10")},
                                                       {IdNamed("L"), At("11:00")}};
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(coverage.needed, expected);
}

TEST(WaitingChanges, AWordOfItTouchesOnlyWhoWaits) {
  Devices devices = Knowing("enrolled K C -9/08:00");
  Devices::Touched touched = Learn(Story("heard K 12:00").known()[0], devices);
  EXPECT_TRUE(touched.centres.empty());
  ASSERT_EQ(touched.heard.size(), 1u);
  EXPECT_EQ(touched.heard[0].second, At("12:00"));
  // An older word says nothing.
  EXPECT_TRUE(Learn(Story("heard K 11:00").known()[0], devices).heard.empty());
  EXPECT_EQ(Learn(Story("lost K 13:00").known()[0], devices).centres,
            std::vector<Id>{IdNamed("C")});
}

TEST(WaitingChanges, AClockThatBecomesKnownMovesWhatItSaid) {
  Devices devices = Knowing("enrolled K C -9/08:00");
  Known park = Story("empties K ?").known()[0];
  EXPECT_TRUE(Learn(park, devices).centres.empty());
  EXPECT_EQ(Answer(devices, At("+1/12:00")), "waits K");
  std::get<DeviceEvent>(park).captured_ms = At("12:30");
  EXPECT_TRUE(Learn(park, devices).centres.empty());
  std::get<DeviceEvent>(park).received_ms = At("12:31");
  EXPECT_EQ(Learn(park, devices).centres, std::vector<Id>{IdNamed("C")});
  EXPECT_EQ(Answer(devices, At("+1/12:00")), "heard");
}

TEST(WaitingChanges, AForkTouchesEverybodyAndSoDoesAnotherOne) {
  Devices devices = Knowing(
      "enrolled K C -9/08:00; heard K -1/08:00 seq 2; heard K 12:00 seq 5; heard K +1/12:00 seq 9");
  auto learn = [&](absl::string_view line) { return Learn(Story(line).known()[0], devices); };
  const std::vector<Id> centre = {IdNamed("C")};
  EXPECT_EQ(learn("forked K +1/13:00 epoch 1 from 8").centres, centre);
  EXPECT_EQ(learn("forked K +1/14:00 epoch 1 from 4").centres, centre);
  EXPECT_TRUE(learn("forked K +1/15:00 epoch 1 from 6").centres.empty());
}

TEST(WaitingSilence, IsLookedAtAgainWhenItsTimeHasCome) {
  Devices devices = Knowing("enrolled K C -9/08:00; carried K -9/09:00; heard K 10:00");
  Moment moment(At("+1/12:00"));
  std::vector<Id> centres = {IdNamed("C")};
  devices.Over(centres, kWindow, 3, moment);
  EXPECT_EQ(moment.holds_until_ms(), At("+6/00:00") - 1);
}

// "parked since 11:00, closed 11:00".
std::string WhereIs(absl::string_view story) {
  const std::optional<KioskState> state = Knowing(story).Find(IdNamed("K"));
  if (!state) return "unknown";
  std::string text = state->whereabouts == Whereabouts::kInUse    ? "in use"
                     : state->whereabouts == Whereabouts::kParked ? "parked"
                                                                  : "lost";
  if (state->since_ms) absl::StrAppend(&text, " since ", FormatTimeOfDay(*state->since_ms));
  if (state->closed_ms) absl::StrAppend(&text, ", closed ", FormatTimeOfDay(*state->closed_ms));
  return absl::StrCat(text, state->carried ? ", carried" : "");
}

TEST(WaitingWhereabouts, AreWhatWasSaidLast) {
  EXPECT_EQ(WhereIs("enrolled L C -9/08:00"), "unknown");
  EXPECT_EQ(WhereIs("enrolled K C -9/08:00; carried K 09:00"), "in use, carried");
  EXPECT_EQ(WhereIs("enrolled K C -9/08:00; empties K 11:00"), "parked since 11:00, closed 11:00");
  EXPECT_EQ(WhereIs("enrolled K C -9/08:00; lost K 13:00 since 12:00"), "lost since 12:00");
  EXPECT_EQ(WhereIs("enrolled K C -9/08:00; replaced K 13:00"), "lost since 13:00");
  EXPECT_EQ(WhereIs("enrolled K C -9/08:00; lost K 13:00; found K 14:00"), "in use");
  EXPECT_EQ(WhereIs("enrolled K C -9/08:00; lost K 13:00; found K ?"), "in use");
}

// A kiosk that is started several times a day, for years.
TEST(WaitingForMany, StartsCostNothing) {
  Devices devices = Knowing("enrolled K C -9/08:00; lost K -8/13:00");
  for (int i = 0; i < 20'000; ++i) {
    DeviceEvent start = std::get<DeviceEvent>(Story("started K 09:00").known()[0]);
    start.event.key.seq = static_cast<std::uint64_t>(i);
    start.event.key.hash = Sha256(absl::StrCat(i));
    start.captured_ms = At("-8/14:00") + i;
    devices.Apply(start.event, start.captured_ms, start.received_ms);
  }
  EXPECT_EQ(Answer(devices, At("+1/12:00")), "waits K");
}

// Ten thousand kiosks elsewhere cost nothing.
TEST(WaitingForMany, LooksOnlyAtTheCentresAsked) {
  Devices devices = Knowing("enrolled K C -9/08:00");
  v1::LogEntry entry;
  v1::DeviceLifecycle& lifecycle = *entry.mutable_lifecycle();
  lifecycle.set_state(v1::DEVICE_STATE_ENROLLED);
  lifecycle.set_at_ms(At("-9/08:00"));
  for (int i = 0; i < 10'000; ++i) {
    lifecycle.set_device_id(IdNamed(absl::StrCat("kiosk ", i)).ToString());
    lifecycle.set_centre_id(IdNamed(absl::StrCat("centre ", i / 10)).ToString());
    devices.Apply(entry);
  }
  for (int i = 0; i < 20'000; ++i) ASSERT_EQ(Answer(devices, At("+1/12:00")), "waits K");
}

}  // namespace
}  // namespace wijkboek
