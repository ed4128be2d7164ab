#include "server/report_table.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/limits.h"

namespace wijkboek {
namespace {

constexpr std::size_t kKiosksNamedMax = 10;

std::string Span(const DayRange& days) {
  const bool from = days.first != std::numeric_limits<CivilDay>::min();
  const bool to = days.last != std::numeric_limits<CivilDay>::max();
  if (!from && !to) return "all days";
  return absl::StrCat(from ? absl::StrCat("from ", FormatDay(days.first)) : "",
                      from && to ? " " : "", to ? absl::StrCat("to ", FormatDay(days.last)) : "");
}

// Which kiosks in use may still hold something of these days.
std::string Coverage(const ReportBasis& basis) {
  // Kiosks speak up once a minute: what they have not said since is no silence yet.
  const std::int64_t just_now_ms = basis.now_ms - 2 * kHeartbeatMs;
  const std::int64_t end_ms = basis.days.last == std::numeric_limits<CivilDay>::max()
                                  ? just_now_ms
                                  : std::min(just_now_ms, StartOfDay(basis.days.last + 1));
  std::size_t kiosks = 0;
  std::vector<std::string> waiting;
  for (const KioskLine& kiosk : basis.kiosks) {
    const bool heard = kiosk.heard_through_ms >= end_ms;
    // One that was shut out may still hold something, too.
    if (heard && !kiosk.InUse()) continue;
    ++kiosks;
    if (heard) continue;
    waiting.push_back(absl::StrCat(kiosk.name.empty() ? ShortId(kiosk.device) : kiosk.name,
                                   kiosk.InUse() ? "" : ", out of use", " (",
                                   TimeCell(kiosk.heard_through_ms), ")"));
  }
  if (kiosks == 0) return "coverage: no kiosk is in use";
  std::string text = absl::StrCat("coverage: ", kiosks - waiting.size(), " of ", kiosks,
                                  " kiosks were heard through ", FormatTime(end_ms));
  if (waiting.empty()) return text;
  const std::size_t named = std::min(waiting.size(), kKiosksNamedMax);
  absl::StrAppend(
      &text, "; not yet: ",
      absl::StrJoin(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(named), ", "));
  if (named < waiting.size()) absl::StrAppend(&text, " and ", waiting.size() - named, " more");
  return text;
}

}  // namespace

bool IsDoubt(SetAsideReason reason) {
  return reason != SetAsideReason::kVoided && reason != SetAsideReason::kPractice;
}

v1::GetReportResponse NewTable(const std::vector<std::pair<absl::string_view, ColumnType>>& columns,
                               const ReportBasis& basis) {
  v1::GetReportResponse table;
  for (const auto& [name, type] : columns) {
    v1::ReportColumn* column = table.add_columns();
    column->set_name(std::string(name));
    column->set_number(type == ColumnType::kNumber);
  }
  *table.mutable_as_known_at() = basis.as_known_at;
  table.set_now_ms(basis.now_ms);
  return table;
}

void AddRow(v1::GetReportResponse& table, std::vector<std::string> cells) {
  v1::ReportRow* row = table.add_rows();
  for (std::string& cell : cells) row->add_cells(std::move(cell));
}

std::string PersonCell(const ReportBasis& basis, const Id& person) {
  const auto found = basis.people.find(person);
  return found == basis.people.end() ? ShortId(person) : found->second;
}

std::string CentreCell(const ReportBasis& basis, const Id& centre) {
  if (centre.IsZero()) return "";
  const auto found = basis.centres.find(centre);
  return found == basis.centres.end() ? ShortId(centre) : found->second;
}

std::string MinutesCell(std::int64_t ms) { return absl::StrCat(RoundedMinutes(ms)); }

std::string TimeCell(std::int64_t t_ms) { return t_ms == 0 ? "never" : FormatTime(t_ms); }

void AddSmallPrint(v1::GetReportResponse& table, const ReportBasis& basis,
                   absl::string_view counted) {
  const auto doubts = std::count_if(basis.set_aside.begin(), basis.set_aside.end(),
                                    [](const SetAsideFact& fact) { return IsDoubt(fact.reason); });
  const auto left_out = static_cast<std::ptrdiff_t>(basis.set_aside.size()) - doubts;
  table.add_small_print(absl::StrCat(Span(basis.days), ": ", counted));
  table.add_small_print(Coverage(basis));
  table.add_small_print(absl::StrCat(
      "not in the figures: ", doubts, " facts set aside; ", basis.discrepancies.size(),
      " discrepancies to settle (report doubts); ", left_out, " facts voided or practised"));
  table.add_small_print(absl::StrCat("as known at position ", basis.as_known_at.position(),
                                     ", generation ", absl::Hex(basis.as_known_at.generation()),
                                     ", ", FormatTime(basis.now_ms)));
}

std::int64_t RoundedMinutes(std::int64_t ms) { return (ms + kMinuteMs / 2) / kMinuteMs; }

std::string ShortId(const Id& id) { return id.hex().substr(0, 8); }

}  // namespace wijkboek
