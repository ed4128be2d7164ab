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

LastWord::LastWord(const Id& person, const std::vector<StoredEvent>& events) : person_(person) {
  Voids voids;
  for (const StoredEvent& event : events) {
    if (event.event.kind() != v1::EVENT_KIND_EVENT_VOIDED || event.event.practice()) continue;
    for (const Hash& target : SeenBy(event.event)) voids.Add(target, event.key.hash);
  }
  for (const StoredEvent& event : events) {
    if (!event.event.practice() && !voids.IsVoided(event.key.hash)) events_.push_back(event);
  }
  std::sort(events_.begin(), events_.end(), [](const StoredEvent& a, const StoredEvent& b) {
    return StampOf(a.key, a.event) < StampOf(b.key, b.event);
  });
}

LastWord::Said LastWord::Marks(const Id& session) const {
  Said said;
  for (const StoredEvent& event : events_) {
    if (IsMark(event.event) && event.event.session_id() == session.bytes()) said.push_back(&event);
  }
  return Unreplaced(events_, std::move(said), IsMark);
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

bool LastWord::IsOwnMark(const Id& author, const Hash& contest,
                         const std::vector<Id>& sessions) const {
  for (const Id& session : sessions) {
    for (const StoredEvent* mark : Marks(session)) {
      // What settled this very contest is no mark that it is about.
      if (AuthorOf(mark->event) == author && !Names(mark->event, contest)) return true;
    }
  }
  return false;
}

bool LastWord::IsSettled(const StoredEvent& contest) const {
  for (const StoredEvent& event : events_) {
    if (!IsSettlementOfContest(event.event) || !Names(event.event, contest.key.hash)) continue;
    const Id author = AuthorOf(event.event);
    if (author.IsZero() || author == person_) continue;
    const bool is_own = std::any_of(events_.begin(), events_.end(), [&](const StoredEvent& other) {
      return IsMark(other.event) && AuthorOf(other.event) == author &&
             Names(event.event, other.key.hash);
    });
    const Id session = Id::FromBytesOrZero(contest.event.session_id());
    if (!is_own && (session.IsZero() || !IsOwnMark(author, contest.key.hash, {session}))) {
      return true;
    }
  }
  return false;
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
