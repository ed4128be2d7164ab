// Nobody is absent for good while a kiosk that is waited for could still say otherwise: at every
// moment of generated weeks, whatever the order in which the kiosks come online.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "tests/reconcile/attendance_week.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {
namespace {

constexpr std::uint64_t kSeeds = 40;
constexpr std::uint64_t kOrders = 3;

// Tells without the fold whether a witness shows that a record of absence is wrong.
bool Contradicts(const Witness& witness, const AttendanceRecord& record) {
  if (witness.person != record.person) return false;
  if (!witness.session.IsZero()) {
    return witness.session == record.session && witness.t_ms < record.expected.end_ms;
  }
  return witness.centre == record.centre &&
         witness.t_ms >= record.expected.start_ms - 10 * kMinuteMs &&
         witness.t_ms <= record.expected.end_ms + 10 * kMinuteMs;
}

// Whether the session must wait for that kiosk, as the week's own plan has it.
bool IsWaitedFor(const KioskTruth& kiosk, const AttendanceRecord& record, std::int64_t now_ms) {
  if (kiosk.excused_from_ms && *kiosk.excused_from_ms <= now_ms) return false;
  if (kiosk.carried) {
    auto next = std::upper_bound(kiosk.online_ms.begin(), kiosk.online_ms.end(), now_ms);
    if (next == kiosk.online_ms.begin()) return false;
    if (now_ms - *std::prev(next) > 3 * 24 * kHourMs) return false;
  }
  // q alone is enrolled at D and has sessions there only.
  return kiosk.centre == record.centre || kiosk.centre == IdNamed("C") ||
         record.person == IdNamed("p0");
}

std::vector<std::pair<std::string, Hash>> Prints(const Ledger& ledger) {
  std::vector<std::pair<std::string, Hash>> prints;
  std::vector<PartitionFingerprint> all = ledger.Fingerprints().value();
  for (PartitionFingerprint& each : all) prints.emplace_back(each.partition, each.fingerprint);
  return prints;
}

std::unique_ptr<Ledger> FoldArrivals(const std::vector<Arrival>& arrivals, std::int64_t now_ms,
                                     VectorLog& log) {
  for (const Arrival& arrival : arrivals) arrival.AppendTo(log);
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  EXPECT_TRUE(ledger->CatchUp(now_ms).ok());
  return ledger;
}

std::map<std::string, int>& Reached() {
  static std::map<std::string, int>& reached = *new std::map<std::string, int>();
  return reached;
}

void CountReached(const AttendanceRecord& record) {
  constexpr const char* kStates[] = {"",       "pending", "present", "excused",
                                     "absent", "unclear", "unknown"};
  ++Reached()[kStates[static_cast<int>(record.status)]];
  if (record.status == AttendanceStatus::kAbsent) {
    ++Reached()[record.is_final ? "absent, final" : "absent, not final"];
  }
  for (const std::string& sign : record.signs) ++Reached()[sign];
}

// Goes through one week as it arrived.
void WalkThrough(const AttendanceWeek& week) {
  VectorLog log;
  std::unique_ptr<Ledger> ledger = Ledger::Open(":memory:", log).value();
  for (std::size_t next = 0; next < week.arrivals.size();) {
    std::int64_t now_ms = week.arrivals[next].server_ms;
    for (; next < week.arrivals.size() && week.arrivals[next].server_ms == now_ms; ++next) {
      week.arrivals[next].AppendTo(log);
    }
    ASSERT_TRUE(ledger->CatchUp(now_ms).ok());
    std::vector<AttendanceRecord> records = ledger->Attendance({}).value();
    for (const AttendanceRecord& record : records) {
      CountReached(record);
      if (record.status != AttendanceStatus::kAbsent || !record.is_final) continue;
      for (const Witness& witness : week.witnesses) {
        if (witness.t_ms > now_ms || !Contradicts(witness, record)) continue;
        auto kiosk =
            std::find_if(week.kiosks.begin(), week.kiosks.end(),
                         [&](const KioskTruth& each) { return each.name == witness.kiosk; });
        ASSERT_FALSE(IsWaitedFor(*kiosk, record, now_ms))
            << "as known " << FormatTime(now_ms) << ": absent for good from "
            << FormatTime(record.expected.start_ms) << ", but kiosk " << witness.kiosk << " saw "
            << FormatTime(witness.t_ms);
      }
    }
  }
  ASSERT_TRUE(ledger->CatchUp(week.end_ms).ok());
  VectorLog again;
  std::unique_ptr<Ledger> at_once = FoldArrivals(week.arrivals, week.end_ms, again);
  ASSERT_EQ(Prints(*ledger), Prints(*at_once)) << "one at a time is not all at once";
  std::vector<Arrival> shuffled = week.arrivals;
  std::mt19937_64 random(week.arrivals.size());
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  VectorLog other;
  std::unique_ptr<Ledger> in_another_order = FoldArrivals(shuffled, week.end_ms, other);
  ASSERT_EQ(Prints(*in_another_order), Prints(*at_once))
      << "the order of arrival changed something";
}

TEST(GeneratedAttendance, NobodyIsAbsentForGoodWhileAKioskCouldSayOtherwise) {
  Reached().clear();
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    for (std::uint64_t order = 0; order < kOrders; ++order) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << ", order " << order);
      WalkThrough(GenerateAttendanceWeek(seed, order));
      if (HasFatalFailure()) return;
    }
  }
  for (const auto& [what, times] : Reached()) RecordProperty(what, times);
  for (const char* each :
       {"pending", "present", "excused", "absent", "unclear", "unknown", "absent, final",
        "absent, not final", "elsewhere", "unowned_check_in", "unknown_badge", "unknown_kind",
        "clock_uncertain", "check_out_without_check_in", "practice", "contest"}) {
    EXPECT_GT(Reached()[each], 0) << each << " was never reached";
  }
}

}  // namespace
}  // namespace wijkboek
