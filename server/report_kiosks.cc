#include "server/report_kiosks.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/report_statuses.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

struct WaitRow {
  Id centre;
  std::size_t people = 0;
  bool lost = false;
};

bool IsPlain(absl::string_view name) {
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c >= 0x80;
  });
}

// A kiosk as it can be typed in a command: its name, unless that is another one's too.
std::string TypedName(const KioskLine& kiosk, const ReportBasis& basis) {
  const auto namesakes =
      std::count_if(basis.kiosks.begin(), basis.kiosks.end(),
                    [&](const KioskLine& other) { return other.name == kiosk.name; });
  const bool awkward =
      kiosk.name.empty() || kiosk.name[0] == '-' || absl::StrContains(kiosk.name, '\'');
  if (namesakes > 1 || awkward) return ShortId(kiosk.device);
  return IsPlain(kiosk.name) ? kiosk.name : absl::StrCat("'", kiosk.name, "'");
}

// Why a kiosk in use has not said everything yet, and what the office can do.
std::pair<std::string, std::string> WhyWaited(const KioskLine* kiosk, const ReportBasis& basis) {
  if (kiosk == nullptr) return {"not known to this server's registry", "see doubts"};
  std::string why = "in use, not heard since";
  if (kiosk->heard_through_ms == 0) why = "in use, never heard";
  if (kiosk->behind > 0) {
    why = absl::StrCat("in use, ", kiosk->behind, " unsent when it was last heard");
  }
  if (!kiosk->Enrolled()) {
    return {absl::StrCat(why, "; shut out"),
            absl::StrCat("enrol it anew, or: wijkboek device lost ", TypedName(*kiosk, basis))};
  }
  return {why, absl::StrCat("let it reach the network, or: wijkboek device lost ",
                            TypedName(*kiosk, basis))};
}

std::pair<std::string, std::string> WhyLost(const KioskLine* kiosk, const ReportBasis& basis) {
  constexpr absl::string_view kMark = "a coach's mark decides";
  if (kiosk == nullptr) return {"not known to this server's registry", std::string(kMark)};
  switch (kiosk->whereabouts) {
    case Whereabouts::kParked:
      return {absl::StrCat(WhereaboutsText(*kiosk), ", with something unsent"),
              absl::StrCat("start it once, or ", kMark)};
    case Whereabouts::kLost:
      return {WhereaboutsText(*kiosk),
              absl::StrCat(kMark, "; if it turns up: wijkboek device found ",
                           TypedName(*kiosk, basis))};
    case Whereabouts::kInUse:
      break;
  }
  if (kiosk->carried) {
    return {"carried, and silent for days", absl::StrCat("let it reach the network, or ", kMark)};
  }
  return {kiosk->forked ? "its log has two branches" : "its store was lost in between",
          std::string(kMark)};
}

std::string SinceCell(const std::map<Id, KioskWait>& waits, const Id& device) {
  const auto found = waits.find(device);
  return found == waits.end() ? "" : FormatDay(found->second.since);
}

KioskWait WaitOf(const std::map<Id, KioskWait>& waits, const Id& device) {
  const auto found = waits.find(device);
  return found == waits.end() ? KioskWait{} : found->second;
}

}  // namespace

std::map<Id, KioskWait> WaitsByKiosk(const std::vector<AttendanceRecord>& records) {
  std::map<Id, KioskWait> waits;
  std::set<std::pair<Id, Id>> sessions;
  for (const AttendanceRecord& record : records) {
    if (record.is_final) continue;
    for (const Id& device : record.waited_for) {
      KioskWait& wait = waits[device];
      if (wait.statuses++ == 0 || record.day < wait.since) wait.since = record.day;
      if (sessions.emplace(device, record.session).second) ++wait.sessions;
    }
  }
  return waits;
}

