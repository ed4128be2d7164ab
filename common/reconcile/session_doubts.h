// What of one participant at a session somebody must look at, and what people settled of it. Pure.
// docs/rules.md, "Marks, excuses and contests" and "Discrepancies".
#ifndef WIJKBOEK_COMMON_RECONCILE_SESSION_DOUBTS_H_
#define WIJKBOEK_COMMON_RECONCILE_SESSION_DOUBTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/attended_time.h"
#include "common/reconcile/contests.h"
#include "common/reconcile/marks.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/settlements.h"

namespace wijkboek {

// Does not own.
class SessionDoubts {
 public:
  SessionDoubts(const Id& person, const Settlements& settlements, std::vector<Discrepancy>& out)
      : person_(person), settlements_(settlements), out_(out) {}

  // seen_without_check_in. What settled it; nullopt while it is open.
  std::optional<SettledValue> NoteSeen(const AttendanceRecord& record, const SessionMarks& marks,
                                       const SeenThere& seen);
  // mark_against_presence: a mark *absent* that was made when the session had begun, and what shows
  // that they were there. Also of marks that a settlement replaced which had seen all of it.
  void NoteMarkAgainst(const AttendanceRecord& record, const SessionMarks& marks,
                       const std::vector<Hash>& evidence);
  // concurrent_mark: those that stand, and those that one settlement replaced.
  void NoteConcurrentMarks(const AttendanceRecord& record, const SessionMarks& marks);
  // concurrent_session: of a session at which they are expected. False: it is settled.
  bool NoteDispute(const Dispute& dispute, const Session& session, const SessionMarks& marks);
  // attendance_contested: for each session that was contested, one of all contests that are open
  // there, and one of those that the same words settled.
  void NoteContests(const Contests& contests, absl::Span<const ExpectedSession> expected);

 private:
  Discrepancy Make(const char* kind, const AttendanceRecord& record, std::string detail,
                   std::vector<Hash> events, SettledValue suggestion) const;
  // With what settles it.
  Discrepancy Settled(Discrepancy doubt, const SessionMarks& marks) const;
  void NoteContestsOf(const AttendanceRecord& about, absl::Span<const Contest* const> together,
                      const Contests& contests);

  Id person_;
  const Settlements& settlements_;
  std::vector<Discrepancy>& out_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SESSION_DOUBTS_H_
