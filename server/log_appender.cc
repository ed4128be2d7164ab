#include "server/log_appender.h"

#include "common/crypto.h"
#include "common/limits.h"
#include "common/status.h"
#include "server/checkpoint.h"

namespace wijkboek {
namespace {

// An epoch that is pushed today is likely pushed again; beyond this the rest is read anew.
constexpr std::size_t kProgressCacheMax = 100'000;

// Checkpointing every group would cost a second sync each time; 16 MiB of log keeps a restart
// quick.
constexpr absl::string_view kCheckpointPragma = "PRAGMA wal_autocheckpoint=4096";

EventKey BaseOf(const VerifiedBatch& batch) {
  return {
      .device = batch.device, .epoch = batch.epoch, .seq = batch.base_seq, .hash = batch.base_hash};
}

EventKey KeyOf(const VerifiedBatch& batch, const IncomingEvent& event) {
  return {.device = batch.device, .epoch = batch.epoch, .seq = event.seq, .hash = event.hash};
}

bool IsHead(const Progress& progress, const EventKey& key) {
  return progress.seq == key.seq && progress.hash == key.hash;
}

void Advance(Progress& progress, const EventKey& head, std::uint64_t position) {
  progress.seq = head.seq;
  progress.hash = head.hash;
  progress.position = position;
}

}  // namespace

LogAppender::LogAppender(Database database)
    : database_(std::move(database)),
      insert_(database_.Prepare(
          "INSERT INTO log(position, type, received_ms, device, epoch, seq, previous, hash, bytes, "
          "running_hash) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      find_(database_.Prepare("SELECT position, received_ms FROM log WHERE type = 1 AND device = ? "
                              "AND epoch = ? AND seq = ? AND hash = ?")),
      hashes_at_(
          database_.Prepare("SELECT hash FROM log WHERE type = 1 AND device = ? AND epoch = ? "
                            "AND seq = ? ORDER BY position")),
      sibling_(database_.Prepare("SELECT 1 FROM log WHERE type = 1 AND device = ? AND epoch = ? "
                                 "AND seq = ? AND previous = ? AND hash <> ? LIMIT 1")),
      load_progress_(database_.Prepare(
          "SELECT seq, hash, position, predecessor, heard_through_ms, heard_through_seq, forked "
          "FROM progress WHERE device = ? AND epoch = ?")),
      save_progress_(database_.Prepare(
          "INSERT OR REPLACE INTO progress(device, epoch, seq, hash, position, predecessor, "
          "heard_through_ms, heard_through_seq, forked) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      latest_head_(database_.Prepare("SELECT epoch, seq, hash FROM progress WHERE device = ? AND "
                                     "seq > 0 ORDER BY position DESC LIMIT 1")),
      successor_(database_.Prepare("SELECT 1 FROM progress WHERE device = ? AND epoch <> ? AND "
                                   "predecessor = ? LIMIT 1")),
      insert_signed_head_(
          database_.Prepare("INSERT INTO signed_head(device, epoch, seq, hash, signature, log_key) "
                            "VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {}

absl::StatusOr<std::unique_ptr<LogAppender>> LogAppender::Open(const std::string& path,
                                                               const std::string& vfs) {
  ASSIGN_OR_RETURN(Database database,
                   Database::Open(path, LogDatabaseOptions(/*read_only=*/false, vfs)));
  RETURN_IF_ERROR(database.Execute(kCheckpointPragma));
  RETURN_IF_ERROR(WithContext(Checkpoint(database), path));
  std::unique_ptr<LogAppender> appender(new LogAppender(std::move(database)));
  RETURN_IF_ERROR(WithContext(appender->LoadTail(), path));
  return appender;
}

absl::Status LogAppender::LoadTail() {
  Statement last =
      database_.Prepare("SELECT position, running_hash FROM log ORDER BY position DESC LIMIT 1");
  ASSIGN_OR_RETURN(bool found, last.Step());
  if (!found) return absl::OkStatus();
  tail_.position = last.Uint(0);
  ASSIGN_OR_RETURN(tail_.running_hash, Hash::FromBytes(last.Bytes(1)));
  return absl::OkStatus();
}

absl::Status LogAppender::Begin() { return database_.Execute("BEGIN IMMEDIATE"); }

absl::Status LogAppender::Commit() {
  RETURN_IF_ERROR(WriteProgress());
  return database_.Execute("COMMIT");
}

void LogAppender::Rollback() { (void)database_.Execute("ROLLBACK"); }

absl::Status LogAppender::Insert(EntryType type, const EventKey* key, const Hash* previous,
                                 const Hash& hash, absl::string_view bytes,
                                 std::int64_t received_ms) {
  std::uint64_t position = tail_.position + 1;
  Hash running = RunningHash(tail_.running_hash, position, type, received_ms, hash);
  if (key != nullptr) {
    insert_.Bind(position, static_cast<int>(type), received_ms, key->device.bytes(), key->epoch,
                 key->seq, previous->bytes(), hash.bytes(), bytes, running.bytes());
  } else {
    insert_.Bind(position, static_cast<int>(type), received_ms, nullptr, nullptr, nullptr, nullptr,
                 hash.bytes(), bytes, running.bytes());
  }
  RETURN_IF_ERROR(insert_.Run());
  tail_.position = position;
  tail_.running_hash = running;
  return absl::OkStatus();
}

absl::Status LogAppender::InsertEvent(const EventKey& key, const Hash& previous,
                                      absl::string_view bytes, std::int64_t received_ms) {
  return Insert(EntryType::kEvent, &key, &previous, key.hash, bytes, received_ms);
}

absl::Status LogAppender::InsertSignedHead(const EventKey& head, const Signature& signature,
                                           const PublicKey& key) {
  return insert_signed_head_
      .Bind(head.device.bytes(), head.epoch, head.seq, head.hash.bytes(), signature.bytes(),
            key.bytes())
      .Run();
}

absl::StatusOr<Progress*> LogAppender::Load(const Id& device, Epoch epoch) {
  EpochKey key(device, epoch);
  if (auto found = progress_.find(key); found != progress_.end()) return &found->second;
  // Nothing is dirty between transactions, so forgetting is safe there; callers hold no pointer
  // across calls.
  if (progress_.size() >= kProgressCacheMax && dirty_.empty()) progress_.clear();
  Progress progress;
  ASSIGN_OR_RETURN(bool found, load_progress_.Bind(device.bytes(), epoch).Step());
  if (found) {
    progress.seq = load_progress_.Uint(0);
    progress.hash = Hash::FromBytesOrZero(load_progress_.Bytes(1));
    progress.position = load_progress_.Uint(2);
    progress.predecessor = Hash::FromBytesOrZero(load_progress_.Bytes(3));
    progress.heard_through_ms = load_progress_.Int(4);
    progress.heard_through_seq = load_progress_.Uint(5);
    progress.forked = load_progress_.Int(6) != 0;
    load_progress_.Reset();
  }
  return &progress_.insert_or_assign(key, progress).first->second;
}

absl::Status LogAppender::WriteProgress() {
  for (const EpochKey& key : dirty_) {
    const Progress& progress = progress_.at(key);
    RETURN_IF_ERROR(save_progress_
                        .Bind(key.first.bytes(), key.second, progress.seq, progress.hash.bytes(),
                              progress.position, progress.predecessor.bytes(),
                              progress.heard_through_ms, progress.heard_through_seq,
                              progress.forked)
                        .Run());
  }
  dirty_.clear();
  started_.clear();
  return absl::OkStatus();
}

// True when the epoch goes on from the head of another one of this device, and no other epoch does.
absl::StatusOr<bool> LogAppender::PredecessorFits(const VerifiedBatch& batch) {
  const EventKey& named = *batch.predecessor;
  if (named.device != batch.device || named.epoch == batch.epoch) return false;
  ASSIGN_OR_RETURN(Progress before, ProgressOf(named.device, named.epoch));
  if (before.seq != named.seq || before.hash != named.hash) return false;
  ASSIGN_OR_RETURN(bool other, IsContinued(batch.device, named.hash, batch.epoch));
  return !other;
}

absl::StatusOr<bool> LogAppender::IsContinued(const Id& device, const Hash& head, Epoch except) {
  // The rows of this transaction count too.
  auto started = started_.find(head);
  if (started != started_.end() && started->second != EpochKey(device, except)) return true;
  successor_.Bind(device.bytes(), except, head.bytes());
  ASSIGN_OR_RETURN(bool other, successor_.Step());
  if (other) successor_.Reset();
  return other;
}

absl::StatusOr<bool> LogAppender::IsBranch(const EventKey& key, const Hash& previous) {
  sibling_.Bind(key.device.bytes(), key.epoch, key.seq, previous.bytes(), key.hash.bytes());
  ASSIGN_OR_RETURN(bool found, sibling_.Step());
  if (found) sibling_.Reset();
  return found;
}

absl::Status LogAppender::NoteFork(const VerifiedBatch& batch, Epoch epoch, std::uint64_t seq,
                                   std::int64_t now_ms) {
  v1::DeviceLifecycle lifecycle;
  lifecycle.set_device_id(batch.device.ToString());
  lifecycle.set_state(v1::DEVICE_STATE_FORKED);
  lifecycle.set_centre_id(batch.centre.ToString());
  lifecycle.set_at_ms(now_ms);
  if (seq > 0) lifecycle.set_epoch(epoch);
  lifecycle.set_seq(seq);
  return AppendLifecycle(lifecycle, now_ms);
}

// An epoch that goes on from an event that is held parts from its epoch there; from one that is
// not, at an event that nobody knows.
absl::Status LogAppender::NoteStranger(const VerifiedBatch& batch, std::int64_t now_ms) {
  const EventKey& named = *batch.predecessor;
  if (named.device != batch.device || named.epoch == batch.epoch) {
    return NoteFork(batch, 0, 0, now_ms);
  }
  ASSIGN_OR_RETURN(std::optional<Placed> held, Find(named));
  return NoteFork(batch, named.epoch, held ? named.seq + 1 : 1, now_ms);
}

absl::StatusOr<BatchOutcome> LogAppender::AppendBatch(const VerifiedBatch& batch,
                                                      std::int64_t now_ms) {
  BatchOutcome outcome;
  if (batch.base_seq > 0) {
    ASSIGN_OR_RETURN(Progress known, ProgressOf(batch.device, batch.epoch));
    bool held = IsHead(known, BaseOf(batch));
    if (!held) {
      ASSIGN_OR_RETURN(std::optional<Placed> base, Find(BaseOf(batch)));
      held = base.has_value();
    }
    if (!held) {
      outcome.status = absl::UnavailableError(
          absl::StrCat("seq ", batch.base_seq, " with this hash is not held here: open anew"));
      return outcome;
    }
  }
  bool predecessor_fits = true;
  if (batch.predecessor) {
    ASSIGN_OR_RETURN(predecessor_fits, PredecessorFits(batch));
  }
  ASSIGN_OR_RETURN(Progress * progress, Load(batch.device, batch.epoch));
  // The usual case: everything new, on the only branch. Then nothing needs to be looked up.
  bool look_up = progress->forked || !IsHead(*progress, BaseOf(batch));
  outcome.last = BaseOf(batch);
  std::optional<Placed> last;
  bool opens = false;
  bool forks = false;
  for (const IncomingEvent& event : batch.events) {
    EventKey key = KeyOf(batch, event);
    outcome.last = key;
    last.reset();
    if (look_up) {
      ASSIGN_OR_RETURN(last, Find(key));
      if (last) continue;
    }
    std::int64_t received_ms = event.received_ms.value_or(now_ms);
    RETURN_IF_ERROR(InsertEvent(key, event.previous, event.bytes, received_ms));
    last = Placed{.position = tail_.position, .received_ms = received_ms};
    ++outcome.stored;
    opens |= key.seq == 1;
    if (progress->seq + 1 == key.seq && progress->hash == event.previous) {
      // Another epoch went on from here before: this one grows beside it.
      if (outcome.stored == 1 && key.seq > 1) {
        ASSIGN_OR_RETURN(bool continued, IsContinued(batch.device, event.previous, batch.epoch));
        if (continued) RETURN_IF_ERROR(NoteFork(batch, key.epoch, key.seq, now_ms));
        forks |= continued;
      }
      Advance(*progress, key, tail_.position);
      if (key.seq == 1 && batch.predecessor) {
        progress->predecessor = batch.predecessor->hash;
        started_.emplace(progress->predecessor, EpochKey(batch.device, batch.epoch));
      }
    } else {
      ASSIGN_OR_RETURN(bool branches, IsBranch(key, event.previous));
      if (branches) RETURN_IF_ERROR(NoteFork(batch, key.epoch, key.seq, now_ms));
      forks = true;
    }
  }
  bool is_news = opens || (outcome.stored > 0 && !progress->forked);
  if (is_news && !predecessor_fits) {
    RETURN_IF_ERROR(NoteStranger(batch, now_ms));
    forks = true;
  }
  if (forks) progress->forked = true;
  outcome.forked = progress->forked;
  if (outcome.stored > 0) dirty_.insert(EpochKey(batch.device, batch.epoch));
  // One that is further on comes again with the event it is about.
  if (batch.signed_head == outcome.last) {
    RETURN_IF_ERROR(InsertSignedHead(batch.signed_head, batch.signature, batch.log_key));
  }
  if (!last) {
    ASSIGN_OR_RETURN(last, Find(outcome.last));
  }
  if (last) outcome.placed = *last;
  return outcome;
}

absl::Status LogAppender::AppendOwn(absl::Span<const StoredEvent> events, std::int64_t now_ms) {
  for (const StoredEvent& event : events) {
    RETURN_IF_ERROR(InsertEvent(event.key, event.previous, event.bytes, now_ms));
  }
  const EventKey& last = events.back().key;
  ASSIGN_OR_RETURN(Progress * progress, Load(last.device, last.epoch));
  Advance(*progress, last, tail_.position);
  dirty_.insert(EpochKey(last.device, last.epoch));
  return absl::OkStatus();
}

absl::StatusOr<HeardOutcome> LogAppender::AdvanceHeardThrough(const EventKey& head,
                                                              std::int64_t through_ms,
                                                              std::int64_t now_ms) {
  ASSIGN_OR_RETURN(Progress * progress, Load(head.device, head.epoch));
  if (progress->forked || progress->seq == 0 || !IsHead(*progress, head) || through_ms > now_ms) {
    return HeardOutcome{.progress = *progress};
  }
  bool says_more = through_ms > progress->heard_through_ms;
  bool news = progress->heard_through_seq != progress->seq ||
              through_ms - progress->heard_through_ms >= kHeardThroughStepMs;
  if (!says_more || !news) return HeardOutcome{.holds = true, .progress = *progress};
  progress->heard_through_ms = through_ms;
  progress->heard_through_seq = head.seq;
  dirty_.insert(EpochKey(head.device, head.epoch));
  v1::HeardThrough entry;
  entry.set_device_id(head.device.ToString());
  entry.set_epoch(head.epoch);
  entry.set_seq(head.seq);
  entry.set_server_ms(through_ms);
  std::string bytes = entry.SerializeAsString();
  RETURN_IF_ERROR(Insert(EntryType::kHeardThrough, nullptr, nullptr, Sha256(bytes), bytes, now_ms));
  return HeardOutcome{.holds = true, .progress = *progress};
}

absl::Status LogAppender::AppendLifecycle(const v1::DeviceLifecycle& lifecycle,
                                          std::int64_t now_ms) {
  std::string bytes = lifecycle.SerializeAsString();
  return Insert(EntryType::kLifecycle, nullptr, nullptr, Sha256(bytes), bytes, now_ms);
}

absl::Status LogAppender::OpenGeneration(std::uint64_t generation, std::int64_t now_ms) {
  v1::GenerationOpened entry;
  entry.set_generation(generation);
  entry.set_previous_position(tail_.position);
  entry.set_previous_running_hash(tail_.running_hash.ToString());
  entry.set_at_ms(now_ms);
  std::string bytes = entry.SerializeAsString();
  RETURN_IF_ERROR(
      Insert(EntryType::kGenerationOpened, nullptr, nullptr, Sha256(bytes), bytes, now_ms));
  tail_.generation = generation;
  return absl::OkStatus();
}

absl::StatusOr<Progress> LogAppender::ProgressOf(const Id& device, Epoch epoch) {
  ASSIGN_OR_RETURN(Progress * progress, Load(device, epoch));
  return *progress;
}

absl::StatusOr<std::optional<EventKey>> LogAppender::LatestHead(const Id& device) {
  ASSIGN_OR_RETURN(bool found, latest_head_.Bind(device.bytes()).Step());
  if (!found) return std::nullopt;
  EventKey head{.device = device,
                .epoch = latest_head_.Uint(0),
                .seq = latest_head_.Uint(1),
                .hash = Hash::FromBytesOrZero(latest_head_.Bytes(2))};
  latest_head_.Reset();
  return head;
}

absl::StatusOr<std::optional<Placed>> LogAppender::Find(const EventKey& event) {
  find_.Bind(event.device.bytes(), event.epoch, event.seq, event.hash.bytes());
  ASSIGN_OR_RETURN(bool found, find_.Step());
  if (!found) return std::nullopt;
  Placed placed{.position = find_.Uint(0), .received_ms = find_.Int(1)};
  find_.Reset();
  return placed;
}

absl::StatusOr<std::vector<Hash>> LogAppender::HashesAt(const Id& device, Epoch epoch,
                                                        std::uint64_t seq) {
  hashes_at_.Bind(device.bytes(), epoch, seq);
  std::vector<Hash> hashes;
  while (true) {
    ASSIGN_OR_RETURN(bool more, hashes_at_.Step());
    if (!more) return hashes;
    hashes.push_back(Hash::FromBytesOrZero(hashes_at_.Bytes(0)));
  }
}

}  // namespace wijkboek
