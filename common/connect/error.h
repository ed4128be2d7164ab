// Errors of the Connect protocol: a code's name, its HTTP status, and the JSON body {"code": …,
// "message": …}.
#ifndef WIJKBOEK_COMMON_CONNECT_ERROR_H_
#define WIJKBOEK_COMMON_CONNECT_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// "not_found" for NOT_FOUND, and so on.
absl::string_view ConnectCode(absl::StatusCode code);
int HttpStatusOf(absl::StatusCode code);
std::string ConnectErrorJson(const absl::Status& status);

// The status that an answer other than 200 stands for. A body that is no Connect error gives a
// status guessed from the HTTP status, with a message that says so.
absl::Status StatusOfAnswer(int http_status, absl::string_view body);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CONNECT_ERROR_H_
