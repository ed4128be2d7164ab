// Today across centres, the last weeks, and what waits for somebody. Pure: a ledger in, counts out.
#ifndef WIJKBOEK_SERVER_OVERVIEW_H_
#define WIJKBOEK_SERVER_OVERVIEW_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "common/ledger/ledger.h"
#include "server/report_basis.h"
#include "server/report_choice.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

// How many weeks back the trend goes.
inline constexpr std::uint32_t kTrendWeeksUsual = 13;
inline constexpr std::uint32_t kTrendWeeksMax = 53;

// Fills in everything but the kiosks and the version. `now_ms` is the ledger's own.
absl::Status FillOverview(const Ledger& ledger, const ReportChoice& choice, std::int64_t now_ms,
                          std::uint32_t weeks, const std::vector<KioskLine>& kiosks,
                          v1::GetOverviewResponse& overview);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OVERVIEW_H_
