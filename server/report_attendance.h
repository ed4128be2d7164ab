// Attendance of sessions.
#ifndef WIJKBOEK_SERVER_REPORT_ATTENDANCE_H_
#define WIJKBOEK_SERVER_REPORT_ATTENDANCE_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What a row says of a session beside its figures.
struct SessionLine {
  std::string title;
  Interval span;
};

using SessionLines = absl::flat_hash_map<Id, SessionLine>;

// One row for each session.
v1::GetReportResponse AttendanceBySession(const std::vector<AttendanceRecord>& records,
                                          const SessionLines& sessions, const ReportBasis& basis);
// One row for each participant, with the rate and what it is a part of.
v1::GetReportResponse AttendanceByPerson(const std::vector<AttendanceRecord>& records,
                                         const ReportBasis& basis);
// One row for each participant and session. Takes the records, so that each is given up as soon as
// its row stands: there may be many.
v1::GetReportResponse AttendanceByStatus(std::vector<AttendanceRecord> records,
                                         const SessionLines& sessions, const ReportBasis& basis);

// As a funder wants a list: one row for each participant and session, by session and name, with the
// participant's own confirmation and the instructor's apart, and whether the row counts as
// evidence.
v1::GetReportResponse AttendanceList(std::vector<AttendanceRecord> records,
                                     const SessionLines& sessions, const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_ATTENDANCE_H_