v1::GetReportResponse KioskReport(const std::vector<AttendanceRecord>& open,
                                  const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"kiosk", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"state", ColumnType::kText},
                                          {"whereabouts", ColumnType::kText},
                                          {"carried", ColumnType::kText},
                                          {"events", ColumnType::kNumber},
                                          {"behind", ColumnType::kNumber},
                                          {"last heard", ColumnType::kText},
                                          {"heard through", ColumnType::kText},
                                          {"clock error s", ColumnType::kNumber},
                                          {"sessions waiting", ColumnType::kNumber},
                                          {"statuses waiting", ColumnType::kNumber},
                                          {"waiting since", ColumnType::kText},
                                          {"version", ColumnType::kText}},
                                         basis);
  const std::map<Id, KioskWait> waits = WaitsByKiosk(open);
  std::uint64_t events = 0;
  std::uint64_t behind = 0;
  for (const KioskLine& kiosk : basis.kiosks) {
    events += kiosk.events;
    behind += kiosk.behind;
    const KioskWait wait = WaitOf(waits, kiosk.device);
    const auto own = [&](std::string word) {
      return basis.with_own_words ? std::move(word) : std::string();
    };
    AddRow(table,
           {kiosk.name, ShortId(kiosk.device), kiosk.centre,
            absl::StrCat(kiosk.state, kiosk.forked ? ", forked" : ""), WhereaboutsText(kiosk),
            YesCell(kiosk.carried), absl::StrCat(kiosk.events), own(absl::StrCat(kiosk.behind)),
            own(TimeCell(kiosk.last_heard_ms)), TimeCell(kiosk.heard_through_ms),
            own(absl::StrFormat("%.1f", static_cast<double>(kiosk.clock_error_ms) / 1000)),
            absl::StrCat(wait.sessions), absl::StrCat(wait.statuses),
            SinceCell(waits, kiosk.device), own(kiosk.version)});
  }
  AddRow(table, {"total", "", "", "", "", "", absl::StrCat(events),
                 basis.with_own_words ? absl::StrCat(behind) : "", "", "", "", "", "", "", ""});
  table.add_small_print(
      basis.with_own_words
          ? "events: held here; behind: what the kiosk said it still had to send when it was last "
            "heard; forked: its log has two branches, both are kept"
          : "events: held here then; what the kiosks said of themselves (behind, last heard, "
            "clock, "
            "version) is known of now alone; forked: its log has two branches, both are kept");
  table.add_small_print(
      "waiting: statuses of participants that are not final before this kiosk is heard; one may "
      "wait for several kiosks, so "
      "there is no total (report pending)");
  AddSmallPrint(table, basis, Count(basis.kiosks.size(), "kiosk", "kiosks"));
  return table;
}

v1::GetReportResponse PendingReport(const std::vector<AttendanceRecord>& records,
                                    const SessionLines& sessions, const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"session", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"day", ColumnType::kText},
                                          {"times", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"participants", ColumnType::kNumber},
                                          {"kiosk", ColumnType::kText},
                                          {"kiosk id", ColumnType::kText},
                                          {"heard through", ColumnType::kText},
                                          {"why", ColumnType::kText},
                                          {"what helps", ColumnType::kText}},
                                         basis);
  // By start, session, kiosk; no kiosk (zero): not over yet.
  std::map<std::tuple<std::int64_t, Id, bool, Id>, WaitRow> rows;
  std::size_t waiting = 0;
  std::set<Id> waited_sessions;
  for (const AttendanceRecord& record : records) {
    const auto found = sessions.find(record.session);
    const std::int64_t start_ms =
        found == sessions.end() ? record.expected.start_ms : found->second.span.start_ms;
    const auto add = [&](const Id& device, bool lost) {
      WaitRow& row = rows[{start_ms, record.session, lost, device}];
      row.centre = record.centre;
      row.lost = lost;
      ++row.people;
    };
    const bool pending = record.status == AttendanceStatus::kPending;
    const bool unknown = record.status == AttendanceStatus::kUnknown;
    bool counted = false;
    if (!record.is_final) {
      for (const Id& device : record.waited_for) add(device, /*lost=*/false);
      counted = !record.waited_for.empty();
    }
    if (pending && record.waited_for.empty()) add(Id(), /*lost=*/false);
    if (unknown) {
      for (const Id& device : record.lost) add(device, /*lost=*/true);
    }
    if (!pending && !counted && !(unknown && !record.lost.empty())) continue;
    ++waiting;
    waited_sessions.insert(record.session);
  }
  for (const auto& [key, row] : rows) {
    const auto& [start_ms, session, lost, device] = key;
    const auto found = sessions.find(session);
    const KioskLine* kiosk = FindKiosk(basis, device);
    std::pair<std::string, std::string> why = {"not over yet", ""};
    if (!device.IsZero()) why = lost ? WhyLost(kiosk, basis) : WhyWaited(kiosk, basis);
    const std::string times = found == sessions.end()
                                  ? FormatTimeOfDay(start_ms)
                                  : absl::StrCat(FormatTimeOfDay(start_ms), "-",
                                                 FormatTimeOfDay(found->second.span.end_ms));
    AddRow(table, {found == sessions.end() ? "" : found->second.title, ShortId(session),
                   FormatDay(DayOf(start_ms)), times, CentreCell(basis, row.centre),
                   absl::StrCat(row.people), device.IsZero() ? "" : KioskCell(basis, device),
                   device.IsZero() ? "" : ShortId(device),
                   device.IsZero() ? "" : TimeCell(kiosk == nullptr ? 0 : kiosk->heard_through_ms),
                   why.first, why.second});
  }
  table.add_small_print(
      absl::StrCat("participants: those whose status is not final before this kiosk is heard, or "
                   "unknown because it is lost; one may stand under "
                   "several kiosks, so there is no total; altogether ",
                   Count(waiting, "status", "statuses"), " at ",
                   Count(waited_sessions.size(), "session", "sessions")));
  AddStatusPrint(table, records, basis);
  AddSmallPrint(table, basis, Count(records.size(), "status", "statuses"));
  return table;
}

}  // namespace wijkboek
