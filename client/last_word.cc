#include "client/last_word.h"

#include <algorithm>
#include <set>

#include "client/capture.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/voids.h"

namespace wijkboek {
namespace {

bool IsSettlementOfContest(const v1::Event& event) {
  return event.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED &&
         event.discrepancy_settled().discrepancy() == kContested;
}

bool IsMark(const v1::Event& event) {
  return event.kind() == v1::EVENT_KIND_SESSION_MARKED ||
         (event.kind() == v1::EVENT_KIND_DISCREPANCY_SETTLED &&
          event.discrepancy_settled().field() == kStatusField &&
          event.discrepancy_settled().has_status());
}

bool Names(const v1::Event& event, const Hash& hash) {
  return std::find(event.seen().begin(), event.seen().end(), hash.bytes()) != event.seen().end();
}

bool IsAboutDay(const v1::Event& event) {
  return event.kind() == v1::EVENT_KIND_ATTENDANCE_CONTESTED &&
         event.attendance_contested().about_case() == v1::AttendanceContested::kDay;
}

// When it was said, as far as the kiosk knows. Valid as long as the event.
Fact SaidIn(const StoredEvent& event) {
  return {.event = &event.event, .key = event.key, .captured_ms = event.event.hybrid().wall_ms()};
}

// Those of `said` that none of `by` names as seen.
template <typename IsReplacing>
LastWord::Said Unreplaced(const std::vector<StoredEvent>& events, LastWord::Said said,
                          IsReplacing is_replacing) {
  std::set<Hash> replaced;
  for (const StoredEvent& event : events) {
    if (!is_replacing(event.event)) continue;
    for (const Hash& hash : SeenBy(event.event)) replaced.insert(hash);
  }
  std::erase_if(said, [&](const StoredEvent* event) { return replaced.contains(event->key.hash); });
  return said;
}

}  // namespace

std::vector<StoredEvent> StandingAmong(const std::vector<StoredEvent>& events) {
  Voids voids;
  for (const StoredEvent& event : events) {
    if (event.event.kind() != v1::EVENT_KIND_EVENT_VOIDED || event.event.practice()) continue;
    for (const Hash& target : SeenBy(event.event)) voids.Add(target, event.key.hash);
  }
  std::vector<StoredEvent> standing;
  for (const StoredEvent& event : events) {
    if (!event.event.practice() && !voids.IsVoided(event.key.hash)) standing.push_back(event);
  }
  std::sort(standing.begin(), standing.end(), [](const StoredEvent& a, const StoredEvent& b) {
    return StampOf(a.key, a.event) < StampOf(b.key, b.event);
  });
  return standing;
}

LastWord::LastWord(const Id& person, const std::vector<StoredEvent>& events,
                   absl::FunctionRef<std::vector<Id>(CivilDay)> sessions_on)
    : person_(person), events_(StandingAmong(events)) {
  for (const StoredEvent& event : events_) {
    if (!IsAboutDay(event.event)) continue;
    const CivilDay day = event.event.attendance_contested().day();
    if (!sessions_on_.contains(day)) sessions_on_[day] = sessions_on(day);
  }
}

LastWord::Weighed LastWord::Weigh(const Id& session) const {
  Weighed weighed;
  weighed.facts.reserve(events_.size());
  for (const StoredEvent& event : events_) {
    if (!IsMark(event.event) || event.event.session_id() != session.bytes()) continue;
    const Fact& fact = weighed.facts.emplace_back(SaidIn(event));
    weighed.marks.marks.push_back({.author = AuthorOf(event.event), .fact = &fact});
  }
  wijkboek::Weigh(person_, weighed.marks);
  return weighed;
}

LastWord::Said LastWord::Marks(const Id& session) const {
  const Weighed weighed = Weigh(session);
  std::set<Hash> stand;
  for (const Mark& mark : weighed.marks.marks) {
    if (!mark.is_replaced()) stand.insert(mark.fact->key.hash);
  }
  Said said;
  for (const StoredEvent& event : events_) {
    if (stand.contains(event.key.hash)) said.push_back(&event);
  }
  return said;
}

LastWord::Said LastWord::OpenExcuses() const {
  Said said;
  for (const StoredEvent& event : events_) {
    if (event.event.kind() == v1::EVENT_KIND_EXCUSE_GIVEN &&
        event.event.excuse_given().scope_case() == v1::ExcuseGiven::kUntilBetterFromDay) {
      said.push_back(&event);
    }
  }
  return Unreplaced(events_, std::move(said), [](const v1::Event& event) {
    return event.kind() == v1::EVENT_KIND_EXCUSE_ENDED;
  });
}

bool LastWord::IsOwnMark(const Id& author, absl::Span<const Hash> contests,
                         const std::vector<Id>& sessions) const {
  return std::any_of(sessions.begin(), sessions.end(), [&](const Id& session) {
    const Weighed weighed = Weigh(session);
    const auto is_own = [&](const Hash& contest) {
      return !MaySettle(person_, weighed.marks, author, nullptr, contest);
    };
    return contests.empty() ? is_own(Hash())
                            : std::any_of(contests.begin(), contests.end(), is_own);
  });
}

bool LastWord::IsAbout(const StoredEvent& contest, const Id& session) const {
  if (!IsAboutDay(contest.event)) return contest.event.session_id() == session.bytes();
  const std::vector<Id>& of_day = sessions_on_.at(contest.event.attendance_contested().day());
  return std::find(of_day.begin(), of_day.end(), session) != of_day.end();
}

bool LastWord::IsSettled(const StoredEvent& contest) const {
  std::vector<Id> sessions = {Id::FromBytesOrZero(contest.event.session_id())};
  if (IsAboutDay(contest.event)) {
    const std::vector<Id>& of_day = sessions_on_.at(contest.event.attendance_contested().day());
    if (!of_day.empty()) sessions = of_day;
  }
  return std::all_of(sessions.begin(), sessions.end(),
                     [&](const Id& session) { return IsSettledFor(contest, session); });
}

// As the fold has it: common/reconcile/contests.h.
bool LastWord::IsSettledFor(const StoredEvent& contest, const Id& session) const {
  const Weighed weighed = Weigh(session);
  return std::any_of(events_.begin(), events_.end(), [&](const StoredEvent& event) {
    if (!IsSettlementOfContest(event.event) || !Names(event.event, contest.key.hash)) return false;
    const Id of_session = Id::FromBytesOrZero(event.event.session_id());
    if (IsAboutDay(contest.event) && !session.IsZero() && !of_session.IsZero() &&
        of_session != session) {
      return false;
    }
    const Fact settlement = SaidIn(event);
    return MaySettle(person_, weighed.marks, AuthorOf(event.event), &settlement, contest.key.hash);
  });
}

LastWord::Said LastWord::OpenContests() const {
  Said said;
  for (const StoredEvent& event : events_) {
    if (event.event.kind() == v1::EVENT_KIND_ATTENDANCE_CONTESTED && !IsSettled(event)) {
      said.push_back(&event);
    }
  }
  return said;
}

LastWord::Said LastWord::OpenContestsAt(const Id& session) const {
  Said said;
  for (const StoredEvent& event : events_) {
    if (event.event.kind() == v1::EVENT_KIND_ATTENDANCE_CONTESTED && IsAbout(event, session) &&
        !IsSettledFor(event, session)) {
      said.push_back(&event);
    }
  }
  return said;
}

LastWord::Said LastWord::ContestsAmong(absl::Span<const Hash> events) const {
  Said said;
  for (const StoredEvent& event : events_) {
    if (event.event.kind() == v1::EVENT_KIND_ATTENDANCE_CONTESTED &&
        std::find(events.begin(), events.end(), event.key.hash) != events.end()) {
      said.push_back(&event);
    }
  }
  return said;
}

const StoredEvent* LastWord::SignOff(const Id& session) const {
  const StoredEvent* last = nullptr;
  for (const StoredEvent& event : events_) {
    if (event.event.kind() == v1::EVENT_KIND_SESSION_SIGNED_OFF &&
        event.event.session_id() == session.bytes()) {
      last = &event;
    }
  }
  return last;
}

std::vector<Hash> HashesOf(const LastWord::Said& said) {
  std::vector<Hash> hashes;
  for (const StoredEvent* event : said) hashes.push_back(event->key.hash);
  return hashes;
}

}  // namespace wijkboek
