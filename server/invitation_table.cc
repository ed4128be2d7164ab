#include "server/invitation_table.h"

#include "common/status.h"

namespace wijkboek {

const absl::string_view kInvitationTableSchema = R"sql(
CREATE TABLE invitation (
  secret_hash BLOB PRIMARY KEY NOT NULL,
  centre BLOB NOT NULL,
  expires_ms INTEGER NOT NULL,
  used_by BLOB
) STRICT, WITHOUT ROWID;
)sql";

absl::Status AddInvitations(Database& database, absl::Span<const Hash> secret_hashes,
                            const Id& centre, std::int64_t expires_ms) {
  Statement insert = database.Prepare("INSERT INTO invitation VALUES (?, ?, ?, NULL)");
  for (const Hash& secret_hash : secret_hashes) {
    RETURN_IF_ERROR(insert.Bind(secret_hash.bytes(), centre.bytes(), expires_ms).Run());
  }
  return absl::OkStatus();
}

absl::Status SweepInvitations(Database& database, std::int64_t expired_before_ms) {
  return database.Prepare("DELETE FROM invitation WHERE expires_ms < ?")
      .Bind(expired_before_ms)
      .Run();
}

absl::StatusOr<InvitationRecord> FindInvitation(Database& database, const Hash& secret_hash) {
  Statement select =
      database.Prepare("SELECT centre, expires_ms, used_by FROM invitation WHERE secret_hash = ?");
  select.Bind(secret_hash.bytes());
  ASSIGN_OR_RETURN(bool row, select.Step());
  if (!row) {
    return absl::NotFoundError(
        "this code is not known here; check it, or ask the office for a new one");
  }
  InvitationRecord invitation;
  ASSIGN_OR_RETURN(invitation.centre, Id::FromBytes(select.Bytes(0)));
  invitation.expires_ms = select.Int(1);
  if (!select.IsNull(2)) {
    ASSIGN_OR_RETURN(invitation.used_by, Id::FromBytes(select.Bytes(2)));
  }
  return invitation;
}

absl::Status MarkInvitationUsed(Database& database, const Hash& secret_hash, const Id& device) {
  return database.Prepare("UPDATE invitation SET used_by = ? WHERE secret_hash = ?")
      .Bind(device.bytes(), secret_hash.bytes())
      .Run();
}

}  // namespace wijkboek
