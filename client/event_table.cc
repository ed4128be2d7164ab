#include "client/event_table.h"

#include <limits>
#include <utility>

#include "client/settings.h"
#include "common/chain.h"
#include "common/crypto.h"
#include "common/ledger/event_sum.h"
#include "common/reconcile/fact.h"
#include "common/status.h"

namespace wijkboek {
namespace {

bool IsParticipantRole(v1::PersonRole role) {
  switch (role) {
    case v1::PERSON_ROLE_PARTICIPANT:
    case v1::PERSON_ROLE_HELPER:
    case v1::PERSON_ROLE_HELPED:
    case v1::PERSON_ROLE_MENTOR:
    case v1::PERSON_ROLE_MENTEE:
      return true;
    default:
      return false;
  }
}

absl::Status IndexPersons(Connection& connection, std::int64_t position, const v1::Event& event) {
  for (const v1::PersonRef& person : event.persons()) {
    RETURN_IF_ERROR(connection
                        .Use("INSERT INTO event_person (person, position, participant) "
                             "VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET participant = "
                             "max(participant, excluded.participant)")
                        .Bind(person.person_id(), position, IsParticipantRole(person.role()))
                        .Run());
  }
  return absl::OkStatus();
}

constexpr char kLateReceived[] = "late_received";
constexpr std::size_t kPositionSize = 8;

// What is known otherwise once the server has received it: what says beforehand that somebody will
// visit, and what was captured before the clock was known, which lies no later than that.
bool DependsOnReceived(const v1::Event& event, std::int64_t received_ms) {
  const v1::ClockQuality quality = event.captured().quality();
  if (quality != v1::CLOCK_QUALITY_SAMPLED && quality != v1::CLOCK_QUALITY_DISCIPLINED) return true;
  switch (event.kind()) {
    case v1::EVENT_KIND_VISIT_STARTED:
    case v1::EVENT_KIND_VISIT_LOGGED:
    case v1::EVENT_KIND_VISIT_CORRECTED:
      break;
    default:
      return false;
  }
  // When it was captured depends on the clock samples of its boot, which may still come.
  if (!event.has_stated_start()) return true;
  std::optional<std::int64_t> start_ms = StatedStart(event);
  return start_ms && *start_ms > received_ms;
}

absl::Status AddLateReceived(Connection& connection, const std::vector<std::uint64_t>& positions) {
  if (positions.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::optional<std::string> list, GetSetting(connection, kLateReceived));
  std::string bytes = std::move(list).value_or("");
  for (std::uint64_t position : positions) AppendUint64(bytes, position);
  return SetSetting(connection, kLateReceived, bytes);
}

LogEvent RowToLogEvent(const Statement& row) {
  LogEvent event;
  event.position = row.Uint(0);
  event.previous = Hash::FromBytesOrZero(row.Bytes(1));
  event.bytes = row.String(2);
  if (!row.IsNull(3)) event.received_ms = row.Int(3);
  return event;
}

}  // namespace

// ---- own

absl::Status InsertOwn(Connection& connection, const StoredEvent& event) {
  if (event.key.seq == 1) {
    RETURN_IF_ERROR(
        connection.Use("INSERT INTO epoch (epoch) VALUES (?1)").Bind(event.key.epoch).Run());
  }
  return connection
      .Use("INSERT INTO event (hash, previous, bytes, epoch, seq) VALUES (?1, ?2, ?3, ?4, ?5)")
      .Bind(event.key.hash.bytes(), event.previous.bytes(), event.bytes, event.key.epoch,
            event.key.seq)
      .Run();
}

absl::StatusOr<std::vector<EpochHead>> OwnEpochs(Connection& connection) {
  std::vector<EpochHead> heads;
  Statement& epochs = connection.Use("SELECT epoch FROM epoch ORDER BY ordinal");
  while (true) {
    ASSIGN_OR_RETURN(bool row, epochs.Step());
    if (!row) break;
    heads.push_back({.epoch = epochs.Uint(0)});
  }
  for (EpochHead& head : heads) {
    Statement& last =
        connection.Use("SELECT seq, hash FROM event WHERE epoch = ?1 ORDER BY seq DESC LIMIT 1");
    ASSIGN_OR_RETURN(bool row, last.Bind(head.epoch).Step());
    if (!row) continue;
    head.seq = last.Uint(0);
    head.hash = Hash::FromBytesOrZero(last.Bytes(1));
    last.Reset();
  }
  return heads;
}

absl::StatusOr<std::optional<Hash>> OwnHashAt(Connection& connection, Epoch epoch,
                                              std::uint64_t seq) {
  Statement& statement = connection.Use("SELECT hash FROM event WHERE epoch = ?1 AND seq = ?2");
  ASSIGN_OR_RETURN(bool row, statement.Bind(epoch, seq).Step());
  if (!row) return std::nullopt;
  Hash hash = Hash::FromBytesOrZero(statement.Bytes(0));
  statement.Reset();
  return hash;
}

absl::StatusOr<std::vector<OwnEvent>> OwnEventsAfter(Connection& connection, Epoch epoch,
                                                     std::uint64_t seq, std::size_t count,
                                                     std::size_t bytes_max) {
  Statement& statement = connection.Use(
      "SELECT seq, hash, bytes FROM event WHERE epoch = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
  statement.Bind(epoch, seq, static_cast<std::uint64_t>(count));
  std::vector<OwnEvent> events;
  std::size_t bytes = 0;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement.Step());
    if (!row) return events;
    OwnEvent event{.seq = statement.Uint(0),
                   .hash = Hash::FromBytesOrZero(statement.Bytes(1)),
                   .bytes = statement.String(2)};
    bytes += event.bytes.size();
    if (statement.IsNull(2) || (!events.empty() && bytes > bytes_max)) break;
    events.push_back(std::move(event));
  }
  statement.Reset();
  return events;
}

