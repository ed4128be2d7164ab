// Transfers: from benefit, education or work into another of them.
#ifndef WIJKBOEK_SERVER_REPORT_TRANSFERS_H_
#define WIJKBOEK_SERVER_REPORT_TRANSFERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/report_basis.h"
#include "server/report_hours.h"
#include "server/report_path.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// {"benefit", "work"} of "benefit_to_work"; nullopt for codes that are no transfer.
std::optional<std::pair<std::string, std::string>> TransferIn(absl::string_view code);

// For each cohort, and for all together: how many people went which way, by exits and milestones
// whose codes say so. Everybody once for each way. `hide_below`: for outsiders; 0: nothing is
// hidden.
v1::GetReportResponse TransferReport(const std::vector<EnrolmentLine>& enrolments,
                                     const std::vector<OpenedStep>& steps, const ReportBasis& basis,
                                     std::uint32_t hide_below);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REPORT_TRANSFERS_H_
