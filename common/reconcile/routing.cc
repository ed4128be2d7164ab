#include "common/reconcile/routing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/pairs.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

PartitionKey OfPerson(const Id& person) { return {.type = PartitionType::kPerson, .a = person}; }

// Edits of a visit name it by what they saw; alone they are no fact.
bool IsVisitEdit(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_VISIT_CONFIRMED || kind == v1::EVENT_KIND_VISIT_SPLIT ||
         kind == v1::EVENT_KIND_VISIT_JOINED || kind == v1::EVENT_KIND_VISIT_PLANNED;
}

// Alone they are no fact either.
bool IsSettlement(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_EXCUSE_ENDED || kind == v1::EVENT_KIND_DISCREPANCY_SETTLED;
}

// Those that the participant's own presences depend on, or that they may have to settle: two visits
// at once.
bool ConcernsParticipant(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_VISIT_STARTED || kind == v1::EVENT_KIND_VISIT_ENDED ||
         kind == v1::EVENT_KIND_VISIT_LOGGED || kind == v1::EVENT_KIND_VISIT_CORRECTED;
}

PartitionKey OfPair(const Id& one, const Id& other) {
  return {.type = PartitionType::kPair, .a = std::min(one, other), .b = std::max(one, other)};
}

}  // namespace

std::string PartitionKey::Name() const {
  switch (type) {
    case PartitionType::kPerson:
      return absl::StrCat("person:", a.hex());
    case PartitionType::kHousehold:
      return absl::StrCat("household:", a.hex());
    case PartitionType::kPair:
      return absl::StrCat("pair:", a.hex(), ":", b.hex());
    case PartitionType::kEvent:
      break;
  }
  return absl::StrCat("event:", event.hex());
}

std::optional<PartitionKey> ParsePartitionName(absl::string_view name) {
  std::vector<std::string> parts = absl::StrSplit(name, ':');
  if (parts.size() < 2) return std::nullopt;
  PartitionKey key;
  if (parts[0] == "event") {
    key.event = Hash::FromHex(parts[1]).value_or(Hash());
    return key;
  }
  key.type = parts[0] == "person"      ? PartitionType::kPerson
             : parts[0] == "household" ? PartitionType::kHousehold
                                       : PartitionType::kPair;
  key.a = Id::FromHex(parts[1]).value_or(Id());
  if (parts.size() > 2) key.b = Id::FromHex(parts[2]).value_or(Id());
  return key;
}

void ResolveBadge(v1::Event& event, std::optional<std::int64_t> t_ms, const Reference& reference) {
  Id badge = Id::FromBytesOrZero(event.badge_hash());
  if (badge.IsZero() || !PersonsIn(event, v1::PERSON_ROLE_PARTICIPANT).empty()) return;
  std::vector<Id> owners;
  if (!t_ms) {
    owners = reference.BadgeOwners(badge);
    SortUnique(owners);
  } else if (std::optional<Id> owner = reference.BadgeOwner(badge, *t_ms)) {
    owners.push_back(*owner);
  }
  for (const Id& owner : owners) {
    v1::PersonRef* person = event.add_persons();
    person->set_person_id(owner.ToString());
    person->set_role(v1::PERSON_ROLE_PARTICIPANT);
  }
}

std::optional<Id> HouseholdOf(const v1::Event& event, const Reference& reference) {
  for (const v1::PersonRef& person : event.persons()) {
    Id id = Id::FromBytesOrZero(person.person_id());
    if (person.role() != v1::PERSON_ROLE_RESIDENT || id.IsZero()) continue;
    const Person* resident = reference.FindPerson(id);
    return resident == nullptr || resident->household.IsZero() ? id : resident->household;
  }
  return std::nullopt;
}

