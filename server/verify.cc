#include "server/verify.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/chain.h"
#include "common/event.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kRowsPerRead = 1000;
constexpr std::size_t kBytesPerRead = 4 * 1024 * 1024;
constexpr int kHeadsPerRead = 1000;

std::string Place(const EventKey& key) {
  return absl::StrCat("device ", key.device.hex(), ", epoch ",
                      absl::Hex(key.epoch, absl::kZeroPad16), ", seq ", key.seq);
}

class Verifier {
 public:
  Verifier(const LogStore& log, std::uint64_t through) : log_(log), through_(through) {}

  absl::Status Run(const std::function<std::optional<PublicKey>(const Id&)>& key_of) {
    RETURN_IF_ERROR(CheckEntries());
    RETURN_IF_ERROR(CheckSignedHeads(key_of));
    return CheckProgress();
  }

  VerifySummary summary;

 private:
  // Only the first of a kind is told: the rest mostly follows from it.
  void Break(absl::string_view kind, const std::string& where) {
    if (kinds_.insert(std::string(kind)).second) {
      summary.breaks.push_back(absl::StrCat(where, ": ", kind));
    }
  }

  absl::Status CheckEntries() {
    std::uint64_t position = 0;
    while (position < through_) {
      ASSIGN_OR_RETURN(std::vector<LogRow> rows,
                       log_.ReadRowsAfter(position, kRowsPerRead, kBytesPerRead));
      if (rows.empty()) break;
      for (const LogRow& row : rows) {
        RETURN_IF_ERROR(CheckRow(row, position + 1));
        position = row.position;
      }
    }
    if (position < through_) {
      Break("the log ends before the position that was acknowledged last",
            absl::StrCat("position ", position));
    }
    return absl::OkStatus();
  }

  absl::Status CheckRow(const LogRow& row, std::uint64_t expected) {
    std::string where = absl::StrCat("position ", row.position);
    if (row.position != expected) Break("entries before this one are missing", where);
    if (row.running_hash !=
        RunningHash(running_hash_, row.position, row.type, row.received_ms, row.key.hash)) {
      Break("the running hash does not fit: the log was changed here or before", where);
    }
    running_hash_ = row.running_hash;
    if (row.type == EntryType::kEvent) return CheckEvent(row, where);
    if (Sha256(row.bytes) != row.key.hash) {
      Break("the entry's bytes do not give its hash", where);
    }
    return absl::OkStatus();
  }

  absl::Status CheckEvent(const LogRow& row, const std::string& position) {
    ++summary.events;
    std::string where = absl::StrCat(position, " (", Place(row.key), ")");
    absl::StatusOr<EventKey> read = ReadEventKey(row.bytes, row.previous);
    if (!read.ok() || read->hash != row.key.hash) {
      Break("the event's bytes do not give its hash", where);
    } else if (*read != row.key) {
      Break("the event is not the one that it is filed as", where);
    }
    return CheckLink(row, where);
  }

  // Does what it follows stand before it?
  absl::Status CheckLink(const LogRow& row, const std::string& where) {
    auto [head, is_new] = heads_.try_emplace({row.key.device, row.key.epoch});
    if (is_new) ++summary.chains;
    bool fits = false;
    if (row.key.seq == 1) {
      fits = row.previous.IsZero();
    } else if (head->second.seq + 1 == row.key.seq && head->second.hash == row.previous) {
      fits = true;
    } else {
      EventKey before = row.key;
      before.seq = row.key.seq - 1;
      before.hash = row.previous;
      absl::StatusOr<std::uint64_t> position = log_.PositionOf(before);
      if (!position.ok() && !absl::IsNotFound(position.status())) return position.status();
      fits = position.ok() && *position < row.position;
    }
    if (!fits) Break("the event follows one that does not stand before it", where);
    head->second = row.key;
    return absl::OkStatus();
  }

  absl::Status CheckSignedHeads(const std::function<std::optional<PublicKey>(const Id&)>& key_of) {
    EventKey after;
    while (true) {
      std::vector<std::pair<v1::SignedHead, PublicKey>> heads;
      RETURN_IF_ERROR(ReadSignedHeads(after, heads));
      for (const auto& [head, key] : heads) {
        ASSIGN_OR_RETURN(after, ToEventKey(head.head()));
        RETURN_IF_ERROR(CheckSignedHead(head, key, after, key_of(after.device)));
      }
      if (heads.size() < kHeadsPerRead) return absl::OkStatus();
    }
  }

