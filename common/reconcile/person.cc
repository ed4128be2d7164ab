#include "common/reconcile/person.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/reconcile/attendance.h"
#include "common/reconcile/cases.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/path.h"
#include "common/reconcile/people_doubts.h"
#include "common/reconcile/settlements.h"
#include "common/reconcile/stays.h"
#include "common/reconcile/taps.h"
#include "common/reconcile/visit_share.h"

namespace wijkboek {
namespace {

class PersonFold {
 public:
  PersonFold(const Id& person, const World& world, Moment& moment)
      : person_(person), world_(world), rules_(world.reference, {person}), moment_(moment) {}

  PersonResult Run(absl::Span<const Fact> facts, const std::vector<VisitRecord>& visits) {
    Standing standing(facts);
    Settlements settlements(facts, standing);
    PersonTaps gathered = GatherTaps(person_, facts, standing, world_.reference);
    VisitShares shares = ShareVisits(person_, visits, rules_, settlements);
    result_.set_aside = std::move(gathered.set_aside);
    result_.discrepancies = std::move(gathered.discrepancies);
    Stays folded = FoldStays(person_, gathered, world_.reference, rules_, settlements, moment_);
    Append(folded.discrepancies, result_.discrepancies);
    std::vector<Attended> attended = ListAttended(folded.stays);
    stays_ = std::move(folded.stays);
    NoteTwoPlaces();
    CountEachMinuteOnce();
    NoteAtCentreDuringVisit(gathered.taps, visits, shares.settled);
    Publish(shares.settled);
    AddAttendance({.person = person_,
                   .facts = facts,
                   .standing = standing,
                   .attended = attended,
                   .presences = result_.presences,
                   .lone_check_outs = folded.lone_check_outs,
                   .discrepancies = result_.discrepancies,
                   .settlements = settlements,
                   .visits = visits,
                   .visits_settled = shares.settled,
                   .visits_waiting = shares.waiting});
    result_.shares = std::move(shares.days);
    Append(shares.discrepancies, result_.discrepancies);
    AddCases(facts, standing);
    AddPath(facts, standing);
    Append(PeopleDoubts(person_, world_.reference), result_.discrepancies);
    settlements.Apply(result_.discrepancies, result_.settled);
    settlements.ListNonsense(person_, result_.set_aside);
    settlements.ListMisfits(result_.set_aside);
    return std::move(result_);
  }

 private:
  template <typename T>
  static void Append(const std::vector<T>& more, std::vector<T>& all) {
    all.insert(all.end(), more.begin(), more.end());
  }

  void Note(std::string kind, const Id& centre, std::int64_t t_ms, std::string detail,
            std::vector<Hash> events) {
    result_.discrepancies.push_back(
        MakeDoubt(std::move(kind), person_, centre, t_ms, std::move(detail), std::move(events)));
  }

  void AddAttendance(const PersonFacts& person) {
    AttendanceResult attendance = FoldAttendance(person, world_, moment_);
    result_.attendance = std::move(attendance.records);
    result_.hours = std::move(attendance.hours);
    result_.sightings = std::move(attendance.sightings);
    result_.waits = std::move(attendance.waits);
    Append(attendance.discrepancies, result_.discrepancies);
    Append(attendance.set_aside, result_.set_aside);
  }

  void AddCases(absl::Span<const Fact> facts, const Standing& standing) {
    CaseResult found = FoldCases(person_, facts, standing, result_.attendance, world_, moment_);
    result_.cases = std::move(found.cases);
    Append(found.discrepancies, result_.discrepancies);
    Append(found.set_aside, result_.set_aside);
    Append(found.waits, result_.waits);
    SortUnique(result_.waits);
  }

  void AddPath(absl::Span<const Fact> facts, const Standing& standing) {
    PathResult found = FoldPath(person_, facts, standing, result_.attendance, world_.reference);
    result_.path = std::move(found.path);
    Append(found.discrepancies, result_.discrepancies);
    Append(found.set_aside, result_.set_aside);
  }

  // A check-in inside a presence elsewhere. Estimated ends give way to the check-in and contradict
  // nothing.
  void NoteTwoPlaces() {
    absl::flat_hash_map<Id, const Stay*> longest;
    for (const Stay& stay : stays_) {
      const Stay* other = nullptr;
      for (const auto& [centre, known] : longest) {
        if (centre == stay.raw.centre || known->raw.span.end_ms <= stay.raw.span.start_ms ||
            known->raw.span.start_ms >= stay.raw.span.start_ms) {
          continue;
        }
        if (other == nullptr || std::tie(other->raw.span.end_ms, other->raw.centre) <
                                    std::tie(known->raw.span.end_ms, centre)) {
          other = known;
        }
      }
      if (other != nullptr) {
        std::vector<Hash> events = stay.raw.events;
        events.insert(events.end(), other->raw.events.begin(), other->raw.events.end());
        Note("two_places_at_once", stay.raw.centre, stay.raw.span.start_ms,
             absl::StrCat("here from ", FormatTime(stay.raw.span.start_ms), ", elsewhere until ",
                          FormatTimeOfDay(other->raw.span.end_ms)),
             std::move(events));
      }
      if (stay.raw.end == PresenceEnd::kOpen || stay.raw.end == PresenceEnd::kByRule) continue;
      const Stay*& known = longest[stay.raw.centre];
      if (known == nullptr || stay.raw.span.end_ms > known->raw.span.end_ms) known = &stay;
    }
  }

