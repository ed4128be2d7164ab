// The trail: who asked for what, when, and what came of it; never what was read. Rows are chained
// (each names the hash of the one before), so that one that was changed or taken away shows.
#ifndef WIJKBOEK_SERVER_ACCESS_AUDIT_TRAIL_H_
#define WIJKBOEK_SERVER_ACCESS_AUDIT_TRAIL_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/access/account_store.h"
#include "wijkboek/v1/access.pb.h"

namespace wijkboek {

struct AuditEntry {
  // UTC milliseconds.
  std::int64_t at_ms = 0;
  std::string account;
  std::string method;
  // Which person, session or report: ids and words, no names of people.
  std::string about;
  // "ok", or the error's code in words.
  std::string result;
  Id token;
};

// Thread-safe. `store` must outlive it.
class AuditTrail {
 public:
  explicit AuditTrail(AccountStore& store) : store_(store) {}

  // On disk when this returns: what can't be written down must not be answered.
  absl::Status Write(const AuditEntry& entry);
  // The latest first.
  absl::StatusOr<v1::ListAuditResponse> List(const v1::ListAuditRequest& request);
  // DATA_LOSS that names the first row that does not follow from the one before it.
  absl::Status Verify();

 private:
  AccountStore& store_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_AUDIT_TRAIL_H_
