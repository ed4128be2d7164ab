#include "client/daemon.h"
#include "client/device_keys.h"
#include "client/event_table.h"
#include "client/kiosk_folder.h"
#include "client/settings.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// A kiosk that moves to another centre has no business with what it pulled for the old one.
absl::Status ForgetOtherCentre(KioskFolder& folder, const Id& centre) {
  absl::StatusOr<KioskIdentity> before = LoadIdentity(*folder.store);
  if (!before.ok() || before->centre == centre) return absl::OkStatus();
  // Before the store forgets whose they are; the server of a new enrolment names nobody as left.
  RETURN_IF_ERROR(folder.keys->RemovePulled());
  return folder.store->Write([](Connection& connection) -> absl::Status {
    RETURN_IF_ERROR(RemovePulled(connection));
    RETURN_IF_ERROR(RemoveCursor(connection));
    return MarkLedgerStale(connection);
  });
}

}  // namespace

absl::StatusOr<EnrolSummary> EnrolKiosk(const EnrolOptions& options) {
  SystemRandom random;
  ASSIGN_OR_RETURN(KioskFolder folder,
                   OpenKioskFolder({.path = options.store,
                                    .key_file = options.key_file,
                                    .credentials_directory = options.credentials_directory,
                                    .make = true},
                                   random));
  ASSIGN_OR_RETURN(std::optional<DeviceKeys> keys, LoadDeviceKeys(*folder.keys));
  if (!keys) {
    ASSIGN_OR_RETURN(keys, MakeDeviceKeys(random));
    RETURN_IF_ERROR(SaveDeviceKeys(*folder.keys, *keys));
  }
  ASSIGN_OR_RETURN(EnrolledDevice enrolled, Enrol({.enrolment_address = options.enrolment,
                                                   .code = options.code,
                                                   .centre = options.centre,
                                                   .name = options.name},
                                                  *keys));
  RETURN_IF_ERROR(folder.keys->SetSecret(kLookupKeySecret, enrolled.lookup_key.bytes()));
  RETURN_IF_ERROR(ForgetOtherCentre(folder, enrolled.centre));
  RETURN_IF_ERROR(
      SaveIdentity(*folder.store, {.device = enrolled.device,
                                   .centre = enrolled.centre,
                                   .centre_name = enrolled.centre_name,
                                   .name = options.name,
                                   .server = options.server,
                                   .enrolment = options.enrolment,
                                   .authority_pem = enrolled.authority_pem,
                                   .certificate_pem = enrolled.certificate_pem,
                                   .certificate_until_ms = enrolled.certificate_until_ms}));
  return EnrolSummary{.device = enrolled.device.hex(), .centre = enrolled.centre_name};
}

}  // namespace wijkboek
