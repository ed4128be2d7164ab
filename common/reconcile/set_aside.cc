#include "common/reconcile/set_aside.h"

#include <utility>

#include "common/reconcile/boot_clock.h"
#include "common/reconcile/path_acts.h"

namespace wijkboek {

bool IsPresenceKind(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_CHECKED_IN || kind == v1::EVENT_KIND_CHECKED_OUT ||
         kind == v1::EVENT_KIND_PRESENCE_CORRECTED;
}

bool IsVisitKind(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_VISIT_PLANNED:
    case v1::EVENT_KIND_VISIT_STARTED:
    case v1::EVENT_KIND_VISIT_ENDED:
    case v1::EVENT_KIND_VISIT_LOGGED:
    case v1::EVENT_KIND_VISIT_CONFIRMED:
    case v1::EVENT_KIND_VISIT_CORRECTED:
    case v1::EVENT_KIND_VISIT_SPLIT:
    case v1::EVENT_KIND_VISIT_JOINED:
      return true;
    default:
      return false;
  }
}

bool IsHelpKind(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_BUDDY_HELP_LOGGED || kind == v1::EVENT_KIND_BUDDY_HELP_CONFIRMED ||
         kind == v1::EVENT_KIND_BUDDY_HELP_DENIED;
}

bool IsPairKind(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_PAIR_FORMED || kind == v1::EVENT_KIND_PAIR_ENDED;
}

bool IsAttendanceKind(v1::EventKind kind) {
  switch (kind) {
    case v1::EVENT_KIND_SIGHTED:
    case v1::EVENT_KIND_EXCUSE_GIVEN:
    case v1::EVENT_KIND_EXCUSE_ENDED:
    case v1::EVENT_KIND_SESSION_MARKED:
    case v1::EVENT_KIND_SESSION_SIGNED_OFF:
    case v1::EVENT_KIND_ATTENDANCE_CONTESTED:
    case v1::EVENT_KIND_DISCREPANCY_SETTLED:
      return true;
    default:
      return false;
  }
}

bool IsCaseKind(v1::EventKind kind) {
  return kind == v1::EVENT_KIND_CASE_HEARD || kind == v1::EVENT_KIND_CASE_SENT ||
         kind == v1::EVENT_KIND_CASE_ACCOUNTED ||
         kind == v1::EVENT_KIND_CASE_RETRACTION_ACKNOWLEDGED;
}

bool IsPathKind(v1::EventKind kind) { return FindPathKind(kind) != nullptr; }

SetAsideFact SetAside(SetAsideReason reason, const Fact& fact, std::string detail) {
  std::optional<std::int64_t> t_ms = StartOf(fact);
  if (!t_ms) t_ms = fact.captured_ms;
  return {.reason = reason,
          .kind = KindName(fact.kind()),
          .persons = PersonsOf(*fact.event),
          .centre = CentreOf(*fact.event),
          .earliest_ms = t_ms.value_or(0),
          .latest_ms = t_ms.value_or(kTimeMaxMs),
          .detail = std::move(detail),
          .event = fact.key.hash};
}

bool ListsFor(const Fact& fact, const Id& person) {
  std::vector<Id> participants = PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT);
  return !participants.empty() && participants.front() == person;
}

void AddIfOut(const Fact& fact, const Standing& standing, std::vector<SetAsideFact>& out) {
  if (fact.event->practice()) {
    out.push_back(SetAside(SetAsideReason::kPractice, fact));
  } else if (standing.IsVoided(fact.key.hash)) {
    out.push_back(SetAside(SetAsideReason::kVoided, fact));
  }
}

std::vector<SetAsideFact> FoldLooseFact(const Fact& fact, const Standing& standing) {
  std::vector<SetAsideFact> result;
  AddIfOut(fact, standing, result);
  if (!result.empty() || standing.IsConsumed(fact.key.hash)) return result;
  if (!v1::EventKind_IsValid(fact.kind())) {
    result.push_back(SetAside(SetAsideReason::kUnknownKind, fact,
                              "made by a newer program; kept until this one is newer too"));
  } else if (!IsKnownKind(*fact.event)) {
    result.push_back(
        SetAside(SetAsideReason::kMakesNoSense, fact, "its content is of another kind"));
  } else if (!StartOf(fact) && !fact.event->has_stated_start()) {
    result.push_back(SetAside(SetAsideReason::kClockUncertain, fact));
  } else if (fact.kind() == v1::EVENT_KIND_UNOWNED_CHECK_IN) {
    result.push_back(SetAside(SetAsideReason::kUnownedCheckIn, fact,
                              fact.event->unowned_check_in().picture_token()));
  } else if (PersonsOf(*fact.event).empty() && fact.event->badge_hash().size() == Id::kSize) {
    result.push_back(SetAside(SetAsideReason::kUnknownBadge, fact));
  } else {
    result.push_back(
        SetAside(SetAsideReason::kMakesNoSense, fact, "it does not say whom or what it is about"));
  }
  return result;
}

}  // namespace wijkboek
