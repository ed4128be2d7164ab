#include "server/feed.h"

#include <algorithm>
#include <utility>

#include "common/limits.h"
#include "common/status.h"
#include "server/feed_page.h"

namespace wijkboek {
namespace {

// Entries looked at in one step: others wait for the ledger meanwhile.
constexpr std::size_t kRowsPerStep = 4000;
constexpr std::size_t kRowsPerBlock = 500;
constexpr std::size_t kBlockBytes = 512 * 1024;
// After so many entries that don't concern it a kiosk is told where it stands, so that it need not
// go through them again.
constexpr std::uint64_t kSilentEntriesMax = 1000;

LogRow RowOf(LogEvent event) {
  return {.position = event.position,
          .type = EntryType::kEvent,
          .received_ms = event.received_ms.value_or(0),
          .previous = event.previous,
          .bytes = std::move(event.bytes)};
}

// Where it is somebody's all the same, a person settled whose it is.
bool IsNobodysByItself(const v1::Event& event) {
  return event.kind() == v1::EVENT_KIND_UNOWNED_CHECK_IN ||
         (event.persons().empty() && !event.badge_hash().empty());
}

}  // namespace

absl::StatusOr<v1::Event> ParseLogged(const std::string& bytes, std::uint64_t position) {
  v1::Event event;
  if (!event.ParseFromString(bytes)) {
    return absl::DataLossError(absl::StrCat("the event at position ", position, " is damaged"));
  }
  return event;
}

struct Feed::Row {
  LogRow row;
  // Of an event.
  v1::Event event;
  // Of an advance of what was heard.
  v1::HeardThrough heard;
};

// A stretch of the log, read once for all who stand before it.
struct Feed::Block {
  std::uint64_t after = 0;
  // It ends because the log did.
  bool reached_end = false;
  std::vector<Row> rows;
};

Feed::Feed(const LogStore& log, Reconciler& reconciler, const KeyVault& keys, const Clock& clock)
    : log_(log), reconciler_(reconciler), keys_(keys), clock_(clock) {}

Feed::~Feed() = default;

absl::StatusOr<FeedSession> Feed::Begin(const Id& centre, const v1::PullRequest& request) const {
  FeedSession session;
  session.scope.centre = centre;
  for (const std::string& bytes : request.key_ids()) {
    ASSIGN_OR_RETURN(Id key_id, Id::FromBytes(bytes));
    session.key_ids_before.push_back(key_id);
  }
  if (!request.has_cursor() || request.cursor().position() == 0) return session;
  ASSIGN_OR_RETURN(Hash told, Hash::FromBytes(request.cursor().running_hash()));
  absl::StatusOr<Hash> here = log_.RunningHashAt(request.cursor().position());
  if (!here.ok() && !absl::IsNotFound(here.status())) return here.status();
  if (!here.ok() || *here != told) {
    session.reset = true;
    return session;
  }
  session.position = session.told_position = request.cursor().position();
  session.running_hash = told;
  for (const std::string& bytes : request.person_ids()) {
    ASSIGN_OR_RETURN(Id person, Id::FromBytes(bytes));
    session.scope.persons.insert(person);
  }
  session.key_ids.insert(session.key_ids_before.begin(), session.key_ids_before.end());
  for (const std::string& bytes : request.again()) {
    ASSIGN_OR_RETURN(Id person, Id::FromBytes(bytes));
    if (!session.scope.Has(person)) continue;
    if (session.entering.size() >= kSentAgainMax) break;
    session.entering.push_back({.person = person});
  }
  return session;
}

absl::StatusOr<FeedStep> Feed::Next(FeedSession& session, bool refresh) {
  // Read first: the ledger will be at least this far.
  std::uint64_t head = log_.tail().position;
  const std::int64_t now_ms = clock_.WallMs();
  FeedStep step;
  RETURN_IF_ERROR(reconciler_.ReadAt(now_ms, [&](const Ledger& ledger) -> absl::Status {
    // What came meanwhile is sent as well, so that both sides stand at one position.
    const LogPositions known = ledger.positions();
    head = std::max({head, known.event, known.notice});
    ASSIGN_OR_RETURN(step, NextWith(session, ledger, head, now_ms, refresh));
    return absl::OkStatus();
  }));
  return step;
}

absl::StatusOr<FeedStep> Feed::NextWith(FeedSession& session, const Ledger& ledger,
                                        std::uint64_t head, std::int64_t now_ms, bool refresh) {
  if (std::exchange(enrolled_position_, head) != head) enrolled_at_.clear();
  Page page;
  if (session.first_page) {
    session.first_page = false;
    page.response.set_reset(session.reset);
    page.response.set_lookup_key(keys_.lookup_key().ToString());
  }
  RETURN_IF_ERROR(UpdateScope(session, ledger, head, page));
  bool at_end = false;
  std::size_t looked_at = 0;
  while (!at_end && !page.IsFull() && looked_at < kRowsPerStep) {
    if (!session.entering.empty()) {
      RETURN_IF_ERROR(SendEarlier(session, ledger, page));
      continue;
    }
    for (const Id& person : session.to_announce) {
      page.response.add_scope_entered(person.ToString());
    }
    session.to_announce.clear();
    ASSIGN_OR_RETURN(std::shared_ptr<const Block> block, RowsAfter(session.position, head));
    at_end = block == nullptr;
    if (at_end) break;
    for (const Row& row : block->rows) {
      if (row.row.position > head || page.IsFull() || ++looked_at > kRowsPerStep) break;
      ASSIGN_OR_RETURN(bool taken, SendRow(session, ledger, row, page));
      if (!taken) break;
      session.position = row.row.position;
      session.running_hash = row.row.running_hash;
    }
    at_end = session.position >= head && session.entering.empty() && session.to_announce.empty();
  }
  RETURN_IF_ERROR(SendKeys(session, ledger, page));

  FeedStep step;
  bool up_to_date = at_end && !session.keys_due;
  step.more = !up_to_date;
  // The ledger reads notices before events: one that came in between is known to it the next time.
  if (up_to_date && session.notice <= ledger.positions().notice) {
    ASSIGN_OR_RETURN(step.more, TellFingerprints(*session.participants, ledger, now_ms,
                                                 session.telling, page.response));
  }
  bool silent_too_long = session.position - session.told_position >= kSilentEntriesMax ||
                         (refresh && session.position != session.told_position);
  if (!page.HasNews() && !silent_too_long && (!up_to_date || session.told_up_to_date)) return step;
  session.told_position = session.position;
  session.told_up_to_date = up_to_date;
  v1::Cursor& cursor = *page.response.mutable_cursor();
  cursor.set_position(session.position);
  cursor.set_running_hash(session.running_hash.ToString());
  cursor.set_generation(log_.tail().generation);
  page.response.set_up_to_date(up_to_date);
  page.response.set_server_ms(now_ms);
  step.page = std::move(page.response);
  return step;
}

// Some of the earlier events of the first one who enters.
absl::Status Feed::SendEarlier(FeedSession& session, const Ledger& ledger, Page& page) {
  EnteringPerson entering = session.entering.front();
  const Reference& reference = ledger.reference();
  std::size_t limit = page.room();
  ASSIGN_OR_RETURN(
      std::vector<std::uint64_t> positions,
      ledger.PositionsOfPerson(entering.person, entering.after, session.position, limit));
  bool all = positions.size() < limit;
  for (std::uint64_t position : positions) {
    if (page.IsFull()) {
      all = false;
      break;
    }
    entering.after = position;
    ASSIGN_OR_RETURN(LogEvent stored, log_.Read(position));
    ASSIGN_OR_RETURN(v1::Event event, ParseLogged(stored.bytes, position));
    if (!Concerns(event, session.scope, reference) && !IsNobodysByItself(event)) continue;
    page.Add(RowOf(std::move(stored)));
    for (const Id& resident : ResidentsBroughtBy(event, session.scope, reference)) {
      if (!session.scope.persons.insert(resident).second) continue;
      session.keys_due = true;
      session.entering.push_back({.person = resident});
    }
  }
  if (all) {
    session.entering.pop_front();
    session.to_announce.push_back(entering.person);
  } else {
    session.entering.front() = entering;
  }
  return absl::OkStatus();
}

// False when somebody must enter first: the row is looked at again then.
absl::StatusOr<bool> Feed::SendRow(FeedSession& session, const Ledger& ledger, const Row& row,
                                   Page& page) {
  if (row.row.type == EntryType::kHeardThrough || row.row.type == EntryType::kLifecycle) {
    session.notice = row.row.position;
  }
  if (row.row.type == EntryType::kHeardThrough) {
    if (IsWaitedFor(row.heard, session.scope, ledger)) page.Add(row.row);
    return true;
  }
  if (row.row.type != EntryType::kEvent) {
    page.Add(row.row);
    return true;
  }
  const Reference& reference = ledger.reference();
  if (!Concerns(row.event, session.scope, reference)) {
    if (MayBeOneOfOurs(row.event, session.scope, ledger)) page.Add(row.row);
    return true;
  }
  ASSIGN_OR_RETURN(
      bool complete,
      LetIn(session, ledger, ResidentsBroughtBy(row.event, session.scope, reference), page));
  if (!complete) return false;
  RETURN_IF_ERROR(SendBadgeHistory(session, ledger, row, page));
  RETURN_IF_ERROR(SendSettledFacts(session, ledger, row, page));
  page.Add(row.row);
  return true;
}

absl::StatusOr<bool> Feed::LetIn(FeedSession& session, const Ledger& ledger,
                                 const std::vector<Id>& residents, Page& page) {
  bool complete = true;
  for (const Id& resident : residents) {
    if (!session.scope.persons.insert(resident).second) continue;
    session.keys_due = true;
    ASSIGN_OR_RETURN(std::vector<std::uint64_t> earlier,
                     ledger.PositionsOfPerson(resident, 0, session.position, 1));
    if (earlier.empty()) {
      page.response.add_scope_entered(resident.ToString());
    } else {
      session.entering.push_back({.person = resident});
      complete = false;
    }
  }
  return complete;
}

// A badge that gets an owner in scope brings what was captured under it elsewhere, when nobody knew
// whose it was.
absl::Status Feed::SendBadgeHistory(const FeedSession& session, const Ledger& ledger,
                                    const Row& row, Page& page) {
  if (row.event.kind() != v1::EVENT_KIND_BADGE_ASSIGNED) return absl::OkStatus();
  bool ours = std::any_of(row.event.persons().begin(), row.event.persons().end(),
                          [&](const v1::PersonRef& ref) {
                            return session.scope.Has(Id::FromBytesOrZero(ref.person_id()));
                          });
  absl::StatusOr<Id> badge = Id::FromBytes(row.event.badge_assigned().badge_hash());
  if (!ours || !badge.ok()) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::vector<std::uint64_t> positions,
                   ledger.PositionsOfBadge(*badge, 0, session.position, kPullPageEntries));
  for (std::uint64_t position : positions) {
    if (page.Has(position)) continue;
    ASSIGN_OR_RETURN(LogEvent stored, log_.Read(position));
    ASSIGN_OR_RETURN(v1::Event event, ParseLogged(stored.bytes, position));
    if (Concerns(event, session.scope, ledger.reference())) page.Add(RowOf(std::move(stored)));
  }
  return absl::OkStatus();
}

