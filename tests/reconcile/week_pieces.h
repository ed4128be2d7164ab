// What may happen in a generated week, one small story each, in the words of scene.h and
// week_words.h. In them stand for
//
//   %d %e %f    a day and the two after it, counted from the first
//   %P %Q       two participants, enrolled at C on the first five days
//   %A          a third one, whom nobody ever expects to come
//   %W          a walk-in, never enrolled
//   %R %S       residents of two households
//   %k          a kiosk at C: often the steady one
//   %n          a number of this story's own
//
// "dk" stands at D. "w" is a kiosk that comes online last. All people are invented.
#ifndef WIJKBOEK_TESTS_RECONCILE_WEEK_PIECES_H_
#define WIJKBOEK_TESTS_RECONCILE_WEEK_PIECES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace wijkboek {

// At a centre: taps, corrections, what makes no sense.
absl::Span<const absl::string_view> PresencePieces();
// Visits and buddy help.
absl::Span<const absl::string_view> NeighbourhoodPieces();
// Marks, excuses, contests, sightings, sign-offs, sessions and rules that change.
absl::Span<const absl::string_view> SessionPieces();
// No-show cases, the path, who is who.
absl::Span<const absl::string_view> PeoplePieces();

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_WEEK_PIECES_H_
