// Sync over real mutual TLS, in one process.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "common/limits.h"
#include "common/tls/x509.h"
#include "server/authority.h"
#include "server/feed.h"
#include "server/listeners.h"
#include "server/office_log.h"
#include "server/reconciler.h"
#include "server/sync_adapter.h"
#include "tests/server/server_store.h"
#include "tests/server/test_device.h"
#include "wijkboek/v1/sync.grpc.pb.h"

namespace wijkboek {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr std::int64_t kHour = 3'600'000;

class SyncTest : public ::testing::Test {
 protected:
  SyncTest() { Serve(/*streams_max=*/100); }
  ~SyncTest() override { Stop(); }

  void Serve(int streams_max) {
    office_ = *OfficeLog::Open(*store_.writer, *store_.keys, store_.clock, store_.random, "1");
    reconciler_ = *Reconciler::Open(":memory:", *store_.log, store_.clock);
    feed_ = std::make_unique<Feed>(*store_.log, *reconciler_, *store_.keys, store_.clock);
    adapter_ = SyncAdapter::Make(
        {.push = store_.parts(),
         .feed = *feed_,
         .identify = [this](absl::string_view pem) { return authority_.Identify(pem); },
         .streams_max = streams_max});
    store_.writer->OnCommit([this] { adapter_->LogGrew(); });
    listener_ = *ListenForSync("127.0.0.1:0", authority_, adapter_->service());
  }
  void Stop() {
    if (adapter_ != nullptr) adapter_->Stop();
    if (listener_ != nullptr) listener_->Stop(1000);
    listener_.reset();
    store_.writer->Stop();
    adapter_.reset();
    feed_.reset();
    reconciler_.reset();
    office_.reset();
  }

  std::unique_ptr<v1::SyncService::Stub> StubFor(const TestDevice& device,
                                                 const Authority& issuer) {
    std::string key = *MakeTlsKey();
    absl::StatusOr<IssuedCertificate> certificate = issuer.IssueDevice(
        *MakeSigningRequest(key), device.identity(), real_clock_.WallMs(), kHour);
    EXPECT_TRUE(certificate.ok()) << certificate.status();
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = authority_.certificate_pem();
    options.pem_private_key = key;
    options.pem_cert_chain = certificate->pem;
    grpc::ChannelArguments arguments;
    arguments.SetSslTargetNameOverride(std::string(kTlsServerName));
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return v1::SyncService::NewStub(
        grpc::CreateCustomChannel(listener_->address(), grpc::SslCredentials(options), arguments));
  }
  std::unique_ptr<v1::SyncService::Stub> StubFor(const TestDevice& device) {
    return StubFor(device, authority_);
  }
  static void SetDeadline(grpc::ClientContext& context) {
    context.set_deadline(system_clock::now() + seconds(60));
  }

