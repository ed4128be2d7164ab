// The demonstration is the main job from end to end: a recorded week, a made-up year before it, and
// how the week's doubts are settled. It compares every figure with those worked out by hand or a
// second time, makes the week's reports once more as known then, and says so by its exit code.
#include "tests/e2e/harness/expect_ok.h"

namespace wijkboek {
namespace {

TEST(DemoTest, FiguresAreThoseWorkedOutBeforehand) {
  const std::string source = WIJKBOEK_SOURCE_DIR;
  ASSERT_OK_AND_ASSIGN(const Finished demo,
                       RunProgram({source + "/deploy/demo/run-demo", WIJKBOEK_BUILD_DIR, "--once"},
                                  {}, std::chrono::seconds(580)));
  EXPECT_THAT(demo, Succeeded());
}

}  // namespace
}  // namespace wijkboek
