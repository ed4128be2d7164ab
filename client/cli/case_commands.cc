// cases and case: no-show cases, at this kiosk or in the office.
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "client/cli/capture.h"
#include "client/cli/case_text.h"
#include "common/status.h"

namespace wijkboek {
namespace {

struct ListArguments {
  v1::ListCasesRequest request;
  bool here = false;
};

template <typename Response>
absl::Status PrintCases(const CommandContext& context, const Response& response) {
  context.out() << (context.json ? JsonText(response) : CasesText(response.items()));
  return absl::OkStatus();
}

absl::Status List(const CommandContext& context, const ListArguments& arguments) {
  if (arguments.here) {
    v1::ListCasesHereRequest request;
    request.set_all(arguments.request.all());
    v1::ListCasesHereResponse response;
    RETURN_IF_ERROR(context.kiosk()->Call("ListCasesHere", request, response));
    return PrintCases(context, response);
  }
  v1::ListCasesResponse response;
  RETURN_IF_ERROR(context.office()->ListCases(arguments.request, response));
  return PrintCases(context, response);
}

void AddList(CLI::App& app, CommandContext& context) {
  auto arguments = std::make_shared<ListArguments>();
  CLI::App* command =
      AddCommand(app, context, "cases", "Whom to call, and no-show cases with what happens next",
                 arguments, List);
  v1::ListCasesRequest& request = arguments->request;
  CLI::Option* here = command->add_flag("--here", arguments->here,
                                        "As this kiosk knows them; without it the office");
  command->add_flag_callback(
      "--all", [&request] { request.set_all(true); }, "Those at an end too");
  command
      ->add_option_function<std::string>(
          "--centre", [&request](const std::string& text) { request.set_centre(text); },
          "Of this centre alone, in the office")
      ->excludes(here);
  command
      ->add_option_function<std::string>(
          "--person", [&request](const std::string& text) { request.set_participant(text); },
          "Of this participant alone, in the office: the key, the id or how it begins")
      ->excludes(here);
}

struct ChangeArguments {
  v1::CaseChange change;
  // One of them: at this kiosk, or in the office.
  v1::Who coach;
  std::string author;
};

absl::Status Change(const CommandContext& context, const ChangeArguments& arguments) {
  if (arguments.author.empty()) {
    v1::ChangeCaseHereRequest request;
    *request.mutable_change() = arguments.change;
    *request.mutable_coach() = arguments.coach;
    return Capture<v1::ChangeCaseHereResponse>(context, "ChangeCaseHere", request);
  }
  v1::ChangeCaseRequest request;
  *request.mutable_change() = arguments.change;
  request.set_author(arguments.author);
  v1::ChangeCaseResponse response;
  RETURN_IF_ERROR(context.office()->ChangeCase(request, response));
  if (context.json) {
    context.out() << JsonText(response);
    return absl::OkStatus();
  }
  context.out() << "saved " << absl::BytesToHexString(response.event()) << "\n";
  if (!response.notice().empty()) context.out() << Printable(response.notice()) << "\n";
  return absl::OkStatus();
}

void AddCase(CLI::App& command, const std::function<void(const std::string&)>& set) {
  command
      .add_option_function<std::string>(
          "case", set, "As \"cases\" names it, or a participant who has one case alone")
      ->required();
}

struct AddedChange {
  CLI::App& command;
  v1::CaseChange& change;
};

// With who decides: a coach at this kiosk, or somebody whom the office names.
AddedChange AddChange(CLI::App& app, CommandContext& context, const std::string& name,
                      const std::string& description) {
  auto arguments = std::make_shared<ChangeArguments>();
  CLI::App* command = AddCommand(app, context, name, description, arguments, Change);
  v1::CaseChange& change = arguments->change;
  AddCase(*command, [&change](const std::string& text) { change.set_case_(text); });
  CLI::Option_group* who = command->add_option_group("who", "Who decides, and where");
  AddWho(
      *who, "--coach", [arguments] { return &arguments->coach; },
      "At this kiosk, by their own badge, QR code, number or PIN");
  who->add_option("--author", arguments->author,
                  "In the office: the key of a coach, or the beginning of their id")
      ->type_name("KEY");
  who->require_option(1);
  return {*command, change};
}

void AddHear(CLI::App& app, CommandContext& context) {
  const AddedChange added = AddChange(app, context, "hear", "What she says about the no-shows");
  v1::CaseHearing& heard = *added.change.mutable_heard();
  added.command
      .add_option_function<std::string>(
          "--text", [&heard](const std::string& text) { heard.set_text(text); },
          "What she said, in her words; sealed for her")
      ->required();
  added.command
      .add_option_function<std::string>(
          "--language", [&heard](const std::string& tag) { heard.set_language(tag); },
          "The language she was heard in, as its tag: nl, ti, tzm or ar-MA")
      ->required();
  added.command.add_flag_callback(
      "--interpreter", [&heard] { heard.set_interpreter(true); }, "With an interpreter");
}

void AddAccount(CLI::App& app, CommandContext& context) {
  const AddedChange added =
      AddChange(app, context, "account", "What the client manager made of it");
  AddEnum<v1::CaseResult>(
      added.command, "--result", *v1::CaseResult_descriptor(),
      [change = &added.change](v1::CaseResult result) { change->set_accounted(result); },
      "What came of it")
      ->required();
}

void AddAcknowledge(CLI::App& app, CommandContext& context) {
  const AddedChange added = AddChange(app, context, "acknowledge",
                                      "The client manager knows that the case was retracted");
  v1::CaseRetraction& retraction = *added.change.mutable_retraction();
  added.command.add_flag_callback(
      "--sanction-undone", [&retraction] { retraction.set_sanction_undone(true); },
      "The sanction was undone");
}

absl::Status Letter(const CommandContext& context, const v1::GetCaseLetterRequest& request) {
  v1::GetCaseLetterResponse response;
  RETURN_IF_ERROR(context.office()->GetCaseLetter(request, response));
  context.out() << (context.json ? JsonText(response) : response.text());
  return absl::OkStatus();
}

void AddLetter(CLI::App& app, CommandContext& context) {
  auto request = std::make_shared<v1::GetCaseLetterRequest>();
  CLI::App* command =
      AddCommand(app, context, "letter",
                 "The letter for the client manager about a case that was sent, or the list of "
                 "a municipality's",
                 request, Letter);
  CLI::Option_group* what = command->add_option_group("what", "Which");
  what->add_option_function<std::string>(
      "case", [request](const std::string& text) { request->set_case_(text); },
      "As \"cases\" names it, or a participant who has one case alone");
  what->add_option_function<std::string>(
          "--municipality", [request](const std::string& code) { request->set_municipality(code); },
          "All cases sent of this municipality, as GM0363")
      ->type_name("GM");
  what->require_option(1);
}

}  // namespace

void AddCaseCommands(CLI::App& app, CommandContext& context) {
  AddList(app, context);
  CLI::App* one = app.add_subcommand("case", "What happens to a no-show case next");
  one->fallthrough();
  one->require_subcommand(1);
  AddHear(*one, context);
  AddedChange sent = AddChange(*one, context, "send",
                               "To the client manager, by a coordinator, once she was heard");
  sent.change.set_sent(true);
  AddAccount(*one, context);
  AddAcknowledge(*one, context);
  AddLetter(*one, context);
}

}  // namespace wijkboek
