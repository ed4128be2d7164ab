#include "common/ledger/ledger.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "common/crypto.h"
#include "common/ledger/derived.h"
#include "common/reconcile/fact.h"
#include "common/sqlite/remove_database.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// One transaction's worth: long enough to share its cost, short enough to keep nobody waiting.
constexpr std::size_t kChunkEvents = 2000;
constexpr std::size_t kChunkNotices = 10'000;
constexpr std::size_t kChunkPartitions = 256;

// Damaged, of another version, or of another log; not one that somebody else has open.
bool IsUnusable(const absl::Status& status) {
  return absl::IsDataLoss(status) ||
         (absl::IsFailedPrecondition(status) && !absl::StrContains(status.message(), "locked"));
}

absl::StatusOr<std::unique_ptr<Derived>> OpenOrRebuild(const std::string& path,
                                                       const EventLog& log) {
  absl::StatusOr<std::unique_ptr<Derived>> derived = Derived::Open(path, log);
  if (derived.ok() || !IsUnusable(derived.status())) return derived;
  // Nothing in it is anybody's only copy.
  RemoveDatabase(path);
  return Derived::Open(path, log);
}

void SortCases(std::vector<CaseRecord>& rows) {
  std::sort(rows.begin(), rows.end(), [](const CaseRecord& a, const CaseRecord& b) {
    return std::tie(a.person, a.enrolment, a.days, a.stage) <
           std::tie(b.person, b.enrolment, b.days, b.stage);
  });
}

void SortPath(std::vector<PathRecord>& rows) {
  std::sort(rows.begin(), rows.end(), [](const PathRecord& a, const PathRecord& b) {
    return std::tie(a.person, a.day, a.type, a.events) <
           std::tie(b.person, b.day, b.type, b.events);
  });
}

void SortAttendance(std::vector<AttendanceRecord>& rows) {
  std::sort(rows.begin(), rows.end(), [](const AttendanceRecord& a, const AttendanceRecord& b) {
    return std::tie(a.day, a.expected, a.session, a.person) <
           std::tie(b.day, b.expected, b.session, b.person);
  });
}

class FileLedger final : public Ledger {
 public:
  FileLedger(std::string path, const EventLog& log, std::unique_ptr<Derived> derived)
      : path_(std::move(path)), log_(log), derived_(std::move(derived)) {}

  absl::StatusOr<CatchUpSummary> CatchUp(std::int64_t now_ms) override {
    RETURN_IF_ERROR(Usable());
    absl::StatusOr<CatchUpSummary> summary = Pass(now_ms);
    if (summary.ok()) return summary;
    // What the caches know may have been rolled back; a damaged file is built again.
    absl::Status status = summary.status();
    if (absl::IsDataLoss(status)) {
      RETURN_IF_ERROR(Reset());
      return Pass(now_ms);
    }
    // Everything up to the stop was committed.
    if (absl::IsCancelled(status)) return status;
    RETURN_IF_ERROR(Reopen());
    return status;
  }

  void StopOn(const std::atomic<bool>& stop) override { stop_ = &stop; }

  absl::Status Touch(absl::Span<const std::uint64_t> positions) override {
    RETURN_IF_ERROR(Usable());
    maybe_dirty_ = true;
    absl::Status status =
        derived_->database().Transaction([&] { return derived_->NoteReceived(positions); });
    // A damaged file is built again, with what the log knows now.
    if (absl::IsDataLoss(status)) return Reset();
    if (!status.ok()) RETURN_IF_ERROR(Reopen());
    return status;
  }

  absl::Status Reset() override {
    derived_.reset();
    RemoveDatabase(path_);
    return Reopen();
  }

