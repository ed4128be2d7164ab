#include "common/reconcile/taps.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/reconcile/set_aside.h"
#include "common/reconcile/settling_ways.h"
#include "common/reconcile/visit_log.h"

namespace wijkboek {
namespace {

// A tap with its place in fact order.
struct PlacedTap {
  Tap tap;
  const Fact* fact = nullptr;
};

class Gathering {
 public:
  Gathering(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
            const Reference& reference)
      : person_(person),
        facts_(facts),
        standing_(standing),
        enrolments_(reference.EnrolmentsOf(person)),
        reference_(reference) {}

  PersonTaps Run() {
    FollowVisitCorrections();
    for (const Fact& fact : facts_) {
      if (IsPresenceKind(fact.kind()) && IsKnownKind(*fact.event) && ListsFor(fact, person_)) {
        AddIfOut(fact, standing_, result_.set_aside);
      }
      if (standing_.CountsInPresence(fact) && Concerns(fact)) Take(fact);
    }
    TakeCorrections();
    std::sort(placed_.begin(), placed_.end(), [](const PlacedTap& a, const PlacedTap& b) {
      if (a.tap.t_ms != b.tap.t_ms) return a.tap.t_ms < b.tap.t_ms;
      if (FactBefore(*a.fact, *b.fact)) return true;
      if (FactBefore(*b.fact, *a.fact)) return false;
      return a.tap.type < b.tap.type;
    });
    result_.taps.reserve(placed_.size());
    for (PlacedTap& placed : placed_) result_.taps.push_back(std::move(placed.tap));
    return std::move(result_);
  }

 private:
  // Named as participant, or by a badge of theirs.
  bool Concerns(const Fact& fact) const {
    std::vector<Id> participants = PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT);
    if (!participants.empty()) {
      return std::binary_search(participants.begin(), participants.end(), person_);
    }
    Id badge = Id::FromBytesOrZero(fact.event->badge_hash());
    std::optional<std::int64_t> t_ms = StartOf(fact);
    return !badge.IsZero() && t_ms && reference_.BadgeOwner(badge, *t_ms) == person_;
  }

  // Enrolments of theirs ended and none runs: a cup of coffee, not a presence.
  bool IsAftercare(std::int64_t t_ms) const {
    CivilDay day = DayOf(t_ms);
    bool ended = false;
    for (const Enrolment& enrolment : enrolments_) {
      if (enrolment.RunsOn(day)) return false;
      ended |= enrolment.last_day && *enrolment.last_day < day;
    }
    return ended;
  }

  void List(SetAsideReason reason, const Fact& fact, const char* detail = "") {
    if (ListsFor(fact, person_)) result_.set_aside.push_back(SetAside(reason, fact, detail));
  }

  void Take(const Fact& fact) {
    switch (fact.kind()) {
      case v1::EVENT_KIND_CHECKED_IN:
        return TakeTap(fact, Tap::Type::kIn);
      case v1::EVENT_KIND_CHECKED_OUT:
        return TakeTap(fact, Tap::Type::kOut);
      case v1::EVENT_KIND_VISIT_STARTED:
        if (std::optional<std::int64_t> t_ms = StartOf(fact);
            t_ms && !visit_corrected_.contains(fact.key.hash)) {
          Place(fact, Tap::Type::kLeaveForVisit, *t_ms);
        }
        return;
      case v1::EVENT_KIND_VISIT_ENDED:
        return TakeVisitEnd(fact);
      case v1::EVENT_KIND_VISIT_CORRECTED:
        return TakeVisitCorrection(fact);
      case v1::EVENT_KIND_PRESENCE_CORRECTED:
        if (MakesSense(fact)) {
          corrections_.push_back(&fact);
        } else {
          List(SetAsideReason::kMakesNoSense, fact,
               "a correction needs a centre, a start and an end");
        }
        return;
      default:
        return;
    }
  }

  void TakeTap(const Fact& fact, Tap::Type type) {
    std::optional<std::int64_t> t_ms = StartOf(fact);
    if (fact.event->has_stated_start() && !t_ms) {
      List(SetAsideReason::kMakesNoSense, fact, "its time is no time");
    } else if (CentreOf(*fact.event).IsZero()) {
      List(SetAsideReason::kMakesNoSense, fact, "it does not say at which centre");
    } else if (!t_ms) {
      List(SetAsideReason::kClockUncertain, fact);
    } else if (type == Tap::Type::kOut && IsLeavingWord(fact)) {
      result_.leaving_words.push_back(
          {.centre = CentreOf(*fact.event), .t_ms = *t_ms, .event = fact.key.hash});
    } else {
      Place(fact, type, *t_ms);
    }
  }

