#include "server/office_reports.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/status.h"
#include "server/report_attendance.h"
#include "server/report_doubts.h"
#include "server/report_figures.h"
#include "server/report_help.h"
#include "server/report_hours.h"
#include "server/report_kiosks.h"
#include "server/report_sightings.h"
#include "server/report_tasks.h"
#include "server/visit_tasks.h"

namespace wijkboek {
namespace {

// A report says at which position it stands, so the log may not grow while it is read; a busy log
// is not waited for longer.
constexpr int kBasisTries = 5;

std::string StateWord(v1::DeviceState state) {
  constexpr absl::string_view kPrefix = "DEVICE_STATE_";
  const std::string& name = v1::DeviceState_Name(state);
  return absl::AsciiStrToLower(absl::StartsWith(name, kPrefix) ? name.substr(kPrefix.size())
                                                               : name);
}

// As the office sees it: shut out is shut out, wherever it is.
v1::DeviceState StateOf(const DeviceRecord& record, Whereabouts whereabouts) {
  if (record.IsRevoked()) return record.state;
  switch (whereabouts) {
    case Whereabouts::kParked:
      return v1::DEVICE_STATE_PARKED;
    case Whereabouts::kLost:
      return v1::DEVICE_STATE_LOST;
    case Whereabouts::kInUse:
      break;
  }
  return record.state;
}

KioskState StateIn(const absl::flat_hash_map<Id, KioskState>& states, const Id& device) {
  const auto found = states.find(device);
  return found == states.end() ? KioskState{} : found->second;
}

// No session before this day waits for a kiosk: those that can be waited for were heard through it.
// A forked one counts as heard only until it forked, whatever it said since: all days are looked
// at.
CivilDay WaitingSince(const std::vector<DeviceRecord>& devices,
                      const absl::flat_hash_map<Id, KioskState>& states) {
  CivilDay since = std::numeric_limits<CivilDay>::max();
  for (const DeviceRecord& record : devices) {
    if (StateIn(states, record.device).whereabouts != Whereabouts::kInUse) continue;
    if (record.forked) return std::numeric_limits<CivilDay>::min();
    const std::int64_t from_ms =
        record.heard_through_ms > 0 ? record.heard_through_ms : record.enrolled_ms;
    // A night's session lies on the day before.
    since = std::min(since, DayOf(from_ms) - 1);
  }
  return since;
}

}  // namespace

OfficeReports::KioskStates OfficeReports::StatesOf(const std::vector<DeviceRecord>& devices,
                                                   const Ledger& ledger) {
  KioskStates states;
  for (const DeviceRecord& record : devices) {
    const std::optional<KioskState> state = ledger.devices().Find(record.device);
    if (state) states.emplace(record.device, *state);
  }
  return states;
}

absl::StatusOr<v1::ListDevicesResponse> OfficeReports::ListDevices(
    const Replacements& replaced_by) {
  const std::vector<DeviceRecord> devices = registry_.List();
  KioskStates states;
  std::map<Id, KioskWait> waits;
  absl::flat_hash_map<Id, std::string> centres;
  RETURN_IF_ERROR(reconciler_.Read([&](const Ledger& ledger) -> absl::Status {
    states = StatesOf(devices, ledger);
    for (const Centre& centre : ledger.reference().Centres()) {
      centres.emplace(centre.id, centre.name);
    }
    ASSIGN_OR_RETURN(const std::vector<AttendanceRecord> records,
                     ledger.Attendance({.first = WaitingSince(devices, states)}));
    waits = WaitsByKiosk(records);
    return absl::OkStatus();
  }));
  v1::ListDevicesResponse response;
  for (const DeviceRecord& record : devices) {
    const KioskState state = StateIn(states, record.device);
    v1::Device& device = *response.add_devices();
    device.set_device_id(record.device.ToString());
    device.set_name(record.name);
    device.set_centre_id(record.centre.ToString());
    const auto centre = centres.find(record.centre);
    if (centre != centres.end()) device.set_centre_name(centre->second);
    device.set_state(StateOf(record, state.whereabouts));
    device.set_enrolled_ms(record.enrolled_ms);
    device.set_last_heard_ms(record.last_heard_ms);
    device.set_heard_through_ms(record.heard_through_ms);
    *device.mutable_status() = record.status;
    device.set_clock_error_ms(record.clock_error_ms);
    device.set_certificate_until_ms(record.certificate_until_ms);
    device.set_forked(record.forked);
    device.set_carried(state.carried);
    device.set_away_since_ms(state.since_ms.value_or(0));
    device.set_replaced_by(ReplacementOf(record.device, state, devices, replaced_by));
    ASSIGN_OR_RETURN(const std::uint64_t events, log_.CountEvents(record.device));
    device.set_events(events);
    const auto wait = waits.find(record.device);
    if (wait == waits.end()) continue;
    device.set_sessions_waiting(wait->second.sessions);
    device.set_statuses_waiting(wait->second.statuses);
    device.set_waiting_since(FormatDay(wait->second.since));
  }
  return response;
}

std::string OfficeReports::ReplacementOf(const Id& device, const KioskState& state,
                                         const std::vector<DeviceRecord>& devices,
                                         const Replacements& replaced_by) {
  const auto by = replaced_by.find(device);
  if (by == replaced_by.end() || state.whereabouts != Whereabouts::kLost) return "";
  const auto found = std::find_if(devices.begin(), devices.end(), [&](const DeviceRecord& other) {
    return other.device == by->second;
  });
  const bool named = found != devices.end() && !found->name.empty();
  return named ? found->name : by->second.hex().substr(0, 8);
}

absl::StatusOr<std::vector<KioskLine>> OfficeReports::Kiosks(
    const KioskStates& states, const absl::flat_hash_map<Id, std::string>& centres,
    const Replacements& replaced_by) const {
  std::vector<KioskLine> kiosks;
  const std::vector<DeviceRecord> devices = registry_.List();
  for (const DeviceRecord& record : devices) {
    const KioskState state = StateIn(states, record.device);
    const auto centre = centres.find(record.centre);
    ASSIGN_OR_RETURN(const std::uint64_t events, log_.CountEvents(record.device));
    kiosks.push_back(
        {.device = record.device,
         .name = record.name,
         .centre_id = record.centre,
         .centre = centre == centres.end() ? "" : centre->second,
         .state = StateWord(record.state),
         .forked = record.forked,
         .whereabouts = state.whereabouts,
         .since_ms = state.since_ms,
         .replaced_by = ReplacementOf(record.device, state, devices, replaced_by),
         .carried = state.carried,
         .enrolled_ms = record.enrolled_ms,
         .heard_through_ms = std::max(record.heard_through_ms, state.closed_ms.value_or(0)),
         .last_heard_ms = record.last_heard_ms,
         .clock_error_ms = record.clock_error_ms,
         .events = events,
         .behind = record.status.behind(),
         .version = record.status.version()});
  }
  return kiosks;
}

absl::StatusOr<v1::GetReportResponse> OfficeReports::Get(const v1::GetReportRequest& request,
                                                         const Replacements& replaced_by) {
  ReportBasis basis;
  ASSIGN_OR_RETURN(basis.days, DaysOfReport(request));
  ReportReading reading;
  KioskStates states;
  LogTail tail;
  for (int i = 0; i < kBasisTries; ++i) {
    tail = log_.tail();
    basis.now_ms = clock_.WallMs();
    RETURN_IF_ERROR(reconciler_.ReadAt(basis.now_ms, [&](const Ledger& ledger) -> absl::Status {
      const std::vector<DeviceRecord> devices = registry_.List();
      states = StatesOf(devices, ledger);
      ASSIGN_OR_RETURN(reading, ReadForReport(ledger, request, WaitingSince(devices, states),
                                              keys_.lookup_key()));
      return absl::OkStatus();
    }));
    if (log_.tail().position == tail.position) break;
  }
  basis.as_known_at.set_position(tail.position);
  basis.as_known_at.set_running_hash(tail.running_hash.ToString());
  basis.as_known_at.set_generation(tail.generation);
  basis.only = reading.choice.words;
  basis.discrepancies = std::move(reading.discrepancies);
  basis.set_aside = std::move(reading.set_aside);
  basis.centres = std::move(reading.centres);
  basis.cohorts = std::move(reading.cohorts);
  ASSIGN_OR_RETURN(basis.kiosks, Kiosks(states, basis.centres, replaced_by));
  ASSIGN_OR_RETURN(basis.people, names_.Open(reading.people));

  using By = v1::AttendanceReportRequest;
  switch (request.report_case()) {
    case v1::GetReportRequest::kPresence:
      return PresenceReport(reading.presence, reading.open, basis);
    case v1::GetReportRequest::kVisits:
      return VisitReport(reading.shares, basis);
    case v1::GetReportRequest::kTasks: {
      ASSIGN_OR_RETURN(const std::vector<VisitTasks> visits,
                       OpenVisitTasks(reading.visits, log_, keys_));
      return TaskReport(visits, basis);
    }
    case v1::GetReportRequest::kHelp:
      return HelpReport(reading.helps, basis);
    case v1::GetReportRequest::kBalances:
      return BalanceReport(reading.balances, basis);
    case v1::GetReportRequest::kAttendance:
      if (request.attendance().by() == By::BY_PERSON) {
        return AttendanceByPerson(reading.records, basis);
      }
      if (request.attendance().by() == By::BY_STATUS) {
        return AttendanceByStatus(std::move(reading.records), reading.sessions, basis);
      }
      return AttendanceBySession(reading.records, reading.sessions, basis);
    case v1::GetReportRequest::kHours:
      return HoursReport(reading.enrolments, reading.hours, reading.records, basis);
    case v1::GetReportRequest::kSightings:
      return SightingReport(reading.sightings, reading.records, basis);
    case v1::GetReportRequest::kPending:
      return PendingReport(reading.records, reading.sessions, basis);
    case v1::GetReportRequest::kKiosks:
      if (reading.choice.centre) {
        std::erase_if(basis.kiosks, [&](const KioskLine& kiosk) {
          return kiosk.centre_id != *reading.choice.centre;
        });
      }
      return KioskReport(reading.records, basis);
    case v1::GetReportRequest::kDoubts:
      return DoubtReport(basis);
    case v1::GetReportRequest::REPORT_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("say which report");
}

}  // namespace wijkboek
