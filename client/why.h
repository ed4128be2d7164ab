// Why it is not known yet how somebody's session went, in words that a coach understands. Pure.
#ifndef WIJKBOEK_CLIENT_WHY_H_
#define WIJKBOEK_CLIENT_WHY_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "client/kiosk_notices.h"
#include "common/ids.h"
#include "common/reconcile/devices.h"
#include "common/reconcile/records.h"

namespace wijkboek {

struct WhyContext {
  // Server time where known, UTC milliseconds.
  std::int64_t now_ms = 0;
  // So long after the end an act still counts for the session.
  std::int64_t margin_ms = 0;
  // The kiosk that says so.
  Id here;
  const KioskNotices& kiosks;
  const Devices& devices;
};

// What a sign of docs/rules.md, "Sessions", means.
std::string SignWords(absl::string_view sign);

// Empty where there is nothing to explain.
std::string WhyOf(const AttendanceRecord& record, const WhyContext& context);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_WHY_H_