  // What somebody states about their own leaving is for a coach to look at: nobody gives themselves
  // minutes.
  bool IsLeavingWord(const Fact& fact) const {
    return fact.event->has_stated_start() && !IsImport(fact) && AuthorOf(*fact.event) == person_;
  }

  // Ending a visit with one's own badge at a centre's kiosk is a check-in there, at the moment of
  // the badge.
  void TakeVisitEnd(const Fact& fact) {
    if (!IsOwnMethod(fact.event->actor().method()) || !fact.captured_ms ||
        CentreOf(*fact.event).IsZero()) {
      return;
    }
    Id author = AuthorOf(*fact.event);
    bool alone = PersonsIn(*fact.event, v1::PERSON_ROLE_PARTICIPANT).size() == 1;
    if (author == person_ || (author.IsZero() && alone)) {
      Place(fact, Tap::Type::kIn, *fact.captured_ms);
    }
  }

  // A correction of a visit may name the visit's start, or only another correction that did. Of
  // several by people who had not seen each other's, only the one that holds moves the leave.
  void FollowVisitCorrections() {
    absl::flat_hash_map<Hash, std::vector<Hash>> corrections_of;
    absl::flat_hash_set<Hash> left_for_visit;
    std::vector<const Fact*> corrections;
    std::vector<Hash> reached;
    for (const Fact& fact : facts_) {
      if (fact.kind() == v1::EVENT_KIND_VISIT_STARTED) reached.push_back(fact.key.hash);
      if (fact.kind() != v1::EVENT_KIND_VISIT_CORRECTED || !standing_.Stands(fact) ||
          !MakesSense(fact)) {
        continue;
      }
      corrections.push_back(&fact);
      for (const std::string& seen : fact.event->seen()) {
        Hash target = Hash::FromBytesOrZero(seen);
        visit_corrected_.insert(target);
        corrections_of[target].push_back(fact.key.hash);
      }
    }
    for (std::size_t i = 0; i < reached.size(); ++i) {
      auto corrections = corrections_of.find(reached[i]);
      if (corrections == corrections_of.end()) continue;
      for (const Hash& correction : corrections->second) {
        if (left_for_visit.insert(correction).second) reached.push_back(correction);
      }
    }
    std::erase_if(corrections, [&](const Fact* fact) { return !standing_.CountsInVisits(*fact); });
    for (const std::vector<const Fact*>& group : GroupBySharedSeen(corrections)) {
      bool left = std::any_of(group.begin(), group.end(), [&](const Fact* fact) {
        return left_for_visit.contains(fact->key.hash);
      });
      if (left) moves_leave_.insert(HoldingCorrection(group).key.hash);
    }
  }

  // A correction of a visit that began here still left the centre for it.
  void TakeVisitCorrection(const Fact& fact) {
    std::optional<std::int64_t> start_ms = StatedStart(*fact.event);
    if (fact.event->visit_corrected().did_not_happen() || !start_ms) return;
    if (moves_leave_.contains(fact.key.hash)) {
      Place(fact, Tap::Type::kLeaveForVisit, *start_ms);
    }
  }

  void Place(const Fact& fact, Tap::Type type, std::int64_t t_ms) {
    placed_.push_back({.tap = {.type = type,
                               .t_ms = t_ms,
                               .centre = CentreOf(*fact.event),
                               .event = fact.key.hash,
                               .strength = StrengthOf(*fact.event),
                               .aftercare = IsAftercare(t_ms)},
                       .fact = &fact});
  }

  std::optional<CorrectedPresence> Read(const Fact& fact) const {
    std::optional<std::int64_t> start_ms = StatedStart(*fact.event);
    std::optional<std::int64_t> end_ms = StatedEnd(*fact.event);
    if (!start_ms || !end_ms || CentreOf(*fact.event).IsZero() || *end_ms < *start_ms) {
      return std::nullopt;
    }
    CorrectedPresence presence{.correction = fact.key.hash,
                               .centre = CentreOf(*fact.event),
                               .span = {*start_ms, *end_ms},
                               .strength = StrengthOf(*fact.event),
                               .events = SeenBy(*fact.event)};
    presence.events.push_back(fact.key.hash);
    return presence;
  }