  SystemClock real_clock_;
  ServerStore store_;
  Authority authority_ =
      *Authority::OpenOrCreate(store_.dir.File("authority"), real_clock_.WallMs());
  std::unique_ptr<OfficeLog> office_;
  std::unique_ptr<Reconciler> reconciler_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<SyncAdapter> adapter_;
  std::unique_ptr<GrpcListener> listener_;
  TestDevice device_{1};
};

TEST_F(SyncTest, PushesWithSeveralBatchesInFlight) {
  for (int i = 0; i < 40; ++i) device_.CheckIn(TestId(50));
  auto stub = StubFor(device_);
  grpc::ClientContext context;
  SetDeadline(context);
  auto stream = stub->Push(&context);
  v1::PushRequest request;
  *request.mutable_open()->mutable_head() = ToProto(device_.head());
  ASSERT_TRUE(stream->Write(request));
  v1::PushResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_FALSE(response.opened().has_held());
  for (std::uint64_t first = 1; first <= 40; first += 4) {
    *request.mutable_batch() = device_.Batch(first, first + 3);
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  std::uint64_t acknowledged = 0;
  while (stream->Read(&response)) {
    EXPECT_GT(response.acknowledgement().event().seq(), acknowledged);
    acknowledged = response.acknowledgement().event().seq();
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(acknowledged, 40u);
  EXPECT_EQ(store_.Events().size(), 41u);
}

// Answers that nobody fetches must not pile up: the server stops reading, and goes on when they go.
TEST_F(SyncTest, ADeviceThatOnlyAsksIsNotReadForEver) {
  for (std::size_t i = 0; i < kHashQuerySeqsMax; ++i) device_.CheckIn(TestId(50));
  ASSERT_TRUE(store_.PushBatch(device_.identity(), device_.All()).ok());
  auto stub = StubFor(device_);
  grpc::ClientContext context;
  SetDeadline(context);
  auto stream = stub->Push(&context);
  // A question with a long answer, and a long one, which soon fills what lies between the two.
  v1::PushRequest question, filler;
  question.mutable_hash_query()->set_epoch(device_.epoch());
  for (std::size_t i = 0; i < kHashQuerySeqsMax; ++i) {
    question.mutable_hash_query()->add_seqs(i + 1);
  }
  filler.mutable_time_query()->mutable_status()->set_version(std::string(64 * 1024, 'x'));
  constexpr int kQuestions = 1000;
  std::atomic<int> asked{0};
  std::thread asking([&] {
    while (asked < kQuestions && stream->Write(question) && stream->Write(filler)) ++asked;
    stream->WritesDone();
  });
  int before = -1;
  while (asked != before) {
    before = asked;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  EXPECT_LT(before, kQuestions);
  // It goes on where answers are fetched.
  v1::PushResponse response;
  int answers = 0;
  while (answers < 2 * before + 10 && stream->Read(&response)) ++answers;
  EXPECT_EQ(answers, 2 * before + 10);
  context.TryCancel();
  asking.join();
  stream->Finish();
}

TEST_F(SyncTest, ARefusalSaysWhichSeq) {
  device_.CheckIn(TestId(50));
  device_.CheckIn(TestId(50));
  auto stub = StubFor(device_);
  grpc::ClientContext context;
  SetDeadline(context);
  auto stream = stub->Push(&context);
  v1::PushRequest request;
  *request.mutable_batch() = device_.All();
  request.mutable_batch()->mutable_events()->DeleteSubrange(0, 1);
  ASSERT_TRUE(stream->Write(request));
  v1::PushResponse response;
  EXPECT_FALSE(stream->Read(&response));
  grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), ::testing::HasSubstr("seq 1"));
}

TEST_F(SyncTest, ACertificateOfAnotherAuthorityIsShutOut) {
  Authority other = *Authority::OpenOrCreate(store_.dir.File("other"), real_clock_.WallMs());
  auto stub = StubFor(device_, other);
  grpc::ClientContext context;
  SetDeadline(context);
  auto stream = stub->Push(&context);
  v1::PushResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_FALSE(stream->Finish().ok());
}

TEST_F(SyncTest, AnotherDevicesLogIsRefused) {
  TestDevice victim(2);
  victim.CheckIn(TestId(50));
  auto stub = StubFor(device_);
  grpc::ClientContext context;
  SetDeadline(context);
  auto stream = stub->Push(&context);
  v1::PushRequest request;
  *request.mutable_batch() = victim.All();
  ASSERT_TRUE(stream->Write(request));
  v1::PushResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(SyncTest, PullFollowsTheLogLive) {
  auto stub = StubFor(device_);
  grpc::ClientContext context;
  SetDeadline(context);
  auto reader = stub->Pull(&context, v1::PullRequest());
  v1::PullResponse page;
  do {
    ASSERT_TRUE(reader->Read(&page));
  } while (!page.up_to_date());
  std::uint64_t position = page.cursor().position();
  v1::Event event;
  event.set_kind(v1::EVENT_KIND_UNOWNED_CHECK_IN);
  event.mutable_unowned_check_in()->set_picture_token("blue boat");
  device_.Append(event);
  ASSERT_TRUE(store_.PushBatch(device_.identity(), device_.All()).ok());
  ASSERT_TRUE(reader->Read(&page));
  ASSERT_EQ(page.entries_size(), 1);
  EXPECT_EQ(page.entries(0).event().event(), device_.events()[0].bytes);
  EXPECT_GT(page.cursor().position(), position);
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(SyncTest, RevocationCutsOpenStreamsAndKeepsThemOut) {
  auto stub = StubFor(device_);
  grpc::ClientContext pull_context, push_context;
  SetDeadline(pull_context);
  SetDeadline(push_context);
  auto reader = stub->Pull(&pull_context, v1::PullRequest());
  v1::PullResponse page;
  ASSERT_TRUE(reader->Read(&page));
  auto stream = stub->Push(&push_context);
  v1::PushRequest request;
  request.mutable_time_query();
  ASSERT_TRUE(stream->Write(request));
  v1::PushResponse response;
  ASSERT_TRUE(stream->Read(&response));
  store_.directory.Revoke(device_.id());
  while (reader->Read(&page)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
  grpc::ClientContext again;
  SetDeadline(again);
  auto late = stub->Pull(&again, v1::PullRequest());
  EXPECT_FALSE(late->Read(&page));
  EXPECT_EQ(late->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(SyncTest, BeyondTheAdmittedItSaysWhenToComeAgain) {
  Stop();
  store_.Restart();
  Serve(/*streams_max=*/1);
  auto stub = StubFor(device_);
  grpc::ClientContext first_context;
  SetDeadline(first_context);
  auto first = stub->Pull(&first_context, v1::PullRequest());
  v1::PullResponse page;
  ASSERT_TRUE(first->Read(&page));
  TestDevice other(2);
  auto other_stub = StubFor(other);
  grpc::ClientContext context;
  SetDeadline(context);
  auto second = other_stub->Pull(&context, v1::PullRequest());
  EXPECT_FALSE(second->Read(&page));
  EXPECT_EQ(second->Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  auto retry = context.GetServerTrailingMetadata().find("wijkboek-retry-after-ms");
  ASSERT_NE(retry, context.GetServerTrailingMetadata().end());
  EXPECT_GT(std::stoi(std::string(retry->second.data(), retry->second.size())), 0);
  // Place is made when one goes.
  first_context.TryCancel();
  first->Finish();
  grpc::StatusCode code = grpc::StatusCode::RESOURCE_EXHAUSTED;
  for (int i = 0; i < 100 && code == grpc::StatusCode::RESOURCE_EXHAUSTED; ++i) {
    grpc::ClientContext third_context;
    SetDeadline(third_context);
    auto third = other_stub->Pull(&third_context, v1::PullRequest());
    if (third->Read(&page)) third_context.TryCancel();
    code = third->Finish().error_code();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(code, grpc::StatusCode::CANCELLED);
}

TEST_F(SyncTest, StopsWithOpenStreamsInTime) {
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::PullResponse>>> pulls;
  std::vector<std::unique_ptr<grpc::ClientReaderWriter<v1::PushRequest, v1::PushResponse>>> pushes;
  std::vector<std::unique_ptr<v1::SyncService::Stub>> stubs;
  for (int n = 1; n <= 5; ++n) {
    stubs.push_back(StubFor(TestDevice(n)));
    for (int i = 0; i < 2; ++i) {
      contexts.push_back(std::make_unique<grpc::ClientContext>());
      SetDeadline(*contexts.back());
    }
    pulls.push_back(stubs.back()->Pull(contexts[contexts.size() - 2].get(), v1::PullRequest()));
    pushes.push_back(stubs.back()->Push(contexts.back().get()));
    v1::PullResponse page;
    ASSERT_TRUE(pulls.back()->Read(&page));
    v1::PushRequest request;
    request.mutable_time_query();
    ASSERT_TRUE(pushes.back()->Write(request));
    v1::PushResponse response;
    ASSERT_TRUE(pushes.back()->Read(&response));
  }
  auto begun = steady_clock::now();
  Stop();
  EXPECT_LT(steady_clock::now() - begun, seconds(4));
  for (auto& pull : pulls) {
    v1::PullResponse page;
    while (pull->Read(&page)) {
    }
    EXPECT_EQ(pull->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  }
  for (auto& push : pushes) {
    v1::PushResponse response;
    EXPECT_FALSE(push->Read(&response));
    EXPECT_EQ(push->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  }
}

TEST_F(SyncTest, CancelledStreamsLeaveNothingBehind) {
  for (int i = 0; i < 30; ++i) device_.CheckIn(TestId(50));
  auto stub = StubFor(device_);
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    SetDeadline(context);
    auto stream = stub->Push(&context);
    v1::PushRequest request;
    *request.mutable_batch() = device_.All();
    stream->Write(request);
    context.TryCancel();
    stream->Finish();
  }
  // More than may be open at once for one device: the earlier ones are gone.
  bool served = false;
  for (int i = 0; i < 200 && !served; ++i) {
    grpc::ClientContext context;
    SetDeadline(context);
    auto stream = stub->Push(&context);
    v1::PushRequest request;
    *request.mutable_batch() = device_.All();
    stream->Write(request);
    v1::PushResponse response;
    served = stream->Read(&response);
    stream->WritesDone();
    stream->Finish();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(served);
  EXPECT_EQ(store_.Events().size(), 31u);
}

}  // namespace
}  // namespace wijkboek
