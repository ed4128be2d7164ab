#include "server/report_attendance.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/report_statuses.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

// Of the sign-off and of the evidence.
void AppendTrust(std::vector<std::string>& cells, const StatusTally& tally) {
  for (const std::int64_t number : {tally.confirmed, tally.changed, tally.weak}) {
    cells.push_back(absl::StrCat(number));
  }
}

std::string TimesCell(const Interval& span) {
  return absl::StrCat(FormatTimeOfDay(span.start_ms), "-", FormatTimeOfDay(span.end_ms));
}

SessionLine LineOf(const SessionLines& sessions, const AttendanceRecord& record) {
  const auto found = sessions.find(record.session);
  return found == sessions.end() ? SessionLine{.span = record.expected} : found->second;
}

std::int64_t StartOf(const SessionLines& sessions, const AttendanceRecord& record) {
  const auto found = sessions.find(record.session);
  return found == sessions.end() ? record.expected.start_ms : found->second.span.start_ms;
}

std::string StrengthWord(EvidenceStrength strength) {
  switch (strength) {
    case EvidenceStrength::kNone:
      return "none";
    case EvidenceStrength::kNameTile:
      return "name tile";
    case EvidenceStrength::kCoach:
      return "coach";
    case EvidenceStrength::kOwn:
      return "own";
  }
  return "other";
}

std::string CountedText(const std::vector<AttendanceRecord>& records) {
  std::set<Id> people;
  std::set<Id> sessions;
  for (const AttendanceRecord& record : records) {
    people.insert(record.person);
    sessions.insert(record.session);
  }
  return absl::StrCat(Count(records.size(), "status", "statuses"), " of ",
                      Count(people.size(), "person", "people"), " at ",
                      Count(sessions.size(), "session", "sessions"));
}

void AddPrint(v1::GetReportResponse& table, const std::vector<AttendanceRecord>& records,
              const ReportBasis& basis) {
  table.add_small_print(std::string(kStatusesCounted));
  AddStatusPrint(table, records, basis);
  AddSmallPrint(table, basis, CountedText(records));
}

// By session and name; everybody's name.
std::map<Id, std::string> SortByName(std::vector<AttendanceRecord>& records,
                                     const SessionLines& sessions, const ReportBasis& basis) {
  std::map<Id, std::string> names;
  for (const AttendanceRecord& record : records) {
    names.try_emplace(record.person, PersonCell(basis, record.person));
  }
  const auto place = [&](const AttendanceRecord& record) {
    return std::tuple<std::int64_t, const Id&, const std::string&, const Id&, const Id&>(
        StartOf(sessions, record), record.session, names.at(record.person), record.person,
        record.enrolment);
  };
  std::sort(
      records.begin(), records.end(),
      [&](const AttendanceRecord& a, const AttendanceRecord& b) { return place(a) < place(b); });
  return names;
}

// Who confirmed that somebody was there: both, one of them, or nobody.
std::string EvidenceWord(const AttendanceRecord& record) {
  if (record.status != AttendanceStatus::kPresent) return "";
  const bool own = record.strength == EvidenceStrength::kOwn;
  const bool instructor = record.signed_off && !record.changed_since_sign_off;
  if (own && instructor) return "both";
  if (own) return "participant alone";
  return instructor ? "instructor alone" : "nobody";
}

}  // namespace

v1::GetReportResponse AttendanceBySession(const std::vector<AttendanceRecord>& records,
                                          const SessionLines& sessions, const ReportBasis& basis) {
  ReportColumns columns = WithTally({{"session", ColumnType::kText},
                                     {"id", ColumnType::kText},
                                     {"day", ColumnType::kText},
                                     {"times", ColumnType::kText},
                                     {"centre", ColumnType::kText}});
  columns.emplace_back("confirmed", ColumnType::kNumber);
  columns.emplace_back("changed since", ColumnType::kNumber);
  columns.emplace_back("weak evidence", ColumnType::kNumber);
  v1::GetReportResponse table = NewTable(columns, basis);

  struct Row {
    SessionLine line;
    CivilDay day = 0;
    Id centre;
    StatusTally tally;
  };
  std::map<Id, Row> by_session;
  StatusTally total;
  for (const AttendanceRecord& record : records) {
    Row& row = by_session[record.session];
    if (row.tally.expected == 0) {
      row.line = LineOf(sessions, record);
      row.day = record.day;
      row.centre = record.centre;
    }
    row.tally.Add(record);
    total.Add(record);
  }
  std::map<std::tuple<std::int64_t, std::string, Id>, const Row*> rows;
  for (const auto& [session, row] : by_session) {
    rows.emplace(std::tuple(row.line.span.start_ms, CentreCell(basis, row.centre), session), &row);
  }
  for (const auto& [key, row] : rows) {
    std::vector<std::string> cells = {row->line.title, ShortId(std::get<2>(key)),
                                      FormatDay(row->day), TimesCell(row->line.span),
                                      CentreCell(basis, row->centre)};
    AppendTally(cells, row->tally);
    AppendTrust(cells, row->tally);
    AddRow(table, std::move(cells));
  }
  std::vector<std::string> cells = {"total", "", "", "", ""};
  AppendTally(cells, total);
  AppendTrust(cells, total);
  AddRow(table, std::move(cells));
  table.add_small_print(
      "confirmed: signed off by the instructor; changed since: the entry is another one than was "
      "signed off; weak evidence: present, and only a tap on a name or less says so");
  AddPrint(table, records, basis);
  return table;
}

