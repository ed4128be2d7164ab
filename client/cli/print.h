// What the command prints. Pure: values in, text out.
#ifndef WIJKBOEK_CLIENT_CLI_PRINT_H_
#define WIJKBOEK_CLIENT_CLI_PRINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include <google/protobuf/message.h>

#include "absl/strings/string_view.h"
#include "client/cli/table.h"
#include "wijkboek/v1/kiosk.pb.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// "wijkboek: <message>", with a line break.
std::string ErrorText(absl::string_view message);

// One line of what protobuf's JSON parser says in several: what is wrong, the text around it, and a
// caret below.
std::string JsonComplaint(absl::string_view message);

// "saved <event> <time> <name>", and the notice on a line of its own where there is one.
std::string SavedText(const v1::Saved& saved);

// Indented JSON with a line break, every field included. Ids and hashes in hex.
std::string JsonText(const google::protobuf::Message& message);

// A report as a table with its small print below it, or as RFC 4180 CSV (CR LF) without it. In CSV,
// text cells that a spreadsheet would run as formulas are made harmless.
std::string ReportTable(const v1::GetReportResponse& report);
std::string ReportCsv(const v1::GetReportResponse& report);

// "FILE does not fit, nothing was imported:" and one line for each error.
std::string RowErrorsText(absl::string_view file, const v1::ImportHistoryResponse& response);

std::string StatusText(const v1::GetStatusResponse& status);
std::string TodayText(const v1::GetTodayResponse& today);
std::string PeopleText(const v1::ListPeopleResponse& people);
std::string DevicesText(const v1::ListDevicesResponse& devices);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_PRINT_H_
