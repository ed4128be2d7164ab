#include "server/known_at.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// One run of the server: its entries are those from its opening to before the next one's.
struct Run {
  std::uint64_t generation = 0;
  std::uint64_t first = 0;
  std::int64_t opened_ms = 0;
};

absl::StatusOr<std::optional<Run>> ReadRun(Statement& select) {
  ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  Run run{.first = select.Uint(0), .opened_ms = select.Int(1)};
  v1::GenerationOpened opened;
  if (!opened.ParseFromString(select.String(2))) {
    return absl::DataLossError(absl::StrCat("the log is damaged at position ", run.first));
  }
  run.generation = opened.generation();
  select.Reset();
  return run;
}

absl::StatusOr<std::optional<Run>> RunAtPosition(Database& database, std::uint64_t position) {
  Statement select = database.Prepare(
      "SELECT position, received_ms, bytes FROM log INDEXED BY log_generation "
      "WHERE type = 4 AND position <= ? ORDER BY position DESC LIMIT 1");
  return ReadRun(select.Bind(position));
}

absl::StatusOr<std::optional<Run>> LastRunBy(Database& database, std::uint64_t end,
                                             std::int64_t t_ms) {
  Statement select = database.Prepare(
      "SELECT position, received_ms, bytes FROM log INDEXED BY log_generation "
      "WHERE type = 4 AND position <= ? AND received_ms <= ? ORDER BY position DESC LIMIT 1");
  return ReadRun(select.Bind(end, t_ms));
}

absl::StatusOr<std::uint64_t> LastOf(Database& database, const Run& run, std::uint64_t end) {
  Statement select = database.Prepare(
      "SELECT position FROM log INDEXED BY log_generation "
      "WHERE type = 4 AND position > ? AND position <= ? ORDER BY position LIMIT 1");
  ASSIGN_OR_RETURN(const bool found, select.Bind(run.first, end).Step());
  return found ? select.Uint(0) - 1 : end;
}

// The last entry of the run before the first one that came after `t_ms`. What kiosks bring back to
// a server that was restored has the times at which it had first been received, before the run
// began: such entries tell nothing of its course; the others are in order.
absl::StatusOr<std::uint64_t> LastBefore(Database& database, const Run& run, std::uint64_t last,
                                         std::int64_t t_ms) {
  Statement telling = database.Prepare(
      "SELECT position, received_ms FROM log WHERE position >= ? AND position <= ? "
      "AND received_ms >= ? ORDER BY position LIMIT 1");
  std::uint64_t in_time = run.first;
  // From here on nothing tells of a time up to `t_ms`.
  std::uint64_t late = last + 1;
  while (in_time + 1 < late) {
    const std::uint64_t middle = in_time + (late - in_time) / 2;
    ASSIGN_OR_RETURN(const bool found, telling.Bind(middle, last, run.opened_ms).Step());
    if (found && telling.Int(1) <= t_ms) {
      in_time = telling.Uint(0);
    } else {
      late = middle;
    }
    telling.Reset();
  }
  ASSIGN_OR_RETURN(const bool found, telling.Bind(late, last, run.opened_ms).Step());
  return found ? telling.Uint(0) - 1 : last;
}

absl::StatusOr<std::int64_t> ReceivedAt(Database& database, std::uint64_t position) {
  Statement select = database.Prepare("SELECT received_ms FROM log WHERE position = ?");
  ASSIGN_OR_RETURN(const bool found, select.Bind(position).Step());
  if (!found) return absl::OutOfRangeError(absl::StrCat("no entry at position ", position));
  return select.Int(0);
}

absl::Status CheckPosition(const LogStore& log, std::uint64_t position) {
  const std::uint64_t end = log.tail().position;
  if (position == 0) return absl::OutOfRangeError("the log begins at position 1");
  if (position <= end) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat(
      "position ", position, " lies beyond the end of the log, which is position ", end));
}

