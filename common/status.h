// Passing absl::Status on, with context added where it is known.
#ifndef WIJKBOEK_COMMON_STATUS_H_
#define WIJKBOEK_COMMON_STATUS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// The same status with "context: " before its message. OK stays OK.
inline absl::Status WithContext(const absl::Status& status, absl::string_view context) {
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(context, ": ", status.message()));
}

}  // namespace wijkboek

#define WIJKBOEK_CONCAT_INNER(a, b) a##b
#define WIJKBOEK_CONCAT(a, b) WIJKBOEK_CONCAT_INNER(a, b)

// Returns from the calling function if the expression's status is not OK.
#define RETURN_IF_ERROR(expression)                    \
  do {                                                 \
    absl::Status wijkboek_status = (expression);       \
    if (!wijkboek_status.ok()) return wijkboek_status; \
  } while (false)

// Assigns the value of a StatusOr, or returns its status from the calling function.
#define ASSIGN_OR_RETURN(target, expression) \
  ASSIGN_OR_RETURN_IMPL(WIJKBOEK_CONCAT(wijkboek_or_, __LINE__), target, expression)
#define ASSIGN_OR_RETURN_IMPL(temporary, target, expression) \
  auto temporary = (expression);                             \
  if (!temporary.ok()) return std::move(temporary).status(); \
  target = *std::move(temporary)

#endif  // WIJKBOEK_COMMON_STATUS_H_
