// Why a session stands as it does for somebody, and what helps, in words that a coach understands.
// Pure.
#ifndef WIJKBOEK_CLIENT_WHY_H_
#define WIJKBOEK_CLIENT_WHY_H_

#include <cstdint>
#include <optional>
#include <string>

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

// What the fold says beside the record.
struct Circumstances {
  // Kiosks of the session's centre were in use during all of it.
  bool is_covered = true;
  // The presence on which the record rests; nullopt: on none.
  std::optional<std::int64_t> came_ms;
  std::optional<std::int64_t> left_ms;
  bool left_unseen = false;
  // When they were seen without a presence, "09:30"; empty: nobody says.
  std::string seen_at;
};

// Empty where there is nothing to explain.
std::string WhyOf(const AttendanceRecord& record, const Circumstances& around,
                  const WhyContext& context);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_WHY_H_
