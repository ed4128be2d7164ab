// A server's log of years: cohorts that begin and end, a kiosk at each centre, sessions on every
// school day, taps and sightings, and each week a visit or help. As many people as the number of
// events needs, so that each of them has a history of the same length whatever the size: what a log
// of that size is in life.
#ifndef WIJKBOEK_TESTS_BENCH_LONG_LOG_H_
#define WIJKBOEK_TESTS_BENCH_LONG_LOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/civil_time.h"
#include "common/draft.h"
#include "common/hybrid_clock.h"
#include "common/ids.h"
#include "common/random.h"
#include "server/key_vault.h"
#include "server/log_appender.h"

namespace wijkboek::bench {

class LongLog {
 public:
  // Writes about that many events into `path`, which is made. Nobody else has the file open. Names
  // are sealed with keys of the vault, which outlives this.
  static absl::StatusOr<std::unique_ptr<LongLog>> Write(const std::string& path, KeyVault& keys,
                                                        std::uint64_t events);

  // Events that are in the log.
  std::uint64_t events() const { return events_; }
  // A moment after all of them (UTC milliseconds).
  std::int64_t now_ms() const { return now_ms_; }
  std::size_t people() const { return people_; }

  // One more event: a check-out that somebody's kiosk brings months late. Each call takes another
  // person.
  absl::Status AddLate();

 private:
  struct Group;
  struct Kiosk {
    Id device, centre, boot;
    LogHead head;
    HybridClock hybrid;
    std::uint64_t boottime_ms = 0;
    std::vector<Group> groups;
  };
  struct Group {
    Id cohort;
    std::vector<Id> people;
    std::vector<Id> residents;
    std::int64_t first_day = 0;
  };

  LongLog(std::unique_ptr<LogAppender> log, KeyVault& keys) : log_(std::move(log)), keys_(keys) {}
  absl::Status WriteOffice();
  absl::Status WritePeople(const Kiosk& kiosk, const Group& group, std::int64_t at_ms);
  absl::Status WriteDay(Kiosk& kiosk, std::int64_t day);
  // What comes once a week: half of the group visits, the others help one another.
  absl::Status WriteEvening(Kiosk& kiosk, const Group& group, CivilDay day);
  absl::Status Say(Kiosk& by, EventDraft draft, std::int64_t at_ms);
  absl::Status Flush(std::int64_t received_ms);
  v1::Event ActOf(const Id& person, v1::EventKind kind, const Id& centre) const;

  std::unique_ptr<LogAppender> log_;
  KeyVault& keys_;
  SystemRandom random_;
  Kiosk office_;
  std::vector<Kiosk> kiosks_;
  std::vector<StoredEvent> waiting_;
  std::uint64_t events_ = 0;
  std::int64_t now_ms_ = 0;
  std::size_t people_ = 0;
  std::size_t late_ = 0;
};

}  // namespace wijkboek::bench

#endif  // WIJKBOEK_TESTS_BENCH_LONG_LOG_H_
