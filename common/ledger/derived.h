// One opened derived file with everything that reads and writes it, and the reference data that
// belongs to it. The steps of a catch-up; Ledger runs them in transactions.
#ifndef WIJKBOEK_COMMON_LEDGER_DERIVED_H_
#define WIJKBOEK_COMMON_LEDGER_DERIVED_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/ledger/event_index.h"
#include "common/ledger/event_log.h"
#include "common/ledger/partition_table.h"
#include "common/ledger/reach.h"
#include "common/ledger/record_table.h"
#include "common/ledger/tally_table.h"
#include "common/ledger/world_table.h"
#include "common/reconcile/world.h"
#include "common/sqlite/database.h"

namespace wijkboek {

class Derived {
 public:
  // DATA_LOSS: damaged, or it belongs to another log. FAILED_PRECONDITION: of another version, or
  // somebody else has it open.
  static absl::StatusOr<std::unique_ptr<Derived>> Open(const std::string& path,
                                                       const EventLog& log);

  Derived(Database database, const EventLog& log);

  // Indexes these events and marks what they touch as dirty. Within one transaction.
  absl::StatusOr<std::uint64_t> Index(const std::vector<LogEvent>& entries);
  // The log says by now when the server received these events. Within one transaction.
  absl::Status NoteReceived(absl::Span<const std::uint64_t> positions);
  // Takes in what the log says about devices. Within one transaction.
  absl::Status ApplyNotices(const std::vector<v1::LogEntry>& notices);
  // Folds at most `limit` dirty partitions as known at `now_ms`; how many it were. Within one
  // transaction.
  absl::StatusOr<std::size_t> FoldDirty(std::size_t limit, std::int64_t now_ms);

  Database& database() { return database_; }
  EventIndex& index() { return index_; }
  PartitionTable& partitions() { return partitions_; }
  RecordTable& records() { return records_; }
  TallyTable& tallies() { return tallies_; }
  const Reference& reference() const { return reference_; }
  const Devices& devices() const { return world_.devices(); }
  std::uint64_t position() const { return position_; }
  std::uint64_t notice_position() const { return notice_position_; }
  std::int64_t now_ms() const { return now_ms_; }
  void SetNow(std::int64_t now_ms) { now_ms_ = now_ms; }

  absl::StatusOr<std::vector<std::uint64_t>> PositionsOfPerson(const Id& person,
                                                               std::uint64_t after,
                                                               std::uint64_t through,
                                                               std::size_t limit);

 private:
  // Events to find the partitions of, and the ones among them that were just read.
  struct Routing {
    std::deque<std::uint64_t> waiting;
    absl::flat_hash_set<std::uint64_t> is_waiting;
    absl::flat_hash_map<std::uint64_t, const StoredEvent*> fresh;

    void Add(std::uint64_t position);
    void Add(const std::vector<std::uint64_t>& positions);
  };

  absl::Status LoadProgress();
  // DATA_LOSS when a program made the file that knew more or fewer kinds of events: what that one
  // could not read lies aside in it.
  absl::Status CheckKinds();
  absl::Status LoadReference();
  // What a chunk of events changes for folds that don't hold them.
  struct Changes {
    Reference::Touched reference;
    // For whom other rules may hold than before.
    std::vector<Id> ruled;
    Devices::Touched devices;
  };
  void ApplyReference(const StoredEvent& event, Changes& changes);
  absl::Status ApplyDevices(std::uint64_t position, const StoredEvent& event,
                            std::optional<std::int64_t> received_ms, Changes& changes);
  absl::Status ApplyDevicesAt(std::uint64_t position, Changes& changes);
  absl::Status NoteRetimed(const EventIndex::Retimed& event, Changes& changes, Routing& routing);
  struct CompletedEvent {
    v1::Event event;
    bool is_owner_settled = false;
  };
  absl::StatusOr<StoredEvent> ReadAt(std::uint64_t position,
                                     std::optional<std::int64_t>* received_ms = nullptr) const;
  absl::Status RouteAll(Routing& routing);
  absl::Status Route(std::uint64_t position, const StoredEvent& event, bool is_fresh,
                     Routing& routing);
  // The facts that an edit names, of which it says whose they are or when they were, or takes such
  // a word out; through all edits in between.
  absl::Status AddCompleted(const StoredEvent& edit, Routing& routing);
  // An event with the people whom it concerns, as folds read it.
  absl::StatusOr<CompletedEvent> Complete(std::uint64_t position, const StoredEvent& event);
  absl::StatusOr<std::vector<PartitionNo>> PartitionsFor(std::uint64_t position,
                                                         const StoredEvent& event);
  absl::Status Fold(PartitionNo partition, std::int64_t now_ms);
  absl::StatusOr<std::vector<VisitRecord>> VisitsOf(const Id& person);
  absl::Status ReplaceVisits(PartitionNo household, const std::vector<Id>& visitors);

  Database database_;
  const EventLog& log_;
  EventIndex index_;
  PartitionTable partitions_;
  RecordTable records_;
  TallyTable tallies_;
  WorldTable world_;
  Reference reference_;
  Reach reach_;
  Statement load_progress_, save_progress_, person_positions_;
  std::uint64_t position_ = 0;
  std::uint64_t notice_position_ = 0;
  std::int64_t now_ms_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_DERIVED_H_
