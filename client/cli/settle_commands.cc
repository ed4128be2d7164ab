// discrepancies and settle: at this kiosk, or in the office.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/cli/capture.h"
#include "client/cli/options.h"
#include "client/cli/settle_text.h"
#include "common/status.h"

namespace wijkboek {
namespace {

struct ListArguments {
  v1::DiscrepancyChoice choice;
  std::string centre;
  bool here = false;
};

// Where there are none, as far as somebody looked.
std::string NothingText(const ListArguments& arguments) {
  const v1::DiscrepancyChoice& choice = arguments.choice;
  std::string text =
      choice.settled() ? "nothing to settle, and nothing settled" : "nothing to settle";
  if (!choice.kind().empty()) absl::StrAppend(&text, ", of kind ", Printable(choice.kind()));
  if (!choice.person().empty()) absl::StrAppend(&text, ", about ", Printable(choice.person()));
  if (!arguments.centre.empty()) absl::StrAppend(&text, ", at ", Printable(arguments.centre));
  if (choice.older_than_days() > 0) {
    absl::StrAppend(&text, ", older than ", choice.older_than_days(),
                    choice.older_than_days() == 1 ? " day" : " days");
  }
  return text;
}

template <typename Response>
void Print(const CommandContext& context, const ListArguments& arguments,
           const Response& response) {
  context.out() << (context.json ? JsonText(response)
                                 : DiscrepanciesText(response.items(), NothingText(arguments)));
}

absl::Status List(const CommandContext& context, const ListArguments& arguments) {
  if (arguments.here) {
    v1::ListDiscrepanciesHereRequest request;
    *request.mutable_choice() = arguments.choice;
    v1::ListDiscrepanciesHereResponse response;
    RETURN_IF_ERROR(context.kiosk()->Call("ListDiscrepanciesHere", request, response));
    Print(context, arguments, response);
    return absl::OkStatus();
  }
  v1::ListDiscrepanciesRequest request;
  *request.mutable_choice() = arguments.choice;
  request.set_centre(arguments.centre);
  v1::ListDiscrepanciesResponse response;
  RETURN_IF_ERROR(context.office()->ListDiscrepancies(request, response));
  Print(context, arguments, response);
  return absl::OkStatus();
}

void AddList(CLI::App& app, CommandContext& context) {
  auto arguments = std::make_shared<ListArguments>();
  CLI::App* command = AddCommand(app, context, "discrepancies",
                                 "What must be settled, the oldest first", arguments, List);
  v1::DiscrepancyChoice& choice = arguments->choice;
  CLI::Option* here =
      command->add_flag("--here", arguments->here, "As this kiosk knows it; without it the office");
  command->add_option("--centre", arguments->centre, "Of this centre alone, in the office")
      ->excludes(here);
  AddText(*command, "--kind", "Of this kind alone, as forgotten_check_out",
          [&choice](const std::string& kind) { choice.set_kind(kind); });
  AddText(*command, "--person",
          "About this participant alone: the id or how it begins; in the "
          "office the key too",
          [&choice](const std::string& person) { choice.set_person(person); });
  AddText(*command, "--id", "This one alone: its id, or how it begins",
          [&choice](const std::string& id) { choice.set_id(id); });
  command->add_flag_callback(
      "--settled", [&choice] { choice.set_settled(true); }, "Those that are settled too");
  command->add_option_function<std::uint32_t>(
      "--older-than", [&choice](std::uint32_t days) { choice.set_older_than_days(days); },
      "Older than so many days");
}

struct SettleArguments {
  std::string id;
  v1::Decision decision;
  // One of them.
  v1::Who coach;
  std::string author;
  bool here = false;
};

absl::Status SettleHere(const CommandContext& context, const SettleArguments& arguments) {
  v1::SettleDiscrepancyHereRequest request;
  request.set_id(arguments.id);
  *request.mutable_decision() = arguments.decision;
  *request.mutable_coach() = arguments.coach;
  return Capture<v1::SettleDiscrepancyHereResponse>(context, "SettleDiscrepancyHere", request);
}

absl::Status SettleInOffice(const CommandContext& context, const SettleArguments& arguments) {
  v1::SettleDiscrepancyRequest request;
  request.set_id(arguments.id);
  *request.mutable_decision() = arguments.decision;
  request.set_author(arguments.author);
  v1::SettleDiscrepancyResponse response;
  RETURN_IF_ERROR(context.office()->SettleDiscrepancy(request, response));
  if (context.json) {
    context.out() << JsonText(response);
    return absl::OkStatus();
  }
  context.out() << "saved " << absl::BytesToHexString(response.event()) << "\n";
  if (!response.notice().empty()) context.out() << Printable(response.notice()) << "\n";
  return absl::OkStatus();
}

absl::Status Settle(const CommandContext& context, const SettleArguments& arguments) {
  return arguments.author.empty() ? SettleHere(context, arguments)
                                  : SettleInOffice(context, arguments);
}

void AddDecision(CLI::App& command, v1::Decision& decision) {
  CLI::Option_group* group = command.add_option_group(
      "decision",
      "How; \"discrepancies\" says which are possible. A contest that is named by its "
      "event stands as it is without one");
  group->add_flag_callback(
      "--accept", [&decision] { decision.set_accept(true); },
      "It is so: the suggestion is right, or it stands as it is");
  group->add_flag_callback(
      "--reject", [&decision] { decision.set_accept(false); },
      "It is not so: nothing is to be done, or no minutes");
  const auto add_time = [&](const std::string& name, const std::string& description,
                            void (v1::Decision::*set)(const std::string&)) {
    group
        ->add_option_function<std::string>(
            name, [&decision, set](const std::string& text) { (decision.*set)(text); }, description)
        ->type_name("TIME");
  };
  add_time("--start", "When it began: 09:00 of that day, or 2026-03-31T09:00",
           &v1::Decision::set_start<const std::string&>);
  add_time("--end", "When it ended, in the same way", &v1::Decision::set_end<const std::string&>);
  add_time("--time", "When it was, with the day", &v1::Decision::set_time<const std::string&>);
  AddEnum<v1::MarkStatus>(
      *group, "--status", *v1::MarkStatus_descriptor(),
      [&decision](v1::MarkStatus status) { decision.set_status(status); }, "What it was after all");
  group->add_option_function<std::uint32_t>(
      "--minutes", [&decision](std::uint32_t minutes) { decision.set_minutes(minutes); },
      "How many minutes it was");
  group
      ->add_option_function<std::string>(
          "--person", [&decision](const std::string& text) { decision.set_person(text); },
          "Whose it is: the id or how it begins; in the office the key too")
      ->type_name("PERSON");
  group->require_option(0, 1);
}

void AddSettle(CLI::App& app, CommandContext& context) {
  auto arguments = std::make_shared<SettleArguments>();
  CLI::App* command =
      AddCommand(app, context, "settle",
                 "Settles a discrepancy or a contest: at this kiosk with --coach, in the office "
                 "with --author",
                 arguments, Settle);
  command
      ->add_option("id", arguments->id,
                   "Its id, or how it begins; of a contest also its event, as \"person\" names it")
      ->required();
  AddDecision(*command, arguments->decision);
  command->add_option_function<std::string>(
      "--note", [arguments](const std::string& text) { arguments->decision.set_note(text); },
      "Why; sealed for everybody concerned");
  CLI::Option_group* who = command->add_option_group("who", "Who decides");
  AddWho(
      *who, "--coach", [arguments] { return &arguments->coach; },
      "At this kiosk: badge:T, qr:T, number:N or pin:N");
  CLI::Option* author = who->add_option(
      "--author", arguments->author, "In the office: the key of a coach, or how their id begins");
  who->require_option(1);
  command->add_flag("--here", arguments->here, "At this kiosk, which --coach says already")
      ->excludes(author);
}

}  // namespace

void AddSettleCommands(CLI::App& app, CommandContext& context) {
  AddList(app, context);
  AddSettle(app, context);
}

}  // namespace wijkboek
