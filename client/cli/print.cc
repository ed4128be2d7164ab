#include "client/cli/print.h"

#include <memory>

#include <google/protobuf/util/json_util.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "client/cli/session_text.h"
#include "common/civil_time.h"
#include "common/csv.h"
#include "common/utf8.h"

namespace wijkboek {
namespace {

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

// Protobuf's JSON has bytes in base64. Ids and hashes become the bytes whose base64 is their hex:
// every hex digit is a digit of base64 too, and four of them are three bytes.
std::string WithHexAsBase64(const std::string& bytes) {
  if (bytes.empty() || bytes.size() % 2 != 0) return bytes;
  std::string shown;
  return absl::Base64Unescape(absl::BytesToHexString(bytes), &shown) ? shown : bytes;
}

void ShowIdsInHex(google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        ShowIdsInHex(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                          : *reflection.MutableMessage(&message, field));
      } else if (field->type() == google::protobuf::FieldDescriptor::TYPE_BYTES) {
        if (field->is_repeated()) {
          reflection.SetRepeatedString(
              &message, field, i, WithHexAsBase64(reflection.GetRepeatedString(message, field, i)));
        } else {
          reflection.SetString(&message, field,
                               WithHexAsBase64(reflection.GetString(message, field)));
        }
      }
    }
  }
}

// A clock that nobody has set yet stands in 1970.
std::string SinceWhen(const v1::GetStatusResponse& status) {
  if (status.clock_quality() == v1::CLOCK_QUALITY_UNKNOWN) {
    return "a time not known yet (no contact since this kiosk started)";
  }
  return TimeOrNever(status.oldest_unsent_ms());
}

// "2026-03-03 09:20, 12 participants, 1 sent again, 1 shown differently"
std::string ComparedText(const v1::GetStatusResponse& status) {
  if (status.compared_ms() == 0) return "never";
  std::string text = absl::StrCat(TimeOrNever(status.compared_ms()), ", ", status.compared(),
                                  status.compared() == 1 ? " participant" : " participants");
  if (status.sent_again() > 0) absl::StrAppend(&text, ", ", status.sent_again(), " sent again");
  if (status.shown_differently() > 0) {
    absl::StrAppend(&text, ", ", status.shown_differently(), " shown differently");
  }
  return text;
}

}  // namespace

std::string ErrorText(absl::string_view message) {
  return absl::StrCat("wijkboek: ", message, "\n");
}

std::string JsonComplaint(absl::string_view message) {
  const std::size_t first = message.find('\n');
  const std::size_t last = message.rfind('\n');
  const std::string complaint(absl::StripSuffix(message.substr(0, first), "."));
  if (first == last) return Printable(complaint);
  // The text may have lines of its own; the caret counts from its beginning.
  const absl::string_view text = message.substr(first + 1, last - first - 1);
  const std::size_t caret = message.substr(last + 1).find('^');
  if (caret >= text.size()) return Printable(absl::StrCat(complaint, ", at the end of the text"));
  absl::string_view at = text.substr(caret);
  // The cut may have gone through a letter.
  while (!IsUtf8(at)) at.remove_suffix(1);
  return Printable(absl::StrCat(complaint, ", at ", at.substr(0, at.find('\n'))));
}

std::string SavedText(const v1::Saved& saved) {
  std::string text = absl::StrCat("saved ", saved.event(), " ", saved.at());
  if (!saved.name().empty()) absl::StrAppend(&text, " ", Printable(saved.name()));
  absl::StrAppend(&text, "\n");
  if (!saved.notice().empty()) absl::StrAppend(&text, Printable(saved.notice()), "\n");
  return text;
}