  absl::StatusOr<std::vector<PresenceDay>> PresenceDays(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<PresenceDay>(RecordType::kPresenceDay, days));
    std::sort(rows.begin(), rows.end(), [](const PresenceDay& a, const PresenceDay& b) {
      return std::tie(a.person, a.day, a.centre) < std::tie(b.person, b.day, b.centre);
    });
    return rows;
  }

  absl::StatusOr<std::vector<PresenceRecord>> Presences(const Id& person,
                                                        DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadOf<PresenceRecord>(person, RecordType::kPresence, days));
    for (PresenceRecord& row : rows) {
      if (row.end == PresenceEnd::kOpen) row.span.end_ms = NowFor(row.span.start_ms);
    }
    return rows;
  }

  absl::StatusOr<std::vector<PresenceRecord>> OpenPresences(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<PresenceRecord>(RecordType::kPresence, days));
    std::erase_if(rows, [](const PresenceRecord& row) { return row.end != PresenceEnd::kOpen; });
    std::sort(rows.begin(), rows.end(), [](const PresenceRecord& a, const PresenceRecord& b) {
      return std::tie(a.person, a.span, a.centre) < std::tie(b.person, b.span, b.centre);
    });
    for (PresenceRecord& row : rows) row.span.end_ms = NowFor(row.span.start_ms);
    return rows;
  }

  absl::StatusOr<std::vector<VisitShareDay>> VisitShares(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<VisitShareDay>(RecordType::kVisitShare, days));
    std::sort(rows.begin(), rows.end(), [](const VisitShareDay& a, const VisitShareDay& b) {
      return std::tie(a.person, a.resident, a.day) < std::tie(b.person, b.resident, b.day);
    });
    return rows;
  }

  absl::StatusOr<std::vector<VisitRecord>> Visits(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<VisitRecord>(RecordType::kVisit, days));
    SortVisits(rows);
    return rows;
  }

  absl::StatusOr<std::vector<std::pair<CivilDay, std::uint32_t>>> VisitCounts(
      DayRange days) const override {
    RETURN_IF_ERROR(Usable());
    return derived_->records().CountByDay(RecordType::kVisit, days);
  }

  absl::StatusOr<std::vector<HelpRecord>> Helps(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<HelpRecord>(RecordType::kHelp, days));
    SortHelps(rows);
    return rows;
  }

  absl::StatusOr<std::vector<VisitRecord>> VisitsOf(const Id& person,
                                                    DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadNaming<VisitRecord>(person, RecordType::kVisit, days));
    const Id stands_for = reference().StandsFor(person);
    std::erase_if(rows, [&](const VisitRecord& row) {
      return std::find(row.participants.begin(), row.participants.end(), stands_for) ==
             row.participants.end();
    });
    SortVisits(rows);
    return rows;
  }

  absl::StatusOr<std::vector<HelpRecord>> HelpsOf(const Id& person, DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadNaming<HelpRecord>(person, RecordType::kHelp, days));
    const Id stands_for = reference().StandsFor(person);
    std::erase_if(rows, [&](const HelpRecord& row) {
      return row.helper != stands_for && row.helped != stands_for;
    });
    SortHelps(rows);
    return rows;
  }

  absl::StatusOr<std::vector<PairRecord>> Pairs(DayRange days) const override {
    // Few, and they last longer than what the index by day looks back for.
    ASSIGN_OR_RETURN(auto rows, ReadAll<PairRecord>(RecordType::kPair, {}));
    std::erase_if(rows, [&](const PairRecord& row) {
      return row.first_day > days.last || (!row.running && row.last_day < days.first);
    });
    std::sort(rows.begin(), rows.end(), [](const PairRecord& a, const PairRecord& b) {
      return std::tie(a.first, a.second, a.first_day, a.events) <
             std::tie(b.first, b.second, b.first_day, b.events);
    });
    return rows;
  }

  absl::StatusOr<std::vector<Discrepancy>> OpenDiscrepancies(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<Discrepancy>(RecordType::kDiscrepancy, days));
    // One that concerns several people lies with each of them.
    SortUnique(rows);
    return rows;
  }

  absl::StatusOr<std::vector<Discrepancy>> OpenDiscrepanciesOf(const Id& person) const override {
    ASSIGN_OR_RETURN(auto rows, ReadNaming<Discrepancy>(person, RecordType::kDiscrepancy, {}));
    const Id stands_for = reference().StandsFor(person);
    std::erase_if(rows, [&](const Discrepancy& row) {
      return std::find(row.persons.begin(), row.persons.end(), stands_for) == row.persons.end();
    });
    SortUnique(rows);
    return rows;
  }

  absl::StatusOr<std::vector<Discrepancy>> SettledDiscrepancies(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<Discrepancy>(RecordType::kSettled, days));
    SortUnique(rows);
    return rows;
  }

  absl::StatusOr<std::vector<CaseRecord>> Cases() const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<CaseRecord>(RecordType::kCase, {}));
    SortCases(rows);
    return rows;
  }

  absl::StatusOr<std::vector<CaseRecord>> CasesOf(const Id& person) const override {
    ASSIGN_OR_RETURN(auto rows, ReadOf<CaseRecord>(person, RecordType::kCase, {}));
    SortCases(rows);
    return rows;
  }

  absl::StatusOr<std::vector<PathRecord>> Path(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<PathRecord>(RecordType::kPath, days));
    SortPath(rows);
    return rows;
  }

  absl::StatusOr<std::vector<PathRecord>> PathOf(const Id& person, DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadOf<PathRecord>(person, RecordType::kPath, days));
    SortPath(rows);
    return rows;
  }

  absl::StatusOr<std::vector<SetAsideFact>> SetAside() const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<SetAsideFact>(RecordType::kSetAside, {}));
    for (SetAsideFact& row : rows) {
      if (row.earliest_ms <= row.latest_ms) continue;
      ASSIGN_OR_RETURN(auto bounds, derived_->index().BoundsOf(row.event));
      row.earliest_ms = bounds.first;
      row.latest_ms = std::max(bounds.first, bounds.second);
    }
    std::sort(rows.begin(), rows.end(), [](const SetAsideFact& a, const SetAsideFact& b) {
      return std::tie(a.earliest_ms, a.event, a.reason) <
             std::tie(b.earliest_ms, b.event, b.reason);
    });
    // What names several people lies aside with each of them.
    rows.erase(std::unique(rows.begin(), rows.end(),
                           [](const SetAsideFact& a, const SetAsideFact& b) {
                             return a.event == b.event && a.reason == b.reason;
                           }),
               rows.end());
    return rows;
  }

  absl::StatusOr<std::vector<AttendanceRecord>> Attendance(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<AttendanceRecord>(RecordType::kAttendance, days));
    SortAttendance(rows);
    return rows;
  }

  absl::StatusOr<std::vector<AttendanceRecord>> AttendanceOf(const Id& person,
                                                             DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadOf<AttendanceRecord>(person, RecordType::kAttendance, days));
    SortAttendance(rows);
    return rows;
  }

  absl::StatusOr<std::vector<AttendanceRecord>> AttendanceOfEach(const std::set<Id>& people,
                                                                 DayRange days) const override {
    std::vector<AttendanceRecord> rows;
    for (const Id& person : people) {
      ASSIGN_OR_RETURN(auto own, ReadOf<AttendanceRecord>(person, RecordType::kAttendance, days));
      std::move(own.begin(), own.end(), std::back_inserter(rows));
    }
    SortAttendance(rows);
    return rows;
  }

  absl::StatusOr<std::vector<AttendanceRecord>> OpenStatuses(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<AttendanceRecord>(RecordType::kOpenStatus, days));
    SortAttendance(rows);
    return rows;
  }

  absl::StatusOr<std::vector<HoursDay>> Hours(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<HoursDay>(RecordType::kHours, days));
    std::sort(rows.begin(), rows.end(), [](const HoursDay& a, const HoursDay& b) {
      return std::tie(a.person, a.enrolment, a.day) < std::tie(b.person, b.enrolment, b.day);
    });
    return rows;
  }

  absl::StatusOr<std::vector<SightingDay>> Sightings(DayRange days) const override {
    ASSIGN_OR_RETURN(auto rows, ReadAll<SightingDay>(RecordType::kSighting, days));
    std::sort(rows.begin(), rows.end(), [](const SightingDay& a, const SightingDay& b) {
      return std::tie(a.person, a.day, a.centre) < std::tie(b.person, b.day, b.centre);
    });
    return rows;
  }

  absl::StatusOr<std::vector<DayTally>> Tallies(DayRange days, TallyBy by) const override {
    RETURN_IF_ERROR(Usable());
    return derived_->tallies().Read(days, by);
  }

  absl::StatusOr<std::vector<EnrolmentTally>> EnrolmentTallies(DayRange days) const override {
    RETURN_IF_ERROR(Usable());
    return derived_->tallies().ReadEnrolments(days);
  }

  absl::StatusOr<std::vector<EnrolmentTally>> EnrolmentTalliesOf(const Id& person,
                                                                 DayRange days) const override {
    RETURN_IF_ERROR(Usable());
    ASSIGN_OR_RETURN(const std::optional<PartitionNo> partition,
                     derived_->partitions().Find({.type = PartitionType::kPerson,
                                                  .a = derived_->reference().StandsFor(person)}));
    if (!partition) return std::vector<EnrolmentTally>();
    return derived_->tallies().ReadEnrolmentsOf(*partition, days);
  }

  const Devices& devices() const override {
    static const Devices& none = *new Devices();
    return derived_ == nullptr ? none : derived_->devices();
  }

  const Reference& reference() const override {
    static const Reference& none = *new Reference();
    return derived_ == nullptr ? none : derived_->reference();
  }

  absl::StatusOr<std::uint64_t> PositionOf(const Hash& event) const override {
    RETURN_IF_ERROR(Usable());
    ASSIGN_OR_RETURN(const std::optional<std::uint64_t> position,
                     derived_->index().PositionOf(event));
    if (!position) return absl::NotFoundError("the log holds no such event");
    return *position;
  }

  absl::StatusOr<EventTime> TimeOf(const Hash& event) const override {
    ASSIGN_OR_RETURN(const std::uint64_t position, PositionOf(event));
    EventTime time;
    ASSIGN_OR_RETURN(time.captured_ms, derived_->index().CapturedMs(position));
    if (time.captured_ms) {
      time.bounds = {*time.captured_ms, *time.captured_ms};
      return time;
    }
    ASSIGN_OR_RETURN(const auto bounds, derived_->index().BoundsOf(event));
    time.bounds = {bounds.first, bounds.second};
    return time;
  }

  absl::StatusOr<std::vector<std::uint64_t>> PositionsOfEditsOf(const Hash& event) const override {
    RETURN_IF_ERROR(Usable());
    return derived_->index().Mentioning(event);
  }

  absl::StatusOr<std::vector<std::uint64_t>> PositionsOfPerson(const Id& person,
                                                               std::uint64_t after,
                                                               std::uint64_t through,
                                                               std::size_t limit) const override {
    RETURN_IF_ERROR(Usable());
    return derived_->PositionsOfPerson(person, after, through, limit);
  }

  absl::StatusOr<std::vector<std::uint64_t>> PositionsOfBadge(const Id& badge_hash,
                                                              std::uint64_t after,
                                                              std::uint64_t through,
                                                              std::size_t limit) const override {
    RETURN_IF_ERROR(Usable());
    constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
    return derived_->index().UnderBadge(badge_hash, std::min(after, kMax), std::min(through, kMax),
                                        std::min<std::uint64_t>(limit, kMax));
  }

  absl::StatusOr<std::vector<PartitionFingerprint>> Fingerprints() const override {
    RETURN_IF_ERROR(Usable());
    return derived_->partitions().Fingerprints();
  }

  absl::StatusOr<Hash> Fingerprint() const override {
    ASSIGN_OR_RETURN(std::vector<PartitionFingerprint> all, Fingerprints());
    std::string text;
    for (const PartitionFingerprint& each : all) {
      absl::StrAppend(&text, each.partition, "\n");
      text.append(each.fingerprint.bytes().data(), Hash::kSize);
    }
    return Sha256(text);
  }

  LogPositions positions() const override {
    if (derived_ == nullptr) return {};
    return {.event = derived_->position(), .notice = derived_->notice_position()};
  }

  absl::StatusOr<Hash> SumOfEvents(const Id& person) const override {
    RETURN_IF_ERROR(Usable());
    return derived_->index().SumNaming(person);
  }

  absl::StatusOr<Hash> FingerprintOf(const Id& participant) const override {
    RETURN_IF_ERROR(Usable());
    ASSIGN_OR_RETURN(
        std::optional<PartitionNo> partition,
        derived_->partitions().Find(
            {.type = PartitionType::kPerson, .a = derived_->reference().StandsFor(participant)}));
    if (!partition) return Hash();
    ASSIGN_OR_RETURN(std::optional<Hash> fingerprint,
                     derived_->partitions().FingerprintOf(*partition));
    return fingerprint.value_or(Hash());
  }

  absl::StatusOr<PartitionRecords> RecordsOf(const std::string& partition,
                                             DayRange days) const override {
    PartitionRecords records;
    ASSIGN_OR_RETURN(const std::optional<PartitionNo> no, FindPartition(partition));
    if (!no) return records;
    RecordTable& table = derived_->records();
    ASSIGN_OR_RETURN(records.attendance,
                     table.ReadPartition<AttendanceRecord>(*no, RecordType::kAttendance, days));
    ASSIGN_OR_RETURN(records.hours, table.ReadPartition<HoursDay>(*no, RecordType::kHours, days));
    ASSIGN_OR_RETURN(records.presence,
                     table.ReadPartition<PresenceDay>(*no, RecordType::kPresenceDay, days));
    ASSIGN_OR_RETURN(records.visits,
                     table.ReadPartition<VisitRecord>(*no, RecordType::kVisit, days));
    ASSIGN_OR_RETURN(records.helps, table.ReadPartition<HelpRecord>(*no, RecordType::kHelp, days));
    ASSIGN_OR_RETURN(records.shares,
                     table.ReadPartition<VisitShareDay>(*no, RecordType::kVisitShare, days));
    ASSIGN_OR_RETURN(records.sightings,
                     table.ReadPartition<SightingDay>(*no, RecordType::kSighting, days));
    ASSIGN_OR_RETURN(records.cases, table.ReadPartition<CaseRecord>(*no, RecordType::kCase, days));
    return records;
  }

  absl::StatusOr<std::vector<std::uint64_t>> MembersOf(const std::string& partition,
                                                       std::uint64_t after) const override {
    ASSIGN_OR_RETURN(const std::optional<PartitionNo> no, FindPartition(partition));
    if (!no) return std::vector<std::uint64_t>();
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> members, derived_->partitions().Members(*no));
    std::erase_if(members, [&](std::uint64_t position) { return position <= after; });
    return members;
  }

 private:
  absl::StatusOr<std::optional<PartitionNo>> FindPartition(const std::string& name) const {
    RETURN_IF_ERROR(Usable());
    const std::optional<PartitionKey> key = ParsePartitionName(name);
    if (!key) return absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is no partition"));
    return derived_->partitions().Find(*key);
  }

  absl::Status Usable() const {
    if (derived_ != nullptr) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat(path_, ": the derived file could not be opened"));
  }

  absl::Status Reopen() {
    derived_.reset();
    ASSIGN_OR_RETURN(derived_, OpenOrRebuild(path_, log_));
    maybe_dirty_ = true;
    return absl::OkStatus();
  }

  absl::Status GoingOn() const {
    if (stop_ == nullptr || !stop_->load(std::memory_order_relaxed)) return absl::OkStatus();
    return absl::CancelledError("stopped while catching up with the log");
  }

  absl::StatusOr<CatchUpSummary> Pass(std::int64_t now_ms) {
    CatchUpSummary summary;
    // Before the events: no notice is taken for one that vouches for an event that was not read.
    while (true) {
      ASSIGN_OR_RETURN(std::vector<v1::LogEntry> notices,
                       log_.ReadNoticesAfter(derived_->notice_position(), kChunkNotices));
      if (notices.empty()) break;
      RETURN_IF_ERROR(GoingOn());
      maybe_dirty_ = true;
      RETURN_IF_ERROR(
          derived_->database().Transaction([&] { return derived_->ApplyNotices(notices); }));
      if (notices.size() < kChunkNotices) break;
    }
    while (true) {
      ASSIGN_OR_RETURN(std::vector<LogEvent> entries,
                       log_.ReadAfter(derived_->position(), kChunkEvents));
      if (entries.empty()) break;
      RETURN_IF_ERROR(GoingOn());
      maybe_dirty_ = true;
      RETURN_IF_ERROR(derived_->database().Transaction([&]() -> absl::Status {
        ASSIGN_OR_RETURN(std::uint64_t events, derived_->Index(entries));
        summary.events += events;
        return absl::OkStatus();
      }));
      if (entries.size() < kChunkEvents) break;
    }
    ASSIGN_OR_RETURN(bool due, derived_->partitions().AnyDueAt(now_ms));
    if (due) {
      maybe_dirty_ = true;
      RETURN_IF_ERROR(derived_->database().Transaction(
          [&] { return derived_->partitions().MarkDirtyAt(now_ms); }));
    }
    while (maybe_dirty_) {
      RETURN_IF_ERROR(GoingOn());
      std::size_t folded = 0;
      RETURN_IF_ERROR(derived_->database().Transaction([&]() -> absl::Status {
        ASSIGN_OR_RETURN(folded, derived_->FoldDirty(kChunkPartitions, now_ms));
        return absl::OkStatus();
      }));
      summary.partitions += folded;
      if (folded == 0) maybe_dirty_ = false;
    }
    derived_->SetNow(now_ms);
    summary.position = derived_->position();
    return summary;
  }

  template <typename Record>
  absl::StatusOr<std::vector<Record>> ReadAll(RecordType type, DayRange days) const {
    RETURN_IF_ERROR(Usable());
    return derived_->records().Read<Record>(type, days);
  }

  void SortVisits(std::vector<VisitRecord>& rows) const {
    std::sort(rows.begin(), rows.end(), [](const VisitRecord& a, const VisitRecord& b) {
      return std::tie(a.household, a.span, a.events) < std::tie(b.household, b.span, b.events);
    });
    for (VisitRecord& row : rows) {
      if (row.open) row.span.end_ms = NowFor(row.span.start_ms);
    }
  }
  static void SortHelps(std::vector<HelpRecord>& rows) {
    std::sort(rows.begin(), rows.end(), [](const HelpRecord& a, const HelpRecord& b) {
      return std::tie(a.helper, a.helped, a.day, a.subject, a.events) <
             std::tie(b.helper, b.helped, b.day, b.subject, b.events);
    });
  }

  // Of every partition with a fact that names the participant under any of their registrations.
  template <typename Record>
  absl::StatusOr<std::vector<Record>> ReadNaming(const Id& person, RecordType type,
                                                 DayRange days) const {
    RETURN_IF_ERROR(Usable());
    std::vector<PartitionNo> partitions;
    const std::vector<Id> registrations =
        reference().GroupOf(derived_->reference().StandsFor(person));
    for (const Id& registration : registrations) {
      ASSIGN_OR_RETURN(const std::vector<PartitionNo> naming,
                       derived_->partitions().Naming(registration));
      partitions.insert(partitions.end(), naming.begin(), naming.end());
    }
    std::sort(partitions.begin(), partitions.end());
    partitions.erase(std::unique(partitions.begin(), partitions.end()), partitions.end());
    std::vector<Record> result;
    for (const PartitionNo partition : partitions) {
      ASSIGN_OR_RETURN(std::vector<Record> rows,
                       derived_->records().ReadPartition<Record>(partition, type, days));
      std::move(rows.begin(), rows.end(), std::back_inserter(result));
    }
    return result;
  }

  // Of one participant: of whoever stands for them.
  template <typename Record>
  absl::StatusOr<std::vector<Record>> ReadOf(const Id& person, RecordType type,
                                             DayRange days) const {
    RETURN_IF_ERROR(Usable());
    const Id stands_for = derived_->reference().StandsFor(person);
    ASSIGN_OR_RETURN(
        std::optional<PartitionNo> partition,
        derived_->partitions().Find({.type = PartitionType::kPerson, .a = stands_for}));
    if (!partition) return std::vector<Record>();
    return derived_->records().ReadPartition<Record>(*partition, type, days);
  }

  std::int64_t NowFor(std::int64_t start_ms) const {
    return std::max(start_ms, derived_->now_ms());
  }

  std::string path_;
  const EventLog& log_;
  std::unique_ptr<Derived> derived_;
  bool maybe_dirty_ = true;
  const std::atomic<bool>* stop_ = nullptr;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(const std::string& path, const EventLog& log) {
  ASSIGN_OR_RETURN(std::unique_ptr<Derived> derived, OpenOrRebuild(path, log));
  return std::make_unique<FileLedger>(path, log, std::move(derived));
}

}  // namespace wijkboek
