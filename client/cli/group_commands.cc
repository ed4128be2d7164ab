// people groups, merge, separate and different: at this kiosk, or in the office.
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/capture.h"
#include "common/status.h"

namespace wijkboek {
namespace {

using As = v1::GroupPeopleRequest;

std::string PersonText(const v1::NamedPerson& person) {
  return person.name().empty() ? person.person()
                               : absl::StrCat(Printable(person.name()), " (", person.person(), ")");
}

std::string GroupsText(const v1::ListPeopleGroupsResponse& response) {
  if (response.groups().empty()) return "nobody\n";
  std::string text;
  for (const v1::PeopleGroupItem& item : response.groups()) {
    absl::StrAppend(&text, item.merged() ? "one person: " : "perhaps one person: ",
                    absl::StrJoin(item.people(), " = ",
                                  [](std::string* out, const v1::NamedPerson& person) {
                                    out->append(PersonText(person));
                                  }),
                    item.reason().empty() ? "" : absl::StrCat(" - ", Printable(item.reason())),
                    "\n");
  }
  return text;
}

absl::Status List(const CommandContext& context, const v1::ListPeopleGroupsRequest& request) {
  v1::ListPeopleGroupsResponse response;
  RETURN_IF_ERROR(context.office()->ListPeopleGroups(request, response));
  context.out() << (context.json ? JsonText(response) : GroupsText(response));
  return absl::OkStatus();
}

struct GroupArguments {
  v1::GroupPeopleRequest request;
  v1::Who coach;
};

absl::Status GroupHere(const CommandContext& context, const GroupArguments& arguments) {
  v1::GroupPeopleHereRequest request;
  *request.mutable_people() = arguments.request.people();
  request.set_one(arguments.request.as() == As::AS_ONE);
  *request.mutable_coach() = arguments.coach;
  return Capture<v1::GroupPeopleHereResponse>(context, "GroupPeopleHere", request);
}

absl::Status GroupInOffice(const CommandContext& context, const GroupArguments& arguments) {
  v1::GroupPeopleResponse response;
  RETURN_IF_ERROR(context.office()->GroupPeople(arguments.request, response));
  if (context.json) {
    context.out() << JsonText(response);
    return absl::OkStatus();
  }
  context.out() << "saved " << absl::BytesToHexString(response.event()) << "\n";
  if (!response.notice().empty()) context.out() << Printable(response.notice()) << "\n";
  return absl::OkStatus();
}

absl::Status Group(const CommandContext& context, const GroupArguments& arguments) {
  return arguments.request.author().empty() ? GroupHere(context, arguments)
                                            : GroupInOffice(context, arguments);
}

void AddGroup(CLI::App& people, CommandContext& context, const std::string& name, As::As as,
              const std::string& description) {
  auto arguments = std::make_shared<GroupArguments>();
  arguments->request.set_as(as);
  CLI::App* command = AddCommand(people, context, name, description, arguments, Group);
  command
      ->add_option_function<std::vector<std::string>>(
          "people",
          [arguments](const std::vector<std::string>& texts) {
            arguments->request.mutable_people()->Assign(texts.begin(), texts.end());
          },
          "Registrations: ids, or how they begin; in the office keys too")
      ->required()
      ->expected(2, 100);
  CLI::Option_group* who = command->add_option_group("who", "Who says so");
  // That they were never one is the office's to say: it is the office that suggests it.
  if (as != As::AS_DIFFERENT) {
    AddWho(
        *who, "--coach", [arguments] { return &arguments->coach; },
        "At this kiosk: badge:T, qr:T, number:N or pin:N");
  }
  who->add_option_function<std::string>(
      "--author", [arguments](const std::string& text) { arguments->request.set_author(text); },
      "In the office: the key of a coach, or how their id begins");
  who->require_option(1);
}

}  // namespace

void AddGroupCommands(CLI::App& app, CommandContext& context) {
  CLI::App& people = *app.get_subcommand("people");
  auto request = std::make_shared<v1::ListPeopleGroupsRequest>();
  CLI::App* groups = AddCommand(people, context, "groups",
                                "In the office: who was registered more than once", request, List);
  groups->add_flag_callback(
      "--suggestions", [request] { request->set_suggestions(true); },
      "Those too who may have been");
  AddGroup(people, context, "merge", As::AS_ONE, "These registrations are one person");
  AddGroup(people, context, "separate", As::AS_SEPARATE,
           "They are not after all: all that was theirs is theirs again");
  AddGroup(people, context, "different", As::AS_DIFFERENT,
           "They were never one: suggests it no more");
  // What is chosen below it is chosen after it. Said last, because they would inherit it.
  people.immediate_callback();
}

}  // namespace wijkboek
