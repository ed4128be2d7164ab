// The last word: what was said about a participant and is neither taken out nor replaced since. It
// is what the next edit names as seen. Pure.
#ifndef WIJKBOEK_CLIENT_LAST_WORD_H_
#define WIJKBOEK_CLIENT_LAST_WORD_H_

#include <map>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/marks.h"

namespace wijkboek {

// Neither taken out by a void among them nor practice; by hybrid time.
std::vector<StoredEvent> StandingAmong(const std::vector<StoredEvent>& events);

class LastWord {
 public:
  // `events`: everything that this kiosk holds about the participant, voids included, in any order.
  // `sessions_on`: where they are expected on a day.
  LastWord(const Id& person, const std::vector<StoredEvent>& events,
           absl::FunctionRef<std::vector<Id>(CivilDay)> sessions_on);

  // In the order in which they were said; valid as long as this.
  using Said = std::vector<const StoredEvent*>;

  // Marks, and settlements that say a status.
  Said Marks(const Id& session) const;
  // "Until better", which nobody has ended.
  Said OpenExcuses() const;
  // Settled by nobody, or by somebody who may not.
  Said OpenContests() const;
  // Those about this session.
  Said OpenContestsAt(const Id& session) const;
  // Contests among these events, open or not.
  Said ContestsAmong(absl::Span<const Hash> events) const;
  // The sign-off that holds; null: none.
  const StoredEvent* SignOff(const Id& session) const;

  // Whether this author may not settle these contests (none: the marks themselves): a mark that
  // they are about is theirs, at one of these sessions.
  bool IsOwnMark(const Id& author, absl::Span<const Hash> contests,
                 const std::vector<Id>& sessions) const;

 private:
  // The marks of a session, with what they point into.
  struct Weighed {
    std::vector<Fact> facts;
    SessionMarks marks;
  };
  Weighed Weigh(const Id& session) const;
  bool IsAbout(const StoredEvent& contest, const Id& session) const;
  bool IsSettled(const StoredEvent& contest) const;
  bool IsSettledFor(const StoredEvent& contest, const Id& session) const;

  Id person_;
  // By hybrid time; neither voided nor practice.
  std::vector<StoredEvent> events_;
  // What contests of a day are about.
  std::map<CivilDay, std::vector<Id>> sessions_on_;
};

std::vector<Hash> HashesOf(const LastWord::Said& said);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_LAST_WORD_H_
