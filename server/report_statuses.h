// Statuses counted: the figures of attendance reports, and the small print that says what is not
// known and why.
#ifndef WIJKBOEK_SERVER_REPORT_STATUSES_H_
#define WIJKBOEK_SERVER_REPORT_STATUSES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "server/report_basis.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct StatusTally {
  // Participants expected, each once for each session: every status is one of the next seven.
  std::size_t expected = 0;
  std::size_t present = 0;
  std::size_t excused = 0;
  std::size_t absent_final = 0;
  std::size_t absent_not_final = 0;
  std::size_t pending = 0;
  std::size_t unclear = 0;
  std::size_t unknown = 0;
  // Among the present.
  std::size_t late = 0;
  std::size_t left_early = 0;
  // Present, and nothing but a tap on a name says so, or less.
  std::size_t weak = 0;
  // Signed off by the instructor, and those of them that are otherwise since.
  std::size_t confirmed = 0;
  std::size_t changed = 0;

  void Add(const AttendanceRecord& record);
  std::size_t known() const { return expected - pending - unclear - unknown; }
  // What a rate of attendance is taken of: those who were present or absent.
  std::size_t rated() const { return known() - excused; }
};

std::string StatusWord(AttendanceStatus status);

// How many statuses are known; how many are not, and why; which kiosks are waited for and which are
// lost, each with its heard-through time.
void AddStatusPrint(v1::GetReportResponse& table, const std::vector<AttendanceRecord>& records,
                    const ReportBasis& basis);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_STATUSES_H_
