#include "server/office_web.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/connect/page_files.h"
#include "common/status.h"
#include "server/access/gate.h"
#include "server/memory.h"
#include "server/report_reading.h"

namespace wijkboek {
namespace {

// A decision over the page is always its account's coach's own: nobody decides in another's name.
template <typename Request>
absl::StatusOr<Request> InOwnName(const Caller& caller, const Request& request) {
  if (caller.coach.IsZero()) {
    return absl::PermissionDeniedError(
        "this account is no coach's, so it decides nothing: an administrator can say whose it is");
  }
  Request own = request;
  own.set_author(caller.coach.hex());
  return own;
}

// What people answered for a funder's indicators is for the office and its auditors alone.
bool MaySeeIndicators(const Caller& caller) {
  return caller.remit.IsAll() &&
         (caller.role == v1::ROLE_OFFICE || caller.role == v1::ROLE_AUDITOR);
}

// What a client manager is told: figures and cases of their municipality's participants, nothing
// that names places, kiosks or the people around them.
absl::Status CheckReport(const Caller& caller, const v1::GetReportRequest& request) {
  using Report = v1::GetReportRequest;
  if (NeedsIndicators(request) && !MaySeeIndicators(caller)) {
    return absl::PermissionDeniedError(
        "figures from answers for a funder's indicators are for the office and auditors");
  }
  constexpr std::array kForManagers = {Report::kAttendance, Report::kHours,     Report::kCases,
                                       Report::kPath,       Report::kOutcomes,  Report::kFunnel,
                                       Report::kLadder,     Report::kTransfers, Report::kAftercare,
                                       Report::kProgress};
  if (caller.role != v1::ROLE_CLIENT_MANAGER ||
      std::find(kForManagers.begin(), kForManagers.end(), request.report_case()) !=
          kForManagers.end()) {
    return absl::OkStatus();
  }
  return absl::PermissionDeniedError(
      "client managers see attendance, hours, cases, the path, what became of people, and one "
      "participant's progress");
}

class Web final : public OfficeWeb {
 public:
  explicit Web(const OfficeWebParts& parts)
      : office_(parts.office),
        screens_(parts.screens),
        people_(parts.people),
        timetable_(parts.timetable),
        residents_(parts.residents),
        gate_(parts.desk, parts.trail, parts.now_ms) {
    AddReading();
    AddDeciding();
    AddServing();
    AddScreens();
  }

  absl::Status Run(const HttpOptions& options, const std::string& page_folder) {
    if (!page_folder.empty()) {
      ASSIGN_OR_RETURN(page_, PageFiles::Open(page_folder));
    }
    ASSIGN_OR_RETURN(http_, HttpServer::Start(options, gate_, page_));
    return absl::OkStatus();
  }

  std::string url() const override { return http_->url(); }

 private:
  // Of the office as a whole, whoever asks.
  template <typename Request, typename Response>
  void Add(const char* method, absl::StatusOr<Response> (Office::*call)(const Request&)) {
    gate_.Add<Request, Response>(
        absl::StrCat("wijkboek.v1.OfficeService/", method),
        [this, call](const Caller&, const Request& request) { return (office_.*call)(request); });
  }
  // In the name of the account's coach.
  template <typename Request, typename Response>
  void AddOwn(const char* method, absl::StatusOr<Response> (Office::*call)(const Request&)) {
    gate_.Add<Request, Response>(
        absl::StrCat("wijkboek.v1.OfficeService/", method),
        [this, call](const Caller& caller, const Request& request) -> absl::StatusOr<Response> {
          ASSIGN_OR_RETURN(const Request own, InOwnName(caller, request));
          return (office_.*call)(own);
        });
  }

  void AddReading() {
    gate_.Add<v1::GetReportRequest, v1::GetReportResponse>(
        "wijkboek.v1.OfficeService/GetReport",
        [this](const Caller& caller,
               const v1::GetReportRequest& request) -> absl::StatusOr<v1::GetReportResponse> {
          RETURN_IF_ERROR(CheckReport(caller, request));
          absl::StatusOr<v1::GetReportResponse> report = office_.GetReport(request, caller.remit);
          freed_.ReturnSoon();
          return report;
        });
    gate_.Add<v1::ListDiscrepanciesRequest, v1::ListDiscrepanciesResponse>(
        "wijkboek.v1.OfficeService/ListDiscrepancies",
        [this](const Caller& caller, const v1::ListDiscrepanciesRequest& request) {
          return office_.ListDiscrepancies(request, caller.remit);
        });
    gate_.Add<v1::ListCasesRequest, v1::ListCasesResponse>(
        "wijkboek.v1.OfficeService/ListCases",
        [this](const Caller& caller, const v1::ListCasesRequest& request) {
          return office_.ListCases(request, caller.remit,
                                   /*only_sent=*/caller.role == v1::ROLE_CLIENT_MANAGER);
        });
    Add("GetCaseLetter", &Office::GetCaseLetter);
    Add("ListPeopleGroups", &Office::ListPeopleGroups);
    Add("ListPath", &Office::ListPath);
    Add("Trace", &Office::Trace);
    Add("ListChanges", &Office::ListChanges);
    Add("ListFiledReports", &Office::ListFiledReports);
  }

