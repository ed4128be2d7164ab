// What must hold for any input. What does not ends the program with where and why: to a fuzzer that
// is a finding, and the input that made it is kept.
#ifndef WIJKBOEK_TESTS_FUZZ_REQUIRE_H_
#define WIJKBOEK_TESTS_FUZZ_REQUIRE_H_

#include <cstdlib>
#include <iostream>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

[[noreturn]] inline void EndWith(const char* file, int line, absl::string_view what,
                                 absl::string_view why) {
  std::cerr << file << ":" << line << ": " << what << ": " << why << std::endl;
  std::abort();
}

inline void RequireOk(const absl::Status& status, const char* file, int line,
                      absl::string_view what) {
  if (!status.ok()) EndWith(file, line, what, status.ToString());
}

#define FUZZ_REQUIRE(condition, why)                                \
  do {                                                              \
    if (!(condition)) EndWith(__FILE__, __LINE__, #condition, why); \
  } while (false)
#define FUZZ_REQUIRE_OK(expression) RequireOk(expression, __FILE__, __LINE__, #expression)

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_FUZZ_REQUIRE_H_
