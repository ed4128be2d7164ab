#include "server/stream_set.h"

#include <gtest/gtest.h>

#include "tests/server/test_device.h"

namespace wijkboek {
namespace {

class FakeStream final : public Stream {
 public:
  explicit FakeStream(const Id& device) : Stream(device) {}
  void Cut(const absl::Status& why) override { ended = why; }
  void Wake(bool) override {}
  absl::Status ended;
};

TEST(StreamSet, AdmitsSoManyInAllAndPerDevice) {
  StreamSet set(3, 2);
  std::vector<std::shared_ptr<FakeStream>> streams;
  for (int n : {1, 1, 1, 2, 3}) streams.push_back(std::make_shared<FakeStream>(TestId(n)));
  EXPECT_TRUE(set.Add(streams[0]).ok());
  EXPECT_TRUE(set.Add(streams[1]).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(set.Add(streams[2])));
  EXPECT_TRUE(set.Add(streams[3]).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(set.Add(streams[4])));
  set.Remove(streams[0].get());
  EXPECT_TRUE(set.Add(streams[2]).ok());
}

TEST(StreamSet, CloseCutsAllAndAdmitsNobody) {
  StreamSet set(3, 2);
  auto stream = std::make_shared<FakeStream>(TestId(1));
  ASSERT_TRUE(set.Add(stream).ok());
  set.Close(absl::UnavailableError("stopping"));
  EXPECT_TRUE(absl::IsUnavailable(stream->ended));
  EXPECT_TRUE(absl::IsUnavailable(set.Add(std::make_shared<FakeStream>(TestId(2)))));
}

}  // namespace
}  // namespace wijkboek