  void TakeCorrections() {
    for (const std::vector<const Fact*>& group : GroupBySharedSeen(corrections_)) {
      std::optional<CorrectedPresence> holds;
      bool differ = false;
      for (const Fact* fact : group) {
        bool did_not_happen = fact->event->presence_corrected().did_not_happen();
        std::optional<CorrectedPresence> own = Read(*fact);
        if (did_not_happen) {
          if (own) result_.denied.push_back(*own);
          own = CorrectedPresence{};
          own->events = {fact->key.hash};
        }
        if (!own) continue;
        differ |= holds && (holds->span != own->span || holds->centre != own->centre);
        // The most favourable holds for now; among equals the later.
        if (!holds || own->span.length_ms() >= holds->span.length_ms()) holds = std::move(own);
      }
      if (differ) NoteConcurrent(group);
      if (holds && !holds->centre.IsZero()) result_.corrected.push_back(*std::move(holds));
    }
  }

  void NoteConcurrent(const std::vector<const Fact*>& group) {
    Discrepancy discrepancy{.kind = "concurrent_correction",
                            .persons = {person_},
                            .centre = CentreOf(*group.front()->event),
                            .detail = "corrections by people who had not seen each other's",
                            .suggestion = AcceptedValue()};
    discrepancy.day = DayOf(StatedStart(*group.front()->event).value_or(0));
    for (const Fact* fact : group) discrepancy.events.push_back(fact->key.hash);
    SortUnique(discrepancy.events);
    result_.discrepancies.push_back(std::move(discrepancy));
  }

  Id person_;
  absl::Span<const Fact> facts_;
  const Standing& standing_;
  std::vector<Enrolment> enrolments_;
  const Reference& reference_;
  std::vector<PlacedTap> placed_;
  std::vector<const Fact*> corrections_;
  // What corrections of visits name.
  absl::flat_hash_set<Hash> visit_corrected_;
  // Corrections that hold of visits that began with a VISIT_STARTED.
  absl::flat_hash_set<Hash> moves_leave_;
  PersonTaps result_;
};

}  // namespace

PersonTaps GatherTaps(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
                      const Reference& reference) {
  return Gathering(person, facts, standing, reference).Run();
}

void GiveToCorrections(const Id& centre, const RulesByDay& rules, std::vector<Tap>& taps,
                       std::vector<CorrectedPresence>& corrected) {
  std::vector<CorrectedPresence*> corrections;
  for (CorrectedPresence& each : corrected) {
    if (each.centre == centre) corrections.push_back(&each);
  }
  if (corrections.empty()) return;
  std::sort(corrections.begin(), corrections.end(),
            [](const auto* a, const auto* b) { return a->span < b->span; });
  // When what begins with this tap ends.
  std::vector<std::optional<std::int64_t>> out_ms(taps.size());
  std::optional<std::int64_t> next_out_ms;
  for (std::size_t i = taps.size(); i-- > 0;) {
    if (taps[i].type != Tap::Type::kIn) next_out_ms = taps[i].t_ms;
    out_ms[i] = next_out_ms;
  }
  std::vector<Tap> left;
  CorrectedPresence* covering = nullptr;
  std::size_t next = 0;
  bool is_open = false;
  for (std::size_t i = 0; i < taps.size(); ++i) {
    const Tap& tap = taps[i];
    for (; next < corrections.size() && corrections[next]->span.start_ms <= tap.t_ms; ++next) {
      CorrectedPresence* each = corrections[next];
      if (covering == nullptr || each->span.end_ms > covering->span.end_ms) covering = each;
    }
    auto covers = [&](std::int64_t t_ms) {
      return covering != nullptr &&
             t_ms <= covering->span.end_ms + rules.At(covering->span.start_ms).check_out_again_ms;
    };
    bool is_in = tap.type == Tap::Type::kIn;
    bool ends_later = is_in && out_ms[i] &&
                      *out_ms[i] - tap.t_ms <= rules.At(tap.t_ms).presence_max_ms &&
                      !covers(*out_ms[i]);
    if (!is_open && tap.type != Tap::Type::kLeaveForVisit && covers(tap.t_ms) && !ends_later) {
      covering->events.push_back(tap.event);
      covering->strength = std::max(covering->strength, tap.strength);
      continue;
    }
    is_open = is_in;
    left.push_back(tap);
  }
  taps = std::move(left);
}

}  // namespace wijkboek
