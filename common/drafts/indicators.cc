#include "common/drafts/indicators.h"

#include <algorithm>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr bool kAsked = true;
constexpr bool kNotAsked = false;

std::vector<IndicatorQuestion> MakeQuestions() {
  const std::vector<absl::string_view> yes_no = {"yes", "no", "refused"};
  return {
      {"gender", {"woman", "man", "non_binary", "refused"}, kAsked, kNotAsked, kNotAsked},
      {"labour", {"unemployed", "inactive", "employed"}, kAsked, kAsked, kAsked},
      // Since when somebody who is unemployed has been.
      {"unemployed_since", {}, kAsked, kNotAsked, kNotAsked},
      {"searching", {"yes", "no"}, kAsked, kAsked, kAsked},
      {"in_education", {"yes", "no"}, kAsked, kAsked, kAsked},
      // The highest level completed (ISCED 2011).
      {"education",
       {"isced_0", "isced_1", "isced_2", "isced_3", "isced_4", "isced_5", "isced_6", "isced_7",
        "isced_8"},
       kAsked,
       kNotAsked,
       kNotAsked},
      {"disability", yes_no, kAsked, kNotAsked, kNotAsked},
      {"third_country", yes_no, kAsked, kNotAsked, kNotAsked},
      {"foreign_background", yes_no, kAsked, kNotAsked, kNotAsked},
      {"minority", yes_no, kAsked, kNotAsked, kNotAsked},
      {"other_disadvantage", yes_no, kAsked, kNotAsked, kNotAsked},
      {"homeless", yes_no, kAsked, kNotAsked, kNotAsked},
      {"rural", {"yes", "no"}, kAsked, kNotAsked, kNotAsked},
      // Gained by the operation, on leaving it.
      {"qualification", {"yes", "no"}, kNotAsked, kAsked, kNotAsked},
      // From precarious to stable work, from too few hours, or to work that asks more.
      {"improved", {"yes", "no"}, kNotAsked, kNotAsked, kAsked},
  };
}

bool IsAskedAt(const IndicatorQuestion& question, v1::IndicatorMoment moment) {
  switch (moment) {
    case v1::INDICATOR_MOMENT_ENTRY:
      return question.at_entry;
    case v1::INDICATOR_MOMENT_EXIT:
      return question.at_exit;
    case v1::INDICATOR_MOMENT_SIX_MONTHS:
      return question.at_six_months;
    default:
      return false;
  }
}

std::vector<absl::string_view> AskedAt(v1::IndicatorMoment moment) {
  std::vector<absl::string_view> codes;
  for (const IndicatorQuestion& question : IndicatorQuestions()) {
    if (IsAskedAt(question, moment)) codes.push_back(question.code);
  }
  return codes;
}

absl::Status CheckAnswer(const IndicatorQuestion& question, const std::string& answer) {
  if (question.answers.empty()) return WithContext(ParseDay(answer).status(), question.code);
  if (std::find(question.answers.begin(), question.answers.end(), answer) !=
      question.answers.end()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", absl::CHexEscape(answer), "\" is no answer to ", question.code,
                   "; write one of ", absl::StrJoin(question.answers, ", ")));
}

}  // namespace

const std::vector<IndicatorQuestion>& IndicatorQuestions() {
  static const auto& questions = *new std::vector<IndicatorQuestion>(MakeQuestions());
  return questions;
}

const IndicatorQuestion* FindIndicatorQuestion(absl::string_view code) {
  for (const IndicatorQuestion& question : IndicatorQuestions()) {
    if (question.code == code) return &question;
  }
  return nullptr;
}

absl::Status CheckIndicators(const google::protobuf::RepeatedPtrField<v1::IndicatorAnswer>& answers,
                             v1::IndicatorMoment moment) {
  if (answers.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("nothing is answered; there can be: ", absl::StrJoin(AskedAt(moment), ", ")));
  }
  std::set<absl::string_view> seen;
  for (const v1::IndicatorAnswer& answer : answers) {
    const IndicatorQuestion* question = FindIndicatorQuestion(answer.question());
    if (question == nullptr || !IsAskedAt(*question, moment)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "\"", absl::CHexEscape(answer.question()), "\" is not asked at this moment (",
          MomentWord(moment), "); there can be: ", absl::StrJoin(AskedAt(moment), ", ")));
    }
    if (!seen.insert(question->code).second) {
      return absl::InvalidArgumentError(absl::StrCat(question->code, " is answered twice"));
    }
    RETURN_IF_ERROR(CheckAnswer(*question, answer.answer()));
  }
  return absl::OkStatus();
}

std::string MomentWord(v1::IndicatorMoment moment) {
  switch (moment) {
    case v1::INDICATOR_MOMENT_ENTRY:
      return "entry";
    case v1::INDICATOR_MOMENT_EXIT:
      return "exit";
    case v1::INDICATOR_MOMENT_SIX_MONTHS:
      return "six_months";
    default:
      return "";
  }
}

v1::IndicatorMoment MomentOf(absl::string_view word) {
  for (const v1::IndicatorMoment moment :
       {v1::INDICATOR_MOMENT_ENTRY, v1::INDICATOR_MOMENT_EXIT, v1::INDICATOR_MOMENT_SIX_MONTHS}) {
    if (MomentWord(moment) == word) return moment;
  }
  return v1::INDICATOR_MOMENT_UNSPECIFIED;
}

}  // namespace wijkboek
