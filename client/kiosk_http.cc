#include "client/kiosk_http.h"

namespace wijkboek {

DispatchTable KioskDispatch(KioskService& service) {
  DispatchTable table;
  auto add = [&table, &service]<typename Request, typename Response>(
                 const char* method,
                 absl::StatusOr<Response> (KioskService::*call)(const Request&)) {
    table.Add<Request, Response>(
        absl::StrCat("wijkboek.v1.KioskService/", method),
        [&service, call](const Request& request) { return (service.*call)(request); });
  };
  add("CheckIn", &KioskService::CheckIn);
  add("CheckOut", &KioskService::CheckOut);
  add("CheckInWithoutBadge", &KioskService::CheckInWithoutBadge);
  add("StartVisit", &KioskService::StartVisit);
  add("EndVisit", &KioskService::EndVisit);
  add("LogVisit", &KioskService::LogVisit);
  add("LogBuddyHelp", &KioskService::LogBuddyHelp);
  add("DenyVisit", &KioskService::DenyVisit);
  add("DenyHelp", &KioskService::DenyHelp);
  add("RegisterWalkIn", &KioskService::RegisterWalkIn);
  add("MarkSession", &KioskService::MarkSession);
  add("CorrectPresence", &KioskService::CorrectPresence);
  add("VoidEvent", &KioskService::VoidEvent);
  add("Sight", &KioskService::Sight);
  add("Excuse", &KioskService::Excuse);
  add("EndExcuse", &KioskService::EndExcuse);
  add("ContestAttendance", &KioskService::ContestAttendance);
  add("SettleContest", &KioskService::SettleContest);
  add("MoveSession", &KioskService::MoveSession);
  add("CancelSession", &KioskService::CancelSession);
  add("SignOffSession", &KioskService::SignOffSession);
  add("ParkKiosk", &KioskService::ParkKiosk);
  add("GetStatus", &KioskService::GetStatus);
  add("GetToday", &KioskService::GetToday);
  add("ListPeople", &KioskService::ListPeople);
  add("GetSession", &KioskService::GetSession);
  add("GetPerson", &KioskService::GetPerson);
  add("ListDiscrepanciesHere", &KioskService::ListDiscrepanciesHere);
  add("SettleDiscrepancyHere", &KioskService::SettleDiscrepancyHere);
  add("ListCasesHere", &KioskService::ListCasesHere);
  add("ChangeCaseHere", &KioskService::ChangeCaseHere);
  add("GroupPeopleHere", &KioskService::GroupPeopleHere);
  add("RecordPathStepHere", &KioskService::RecordPathStepHere);
  add("ListPathHere", &KioskService::ListPathHere);
  return table;
}

void AddPageDispatch(PageService& service, DispatchTable& table) {
  auto add = [&table, &service]<typename Request, typename Response>(
                 const char* method,
                 absl::StatusOr<Response> (PageService::*call)(const Request&)) {
    table.Add<Request, Response>(
        absl::StrCat("wijkboek.v1.KioskPageService/", method),
        [&service, call](const Request& request) { return (service.*call)(request); });
  };
  add("GetWelcome", &PageService::GetWelcome);
  add("Greet", &PageService::Greet);
  add("Leave", &PageService::Leave);
  add("Undo", &PageService::Undo);
  add("GetMine", &PageService::GetMine);
  add("ChooseLanguage", &PageService::ChooseLanguage);
  add("AnswerAftercare", &PageService::AnswerAftercare);
  add("ReadCard", &PageService::ReadCard);
  add("ConfirmVisit", &PageService::ConfirmVisit);
  add("WhomToPhone", &PageService::WhomToPhone);
  add("PlanVisit", &PageService::PlanVisit);
  add("ListVisits", &PageService::ListVisits);
  add("ListResidents", &PageService::ListResidents);
  add("OpenPictureList", &PageService::OpenPictureList);
  add("ClosePictureList", &PageService::ClosePictureList);
  add("AssignBadge", &PageService::AssignBadge);
  add("ListUnowned", &PageService::ListUnowned);
  add("ListKiosksHere", &PageService::ListKiosksHere);
  add("GetVoice", &PageService::GetVoice);
  add("RecordPhrase", &PageService::RecordPhrase);
  add("ListPhrases", &PageService::ListPhrases);
  add("GetPhrase", &PageService::GetPhrase);
}

}  // namespace wijkboek
