#include "server/office_web.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "common/connect/page_files.h"
#include "common/drafts/path_draft.h"
#include "common/status.h"
#include "server/code_choices.h"
#include "server/memory.h"
#include "server/report_reading.h"

namespace wijkboek {
namespace {

constexpr int kWorkItemsMax = 500;

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
        work_(parts.work),
        now_ms_(parts.now_ms),
        gate_(parts.desk, parts.trail, parts.now_ms) {
    AddReading();
    AddDeciding();
    AddServing();
    AddScreens();
  }

  Gate& gate() override { return gate_; }

  absl::Status Listen(const HttpOptions& options, const std::string& page_folder) override {
    if (!page_folder.empty()) {
      ASSIGN_OR_RETURN(page_, PageFiles::Open(page_folder));
    }
    ASSIGN_OR_RETURN(http_, HttpServer::Start(options, gate_, page_));
    return absl::OkStatus();
  }

  std::string url() const override { return http_ == nullptr ? "" : http_->url(); }

 private:
  // Of the office as a whole, whoever asks.
  template <typename Request, typename Response>
  void Add(const char* method, absl::StatusOr<Response> (Office::*call)(const Request&)) {
    gate_.Add<Request, Response>(
        absl::StrCat("wijkboek.v1.OfficeService/", method),
        [this, call](const Caller&, const Request& request) { return (office_.*call)(request); });
  }
  template <typename Request, typename Response>
  void AddPage(const char* method, absl::StatusOr<Response> (Office::*call)(const Request&)) {
    gate_.Add<Request, Response>(
        absl::StrCat("wijkboek.v1.OfficePageService/", method),
        [this, call](const Caller&, const Request& request) { return (office_.*call)(request); });
  }
  // In the name of the account's coach, of what the remit holds.
  template <typename Request, typename Response>
  void AddOwnPart(const char* method,
                  absl::StatusOr<Response> (Office::*call)(const Request&, const Remit&)) {
    gate_.Add<Request, Response>(
        absl::StrCat("wijkboek.v1.OfficeService/", method),
        [this, call](const Caller& caller, const Request& request) -> absl::StatusOr<Response> {
          ASSIGN_OR_RETURN(const Request own, InOwnName(caller, request));
          return (office_.*call)(own, caller.remit);
        });
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

  absl::StatusOr<v1::RecordPathStepResponse> RecordPathStep(
      const Caller& caller, const v1::RecordPathStepRequest& request) {
    ASSIGN_OR_RETURN(const v1::RecordPathStepRequest own, InOwnName(caller, request));
    const v1::PathStep& step = own.step();
    if (step.type() == PathTypeWord(PathType::kIndicators) && !MaySeeIndicators(caller)) {
      return absl::PermissionDeniedError(
          "answers for a funder's indicators are written down by the office");
    }
    RETURN_IF_ERROR(CheckCodes(step, now_ms_()));
    return office_.RecordPathStep(own, caller.remit);
  }

  // Nothing is noted where one of them is not in the lists that the caller sees.
  absl::StatusOr<v1::AssignWorkResponse> AssignWork(const Caller& caller,
                                                    const v1::AssignWorkRequest& request) {
    if (request.items().empty() || request.items_size() > kWorkItemsMax) {
      return absl::InvalidArgumentError(
          absl::StrCat("items: choose 1 to ", kWorkItemsMax, " at once"));
    }
    ASSIGN_OR_RETURN(const Id coach, office_.ReadCoach(request.coach()));
    std::map<std::string, Hash> listed;
    ASSIGN_OR_RETURN(const auto doubts, office_.ListDiscrepancies({}, caller.remit));
    for (const v1::DiscrepancyItem& item : doubts.items()) listed.emplace(item.id(), WorkOf(item));
    ASSIGN_OR_RETURN(const auto cases, office_.ListCases({}, caller.remit));
    for (const v1::CaseItem& item : cases.items()) listed.emplace(item.id(), WorkOf(item));
    std::vector<Hash> work;
    for (const std::string& id : request.items()) {
      const auto found = listed.find(id);
      if (found == listed.end()) {
        return absl::NotFoundError(
            "items: one of them is not open any more: look at the list again");
      }
      work.push_back(found->second);
    }
    RETURN_IF_ERROR(work_.Assign(work, coach, now_ms_()));
    return v1::AssignWorkResponse();
  }

  // Says who looks into each of the items.
  template <typename Response>
  absl::StatusOr<Response> WithWork(absl::StatusOr<Response> listed) {
    if (!listed.ok()) return listed;
    ASSIGN_OR_RETURN(const auto assigned, work_.Assigned());
    std::set<Id> coaches;
    for (const auto& [work, coach] : assigned) coaches.insert(coach);
    ASSIGN_OR_RETURN(const auto names, screens_.NamesOf(coaches));
    for (auto& item : *listed->mutable_items()) {
      const auto found = assigned.find(WorkOf(item));
      if (found == assigned.end()) continue;
      item.mutable_assigned_to()->set_person(found->second.hex());
      const auto name = names.find(found->second);
      if (name != names.end()) item.mutable_assigned_to()->set_name(name->second);
    }
    return listed;
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
    gate_.AddFile<v1::ExportReportRequest>(
        "wijkboek.v1.OfficeService/ExportReport",
        [this](const Caller& caller,
               const v1::ExportReportRequest& request) -> absl::StatusOr<FileAnswer> {
          RETURN_IF_ERROR(CheckReport(caller, request.report()));
          ASSIGN_OR_RETURN(std::shared_ptr<ReportExport> made,
                           office_.ExportReport(request, caller.remit));
          return FileAnswer{.name = made->file_name(), .next = [made] { return made->Next(); }};
        });
    gate_.Add<v1::ListDiscrepanciesRequest, v1::ListDiscrepanciesResponse>(
        "wijkboek.v1.OfficeService/ListDiscrepancies",
        [this](const Caller& caller, const v1::ListDiscrepanciesRequest& request) {
          return WithWork(office_.ListDiscrepancies(request, caller.remit));
        });
    gate_.Add<v1::ListCasesRequest, v1::ListCasesResponse>(
        "wijkboek.v1.OfficeService/ListCases",
        [this](const Caller& caller, const v1::ListCasesRequest& request) {
          const bool is_manager = caller.role == v1::ROLE_CLIENT_MANAGER;
          absl::StatusOr<v1::ListCasesResponse> cases =
              office_.ListCases(request, caller.remit, /*only_sent=*/is_manager);
          return is_manager ? cases : WithWork(std::move(cases));
        });
    gate_.Add<v1::GetCaseLetterRequest, v1::GetCaseLetterResponse>(
        "wijkboek.v1.OfficeService/GetCaseLetter",
        [this](const Caller& caller, const v1::GetCaseLetterRequest& request) {
          return office_.GetCaseLetter(request, caller.remit,
                                       /*only_sent=*/caller.role == v1::ROLE_CLIENT_MANAGER);
        });
    Add("ListPeopleGroups", &Office::ListPeopleGroups);
    Add("ListPath", &Office::ListPath);
    Add("Trace", &Office::Trace);
    Add("ListChanges", &Office::ListChanges);
    Add("ListFiledReports", &Office::ListFiledReports);
  }

  void AddDeciding() {
    AddOwnPart("SettleDiscrepancy", &Office::SettleDiscrepancy);
    AddOwnPart("ChangeCase", &Office::ChangeCase);
    AddOwn("GroupPeople", &Office::GroupPeople);
    AddOwn("FileReport", &Office::FileReport);
    gate_.Add<v1::RecordPathStepRequest, v1::RecordPathStepResponse>(
        "wijkboek.v1.OfficeService/RecordPathStep",
        [this](const Caller& caller, const v1::RecordPathStepRequest& request) {
          return RecordPathStep(caller, request);
        });
    gate_.Add<v1::ApplyFactsRequest, v1::ApplyFactsResponse>(
        "wijkboek.v1.OfficeService/ApplyFacts",
        [this](const Caller& caller, const v1::ApplyFactsRequest& request) {
          v1::ApplyFactsRequest own = request;
          // The office's own word, where the account is no coach's.
          own.set_author(caller.coach.IsZero() ? "" : caller.coach.hex());
          return office_.ApplyFacts(own);
        });
    gate_.Add<v1::RecordExcuseRequest, v1::RecordExcuseResponse>(
        "wijkboek.v1.OfficeService/RecordExcuse",
        [this](const Caller& caller, const v1::RecordExcuseRequest& request) {
          return office_.RecordExcuse(request, caller.remit);
        });
    Add("ImportHistory", &Office::ImportHistory);
    AddPage("ImportRosterFiles", &Office::ImportRosterFiles);
    AddPage("MakeBadgeSheet", &Office::MakeBadgeSheet);
    gate_.Add<v1::AssignWorkRequest, v1::AssignWorkResponse>(
        "wijkboek.v1.OfficePageService/AssignWork",
        [this](const Caller& caller, const v1::AssignWorkRequest& request) {
          return AssignWork(caller, request);
        });
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
  WorkDesk& work_;
  const std::function<std::int64_t()> now_ms_;
  FreedMemory freed_;
  Gate gate_;
  PageFiles page_;
  std::unique_ptr<HttpServer> http_;
};

}  // namespace

std::unique_ptr<OfficeWeb> OfficeWeb::Make(const OfficeWebParts& parts) {
  return std::make_unique<Web>(parts);
}

}  // namespace wijkboek
