#include "server/office.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/limits.h"
#include "common/status.h"
#include "server/history_import.h"
#include "server/office_facts.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

constexpr std::size_t kRecordPage = 500;
// A report says at which position it stands, so the log may not grow while it is read; a busy log
// is not waited for longer.
constexpr int kBasisTries = 5;

// How every event of this device begins: its first field. Sparing, because the log holds mostly
// others' events.
std::string EventsBeginning(const Id& device) { return absl::StrCat("\x0a\x10", device.bytes()); }

std::string StateWord(v1::DeviceState state) {
  constexpr absl::string_view kPrefix = "DEVICE_STATE_";
  const std::string& name = v1::DeviceState_Name(state);
  return absl::AsciiStrToLower(absl::StartsWith(name, kPrefix) ? name.substr(kPrefix.size())
                                                               : name);
}

bool Within(DayRange days, CivilDay day) { return day >= days.first && day <= days.last; }

void Collect(const std::vector<PresenceDay>& days, std::set<Id>& persons) {
  for (const PresenceDay& day : days) persons.insert(day.person);
}
void Collect(const std::vector<VisitShareDay>& shares, std::set<Id>& persons) {
  for (const VisitShareDay& share : shares) persons.insert({share.person, share.resident});
}
void Collect(const std::vector<HelpRecord>& helps, std::set<Id>& persons) {
  for (const HelpRecord& help : helps) persons.insert({help.helper, help.helped});
}

}  // namespace

Office::Office(OfficeParts parts)
    : parts_(std::move(parts)),
      names_(parts_.reconciler, parts_.log, parts_.keys),
      record_(parts_.keys.lookup_key(), parts_.keys) {}

absl::StatusOr<v1::InviteDevicesResponse> Office::InviteDevices(
    const v1::InviteDevicesRequest& request) {
  if (request.count() > kInviteBatchMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("at most ", kInviteBatchMax, " codes can be made at once"));
  }
  std::string centre = request.centre();
  if (!centre.empty()) {
    const std::lock_guard lock(record_mutex_);
    RETURN_IF_ERROR(CatchUpRecord());
    // The office knows its centres by its own keys, too.
    const Id by_key = OfficeId(parts_.keys.lookup_key(), "centre", centre);
    if (record_.record().centres.contains(by_key)) centre = by_key.hex();
  }
  ASSIGN_OR_RETURN(
      InvitationBatch batch,
      parts_.enrolment.Invite(centre, static_cast<int>(request.count()), request.valid_hours()));
  v1::InviteDevicesResponse response;
  for (std::string& code : batch.codes) response.add_codes(std::move(code));
  response.set_expires_ms(batch.expires_ms);
  return response;
}

absl::StatusOr<v1::ListDevicesResponse> Office::ListDevices() {
  v1::ListDevicesResponse response;
  for (const DeviceRecord& record : parts_.registry.List()) {
    v1::Device& device = *response.add_devices();
    device.set_device_id(record.device.ToString());
    device.set_name(record.name);
    device.set_centre_id(record.centre.ToString());
    device.set_state(record.state);
    device.set_enrolled_ms(record.enrolled_ms);
    device.set_last_heard_ms(record.last_heard_ms);
    device.set_heard_through_ms(record.heard_through_ms);
    *device.mutable_status() = record.status;
    device.set_clock_error_ms(record.clock_error_ms);
    device.set_certificate_until_ms(record.certificate_until_ms);
    device.set_forked(record.forked);
    ASSIGN_OR_RETURN(const std::uint64_t events, parts_.log.CountEvents(record.device));
    device.set_events(events);
  }
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) {
    for (v1::Device& device : *response.mutable_devices()) {
      const Centre* centre = ledger.reference().FindCentre(Id::FromBytesOrZero(device.centre_id()));
      if (centre != nullptr) device.set_centre_name(centre->name);
    }
    return absl::OkStatus();
  }));
  return response;
}

absl::StatusOr<v1::RevokeDeviceResponse> Office::RevokeDevice(
    const v1::RevokeDeviceRequest& request) {
  ASSIGN_OR_RETURN(const Id device, parts_.enrolment.Revoke(request.device()));
  v1::RevokeDeviceResponse response;
  response.set_device_id(device.ToString());
  return response;
}

absl::Status Office::CatchUpRecord() {
  const std::string beginning = EventsBeginning(parts_.office_log.device());
  for (;;) {
    ASSIGN_OR_RETURN(std::vector<LogEvent> page,
                     parts_.log.ReadAfter(record_position_, kRecordPage));
    if (page.empty()) return absl::OkStatus();
    for (LogEvent& event : page) {
      if (absl::StartsWith(event.bytes, beginning)) {
        ASSIGN_OR_RETURN(const StoredEvent stored,
                         ReadEvent(std::move(event.bytes), event.previous));
        record_.Apply(stored);
      }
      record_position_ = event.position;
    }
  }
}

absl::StatusOr<v1::ApplyFactsResponse> Office::ApplyFacts(const v1::ApplyFactsRequest& request) {
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  ASSIGN_OR_RETURN(FactsPlan plan,
                   PlanFacts(request.facts(), record_.record(), parts_.keys.lookup_key()));
  v1::ApplyFactsResponse response;
  response.set_events(static_cast<std::uint32_t>(plan.drafts.size()));
  response.set_unchanged(plan.unchanged);
  if (request.dry_run() || plan.drafts.empty()) return response;
  RETURN_IF_ERROR(parts_.office_log.Append(std::move(plan.drafts)).status());
  return response;
}

