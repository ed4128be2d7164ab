#include "server/office_screens.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/civil_time.h"
#include "common/crypto.h"
#include "common/status.h"
#include "server/code_choices.h"
#include "server/device_list.h"
#include "server/kiosk_lines.h"
#include "server/overview.h"
#include "server/report_choice.h"

namespace wijkboek {
namespace {

void AddChoice(google::protobuf::RepeatedPtrField<v1::Choice>& list, const std::string& id,
               const std::string& name, const std::string& within = "") {
  v1::Choice* choice = list.Add();
  choice->set_id(id);
  choice->set_name(name);
  choice->set_within(within);
}

const char* DutyWord(v1::CoachDuty duty) {
  switch (duty) {
    case v1::COACH_DUTY_COORDINATOR:
      return "coordinator";
    case v1::COACH_DUTY_INSTRUCTOR:
      return "instructor";
    case v1::COACH_DUTY_WORKPLACE_SUPERVISOR:
      return "workplace_supervisor";
    default:
      return "coach";
  }
}

}  // namespace

absl::StatusOr<v1::GetOverviewResponse> OfficeScreens::GetOverview(
    const v1::GetOverviewRequest& request, const Remit& remit) {
  if (request.weeks() > kTrendWeeksMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("weeks: the trend goes back at most ", kTrendWeeksMax, " weeks"));
  }
  const std::uint32_t weeks = request.weeks() == 0 ? kTrendWeeksUsual : request.weeks();
  v1::GetOverviewResponse overview;
  std::int64_t now_ms = 0;
  std::set<Id> centres;
  RETURN_IF_ERROR(
      ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        v1::GetReportRequest where;
        where.set_centre(request.centre());
        ASSIGN_OR_RETURN(
            const ReportChoice choice,
            ChooseForReport(where, ledger.reference(), parts_.keys.lookup_key(), remit));
        ASSIGN_OR_RETURN(const std::vector<KioskLine> kiosks,
                         KiosksInLog(parts_.log, ledger, known.position));
        now_ms = known.now_ms;
        centres = CentresOf(remit, ledger.reference());
        if (choice.centre) centres = {*choice.centre};
        return FillOverview(ledger, choice, now_ms, weeks, kiosks, overview);
      }));
  ASSIGN_OR_RETURN(v1::ListDevicesResponse devices,
                   ListDevices(parts_.registry, parts_.log, ledgers_));
  for (v1::Device& device : *devices.mutable_devices()) {
    const bool is_ours = (remit.IsAll() && request.centre().empty()) ||
                         centres.contains(Id::FromBytesOrZero(device.centre_id()));
    if (is_ours) *overview.add_kiosks() = std::move(device);
  }
  const std::string version = Sha256(overview.SerializeAsString()).hex().substr(0, 32);
  if (version == request.version()) {
    overview.Clear();
    overview.set_unchanged(true);
  }
  overview.set_version(version);
  overview.set_now_ms(now_ms);
  return overview;
}

absl::StatusOr<v1::ListChoicesResponse> OfficeScreens::ListChoices(const Remit& remit,
                                                                   bool with_coaches) {
  v1::ListChoicesResponse choices;
  std::vector<Person> coaches;
  RETURN_IF_ERROR(ledgers_.Read({}, [&](const Ledger& ledger, const KnownAt&) -> absl::Status {
    const Reference& reference = ledger.reference();
    const std::set<Id> centres = CentresOf(remit, reference);
    std::set<std::string> municipalities = remit.municipalities;
    for (const Centre& centre : reference.Centres()) {
      if (!centres.contains(centre.id)) continue;
      AddChoice(*choices.mutable_centres(), centre.id.hex(), centre.name);
      if (remit.IsAll() && !centre.municipality.empty()) municipalities.insert(centre.municipality);
    }
    std::set<Id> programmes = remit.programmes;
    for (const Id& id : CohortsOf(remit, reference)) {
      const Cohort* cohort = reference.FindCohort(id);
      if (cohort == nullptr) continue;
      programmes.insert(cohort->programme);
      AddChoice(*choices.mutable_cohorts(), id.hex(), cohort->name,
                cohort->programme.IsZero() ? "" : cohort->programme.hex());
    }
    for (const Programme& programme : reference.Programmes()) {
      if (!remit.IsAll() && !programmes.contains(programme.id)) continue;
      AddChoice(*choices.mutable_programmes(), programme.id.hex(), programme.name);
    }
    for (const std::string& code : municipalities) {
      AddChoice(*choices.mutable_municipalities(), code, code);
    }
    if (!with_coaches) return absl::OkStatus();
    for (const Id& id : reference.People(PersonType::kCoach)) {
      const Person* coach = reference.FindPerson(id);
      if (coach != nullptr) coaches.push_back(*coach);
    }
    return absl::OkStatus();
  }));
  AddCodeChoices(DayOf(parts_.clock.WallMs()), choices);
  std::set<Id> ids;
  for (const Person& coach : coaches) ids.insert(coach.id);
  ASSIGN_OR_RETURN(const auto names, names_.Open(ids));
  for (const Person& coach : coaches) {
    const auto name = names.find(coach.id);
    AddChoice(*choices.mutable_coaches(), coach.id.hex(),
              name == names.end() ? coach.id.hex().substr(0, 8) : name->second,
              DutyWord(coach.duty));
  }
  return choices;
}

}  // namespace wijkboek
