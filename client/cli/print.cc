#include "client/cli/print.h"

#include <algorithm>

#include <google/protobuf/util/json_util.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/civil_time.h"
#include "common/csv.h"

namespace wijkboek {
namespace {

// What a terminal might obey is not printed.
std::string Printable(absl::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = '?';
  }
  return result;
}

// Characters, as far as every one is as wide as the next.
std::size_t Width(absl::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void AppendLine(std::string& out, const std::vector<v1::ReportColumn>& columns,
                const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) line.append("  ");
    const std::string padding(widths[i] - Width(cells[i]), ' ');
    absl::StrAppend(&line, columns[i].number() ? padding : "", cells[i],
                    columns[i].number() ? "" : padding);
  }
  absl::StripTrailingAsciiWhitespace(&line);
  absl::StrAppend(&out, line, "\n");
}

v1::ReportColumn Text(absl::string_view name) {
  v1::ReportColumn column;
  column.set_name(std::string(name));
  return column;
}

v1::ReportColumn Number(absl::string_view name) {
  v1::ReportColumn column = Text(name);
  column.set_number(true);
  return column;
}

v1::ReportRow Row(std::vector<std::string> cells) {
  v1::ReportRow row;
  for (std::string& cell : cells) row.add_cells(std::move(cell));
  return row;
}

std::string TimeOrNever(std::int64_t t_ms) { return t_ms == 0 ? "never" : FormatTime(t_ms); }

std::string Seconds(std::int64_t ms) {
  return absl::StrFormat("%.1f s", static_cast<double>(ms) / 1000);
}

// "enrolled" for DEVICE_STATE_ENROLLED.
std::string StateWord(v1::DeviceState state) {
  constexpr std::size_t kPrefix = sizeof("DEVICE_STATE_") - 1;
  const std::string& name = v1::DeviceState_Name(state);
  return name.size() < kPrefix ? absl::StrCat("state ", static_cast<int>(state))
                               : absl::AsciiStrToLower(name.substr(kPrefix));
}

}  // namespace

std::string ErrorText(absl::string_view message) {
  return absl::StrCat("wijkboek: ", message, "\n");
}

std::string SavedText(const v1::Saved& saved) {
  std::string text = absl::StrCat("saved ", saved.event(), " ", saved.at());
  if (!saved.name().empty()) absl::StrAppend(&text, " ", Printable(saved.name()));
  absl::StrAppend(&text, "\n");
  if (!saved.notice().empty()) absl::StrAppend(&text, Printable(saved.notice()), "\n");
  return text;
}

std::string JsonText(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for invalid messages of well-known types, of which the protocol has none.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  if (json.empty() || json.back() != '\n') json.push_back('\n');
  return json;
}

std::string TableText(const std::vector<v1::ReportColumn>& columns,
                      const std::vector<v1::ReportRow>& rows) {
  std::vector<std::vector<std::string>> lines;
  std::vector<std::string>& head = lines.emplace_back();
  for (const v1::ReportColumn& column : columns) head.push_back(Printable(column.name()));
  for (const v1::ReportRow& row : rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const std::string& cell : row.cells()) line.push_back(Printable(cell));
    line.resize(columns.size());
  }
  std::vector<std::size_t> widths(columns.size(), 0);
  for (const std::vector<std::string>& line : lines) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      widths[i] = std::max(widths[i], Width(line[i]));
  }
  std::string out;
  for (const std::vector<std::string>& line : lines) AppendLine(out, columns, line, widths);
  return out;
}

std::string ReportTable(const v1::GetReportResponse& report) {
  std::string out = TableText({report.columns().begin(), report.columns().end()},
                              {report.rows().begin(), report.rows().end()});
  if (report.small_print_size() > 0) out.push_back('\n');
  for (const std::string& line : report.small_print()) absl::StrAppend(&out, Printable(line), "\n");
  return out;
}

std::string ReportCsv(const v1::GetReportResponse& report) {
  std::string out;
  for (int i = 0; i < report.columns_size(); ++i) {
    AppendCsvField(out, HarmlessCell(report.columns(i).name()), i == 0);
  }
  out.append("\r\n");
  for (const v1::ReportRow& row : report.rows()) {
    for (int i = 0; i < report.columns_size(); ++i) {
      const std::string cell = i < row.cells_size() ? row.cells(i) : "";
      AppendCsvField(out, report.columns(i).number() ? cell : HarmlessCell(cell), i == 0);
    }
    out.append("\r\n");
  }
  return out;
}

