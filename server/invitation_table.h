// The table of invitations in registry.db: what is left of a code on the server, and the SQL for
// it.
#ifndef WIJKBOEK_SERVER_INVITATION_TABLE_H_
#define WIJKBOEK_SERVER_INVITATION_TABLE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ids.h"
#include "common/sqlite/database.h"

namespace wijkboek {

struct InvitationRecord {
  // Zero: chosen on site.
  Id centre;
  std::int64_t expires_ms = 0;
  // Zero: unused.
  Id used_by;
};

extern const absl::string_view kInvitationTableSchema;

// `secret_hashes` are SHA-256 of the codes' secrets.
absl::Status AddInvitations(Database& database, absl::Span<const Hash> secret_hashes,
                            const Id& centre, std::int64_t expires_ms);
// Removes those that ended before this moment.
absl::Status SweepInvitations(Database& database, std::int64_t expired_before_ms);
// NOT_FOUND.
absl::StatusOr<InvitationRecord> FindInvitation(Database& database, const Hash& secret_hash);
absl::Status MarkInvitationUsed(Database& database, const Hash& secret_hash, const Id& device);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_INVITATION_TABLE_H_
