#include "common/reconcile/path.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/reconcile/path_acts.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/stays.h"

namespace wijkboek {
namespace {

// Nobody who was invited has stayed away while anything about it is open.
std::string CameState(AttendanceStatus status, bool is_final) {
  if (status == AttendanceStatus::kPresent) return "came";
  if (status == AttendanceStatus::kExcused) return "excused";
  if (status == AttendanceStatus::kAbsent && is_final) return "did not come";
  return "not known yet";
}

absl::string_view MomentState(v1::IndicatorMoment moment) {
  switch (moment) {
    case v1::INDICATOR_MOMENT_ENTRY:
      return "entry";
    case v1::INDICATOR_MOMENT_EXIT:
      return "exit";
    case v1::INDICATOR_MOMENT_SIX_MONTHS:
      return "six_months";
    default:
      return "";
  }
}

class PathFold {
 public:
  PathFold(const Id& person, const Reference& reference) : person_(person), reference_(reference) {}

  PathResult Run(absl::Span<const Fact> facts, const Standing& standing,
                 const std::vector<AttendanceRecord>& attendance) {
    for (const AttendanceRecord& record : attendance) {
      came_.emplace(record.session, CameState(record.status, record.is_final));
    }
    const std::vector<PathAct> acts =
        GatherPathActs(person_, facts, standing, reference_, result_.set_aside);
    for (const PathAct& act : acts) {
      switch (act.kind->does) {
        case PathDoes::kStep:
          AddStep(act);
          break;
        case PathDoes::kOpen:
          if (act.kind->type == PathType::kPhase) {
            phases_[act.enrolment].push_back(&act);
          } else {
            things_[{act.kind->type, act.ref}].opened.push_back(&act);
          }
          break;
        case PathDoes::kReview:
          things_[{act.kind->type, act.ref}].reviewed.push_back(&act);
          break;
        case PathDoes::kClose:
          things_[{act.kind->type, act.ref}].closed.push_back(&act);
          break;
      }
    }
    for (const auto& [key, thing] : things_) AddThing(key.first, thing);
    for (auto& [enrolment, phases] : phases_) AddPhases(enrolment, phases);
    std::sort(result_.path.begin(), result_.path.end(),
              [](const PathRecord& a, const PathRecord& b) {
                return std::tie(a.day, a.type, a.events) < std::tie(b.day, b.type, b.events);
              });
    return std::move(result_);
  }

 private:
  // A goal or placement: what began, reviewed and ended it, each in fact order.
  struct Thing {
    std::vector<const PathAct*> opened;
    std::vector<const PathAct*> reviewed;
    std::vector<const PathAct*> closed;
  };

  PathRecord RecordOf(const PathAct& act) const {
    return {.person = person_,
            .enrolment = act.enrolment,
            .type = act.kind->type,
            .day = act.day,
            .last_day = act.day,
            .ref = act.ref,
            .state = std::string(act.kind->state),
            .author = AuthorOf(act.event()),
            .events = {act.hash()}};
  }

  void SetAsideOne(const PathAct& act, std::string detail) {
    if (!ListsFor(*act.fact, person_)) return;
    result_.set_aside.push_back(
        SetAside(SetAsideReason::kMakesNoSense, *act.fact, std::move(detail)));
  }

  void AddStep(const PathAct& act) {
    PathRecord record = RecordOf(act);
    const v1::Event& event = act.event();
    record.minutes = event.one_to_one_held().minutes();
    record.inward = event.referral_made().inward();
    if (record.type == PathType::kInvitation) {
      record.session = Id::FromBytesOrZero(event.session_id());
      const auto came = came_.find(record.session);
      if (came != came_.end()) {
        record.state = came->second;
      } else if (!record.session.IsZero()) {
        record.state = "not known yet";
      }
    } else if (record.type == PathType::kIndicators) {
      record.state = std::string(MomentState(event.indicators_stated().moment()));
      if (record.state.empty()) return SetAsideOne(act, "it says of no moment");
    } else if (record.type == PathType::kExit && event.exited().last_day() != 0) {
      if (!IsPathDay(event.exited().last_day())) return SetAsideOne(act, "its last day is none");
      record.last_day = event.exited().last_day();
    }
    result_.path.push_back(std::move(record));
  }

  void AddThing(PathType type, const Thing& thing) {
    const bool is_goal = type == PathType::kGoal;
    if (thing.opened.empty()) {
      for (const auto* acts : {&thing.reviewed, &thing.closed}) {
        for (const PathAct* act : *acts) {
          SetAsideOne(*act, is_goal ? "the goal that it names has not arrived, or was taken out"
                                    : "the placement that it names has not arrived, or was taken "
                                      "out");
        }
      }
      return;
    }
    if (is_goal) {
      AddGoal(thing);
    } else {
      AddPlacement(thing);
    }
  }

