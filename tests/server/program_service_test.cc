// The office's services over gRPC where it becomes tight: more calls than are answered at a time,
// and files that break off. Who may call what is proven elsewhere, at the real server.
#include "server/program_service.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "server/access/access_desk.h"
#include "server/access/account_store.h"
#include "server/access/audit_trail.h"
#include "tests/common/counting_random.h"
#include "tests/common/temp_dir.h"
#include "wijkboek/v1/office_page.pb.h"
#include "wijkboek/v1/reports.pb.h"

namespace wijkboek {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kToken[] = "wbt_verzonnen";
constexpr char kOverview[] = "wijkboek.v1.OfficePageService/GetOverview";
constexpr char kExport[] = "wijkboek.v1.OfficeService/ExportReport";
constexpr std::int64_t kNowMs = 1772521200000;

// A call in one message, and all that is answered.
struct ProgramCall {
  grpc::ClientContext context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer answer;
  grpc::Status status;
};

class ProgramServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<AccountStore>> store =
        AccountStore::Open(folder_.File("accounts.db"));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    AccountRecord account{.id = random_.NewId(),
                          .name = "koppeling",
                          .display_name = "Koppeling Verzonnen",
                          .role = v1::ROLE_OFFICE};
    ASSERT_TRUE(store_->Add(account).ok());
    ASSERT_TRUE(store_
                    ->AddToken({.id = random_.NewId(),
                                .secret_hash = Sha256(kToken),
                                .account = account.id,
                                .purpose = "test",
                                .made_ms = kNowMs,
                                .ends_ms = kNowMs + 1000})
                    .ok());
    desk_ = std::make_unique<AccessDesk>(
        AccessParts{.store = *store_,
                    .random = random_,
                    .now_ms = [] { return kNowMs; },
                    .boottime_ms = [] { return kNowMs; },
                    .key = random_.NewKey(),
                    .read_remit = [](const v1::Remit&) { return Remit(); },
                    .remit_text = [](const Remit&) { return ""; },
                    .read_coach = [](const std::string&) { return Id(); }});
    trail_ = std::make_unique<AuditTrail>(*store_);
    gate_ = std::make_unique<Gate>(*desk_, *trail_, [] { return kNowMs; });
    service_ = std::make_unique<ProgramService>(*gate_);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterCallbackGenericService(service_.get());
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    stub_ = std::make_unique<grpc::GenericStub>(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
  }
  void TearDown() override {
    if (!released_.HasBeenNotified()) released_.Notify();
    if (server_ != nullptr) server_->Shutdown();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  static void Prepare(grpc::ClientContext& context) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    context.AddMetadata("authorization", absl::StrCat("bearer ", kToken));
  }
  // Its event has the call as its tag.
  void Begin(const std::string& method, ProgramCall& call) {
    Prepare(call.context);
    call.reader = stub_->PrepareUnaryCall(&call.context, absl::StrCat("/", method),
                                          grpc::ByteBuffer(&nothing_, 1), &queue_);
    call.reader->StartCall();
    call.reader->Finish(&call.answer, &call.status, &call);
  }
  void* NextTag() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok ? tag : nullptr;
  }

  // What comes of a file, until it ends or `pieces_max` came, and the last status.
  std::vector<std::string> Pieces(grpc::Status& status, std::size_t pieces_max = 1000) {
    grpc::ClientContext context;
    Prepare(context);
    const auto call = stub_->PrepareCall(&context, absl::StrCat("/", kExport), &queue_);
    call->StartCall(this);
    NextTag();
    call->WriteLast(grpc::ByteBuffer(&nothing_, 1), grpc::WriteOptions(), this);
    NextTag();
    std::vector<std::string> pieces;
    while (pieces.size() < pieces_max) {
      grpc::ByteBuffer buffer;
      call->Read(&buffer, this);
      if (NextTag() == nullptr) break;
      grpc::Slice slice;
      v1::ExportReportResponse piece;
      EXPECT_TRUE(buffer.DumpToSingleSlice(&slice).ok());
      EXPECT_TRUE(piece.ParseFromArray(slice.begin(), static_cast<int>(slice.size())));
      pieces.push_back(piece.content());
    }
    if (pieces.size() == pieces_max) context.TryCancel();
    call->Finish(&status, this);
    NextTag();
    return pieces;
  }

  // What answers may wait for.
  absl::Notification released_;
  TempDir folder_;
  CountingRandom random_;
  std::unique_ptr<AccountStore> store_;
  std::unique_ptr<AccessDesk> desk_;
  std::unique_ptr<AuditTrail> trail_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<ProgramService> service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::GenericStub> stub_;
  grpc::CompletionQueue queue_;
  const grpc::Slice nothing_;
};