absl::StatusOr<std::int64_t> ParsePast(const std::string& text, std::int64_t clock_now_ms) {
  ASSIGN_OR_RETURN(const v1::CivilTime civil, ParseCivilTime(text));
  const std::int64_t t_ms = InstantOf(civil);
  if (t_ms <= clock_now_ms) return t_ms;
  return absl::InvalidArgumentError(
      absl::StrCat(text, " lies in the future: nobody can say yet what will be known then"));
}

absl::StatusOr<KnownAt> FindByTime(const LogStore& log, std::int64_t t_ms) {
  std::uint64_t position = 0;
  RETURN_IF_ERROR(log.WithConnection([&](Database& database) -> absl::Status {
    const std::uint64_t end = log.tail().position;
    ASSIGN_OR_RETURN(const std::optional<Run> run, LastRunBy(database, end, t_ms));
    if (!run) {
      return absl::OutOfRangeError(
          absl::StrCat("nothing was known at ", FormatTime(t_ms),
                       ": the log begins later (position 1 is its beginning)"));
    }
    ASSIGN_OR_RETURN(const std::uint64_t last, LastOf(database, *run, end));
    ASSIGN_OR_RETURN(position, LastBefore(database, *run, last, t_ms));
    return absl::OkStatus();
  }));
  return KnownAtPosition(log, position, t_ms);
}

absl::StatusOr<KnownAt> FindByPosition(const v1::AsKnownAt& named, const LogStore& log,
                                       std::int64_t clock_now_ms) {
  RETURN_IF_ERROR(CheckPosition(log, named.position()));
  if (named.now_ms() > clock_now_ms) {
    return absl::InvalidArgumentError(absl::StrCat("the moment that is named for position ",
                                                   named.position(), " lies in the future"));
  }
  std::int64_t now_ms = named.now_ms();
  if (now_ms == 0) {
    RETURN_IF_ERROR(log.WithConnection([&](Database& database) -> absl::Status {
      ASSIGN_OR_RETURN(now_ms, ReceivedAt(database, named.position()));
      // What was brought back came no earlier than the run that took it.
      ASSIGN_OR_RETURN(const std::optional<Run> run, RunAtPosition(database, named.position()));
      if (run) now_ms = std::max(now_ms, run->opened_ms);
      return absl::OkStatus();
    }));
  }
  return KnownAtPosition(log, named.position(), now_ms);
}

}  // namespace

v1::Cursor KnownAt::ToCursor() const {
  v1::Cursor cursor;
  cursor.set_position(position);
  cursor.set_running_hash(running_hash.ToString());
  cursor.set_generation(generation);
  return cursor;
}

absl::StatusOr<KnownAt> KnownAtPosition(const LogStore& log, std::uint64_t position,
                                        std::int64_t now_ms) {
  RETURN_IF_ERROR(CheckPosition(log, position));
  KnownAt known{.position = position, .now_ms = now_ms};
  ASSIGN_OR_RETURN(known.running_hash, log.RunningHashAt(position));
  RETURN_IF_ERROR(log.WithConnection([&](Database& database) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<Run> run, RunAtPosition(database, position));
    if (run) known.generation = run->generation;
    return absl::OkStatus();
  }));
  return known;
}

absl::StatusOr<KnownAt> FindKnownAt(const v1::AsKnownAt& named, const LogStore& log,
                                    std::int64_t clock_now_ms) {
  const bool by_time = !named.time().empty();
  if (by_time == (named.position() > 0)) {
    return absl::InvalidArgumentError(
        "as known when? name either a position of the log or a time, such as 2026-03-31T17:00");
  }
  if (!by_time) return FindByPosition(named, log, clock_now_ms);
  if (named.now_ms() != 0) {
    return absl::InvalidArgumentError("with a time goes no other moment: it is the moment");
  }
  ASSIGN_OR_RETURN(const std::int64_t t_ms, ParsePast(named.time(), clock_now_ms));
  return FindByTime(log, t_ms);
}

}  // namespace wijkboek
