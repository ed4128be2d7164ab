// The list of a session as its instructor confirmed it. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_SIGN_OFF_H_
#define WIJKBOEK_COMMON_RECONCILE_SIGN_OFF_H_

#include <map>
#include <vector>

#include "absl/types/span.h"
#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// What the latest sign-off of each session says of one participant.
class SignOffs {
 public:
  // Lists those that say nothing of this participant.
  SignOffs(const Id& person, absl::Span<const Fact> facts, const Standing& standing,
           std::vector<SetAsideFact>& set_aside);

  // Whether the session's list with this participant was signed, and says something else now.
  void Compare(AttendanceRecord& record) const;

 private:
  struct Latest {
    EditStamp stamp;
    v1::SignedAttendance entry;
  };
  std::map<Id, Latest> by_session_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_SIGN_OFF_H_
