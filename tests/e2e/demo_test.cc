// The demonstration is the main job from end to end: it compares every figure with those worked out
// by hand, and says so by its exit code.
#include "tests/e2e/harness/expect_ok.h"

namespace wijkboek {
namespace {

TEST(DemoTest, FiguresAreThoseWorkedOutByHand) {
  const std::string source = WIJKBOEK_SOURCE_DIR;
  ASSERT_OK_AND_ASSIGN(const Finished demo,
                       RunProgram({source + "/deploy/demo/run-demo", WIJKBOEK_BUILD_DIR, "--once"},
                                  {}, std::chrono::seconds(110)));
  EXPECT_THAT(demo, Succeeded());
}

}  // namespace
}  // namespace wijkboek
