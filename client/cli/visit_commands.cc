// visit start, end, log and deny; help-log and help deny.
#include "absl/strings/str_cat.h"
#include "client/cli/capture.h"

namespace wijkboek {
namespace {

template <typename Response>
std::string VisitText(const Response& response) {
  return absl::StrCat(SavedText(response.saved()), "visit ", response.visit(), "\n");
}

// Options that start, end and log have.
template <typename Request>
void AddPeople(CLI::App& command, const std::shared_ptr<Request>& request, bool required) {
  AddWhos(command, "--participant", *request->mutable_participants(), "Who goes")
      ->required(required);
  command
      .add_option_function<std::vector<std::string>>(
          "--resident",
          [request](const std::vector<std::string>& residents) {
            for (const std::string& resident : residents) request->add_residents(resident);
          },
          "Who is visited: id (or how it begins) or name")
      ->required(required);
  AddWho(
      command, "--coach", [request] { return request->mutable_coach(); },
      "The coach who enters it");
}

template <typename Request>
void AddOutcome(CLI::App& command, const std::shared_ptr<Request>& request) {
  AddEnum<v1::VisitOutcome>(
      command, "--outcome", *v1::VisitOutcome_descriptor(),
      [request](v1::VisitOutcome outcome) { request->set_outcome(outcome); }, "How it was");
  AddEnum<v1::VisitTask>(
      command, "--task", *v1::VisitTask_descriptor(),
      [request](v1::VisitTask task) { request->add_tasks(task); }, "What was done; may be repeated")
      ->expected(1, -1);
}

void AddStart(CLI::App& visit, CommandContext& context) {
  using Request = v1::StartVisitRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(visit, context, "start", "A visit begins now", request,
                 [](const CommandContext& context, const Request& request) {
                   return CallAndPrint<v1::StartVisitResponse>(context, "StartVisit", request,
                                                               VisitText<v1::StartVisitResponse>);
                 });
  AddPeople(*command, request, /*required=*/true);
}

void AddEnd(CLI::App& visit, CommandContext& context) {
  using Request = v1::EndVisitRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(visit, context, "end", "A visit ends now", request,
                 [](const CommandContext& context, const Request& request) {
                   return Capture<v1::EndVisitResponse>(context, "EndVisit", request);
                 });
  AddPeople(*command, request, /*required=*/false);
  command->add_option_function<std::string>(
      "--visit", [request](const std::string& visit) { request->set_visit(visit); },
      "Which; without it the latest open visit to the resident's household");
  AddOutcome(*command, request);
}

void AddLog(CLI::App& visit, CommandContext& context) {
  using Request = v1::LogVisitRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(visit, context, "log", "A whole visit, written up afterwards", request,
                 [](const CommandContext& context, const Request& request) {
                   return CallAndPrint<v1::LogVisitResponse>(context, "LogVisit", request,
                                                             VisitText<v1::LogVisitResponse>);
                 });
  AddPeople(*command, request, /*required=*/true);
  command
      ->add_option_function<std::string>(
          "--start", [request](const std::string& time) { request->set_start(time); },
          "As 2026-03-31T10:00")
      ->required();
  command
      ->add_option_function<std::string>(
          "--end", [request](const std::string& time) { request->set_end(time); },
          "As 2026-03-31T11:00")
      ->required();
  command->add_option_function<std::string>(
      "--note", [request](const std::string& note) { request->set_note(note); },
      "What else to say");
  AddOutcome(*command, request);
}

// "That did not happen", by somebody whom it names.
template <typename Request, typename Response>
void AddDeny(CLI::App& group, CommandContext& context, const std::string& method,
             const std::string& description) {
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(group, context, "deny", description, request,
                                 [method](const CommandContext& context, const Request& request) {
                                   return Capture<Response>(context, method, request);
                                 });
  command
      ->add_option_function<std::string>(
          "event", [request](const std::string& event) { request->set_event(event); },
          "The event that says so, as \"saved\" or \"discrepancies\" names it")
      ->required();
  AddCredential(
      *command, [request] { return request->mutable_who(); }, /*required=*/true,
      /*with_person=*/false);
}

void AddHelpLog(CLI::App& app, CommandContext& context) {
  using Request = v1::LogBuddyHelpRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(app, context, "help-log", "One participant helped another", request,
                 [](const CommandContext& context, const Request& request) {
                   return Capture<v1::LogBuddyHelpResponse>(context, "LogBuddyHelp", request);
                 });
  AddWho(
      *command, "--helper", [request] { return request->mutable_helper(); }, "Who helped")
      ->required();
  AddWho(
      *command, "--helped", [request] { return request->mutable_helped(); }, "Who was helped")
      ->required();
  AddEnum<v1::HelpSide>(
      *command, "--side", *v1::HelpSide_descriptor(),
      [request](v1::HelpSide side) { request->set_side(side); }, "Whose word it is")
      ->required();
  command
      ->add_option_function<std::uint32_t>(
          "--minutes", [request](std::uint32_t minutes) { request->set_minutes(minutes); },
          "1 to 1440")
      ->required()
      ->check(CLI::Range(1, 1440));
  command
      ->add_option_function<std::string>(
          "--subject", [request](const std::string& subject) { request->set_subject(subject); },
          "With what: language, arithmetic, kitchen …")
      ->required();
  command->add_option_function<std::string>(
      "--day", [request](const std::string& day) { request->set_day(day); },
      "As 2026-03-31; without it today");
  AddWho(
      *command, "--coach", [request] { return request->mutable_coach(); },
      "The coach who enters it");
}

}  // namespace

void AddVisitCommands(CLI::App& app, CommandContext& context) {
  CLI::App* visit = app.add_subcommand("visit", "Visits to residents");
  visit->fallthrough();
  visit->require_subcommand(1);
  AddStart(*visit, context);
  AddEnd(*visit, context);
  AddLog(*visit, context);
  AddDeny<v1::DenyVisitRequest, v1::DenyVisitResponse>(
      *visit, context, "DenyVisit", "The visit did not happen, says who is named in it");
  AddHelpLog(app, context);
  CLI::App* help = app.add_subcommand("help", "Buddy help that was logged");
  help->fallthrough();
  help->require_subcommand(1);
  AddDeny<v1::DenyHelpRequest, v1::DenyHelpResponse>(
      *help, context, "DenyHelp", "The help did not happen, says who is named in it");
}

}  // namespace wijkboek
