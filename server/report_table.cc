#include "server/report_table.h"

#include <algorithm>
#include <limits>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/limits.h"
#include "common/words/kind_words.h"

namespace wijkboek {
namespace {

std::string Span(const ReportBasis& basis) {
  const bool from = basis.days.first != std::numeric_limits<CivilDay>::min();
  const bool to = basis.days.last != std::numeric_limits<CivilDay>::max();
  std::string span = "all days";
  if (from || to) {
    span = absl::StrCat(from ? absl::StrCat("from ", FormatDay(basis.days.first)) : "",
                        from && to ? " " : "",
                        to ? absl::StrCat("to ", FormatDay(basis.days.last)) : "");
  }
  if (!basis.only.empty()) absl::StrAppend(&span, ", only ", basis.only);
  return span;
}

std::string Named(const std::vector<std::string>& kiosks) {
  const std::size_t named = std::min(kiosks.size(), kKiosksNamedMax);
  std::string text =
      absl::StrJoin(kiosks.begin(), kiosks.begin() + static_cast<std::ptrdiff_t>(named), ", ");
  if (named < kiosks.size()) absl::StrAppend(&text, " and ", kiosks.size() - named, " more");
  return text;
}

// Which kiosks may still hold something of these days.
std::string CoverageText(const ReportBasis& basis) {
  // Kiosks speak up once a minute, and the log takes note of it every few: what they have not said
  // since is no silence yet.
  const std::int64_t just_now_ms = basis.now_ms - kHeardThroughStepMs - 2 * kHeartbeatMs;
  const std::int64_t end_ms = basis.days.last == std::numeric_limits<CivilDay>::max()
                                  ? just_now_ms
                                  : std::min(just_now_ms, StartOfDay(basis.days.last + 1));
  const std::int64_t start_ms = basis.days.first == std::numeric_limits<CivilDay>::min()
                                    ? std::numeric_limits<std::int64_t>::min()
                                    : StartOfDay(basis.days.first);
  std::size_t kiosks = 0;
  std::vector<std::string> waiting;
  std::vector<std::string> gone;
  std::size_t later = 0;
  for (const KioskLine& kiosk : basis.kiosks) {
    const bool in_use = kiosk.whereabouts == Whereabouts::kInUse;
    const bool said_all = !in_use && kiosk.since_ms && kiosk.heard_through_ms >= *kiosk.since_ms;
    const bool heard = said_all || kiosk.heard_through_ms >= end_ms;
    // One that was shut out or lost may still hold something, too.
    if (heard && !(kiosk.Enrolled() && in_use)) continue;
    if (kiosk.enrolled_ms > end_ms) {
      later += kiosk.Enrolled() && in_use ? 1 : 0;
      continue;
    }
    // Put away before these days, with everything said that it had.
    if (!in_use && kiosk.since_ms && *kiosk.since_ms <= start_ms) continue;
    ++kiosks;
    if (heard) continue;
    if (in_use) {
      waiting.push_back(absl::StrCat(NameCell(kiosk), kiosk.Enrolled() ? "" : ", out of use", " (",
                                     TimeCell(kiosk.heard_through_ms), ")"));
    } else {
      gone.push_back(absl::StrCat(NameCell(kiosk), ", ", WhereaboutsText(kiosk), " (",
                                  TimeCell(kiosk.heard_through_ms), ")"));
    }
  }
  if (kiosks == 0 && later == 0) return "coverage: no kiosk is in use";
  if (kiosks == 0) {
    return absl::StrCat("coverage: no kiosk was in use through ", FormatTime(end_ms), "; ",
                        Count(later, "kiosk was", "kiosks were"), " enrolled since");
  }
  std::string text = absl::StrCat("coverage: ", kiosks - waiting.size() - gone.size(), " of ",
                                  Count(kiosks, "kiosk was", "kiosks were"), " heard through ",
                                  FormatTime(end_ms));
  if (!waiting.empty()) absl::StrAppend(&text, "; not yet: ", Named(waiting));
  if (!gone.empty()) absl::StrAppend(&text, "; waited for no more: ", Named(gone));
  return text;
}

// Somebody should look into it: what was voided or practised is no doubt.
bool IsDoubt(SetAsideReason reason) {
  return reason != SetAsideReason::kVoided && reason != SetAsideReason::kPractice;
}

}  // namespace

const absl::string_view kRounding =
    "minutes are rounded half up where they are shown; totals are rounded sums of exact times; "
    "\"to confirm\" is not part of \"minutes\"";

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

std::string CohortCell(const ReportBasis& basis, const Id& cohort) {
  if (cohort.IsZero()) return "";
  const auto found = basis.cohorts.find(cohort);
  return found == basis.cohorts.end() ? ShortId(cohort) : found->second;
}

std::string NameCell(const KioskLine& kiosk) {
  return kiosk.name.empty() ? ShortId(kiosk.device) : kiosk.name;
}

std::string KioskCell(const ReportBasis& basis, const Id& device) {
  const KioskLine* kiosk = FindKiosk(basis, device);
  return kiosk == nullptr ? ShortId(device) : NameCell(*kiosk);
}

std::string KioskCells(const ReportBasis& basis, const std::vector<Id>& devices) {
  return absl::StrJoin(devices, ", ", [&](std::string* out, const Id& device) {
    out->append(KioskCell(basis, device));
  });
}

std::string MinutesCell(std::int64_t ms) { return absl::StrCat(RoundedMinutes(ms)); }

std::string HoursCell(std::int64_t ms) {
  const std::int64_t hundredths = (ms + kHourMs / 200) / (kHourMs / 100);
  return absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100);
}

