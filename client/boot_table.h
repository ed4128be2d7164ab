// What is known about the clock of each boot, in the kiosk's store.
#ifndef WIJKBOEK_CLIENT_BOOT_TABLE_H_
#define WIJKBOEK_CLIENT_BOOT_TABLE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "client/connection.h"
#include "client/time_keeper.h"

namespace wijkboek {

absl::StatusOr<std::optional<BootRecord>> FindBoot(Connection& connection, const Id& boot);
absl::Status SaveBoot(Connection& connection, const BootRecord& record);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_BOOT_TABLE_H_
