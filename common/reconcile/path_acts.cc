#include "common/reconcile/path_acts.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/reconcile/phases.h"
#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

using v1::Event;

Id IdIn(const std::string& bytes) { return Id::FromBytesOrZero(bytes); }

struct KindRow {
  v1::EventKind event;
  PathKind kind;
};

// Milestones, exits, aftercare and answers for indicators may come when the enrolment is over; what
// is agreed within it may not.
const KindRow kKinds[] = {
    {v1::EVENT_KIND_INVITATION_SENT,
     {.type = PathType::kInvitation, .does = PathDoes::kStep, .state = "sent"}},
    {v1::EVENT_KIND_REFERRAL_MADE,
     {.type = PathType::kReferral, .does = PathDoes::kStep, .state = "made"}},
    {v1::EVENT_KIND_ONE_TO_ONE_HELD,
     {.type = PathType::kOneToOne, .does = PathDoes::kStep, .state = "held"}},
    {v1::EVENT_KIND_HELP_REQUESTED,
     {.type = PathType::kHelpRequest, .does = PathDoes::kStep, .state = "asked"}},
    {v1::EVENT_KIND_ASSESSMENT_TAKEN,
     {.type = PathType::kAssessment,
      .does = PathDoes::kStep,
      .state = "taken",
      .ref = [](const Event& event) { return IdIn(event.assessment_taken().assessment_id()); }}},
    {v1::EVENT_KIND_LADDER_MEASURED,
     {.type = PathType::kLadder, .does = PathDoes::kStep, .state = "measured"}},
    {v1::EVENT_KIND_GOAL_SET,
     {.type = PathType::kGoal,
      .does = PathDoes::kOpen,
      .ref = [](const Event& event) { return IdIn(event.goal_set().goal_id()); }}},
    {v1::EVENT_KIND_GOAL_MET,
     {.type = PathType::kGoal,
      .does = PathDoes::kClose,
      .ref = [](const Event& event) { return IdIn(event.goal_met().goal_id()); }}},
    {v1::EVENT_KIND_PLACEMENT_STARTED,
     {.type = PathType::kPlacement,
      .does = PathDoes::kOpen,
      .ref = [](const Event& event) { return IdIn(event.placement_started().placement_id()); }}},
    {v1::EVENT_KIND_PLACEMENT_REVIEWED,
     {.type = PathType::kPlacement,
      .does = PathDoes::kReview,
      .ref = [](const Event& event) { return IdIn(event.placement_reviewed().placement_id()); }}},
    {v1::EVENT_KIND_PLACEMENT_ENDED,
     {.type = PathType::kPlacement,
      .does = PathDoes::kClose,
      .ref = [](const Event& event) { return IdIn(event.placement_ended().placement_id()); }}},
    {v1::EVENT_KIND_MILESTONE_REACHED,
     {.type = PathType::kMilestone,
      .does = PathDoes::kStep,
      .state = "reached",
      .enrolment =
          [](const Event& event) { return IdIn(event.milestone_reached().enrolment_id()); },
      .may_come_after = true}},
    {v1::EVENT_KIND_EXITED,
     {.type = PathType::kExit,
      .does = PathDoes::kStep,
      .state = "left",
      .enrolment = [](const Event& event) { return IdIn(event.exited().enrolment_id()); },
      .may_come_after = true}},
    {v1::EVENT_KIND_AFTERCARE_CONTACTED,
     {.type = PathType::kAftercare,
      .does = PathDoes::kStep,
      .state = "held",
      .enrolment =
          [](const Event& event) { return IdIn(event.aftercare_contacted().enrolment_id()); },
      .may_come_after = true}},
    {v1::EVENT_KIND_INDICATORS_STATED,
     {.type = PathType::kIndicators,
      .does = PathDoes::kStep,
      .enrolment =
          [](const Event& event) { return IdIn(event.indicators_stated().enrolment_id()); },
      .may_come_after = true}},
};

const PathKind kPhase = {.type = PathType::kPhase,
                         .does = PathDoes::kOpen,
                         .ref = PhaseIn,
                         .enrolment = EnrolmentOfPhase};

// The one named, else the one that runs that day; of several the one that began last.
Id EnrolmentFor(const PathKind& kind, const Event& event, CivilDay day,
                absl::Span<const Enrolment> enrolments) {
  if (kind.enrolment != nullptr) {
    const Id named = kind.enrolment(event);
    if (!named.IsZero()) return named;
  }
  const Enrolment* running = nullptr;
  const Enrolment* ended = nullptr;
  for (const Enrolment& each : enrolments) {
    if (each.RunsOn(day)) {
      if (running == nullptr ||
          std::tie(running->first_day, running->id) < std::tie(each.first_day, each.id)) {
        running = &each;
      }
    } else if (each.last_day && *each.last_day < day) {
      if (ended == nullptr ||
          std::tie(*ended->last_day, ended->id) < std::tie(*each.last_day, each.id)) {
        ended = &each;
      }
    }
  }
  if (running != nullptr) return running->id;
  return kind.may_come_after && ended != nullptr ? ended->id : Id();
}

}  // namespace

const PathKind* FindPathKind(v1::EventKind kind) {
  if (IsPhaseKind(kind)) return &kPhase;
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const KindRow& row) { return row.event == kind; });
  return found == std::end(kKinds) ? nullptr : &found->kind;
}

bool IsPathDay(CivilDay day) {
  // A hundred years: beyond them somebody mistyped.
  return day > 0 && day < 100 * 366;
}

std::vector<PathAct> GatherPathActs(const Id& person, absl::Span<const Fact> facts,
                                    const Standing& standing, const Reference& reference,
                                    std::vector<SetAsideFact>& set_aside) {
  const std::vector<Enrolment> enrolments = reference.EnrolmentsOf(person);
  std::vector<PathAct> acts;
  for (const Fact& fact : facts) {
    const PathKind* kind = FindPathKind(fact.kind());
    if (kind == nullptr || !IsKnownKind(*fact.event) || !IsParticipant(fact, person)) continue;
    const bool lists = ListsFor(fact, person);
    if (!standing.Stands(fact)) {
      if (lists) AddIfOut(fact, standing, set_aside);
      continue;
    }
    const std::optional<std::int64_t> t_ms = StartOf(fact);
    if (!t_ms) {
      if (!lists) continue;
      set_aside.push_back(fact.event->has_stated_start()
                              ? SetAside(SetAsideReason::kMakesNoSense, fact, "its day is none")
                              : SetAside(SetAsideReason::kClockUncertain, fact));
      continue;
    }
    PathAct act{.fact = &fact, .kind = kind, .day = DayOf(*t_ms)};
    if (kind->ref != nullptr) act.ref = kind->ref(*fact.event);
    act.enrolment = EnrolmentFor(*kind, *fact.event, act.day, enrolments);
    acts.push_back(act);
  }
  absl::flat_hash_map<Hash, v1::EventKind> kinds;
  for (const PathAct& act : acts) kinds.emplace(act.hash(), act.fact->kind());
  absl::flat_hash_set<Hash> replaced;
  for (const PathAct& act : acts) {
    for (const Hash& seen : SeenBy(act.event())) {
      const auto other = kinds.find(seen);
      if (other != kinds.end() && other->second == act.fact->kind()) replaced.insert(seen);
    }
  }
  std::erase_if(acts, [&](const PathAct& act) { return replaced.contains(act.hash()); });
  std::sort(acts.begin(), acts.end(),
            [](const PathAct& a, const PathAct& b) { return FactBefore(*a.fact, *b.fact); });
  return acts;
}

}  // namespace wijkboek