  // Among settled stretches the later check-in has the minutes; what waits never takes a minute
  // from what is settled.
  void CountEachMinuteOnce() {
    for (std::size_t first = 0; first < stays_.size();) {
      std::size_t past = first + 1;
      std::int64_t reach_ms = stays_[first].raw.span.end_ms;
      while (past < stays_.size() && stays_[past].raw.span.start_ms < reach_ms) {
        reach_ms = std::max(reach_ms, stays_[past].raw.span.end_ms);
        ++past;
      }
      if (past - first > 1) {
        Intervals taken;
        for (Intervals Stay::*part : {&Stay::settled, &Stay::waits}) {
          for (std::size_t i = past; i-- > first;) {
            Intervals own = Subtract(stays_[i].*part, taken);
            taken = Union(taken, own);
            stays_[i].*part = std::move(own);
          }
        }
      }
      first = past;
    }
  }

  void NoteAtCentreDuringVisit(const std::vector<Tap>& taps,
                               const std::vector<VisitRecord>& records, const Intervals& visits) {
    for (const Tap& tap : taps) {
      if (tap.type == Tap::Type::kLeaveForVisit || tap.aftercare ||
          tap.strength != EvidenceStrength::kOwn) {
        continue;
      }
      auto visit = std::upper_bound(
          visits.begin(), visits.end(), tap.t_ms,
          [](std::int64_t t_ms, const Interval& each) { return t_ms < each.end_ms; });
      if (visit == visits.end()) continue;
      std::int64_t agreement_ms = rules_.At(visit->start_ms).visit_agreement_ms;
      if (tap.t_ms - visit->start_ms <= agreement_ms || visit->end_ms - tap.t_ms <= agreement_ms) {
        continue;
      }
      Discrepancy doubt = MakeDoubt(
          "at_centre_during_visit", person_, tap.centre, tap.t_ms,
          absl::StrCat("own badge at ", FormatTime(tap.t_ms), ", visit from ",
                       FormatTimeOfDay(visit->start_ms), " to ", FormatTimeOfDay(visit->end_ms)),
          {tap.event});
      for (const VisitRecord& record : records) AddVisit(record, tap.t_ms, doubt);
      result_.discrepancies.push_back(std::move(doubt));
    }
  }

  // Both values: the visit of that moment beside the badge. Its logs are of another partition.
  static void AddVisit(const VisitRecord& visit, std::int64_t t_ms, Discrepancy& doubt) {
    bool is_then = std::any_of(
        visit.settled.begin(), visit.settled.end(),
        [&](const Interval& part) { return part.start_ms <= t_ms && t_ms < part.end_ms; });
    if (!is_then) return;
    for (const Hash& event : visit.events) {
      doubt.events.push_back(event);
      doubt.said.push_back({.event = event,
                            .what = absl::StrCat("visit ", FormatTimeOfDay(visit.span.start_ms),
                                                 "–", FormatTimeOfDay(visit.span.end_ms))});
    }
  }

  void Publish(const Intervals& visits) {
    bool never_enrolled = !world_.reference.EverEnrolled(person_);
    std::map<std::pair<CivilDay, Id>, PresenceDay> days;
    for (const Stay& stay : stays_) {
      const Id& centre = stay.raw.centre;
      auto day_of = [&](CivilDay day) -> PresenceDay& {
        PresenceDay& found = days[{day, centre}];
        found.person = person_;
        found.day = day;
        found.centre = centre;
        found.never_enrolled = never_enrolled;
        return found;
      };
      PresenceRecord record{.person = person_,
                            .centre = centre,
                            .span = stay.raw.span,
                            .end = stay.raw.end,
                            .settled = Subtract(stay.settled, visits),
                            .to_confirm = Subtract(stay.waits, visits),
                            .strength = stay.raw.strength,
                            .events = stay.raw.events};
      SortUnique(record.events);
      for (const Interval& part : record.settled) {
        SplitByDay(part, [&](CivilDay day, std::int64_t ms) { day_of(day).settled_ms += ms; });
      }
      for (const Interval& part : record.to_confirm) {
        SplitByDay(part, [&](CivilDay day, std::int64_t ms) { day_of(day).to_confirm_ms += ms; });
      }
      result_.presences.push_back(std::move(record));
    }
    for (auto& [key, day] : days) result_.days.push_back(day);
  }

  Id person_;
  const World& world_;
  RulesByDay rules_;
  Moment& moment_;
  std::vector<Stay> stays_;
  PersonResult result_;
};

}  // namespace

PersonResult FoldPerson(const Id& person, absl::Span<const Fact> facts,
                        const std::vector<VisitRecord>& visits, const World& world,
                        Moment& moment) {
  return PersonFold(person, world, moment).Run(facts, visits);
}

}  // namespace wijkboek
