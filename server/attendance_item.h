// One entry of an attendance list as the office's page shows it. Pure.
#ifndef WIJKBOEK_SERVER_ATTENDANCE_ITEM_H_
#define WIJKBOEK_SERVER_ATTENDANCE_ITEM_H_

#include <vector>

#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "server/report_basis.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

// `kiosks`: for the names of those that are waited for.
v1::AttendanceItem AttendanceItemOf(const AttendanceRecord& record, const Reference& reference,
                                    const std::vector<KioskLine>& kiosks);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ATTENDANCE_ITEM_H_
