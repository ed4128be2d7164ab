// Who comes while descriptors are scarce, and afterwards.
#include "server/door.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "tests/common/temp_dir.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int kPlenty = 1 << 20;

std::unique_ptr<Door> DoorAt(const std::string& address, int descriptors_max) {
  absl::StatusOr<std::unique_ptr<Door>> door = Door::Listen(address, descriptors_max);
  EXPECT_TRUE(door.ok()) << door.status();
  return door.ok() ? *std::move(door) : nullptr;
}

// Everybody who was let in.
class Hall {
 public:
  ~Hall() { Clear(); }
  void Take(int connection) {
    std::lock_guard lock(mutex_);
    inside_.push_back(connection);
    came_.notify_all();
  }
  bool Await(std::size_t count) {
    std::unique_lock lock(mutex_);
    return came_.wait_for(lock, std::chrono::seconds(20), [&] { return inside_.size() >= count; });
  }
  void Clear() {
    std::lock_guard lock(mutex_);
    for (const int connection : inside_) close(connection);
    inside_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<int> inside_;
};

class Visitor {
 public:
  explicit Visitor(int family = AF_INET)
      : family_(family), socket_(socket(family, SOCK_STREAM, 0)) {}
  ~Visitor() { close(socket_); }
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;

  bool Knock(const std::string& address) const {
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port));
    if (family_ == AF_INET6) {
      const sockaddr_in6 to{.sin6_family = AF_INET6,
                            .sin6_port = htons(static_cast<std::uint16_t>(port)),
                            .sin6_flowinfo = 0,
                            .sin6_addr = in6addr_loopback,
                            .sin6_scope_id = 0};
      return connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  // Waits until the other side hangs up.
  bool IsTurnedAway() const {
    pollfd wait{.fd = socket_, .events = POLLIN, .revents = 0};
    char byte = 0;
    return poll(&wait, 1, 20'000) == 1 && read(socket_, &byte, 1) <= 0;
  }

 private:
  const int family_;
  const int socket_;
};

// Whatever was left open between others: from here on the lowest free number is the next one.
class NoGaps {
 public:
  NoGaps() {
    for (int i = 0; i < 100; ++i) fillers_.push_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
  }
  ~NoGaps() {
    for (const int filler : fillers_) close(filler);
  }
  NoGaps(const NoGaps&) = delete;
  NoGaps& operator=(const NoGaps&) = delete;

 private:
  std::vector<int> fillers_;
};

int LowestFreeDescriptor() {
  const int number = open("/dev/null", O_RDONLY | O_CLOEXEC);
  close(number);
  return number;
}

TEST(DoorTest, TurnsAwayWhoeverComesWhileTooManyDescriptorsAreInUse) {
  Hall hall;
  const NoGaps no_gaps;
  const Visitor first, second, third;
  // Two are the door's own.
  const std::unique_ptr<Door> door = DoorAt("127.0.0.1:0", LowestFreeDescriptor() + 3);
  ASSERT_NE(door, nullptr);
  door->Open([&](int connection) { hall.Take(connection); });
  ASSERT_TRUE(first.Knock(door->address()));
  ASSERT_TRUE(hall.Await(1));
  ASSERT_TRUE(second.Knock(door->address()));
  EXPECT_TRUE(second.IsTurnedAway());
  hall.Clear();
  ASSERT_TRUE(third.Knock(door->address()));
  EXPECT_TRUE(hall.Await(1));
}

TEST(DoorTest, WhoCannotBeAcceptedWaitsAndIsLetInLater) {
  Hall hall;
  const Visitor visitor;
  const std::unique_ptr<Door> door = DoorAt("127.0.0.1:0", kPlenty);
  ASSERT_NE(door, nullptr);
  door->Open([&](int connection) { hall.Take(connection); });
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none_left{.rlim_cur = static_cast<rlim_t>(LowestFreeDescriptor()),
                         .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none_left), 0);
  EXPECT_TRUE(visitor.Knock(door->address()));
  // The door tries meanwhile.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(hall.Await(1));
}

TEST(DoorTest, LeavesDescriptorsToOthersHoweverFewThereAre) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  for (const int all : {96, 256, 1024}) {
    const rlimit few{.rlim_cur = static_cast<rlim_t>(all), .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
    EXPECT_GT(Door::DescriptorsForConnections(), all / 2) << all;
    EXPECT_LE(Door::DescriptorsForConnections(), all - 32) << all;
  }
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

TEST(DoorTest, LocalhostIsEachOfItsAddresses) {
  Hall hall;
  const std::unique_ptr<Door> door = DoorAt("localhost:0", kPlenty);
  ASSERT_NE(door, nullptr);
  EXPECT_THAT(door->address(), StartsWith("localhost:"));
  door->Open([&](int connection) { hall.Take(connection); });
  const Visitor four, six(AF_INET6);
  std::size_t knocked = 0;
  if (four.Knock(door->address())) ++knocked;
  if (six.Knock(door->address())) ++knocked;
  EXPECT_GT(knocked, 0u);
  EXPECT_TRUE(hall.Await(knocked));
}

TEST(DoorTest, MayBeAFileAndSaysWhenItsNameIsTooLong) {
  TempDir dir;
  Hall hall;
  const std::string path = dir.File("door");
  const std::unique_ptr<Door> door = DoorAt("unix:" + path, kPlenty);
  ASSERT_NE(door, nullptr);
  EXPECT_EQ(door->address(), "unix:" + path);
  door->Open([&](int connection) { hall.Take(connection); });
  const int visitor = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  path.copy(to.sun_path, sizeof to.sun_path - 1);
  EXPECT_EQ(connect(visitor, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  EXPECT_TRUE(hall.Await(1));
  close(visitor);
  const absl::Status refused = Door::Listen("unix:" + std::string(108, 'x'), kPlenty).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
}

TEST(DoorTest, GivesItsPortBackAndSaysWhenItIsTaken) {
  const std::unique_ptr<Door> door = DoorAt("127.0.0.1:0", kPlenty);
  ASSERT_NE(door, nullptr);
  const absl::Status second = Door::Listen(door->address(), kPlenty).status();
  EXPECT_TRUE(absl::IsUnavailable(second));
  EXPECT_THAT(std::string(second.message()), HasSubstr(door->address()));
  door->Open([](int connection) { close(connection); });
  door->Close();
  EXPECT_NE(DoorAt(door->address(), kPlenty), nullptr);
}

}  // namespace
}  // namespace wijkboek