// Whose a fact is that was nobody's: it comes with the word that says so.
absl::Status Feed::SendSettledFacts(const FeedSession& session, const Ledger& ledger,
                                    const Row& row, Page& page) {
  if (row.event.kind() != v1::EVENT_KIND_DISCREPANCY_SETTLED ||
      row.event.discrepancy_settled().person_id().empty()) {
    return absl::OkStatus();
  }
  for (const std::string& seen : row.event.seen()) {
    absl::StatusOr<std::uint64_t> position = ledger.PositionOf(Hash::FromBytesOrZero(seen));
    if (absl::IsNotFound(position.status())) continue;
    if (!position.ok()) return position.status();
    if (*position > session.position || page.Has(*position)) continue;
    ASSIGN_OR_RETURN(LogEvent stored, log_.Read(*position));
    ASSIGN_OR_RETURN(v1::Event event, ParseLogged(stored.bytes, *position));
    if (IsNobodysByItself(event)) page.Add(RowOf(std::move(stored)));
  }
  return absl::OkStatus();
}

absl::Status Feed::SendKeys(FeedSession& session, const Ledger& ledger, Page& page) {
  std::uint64_t version = keys_.version();
  if (!session.keys_due && session.keys_version == version) return absl::OkStatus();
  std::vector<Id> persons;
  for (const Id& coach : ledger.reference().People(PersonType::kCoach)) {
    const std::vector<Id> group = ledger.reference().GroupOf(coach);
    persons.insert(persons.end(), group.begin(), group.end());
  }
  persons.insert(persons.end(), session.scope.persons.begin(), session.scope.persons.end());
  std::sort(persons.begin(), persons.end());
  ASSIGN_OR_RETURN(std::vector<PersonKey> keys, keys_.KeysOf(persons));
  session.keys_due = false;
  session.keys_version = version;
  for (const PersonKey& key : keys) {
    if (session.key_ids.contains(key.key_id)) continue;
    if (static_cast<std::size_t>(page.response.keys_size()) >= kPullPageEntries) {
      session.keys_due = true;
      break;
    }
    session.key_ids.insert(key.key_id);
    v1::PersonKey& sent = *page.response.add_keys();
    sent.set_key_id(key.key_id.ToString());
    sent.set_person_id(key.person.ToString());
    sent.set_key(key.key.ToString());
  }
  std::vector<Id> held(session.key_ids.begin(), session.key_ids.end());
  held.insert(held.end(), session.key_ids_before.begin(), session.key_ids_before.end());
  std::sort(held.begin(), held.end());
  ASSIGN_OR_RETURN(std::vector<Id> destroyed, keys_.DestroyedAmong(held));
  // Whoever was erased: also keys that the kiosk made for them since this Pull began.
  persons.insert(persons.end(), session.persons_before.begin(), session.persons_before.end());
  std::sort(persons.begin(), persons.end());
  ASSIGN_OR_RETURN(const std::vector<Id> of_erased, keys_.DestroyedOf(persons));
  destroyed.insert(destroyed.end(), of_erased.begin(), of_erased.end());
  for (const Id& key_id : destroyed) {
    session.key_ids.erase(key_id);
    if (!session.destroyed_key_ids.insert(key_id).second) continue;
    page.response.add_destroyed_key_ids(key_id.ToString());
  }
  return absl::OkStatus();
}

