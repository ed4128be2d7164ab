#include "client/reception.h"

#include <optional>

namespace wijkboek {

absl::StatusOr<Guest> Reception::Holder(absl::string_view ticket) {
  std::optional<Guest> guest = visitor_.Holder(ticket, boottime_ms_());
  if (guest) return *std::move(guest);
  return absl::UnauthenticatedError(
      "whoever stood here is gone by now: hold up the badge once more");
}

}  // namespace wijkboek
