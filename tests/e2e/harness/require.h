// What a test's surroundings must be able to do; if they can't, the test program ends and says why.
#ifndef WIJKBOEK_TESTS_E2E_HARNESS_REQUIRE_H_
#define WIJKBOEK_TESTS_E2E_HARNESS_REQUIRE_H_

#include <cstdlib>
#include <iostream>
#include <string>

namespace wijkboek {

inline void Require(bool holds, const std::string& what) {
  if (holds) return;
  std::cerr << "the test can't go on: " << what << std::endl;
  std::abort();
}

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_E2E_HARNESS_REQUIRE_H_
