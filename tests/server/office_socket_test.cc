// What the office's socket does besides what its command line asks for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/server/office_web_fixture.h"

namespace wijkboek {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class OfficeSocketTest : public OfficeWebTest {};

TEST_F(OfficeSocketTest, AReportComesAsAFileInPieces) {
  v1::ExportReportRequest request;
  request.set_form(v1::ExportReportRequest::FORM_CSV);
  request.mutable_report()->mutable_hours();
  const auto fetch = [&](std::string& file) {
    grpc::ClientContext context;
    const auto reader = office_->ExportReport(&context, request);
    v1::ExportReportResponse piece;
    while (reader->Read(&piece)) file += piece.content();
    return reader->Finish();
  };
  std::string file;
  const grpc::Status status = fetch(file);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(file, StartsWith("\xef\xbb\xbfperson,"));
  EXPECT_THAT(file, HasSubstr("\r\nAmina Verzonnen,"));
  request.mutable_report()->set_centre("nowhere");
  std::string nothing;
  EXPECT_EQ(fetch(nothing).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(nothing, "");
}

TEST_F(OfficeSocketTest, ARosterIsItsOptionsThenItsPieces) {
  const auto send = [&](const std::vector<v1::ImportRosterRequest>& messages) {
    grpc::ClientContext context;
    v1::ImportRosterResponse response;
    const auto writer = office_->ImportRoster(&context, &response);
    for (const v1::ImportRosterRequest& message : messages) writer->Write(message);
    writer->WritesDone();
    return writer->Finish();
  };
  v1::ImportRosterRequest options, piece;
  options.mutable_options()->set_dry_run(true);
  piece.mutable_piece()->set_file("participants.csv");
  EXPECT_THAT(send({}).error_message(), HasSubstr("begins with its options"));
  EXPECT_THAT(send({piece}).error_message(), HasSubstr("begins with its options"));
  EXPECT_THAT(send({options, options}).error_message(), HasSubstr("come the pieces"));
  EXPECT_EQ(send({options, piece}).error_code(), grpc::StatusCode::CANCELLED)
      << "without an end it may have been cut off";
}

TEST_F(OfficeSocketTest, WhoeverHasTheMachineLooksAfterAccounts) {
  const std::string cookie = SignedIn("kantoor", v1::ROLE_OFFICE);
  grpc::ClientContext listing;
  v1::ListAccountsResponse accounts;
  ASSERT_TRUE(access_->ListAccounts(&listing, {}, &accounts).ok());
  ASSERT_EQ(accounts.accounts_size(), 1);
  EXPECT_EQ(accounts.accounts(0).name(), "kantoor");
  EXPECT_EQ(Call("AccessService/GetMe", "{}", cookie).status, 200);

  v1::ResetAccountRequest reset;
  reset.set_name("kantoor");
  grpc::ClientContext resetting;
  v1::ResetAccountResponse anew;
  ASSERT_TRUE(access_->ResetAccount(&resetting, reset, &anew).ok());
  EXPECT_NE(anew.one_time_password(), "");
  EXPECT_EQ(Call("AccessService/GetMe", "{}", cookie).status, 401) << "nobody stays signed in";
  reset.set_name("nobody");
  grpc::ClientContext again;
  EXPECT_EQ(access_->ResetAccount(&again, reset, &anew).error_code(), grpc::StatusCode::NOT_FOUND);

  grpc::ClientContext auditing;
  v1::ListAuditResponse trail;
  ASSERT_TRUE(access_->ListAudit(&auditing, {}, &trail).ok());
  EXPECT_TRUE(std::any_of(trail.rows().begin(), trail.rows().end(), [](const v1::AuditRow& row) {
    return row.method() == "ResetAccount" &&
           row.ShortDebugString().find("kantoor") != std::string::npos;
  })) << trail.ShortDebugString();
}

}  // namespace
}  // namespace wijkboek