  void AddGoal(const Thing& thing) {
    PathRecord record = RecordOf(*thing.opened.back());
    record.state = "set";
    record.running = thing.closed.empty();
    for (const PathAct* act : thing.opened) record.events.push_back(act->hash());
    const auto is_met = [](const PathAct* act) { return act->event().goal_met().met(); };
    const bool met = std::any_of(thing.closed.begin(), thing.closed.end(), is_met);
    std::vector<Hash> words;
    for (const PathAct* act : thing.closed) {
      words.push_back(act->hash());
      record.events.push_back(act->hash());
      if (is_met(act) != met) continue;
      record.state = met ? "met" : "unmet";
      record.last_day = std::max(record.day, act->day);
    }
    if (met && !std::all_of(thing.closed.begin(), thing.closed.end(), is_met)) {
      const PathAct& last = *thing.closed.back();
      result_.discrepancies.push_back(MakeDoubt(
          "concurrent_goal", person_, CentreOf(last.event()), StartOf(*last.fact).value_or(0),
          "met, as one says, and not met, as another one says", std::move(words)));
    }
    SortUnique(record.events);
    result_.path.push_back(std::move(record));
  }

  void AddPlacement(const Thing& thing) {
    const PathAct& opened = *thing.opened.back();
    const v1::PlacementStarted& body = opened.event().placement_started();
    PathRecord record = RecordOf(opened);
    std::optional<CivilDay> last;
    if (body.has_days()) {
      record.day = body.days().first_day();
      if (body.days().has_last_day()) last = body.days().last_day();
    }
    if (!IsPathDay(record.day) || (last && *last < record.day)) {
      return SetAsideOne(opened, "its days are none");
    }
    record.state = last ? "ends" : "running";
    record.placement = body.type();
    for (const PathAct* act : thing.opened) record.events.push_back(act->hash());
    record.reviews = static_cast<std::uint32_t>(thing.reviewed.size());
    for (const PathAct* act : thing.reviewed) record.events.push_back(act->hash());
    std::optional<CivilDay> ended;
    for (const PathAct* act : thing.closed) {
      const CivilDay day = act->event().placement_ended().last_day();
      if (!IsPathDay(day) || day < record.day) {
        SetAsideOne(*act, "it ends before it began");
        continue;
      }
      // Of several by people who had not seen each other's, the one that lasts longest.
      ended = std::max(ended.value_or(day), day);
      record.events.push_back(act->hash());
      record.state = "ended";
    }
    SetLastDay(ended ? ended : last, record);
    SortUnique(record.events);
    result_.path.push_back(std::move(record));
  }

  // Each lasts until the day before the next one of that enrolment, the last until its end.
  void AddPhases(const Id& enrolment, std::vector<const PathAct*>& phases) {
    std::stable_sort(phases.begin(), phases.end(),
                     [](const PathAct* a, const PathAct* b) { return a->day < b->day; });
    const std::optional<CivilDay> end = EndOfEnrolment(enrolment);
    for (std::size_t i = 0; i < phases.size(); ++i) {
      PathRecord record = RecordOf(*phases[i]);
      const bool is_last = i + 1 == phases.size();
      record.state = !is_last ? "ended" : end ? "ends" : "running";
      SetLastDay(is_last ? end : std::optional(phases[i + 1]->day - 1), record);
      result_.path.push_back(std::move(record));
    }
  }

  // Nothing lasts less than the day on which it began.
  static void SetLastDay(std::optional<CivilDay> last, PathRecord& record) {
    record.running = !last;
    record.last_day = std::max(record.day, last.value_or(record.day));
  }

  std::optional<CivilDay> EndOfEnrolment(const Id& id) const {
    for (const Enrolment& each : reference_.EnrolmentsOf(person_)) {
      if (each.id == id) return each.last_day;
    }
    return std::nullopt;
  }

  const Id person_;
  const Reference& reference_;
  // By session.
  absl::flat_hash_map<Id, std::string> came_;
  std::map<std::pair<PathType, Id>, Thing> things_;
  std::map<Id, std::vector<const PathAct*>> phases_;
  PathResult result_;
};

}  // namespace

PathResult FoldPath(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                    const std::vector<AttendanceRecord>& attendance, const Reference& reference) {
  return PathFold(person, reference).Run(facts, standing, attendance);
}

}  // namespace wijkboek
