// gtest's words for absl::Status and StatusOr, and for programs that end.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_EXPECT_OK_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_EXPECT_OK_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/e2e/harness/process.h"

namespace wijkboek {

inline const absl::Status& StatusIn(const absl::Status& status) { return status; }
template <typename Value>
const absl::Status& StatusIn(const absl::StatusOr<Value>& value) {
  return value.status();
}

inline void PrintTo(const Finished& finished, std::ostream* out) {
  *out << "exit " << finished.exit_status << ", said: " << finished.output << finished.errors;
}

// Ended well.
MATCHER(Succeeded, "") { return arg.exit_status == 0; }
// Ended with an error, and said why on standard error.
MATCHER_P(FailedSaying, text, "") {
  return arg.exit_status != 0 && arg.exit_status < 128 &&
         testing::Value(arg.errors, testing::ContainsRegex(text));
}

}  // namespace wijkboek

#define ASSERT_OK(expression)                                   \
  do {                                                          \
    const auto& ok_value = (expression);                        \
    ASSERT_TRUE(ok_value.ok()) << wijkboek::StatusIn(ok_value); \
  } while (false)
#define EXPECT_OK(expression)                                   \
  do {                                                          \
    const auto& ok_value = (expression);                        \
    EXPECT_TRUE(ok_value.ok()) << wijkboek::StatusIn(ok_value); \
  } while (false)

#define WIJKBOEK_JOIN_(left, right) left##right
#define WIJKBOEK_JOIN(left, right) WIJKBOEK_JOIN_(left, right)
#define ASSERT_OK_AND_ASSIGN(target, expression) \
  ASSERT_OK_AND_ASSIGN_(WIJKBOEK_JOIN(ok_or_, __LINE__), target, expression)
#define ASSERT_OK_AND_ASSIGN_(value, target, expression) \
  auto value = (expression);                             \
  ASSERT_TRUE(value.ok()) << value.status();             \
  target = *std::move(value)

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_EXPECT_OK_H_