std::string JsonText(const google::protobuf::Message& message) {
  const std::unique_ptr<google::protobuf::Message> shown(message.New());
  shown->CopyFrom(message);
  ShowIdsInHex(*shown);
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  // Fails only for invalid messages of well-known types, of which the protocol has none.
  (void)google::protobuf::util::MessageToJsonString(*shown, &json, options);
  if (json.empty() || json.back() != '\n') json.push_back('\n');
  return json;
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
  absl::StrAppend(&out, "kiosk          ",
                  status.name().empty()
                      ? status.device()
                      : absl::StrCat(Printable(status.name()), " (", status.device(), ")"),
                  "\n");
  absl::StrAppend(&out, "centre         ", Printable(status.centre()), "\n");
  if (!status.standing().empty()) {
    absl::StrAppend(&out, "in use         no, ", Printable(status.standing()), "\n");
  }
  absl::StrAppend(&out, "unsent         ", status.unsent());
  if (status.unsent() > 0) absl::StrAppend(&out, " since ", SinceWhen(status));
  absl::StrAppend(&out, "\n");
  if (!status.reason().empty())
    absl::StrAppend(&out, "reason         ", Printable(status.reason()), "\n");
  absl::StrAppend(&out, "last contact   ", TimeOrNever(status.last_contact_ms()), "\n");
  absl::StrAppend(&out, "heard through  ", TimeOrNever(status.heard_through_ms()), "\n");
  absl::StrAppend(&out, "up to date     ", status.up_to_date() ? "yes" : "no", ", position ",
                  status.pulled_position(), "\n");
  absl::StrAppend(&out, "compared       ", ComparedText(status), "\n");
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
    rows.push_back(TableRow(
        {person.name(), person.present() ? absl::StrCat("since ", person.since()) : "",
         absl::StrCat(person.presence_minutes()), absl::StrCat(person.to_confirm_minutes()),
         absl::StrCat(person.visit_minutes()), person.person()}));
  }
  std::string out =
      TableText({TextColumn("name"), TextColumn("here"), NumberColumn("minutes"),
                 NumberColumn("to confirm"), NumberColumn("visits"), TextColumn("person")},
                rows);
  if (today.sessions_size() > 0) absl::StrAppend(&out, "\n", SessionsText(today));
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
    rows.push_back(TableRow({person.name(), person.role(), person.person()}));
  }
  return TableText({TextColumn("name"), TextColumn("role"), TextColumn("person")}, rows);
}

// ", replaced by kiosk-3 since 2026-03-03 13:00".
std::string ReplacedText(const v1::Device& device) {
  if (device.replaced_by().empty()) return "";
  return absl::StrCat(", replaced by ", Printable(device.replaced_by()),
                      device.away_since_ms() == 0
                          ? ""
                          : absl::StrCat(" since ", FormatTime(device.away_since_ms())));
}

std::string DevicesText(const v1::ListDevicesResponse& devices) {
  std::vector<v1::ReportRow> rows;
  for (const v1::Device& device : devices.devices()) {
    rows.push_back(
        TableRow({absl::BytesToHexString(device.device_id()), device.name(), device.centre_name(),
                  absl::StrCat(StateWord(device.state()), device.forked() ? ", forked" : "",
                               device.carried() ? ", carried" : "", ReplacedText(device)),
                  TimeOrNever(device.last_heard_ms()), TimeOrNever(device.heard_through_ms()),
                  absl::StrCat(device.events()), absl::StrCat(device.status().behind()),
                  device.last_heard_ms() == 0 ? "" : Seconds(device.clock_error_ms()),
                  absl::StrCat(device.statuses_waiting()), device.waiting_since(),
                  device.status().version(), TimeOrNever(device.certificate_until_ms())}));
  }
  return TableText(
      {TextColumn("device"), TextColumn("name"), TextColumn("centre"), TextColumn("state"),
       TextColumn("last heard"), TextColumn("heard through"), NumberColumn("events"),
       NumberColumn("behind"), NumberColumn("clock error"), NumberColumn("waiting"),
       TextColumn("waiting since"), TextColumn("version"), TextColumn("certificate until")},
      rows);
}

}  // namespace wijkboek
