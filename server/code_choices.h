// The words that a path's steps may use, for forms: the file of codes that the server was built
// with (deploy/classifications), and the answers of indicators.
#ifndef WIJKBOEK_SERVER_CODE_CHOICES_H_
#define WIJKBOEK_SERVER_CODE_CHOICES_H_

#include <cstdint>

#include "absl/status/status.h"
#include "common/civil_time.h"
#include "common/drafts/classifications.h"
#include "wijkboek/v1/office_page.pb.h"

namespace wijkboek {

const Classifications& BuiltInCodes();

// Adds those that may be used that day, `within` their list; answers of a question within
// "indicator QUESTION".
void AddCodeChoices(CivilDay day, v1::ListChoicesResponse& choices);

// INVALID_ARGUMENT, with those that may be used, for a step with a code that is none on its day
// (today, where it names none).
absl::Status CheckCodes(const v1::PathStep& step, std::int64_t now_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_CODE_CHOICES_H_
