#include "server/feed.h"

#include <algorithm>
#include <utility>

#include "common/civil_time.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Entries looked at in one step: others wait for the ledger meanwhile.
constexpr std::size_t kRowsPerStep = 4000;
constexpr std::size_t kRowsPerBlock = 500;
constexpr std::size_t kBlockBytes = 512 * 1024;
// After so many entries that don't concern it a kiosk is told where it stands, so that it need not
// go through them again.
constexpr std::uint64_t kSilentEntriesMax = 1000;

bool IsParticipant(const Id& id, const Reference& reference) {
  const Person* person = reference.FindPerson(id);
  return person != nullptr && person->type == PersonType::kParticipant;
}

bool IsResident(const Id& id, const Reference& reference) {
  const Person* person = reference.FindPerson(id);
  return person != nullptr && person->type == PersonType::kResident;
}

absl::StatusOr<v1::Event> ParseEvent(const std::string& bytes, std::uint64_t position) {
  v1::Event event;
  if (!event.ParseFromString(bytes)) {
    return absl::DataLossError(absl::StrCat("the event at position ", position, " is damaged"));
  }
  return event;
}

LogRow RowOf(LogEvent event) {
  return {.position = event.position,
          .type = EntryType::kEvent,
          .received_ms = event.received_ms.value_or(0),
          .previous = event.previous,
          .bytes = std::move(event.bytes)};
}

}  // namespace

// A page in the making.
class Feed::Page {
 public:
  bool IsFull() const {
    return bytes_ >= kPullPageBytes ||
           static_cast<std::size_t>(response.entries_size()) >= kPullPageEntries;
  }
  std::size_t room() const {
    return kPullPageEntries - static_cast<std::size_t>(response.entries_size());
  }
  bool Has(std::uint64_t position) const { return positions_.contains(position); }
  void Add(const LogRow& row) {
    if (!positions_.insert(row.position).second) return;
    bytes_ += row.bytes.size();
    *response.add_entries() = ToLogEntry(row);
  }
  bool HasNews() const {
    return response.reset() || response.entries_size() > 0 || response.keys_size() > 0 ||
           response.destroyed_key_ids_size() > 0 || response.scope_entered_size() > 0 ||
           response.scope_left_size() > 0 || !response.lookup_key().empty();
  }

  v1::PullResponse response;

 private:
  std::size_t bytes_ = 0;
  absl::flat_hash_set<std::uint64_t> positions_;
};

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

struct Feed::CentreParticipants {
  std::uint64_t position = 0;
  CivilDay day = 0;
  std::shared_ptr<const std::vector<Id>> persons;
};

Feed::Feed(const LogStore& log, Reconciler& reconciler, const KeyVault& keys, const Clock& clock)
    : log_(log), reconciler_(reconciler), keys_(keys), clock_(clock) {}

Feed::~Feed() = default;

absl::StatusOr<FeedSession> Feed::Begin(const Id& centre, const v1::PullRequest& request) const {
  FeedSession session;
  session.scope.centre = centre;
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
  for (const std::string& bytes : request.key_ids()) {
    ASSIGN_OR_RETURN(Id key_id, Id::FromBytes(bytes));
    session.key_ids.insert(key_id);
  }
  return session;
}

absl::StatusOr<FeedStep> Feed::Next(FeedSession& session, bool refresh) {
  // Read first: the ledger will be at least this far.
  std::uint64_t head = log_.tail().position;
  FeedStep step;
  RETURN_IF_ERROR(reconciler_.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(step, NextWith(session, ledger, head, refresh));
    return absl::OkStatus();
  }));
  return step;
}

absl::StatusOr<FeedStep> Feed::NextWith(FeedSession& session, const Ledger& ledger,
                                        std::uint64_t head, bool refresh) {
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
  page.response.set_server_ms(clock_.WallMs());
  step.page = std::move(page.response);
  return step;
}

absl::Status Feed::UpdateScope(FeedSession& session, const Ledger& ledger, std::uint64_t head,
                               Page& page) {
  std::shared_ptr<const std::vector<Id>> participants =
      ParticipantsOf(session.scope.centre, ledger, head);
  if (participants == session.participants) return absl::OkStatus();
  session.participants = participants;
  for (const Id& person : *participants) {
    if (!session.scope.persons.insert(person).second) continue;
    session.keys_due = true;
    if (session.position == 0) {
      // Nothing of the log was passed yet, so nothing earlier is missing.
      page.response.add_scope_entered(person.ToString());
    } else {
      session.entering.push_back({.person = person});
    }
  }
  return DropWhoLeft(session, ledger, page);
}

