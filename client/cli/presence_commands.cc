// check-in, check-out, no-badge, sighting, excuse.
#include "client/cli/capture.h"

namespace wijkboek {
namespace {

// Prints "saved …" also where nobody is known to own the badge; the exit code tells those apart.
template <typename Response>
absl::Status Tap(CommandContext& context, absl::string_view method,
                 const google::protobuf::Message& request) {
  Response response;
  absl::Status status = context.kiosk()->Call(method, request, response);
  if (!status.ok()) return status;
  context.out() << (context.json ? JsonText(response) : SavedText(response.saved()));
  if (response.saved().person().empty()) context.exit_code = kExitUnknownBadge;
  return absl::OkStatus();
}

template <typename Request, typename Response>
void AddTap(CLI::App& app, CommandContext& context, const std::string& name,
            const std::string& method, const std::string& description) {
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(app, context, name, description, request,
                                 [method](CommandContext& context, const Request& request) {
                                   return Tap<Response>(context, method, request);
                                 });
  AddCredential(
      *command, [request] { return request->mutable_who(); }, /*required=*/true,
      /*with_person=*/true);
  command->add_flag_callback(
      "--practice", [request] { request->set_practice(true); }, "Only practising: never counts");
}

void AddNoBadge(CLI::App& app, CommandContext& context) {
  using Request = v1::CheckInWithoutBadgeRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(
      app, context, "no-badge", "Somebody is here without a badge", request,
      [](const CommandContext& context, const Request& request) {
        return Capture<v1::CheckInWithoutBadgeResponse>(context, "CheckInWithoutBadge", request);
      });
  command
      ->add_option_function<std::string>(
          "--token", [request](const std::string& text) { request->set_picture_token(text); },
          "The picture they chose, such as \"blue boat\"")
      ->required();
}

void AddSighting(CLI::App& app, CommandContext& context) {
  using Request = v1::SightRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command =
      AddCommand(app, context, "sighting", "A coach saw (or phoned) a participant", request,
                 [](const CommandContext& context, const Request& request) {
                   return Capture<v1::SightResponse>(context, "Sight", request);
                 });
  command
      ->add_option_function<std::string>(
          "--person", [request](const std::string& id) { request->set_person(id); },
          "The participant's id, or how it begins")
      ->required();
  AddWho(
      *command, "--coach", [request] { return request->mutable_coach(); }, "Who saw them")
      ->required();
  command->add_flag_callback(
      "--by-phone", [request] { request->set_by_phone(true); }, "By phone, not in sight");
}

void AddExcuse(CLI::App& app, CommandContext& context) {
  using Request = v1::ExcuseRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(app, context, "excuse", "\"I can't come\"", request,
                                 [](const CommandContext& context, const Request& request) {
                                   return Capture<v1::ExcuseResponse>(context, "Excuse", request);
                                 });
  AddCredential(
      *command, [request] { return request->mutable_who(); }, /*required=*/true,
      /*with_person=*/true);
  AddEnum<v1::AbsenceReason>(
      *command, "--reason", *v1::AbsenceReason_descriptor(),
      [request](v1::AbsenceReason reason) { request->set_reason(reason); }, "Why")
      ->required();
  CLI::Option_group* scope = command->add_option_group("when", "What it covers");
  scope->add_flag_callback(
      "--until-better", [request] { request->set_until_better(true); }, "From today until better");
  CLI::Option* from = scope->add_option_function<std::string>(
      "--from", [request](const std::string& day) { request->set_first_day(day); },
      "First day, as 2026-03-31");
  scope->add_option_function<std::vector<std::string>>(
      "--session",
      [request](const std::vector<std::string>& sessions) {
        for (const std::string& session : sessions) request->add_sessions(session);
      },
      "Sessions (ids, or how they begin)");
  scope->require_option(1);
  command
      ->add_option_function<std::string>(
          "--to", [request](const std::string& day) { request->set_last_day(day); }, "Last day")
      ->needs(from);
  command->add_option_function<std::string>(
      "--called-at", [request](const std::string& time) { request->set_called_at(time); },
      "When they phoned, as 2026-03-31T08:15");
  AddWho(
      *command, "--coach", [request] { return request->mutable_coach(); }, "Who keys it in");
}

}  // namespace

void AddPresenceCommands(CLI::App& app, CommandContext& context) {
  AddTap<v1::CheckInRequest, v1::CheckInResponse>(app, context, "check-in", "CheckIn",
                                                  "Somebody comes in");
  AddTap<v1::CheckOutRequest, v1::CheckOutResponse>(app, context, "check-out", "CheckOut",
                                                    "Somebody leaves");
  AddNoBadge(app, context);
  AddSighting(app, context);
  AddExcuse(app, context);
}

}  // namespace wijkboek
