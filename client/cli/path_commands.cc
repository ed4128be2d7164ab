// path add, path show: what is measured, agreed and reached on a participant's path; at the office,
// or at this kiosk.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/capture.h"
#include "client/cli/file.h"
#include "common/clock.h"
#include "common/drafts/classifications.h"
#include "common/drafts/indicators.h"
#include "common/drafts/path_draft.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

struct PathArguments {
  std::string person;
  v1::PathStep step;
  bool here = false;
  v1::Who coach;
  std::string author;
  std::string codes_path = "/etc/wijkboek/classifications.json";
};

// Codes are reference data: this file alone says which there are.
absl::Status CheckCodes(const PathArguments& arguments) {
  if (!HasCodes(arguments.step)) return absl::OkStatus();
  const absl::StatusOr<std::string> json = ReadFile(arguments.codes_path, kImportBytesMax);
  if (!json.ok()) {
    return WithContext(json.status(), "codes can't be checked; name the file of codes by --codes");
  }
  const absl::StatusOr<Classifications> codes = Classifications::Parse(*json);
  if (!codes.ok()) return WithContext(codes.status(), arguments.codes_path);
  CivilDay day = DayOf(SystemClock().WallMs());
  if (!arguments.step.day().empty()) {
    ASSIGN_OR_RETURN(day, ParseDay(arguments.step.day()));
  }
  return codes->Check(arguments.step, day);
}

std::string RefText(const std::string& ref, const std::string& type) {
  return ref.empty() ? "" : absl::StrCat(type, " ", ref, "\n");
}

absl::Status AddHere(const CommandContext& context, const PathArguments& arguments) {
  if (arguments.coach.who_case() == v1::Who::WHO_NOT_SET) {
    return absl::InvalidArgumentError("at a kiosk say by --coach who writes it down");
  }
  v1::RecordPathStepHereRequest request;
  request.set_person(arguments.person);
  *request.mutable_step() = arguments.step;
  *request.mutable_coach() = arguments.coach;
  return CallAndPrint<v1::RecordPathStepHereResponse>(
      context, "RecordPathStepHere", request, [&](const v1::RecordPathStepHereResponse& response) {
        return absl::StrCat(SavedText(response.saved()),
                            RefText(response.ref(), arguments.step.type()));
      });
}

absl::Status Add(const CommandContext& context, const PathArguments& arguments) {
  RETURN_IF_ERROR(CheckCodes(arguments));
  if (arguments.here || arguments.coach.who_case() != v1::Who::WHO_NOT_SET) {
    return AddHere(context, arguments);
  }
  if (arguments.author.empty()) {
    return absl::InvalidArgumentError(
        "say who says so: by --author at the office, by --coach at this kiosk");
  }
  v1::RecordPathStepRequest request;
  request.set_participant(arguments.person);
  *request.mutable_step() = arguments.step;
  request.set_author(arguments.author);
  v1::RecordPathStepResponse response;
  RETURN_IF_ERROR(context.office()->RecordPathStep(request, response));
  context.out() << (context.json
                        ? JsonText(response)
                        : absl::StrCat("recorded ", absl::BytesToHexString(response.event()), "\n",
                                       RefText(response.ref(), arguments.step.type())));
  return absl::OkStatus();
}

// "NT2 reading A2, taalmeter 2".
std::string LevelText(const v1::PathStep& step) {
  std::vector<std::string> parts;
  for (const std::string* part : {&step.scale(), &step.skill(), &step.level()}) {
    if (!part->empty()) parts.push_back(*part);
  }
  std::string text = absl::StrJoin(parts, " ");
  if (!step.instrument().empty()) absl::StrAppend(&text, ", ", step.instrument());
  if (!step.instrument_version().empty()) absl::StrAppend(&text, " ", step.instrument_version());
  if (!step.score().empty()) absl::StrAppend(&text, ", ", step.score());
  if (step.growth_within()) absl::StrAppend(&text, ", grew within the step");
  return text;
}

std::string WhatText(const v1::PathStep& step) {
  std::vector<std::string> parts;
  const auto add = [&](std::string part) {
    if (!part.empty()) parts.push_back(std::move(part));
  };
  add(step.code());
  add(LevelText(step));
  for (const auto& [word, number] : EnumWords(*v1::PlacementType_descriptor())) {
    if (number == step.placement()) add(word);
  }
  if (step.type() == "referral") add(step.inward() ? "to us" : "onward");
  if (step.minutes() > 0) add(absl::StrCat(step.minutes(), " minutes"));
  add(step.note());
  for (const v1::IndicatorAnswer& answer : step.indicators()) {
    add(absl::StrCat(answer.question(), "=", answer.answer()));
  }
  return absl::StrJoin(parts, "; ");
}

template <typename Response>
std::string PathText(const Response& response) {
  if (response.items().empty()) return "nothing is written down yet\n";
  std::vector<v1::ReportRow> rows;
  for (const v1::PathItem& item : response.items()) {
    const v1::PathStep& step = item.step();
    rows.push_back(TableRow({step.day(), step.last_day(), step.type(), item.state(), WhatText(step),
                             item.who(), step.ref().substr(0, 8)}));
  }
  return TableText({TextColumn("day"), TextColumn("last day"), TextColumn("step"),
                    TextColumn("state"), TextColumn("what"), TextColumn("by"), TextColumn("ref")},
                   rows);
}