std::vector<PartitionKey> OwnPartitions(const v1::Event& event, const Hash& hash,
                                        std::optional<Id> household) {
  std::vector<PartitionKey> result;
  v1::EventKind kind = event.kind();
  auto add = [&](const PartitionKey& key) {
    if (std::find(result.begin(), result.end(), key) == result.end()) result.push_back(key);
  };
  auto add_persons = [&](v1::PersonRole role) {
    for (const Id& id : PersonsIn(event, role)) add(OfPerson(id));
  };
  auto add_loose = [&] { add({.event = hash}); };
  Id author = AuthorOf(event);
  if (!IsKnownKind(event)) {
    // Whatever it says, it is a doubt about everybody whom it names.
    add_loose();
    for (const Id& id : PersonsOf(event)) add(OfPerson(id));
    if (!author.IsZero()) add(OfPerson(author));
    return result;
  }
  if (kind == v1::EVENT_KIND_UNOWNED_CHECK_IN) {
    add_loose();
  } else if (IsPresenceKind(kind) || IsAttendanceKind(kind) || IsCaseKind(kind) ||
             IsPathKind(kind)) {
    add_persons(v1::PERSON_ROLE_PARTICIPANT);
    if (result.empty() && !IsSettlement(kind)) add_loose();
  } else if (IsVisitKind(kind)) {
    if (household) {
      add({.type = PartitionType::kHousehold, .a = *household});
    } else if (!IsVisitEdit(kind)) {
      add_loose();
    }
    // The start of an ended visit, which says whom it was to, may still be at another kiosk.
    if (ConcernsParticipant(kind) && (household || kind == v1::EVENT_KIND_VISIT_ENDED)) {
      add_persons(v1::PERSON_ROLE_PARTICIPANT);
    }
  } else if (IsHelpKind(kind)) {
    std::vector<Id> helper = PersonsIn(event, v1::PERSON_ROLE_HELPER);
    std::vector<Id> helped = PersonsIn(event, v1::PERSON_ROLE_HELPED);
    if (helper.size() == 1 && helped.size() == 1) {
      add(OfPair(helper[0], helped[0]));
      // Who logs help that another one gave or got saw them.
      if (kind == v1::EVENT_KIND_BUDDY_HELP_LOGGED) {
        add_persons(v1::PERSON_ROLE_HELPER);
        add_persons(v1::PERSON_ROLE_HELPED);
      }
    } else if (kind == v1::EVENT_KIND_BUDDY_HELP_LOGGED) {
      add_loose();
    }
  } else if (IsPairKind(kind)) {
    if (std::optional<PairOfPeople> pair = PairIn(event)) {
      add(OfPair(pair->first, pair->second));
    } else if (kind == v1::EVENT_KIND_PAIR_FORMED || event.seen().empty()) {
      add_loose();
    }
  }
  // Whoever acts with their own badge at a centre's kiosk was there.
  if (IsOwnMethod(event.actor().method()) && !author.IsZero() && !CentreOf(event).IsZero()) {
    add(OfPerson(author));
  }
  return result;
}

bool FollowsSeen(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_EVENT_VOIDED:
    case v1::EVENT_KIND_PRESENCE_CORRECTED:
    case v1::EVENT_KIND_VISIT_CORRECTED:
    case v1::EVENT_KIND_VISIT_CONFIRMED:
    case v1::EVENT_KIND_VISIT_SPLIT:
    case v1::EVENT_KIND_VISIT_JOINED:
    case v1::EVENT_KIND_VISIT_LOGGED:
    case v1::EVENT_KIND_BUDDY_HELP_CONFIRMED:
    case v1::EVENT_KIND_BUDDY_HELP_DENIED:
    case v1::EVENT_KIND_PAIR_ENDED:
    case v1::EVENT_KIND_EXCUSE_ENDED:
    case v1::EVENT_KIND_SESSION_MARKED:
    case v1::EVENT_KIND_DISCREPANCY_SETTLED:
      return true;
    default:
      return false;
  }
}

}  // namespace wijkboek
