// The last word: what was said about a participant and is neither taken out nor replaced since. It
// is what the next edit names as seen. Pure.
#ifndef WIJKBOEK_CLIENT_LAST_WORD_H_
#define WIJKBOEK_CLIENT_LAST_WORD_H_

#include <vector>

#include "common/event.h"
#include "common/ids.h"

namespace wijkboek {

class LastWord {
 public:
  // `events`: everything that this kiosk holds about the participant, voids included, in any order.
  LastWord(const Id& person, const std::vector<StoredEvent>& events);

  // In the order in which they were said; valid as long as this.
  using Said = std::vector<const StoredEvent*>;

  // Marks, and settlements that say a status.
  Said Marks(const Id& session) const;
  // "Until better", which nobody has ended.
  Said OpenExcuses() const;
  // Settled by nobody, or by somebody who may not.
  Said OpenContests() const;
  // The sign-off that holds; null: none.
  const StoredEvent* SignOff(const Id& session) const;

  // Whether this author may not settle the contest: a mark that it is about is theirs. `sessions`:
  // all that the contest is about.
  bool IsOwnMark(const Id& author, const Hash& contest, const std::vector<Id>& sessions) const;

 private:
  bool IsSettled(const StoredEvent& contest) const;

  Id person_;
  // By hybrid time; neither voided nor practice.
  std::vector<StoredEvent> events_;
};

std::vector<Hash> HashesOf(const LastWord::Said& said);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_LAST_WORD_H_
