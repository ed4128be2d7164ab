// Whom a Pull is about: who is in scope of its centre, who enters and who leaves, and whose word
// they may wait for.
#include <algorithm>
#include <utility>

#include "common/civil_time.h"
#include "common/limits.h"
#include "common/reconcile/fact.h"
#include "common/status.h"
#include "server/feed_page.h"

namespace wijkboek {
namespace {

bool IsParticipant(const Id& id, const Reference& reference) {
  const Person* person = reference.FindPerson(id);
  return person != nullptr && person->type == PersonType::kParticipant;
}

bool IsResident(const Id& id, const Reference& reference) {
  const Person* person = reference.FindPerson(id);
  return person != nullptr && person->type == PersonType::kResident;
}

}  // namespace

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
    session.persons_before.insert(person);
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
        ASSIGN_OR_RETURN(v1::Event event, ParseLogged(stored.bytes, position));
        if (Concerns(event, participants, ledger.reference())) return true;
      }
      if (positions.size() < kPullPageEntries) break;
      after = positions.back();
    }
  }
  return false;
}

std::shared_ptr<const std::vector<Id>> Feed::ParticipantsOf(const Id& centre, const Ledger& ledger,
                                                            std::uint64_t head) {
  CivilDay day = DayOf(clock_.WallMs());
  CentreParticipants& known = participants_[centre];
  if (known.persons != nullptr && known.position == head && known.day == day) return known.persons;
  // Each with all registrations that were merged with theirs: what names any of them is about them.
  std::vector<Id> persons;
  for (const Id& person :
       ledger.reference().ParticipantsDuring(centre, day - kScopeDaysAfter, day + kScopeDays)) {
    for (const Id& member : ledger.reference().GroupOf(person)) persons.push_back(member);
  }
  SortUnique(persons);
  known.position = head;
  known.day = day;
  // The same list stays the same pointer: sessions see at a glance that nothing changed.
  if (known.persons == nullptr || *known.persons != persons) {
    known.persons = std::make_shared<const std::vector<Id>>(std::move(persons));
  }
  return known.persons;
}

// The centre itself, and wherever anybody in its scope was ever enrolled or may have had a session.
bool Feed::IsNear(const Id& centre, const Scope& scope, const Ledger& ledger) {
  if (centre == scope.centre) return true;
  auto [enrolled, is_new] = enrolled_at_.try_emplace(centre);
  if (is_new) enrolled->second = ledger.reference().EnrolledAt(centre);
  return std::any_of(enrolled->second.begin(), enrolled->second.end(),
                     [&](const Id& person) { return scope.Has(person); });
}

// May the attendance of anybody here wait for this device? It may when it ever stood near.
bool Feed::IsWaitedFor(const v1::HeardThrough& heard, const Scope& scope, const Ledger& ledger) {
  auto device = device_centres_.find(Id::FromBytesOrZero(heard.device_id()));
  return device != device_centres_.end() &&
         std::any_of(device->second.begin(), device->second.end(),
                     [&](const Id& centre) { return IsNear(centre, scope, ledger); });
}

// Somebody came by near here, and nobody knows who: while it may have been one of ours, their
// attendance there is unclear, at their kiosk as on the server.
bool Feed::MayBeOneOfOurs(const v1::Event& event, const Scope& scope, const Ledger& ledger) {
  const Id badge = Id::FromBytesOrZero(event.badge_hash());
  const bool is_nobodys = event.kind() == v1::EVENT_KIND_UNOWNED_CHECK_IN ||
                          (!badge.IsZero() && ledger.reference().BadgeOwners(badge).empty());
  return event.persons().empty() && is_nobodys &&
         IsNear(Id::FromBytesOrZero(event.centre_id()), scope, ledger);
}

}  // namespace wijkboek
