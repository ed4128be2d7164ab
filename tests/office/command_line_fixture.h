// The command line with a kiosk and an office that answer what a test says.
#ifndef WIJKBOEK_TESTS_OFFICE_COMMAND_LINE_FIXTURE_H_
#define WIJKBOEK_TESTS_OFFICE_COMMAND_LINE_FIXTURE_H_

#include <unistd.h>

#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "client/cli/command_line.h"

namespace wijkboek {

// What was called, and what is answered.
struct Calls {
  std::string method;
  std::string request;
  std::string answer_json;
  absl::Status status;
  std::string url;
  // Of a roster: the content of each file.
  std::map<std::string, std::string> pieces;
};

class FakeKiosk final : public KioskConnection {
 public:
  explicit FakeKiosk(Calls& calls) : calls_(calls) {}
  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message& response) override {
    calls_.method = std::string(method);
    calls_.request = request.ShortDebugString();
    if (!calls_.status.ok()) return calls_.status;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(calls_.answer_json, &response).ok());
    return absl::OkStatus();
  }

 private:
  Calls& calls_;
};

class FakeOfficeConnection final : public OfficeConnection {
 public:
  explicit FakeOfficeConnection(Calls& calls) : calls_(calls) {}
  absl::Status InviteDevices(const v1::InviteDevicesRequest& q,
                             v1::InviteDevicesResponse& a) override {
    return Take("InviteDevices", q, a);
  }
  absl::Status ListDevices(const v1::ListDevicesRequest& q, v1::ListDevicesResponse& a) override {
    return Take("ListDevices", q, a);
  }
  absl::Status RevokeDevice(const v1::RevokeDeviceRequest& q,
                            v1::RevokeDeviceResponse& a) override {
    return Take("RevokeDevice", q, a);
  }
  absl::Status ApplyFacts(const v1::ApplyFactsRequest& q, v1::ApplyFactsResponse& a) override {
    return Take("ApplyFacts", q, a);
  }
  // Keeps the options as the request, and what the pieces held.
  absl::Status ImportRoster(const v1::ImportRosterOptions& q, NextPiece next,
                            v1::ImportRosterResponse& a) override {
    calls_.pieces.clear();
    while (true) {
      absl::StatusOr<std::optional<v1::RosterPiece>> piece = next();
      if (!piece.ok()) return piece.status();
      if (!piece->has_value()) break;
      calls_.pieces[(*piece)->file()] += (*piece)->content();
    }
    return Take("ImportRoster", q, a);
  }
  absl::Status ChangeDevice(const v1::ChangeDeviceRequest& q,
                            v1::ChangeDeviceResponse& a) override {
    return Take("ChangeDevice", q, a);
  }
  absl::Status RecordExcuse(const v1::RecordExcuseRequest& q,
                            v1::RecordExcuseResponse& a) override {
    return Take("RecordExcuse", q, a);
  }
  absl::Status ImportHistory(const v1::ImportHistoryRequest& q,
                             v1::ImportHistoryResponse& a) override {
    return Take("ImportHistory", q, a);
  }
  absl::Status GetReport(const v1::GetReportRequest& q, v1::GetReportResponse& a) override {
    return Take("GetReport", q, a);
  }
  absl::Status Rebuild(const v1::RebuildRequest& q, v1::RebuildResponse& a) override {
    return Take("Rebuild", q, a);
  }
  absl::Status Verify(const v1::VerifyRequest& q, v1::VerifyResponse& a) override {
    return Take("Verify", q, a);
  }
  absl::Status ListDiscrepancies(const v1::ListDiscrepanciesRequest& q,
                                 v1::ListDiscrepanciesResponse& a) override {
    return Take("ListDiscrepancies", q, a);
  }
  absl::Status SettleDiscrepancy(const v1::SettleDiscrepancyRequest& q,
                                 v1::SettleDiscrepancyResponse& a) override {
    return Take("SettleDiscrepancy", q, a);
  }
  absl::Status ListCases(const v1::ListCasesRequest& q, v1::ListCasesResponse& a) override {
    return Take("ListCases", q, a);
  }
  absl::Status ChangeCase(const v1::ChangeCaseRequest& q, v1::ChangeCaseResponse& a) override {
    return Take("ChangeCase", q, a);
  }
  absl::Status GetCaseLetter(const v1::GetCaseLetterRequest& q,
                             v1::GetCaseLetterResponse& a) override {
    return Take("GetCaseLetter", q, a);
  }
  absl::Status ListPeopleGroups(const v1::ListPeopleGroupsRequest& q,
                                v1::ListPeopleGroupsResponse& a) override {
    return Take("ListPeopleGroups", q, a);
  }
  absl::Status GroupPeople(const v1::GroupPeopleRequest& q, v1::GroupPeopleResponse& a) override {
    return Take("GroupPeople", q, a);
  }
  absl::Status RecordPathStep(const v1::RecordPathStepRequest& q,
                              v1::RecordPathStepResponse& a) override {
    return Take("RecordPathStep", q, a);
  }
  absl::Status ListPath(const v1::ListPathRequest& q, v1::ListPathResponse& a) override {
    return Take("ListPath", q, a);
  }
  absl::Status Trace(const v1::TraceRequest& q, v1::TraceResponse& a) override {
    return Take("Trace", q, a);
  }
  absl::Status ListChanges(const v1::ListChangesRequest& q, v1::ListChangesResponse& a) override {
    return Take("ListChanges", q, a);
  }
  absl::Status FileReport(const v1::FileReportRequest& q, v1::FileReportResponse& a) override {
    return Take("FileReport", q, a);
  }
  absl::Status ListFiledReports(const v1::ListFiledReportsRequest& q,
                                v1::ListFiledReportsResponse& a) override {
    return Take("ListFiledReports", q, a);
  }
  // One file with the answer in it.
  absl::Status GetEvidence(const v1::GetEvidenceRequest& q, TakePiece take) override {
    v1::GetEvidenceResponse piece;
    const absl::Status taken = Take("GetEvidence", q, piece);
    return taken.ok() ? take(piece) : taken;
  }
  absl::Status ListAccounts(const v1::ListAccountsRequest& q,
                            v1::ListAccountsResponse& a) override {
    return Take("ListAccounts", q, a);
  }
  absl::Status MakeAccount(const v1::MakeAccountRequest& q, v1::MakeAccountResponse& a) override {
    return Take("MakeAccount", q, a);
  }
  absl::Status ChangeAccount(const v1::ChangeAccountRequest& q,
                             v1::ChangeAccountResponse& a) override {
    return Take("ChangeAccount", q, a);
  }
  absl::Status ResetAccount(const v1::ResetAccountRequest& q,
                            v1::ResetAccountResponse& a) override {
    return Take("ResetAccount", q, a);
  }

