// What `changes` and `filed` print. Pure: values in, text out.
#ifndef WIJKBOEK_CLIENT_CLI_HISTORY_TEXT_H_
#define WIJKBOEK_CLIENT_CLI_HISTORY_TEXT_H_

#include <string>

#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// "filed NAME: …", with its cut-off and fingerprint.
std::string FiledText(const v1::FiledReport& filed);
// All of them in short; or the one that was named, as filed and as it is now, with what moved.
std::string FiledReportsText(const v1::ListFiledReportsResponse& response);

// Figures that moved, each with the late events that moved it, or the cause where there are none.
std::string ChangesText(const v1::ListChangesResponse& changes);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_HISTORY_TEXT_H_
