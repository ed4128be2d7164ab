// The looking half of KioskService.

#include "client/event_table.h"
#include "client/kiosk_service.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Shown half up.
std::uint32_t Minutes(std::int64_t ms) {
  return static_cast<std::uint32_t>((ms + kMinuteMs / 2) / kMinuteMs);
}

std::string RoleName(PersonType type) {
  switch (type) {
    case PersonType::kParticipant:
      return "participant";
    case PersonType::kResident:
      return "resident";
    case PersonType::kCoach:
      return "coach";
  }
  return "";
}

}  // namespace

absl::StatusOr<v1::GetStatusResponse> KioskService::GetStatus(const v1::GetStatusRequest&) {
  const SyncStatus sync = params_.sync_status();
  const EventKey head = params_.log.Head();
  std::uint64_t events = 0;
  std::int64_t certificate_until_ms = 0;
  RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(events, CountOwn(connection));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(KioskIdentity identity, LoadIdentity(params_.store));
  certificate_until_ms = identity.certificate_until_ms;
  v1::GetStatusResponse response;
  response.set_device(params_.identity.device.hex());
  response.set_name(params_.identity.name);
  response.set_centre(params_.identity.centre_name);
  response.set_unsent(sync.unsent);
  response.set_oldest_unsent_ms(sync.oldest_unsent_ms);
  response.set_reason(sync.reason);
  response.set_last_contact_ms(sync.last_contact_ms);
  response.set_heard_through_ms(sync.heard_through_ms);
  response.set_clock_quality(params_.log.quality());
  response.set_epoch(head.epoch);
  response.set_events(events);
  response.set_disk_free_bytes(params_.disk_free_bytes());
  response.set_version(std::string(kKioskVersion));
  response.set_certificate_until_ms(certificate_until_ms);
  response.set_up_to_date(sync.up_to_date);
  response.set_pulled_position(sync.pulled_position);
  return response;
}

absl::StatusOr<v1::GetTodayResponse> KioskService::GetToday(const v1::GetTodayRequest& request) {
  CivilDay day = DayOf(params_.log.NowMs());
  if (!request.day().empty()) {
    ASSIGN_OR_RETURN(day, ParseDay(request.day()));
  }
  ASSIGN_OR_RETURN(Today today, params_.view.DayView(day));
  v1::GetTodayResponse response;
  for (const PersonDay& person : today.persons) {
    v1::PersonToday* row = response.add_persons();
    row->set_person(person.person.id.hex());
    row->set_name(person.person.name);
    row->set_present(person.present_since_ms.has_value());
    if (person.present_since_ms) row->set_since(FormatTimeOfDay(*person.present_since_ms));
    row->set_presence_minutes(Minutes(person.presence_ms));
    row->set_to_confirm_minutes(Minutes(person.to_confirm_ms));
    row->set_visit_minutes(Minutes(person.visit_ms));
  }
  for (const Discrepancy& doubt : today.doubts) {
    v1::DoubtToday* row = response.add_doubts();
    row->set_kind(doubt.kind);
    for (const Id& person : doubt.persons) row->add_persons(person.hex());
    row->set_detail(doubt.detail);
  }
  for (const Session& session : today.sessions) {
    v1::SessionToday* row = response.add_sessions();
    row->set_session(session.id.hex());
    row->set_title(session.title);
    row->set_start(FormatTimeOfDay(session.span.start_ms));
    row->set_end(FormatTimeOfDay(session.span.end_ms));
  }
  return response;
}

absl::StatusOr<v1::ListPeopleResponse> KioskService::ListPeople(const v1::ListPeopleRequest&) {
  ASSIGN_OR_RETURN(std::vector<KnownPerson> people, params_.view.People());
  v1::ListPeopleResponse response;
  for (const KnownPerson& person : people) {
    v1::Person* row = response.add_people();
    row->set_person(person.id.hex());
    row->set_name(person.name);
    row->set_role(RoleName(person.type));
  }
  return response;
}

}  // namespace wijkboek