std::string PercentCell(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return "";
  const std::int64_t tenths = (part * 1000 + whole / 2) / whole;
  return absl::StrFormat("%d.%d", tenths / 10, tenths % 10);
}

std::string TimeCell(std::int64_t t_ms) { return t_ms == 0 ? "never" : FormatTime(t_ms); }

std::string YesCell(bool yes) { return yes ? "yes" : ""; }

std::string EventCells(const std::vector<Hash>& events) {
  return absl::StrJoin(events, " ", [](std::string* out, const Hash& event) {
    absl::StrAppend(out, event.hex().substr(0, 12));
  });
}

std::string Count(std::size_t number, absl::string_view one, absl::string_view several) {
  return absl::StrCat(number, " ", number == 1 ? one : several);
}

const KioskLine* FindKiosk(const ReportBasis& basis, const Id& device) {
  const auto found = std::find_if(basis.kiosks.begin(), basis.kiosks.end(),
                                  [&](const KioskLine& kiosk) { return kiosk.device == device; });
  return found == basis.kiosks.end() ? nullptr : &*found;
}

std::string WhereaboutsText(const KioskLine& kiosk) {
  const auto since = [&](absl::string_view word) {
    return absl::StrCat(word, kiosk.since_ms ? " since " : "",
                        kiosk.since_ms ? FormatTime(*kiosk.since_ms) : "");
  };
  switch (kiosk.whereabouts) {
    case Whereabouts::kParked:
      return since("parked");
    case Whereabouts::kLost:
      return since(kiosk.replaced_by.empty() ? "lost"
                                             : absl::StrCat("replaced by ", kiosk.replaced_by));
    case Whereabouts::kInUse:
      break;
  }
  return "in use";
}

std::vector<SetAsideFact> SetAsideAlone(const ReportBasis& basis) {
  std::set<std::pair<std::string, Hash>> listed;
  for (const Discrepancy& doubt : basis.discrepancies) {
    for (const Hash& event : doubt.events) listed.emplace(doubt.kind, event);
  }
  std::vector<SetAsideFact> alone;
  for (const SetAsideFact& fact : basis.set_aside) {
    if (!IsDoubt(fact.reason) || listed.contains({ReasonCode(fact.reason), fact.event})) continue;
    alone.push_back(fact);
  }
  return alone;
}

std::string CountFacts(const std::vector<SetAsideFact>& facts) {
  std::set<Hash> events;
  for (const SetAsideFact& fact : facts) events.insert(fact.event);
  return Count(events.size(), "fact", "facts");
}

void AddSmallPrint(v1::GetReportResponse& table, const ReportBasis& basis,
                   absl::string_view counted) {
  // Who must look at a fact is told so, whether or not it was voided as well.
  std::set<Hash> doubtful;
  for (const SetAsideFact& fact : basis.set_aside) {
    if (IsDoubt(fact.reason)) doubtful.insert(fact.event);
  }
  std::vector<SetAsideFact> left_out = basis.set_aside;
  std::erase_if(left_out, [&](const SetAsideFact& fact) { return doubtful.contains(fact.event); });
  table.add_small_print(absl::StrCat(Span(basis), ": ", counted));
  table.add_small_print(CoverageText(basis));
  table.add_small_print(
      absl::StrCat("not in the figures: ", CountFacts(SetAsideAlone(basis)), " set aside; ",
                   Count(basis.discrepancies.size(), "discrepancy", "discrepancies"),
                   " to settle (report doubts); ", CountFacts(left_out), " voided or practised"));
  table.add_small_print(absl::StrCat("as known at position ", basis.as_known_at.position(),
                                     ", generation ", absl::Hex(basis.as_known_at.generation()),
                                     ", ", FormatTime(basis.now_ms)));
}

std::int64_t RoundedMinutes(std::int64_t ms) { return (ms + kMinuteMs / 2) / kMinuteMs; }

std::string ShortId(const Id& id) { return id.hex().substr(0, 8); }

}  // namespace wijkboek
