// mark, correct, void: what a coach says about what was captured.
#include "client/cli/capture.h"

namespace wijkboek {
namespace {

template <typename Request>
void AddPersonOption(CLI::App& command, const std::shared_ptr<Request>& request) {
  command
      .add_option_function<std::string>(
          "--person", [request](const std::string& id) { request->set_person(id); },
          "The participant's id, or how it begins")
      ->required();
}

template <typename Request>
void AddCoach(CLI::App& command, const std::shared_ptr<Request>& request) {
  AddWho(
      command, "--coach", [request] { return request->mutable_coach(); }, "Who says so")
      ->required();
}

void AddMark(CLI::App& app, CommandContext& context) {
  using Request = v1::MarkSessionRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(app, context, "mark", "Marks a participant in a session", request,
                 [](const CommandContext& context, const Request& request) {
                   return Capture<v1::MarkSessionResponse>(context, "MarkSession", request);
                 });
  AddPersonOption(*command, request);
  command
      ->add_option_function<std::string>(
          "--session", [request](const std::string& id) { request->set_session(id); },
          "The session's id, or how it begins")
      ->required();
  AddEnum<v1::MarkStatus>(
      *command, "--status", *v1::MarkStatus_descriptor(),
      [request](v1::MarkStatus status) { request->set_status(status); }, "The mark")
      ->required();
  AddCoach(*command, request);
}

void AddCorrect(CLI::App& app, CommandContext& context) {
  using Request = v1::CorrectPresenceRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(app, context, "correct", "Says when a participant was really here", request,
                 [](const CommandContext& context, const Request& request) {
                   return Capture<v1::CorrectPresenceResponse>(context, "CorrectPresence", request);
                 });
  AddPersonOption(*command, request);
  command
      ->add_option_function<std::string>(
          "--start", [request](const std::string& time) { request->set_start(time); },
          "As 2026-03-31T09:00")
      ->required();
  command
      ->add_option_function<std::string>(
          "--end", [request](const std::string& time) { request->set_end(time); },
          "As 2026-03-31T12:00")
      ->required();
  AddEnum<v1::CorrectionReason>(
      *command, "--reason", *v1::CorrectionReason_descriptor(),
      [request](v1::CorrectionReason reason) { request->set_reason(reason); }, "Why");
  command->add_option_function<std::vector<std::string>>(
      "--replaces",
      [request](const std::vector<std::string>& events) {
        for (const std::string& event : events) request->add_replaces(event);
      },
      "The events it replaces; without it all of that presence between start and end");
  command->add_flag_callback(
      "--did-not-happen", [request] { request->set_did_not_happen(true); }, "They were not here");
  command->add_option_function<std::string>(
      "--note", [request](const std::string& note) { request->set_note(note); },
      "What else to say");
  AddCoach(*command, request);
}

void AddVoid(CLI::App& app, CommandContext& context) {
  using Request = v1::VoidEventRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(app, context, "void", "Takes an event out of every figure", request,
                 [](const CommandContext& context, const Request& request) {
                   return Capture<v1::VoidEventResponse>(context, "VoidEvent", request);
                 });
  command
      ->add_option_function<std::string>(
          "event", [request](const std::string& event) { request->set_event(event); },
          "The event, as \"saved\" named it")
      ->required();
  AddEnum<v1::VoidReason>(
      *command, "--reason", *v1::VoidReason_descriptor(),
      [request](v1::VoidReason reason) { request->set_reason(reason); }, "Why");
  AddCoach(*command, request);
}

}  // namespace

void AddEditCommands(CLI::App& app, CommandContext& context) {
  AddMark(app, context);
  AddCorrect(app, context);
  AddVoid(app, context);
}

}  // namespace wijkboek
