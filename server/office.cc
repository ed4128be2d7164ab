#include "server/office.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/limits.h"
#include "common/status.h"
#include "server/device_change.h"
#include "server/device_list.h"
#include "server/edit_names.h"
#include "server/history_import.h"
#include "server/office_excuse.h"
#include "server/office_facts.h"
#include "server/office_ids.h"
#include "server/report_choice.h"

namespace wijkboek {
Office::Office(OfficeParts parts)
    : parts_(std::move(parts)),
      ledgers_(parts_.log, parts_.reconciler, parts_.earlier, parts_.clock),
      reports_(parts_.keys, parts_.log, parts_.reconciler, ledgers_, parts_.registry),
      names_(parts_.reconciler, parts_.log, parts_.keys, parts_.registry),
      record_(parts_.keys.lookup_key(), parts_.keys),
      own_events_(parts_.log, parts_.office_log.device()) {}

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
  return wijkboek::ListDevices(parts_.registry, parts_.log, ledgers_);
}

absl::StatusOr<v1::RevokeDeviceResponse> Office::RevokeDevice(
    const v1::RevokeDeviceRequest& request) {
  ASSIGN_OR_RETURN(const Id device, parts_.enrolment.Revoke(request.device()));
  v1::RevokeDeviceResponse response;
  response.set_device_id(device.ToString());
  return response;
}

absl::Status Office::CatchUpRecord() {
  return own_events_.Next([&](const StoredEvent& event) { record_.Apply(event); });
}

absl::StatusOr<v1::ApplyFactsResponse> Office::ApplyFacts(const v1::ApplyFactsRequest& request) {
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  const OfficeRecord& record = record_.record();
  const SecretKey& lookup_key = parts_.keys.lookup_key();
  Id author;
  if (!request.author().empty()) {
    ASSIGN_OR_RETURN(author, FindCoach(request.author()));
  }
  v1::ApplyFactsRequest named = request;
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) {
    NameRegistrations(record, ledger.reference(), lookup_key, *named.mutable_facts());
    return absl::OkStatus();
  }));
  FactErrors errors;
  const std::int64_t now_ms = parts_.clock.WallMs();
  FactsPass counting(record, lookup_key, now_ms, errors,
                     [](const EventDraft&) { return absl::OkStatus(); });
  RETURN_IF_ERROR(PassRequest(named, lookup_key, errors, counting));
  RETURN_IF_ERROR(errors.ToStatus());
  v1::ApplyFactsResponse response;
  response.set_events(counting.events());
  response.set_unchanged(counting.unchanged());
  response.set_sessions_moved(counting.sessions_moved());
  if (request.dry_run() || counting.events() == 0) return response;
  RETURN_IF_ERROR(parts_.office_log
                      .AppendAll([&](OfficeLog::AppendDraft append) {
                        const auto append_as = [&](EventDraft draft) {
                          if (!author.IsZero()) {
                            draft.event.mutable_actor()->set_person_id(author.ToString());
                          }
                          return append(std::move(draft));
                        };
                        FactsPass writing(record, lookup_key, now_ms, errors, append_as);
                        return PassRequest(named, lookup_key, errors, writing);
                      })
                      .status());
  return response;
}

absl::StatusOr<absl::flat_hash_map<Id, OfficePerson>> Office::OnRecord(const std::set<Id>& people) {
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  absl::flat_hash_map<Id, OfficePerson> described;
  const auto& persons = record_.record().persons;
  for (const Id& id : people) {
    const auto said = persons.find(id);
    if (said != persons.end()) described.emplace(id, said->second.thing);
  }
  return described;
}

absl::StatusOr<v1::ChangeDeviceResponse> Office::ChangeDevice(
    const v1::ChangeDeviceRequest& request) {
  ASSIGN_OR_RETURN(const DeviceRecord device, parts_.registry.FindByText(request.device()));
  ChangedDevice changed{.device = device.device, .centre = device.centre};
  if (!request.by_device().empty()) {
    ASSIGN_OR_RETURN(const DeviceRecord other, parts_.registry.FindByText(request.by_device()));
    changed.replaced_by = other.device;
  }
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  ASSIGN_OR_RETURN(EventDraft draft,
                   PlanDeviceChange(request, changed, record_.record(), parts_.clock.WallMs()));
  ASSIGN_OR_RETURN(const EventKey event, AppendOne(std::move(draft)));
  v1::ChangeDeviceResponse response;
  response.set_device_id(device.device.ToString());
  response.set_event(event.hash.ToString());
  return response;
}