absl::Status Feed::DropWhoLeft(FeedSession& session, const Ledger& ledger, Page& page) {
  // Somebody whom the server does not know (yet) did not leave: the kiosk may have registered them
  // a moment ago.
  const Reference& reference = ledger.reference();
  std::vector<Id> left;
  for (const Id& person : session.scope.persons) {
    if (IsParticipant(person, reference) &&
        !std::binary_search(session.participants->begin(), session.participants->end(), person)) {
      left.push_back(person);
    }
  }
  if (left.empty()) return absl::OkStatus();
  Scope remaining{.centre = session.scope.centre};
  remaining.persons.insert(session.participants->begin(), session.participants->end());
  for (const Id& person : session.scope.persons) {
    if (!IsResident(person, reference)) continue;
    ASSIGN_OR_RETURN(bool stays, StillConcerned(person, remaining, ledger, session.position));
    if (!stays) left.push_back(person);
  }
  std::sort(left.begin(), left.end());
  for (const Id& person : left) {
    session.scope.persons.erase(person);
    page.response.add_scope_left(person.ToString());
    std::erase_if(session.entering,
                  [&](const EnteringPerson& entering) { return entering.person == person; });
    std::erase(session.to_announce, person);
  }
  // The kiosk removes their keys with them; should they come back, these must be sent again.
  ASSIGN_OR_RETURN(std::vector<PersonKey> removed, keys_.KeysOf(left));
  for (const PersonKey& key : removed) session.key_ids.erase(key.key_id);
  return absl::OkStatus();
}

// Does any event about the resident concern these participants, or the centre, of itself?
absl::StatusOr<bool> Feed::StillConcerned(const Id& resident, const Scope& participants,
                                          const Ledger& ledger, std::uint64_t through) const {
  std::vector<Id> household = {resident};
  if (const Person* person = ledger.reference().FindPerson(resident)) {
    for (const Id& member : ledger.reference().MembersOf(person->household)) {
      household.push_back(member);
    }
  }
  for (const Id& member : household) {
    std::uint64_t after = 0;
    while (true) {
      ASSIGN_OR_RETURN(std::vector<std::uint64_t> positions,
                       ledger.PositionsOfPerson(member, after, through, kPullPageEntries));
      for (std::uint64_t position : positions) {
        ASSIGN_OR_RETURN(LogEvent stored, log_.Read(position));
        ASSIGN_OR_RETURN(v1::Event event, ParseEvent(stored.bytes, position));
        if (Concerns(event, participants, ledger.reference())) return true;
      }
      if (positions.size() < kPullPageEntries) break;
      after = positions.back();
    }
  }
  return false;
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
    ASSIGN_OR_RETURN(v1::Event event, ParseEvent(stored.bytes, position));
    if (!Concerns(event, session.scope, reference)) continue;
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
  if (row.row.type == EntryType::kHeardThrough) {
    if (IsWaitedFor(row.heard, session.scope, ledger)) page.Add(row.row);
    return true;
  }
  if (row.row.type != EntryType::kEvent) {
    page.Add(row.row);
    return true;
  }
  const Reference& reference = ledger.reference();
  if (!Concerns(row.event, session.scope, reference)) return true;
  ASSIGN_OR_RETURN(
      bool complete,
      LetIn(session, ledger, ResidentsBroughtBy(row.event, session.scope, reference), page));
  if (!complete) return false;
  RETURN_IF_ERROR(SendBadgeHistory(session, ledger, row, page));
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
    ASSIGN_OR_RETURN(v1::Event event, ParseEvent(stored.bytes, position));
    if (Concerns(event, session.scope, ledger.reference())) page.Add(RowOf(std::move(stored)));
  }
  return absl::OkStatus();
}

absl::Status Feed::SendKeys(FeedSession& session, const Ledger& ledger, Page& page) {
  std::uint64_t version = keys_.version();
  if (!session.keys_due && session.keys_version == version) return absl::OkStatus();
  std::vector<Id> persons = ledger.reference().People(PersonType::kCoach);
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
  std::sort(held.begin(), held.end());
  ASSIGN_OR_RETURN(std::vector<Id> destroyed, keys_.DestroyedAmong(held));
  for (const Id& key_id : destroyed) {
    session.key_ids.erase(key_id);
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
      ASSIGN_OR_RETURN(parsed.event, ParseEvent(parsed.row.bytes, parsed.row.position));
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

std::shared_ptr<const std::vector<Id>> Feed::ParticipantsOf(const Id& centre, const Ledger& ledger,
                                                            std::uint64_t head) {
  CivilDay day = DayOf(clock_.WallMs());
  CentreParticipants& known = participants_[centre];
  if (known.persons != nullptr && known.position == head && known.day == day) return known.persons;
  std::vector<Id> persons =
      ledger.reference().ParticipantsDuring(centre, day - kScopeDays, day + kScopeDays);
  std::sort(persons.begin(), persons.end());
  known.position = head;
  known.day = day;
  // The same list stays the same pointer: sessions see at a glance that nothing changed.
  if (known.persons == nullptr || *known.persons != persons) {
    known.persons = std::make_shared<const std::vector<Id>>(std::move(persons));
  }
  return known.persons;
}

// May the attendance of anybody here wait for this device? It may when it ever stood at this
// centre, or where one of them was ever enrolled or may have had a session.
bool Feed::IsWaitedFor(const v1::HeardThrough& heard, const Scope& scope, const Ledger& ledger) {
  auto device = device_centres_.find(Id::FromBytesOrZero(heard.device_id()));
  if (device == device_centres_.end()) return false;
  auto is_near = [&](const Id& centre) {
    if (centre == scope.centre) return true;
    auto [enrolled, is_new] = enrolled_at_.try_emplace(centre);
    if (is_new) enrolled->second = ledger.reference().EnrolledAt(centre);
    return std::any_of(enrolled->second.begin(), enrolled->second.end(),
                       [&](const Id& person) { return scope.Has(person); });
  };
  return std::any_of(device->second.begin(), device->second.end(), is_near);
}

}  // namespace wijkboek