  absl::Status ReadSignedHeads(const EventKey& after,
                               std::vector<std::pair<v1::SignedHead, PublicKey>>& heads) {
    return log_.WithConnection([&](Database& database) -> absl::Status {
      Statement statement = database.Prepare(
          "SELECT device, epoch, seq, hash, signature, log_key FROM signed_head WHERE (device, "
          "epoch, seq, hash) > (?, ?, ?, ?) ORDER BY device, epoch, seq, hash LIMIT ?");
      // Before the very first: no device sorts before the empty blob's successor, and no epoch
      // before the smallest.
      if (after.device.IsZero()) {
        statement.Bind(absl::string_view(), std::int64_t{0}, std::int64_t{0}, absl::string_view(),
                       kHeadsPerRead);
      } else {
        statement.Bind(after.device.bytes(), after.epoch, after.seq, after.hash.bytes(),
                       kHeadsPerRead);
      }
      while (true) {
        ASSIGN_OR_RETURN(bool more, statement.Step());
        if (!more) return absl::OkStatus();
        v1::SignedHead head;
        head.mutable_head()->set_device_id(statement.String(0));
        head.mutable_head()->set_epoch(statement.Uint(1));
        head.mutable_head()->set_seq(statement.Uint(2));
        head.mutable_head()->set_hash(statement.String(3));
        head.set_signature(statement.String(4));
        heads.emplace_back(std::move(head), PublicKey::FromBytesOrZero(statement.Bytes(5)));
      }
    });
  }

  absl::Status CheckSignedHead(const v1::SignedHead& head, const PublicKey& key,
                               const EventKey& event, const std::optional<PublicKey>& known) {
    ++summary.signed_heads;
    if (known && *known != key) {
      Break("the head is signed with another key than the device was enrolled with", Place(event));
    } else if (!VerifyHead(head, key)) {
      Break("the head's signature is not the device's", Place(event));
    }
    absl::StatusOr<std::uint64_t> position = log_.PositionOf(event);
    if (absl::IsNotFound(position.status())) {
      Break("the device signed an event that is not held: the log was cut or changed",
            Place(event));
      return absl::OkStatus();
    }
    return position.status();
  }

  // The log's own book-keeping must not say more than the log.
  absl::Status CheckProgress() {
    std::vector<EventKey> heads;
    RETURN_IF_ERROR(log_.WithConnection([&](Database& database) -> absl::Status {
      Statement statement =
          database.Prepare("SELECT device, epoch, seq, hash FROM progress WHERE seq > 0");
      while (true) {
        ASSIGN_OR_RETURN(bool more, statement.Step());
        if (!more) return absl::OkStatus();
        heads.push_back({.device = Id::FromBytesOrZero(statement.Bytes(0)),
                         .epoch = statement.Uint(1),
                         .seq = statement.Uint(2),
                         .hash = Hash::FromBytesOrZero(statement.Bytes(3))});
      }
    }));
    for (const EventKey& head : heads) {
      absl::StatusOr<std::uint64_t> position = log_.PositionOf(head);
      if (absl::IsNotFound(position.status())) {
        Break("this event was accepted and is not held any more", Place(head));
      } else if (!position.ok()) {
        return position.status();
      }
    }
    return absl::OkStatus();
  }

  const LogStore& log_;
  const std::uint64_t through_;
  Hash running_hash_;
  absl::flat_hash_map<std::pair<Id, Epoch>, EventKey> heads_;
  absl::flat_hash_set<std::string> kinds_;
};

}  // namespace

absl::StatusOr<VerifySummary> VerifyLog(
    const LogStore& log, const std::function<std::optional<PublicKey>(const Id& device)>& key_of) {
  Verifier verifier(log, log.tail().position);
  RETURN_IF_ERROR(verifier.Run(key_of));
  return std::move(verifier.summary);
}

}  // namespace wijkboek
