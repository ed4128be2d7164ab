// walk-in.
#include "absl/strings/str_cat.h"
#include "client/cli/capture.h"

namespace wijkboek {

void AddPeopleCommands(CLI::App& app, CommandContext& context) {
  using Request = v1::RegisterWalkInRequest;
  auto request = std::make_shared<Request>();
  CLI::App* command = AddCommand(
      app, context, "walk-in", "Registers somebody who is not enrolled", request,
      [](const CommandContext& context, const Request& request) {
        return CallAndPrint<v1::RegisterWalkInResponse>(
            context, "RegisterWalkIn", request, [](const v1::RegisterWalkInResponse& response) {
              return absl::StrCat(SavedText(response.saved()), "person ", response.saved().person(),
                                  "\n");
            });
      });
  command
      ->add_option_function<std::string>(
          "--given",
          [request](const std::string& text) { request->mutable_name()->set_given(text); },
          "Given name")
      ->required();
  command->add_option_function<std::string>(
      "--family", [request](const std::string& text) { request->mutable_name()->set_family(text); },
      "Family name");
  command->add_option_function<std::string>(
      "--birth-date", [request](const std::string& day) { request->set_birth_date(day); },
      "As 1990-05-31");
  command->add_option_function<std::string>(
      "--language", [request](const std::string& text) { request->set_language(text); },
      "Language tag, such as nl or ti");
  AddCredential(
      *command, [request] { return request->mutable_credential(); }, /*required=*/false,
      /*with_person=*/false);
  AddWho(
      *command, "--coach", [request] { return request->mutable_coach(); },
      "The coach who enters it");
}

}  // namespace wijkboek