absl::StatusOr<std::uint64_t> CountOwn(Connection& connection) {
  Statement& statement = connection.Use("SELECT count(*) FROM event WHERE epoch IS NOT NULL");
  ASSIGN_OR_RETURN(bool row, statement.Step());
  std::uint64_t count = row ? statement.Uint(0) : 0;
  statement.Reset();
  return count;
}

absl::Status SetReceived(Connection& connection, Epoch epoch, std::uint64_t seq,
                         std::int64_t received_ms) {
  // From the acknowledgement before this one: the cost is that of what is new. (The time of a later
  // event says nothing of earlier ones: it may have come by pull.)
  Statement& last =
      connection.Use("SELECT max(seq) FROM acknowledgement WHERE epoch = ?1 AND seq < ?2");
  ASSIGN_OR_RETURN(bool row, last.Bind(epoch, seq).Step());
  std::uint64_t done = row ? last.Uint(0) : 0;
  last.Reset();
  Statement& fresh = connection.Use(
      "SELECT position, bytes FROM event WHERE epoch = ?1 AND seq > ?2 AND seq <= ?3 "
      "AND received_ms IS NULL AND bytes IS NOT NULL");
  fresh.Bind(epoch, done, seq);
  std::vector<std::uint64_t> late;
  v1::Event event;
  while (true) {
    ASSIGN_OR_RETURN(bool found, fresh.Step());
    if (!found) break;
    if (event.ParseFromString(fresh.String(1)) && DependsOnReceived(event, received_ms)) {
      late.push_back(fresh.Uint(0));
    }
  }
  RETURN_IF_ERROR(AddLateReceived(connection, late));
  return connection
      .Use(
          "UPDATE event SET received_ms = ?3 WHERE epoch = ?1 AND seq > ?4 AND seq <= ?2 "
          "AND received_ms IS NULL")
      .Bind(epoch, seq, received_ms, done)
      .Run();
}

absl::StatusOr<std::int64_t> DeleteOwnBytes(Connection& connection, Epoch epoch, std::uint64_t seq,
                                            std::int64_t before_ms) {
  RETURN_IF_ERROR(connection
                      .Use("UPDATE event SET bytes = NULL WHERE epoch = ?1 AND seq <= ?2 AND "
                           "received_ms < ?3 AND pulled = 0 AND bytes IS NOT NULL")
                      .Bind(epoch, seq, before_ms)
                      .Run());
  return connection.database().Changes();
}

// ---- pulled