// Null at the end of the log.
absl::StatusOr<std::shared_ptr<const Feed::Block>> Feed::RowsAfter(std::uint64_t position,
                                                                   std::uint64_t head) {
  if (position >= head) return std::shared_ptr<const Block>();
  for (const std::shared_ptr<const Block>& block : blocks_) {
    if (block == nullptr || block->after != position) continue;
    if (!block->reached_end || block->rows.back().row.position >= head) return block;
  }
  ASSIGN_OR_RETURN(std::vector<LogRow> rows,
                   log_.ReadRowsAfter(position, kRowsPerBlock, kBlockBytes));
  if (rows.empty()) return std::shared_ptr<const Block>();
  auto block = std::make_shared<Block>();
  block->after = position;
  block->reached_end = rows.back().position >= head;
  for (LogRow& row : rows) {
    Row parsed{.row = std::move(row)};
    if (parsed.row.type == EntryType::kEvent) {
      ASSIGN_OR_RETURN(parsed.event, ParseLogged(parsed.row.bytes, parsed.row.position));
    } else if (parsed.row.type == EntryType::kHeardThrough) {
      parsed.heard.ParseFromString(parsed.row.bytes);
    }
    block->rows.push_back(std::move(parsed));
  }
  // A lifecycle entry says where a device belongs; there are few.
  RETURN_IF_ERROR(
      log_.ForEachLifecycle(lifecycle_through_, [&](const v1::DeviceLifecycle& lifecycle) {
        device_centres_[Id::FromBytesOrZero(lifecycle.device_id())].insert(
            Id::FromBytesOrZero(lifecycle.centre_id()));
      }));
  lifecycle_through_ = std::max(lifecycle_through_, head);
  blocks_[next_block_++ % blocks_.size()] = block;
  return std::shared_ptr<const Block>(block);
}

}  // namespace wijkboek
