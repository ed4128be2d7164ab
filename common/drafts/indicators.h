// What is asked for a funder's indicators, and the answers that there are: docs/indicators.md.
// Pure.
#ifndef WIJKBOEK_COMMON_DRAFTS_INDICATORS_H_
#define WIJKBOEK_COMMON_DRAFTS_INDICATORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "wijkboek/v1/programme.pb.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {

struct IndicatorQuestion {
  absl::string_view code;
  // In the order in which they are offered; empty: a civil day.
  std::vector<absl::string_view> answers;
  // At which moments it is asked.
  bool at_entry = false;
  bool at_exit = false;
  bool at_six_months = false;
};

// All there are. Reports know them by code, so they are part of the program; which of them a
// programme may ask is said by the file of codes (list "indicator").
const std::vector<IndicatorQuestion>& IndicatorQuestions();

// Null when there is none.
const IndicatorQuestion* FindIndicatorQuestion(absl::string_view code);

// INVALID_ARGUMENT with what to write instead: no answers, a question that is none, is asked twice
// or not at that moment, an answer that is none of its answers.
absl::Status CheckIndicators(const google::protobuf::RepeatedPtrField<v1::IndicatorAnswer>& answers,
                             v1::IndicatorMoment moment);

// "entry", "exit", "six_months", as in PathRecord::state; empty: no moment.
std::string MomentWord(v1::IndicatorMoment moment);
v1::IndicatorMoment MomentOf(absl::string_view word);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFTS_INDICATORS_H_
