// A tap: from the call until the event is durable in the kiosk's own log (draft completed, hashed,
// committed). Reference: a bare durable SQLite insert of the same row into the same table, tap by
// tap in turn.
#include <chrono>
#include <memory>
#include <vector>

#include "client/key_store.h"
#include "client/own_log.h"
#include "client/store.h"
#include "common/clock.h"
#include "common/sqlite/database.h"
#include "common/status.h"
#include "tests/bench/figure.h"
#include "tests/e2e/harness/scratch.h"

namespace wijkboek::bench {
namespace {

constexpr int kTaps = 400;

using Micros = std::chrono::duration<double, std::micro>;

constexpr absl::string_view kBareSchema[] = {R"sql(
  CREATE TABLE event(
    position INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    previous BLOB NOT NULL,
    bytes BLOB,
    epoch INTEGER,
    seq INTEGER,
    received_ms INTEGER,
    pulled INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX event_by_hash ON event(hash);
  CREATE UNIQUE INDEX event_of_own_log ON event(epoch, seq) WHERE epoch IS NOT NULL;
)sql"};

absl::StatusOr<Database> OpenBare(const std::string& path) {
  DatabaseOptions options;
  options.application_id = 1;
  options.migrations = kBareSchema;
  options.migration_count = 1;
  return Database::Open(path, options);
}

EventDraft Tap(const Id& person, const Id& centre) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_CHECKED_IN);
  draft.event.mutable_checked_in();
  draft.event.set_centre_id(centre.ToString());
  draft.event.mutable_actor()->set_method(v1::METHOD_OWN_BADGE);
  draft.event.mutable_actor()->set_person_id(person.ToString());
  AddPerson(draft.event, person, v1::PERSON_ROLE_PARTICIPANT);
  return draft;
}

}  // namespace

absl::StatusOr<std::vector<Figure>> MeasureTap(const Options& options) {
  Scratch scratch;
  SystemRandom random;
  SystemClock clock;
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, Store::Open(scratch / "kiosk.db"));
  ASSIGN_OR_RETURN(std::unique_ptr<KeyStore> keys,
                   KeyStore::Open(scratch / "keys.db", random.NewKey(), random));
  ASSIGN_OR_RETURN(std::unique_ptr<OwnLog> log, OwnLog::Open({.store = *store,
                                                              .keys = *keys,
                                                              .clock = clock,
                                                              .random = random,
                                                              .device = random.NewId(),
                                                              .witness = std::nullopt}));
  ASSIGN_OR_RETURN(Database bare, OpenBare(scratch / "bare.db"));
  Statement insert = bare.Prepare(
      "INSERT INTO event(hash, previous, bytes, epoch, seq) VALUES(?1, ?2, ?3, ?4, ?5)");
  const Id centre = random.NewId();
  std::vector<double> values, references;
  for (int round = 0; round <= options.rounds; ++round) {
    std::vector<double> taps, inserts;
    for (int i = 0; i < kTaps; ++i) {
      EventDraft draft = Tap(random.NewId(), centre);
      auto started = std::chrono::steady_clock::now();
      ASSIGN_OR_RETURN(StoredEvent event, log->Append(std::move(draft)));
      taps.push_back(Micros(std::chrono::steady_clock::now() - started).count());
      started = std::chrono::steady_clock::now();
      RETURN_IF_ERROR(insert
                          .Bind(event.key.hash.bytes(), event.previous.bytes(), event.bytes,
                                event.key.epoch, event.key.seq)
                          .Run());
      inserts.push_back(Micros(std::chrono::steady_clock::now() - started).count());
    }
    if (round == 0) continue;  // warming up
    values.push_back(Median(taps));
    references.push_back(Median(inserts));
  }
  return std::vector<Figure>{MedianFigure(
      "tap_to_durable", "us",
      "p50 from the call to the commit on disk; reference: a bare durable insert of the same row",
      values, references)};
}

}  // namespace wijkboek::bench
