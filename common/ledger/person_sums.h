// Over the events that name somebody: their sum, kept level with the log event by event. Owns the
// table person_sum.
#ifndef WIJKBOEK_COMMON_LEDGER_PERSON_SUMS_H_
#define WIJKBOEK_COMMON_LEDGER_PERSON_SUMS_H_

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/event.h"
#include "common/sqlite/database.h"

namespace wijkboek {

class PersonSums {
 public:
  explicit PersonSums(Database& database);

  // An event that was not added before.
  absl::Status Add(const StoredEvent& event);
  // Zero for somebody whom no event names.
  absl::StatusOr<Hash> Of(const Id& person);

 private:
  Statement read_, write_;
  // As the table has them; emptied when it grows too large.
  absl::flat_hash_map<Id, Hash> sums_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_PERSON_SUMS_H_
