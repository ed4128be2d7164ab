#include "common/reconcile/person.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/intervals.h"
#include "common/reconcile/presence.h"
#include "common/reconcile/taps.h"
#include "common/reconcile/visit_share.h"

namespace wijkboek {
namespace {

// One presence on its way to a record.
struct Stay {
  RawPresence raw;
  Intervals settled;
  Intervals waits;
};

class PersonFold {
 public:
  PersonFold(const Id& person, const Reference& reference, const Rules& rules, Moment& moment)
      : person_(person), reference_(reference), rules_(rules), moment_(moment) {}

  PersonResult Run(absl::Span<const Fact> facts, const std::vector<VisitRecord>& visits) {
    Standing standing(facts, rules_);
    PersonTaps gathered = GatherTaps(person_, facts, standing, reference_, rules_);
    VisitShares shares = ShareVisits(person_, visits, rules_);
    result_.set_aside = std::move(gathered.set_aside);
    result_.discrepancies = std::move(gathered.discrepancies);
    FoldCentres(gathered);
    AddCorrected(gathered);
    std::sort(stays_.begin(), stays_.end(), [](const Stay& a, const Stay& b) {
      return std::tie(a.raw.span, a.raw.centre, a.raw.events) <
             std::tie(b.raw.span, b.raw.centre, b.raw.events);
    });
    NoteTwoPlaces();
    CountEachMinuteOnce();
    NoteAtCentreDuringVisit(gathered.taps, shares.settled);
    Publish(shares.settled);
    result_.shares = std::move(shares.days);
    result_.discrepancies.insert(result_.discrepancies.end(), shares.discrepancies.begin(),
                                 shares.discrepancies.end());
    SortUnique(result_.discrepancies);
    return std::move(result_);
  }

 private:
  void Note(std::string kind, const Id& centre, std::int64_t t_ms, std::string detail,
            std::vector<Hash> events) {
    SortUnique(events);
    result_.discrepancies.push_back({.kind = std::move(kind),
                                     .persons = {person_},
                                     .centre = centre,
                                     .day = DayOf(t_ms),
                                     .detail = std::move(detail),
                                     .events = std::move(events)});
  }

  // The earliest of: the next check-in elsewhere that day; the end of the last session there that
  // day that ends after the check-in, else the centre's closing time; never before the check-in.
  std::int64_t RuleEnd(const Tap& opening, const std::vector<const Tap*>& check_ins) const {
    CivilDay day = DayOf(opening.t_ms);
    std::optional<std::int64_t> end_ms;
    for (const Session& session : reference_.SessionsOf(person_, opening.centre, day)) {
      if (session.span.end_ms <= opening.t_ms) continue;
      end_ms = std::max(end_ms.value_or(session.span.end_ms), session.span.end_ms);
    }
    if (!end_ms) end_ms = reference_.ClosingTime(opening.centre, day).value_or(opening.t_ms);
    auto next =
        std::upper_bound(check_ins.begin(), check_ins.end(), opening.t_ms,
                         [](std::int64_t t_ms, const Tap* tap) { return t_ms < tap->t_ms; });
    for (; next != check_ins.end() && (*next)->t_ms < *end_ms; ++next) {
      if ((*next)->centre != opening.centre) {
        // Sessions and closing times may reach over midnight; the next check-in counts on that day
        // alone.
        if (DayOf((*next)->t_ms) == day) end_ms = (*next)->t_ms;
        break;
      }
    }
    return std::max(*end_ms, opening.t_ms);
  }

  void FoldCentres(PersonTaps& gathered) {
    const std::vector<Tap>& taps = gathered.taps;
    std::map<Id, std::vector<Tap>> by_centre;
    std::vector<const Tap*> check_ins;
    // Where the last tap was a check-in: only there a visit can close anything.
    std::set<Id> perhaps_present;
    for (const Tap& tap : taps) {
      if (tap.type == Tap::Type::kLeaveForVisit) {
        for (const Id& centre : perhaps_present) by_centre[centre].push_back(tap);
        perhaps_present.clear();
        continue;
      }
      by_centre[tap.centre].push_back(tap);
      if (tap.type == Tap::Type::kIn) {
        if (!tap.aftercare) check_ins.push_back(&tap);
        perhaps_present.insert(tap.centre);
      } else {
        perhaps_present.erase(tap.centre);
      }
    }
    auto rule_end_ms = [&](const Tap& opening) { return RuleEnd(opening, check_ins); };
    for (auto& [centre, own] : by_centre) {
      GiveToCorrections(centre, rules_, own, gathered.corrected);
      CentrePresences folded = FoldPresences(own, rules_, rule_end_ms, moment_);
      for (const Tap& tap : folded.lone_check_outs) {
        Note("check_out_without_check_in", tap.centre, tap.t_ms,
             absl::StrCat("out at ", FormatTime(tap.t_ms)), {tap.event});
      }
      for (RawPresence& raw : folded.presences) AddStay(std::move(raw));
    }
  }

