// The tests' own surroundings do what the other tests rely on.
#include <signal.h>

#include <httplib.h>

#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/process.h"
#include "tests/e2e/harness/proxy.h"
#include "tests/e2e/harness/scratch.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::Pair;

TEST(ProcessTest, ReadyLineIsRead) {
  const Scratch scratch;
  ASSERT_OK_AND_ASSIGN(
      const auto process,
      Process::Start({"sh", "-c", "echo ready a=1 b=x=y; sleep 30"}, scratch / "p"));
  ASSERT_OK_AND_ASSIGN(const auto values, process->AwaitReady());
  EXPECT_THAT(values, Contains(Pair("a", "1")));
  EXPECT_THAT(values, Contains(Pair("b", "x=y")));
}

TEST(ProcessTest, EndBeforeReadyIsToldWithItsReason) {
  const Scratch scratch;
  ASSERT_OK_AND_ASSIGN(const auto process,
                       Process::Start({"sh", "-c", "echo no disk >&2; exit 3"}, scratch / "p"));
  const auto values = process->AwaitReady();
  EXPECT_EQ(values.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(values.status().message()), testing::HasSubstr("no disk"));
}

TEST(ProcessTest, DestructorKillsWithWhatItStarted) {
  const Scratch scratch;
  pid_t pid = 0;
  {
    ASSERT_OK_AND_ASSIGN(const auto process,
                         Process::Start({"sh", "-c", "sleep 30; true"}, scratch / "p"));
    pid = process->pid();
    EXPECT_TRUE(process->running());
  }
  EXPECT_NE(::kill(pid, 0), 0);
}

// A server of one sentence, behind a proxy.
class ProxyTest : public testing::Test {
 protected:
  void SetUp() override {
    server_.Get("/", [](const httplib::Request&, httplib::Response& response) {
      response.set_content(std::string(100'000, 'x'), "text/plain");
    });
    const int port = server_.bind_to_any_port("127.0.0.1");
    target_ = "127.0.0.1:" + std::to_string(port);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  void TearDown() override {
    server_.stop();
    thread_.join();
  }
  bool Fetch() {
    httplib::Client client("http://" + proxy_.address());
    client.set_read_timeout(1, 0);
    const httplib::Result result = client.Get("/");
    return result && result->body.size() == 100'000;
  }

  httplib::Server server_;
  std::thread thread_;
  std::string target_;
  Proxy proxy_;
};

TEST_F(ProxyTest, PassesOnceConnectedAndNotAfterACut) {
  EXPECT_FALSE(Fetch());
  proxy_.Connect(target_);
  EXPECT_TRUE(Fetch());
  proxy_.Cut();
  EXPECT_FALSE(Fetch());
  proxy_.Connect(target_);
  EXPECT_TRUE(Fetch());
}

TEST_F(ProxyTest, CutsInTheMiddleOfAnAnswer) {
  proxy_.Connect(target_);
  proxy_.CutAfterToKiosk(50'000);
  EXPECT_FALSE(Fetch());
  EXPECT_TRUE(proxy_.was_cut());
}

TEST_F(ProxyTest, BlackHoleAnswersNothing) {
  proxy_.Connect(target_);
  proxy_.Blackhole(true);
  EXPECT_FALSE(Fetch());
  proxy_.Blackhole(false);
  EXPECT_TRUE(Fetch());
}

}  // namespace
}  // namespace wijkboek
