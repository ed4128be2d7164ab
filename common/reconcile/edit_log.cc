#include "common/reconcile/edit_log.h"

#include <algorithm>
#include <optional>

#include "common/reconcile/fact.h"

namespace wijkboek {
namespace {

// What kind of thing an event edits, and which; nullopt for events that edit nothing.
std::optional<std::pair<Thing, absl::string_view>> NamedBy(const v1::Event& event) {
  using Named = std::pair<Thing, absl::string_view>;
  const absl::string_view first_person =
      event.persons().empty() ? absl::string_view() : event.persons(0).person_id();
  switch (event.kind()) {
    case v1::EVENT_KIND_CENTRE_DESCRIBED:
      return Named(Thing::kCentre, event.centre_id());
    case v1::EVENT_KIND_PARTICIPANT_REGISTERED:
    case v1::EVENT_KIND_RESIDENT_REGISTERED:
    case v1::EVENT_KIND_COACH_REGISTERED:
    case v1::EVENT_KIND_DETAIL_CHANGED:
      return Named(Thing::kPerson, first_person);
    case v1::EVENT_KIND_BADGE_ASSIGNED:
      return Named(Thing::kBadge, event.badge_assigned().badge_hash());
    case v1::EVENT_KIND_BADGE_WITHDRAWN:
      return Named(Thing::kBadge, event.badge_withdrawn().badge_hash());
    case v1::EVENT_KIND_PROGRAMME_DESCRIBED:
      return Named(Thing::kProgramme, event.programme_described().programme_id());
    case v1::EVENT_KIND_PROGRAMME_RULE_SET:
      return Named(Thing::kRules, event.programme_rule_set().programme_id());
    case v1::EVENT_KIND_ENROLMENT_STARTED:
      return Named(Thing::kEnrolment, event.enrolment_started().enrolment_id());
    case v1::EVENT_KIND_ENROLMENT_CHANGED:
      return Named(Thing::kEnrolment, event.enrolment_changed().enrolment_id());
    case v1::EVENT_KIND_ENROLMENT_ENDED:
      return Named(Thing::kEnrolment, event.enrolment_ended().enrolment_id());
    case v1::EVENT_KIND_PEOPLE_GROUPED:
      return Named(Thing::kGrouping, absl::string_view());
    case v1::EVENT_KIND_COHORT_OPENED:
      return Named(Thing::kCohort, event.cohort_opened().cohort_id());
    case v1::EVENT_KIND_SESSION_PLANNED:
    case v1::EVENT_KIND_SESSION_MOVED:
    case v1::EVENT_KIND_SESSION_CANCELLED:
      return Named(Thing::kSession, event.session_id());
    default:
      return std::nullopt;
  }
}

// Nobody says of themselves who they are, and a word without a name is none.
bool IsSaidByAnother(const v1::Event& grouped) {
  const std::string& author = grouped.actor().person_id();
  if (Id::FromBytesOrZero(author).IsZero()) return false;
  for (const v1::PersonGroup& group : grouped.people_grouped().groups()) {
    for (const std::string& person : group.person_ids()) {
      if (person == author) return false;
    }
  }
  return true;
}

// What the event is an edit of; nullopt when it does not say.
std::optional<EditedThing> EditedThingOf(const Hash& hash, const v1::Event& event) {
  const auto named = NamedBy(event);
  if (!named || !IsKnownKind(event)) return std::nullopt;
  if (named->first == Thing::kGrouping) {
    if (!IsSaidByAnother(event)) return std::nullopt;
    return EditedThing(named->first, Id::FromBytesOrZero(hash.bytes().substr(0, Id::kSize)));
  }
  const EditedThing subject(named->first, Id::FromBytesOrZero(named->second));
  // Only rules may name nothing: they are for every programme then.
  const bool is_for_all = subject.first == Thing::kRules && named->second.empty();
  if (subject.second.IsZero() && !is_for_all) return std::nullopt;
  return subject;
}

std::string BytesOf(const v1::Event& event) {
  v1::Event kept = event;
  kept.clear_device_id();
  kept.clear_epoch();
  kept.clear_seq();
  kept.clear_captured();
  kept.clear_hybrid();
  if (!IsByThePerson(event)) kept.clear_actor();
  kept.clear_sealed();
  return kept.SerializeAsString();
}

}  // namespace

bool IsEditKind(v1::EventKind kind) {
  v1::Event event;
  event.set_kind(kind);
  return NamedBy(event).has_value();
}

std::vector<EditedThing> EditLog::Add(const StoredEvent& stored) {
  const v1::Event& event = stored.event;
  std::vector<EditedThing> changed;
  if (event.practice()) return changed;
  if (event.kind() == v1::EVENT_KIND_EVENT_VOIDED) {
    for (const Hash& target : SeenBy(event)) {
      if (!voids_.Add(target, stored.key.hash)) continue;
      for (const Hash& reached : voids_.ReachedFrom(target)) {
        auto subject = subjects_.find(reached);
        if (subject != subjects_.end()) changed.push_back(subject->second);
      }
    }
    SortUnique(changed);
    return changed;
  }
  std::optional<EditedThing> subject = EditedThingOf(stored.key.hash, event);
  if (!subject || !subjects_.emplace(stored.key.hash, *subject).second) return changed;
  std::vector<Kept>& edits = edits_[*subject];
  Kept kept{.stamp = StampOf(stored.key, event), .bytes = BytesOf(event)};
  const auto place =
      std::upper_bound(edits.begin(), edits.end(), kept,
                       [](const Kept& a, const Kept& b) { return a.stamp < b.stamp; });
  edits.insert(place, std::move(kept));
  changed.push_back(*subject);
  return changed;
}

Edits EditLog::Of(const EditedThing& subject) const {
  Edits live;
  auto found = edits_.find(subject);
  if (found == edits_.end()) return live;
  for (const Kept& kept : found->second) {
    if (voids_.IsVoided(kept.stamp.key.hash)) continue;
    Edit& edit = live.emplace_back();
    edit.stamp = kept.stamp;
    // Written by this process, so it can be read.
    edit.event.ParseFromString(kept.bytes);
  }
  return live;
}

}  // namespace wijkboek