std::string RowErrorsText(absl::string_view file, const v1::ImportHistoryResponse& response) {
  std::string text = absl::StrCat(file, " does not fit, nothing was imported:");
  for (const v1::RowError& error : response.errors()) {
    text.append("\n");
    if (error.line() > 0) absl::StrAppend(&text, "line ", error.line());
    if (!error.column().empty()) absl::StrAppend(&text, ", ", error.column());
    absl::StrAppend(&text, error.line() > 0 ? ": " : "", error.reason());
  }
  return text;
}

std::string StatusText(const v1::GetStatusResponse& status) {
  std::string out;
  absl::StrAppend(&out, "kiosk          ", Printable(status.name()), " (", status.device(), ")\n");
  absl::StrAppend(&out, "centre         ", Printable(status.centre()), "\n");
  absl::StrAppend(&out, "unsent         ", status.unsent());
  if (status.unsent() > 0) absl::StrAppend(&out, " since ", TimeOrNever(status.oldest_unsent_ms()));
  absl::StrAppend(&out, "\n");
  if (!status.reason().empty())
    absl::StrAppend(&out, "reason         ", Printable(status.reason()), "\n");
  absl::StrAppend(&out, "last contact   ", TimeOrNever(status.last_contact_ms()), "\n");
  absl::StrAppend(&out, "heard through  ", TimeOrNever(status.heard_through_ms()), "\n");
  absl::StrAppend(&out, "up to date     ", status.up_to_date() ? "yes" : "no", ", position ",
                  status.pulled_position(), "\n");
  absl::StrAppend(&out, "events         ", status.events(), "\n");
  absl::StrAppendFormat(&out, "disk free      %d MiB\n",
                        static_cast<long long>(status.disk_free_bytes() / (1024 * 1024)));
  absl::StrAppend(&out, "certificate    until ", TimeOrNever(status.certificate_until_ms()), "\n");
  absl::StrAppend(&out, "version        ", Printable(status.version()), "\n");
  return out;
}

std::string TodayText(const v1::GetTodayResponse& today) {
  std::vector<v1::ReportRow> rows;
  for (const v1::PersonToday& person : today.persons()) {
    rows.push_back(
        Row({person.name(), person.present() ? absl::StrCat("since ", person.since()) : "",
             absl::StrCat(person.presence_minutes()), absl::StrCat(person.to_confirm_minutes()),
             absl::StrCat(person.visit_minutes()), person.person()}));
  }
  std::string out = TableText({Text("name"), Text("here"), Number("minutes"), Number("to confirm"),
                               Number("visits"), Text("person")},
                              rows);
  if (today.sessions_size() > 0) out.append("\nsessions:\n");
  for (const v1::SessionToday& session : today.sessions()) {
    absl::StrAppend(&out, "  ", session.start(), "-", session.end(), "  ", session.session(), "  ",
                    Printable(session.title()), "\n");
  }
  if (today.doubts_size() > 0) out.append("\nto look at:\n");
  for (const v1::DoubtToday& doubt : today.doubts()) {
    absl::StrAppend(&out, "  ", Printable(doubt.kind()));
    for (const std::string& person : doubt.persons()) absl::StrAppend(&out, " ", Printable(person));
    absl::StrAppend(&out, ": ", Printable(doubt.detail()), "\n");
  }
  return out;
}

std::string PeopleText(const v1::ListPeopleResponse& people) {
  std::vector<v1::ReportRow> rows;
  for (const v1::Person& person : people.people()) {
    rows.push_back(Row({person.name(), person.role(), person.person()}));
  }
  return TableText({Text("name"), Text("role"), Text("person")}, rows);
}

std::string DevicesText(const v1::ListDevicesResponse& devices) {
  std::vector<v1::ReportRow> rows;
  for (const v1::Device& device : devices.devices()) {
    rows.push_back(
        Row({absl::BytesToHexString(device.device_id()), device.name(), device.centre_name(),
             absl::StrCat(StateWord(device.state()), device.forked() ? ", forked" : ""),
             TimeOrNever(device.last_heard_ms()), TimeOrNever(device.heard_through_ms()),
             absl::StrCat(device.events()), absl::StrCat(device.status().behind()),
             device.last_heard_ms() == 0 ? "" : Seconds(device.clock_error_ms()),
             device.status().version(), TimeOrNever(device.certificate_until_ms())}));
  }
  return TableText({Text("device"), Text("name"), Text("centre"), Text("state"), Text("last heard"),
                    Text("heard through"), Number("events"), Number("behind"),
                    Number("clock error"), Text("version"), Text("certificate until")},
                   rows);
}

}  // namespace wijkboek