  void AddDeciding() {
    AddOwn("SettleDiscrepancy", &Office::SettleDiscrepancy);
    AddOwn("ChangeCase", &Office::ChangeCase);
    AddOwn("GroupPeople", &Office::GroupPeople);
    AddOwn("RecordPathStep", &Office::RecordPathStep);
    AddOwn("FileReport", &Office::FileReport);
    Add("ApplyFacts", &Office::ApplyFacts);
    Add("RecordExcuse", &Office::RecordExcuse);
    Add("ImportHistory", &Office::ImportHistory);
  }

  void AddServing() {
    Add("InviteDevices", &Office::InviteDevices);
    Add("RevokeDevice", &Office::RevokeDevice);
    Add("ChangeDevice", &Office::ChangeDevice);
    gate_.Add<v1::ListDevicesRequest, v1::ListDevicesResponse>(
        "wijkboek.v1.OfficeService/ListDevices",
        [this](const Caller&, const v1::ListDevicesRequest&) { return office_.ListDevices(); });
    gate_.Add<v1::RebuildRequest, v1::RebuildResponse>(
        "wijkboek.v1.OfficeService/Rebuild",
        [this](const Caller&, const v1::RebuildRequest&) { return office_.Rebuild(); });
    gate_.Add<v1::VerifyRequest, v1::VerifyResponse>(
        "wijkboek.v1.OfficeService/Verify",
        [this](const Caller&, const v1::VerifyRequest&) { return office_.Verify(); });
  }

  void AddScreens() {
    gate_.Add<v1::GetOverviewRequest, v1::GetOverviewResponse>(
        "wijkboek.v1.OfficePageService/GetOverview",
        [this](const Caller& caller, const v1::GetOverviewRequest& request) {
          return screens_.GetOverview(request, caller.remit);
        });
    gate_.Add<v1::ListChoicesRequest, v1::ListChoicesResponse>(
        "wijkboek.v1.OfficePageService/ListChoices",
        [this](const Caller& caller, const v1::ListChoicesRequest&) {
          return screens_.ListChoices(caller.remit, /*with_coaches=*/caller.remit.IsAll());
        });
    gate_.Add<v1::FindPeopleRequest, v1::FindPeopleResponse>(
        "wijkboek.v1.OfficePageService/FindPeople",
        [this](const Caller& caller, const v1::FindPeopleRequest& request) {
          return people_.FindPeople(request, caller.remit);
        });
    gate_.Add<v1::GetPersonLedgerRequest, v1::GetPersonLedgerResponse>(
        "wijkboek.v1.OfficePageService/GetPersonLedger",
        [this](const Caller& caller, const v1::GetPersonLedgerRequest& request) {
          return people_.GetPersonLedger(request, caller.remit, MaySeeIndicators(caller));
        });
    gate_.Add<v1::ListCohortsRequest, v1::ListCohortsResponse>(
        "wijkboek.v1.OfficePageService/ListCohorts",
        [this](const Caller& caller, const v1::ListCohortsRequest& request) {
          return timetable_.ListCohorts(request, caller.remit);
        });
    gate_.Add<v1::ListSessionsRequest, v1::ListSessionsResponse>(
        "wijkboek.v1.OfficePageService/ListSessions",
        [this](const Caller& caller, const v1::ListSessionsRequest& request) {
          return timetable_.ListSessions(request, caller.remit);
        });
    gate_.Add<v1::ListOfficeResidentsRequest, v1::ListOfficeResidentsResponse>(
        "wijkboek.v1.OfficePageService/ListOfficeResidents",
        [this](const Caller& caller, const v1::ListOfficeResidentsRequest& request) {
          return residents_.ListOfficeResidents(request, caller.remit);
        });
    gate_.Add<v1::GetSessionListRequest, v1::GetSessionListResponse>(
        "wijkboek.v1.OfficePageService/GetSessionList",
        [this](const Caller& caller, const v1::GetSessionListRequest& request) {
          return timetable_.GetSessionList(request, caller.remit);
        });
  }

  Office& office_;
  OfficeScreens& screens_;
  PeopleScreen& people_;
  TimetableScreen& timetable_;
  ResidentsScreen& residents_;
  FreedMemory freed_;
  Gate gate_;
  PageFiles page_;
  std::unique_ptr<HttpServer> http_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<OfficeWeb>> OfficeWeb::Start(const HttpOptions& options,
                                                            const std::string& page_folder,
                                                            const OfficeWebParts& parts) {
  auto web = std::make_unique<Web>(parts);
  RETURN_IF_ERROR(web->Run(options, page_folder));
  return web;
}

}  // namespace wijkboek
