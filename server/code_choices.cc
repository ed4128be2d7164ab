#include "server/code_choices.h"

#include "absl/base/internal/raw_logging.h"
#include "absl/strings/str_cat.h"
#include "common/drafts/indicators.h"
#include "common/status.h"
#include "server/built_in_codes.h"

namespace wijkboek {
namespace {

void AddCodes(absl::string_view list, CivilDay day, v1::ListChoicesResponse& choices) {
  const std::vector<ListedCode> codes = BuiltInCodes().On(list, day);
  for (const ListedCode& code : codes) {
    v1::Choice& choice = *choices.add_codes();
    choice.set_id(code.code);
    choice.set_name(code.name);
    choice.set_within(std::string(list));
  }
}

}  // namespace

const Classifications& BuiltInCodes() {
  static const Classifications& codes = *[] {
    absl::StatusOr<Classifications> parsed = Classifications::Parse(kBuiltInCodes);
    if (!parsed.ok()) ABSL_RAW_LOG(FATAL, "codes: %s", parsed.status().ToString().c_str());
    return new Classifications(*std::move(parsed));
  }();
  return codes;
}

void AddCodeChoices(CivilDay day, v1::ListChoicesResponse& choices) {
  for (const char* list : {"outcome", "milestone", "help", "scale", "skill", "level ladder",
                           "instrument", "indicator"}) {
    AddCodes(list, day, choices);
  }
  const std::vector<ListedCode> scales = BuiltInCodes().On("scale", day);
  for (const ListedCode& scale : scales) {
    AddCodes(absl::StrCat("level ", scale.code), day, choices);
  }
  const std::vector<ListedCode> instruments = BuiltInCodes().On("instrument", day);
  for (const ListedCode& instrument : instruments) {
    AddCodes(absl::StrCat("version ", instrument.code), day, choices);
  }
  for (const IndicatorQuestion& question : IndicatorQuestions()) {
    for (const absl::string_view answer : question.answers) {
      v1::Choice& choice = *choices.add_codes();
      choice.set_id(std::string(answer));
      choice.set_within(absl::StrCat("indicator ", question.code));
    }
  }
}

absl::Status CheckCodes(const v1::PathStep& step, std::int64_t now_ms) {
  if (!HasCodes(step)) return absl::OkStatus();
  CivilDay day = DayOf(now_ms);
  if (!step.day().empty()) {
    ASSIGN_OR_RETURN(day, ParseDay(step.day()));
  }
  return BuiltInCodes().Check(step, day);
}

}  // namespace wijkboek