absl::StatusOr<v1::RecordExcuseResponse> Office::RecordExcuse(
    const v1::RecordExcuseRequest& request, const Remit& remit) {
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  ASSIGN_OR_RETURN(const Id participant, FindParticipantOf(remit, request.participant()));
  ASSIGN_OR_RETURN(EventDraft draft, PlanExcuse(request, participant, parts_.clock.WallMs()));
  ASSIGN_OR_RETURN(const EventKey event, AppendOne(std::move(draft)));
  v1::RecordExcuseResponse response;
  response.set_event(event.hash.ToString());
  return response;
}

absl::StatusOr<EventKey> Office::AppendOne(EventDraft draft) {
  std::vector<EventDraft> drafts;
  drafts.push_back(std::move(draft));
  ASSIGN_OR_RETURN(const std::vector<EventKey> events, parts_.office_log.Append(std::move(drafts)));
  return events.front();
}

absl::StatusOr<Id> Office::FindParticipant(const std::string& text) {
  return FindPerson(PersonType::kParticipant, text);
}

absl::StatusOr<Id> Office::FindParticipantOf(const Remit& remit, const std::string& text) {
  absl::StatusOr<Id> found = FindParticipant(text);
  if (remit.IsAll()) return found;
  bool is_held = false;
  if (found.ok()) {
    RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) {
      const ReportChoice choice{.centre = {}, .cohort = {}, .remit = remit, .words = {}};
      is_held = KnowsPerson(choice, ledger.reference(), *found);
      return absl::OkStatus();
    }));
  }
  if (is_held) return found;
  return absl::NotFoundError(
      absl::StrCat("there is no participant with the key or id \"", absl::CHexEscape(text), "\""));
}

absl::StatusOr<Id> Office::ReadCoach(const std::string& text) {
  if (text.empty()) return Id();
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  return FindCoach(text);
}

absl::StatusOr<Id> Office::FindCoach(const std::string& text) {
  if (text.empty()) {
    return absl::InvalidArgumentError(
        "say who decides: the office's key of a coach, or the beginning of their id");
  }
  return FindPerson(PersonType::kCoach, text);
}

absl::StatusOr<Id> Office::FindPerson(PersonType type, const std::string& text) {
  const std::string word = type == PersonType::kCoach ? "coach" : "participant";
  const Id by_key = OfficeId(parts_.keys.lookup_key(), word, text);
  if (record_.record().persons.contains(by_key)) return by_key;
  const std::string beginning = absl::AsciiStrToLower(text);
  std::vector<Id> found;
  if (beginning.size() >= kIdBeginningMin) {
    RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) {
      for (const Id& stands_for : ledger.reference().People(type)) {
        for (const Id& id : ledger.reference().GroupOf(stands_for)) {
          if (absl::StartsWith(id.hex(), beginning)) found.push_back(id);
        }
      }
      return absl::OkStatus();
    }));
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("there is no ", word, " with the key or id \"", absl::CHexEscape(text), "\""));
  }
  return absl::FailedPreconditionError(
      absl::StrCat("the ids of several people begin with \"", text, "\": give more digits"));
}

absl::StatusOr<std::unique_ptr<ReportExport>> Office::ExportReport(
    const v1::ExportReportRequest& request, const Remit& remit) {
  return ReportExport::Begin(
      request, parts_.spool_folder,
      [this, remit](const v1::GetReportRequest& report) { return GetReport(report, remit); });
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

absl::StatusOr<v1::GetReportResponse> Office::GetReport(const v1::GetReportRequest& request,
                                                        const Remit& remit) {
  return reports_.Get(request, remit);
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
