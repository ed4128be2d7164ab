#include "server/own_events.h"

#include <string>
#include <utility>
#include <vector>

#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kPageEvents = 500;

struct Head {
  Epoch epoch = 0;
  std::uint64_t seq = 0;
};

struct Row {
  std::uint64_t seq = 0;
  Hash previous;
  std::string bytes;
};

absl::StatusOr<std::vector<Head>> HeadsOf(const LogStore& log, const Id& device) {
  std::vector<Head> heads;
  RETURN_IF_ERROR(log.WithConnection([&](Database& database) -> absl::Status {
    Statement epochs = database.Prepare(
        "SELECT epoch, seq FROM progress WHERE device = ? AND seq > 0 ORDER BY position");
    epochs.Bind(device.bytes());
    while (true) {
      ASSIGN_OR_RETURN(const bool more, epochs.Step());
      if (!more) return absl::OkStatus();
      heads.push_back({.epoch = epochs.Uint(0), .seq = epochs.Uint(1)});
    }
  }));
  return heads;
}

absl::StatusOr<std::vector<Row>> PageOf(const LogStore& log, const Id& device, Epoch epoch,
                                        std::uint64_t after) {
  std::vector<Row> page;
  RETURN_IF_ERROR(log.WithConnection([&](Database& database) -> absl::Status {
    Statement events = database.Prepare(
        "SELECT seq, previous, bytes FROM log WHERE type = 1 AND device = ? AND epoch = ? AND "
        "seq > ? ORDER BY seq LIMIT ?");
    events.Bind(device.bytes(), epoch, after, kPageEvents);
    while (true) {
      ASSIGN_OR_RETURN(const bool more, events.Step());
      if (!more) return absl::OkStatus();
      page.push_back({.seq = events.Uint(0),
                      .previous = Hash::FromBytesOrZero(events.Bytes(1)),
                      .bytes = std::string(events.Bytes(2))});
    }
  }));
  return page;
}

}  // namespace

absl::Status OwnEvents::Next(absl::FunctionRef<void(const StoredEvent& event)> visit) {
  ASSIGN_OR_RETURN(const std::vector<Head> heads, HeadsOf(log_, device_));
  for (const Head& head : heads) RETURN_IF_ERROR(NextOf(head.epoch, head.seq, visit));
  return absl::OkStatus();
}

absl::Status OwnEvents::NextOf(Epoch epoch, std::uint64_t until,
                               absl::FunctionRef<void(const StoredEvent& event)> visit) {
  std::uint64_t& visited = visited_[epoch];
  while (visited < until) {
    ASSIGN_OR_RETURN(std::vector<Row> page, PageOf(log_, device_, epoch, visited));
    if (page.empty()) return absl::OkStatus();
    for (Row& row : page) {
      ASSIGN_OR_RETURN(const StoredEvent event, ReadEvent(std::move(row.bytes), row.previous));
      visit(event);
      visited = row.seq;
    }
  }
  return absl::OkStatus();
}

}  // namespace wijkboek
