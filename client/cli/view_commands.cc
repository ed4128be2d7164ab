// status, today, people: what a kiosk shows.
#include "client/cli/capture.h"

namespace wijkboek {

void AddViewCommands(CLI::App& app, CommandContext& context) {
  AddCommand(app, context, "status", "What is unsent, since when, and why",
             std::make_shared<v1::GetStatusRequest>(),
             [](const CommandContext& context, const v1::GetStatusRequest& request) {
               return CallAndPrint<v1::GetStatusResponse>(context, "GetStatus", request,
                                                          StatusText);
             });

  auto today = std::make_shared<v1::GetTodayRequest>();
  CLI::App* command = AddCommand(
      app, context, "today", "The centre today, as this kiosk knows it", today,
      [](const CommandContext& context, const v1::GetTodayRequest& request) {
        return CallAndPrint<v1::GetTodayResponse>(context, "GetToday", request, TodayText);
      });
  command->add_option_function<std::string>(
      "--day", [today](const std::string& day) { today->set_day(day); },
      "Another day, as 2026-03-31");

  AddCommand(
      app, context, "people", "Who this kiosk knows", std::make_shared<v1::ListPeopleRequest>(),
      [](const CommandContext& context, const v1::ListPeopleRequest& request) {
        return CallAndPrint<v1::ListPeopleResponse>(context, "ListPeople", request, PeopleText);
      });
}

}  // namespace wijkboek
