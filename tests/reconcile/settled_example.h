// One case of what coaches settle, as a coordinator would tell it. J, K, L and M are coaches.
#ifndef WIJKBOEK_TESTS_RECONCILE_SETTLED_EXAMPLE_H_
#define WIJKBOEK_TESTS_RECONCILE_SETTLED_EXAMPLE_H_

#include <gtest/gtest.h>

#include <ostream>

#include "absl/strings/string_view.h"
#include "tests/reconcile/scene.h"

namespace wijkboek {

struct SettledExample {
  const char* name;
  const char* story;
  // Scene::SettledOutcome.
  const char* outcome;
};

inline void PrintTo(const SettledExample& example, std::ostream* out) { *out << example.name; }

// P is expected at C from 09:00 to 12:00 and from 13:00 to 16:00; C closes at 17:00. One kiosk
// stands there, and all that it captured is in the log.
Scene Told(absl::string_view story);

// Each comes out as written, in whatever order it arrives: settlements_test.cc.
class Settling : public testing::TestWithParam<SettledExample> {};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_SETTLED_EXAMPLE_H_
