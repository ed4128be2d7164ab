#include "server/filed_reports.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base32.h"
#include "common/civil_time.h"
#include "common/crypto.h"
#include "common/utf8.h"

namespace wijkboek {
namespace {

constexpr std::size_t kNameBytesMax = 100;

void AppendPart(std::string& all, absl::string_view part) {
  AppendUint64(all, part.size());
  all.append(part.data(), part.size());
}

// "by person", from BY_PERSON.
std::string ByWords(const std::string& by) {
  return absl::StrCat(" ", absl::StrReplaceAll(absl::AsciiStrToLower(by), {{"_", " "}}));
}

std::string KindWords(const v1::GetReportRequest& request) {
  const auto* field = request.GetReflection()->GetOneofFieldDescriptor(
      request, request.GetDescriptor()->FindOneofByName("report"));
  if (field == nullptr) return "no report that this program knows";
  std::string words = field->name();
  using Attendance = v1::AttendanceReportRequest;
  using Hours = v1::HoursReportRequest;
  if (request.has_attendance() && request.attendance().by() != Attendance::BY_UNSPECIFIED) {
    absl::StrAppend(&words, ByWords(Attendance::By_Name(request.attendance().by())));
  }
  if (request.has_hours() && request.hours().by() != Hours::BY_UNSPECIFIED) {
    absl::StrAppend(&words, ByWords(Hours::By_Name(request.hours().by())));
  }
  if (request.has_cases() && !request.cases().municipality().empty()) {
    absl::StrAppend(&words, " of ", request.cases().municipality());
  }
  if (request.tasks().by() != v1::TaskReportRequest::BY_UNSPECIFIED) {
    absl::StrAppend(&words, ByWords(v1::TaskReportRequest::By_Name(request.tasks().by())));
  }
  if (!request.outcomes().by().empty()) absl::StrAppend(&words, " by ", request.outcomes().by());
  if (request.has_indicators()) {
    absl::StrAppend(&words, request.indicators().set() == v1::IndicatorReportRequest::SET_ESF_2014
                                ? " ESF 2014-2020"
                                : " ESF+ 2021-2027");
  }
  if (request.has_progress()) absl::StrAppend(&words, " of ", request.progress().person());
  if (request.has_book()) absl::StrAppend(&words, " of ", request.book().person());
  if (request.has_path() && !request.path().type().empty()) {
    absl::StrAppend(&words, " of type ", request.path().type());
  }
  return words;
}

bool IsControl(unsigned char c) { return absl::ascii_iscntrl(c); }

}  // namespace

std::string ReportWords(const v1::GetReportRequest& request) {
  std::string words = KindWords(request);
  if (request.has_first_day() || request.has_last_day()) {
    absl::StrAppend(&words, ", ", request.has_first_day() ? FormatDay(request.first_day()) : "",
                    " … ", request.has_last_day() ? FormatDay(request.last_day()) : "");
  }
  if (!request.centre().empty()) absl::StrAppend(&words, ", centre ", request.centre());
  if (!request.cohort().empty()) absl::StrAppend(&words, ", cohort ", request.cohort());
  if (!request.programme().empty()) absl::StrAppend(&words, ", programme ", request.programme());
  if (request.hide_below() > 0) {
    absl::StrAppend(&words, ", counts below ", request.hide_below(), " hidden");
  }
  return words;
}

Hash TableFingerprint(const v1::GetReportResponse& table) {
  std::string all;
  AppendUint64(all, static_cast<std::uint64_t>(table.columns_size()));
  for (const v1::ReportColumn& column : table.columns()) {
    AppendPart(all, column.name());
    all.push_back(column.number() ? '1' : '0');
  }
  AppendUint64(all, static_cast<std::uint64_t>(table.rows_size()));
  for (const v1::ReportRow& row : table.rows()) {
    AppendUint64(all, static_cast<std::uint64_t>(row.cells_size()));
    for (const std::string& cell : row.cells()) AppendPart(all, cell);
  }
  for (const std::string& line : table.small_print()) AppendPart(all, line);
  return Sha256(all);
}

std::string BookCode(const Hash& fingerprint) {
  constexpr std::size_t kCodeDigits = 12;
  return absl::StrCat("book-", Base32(fingerprint.bytes()).substr(0, kCodeDigits));
}

absl::Status CheckFilingName(const std::string& name, const OfficeRecord& record) {
  if (name.empty() || name.size() > kNameBytesMax || !IsUtf8(name) ||
      absl::StripAsciiWhitespace(name) != name ||
      std::any_of(name.begin(), name.end(), [](char c) { return IsControl(c); })) {
    return absl::InvalidArgumentError(
        absl::StrCat("a report is filed under a name of at most ", kNameBytesMax,
                     " bytes on one line, without blanks around it, such as 2026-Q1"));
  }
  const auto found = record.filings.find(name);
  if (found == record.filings.end()) return absl::OkStatus();
  return absl::AlreadyExistsError(absl::StrCat("a report was filed as ", name, " on ",
                                               FormatTime(found->second.filed_ms), " (",
                                               ReportWords(found->second.request),
                                               "), and a name is used once. See what it says and "
                                               "what moved since with: wijkboek filed '",
                                               name,
                                               "'; file the new one under another name, "
                                               "such as '",
                                               name, " restated'"));
}

EventDraft PlanFiling(const std::string& name, const v1::GetReportRequest& request,
                      const v1::GetReportResponse& table, const Id& author) {
  EventDraft draft;
  v1::Event& event = draft.event;
  event.set_kind(v1::EVENT_KIND_REPORT_FILED);
  event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  if (!author.IsZero()) event.mutable_actor()->set_person_id(author.ToString());
  v1::ReportFiled& body = *event.mutable_report_filed();
  body.set_report(name);
  body.set_generation(table.as_known_at().generation());
  body.set_position(table.as_known_at().position());
  body.set_now_ms(table.now_ms());
  body.set_fingerprint(TableFingerprint(table).ToString());
  v1::GetReportRequest bare = request;
  bare.clear_as_known_at();
  bare.clear_language();
  body.set_request(bare.SerializeAsString());
  return draft;
}

v1::FiledReport FiledItem(const std::string& name, const OfficeFiling& filing,
                          const std::string& author) {
  v1::FiledReport item;
  item.set_name(name);
  item.set_what(ReportWords(filing.request));
  item.mutable_cut_off()->set_generation(filing.generation);
  item.mutable_cut_off()->set_position(filing.position);
  item.set_now_ms(filing.now_ms);
  item.set_filed_at(FormatTime(filing.filed_ms - filing.filed_ms % 1000));
  item.set_filed_by(author);
  item.set_fingerprint(filing.fingerprint.hex());
  item.set_event(filing.event.hex());
  return item;
}

}  // namespace wijkboek