absl::StatusOr<v1::ImportHistoryResponse> Office::ImportHistory(
    const v1::ImportHistoryRequest& request) {
  if (request.csv().size() > kImportBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("the file is larger than ",
                                                   kImportBytesMax / (1024 * 1024),
                                                   " MiB: split it and import the parts in turn"));
  }
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  HistoryPlan plan =
      PlanHistory(request.csv(), record_.record(), parts_.keys.lookup_key(), parts_.clock.WallMs());
  if (request.dry_run() || plan.drafts.empty()) return plan.response;
  RETURN_IF_ERROR(parts_.office_log.Append(std::move(plan.drafts)).status());
  return plan.response;
}

absl::StatusOr<std::vector<KioskLine>> Office::Kiosks() {
  std::vector<KioskLine> kiosks;
  ASSIGN_OR_RETURN(const v1::ListDevicesResponse devices, ListDevices());
  for (const v1::Device& device : devices.devices()) {
    kiosks.push_back({.device = Id::FromBytesOrZero(device.device_id()),
                      .name = device.name(),
                      .centre = device.centre_name(),
                      .state = StateWord(device.state()),
                      .forked = device.forked(),
                      .heard_through_ms = device.heard_through_ms(),
                      .last_heard_ms = device.last_heard_ms(),
                      .clock_error_ms = device.clock_error_ms(),
                      .events = device.events(),
                      .behind = device.status().behind(),
                      .version = device.status().version()});
  }
  return kiosks;
}

absl::StatusOr<ReportBasis> Office::Basis(DayRange days,
                                          absl::FunctionRef<absl::Status(const Ledger&)> read) {
  ReportBasis basis;
  basis.days = days;
  LogTail tail;
  for (int i = 0; i < kBasisTries; ++i) {
    tail = parts_.log.tail();
    basis.now_ms = parts_.clock.WallMs();
    RETURN_IF_ERROR(
        parts_.reconciler.ReadAt(basis.now_ms, [&](const Ledger& ledger) -> absl::Status {
          ASSIGN_OR_RETURN(basis.discrepancies, ledger.Discrepancies());
          ASSIGN_OR_RETURN(basis.set_aside, ledger.SetAside());
          basis.centres.clear();
          for (const Centre& centre : ledger.reference().Centres()) {
            basis.centres.emplace(centre.id, centre.name);
          }
          return read(ledger);
        }));
    if (parts_.log.tail().position == tail.position) break;
  }
  basis.as_known_at.set_position(tail.position);
  basis.as_known_at.set_running_hash(tail.running_hash.ToString());
  basis.as_known_at.set_generation(tail.generation);
  std::erase_if(basis.discrepancies,
                [&](const Discrepancy& doubt) { return !Within(days, doubt.day); });
  std::erase_if(basis.set_aside, [&](const SetAsideFact& fact) {
    return DayOf(fact.latest_ms) < days.first || DayOf(fact.earliest_ms) > days.last;
  });
  ASSIGN_OR_RETURN(basis.kiosks, Kiosks());
  return basis;
}

absl::StatusOr<v1::GetReportResponse> Office::GetReport(const v1::GetReportRequest& request) {
  DayRange days;
  if (request.has_first_day()) days.first = request.first_day();
  if (request.has_last_day()) days.last = request.last_day();
  if (days.last < days.first) {
    return absl::InvalidArgumentError("the last day lies before the first");
  }
  std::vector<PresenceDay> presence;
  std::vector<VisitShareDay> shares;
  std::vector<HelpRecord> helps;
  const auto read = [&](const Ledger& ledger) -> absl::Status {
    switch (request.report_case()) {
      case v1::GetReportRequest::kPresence: {
        ASSIGN_OR_RETURN(presence, ledger.PresenceDays(days));
        return absl::OkStatus();
      }
      case v1::GetReportRequest::kVisits: {
        ASSIGN_OR_RETURN(shares, ledger.VisitShares(days));
        return absl::OkStatus();
      }
      case v1::GetReportRequest::kHelp: {
        ASSIGN_OR_RETURN(helps, ledger.Helps(days));
        return absl::OkStatus();
      }
      default:
        return absl::OkStatus();
    }
  };
  ASSIGN_OR_RETURN(ReportBasis basis, Basis(days, read));
  std::set<Id> persons;
  Collect(presence, persons);
  Collect(shares, persons);
  Collect(helps, persons);
  if (request.has_doubts()) {
    for (const Discrepancy& doubt : basis.discrepancies) {
      persons.insert(doubt.persons.begin(), doubt.persons.end());
    }
    for (const SetAsideFact& fact : basis.set_aside) {
      persons.insert(fact.persons.begin(), fact.persons.end());
    }
  }
  ASSIGN_OR_RETURN(basis.people, names_.Open(persons));
  switch (request.report_case()) {
    case v1::GetReportRequest::kPresence:
      return PresenceReport(presence, basis);
    case v1::GetReportRequest::kVisits:
      return VisitReport(shares, basis);
    case v1::GetReportRequest::kHelp:
      return HelpReport(helps, basis);
    case v1::GetReportRequest::kKiosks:
      return KioskReport(basis);
    case v1::GetReportRequest::kDoubts:
      return DoubtReport(basis);
    case v1::GetReportRequest::REPORT_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("say which report: presence, visits, help, kiosks or doubts");
}

absl::StatusOr<v1::RebuildResponse> Office::Rebuild() {
  ASSIGN_OR_RETURN(RebuildSummary summary, parts_.reconciler.Rebuild());
  v1::RebuildResponse response;
  response.set_partitions(summary.partitions);
  for (std::string& name : summary.differing) response.add_differing(std::move(name));
  response.set_fingerprint(summary.fingerprint.ToString());
  return response;
}

absl::StatusOr<v1::VerifyResponse> Office::Verify() { return parts_.verify(); }

}  // namespace wijkboek
