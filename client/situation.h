// How it stands with somebody who steps up to the kiosk, and whether their own badge alone says
// what they want. Pure.
#ifndef WIJKBOEK_CLIENT_SITUATION_H_
#define WIJKBOEK_CLIENT_SITUATION_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "common/reconcile/records.h"
#include "wijkboek/v1/common.pb.h"

namespace wijkboek {

// So long before the first session somebody who holds up a badge has come for it.
inline constexpr std::int64_t kComesEarlyMs = 60 * 60 * 1000;
// What was captured at the centre's other kiosks until so long ago is known here: a little more
// than the step in which the server passes on that it heard a kiosk.
inline constexpr std::int64_t kCurrentMs = 7 * 60 * 1000;

// Somebody may still come back from this visit and say when it ended.
bool WaitsForItsEnd(const VisitRecord& visit, std::int64_t now_ms);

struct Situation {
  // Presences that nobody has ended, at any centre, oldest first: today's, or one that was
  // forgotten.
  std::vector<PresenceRecord> open_presences;
  // Of which nobody has said the end, and still can: an end by rule is none.
  std::vector<VisitRecord> open_visits;
  // The latest presence at this centre that ended by rule, as long as nobody has said when it
  // really did.
  std::optional<PresenceRecord> forgotten;
  // From the first one's start to the last one's end, of the sessions that they are expected at
  // today.
  std::optional<Interval> sessions;
  // "Sick until better", which nobody has ended.
  bool is_excused_until_better = false;
  // They were enrolled once, and are no more.
  bool is_graduate = false;
  // Everything that the centre's other kiosks captured until kCurrentMs ago is known here.
  bool is_current = false;
};

// A badge of their own, around their sessions, with nothing open, at a kiosk that knows what the
// others know: coming and nothing else. In every other case it is asked, so that leaving never
// becomes arriving. `now_ms`: server time; nullopt while the clock is a guess.
bool ChecksInByItself(const Situation& situation, v1::Method method,
                      std::optional<std::int64_t> now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_SITUATION_H_