absl::StatusOr<bool> InsertPulled(Connection& connection, const StoredEvent& event,
                                  std::int64_t received_ms) {
  Statement& known = connection.Use(
      "SELECT position, bytes IS NOT ?3 OR previous <> ?4, received_ms IS ?2 FROM event "
      "WHERE hash = ?1");
  ASSIGN_OR_RETURN(
      bool here,
      known.Bind(event.key.hash.bytes(), received_ms, event.bytes, event.previous.bytes()).Step());
  if (here) {
    const std::int64_t position = known.Int(0);
    const bool gone = known.Int(1) != 0;
    const bool same_time = known.Int(2) != 0;
    known.Reset();
    // A restored server may have received it at another time: a visit in the future may cease to
    // be, and so may a doubt.
    if (!same_time && DependsOnReceived(event.event, std::numeric_limits<std::int64_t>::min())) {
      RETURN_IF_ERROR(AddLateReceived(connection, {static_cast<std::uint64_t>(position)}));
    }
    RETURN_IF_ERROR(
        connection
            .Use("UPDATE event SET received_ms = ?2, pulled = 1, bytes = ?3, previous = ?4 "
                 "WHERE position = ?1")
            .Bind(position, received_ms, event.bytes, event.previous.bytes())
            .Run());
    RETURN_IF_ERROR(IndexPersons(connection, position, event.event));
    // It stands where the ledger has been already.
    if (gone) RETURN_IF_ERROR(MarkLedgerStale(connection));
    return gone;
  }
  RETURN_IF_ERROR(
      connection
          .Use("INSERT INTO event (hash, previous, bytes, received_ms, pulled) "
               "VALUES (?1, ?2, ?3, ?4, 1)")
          .Bind(event.key.hash.bytes(), event.previous.bytes(), event.bytes, received_ms)
          .Run());
  RETURN_IF_ERROR(IndexPersons(connection, connection.database().LastInsertRowId(), event.event));
  return true;
}

absl::StatusOr<std::int64_t> RemovePersons(Connection& connection, absl::Span<const Id> persons) {
  for (const Id& person : persons) {
    RETURN_IF_ERROR(
        connection.Use("DELETE FROM scope WHERE person = ?1").Bind(person.bytes()).Run());
  }
  std::int64_t removed = 0;
  for (const Id& person : persons) {
    std::vector<std::int64_t> positions;
    Statement& leaving = connection.Use(
        "SELECT position FROM event_person AS mine WHERE person = ?1 AND NOT EXISTS (SELECT 1 FROM "
        "event_person AS other JOIN scope USING (person) WHERE other.position = mine.position)");
    leaving.Bind(person.bytes());
    while (true) {
      ASSIGN_OR_RETURN(bool row, leaving.Step());
      if (!row) break;
      positions.push_back(leaving.Int(0));
    }
    for (std::int64_t position : positions) {
      RETURN_IF_ERROR(
          connection.Use("DELETE FROM event_person WHERE position = ?1").Bind(position).Run());
      RETURN_IF_ERROR(connection.Use("DELETE FROM event WHERE position = ?1 AND epoch IS NULL")
                          .Bind(position)
                          .Run());
      removed += connection.database().Changes();
      RETURN_IF_ERROR(
          connection.Use("UPDATE event SET pulled = 0 WHERE position = ?1").Bind(position).Run());
    }
  }
  return removed;
}

absl::StatusOr<Hash> SumOfPulled(Connection& connection, const Id& person) {
  Statement& events = connection.Use(
      "SELECT previous, bytes FROM event_person JOIN event USING (position) "
      "WHERE person = ?1 AND pulled = 1 AND bytes IS NOT NULL");
  events.Bind(person.bytes());
  Hash sum;
  while (true) {
    ASSIGN_OR_RETURN(bool row, events.Step());
    if (!row) return sum;
    AddToSum(ChainHash(Hash::FromBytesOrZero(events.Bytes(0)), events.Bytes(1)), sum);
  }
}

absl::Status RemovePulled(Connection& connection) {
  return connection.database().Execute(
      "DELETE FROM event_person; DELETE FROM scope; DELETE FROM server_entry;"
      "DELETE FROM event WHERE epoch IS NULL; UPDATE event SET pulled = 0 WHERE pulled = 1;");
}

absl::StatusOr<std::vector<Id>> ScopePersons(Connection& connection) {
  std::vector<Id> persons;
  Statement& statement = connection.Use("SELECT person FROM scope ORDER BY person");
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement.Step());
    if (!row) return persons;
    persons.push_back(Id::FromBytesOrZero(statement.Bytes(0)));
  }
}

absl::Status AddScopePerson(Connection& connection, const Id& person) {
  return connection.Use("INSERT OR IGNORE INTO scope (person) VALUES (?1)")
      .Bind(person.bytes())
      .Run();
}

absl::Status InsertServerEntry(Connection& connection, std::uint64_t position,
                               const std::string& bytes) {
  return connection.Use("INSERT OR REPLACE INTO server_entry (position, bytes) VALUES (?1, ?2)")
      .Bind(position, bytes)
      .Run();
}

// ---- what depends on a received time that came late

absl::StatusOr<std::vector<std::uint64_t>> LateReceived(Connection& connection) {
  ASSIGN_OR_RETURN(std::optional<std::string> list, GetSetting(connection, kLateReceived));
  std::vector<std::uint64_t> positions;
  if (!list) return positions;
  for (std::size_t at = 0; at + kPositionSize <= list->size(); at += kPositionSize) {
    std::uint64_t position = 0;
    for (std::size_t i = 0; i < kPositionSize; ++i) {
      position = position << 8 | static_cast<unsigned char>((*list)[at + i]);
    }
    positions.push_back(position);
  }
  return positions;
}

