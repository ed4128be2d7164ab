#include "server/scope.h"

#include <algorithm>
#include <vector>

#include "common/event.h"

namespace wijkboek {
namespace {

// How a person counts when it is decided who may see an event.
enum class Standing { kParticipant, kResident, kStaff, kOther };

Standing StandingOf(const v1::PersonRef& ref, const Reference& reference) {
  if (const Person* person = reference.FindPerson(Id::FromBytesOrZero(ref.person_id()))) {
    switch (person->type) {
      case PersonType::kParticipant:
        return Standing::kParticipant;
      case PersonType::kResident:
        return Standing::kResident;
      case PersonType::kCoach:
        return Standing::kStaff;
    }
  }
  switch (ref.role()) {
    case v1::PERSON_ROLE_RESIDENT:
      return Standing::kResident;
    case v1::PERSON_ROLE_COACH:
    case v1::PERSON_ROLE_INSTRUCTOR:
    case v1::PERSON_ROLE_WORKPLACE_SUPERVISOR:
      return Standing::kStaff;
    case v1::PERSON_ROLE_PARTICIPANT:
    case v1::PERSON_ROLE_HELPER:
    case v1::PERSON_ROLE_HELPED:
    case v1::PERSON_ROLE_MENTOR:
    case v1::PERSON_ROLE_MENTEE:
      return Standing::kParticipant;
    default:
      return Standing::kOther;
  }
}

bool IsForEverybody(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_PROGRAMME_RULE_SET:
    case v1::EVENT_KIND_COHORT_OPENED:
    case v1::EVENT_KIND_SESSION_PLANNED:
    case v1::EVENT_KIND_SESSION_MOVED:
    case v1::EVENT_KIND_SESSION_CANCELLED:
    case v1::EVENT_KIND_CENTRE_DESCRIBED:
    case v1::EVENT_KIND_PROGRAMME_DESCRIBED:
    case v1::EVENT_KIND_DEVICE_STARTED:
    case v1::EVENT_KIND_CLOCK_SAMPLED:
    case v1::EVENT_KIND_CLOCK_STEPPED:
    case v1::EVENT_KIND_KIOSK_PARKED:
    case v1::EVENT_KIND_KIOSK_DECLARED_LOST:
    case v1::EVENT_KIND_KIOSK_FOUND:
    case v1::EVENT_KIND_KIOSK_REPLACED:
    case v1::EVENT_KIND_KIOSK_DESCRIBED:
    case v1::EVENT_KIND_PHRASE_RECORDED:
      return true;
    default:
      return false;
  }
}

bool IsAboutVisits(v1::EventKind kind) {
  return kind >= v1::EVENT_KIND_VISIT_PLANNED && kind <= v1::EVENT_KIND_VISIT_JOINED;
}

bool IsForTheOffice(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_REPORT_FILED || kind == v1::EVENT_KIND_ROSTER_IMPORTED;
}

bool IsCentres(const v1::Event& event, const Scope& scope) {
  return event.centre_id() == scope.centre.bytes();
}

// Words on what others said at this centre: of a check-in that was nobody's, say, whose it is.
bool IsAboutTheCentre(const v1::Event& event, const Scope& scope) {
  return (event.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED ||
          event.kind() == v1::EVENT_KIND_EVENT_VOIDED) &&
         IsCentres(event, scope);
}

// Whose badge it is besides: who holds it is decided between all of them.
bool IsAboutBadgeOf(const v1::Event& event, const Scope& scope, const Reference& reference) {
  Id badge;
  if (event.kind() == v1::EVENT_KIND_BADGE_ASSIGNED) {
    badge = Id::FromBytesOrZero(event.badge_assigned().badge_hash());
  } else if (event.kind() == v1::EVENT_KIND_BADGE_WITHDRAWN) {
    badge = Id::FromBytesOrZero(event.badge_withdrawn().badge_hash());
  }
  if (badge.IsZero()) return false;
  const std::vector<Id> owners = reference.BadgeOwners(badge);
  return std::any_of(owners.begin(), owners.end(),
                     [&](const Id& owner) { return scope.Has(owner); });
}

bool NamelessConcerns(const v1::Event& event, const Scope& scope, const Reference& reference) {
  if (IsCentres(event, scope)) return true;
  if (!event.badge_hash().empty()) {
    // Whose it was then the kiosk finds out: the clock it was captured by may have stood in 1970.
    std::vector<Id> owners = reference.BadgeOwners(Id::FromBytesOrZero(event.badge_hash()));
    return std::any_of(owners.begin(), owners.end(),
                       [&](const Id& owner) { return scope.Has(owner); });
  }
  return event.centre_id().empty() && event.kind() != v1::EVENT_KIND_UNOWNED_CHECK_IN;
}

}  // namespace

bool Concerns(const v1::Event& event, const Scope& scope, const Reference& reference) {
  if (IsForTheOffice(event.kind())) return false;
  if (IsForEverybody(event.kind()) || IsAboutTheCentre(event, scope) ||
      IsAboutBadgeOf(event, scope, reference)) {
    return true;
  }
  if (event.persons().empty()) return NamelessConcerns(event, scope, reference);
  bool participants = false;
  bool residents = false;
  bool resident_in_scope = false;
  bool others = false;
  for (const v1::PersonRef& ref : event.persons()) {
    bool in_scope = scope.Has(Id::FromBytesOrZero(ref.person_id()));
    switch (StandingOf(ref, reference)) {
      case Standing::kParticipant:
        if (in_scope) return true;
        participants = true;
        break;
      case Standing::kResident:
        residents = true;
        resident_in_scope |= in_scope;
        break;
      case Standing::kStaff:
        break;
      case Standing::kOther:
        others = true;
        break;
    }
  }
  if (resident_in_scope && (!participants || IsAboutVisits(event.kind()))) return true;
  if (participants || others) return false;
  return !residents || IsCentres(event, scope);
}

std::vector<Id> ResidentsBroughtBy(const v1::Event& event, const Scope& scope,
                                   const Reference& reference) {
  std::vector<Id> residents;
  bool participants = false;
  bool participant_in_scope = false;
  for (const v1::PersonRef& ref : event.persons()) {
    Id id = Id::FromBytesOrZero(ref.person_id());
    Standing standing = StandingOf(ref, reference);
    if (standing == Standing::kParticipant) {
      participants = true;
      participant_in_scope |= scope.Has(id);
    }
    if (standing != Standing::kResident) continue;
    auto add = [&](const Id& resident) {
      const std::vector<Id> group = reference.GroupOf(resident);
      residents.insert(residents.end(), group.begin(), group.end());
    };
    add(id);
    if (const Person* person = reference.FindPerson(id)) {
      for (const Id& member : reference.MembersOf(person->household)) add(member);
    }
  }
  // Somebody else's visit to a resident of ours: the others it names are not ours.
  if (participants && !participant_in_scope) return {};
  std::sort(residents.begin(), residents.end());
  residents.erase(std::unique(residents.begin(), residents.end()), residents.end());
  return residents;
}

}  // namespace wijkboek
