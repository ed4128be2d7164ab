// Who looks into which discrepancy and which case: a note for the desk, beside the accounts. It is
// no event, because it is no fact about anybody, and a figure never depends on it.
#ifndef WIJKBOEK_SERVER_WORK_DESK_H_
#define WIJKBOEK_SERVER_WORK_DESK_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/ids.h"
#include "server/access/account_store.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

// What a note hangs on. A discrepancy gets another id with every event that belongs to it; its
// kind, day, session and people stay.
Hash WorkOf(const v1::DiscrepancyItem& item);
Hash WorkOf(const v1::CaseItem& item);

// Thread-safe. Errors are the database's.
class WorkDesk {
 public:
  // `store` must outlive this.
  explicit WorkDesk(AccountStore& store) : store_(store) {}

  // Zero: nobody any more.
  absl::Status Assign(const std::vector<Hash>& work, const Id& coach, std::int64_t now_ms);
  absl::StatusOr<absl::flat_hash_map<Hash, Id>> Assigned();

 private:
  AccountStore& store_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_WORK_DESK_H_