 private:
  absl::Status Take(const std::string& method, const google::protobuf::Message& request,
                    google::protobuf::Message& response) {
    return FakeKiosk(calls_).Call(method, request, response);
  }
  Calls& calls_;
};

class CommandLineTest : public ::testing::Test {
 protected:
  int Run(const std::string& line) {
    std::vector<std::string> words = absl::StrSplit("wijkboek " + line, ' ', absl::SkipEmpty());
    std::vector<const char*> arguments;
    for (const std::string& word : words) arguments.push_back(word.c_str());
    out_.str("");
    err_.str("");
    calls_.method.clear();
    return RunCommandLine(static_cast<int>(arguments.size()), arguments.data(),
                          {.out = &out_,
                           .err = &err_,
                           .connect_kiosk =
                               [this](std::string url) {
                                 calls_.url = std::move(url);
                                 return std::make_unique<FakeKiosk>(calls_);
                               },
                           .connect_office =
                               [this](std::string path) {
                                 calls_.url = std::move(path);
                                 return std::make_unique<FakeOfficeConnection>(calls_);
                               }});
  }

  std::string WriteFile(const std::string& content) {
    std::string path = ::testing::TempDir() + "wijkboek_cli_" + std::to_string(getpid());
    std::ofstream(path) << content;
    return path;
  }

  Calls calls_{.answer_json = "{}"};
  std::ostringstream out_;
  std::ostringstream err_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_COMMAND_LINE_FIXTURE_H_
