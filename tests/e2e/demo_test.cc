// The demonstration is the main job from end to end: a recorded week whose every figure it compares
// with those worked out by hand or a second time, and says so by its exit code.
#include "tests/e2e/harness/expect_ok.h"

namespace wijkboek {
namespace {

TEST(DemoTest, FiguresOfTheWeekAreThoseWorkedOutBeforehand) {
  const std::string source = WIJKBOEK_SOURCE_DIR;
  ASSERT_OK_AND_ASSIGN(const Finished demo,
                       RunProgram({source + "/deploy/demo/run-demo", WIJKBOEK_BUILD_DIR, "--once"},
                                  {}, std::chrono::seconds(280)));
  EXPECT_THAT(demo, Succeeded());
}

}  // namespace
}  // namespace wijkboek
