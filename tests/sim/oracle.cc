#include "tests/sim/oracle.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "common/ledger/ledger.h"
#include "common/status.h"
#include "server/verify.h"

namespace wijkboek::sim {
namespace {

std::string Text(const EventKey& key) {
  return absl::StrCat(key.device.hex().substr(0, 6), "/", absl::Hex(key.epoch & 0xffff), "/",
                      key.seq, "/", key.hash.hex().substr(0, 6));
}

absl::Status Broken(absl::string_view invariant, absl::string_view what) {
  return absl::InternalError(absl::StrCat(invariant, " ", what));
}

// The server's events in another order.
class ShuffledLog final : public EventLog {
 public:
  ShuffledLog(const LogStore& log, Dice& dice) : log_(log) {
    std::uint64_t position = 0;
    while (true) {
      absl::StatusOr<std::vector<LogEvent>> some = log.ReadAfter(position, 1000);
      if (!some.ok() || some->empty()) break;
      position = some->back().position;
      for (LogEvent& event : *some) events_.push_back(std::move(event));
    }
    for (std::size_t i = events_.size(); i > 1; --i) {
      std::swap(events_[i - 1], events_[dice.Below(i)]);
    }
    for (std::size_t i = 0; i < events_.size(); ++i) events_[i].position = i + 1;
  }
  absl::StatusOr<std::vector<LogEvent>> ReadAfter(std::uint64_t position,
                                                  std::size_t limit) const override {
    const std::size_t first = std::min<std::size_t>(position, events_.size());
    const std::size_t last = std::min(events_.size(), first + limit);
    return std::vector<LogEvent>(events_.begin() + static_cast<std::ptrdiff_t>(first),
                                 events_.begin() + static_cast<std::ptrdiff_t>(last));
  }
  absl::StatusOr<LogEvent> Read(std::uint64_t position) const override {
    if (position == 0 || position > events_.size()) return absl::NotFoundError("no such event");
    return events_[position - 1];
  }
  absl::StatusOr<std::vector<v1::LogEntry>> ReadNoticesAfter(std::uint64_t position,
                                                             std::size_t limit) const override {
    return log_.ReadNoticesAfter(position, limit);
  }

 private:
  const LogStore& log_;
  std::vector<LogEvent> events_;
};

absl::Status CheckOrder(ServerMachine& server, Dice& dice) {
  const ShuffledLog shuffled(server.log(), dice);
  return server.reconciler().Read([&](const Ledger& kept) -> absl::Status {
    ASSIGN_OR_RETURN(std::unique_ptr<Ledger> other, Ledger::Open(":memory:", shuffled));
    RETURN_IF_ERROR(other->CatchUp(server.now_ms()).status());
    ASSIGN_OR_RETURN(Hash a, kept.Fingerprint());
    ASSIGN_OR_RETURN(Hash b, other->Fingerprint());
    if (a != b) return Broken("I4", "another order of arrival makes another state");
    return absl::OkStatus();
  });
}

}  // namespace

void Oracle::Rewound(const Id& device, const std::set<EventKey>& left) {
  const auto is_gone = [&](const EventKey& event) {
    return event.device == device && !left.contains(event);
  };
  std::erase_if(saved_, [&](const EventKey& event) {
    return is_gone(event) && (server_rewound_ || !acknowledged_.contains(event));
  });
  if (server_rewound_) std::erase_if(acknowledged_, is_gone);
  std::copy_if(acknowledged_.begin(), acknowledged_.end(),
               std::inserter(only_on_server_, only_on_server_.end()), is_gone);
}

void Oracle::ServerRewound() {
  server_rewound_ = true;
  const auto is_gone = [&](const EventKey& event) { return only_on_server_.contains(event); };
  std::erase_if(saved_, is_gone);
  std::erase_if(acknowledged_, is_gone);
}

absl::Status Oracle::CheckKiosk(const KioskMachine& kiosk) const {
  absl::StatusOr<std::vector<EventKey>> list = kiosk.OwnEvents();
  if (!list.ok()) return Broken("I3", absl::StrCat("a kiosk's log: ", list.status().ToString()));
  const std::set<EventKey> own(list->begin(), list->end());
  for (const EventKey& event : saved_) {
    if (event.device != kiosk.identity().device || own.contains(event)) continue;
    if (acknowledged_.contains(event)) continue;
    return Broken("I8", absl::StrCat("said to be saved and not there: ", Text(event)));
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckServer(ServerMachine& server) const {
  if (server_rewound_) return absl::OkStatus();
  for (const EventKey& event : acknowledged_) {
    if (server.log().PositionOf(event).ok()) continue;
    return Broken("I1", absl::StrCat("acknowledged and not there: ", Text(event)));
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckLog(ServerMachine& server) const {
  std::map<EventKey, int> held;
  std::map<std::pair<Id, Epoch>, std::set<std::uint64_t>> seqs;
  std::uint64_t position = 0;
  while (true) {
    ASSIGN_OR_RETURN(std::vector<LogRow> rows,
                     server.log().ReadRowsAfter(position, 1000, std::size_t{1} << 20U));
    if (rows.empty()) break;
    position = rows.back().position;
    for (const LogRow& row : rows) {
      if (row.type != EntryType::kEvent) continue;
      if (++held[row.key] > 1) return Broken("I2", absl::StrCat("twice: ", Text(row.key)));
      std::set<std::uint64_t>& known = seqs[{row.key.device, row.key.epoch}];
      if (row.key.seq > 1 && !known.contains(row.key.seq - 1)) {
        return Broken("I3", absl::StrCat("a gap before ", Text(row.key)));
      }
      known.insert(row.key.seq);
    }
  }
  for (const EventKey& event : acknowledged_) {
    if (!held.contains(event)) {
      return Broken("I1", absl::StrCat("acknowledged and gone at the end: ", Text(event)));
    }
  }
  for (const EventKey& event : saved_) {
    if (!held.contains(event)) {
      return Broken("I1", absl::StrCat("saved and not on the server: ", Text(event)));
    }
  }
  return absl::OkStatus();
}

absl::Status Oracle::CheckEnd(ServerMachine& server, Dice& dice) const {
  RETURN_IF_ERROR(CheckLog(server));
  ASSIGN_OR_RETURN(VerifySummary verified, VerifyLog(server.log(), [&](const Id& device) {
                     absl::StatusOr<DeviceRecord> record = server.registry().Find(device);
                     return record.ok() ? std::optional<PublicKey>(record->log_key) : std::nullopt;
                   }));
  if (!verified.breaks.empty()) return Broken("I7", verified.breaks.front());
  ASSIGN_OR_RETURN(RebuildSummary rebuilt, server.reconciler().Rebuild());
  if (!rebuilt.differing.empty()) return Broken("I5", rebuilt.differing.front());
  return CheckOrder(server, dice);
}

absl::Status Oracle::CheckDisks(const Disk& disk) {
  absl::Status status;
  disk.ForEach([&](const std::string& path, const std::string& seen) {
    if (seen.find(kPlantedName) != std::string::npos) {
      status = Broken("I10", absl::StrCat("a name in the clear in ", path));
    }
  });
  return status;
}

}  // namespace wijkboek::sim
