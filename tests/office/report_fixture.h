// What the tests of reports have in common: short ids, a basis of three kiosks, tables as lines.
#ifndef WIJKBOEK_TESTS_OFFICE_REPORT_FIXTURE_H_
#define WIJKBOEK_TESTS_OFFICE_REPORT_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "server/report_basis.h"
#include "tests/office/in_dutch.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

inline Id TestId(unsigned char n) {
  Id id;
  id.data()[0] = n;
  return id;
}

inline std::vector<std::string> Lines(const v1::GetReportResponse& report) {
  ExpectAllInDutch(report);
  std::vector<std::string> lines;
  for (const v1::ReportRow& row : report.rows()) lines.push_back(absl::StrJoin(row.cells(), "|"));
  return lines;
}

inline std::string Head(const v1::GetReportResponse& report) {
  return absl::StrJoin(report.columns(), "|", [](std::string* out, const v1::ReportColumn& column) {
    out->append(column.name());
  });
}

inline const CivilDay kDay = *ParseDay("2026-03-03");

// On kDay: "09:00" is 9 * 60.
inline std::int64_t At(int minutes, CivilDay day = kDay) {
  return InstantOf(day, static_cast<std::uint32_t>(minutes * 60));
}

// The day after kDay, 18:00. People: 1 Amina, 2 =Bram. Centre 9: Noord. Kiosks: 20 desk, 21 door,
// 22 gone.
inline ReportBasis Basis() {
  ReportBasis basis;
  basis.now_ms = At(18 * 60, kDay + 1);
  basis.as_known_at.set_position(42);
  basis.as_known_at.set_generation(0xabc);
  basis.people = {{TestId(1), "Amina"}, {TestId(2), "=Bram"}};
  basis.centres = {{TestId(9), "Noord"}};
  basis.with_own_words = true;
  basis.kiosks = {
      {.device = TestId(20), .name = "desk", .state = "enrolled", .heard_through_ms = basis.now_ms},
      {.device = TestId(21), .name = "door", .state = "enrolled"},
      {.device = TestId(22), .name = "gone", .state = "revoked"}};
  return basis;
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_REPORT_FIXTURE_H_