absl::Status ForgetLateReceived(Connection& connection, std::size_t count) {
  ASSIGN_OR_RETURN(std::optional<std::string> list, GetSetting(connection, kLateReceived));
  if (!list) return absl::OkStatus();
  if (list->size() <= count * kPositionSize) return RemoveSetting(connection, kLateReceived);
  return SetSetting(connection, kLateReceived, list->substr(count * kPositionSize));
}

// ---- both

absl::StatusOr<bool> HasEvent(Connection& connection, const Hash& hash) {
  Statement& statement = connection.Use("SELECT 1 FROM event WHERE hash = ?1");
  ASSIGN_OR_RETURN(bool row, statement.Bind(hash.bytes()).Step());
  if (row) statement.Reset();
  return row;
}

absl::StatusOr<StoredEvent> FindEvent(Connection& connection, const Hash& hash) {
  Statement& statement =
      connection.Use("SELECT previous, bytes FROM event WHERE hash = ?1 AND bytes IS NOT NULL");
  ASSIGN_OR_RETURN(bool row, statement.Bind(hash.bytes()).Step());
  if (!row) return absl::NotFoundError("there is no such event on this kiosk");
  Hash previous = Hash::FromBytesOrZero(statement.Bytes(0));
  std::string bytes = statement.String(1);
  statement.Reset();
  return ReadEvent(std::move(bytes), previous);
}

absl::StatusOr<StoredEvent> FindEventByPrefix(Connection& connection, absl::string_view prefix) {
  std::string end(prefix);
  end.resize(Hash::kSize, '\xff');
  Statement& statement =
      connection.Use("SELECT hash FROM event WHERE hash >= ?1 AND hash <= ?2 LIMIT 2");
  statement.Bind(prefix, end);
  std::vector<Hash> found;
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement.Step());
    if (!row) break;
    found.push_back(Hash::FromBytesOrZero(statement.Bytes(0)));
  }
  if (found.empty()) return absl::NotFoundError("there is no such event on this kiosk");
  if (found.size() > 1) {
    return absl::InvalidArgumentError("several events begin so: write more of its name");
  }
  return FindEvent(connection, found[0]);
}

absl::StatusOr<std::vector<LogEvent>> StoreEventLog::ReadAfter(std::uint64_t position,
                                                               std::size_t limit) const {
  std::vector<LogEvent> events;
  RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
    Statement& statement = connection.Use(
        "SELECT position, previous, bytes, received_ms FROM event "
        "WHERE position > ?1 AND bytes IS NOT NULL ORDER BY position LIMIT ?2");
    statement.Bind(position, static_cast<std::uint64_t>(limit));
    while (true) {
      ASSIGN_OR_RETURN(bool row, statement.Step());
      if (!row) return absl::OkStatus();
      events.push_back(RowToLogEvent(statement));
    }
  }));
  return events;
}

absl::StatusOr<std::vector<v1::LogEntry>> StoreEventLog::ReadNoticesAfter(std::uint64_t position,
                                                                          std::size_t limit) const {
  std::vector<v1::LogEntry> notices;
  RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
    Statement& statement = connection.Use(
        "SELECT position, bytes FROM server_entry WHERE position > ?1 ORDER BY position LIMIT ?2");
    statement.Bind(position, static_cast<std::uint64_t>(limit));
    while (true) {
      ASSIGN_OR_RETURN(bool row, statement.Step());
      if (!row) return absl::OkStatus();
      v1::LogEntry& entry = notices.emplace_back();
      // One that cannot be read vouches for nothing, and must not stop those after it.
      if (!entry.ParseFromArray(statement.Bytes(1).data(),
                                static_cast<int>(statement.Bytes(1).size()))) {
        entry.Clear();
      }
      entry.set_position(statement.Uint(0));
    }
  }));
  return notices;
}

absl::StatusOr<LogEvent> StoreEventLog::Read(std::uint64_t position) const {
  std::optional<LogEvent> event;
  RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
    Statement& statement = connection.Use(
        "SELECT position, previous, bytes, received_ms FROM event "
        "WHERE position = ?1 AND bytes IS NOT NULL");
    ASSIGN_OR_RETURN(bool row, statement.Bind(position).Step());
    if (row) {
      event = RowToLogEvent(statement);
      statement.Reset();
    }
    return absl::OkStatus();
  }));
  if (!event) return absl::NotFoundError("there is no event at this position");
  return *std::move(event);
}

}  // namespace wijkboek
