// The edits that reference data is folded from, by what they are an edit of. Pure; not for several
// threads at once.
#ifndef WIJKBOEK_COMMON_RECONCILE_EDIT_LOG_H_
#define WIJKBOEK_COMMON_RECONCILE_EDIT_LOG_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/voids.h"

namespace wijkboek {

enum class Thing {
  kCentre,
  kPerson,
  kBadge,
  kProgramme,
  kRules,
  kEnrolment,
  kCohort,
  kSession,
  kGrouping
};

// Of kRules: the programme's id, zero for every programme. Of kGrouping: how its hash begins; each
// is a thing of its own.
using EditedThing = std::pair<Thing, Id>;

// True for kinds that edit something.
bool IsEditKind(v1::EventKind kind);

class EditLog {
 public:
  // Takes an edit or a void in. Returns the things whose edits are others than before.
  std::vector<EditedThing> Add(const StoredEvent& event);

  // Those that were not taken out.
  Edits Of(const EditedThing& subject) const;

 private:
  // Tens of thousands stay in memory: as bytes they are a tenth of the message.
  struct Kept {
    EditStamp stamp;
    std::string bytes;
  };

  absl::flat_hash_map<EditedThing, std::vector<Kept>> edits_;
  absl::flat_hash_map<Hash, EditedThing> subjects_;
  Voids voids_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_EDIT_LOG_H_