v1::GetReportResponse AttendanceByPerson(const std::vector<AttendanceRecord>& records,
                                         const ReportBasis& basis) {
  ReportColumns columns = WithTally({{"person", ColumnType::kText}, {"id", ColumnType::kText}});
  columns.emplace_back("attended", ColumnType::kNumber);
  columns.emplace_back("of", ColumnType::kNumber);
  columns.emplace_back("rate %", ColumnType::kNumber);
  v1::GetReportResponse table = NewTable(columns, basis);
  std::map<std::pair<std::string, Id>, StatusTally> rows;
  StatusTally total;
  for (const AttendanceRecord& record : records) {
    rows[{PersonCell(basis, record.person), record.person}].Add(record);
    total.Add(record);
  }
  for (const auto& [key, tally] : rows) {
    std::vector<std::string> cells = {key.first, ShortId(key.second)};
    AppendTally(cells, tally);
    AppendRate(cells, tally);
    AddRow(table, std::move(cells));
  }
  std::vector<std::string> cells = {"total", ""};
  AppendTally(cells, total);
  AppendRate(cells, total);
  AddRow(table, std::move(cells));
  table.add_small_print(std::string(kRateTaken));
  AddPrint(table, records, basis);
  return table;
}

v1::GetReportResponse AttendanceByStatus(std::vector<AttendanceRecord> records,
                                         const SessionLines& sessions, const ReportBasis& basis) {
  v1::GetReportResponse table =
      NewTable({{"person", ColumnType::kText},    {"id", ColumnType::kText},
                {"session", ColumnType::kText},   {"session id", ColumnType::kText},
                {"day", ColumnType::kText},       {"expected", ColumnType::kText},
                {"centre", ColumnType::kText},    {"status", ColumnType::kText},
                {"late", ColumnType::kText},      {"left early", ColumnType::kText},
                {"final", ColumnType::kText},     {"to confirm", ColumnType::kText},
                {"minutes", ColumnType::kNumber}, {"evidence", ColumnType::kText},
                {"by mark", ColumnType::kText},   {"contested", ColumnType::kText},
                {"confirmed", ColumnType::kText}, {"changed since", ColumnType::kText},
                {"waits for", ColumnType::kText}, {"lost", ColumnType::kText},
                {"signs", ColumnType::kText},     {"events", ColumnType::kText}},
               basis);
  table.add_small_print(
      "expected: the participant's own times where there are any; final: nothing that is still to "
      "come can make it worse; to confirm: the status holds, but when they came or went is not "
      "sure; "
      "minutes: at the centre or on visits within the expected times");
  AddPrint(table, records, basis);
  const std::map<Id, std::string> names = SortByName(records, sessions, basis);
  for (AttendanceRecord& each : records) {
    const AttendanceRecord record = std::move(each);
    AddRow(table, {names.at(record.person),
                   ShortId(record.person),
                   LineOf(sessions, record).title,
                   ShortId(record.session),
                   FormatDay(record.day),
                   TimesCell(record.expected),
                   CentreCell(basis, record.centre),
                   StatusWord(record.status),
                   YesCell(record.late),
                   YesCell(record.left_early),
                   YesCell(record.is_final),
                   YesCell(record.to_confirm),
                   MinutesCell(record.attended_ms),
                   StrengthWord(record.strength),
                   YesCell(record.by_mark),
                   YesCell(record.contested),
                   YesCell(record.signed_off),
                   YesCell(record.changed_since_sign_off),
                   KioskCells(basis, record.waited_for),
                   KioskCells(basis, record.lost),
                   absl::StrJoin(record.signs, " "),
                   EventCells(record.events)});
  }
  return table;
}

v1::GetReportResponse AttendanceList(std::vector<AttendanceRecord> records,
                                     const SessionLines& sessions, const ReportBasis& basis) {
  v1::GetReportResponse table = NewTable({{"day", ColumnType::kText},
                                          {"times", ColumnType::kText},
                                          {"session", ColumnType::kText},
                                          {"centre", ColumnType::kText},
                                          {"person", ColumnType::kText},
                                          {"id", ColumnType::kText},
                                          {"status", ColumnType::kText},
                                          {"minutes", ColumnType::kNumber},
                                          {"participant", ColumnType::kText},
                                          {"instructor", ColumnType::kText},
                                          {"confirmed by", ColumnType::kText}},
                                         basis);
  std::map<std::string, std::size_t> counts;
  for (const AttendanceRecord& record : records) ++counts[EvidenceWord(record)];
  table.add_small_print(absl::StrCat(
      "participant: how they themselves confirmed that they were there (own: by badge, QR code or "
      "PIN); instructor: signed the list of the session, and what is known of it is still what was "
      "signed. Evidence for a funder is what both confirmed: ",
      counts["both"], " of ", records.size() - counts[""], " who were present; ",
      counts["participant alone"], " by the participant alone, ", counts["instructor alone"],
      " by the instructor alone, ", counts["nobody"], " by neither"));
  AddPrint(table, records, basis);
  const std::map<Id, std::string> names = SortByName(records, sessions, basis);
  for (AttendanceRecord& each : records) {
    const AttendanceRecord record = std::move(each);
    const SessionLine line = LineOf(sessions, record);
    AddRow(table, {FormatDay(record.day), TimesCell(line.span), line.title,
                   CentreCell(basis, record.centre), names.at(record.person),
                   ShortId(record.person), StatusWord(record.status),
                   MinutesCell(record.attended_ms), StrengthWord(record.strength),
                   !record.signed_off              ? ""
                   : record.changed_since_sign_off ? "changed since"
                                                   : "signed",
                   EvidenceWord(record)});
  }
  return table;
}

}  // namespace wijkboek