  void AddStay(RawPresence raw) {
    Stay stay;
    if (raw.end == PresenceEnd::kByRule) {
      Note("forgotten_check_out", raw.centre, raw.span.start_ms,
           absl::StrCat("in at ", FormatTime(raw.span.start_ms), "; by rule until ",
                        FormatTimeOfDay(raw.span.end_ms)),
           raw.events);
    } else if (!raw.waits.empty() && raw.end != PresenceEnd::kOpen) {
      Note(
          "evidence_gap", raw.centre, raw.span.start_ms,
          absl::StrCat("in at ", FormatTime(raw.span.start_ms), "; nothing was seen for long from ",
                       FormatTimeOfDay(raw.waits.front().start_ms)),
          raw.events);
    }
    if (raw.end != PresenceEnd::kOpen) {
      stay.waits = Union(raw.waits);
      stay.settled = Subtract(Union({raw.span}), stay.waits);
    }
    stay.raw = std::move(raw);
    stays_.push_back(std::move(stay));
  }

  // A correction holds for its centre: what was captured there and it had not seen gives way, and
  // is shown.
  void AddCorrected(const PersonTaps& gathered) {
    absl::flat_hash_map<Id, Intervals> corrected;
    for (const auto* list : {&gathered.corrected, &gathered.denied}) {
      for (const CorrectedPresence& each : *list) corrected[each.centre].push_back(each.span);
    }
    for (auto& [centre, spans] : corrected) spans = Union(std::move(spans));
    for (Stay& stay : stays_) {
      auto cuts = corrected.find(stay.raw.centre);
      if (cuts == corrected.end()) continue;
      std::int64_t before_ms = Length(stay.settled) + Length(stay.waits);
      stay.settled = Subtract(stay.settled, cuts->second);
      stay.waits = Subtract(stay.waits, cuts->second);
      if (Length(stay.settled) + Length(stay.waits) == before_ms) continue;
      Note("correction_contradicted", stay.raw.centre, stay.raw.span.start_ms,
           absl::StrCat("captured from ", FormatTime(stay.raw.span.start_ms), " to ",
                        FormatTimeOfDay(stay.raw.span.end_ms)),
           stay.raw.events);
    }
    for (const CorrectedPresence& each : gathered.corrected) {
      Stay stay;
      stay.raw = {.centre = each.centre,
                  .span = each.span,
                  .end = PresenceEnd::kCorrected,
                  .strength = each.strength,
                  .events = each.events};
      stay.settled = Union({each.span});
      stays_.push_back(std::move(stay));
    }
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

  void NoteAtCentreDuringVisit(const std::vector<Tap>& taps, const Intervals& visits) {
    for (const Tap& tap : taps) {
      if (tap.type == Tap::Type::kLeaveForVisit || tap.aftercare ||
          tap.strength != EvidenceStrength::kOwn) {
        continue;
      }
      auto visit = std::upper_bound(
          visits.begin(), visits.end(), tap.t_ms,
          [](std::int64_t t_ms, const Interval& each) { return t_ms < each.end_ms; });
      if (visit == visits.end() || tap.t_ms - visit->start_ms <= rules_.visit_agreement_ms ||
          visit->end_ms - tap.t_ms <= rules_.visit_agreement_ms) {
        continue;
      }
      Note("at_centre_during_visit", tap.centre, tap.t_ms,
           absl::StrCat("own badge at ", FormatTime(tap.t_ms), ", visit from ",
                        FormatTimeOfDay(visit->start_ms), " to ", FormatTimeOfDay(visit->end_ms)),
           {tap.event});
    }
  }

  void Publish(const Intervals& visits) {
    bool never_enrolled = !reference_.EverEnrolled(person_);
    std::map<std::pair<CivilDay, Id>, PresenceDay> days;
    for (Stay& stay : stays_) {
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
                            .events = std::move(stay.raw.events)};
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
  const Reference& reference_;
  const Rules& rules_;
  Moment& moment_;
  std::vector<Stay> stays_;
  PersonResult result_;
};

}  // namespace

PersonResult FoldPerson(const Id& person, absl::Span<const Fact> facts,
                        const std::vector<VisitRecord>& visits, const Reference& reference,
                        const Rules& rules, Moment& moment) {
  return PersonFold(person, reference, rules, moment).Run(facts, visits);
}

}  // namespace wijkboek
