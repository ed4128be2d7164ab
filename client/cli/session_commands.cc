// session list, show, move, cancel and sign-off; contest; better; person; park.
#include "absl/strings/str_cat.h"
#include "client/cli/capture.h"
#include "client/cli/session_text.h"

namespace wijkboek {
namespace {

template <typename Request>
void AddCoach(CLI::App& command, const std::shared_ptr<Request>& request, bool required = true) {
  AddWho(
      command, "--coach", [request] { return request->mutable_coach(); }, "Who says so")
      ->required(required);
}

template <typename Request>
void AddSubject(CLI::App& command, const std::shared_ptr<Request>& request) {
  AddWho(
      command, "who", [request] { return request->mutable_who(); },
      "badge:T, qr:T, number:N, pin:N or person:ID")
      ->required();
}

template <typename Request>
void AddSessionArgument(CLI::App& command, const std::shared_ptr<Request>& request) {
  command
      .add_option_function<std::string>(
          "session", [request](const std::string& id) { request->set_session(id); },
          "The session's id, or how it begins")
      ->required();
}

// A text that goes as it is typed.
template <typename Request>
CLI::Option* AddText(CLI::App& command, const std::string& name,
                     const std::shared_ptr<Request>& request,
                     void (Request::*set)(const std::string&), const std::string& description) {
  return command.add_option_function<std::string>(
      name, [request, set](const std::string& text) { (request.get()->*set)(text); }, description);
}

template <typename Request, typename Response>
CLI::App* AddCapture(CLI::App& app, CommandContext& context, const std::string& name,
                     const std::string& method, const std::string& description,
                     const std::shared_ptr<Request>& request) {
  return AddCommand(app, context, name, description, request,
                    [method](const CommandContext& context, const Request& request) {
                      return Capture<Response>(context, method, request);
                    });
}

void AddList(CLI::App& session, CommandContext& context) {
  using Request = v1::GetTodayRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(
      session, context, "list", "Those of a day here, and how many stand how", request,
      [](const CommandContext& context, const Request& request) {
        return CallAndPrint<v1::GetTodayResponse>(context, "GetToday", request, SessionsText);
      });
  AddText(*command, "--day", request, &Request::set_day<const std::string&>,
          "Another day than today, as 2026-03-31");
}

void AddShow(CLI::App& session, CommandContext& context) {
  using Request = v1::GetSessionRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(
      session, context, "show", "The attendance list, as this kiosk knows it", request,
      [](const CommandContext& context, const Request& request) {
        return CallAndPrint<v1::GetSessionResponse>(context, "GetSession", request, SessionText);
      });
  AddSessionArgument(*command, request);
}

void AddMove(CLI::App& session, CommandContext& context) {
  using Request = v1::MoveSessionRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCapture<Request, v1::MoveSessionResponse>(
      session, context, "move", "MoveSession", "It takes place at another time", request);
  AddSessionArgument(*command, request);
  AddText(*command, "--start", request, &Request::set_start<const std::string&>,
          "As 2026-03-31T09:00")
      ->required();
  AddText(*command, "--end", request, &Request::set_end<const std::string&>, "As 2026-03-31T12:00")
      ->required();
  AddCoach(*command, request);
}

void AddCancel(CLI::App& session, CommandContext& context) {
  using Request = v1::CancelSessionRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCapture<Request, v1::CancelSessionResponse>(
      session, context, "cancel", "CancelSession", "It does not take place", request);
  AddSessionArgument(*command, request);
  AddCoach(*command, request);
}

std::string SignedText(const v1::SignOffSessionResponse& response) {
  return absl::StrCat(
      SavedText(response.saved()), "signed off ", response.entries(),
      response.entries() == 1 ? " entry" : " entries",
      response.open() == 0 ? "" : absl::StrCat(", ", response.open(), " of them not final yet"),
      "\n");
}

void AddSignOff(CLI::App& session, CommandContext& context) {
  using Request = v1::SignOffSessionRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(session, context, "sign-off", "Confirms the list as \"show\" shows it", request,
                 [](const CommandContext& context, const Request& request) {
                   return CallAndPrint<v1::SignOffSessionResponse>(context, "SignOffSession",
                                                                   request, SignedText);
                 });
  AddSessionArgument(*command, request);
  AddCoach(*command, request);
}

void AddBetter(CLI::App& app, CommandContext& context) {
  using Request = v1::EndExcuseRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCapture<Request, v1::EndExcuseResponse>(
      app, context, "better", "EndExcuse", "Better again: ends \"until better\"", request);
  AddSubject(*command, request);
  AddText(*command, "--last-day", request, &Request::set_last_day<const std::string&>,
          "The last day that was still excused; without it yesterday");
  AddCoach(*command, request, /*required=*/false);
}

void AddContest(CLI::App& app, CommandContext& context) {
  using Request = v1::ContestAttendanceRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCapture<Request, v1::ContestAttendanceResponse>(
      app, context, "contest", "ContestAttendance", "\"That is not right\", by the participant",
      request);
  AddSubject(*command, request);
  CLI::Option_group* about = command->add_option_group("about", "What is not right");
  AddText(*about, "--session", request, &Request::set_session<const std::string&>,
          "The session's id, or how it begins");
  AddText(*about, "--day", request, &Request::set_day<const std::string&>,
          "A whole day, as 2026-03-31");
  about->require_option(1);
}

void AddPerson(CLI::App& app, CommandContext& context) {
  using Request = v1::GetPersonRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(
      app, context, "person", "A participant's sessions, hours, help and sightings", request,
      [](const CommandContext& context, const Request& request) {
        return CallAndPrint<v1::GetPersonResponse>(context, "GetPerson", request, PersonText);
      });
  AddSubject(*command, request);
  AddText(*command, "--from", request, &Request::set_first_day<const std::string&>,
          "First day, as 2026-03-30; without it this week's Monday");
  AddText(*command, "--to", request, &Request::set_last_day<const std::string&>,
          "Last day, included");
}

std::string ParkedText(const v1::ParkKioskResponse& response) {
  return absl::StrCat(SavedText(response.saved()), response.outbox_empty()
                                                       ? "parked; once \"status\" says that "
                                                         "nothing is unsent it may be turned off\n"
                                                       : "");
}

void AddPark(CLI::App& app, CommandContext& context) {
  using Request = v1::ParkKioskRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(app, context, "park", "Puts this kiosk away for a while", request,
                                 [](const CommandContext& context, const Request& request) {
                                   return CallAndPrint<v1::ParkKioskResponse>(context, "ParkKiosk",
                                                                              request, ParkedText);
                                 });
  AddCoach(*command, request);
}

}  // namespace

void AddSessionCommands(CLI::App& app, CommandContext& context) {
  CLI::App* session = app.add_subcommand("session", "Sessions at this centre");
  session->fallthrough();
  session->require_subcommand(1);
  AddList(*session, context);
  AddShow(*session, context);
  AddMove(*session, context);
  AddCancel(*session, context);
  AddSignOff(*session, context);
  AddBetter(app, context);
  AddContest(app, context);
  AddPerson(app, context);
  AddPark(app, context);
}

}  // namespace wijkboek
