#include "client/settings.h"

#include "absl/strings/numbers.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<std::optional<std::string>> GetSetting(Connection& connection,
                                                      absl::string_view name) {
  Statement& statement = connection.Use("SELECT value FROM setting WHERE name = ?1");
  ASSIGN_OR_RETURN(bool row, statement.Bind(Statement::Text(name)).Step());
  if (!row) return std::nullopt;
  std::string value = statement.String(0);
  statement.Reset();
  return value;
}

absl::Status SetSetting(Connection& connection, absl::string_view name, absl::string_view value) {
  return connection.Use("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")
      .Bind(Statement::Text(name), value)
      .Run();
}

absl::Status RemoveSetting(Connection& connection, absl::string_view name) {
  return connection.Use("DELETE FROM setting WHERE name = ?1").Bind(Statement::Text(name)).Run();
}

absl::Status SaveIdentity(Store& store, const KioskIdentity& identity) {
  return store.Write([&](Connection& connection) -> absl::Status {
    RETURN_IF_ERROR(SetSetting(connection, "device", identity.device.bytes()));
    RETURN_IF_ERROR(SetSetting(connection, "centre", identity.centre.bytes()));
    RETURN_IF_ERROR(SetSetting(connection, "centre_name", identity.centre_name));
    RETURN_IF_ERROR(SetSetting(connection, "name", identity.name));
    RETURN_IF_ERROR(SetSetting(connection, "server", identity.server));
    RETURN_IF_ERROR(SetSetting(connection, "enrolment", identity.enrolment));
    RETURN_IF_ERROR(SetSetting(connection, "authority", identity.authority_pem));
    RETURN_IF_ERROR(SetSetting(connection, "certificate", identity.certificate_pem));
    return SetSetting(connection, "certificate_until_ms",
                      absl::StrCat(identity.certificate_until_ms));
  });
}

absl::StatusOr<KioskIdentity> LoadIdentity(Store& store) {
  KioskIdentity identity;
  RETURN_IF_ERROR(store.Read([&](Connection& connection) -> absl::Status {
    auto get = [&](absl::string_view name) -> absl::StatusOr<std::string> {
      ASSIGN_OR_RETURN(std::optional<std::string> value, GetSetting(connection, name));
      return value.value_or("");
    };
    ASSIGN_OR_RETURN(std::string device, get("device"));
    if (device.empty()) {
      return absl::FailedPreconditionError(
          "this kiosk is not enrolled yet: run wijkboek-kiosk enrol with a code from the office");
    }
    ASSIGN_OR_RETURN(identity.device, Id::FromBytes(device));
    ASSIGN_OR_RETURN(std::string centre, get("centre"));
    identity.centre = Id::FromBytesOrZero(centre);
    ASSIGN_OR_RETURN(identity.centre_name, get("centre_name"));
    ASSIGN_OR_RETURN(identity.name, get("name"));
    ASSIGN_OR_RETURN(identity.server, get("server"));
    ASSIGN_OR_RETURN(identity.enrolment, get("enrolment"));
    ASSIGN_OR_RETURN(identity.authority_pem, get("authority"));
    ASSIGN_OR_RETURN(identity.certificate_pem, get("certificate"));
    ASSIGN_OR_RETURN(std::string until, get("certificate_until_ms"));
    if (!absl::SimpleAtoi(until, &identity.certificate_until_ms)) identity.certificate_until_ms = 0;
    return absl::OkStatus();
  }));
  return identity;
}

absl::Status SaveCertificate(Store& store, absl::string_view certificate_pem,
                             std::int64_t until_ms) {
  return store.Write([&](Connection& connection) -> absl::Status {
    RETURN_IF_ERROR(SetSetting(connection, "certificate", certificate_pem));
    return SetSetting(connection, "certificate_until_ms", absl::StrCat(until_ms));
  });
}

absl::StatusOr<std::optional<v1::Cursor>> GetCursor(Connection& connection) {
  ASSIGN_OR_RETURN(std::optional<std::string> bytes, GetSetting(connection, "cursor"));
  v1::Cursor cursor;
  if (!bytes || !cursor.ParseFromString(*bytes)) return std::nullopt;
  return cursor;
}

absl::Status SetCursor(Connection& connection, const v1::Cursor& cursor) {
  return SetSetting(connection, "cursor", cursor.SerializeAsString());
}

absl::Status RemoveCursor(Connection& connection) { return RemoveSetting(connection, "cursor"); }

absl::Status MarkLedgerStale(Connection& connection) {
  return SetSetting(connection, "ledger_stale", "1");
}

}  // namespace wijkboek
