#include "server/report_statuses.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/words/kind_words.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

using Counts = std::map<Id, std::size_t>;

// Most first; equal ones by name.
std::string KiosksText(const Counts& kiosks, const ReportBasis& basis) {
  std::vector<std::pair<std::size_t, std::string>> texts;
  for (const auto& [device, count] : kiosks) {
    const KioskLine* kiosk = FindKiosk(basis, device);
    std::string text = KioskCell(basis, device);
    if (kiosk != nullptr && kiosk->whereabouts != Whereabouts::kInUse) {
      absl::StrAppend(&text, ", ", WhereaboutsText(*kiosk));
    }
    const std::int64_t heard_ms = kiosk == nullptr ? 0 : kiosk->heard_through_ms;
    absl::StrAppend(&text, " (", heard_ms == 0 ? "never heard" : "heard through ",
                    heard_ms == 0 ? "" : FormatTime(heard_ms), "; ",
                    Count(count, "status", "statuses"), ")");
    texts.emplace_back(count, std::move(text));
  }
  std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  const std::size_t named = std::min(texts.size(), kKiosksNamedMax);
  std::string all =
      absl::StrJoin(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(named), ", ",
                    [](std::string* out, const auto& each) { out->append(each.second); });
  if (named < texts.size()) absl::StrAppend(&all, " and ", texts.size() - named, " more");
  return all;
}

std::string SignsText(const std::map<std::string, std::size_t>& signs) {
  return absl::StrJoin(signs, ", ", [](std::string* out, const auto& sign) {
    const std::string words = SignText(sign.first);
    absl::StrAppend(out, sign.second, words.empty() ? " because of " : " because ",
                    words.empty() ? KindText(sign.first) : words);
  });
}

}  // namespace

const absl::string_view kStatusesCounted =
    "expected: participants at sessions that have begun and were not cancelled, each once a "
    "session; known: expected less pending, unclear and unknown; late and left early are among "
    "the present";

const absl::string_view kRateTaken =
    "rate: present of present and absent together, final or not; what is excused, pending, "
    "unclear or unknown is in neither number; half up to one decimal, empty where nothing is "
    "known";

ReportColumns WithTally(ReportColumns columns) {
  for (const absl::string_view name :
       {"expected", "known", "present", "late", "left early", "excused", "absent final",
        "absent not final", "pending", "unclear", "unknown"}) {
    columns.emplace_back(name, ColumnType::kNumber);
  }
  return columns;
}

void AppendTally(std::vector<std::string>& cells, const StatusTally& tally) {
  for (const std::int64_t number :
       {tally.expected, tally.known(), tally.present, tally.late, tally.left_early, tally.excused,
        tally.absent_final, tally.absent_not_final, tally.pending, tally.unclear, tally.unknown}) {
    cells.push_back(absl::StrCat(number));
  }
}

void AppendRate(std::vector<std::string>& cells, const StatusTally& tally) {
  cells.push_back(absl::StrCat(tally.present));
  cells.push_back(absl::StrCat(tally.rated()));
  cells.push_back(PercentCell(tally.present, tally.rated()));
}

std::string StatusWord(AttendanceStatus status) {
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
  return "other";
}

void AddStatusPrint(v1::GetReportResponse& table, const std::vector<AttendanceRecord>& records,
                    const ReportBasis& basis) {
  StatusTally tally;
  for (const AttendanceRecord& record : records) tally.Add(record);
  AddStatusPrint(table, tally, records, basis);
}

void AddStatusPrint(v1::GetReportResponse& table, const StatusTally& tally,
                    const std::vector<AttendanceRecord>& open, const ReportBasis& basis) {
  Counts waited_for;
  Counts lost;
  std::map<std::string, std::size_t> unclear;
  std::map<std::string, std::size_t> unknown;
  std::size_t not_over = 0;
  for (const AttendanceRecord& record : open) {
    const bool is_pending = record.status == AttendanceStatus::kPending;
    if (is_pending && record.waited_for.empty()) ++not_over;
    if (!record.is_final) {
      for (const Id& kiosk : record.waited_for) ++waited_for[kiosk];
    }
    if (record.status == AttendanceStatus::kUnknown) {
      for (const Id& kiosk : record.lost) ++lost[kiosk];
      for (const std::string& sign : record.signs) ++unknown[sign];
    }
    if (record.status == AttendanceStatus::kUnclear) {
      for (const std::string& sign : record.signs) ++unclear[sign];
    }
  }
  table.add_small_print(absl::StrCat("statuses: ", tally.known(), " of ", tally.expected,
                                     " known; pending ", tally.pending, ", unclear ", tally.unclear,
                                     ", unknown ", tally.unknown, "; absent and not yet final ",
                                     tally.absent_not_final));
  if (tally.pending > 0) {
    table.add_small_print(absl::StrCat("pending: ", tally.pending - not_over,
                                       " waiting for a kiosk, ", not_over,
                                       " at sessions that are not over"));
  }
  if (!waited_for.empty()) {
    table.add_small_print(absl::StrCat("waited for: ", KiosksText(waited_for, basis)));
  }
  if (!unclear.empty()) {
    table.add_small_print(
        absl::StrCat("unclear (there may be several reasons): ", SignsText(unclear)));
  }
  if (!unknown.empty()) {
    table.add_small_print(
        absl::StrCat("unknown (there may be several reasons): ", SignsText(unknown)));
  }
  if (!lost.empty()) {
    table.add_small_print(
        absl::StrCat("lost, or put away with something unsent: ", KiosksText(lost, basis)));
  }
}

}  // namespace wijkboek
