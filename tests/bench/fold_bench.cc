// The fold: a ledger is built from nothing over a log of many days, and then catches up with one
// more day. Reference: reading every event of the log once, which is the least that a fold must do.
#include <chrono>
#include <memory>
#include <vector>

#include "common/ledger/ledger.h"
#include "common/status.h"
#include "tests/bench/figure.h"
#include "tests/bench/pushing_device.h"
#include "tests/e2e/harness/scratch.h"
#include "tests/fakes/vector_log.h"

namespace wijkboek::bench {
namespace {

constexpr std::size_t kEvents = 60'000;
constexpr std::size_t kEventsPerDay = 1'000;
constexpr std::int64_t kDayMs = 86'400'000;

using Seconds = std::chrono::duration<double>;

double SecondsSince(std::chrono::steady_clock::time_point started) {
  return Seconds(std::chrono::steady_clock::now() - started).count();
}

}  // namespace

absl::StatusOr<std::vector<Figure>> MeasureFold(const Options& options) {
  SystemRandom random;
  std::vector<Id> people;
  for (int i = 0; i < 250; ++i) people.push_back(random.NewId());
  const Id centre = random.NewId();
  VectorLog log;
  LogHead head{.device = random.NewId(), .epoch = random.NewUint64()};
  std::int64_t wall_ms = 1772521200000;
  std::vector<StoredEvent> all;
  for (std::size_t written = 0; written < kEvents; written += kEventsPerDay, wall_ms += kDayMs) {
    for (StoredEvent& event : WriteDay(head, kEventsPerDay, people, centre, wall_ms, random)) {
      head = HeadAfter(event);
      log.Append(event, wall_ms);
      all.push_back(std::move(event));
    }
  }
  std::vector<double> values, references;
  for (int round = 0; round < options.rounds; ++round) {
    Scratch scratch;
    auto started = std::chrono::steady_clock::now();
    for (const StoredEvent& event : all) {
      absl::StatusOr<StoredEvent> read = ReadEvent(event.bytes, event.previous);
      RETURN_IF_ERROR(read.status());
    }
    references.push_back(static_cast<double>(kEvents) / SecondsSince(started));
    ASSIGN_OR_RETURN(std::unique_ptr<Ledger> ledger, Ledger::Open(scratch / "derived.db", log));
    started = std::chrono::steady_clock::now();
    RETURN_IF_ERROR(ledger->CatchUp(wall_ms).status());
    values.push_back(static_cast<double>(kEvents) / SecondsSince(started));
  }
  return std::vector<Figure>{MedianFigure(
      "fold", "events/s",
      "a ledger built from nothing, kept in its file; reference: reading each event once", values,
      references)};
}

}  // namespace wijkboek::bench