TEST_F(ProgramServiceTest, WhoIsOneTooManyIsToldToComeBack) {
  gate_->Add<v1::GetOverviewRequest, v1::GetOverviewResponse>(
      kOverview, [&](const Caller&, const v1::GetOverviewRequest&) {
        released_.WaitForNotification();
        return v1::GetOverviewResponse();
      });
  std::vector<std::unique_ptr<ProgramCall>> calls;
  for (int i = 0; i <= ProgramService::kCallsMax; ++i) {
    calls.push_back(std::make_unique<ProgramCall>());
    Begin(kOverview, *calls.back());
  }
  // All others wait for this test.
  auto* refused = static_cast<ProgramCall*>(NextTag());
  ASSERT_NE(refused, nullptr);
  EXPECT_EQ(refused->status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(refused->status.error_message(), HasSubstr("call again"));
  released_.Notify();
  for (int i = 0; i < ProgramService::kCallsMax; ++i) {
    auto* answered = static_cast<ProgramCall*>(NextTag());
    ASSERT_NE(answered, nullptr);
    EXPECT_TRUE(answered->status.ok()) << answered->status.error_message();
  }
  // Who was answered makes room, a moment after the answer.
  grpc::Status after;
  do {
    ProgramCall call;
    Begin(kOverview, call);
    ASSERT_EQ(NextTag(), &call);
    after = call.status;
  } while (after.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(after.ok()) << after.error_message();
}

TEST_F(ProgramServiceTest, AFileComesInPiecesAndHalfOfOneIsAnError) {
  int made = 0;
  gate_->AddFile<v1::ExportReportRequest>(
      kExport, [&](const Caller&, const v1::ExportReportRequest&) -> absl::StatusOr<FileAnswer> {
        return FileAnswer{.name = "list.csv", .next = [&]() -> absl::StatusOr<std::string> {
                            if (++made <= 2) return absl::StrCat("piece ", made);
                            if (made == 3) return absl::DataLossError("it can't be read");
                            return made == 4 ? "all" : "";
                          }};
      });
  grpc::Status status;
  EXPECT_THAT(Pieces(status), ElementsAre("piece 1", "piece 2"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DATA_LOSS);
  EXPECT_THAT(Pieces(status), ElementsAre("all"));
  EXPECT_TRUE(status.ok()) << status.error_message();
}

// Nobody makes a file to its end that nobody takes.
TEST_F(ProgramServiceTest, AFileThatIsNotTakenEndsAndTheServerWithIt) {
  const std::string piece(64 * 1024, 'x');
  gate_->AddFile<v1::ExportReportRequest>(
      kExport, [&](const Caller&, const v1::ExportReportRequest&) -> absl::StatusOr<FileAnswer> {
        return FileAnswer{.name = "endless.csv", .next = [&] { return piece; }};
      });
  grpc::Status status;
  EXPECT_THAT(Pieces(status, /*pieces_max=*/2), ElementsAre(piece, piece));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  // Waits for every call.
  server_->Shutdown();
  server_->Wait();
}

}  // namespace
}  // namespace wijkboek
