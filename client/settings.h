// Small named values in the kiosk's store: who this kiosk is, where its server is, how far it has
// pulled. No secrets: those are in key_store.h.
#ifndef WIJKBOEK_CLIENT_SETTINGS_H_
#define WIJKBOEK_CLIENT_SETTINGS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/connection.h"
#include "client/store.h"
#include "common/ids.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// ---- single values; `name` is one of a fixed few
absl::StatusOr<std::optional<std::string>> GetSetting(Connection& connection,
                                                      absl::string_view name);
absl::Status SetSetting(Connection& connection, absl::string_view name, absl::string_view value);
absl::Status RemoveSetting(Connection& connection, absl::string_view name);

// ---- who this kiosk is, since its enrolment
struct KioskIdentity {
  Id device;
  Id centre;
  std::string centre_name;
  // The kiosk's own name.
  std::string name;
  // "host:port".
  std::string server;
  std::string enrolment;
  std::string authority_pem;
  std::string certificate_pem;
  std::int64_t certificate_until_ms = 0;
};
absl::Status SaveIdentity(Store& store, const KioskIdentity& identity);
// FAILED_PRECONDITION when the kiosk is not enrolled yet.
absl::StatusOr<KioskIdentity> LoadIdentity(Store& store);
absl::Status SaveCertificate(Store& store, absl::string_view certificate_pem,
                             std::int64_t until_ms);

// ---- where the pull stands
absl::StatusOr<std::optional<v1::Cursor>> GetCursor(Connection& connection);
absl::Status SetCursor(Connection& connection, const v1::Cursor& cursor);
absl::Status RemoveCursor(Connection& connection);

// Set in the transaction in which events leave the log; whoever rebuilds the ledger clears it
// afterwards.
absl::Status MarkLedgerStale(Connection& connection);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_SETTINGS_H_
