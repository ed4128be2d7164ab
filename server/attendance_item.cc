#include "server/attendance_item.h"

#include <algorithm>

#include "common/civil_time.h"

namespace wijkboek {
namespace {

const char* AttendanceWord(AttendanceStatus status) {
  switch (status) {
    case AttendanceStatus::kPending:
      return "pending";
    case AttendanceStatus::kPresent:
      return "present";
    case AttendanceStatus::kExcused:
      return "excused";
    case AttendanceStatus::kAbsent:
      return "absent";
    case AttendanceStatus::kUnclear:
      return "unclear";
    case AttendanceStatus::kUnknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace

v1::AttendanceItem AttendanceItemOf(const AttendanceRecord& record, const Reference& reference,
                                    const std::vector<KioskLine>& kiosks) {
  v1::AttendanceItem item;
  item.set_day(FormatDay(record.day));
  item.set_start(FormatTimeOfDay(record.expected.start_ms));
  item.set_end(FormatTimeOfDay(record.expected.end_ms));
  item.set_session(record.session.hex());
  if (const Session* session = reference.FindSession(record.session)) {
    item.set_title(session->title);
  }
  if (const Centre* centre = reference.FindCentre(record.centre)) item.set_centre(centre->name);
  item.set_status(AttendanceWord(record.status));
  item.set_late(record.late);
  item.set_left_early(record.left_early);
  item.set_final(record.is_final);
  item.set_to_confirm(record.to_confirm);
  item.set_minutes(record.attended_ms / kMinuteMs);
  item.set_strength(static_cast<std::uint32_t>(record.strength));
  item.set_signed_off(record.signed_off);
  item.set_changed_since_sign_off(record.changed_since_sign_off);
  for (const Id& device : record.waited_for) {
    const auto kiosk = std::find_if(kiosks.begin(), kiosks.end(),
                                    [&](const KioskLine& each) { return each.device == device; });
    item.add_waited_for(kiosk == kiosks.end() ? device.hex().substr(0, 8) : kiosk->name);
  }
  return item;
}

}  // namespace wijkboek