absl::Status Show(const CommandContext& context, const PathArguments& arguments) {
  if (arguments.here) {
    v1::ListPathHereRequest request;
    request.mutable_who()->set_person(arguments.person);
    return CallAndPrint<v1::ListPathHereResponse>(context, "ListPathHere", request,
                                                  PathText<v1::ListPathHereResponse>);
  }
  v1::ListPathRequest request;
  request.set_participant(arguments.person);
  v1::ListPathResponse response;
  RETURN_IF_ERROR(context.office()->ListPath(request, response));
  context.out() << (context.json ? JsonText(response) : PathText(response));
  return absl::OkStatus();
}

using Arguments = std::shared_ptr<PathArguments>;

void AddText(CLI::App& command, const Arguments& arguments, const std::string& name,
             void (v1::PathStep::*set)(const std::string&), const std::string& description) {
  command
      .add_option_function<std::string>(
          name, [arguments, set](const std::string& text) { (arguments->step.*set)(text); },
          description)
      ->type_name("TEXT");
}

void AddPerson(CLI::App& command, const Arguments& arguments) {
  command
      .add_option("person", arguments->person,
                  "The participant: the office's key, or the id (or how it begins)")
      ->required();
  command.add_flag("--here", arguments->here, "At this kiosk; without it at the office");
}

void AddStepOptions(CLI::App& command, const Arguments& arguments) {
  using Step = v1::PathStep;
  using Set = const std::string&;
  AddText(command, arguments, "--day", &Step::set_day<Set>, "As 2026-03-31; without it today");
  AddText(command, arguments, "--last-day", &Step::set_last_day<Set>, "Of what has an end");
  AddText(command, arguments, "--enrolment", &Step::set_enrolment<Set>,
          "How its id begins; without it the one that runs that day");
  AddText(command, arguments, "--ref", &Step::set_ref<Set>,
          "The goal or placement it is about: how its id begins");
  AddText(command, arguments, "--session", &Step::set_session<Set>,
          "The session that an invitation is to");
  command.add_option_function<std::uint32_t>(
      "--minutes", [arguments](std::uint32_t minutes) { arguments->step.set_minutes(minutes); },
      "How long a talk took");
  AddEnum<v1::PlacementType>(
      command, "--placement", *v1::PlacementType_descriptor(),
      [arguments](v1::PlacementType type) { arguments->step.set_placement(type); },
      "Which kind of placement");
  command.add_flag_callback(
      "--to-us", [arguments] { arguments->step.set_inward(true); },
      "Of a referral: from outside to us");
  command.add_flag_callback(
      "--met", [arguments] { arguments->step.set_met(true); },
      "Of goal_met: it was met; without it, it was not");
  AddText(command, arguments, "--code", &Step::set_code<Set>,
          "Outcome, milestone or kind of help as the file of codes has it; the name of a phase");
  AddText(command, arguments, "--scale", &Step::set_scale<Set>, "NT1, NT2 …; never converted");
  AddText(command, arguments, "--skill", &Step::set_skill<Set>, "reading, speaking …");
  AddText(command, arguments, "--level", &Step::set_level<Set>, "As the instrument gave it");
  AddText(command, arguments, "--instrument", &Step::set_instrument<Set>, "taalmeter …");
  AddText(command, arguments, "--instrument-version", &Step::set_instrument_version<Set>,
          "Its version");
  AddText(command, arguments, "--score", &Step::set_score<Set>, "As the instrument gave it");
  command.add_flag_callback(
      "--growth-within", [arguments] { arguments->step.set_growth_within(true); },
      "On the ladder: grew within the step");
  AddText(command, arguments, "--note", &Step::set_note<Set>, "The goal, or what else to say");
  command
      .add_option_function<std::string>(
          "--moment",
          [arguments](const std::string& moment) { arguments->step.set_moment(MomentOf(moment)); },
          "Of indicators: entry, exit or six_months")
      ->check(CLI::IsMember({"entry", "exit", "six_months"}));
  command
      .add_option_function<std::vector<std::string>>(
          "--answer",
          [arguments](const std::vector<std::string>& answers) {
            for (const std::string& answer : answers) {
              const std::vector<std::string> parts =
                  absl::StrSplit(answer, absl::MaxSplits('=', 1));
              v1::IndicatorAnswer& one = *arguments->step.add_indicators();
              one.set_question(parts[0]);
              if (parts.size() > 1) one.set_answer(parts[1]);
            }
          },
          "Of indicators: as gender=woman; may be given several times")
      ->type_name("QUESTION=ANSWER");
}

}  // namespace

void AddPathCommands(CLI::App& app, CommandContext& context) {
  CLI::App* path = app.add_subcommand("path", "What is measured, agreed and reached on the way");
  path->fallthrough();
  path->require_subcommand(1);

  const auto adding = std::make_shared<PathArguments>();
  CLI::App* add = AddCommand(*path, context, "add", "Writes a step down", adding, Add);
  add->add_option_function<std::string>(
         "type", [adding](const std::string& type) { adding->step.set_type(type); }, "Which step")
      ->check(CLI::IsMember(PathStepTypes()))
      ->required();
  AddPerson(*add, adding);
  AddStepOptions(*add, adding);
  AddWho(
      *add, "--coach", [adding] { return &adding->coach; },
      "At this kiosk: who writes it down, by badge:T, qr:T, number:N or pin:N");
  add->add_option("--author", adding->author,
                  "At the office: the key or id of the coach who says so")
      ->excludes("--coach")
      ->excludes("--here");
  add->add_option("--codes", adding->codes_path, "The file of codes")
      ->envname("WIJKBOEK_CODES")
      ->capture_default_str();

  const auto showing = std::make_shared<PathArguments>();
  CLI::App* show =
      AddCommand(*path, context, "show", "Somebody's steps, with what is sealed", showing, Show);
  AddPerson(*show, showing);
}

}  // namespace wijkboek
