#include "client/cli/session_text.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/cli/table.h"

namespace wijkboek {
namespace {

// "present" for ATTENDANCE_STATE_PRESENT.
std::string StateWord(v1::AttendanceState state) {
  constexpr std::size_t kPrefix = sizeof("ATTENDANCE_STATE_") - 1;
  const std::string& name = v1::AttendanceState_Name(state);
  return name.size() < kPrefix ? absl::StrCat("state ", static_cast<int>(state))
                               : absl::AsciiStrToLower(name.substr(kPrefix));
}

// "09:00-12:00", or "22:00-2026-03-04 06:00" of what ends on another day.
template <typename Row>
std::string Times(const Row& row) {
  return absl::StrCat(row.start(), "-", row.end_day(), row.end_day().empty() ? "" : " ", row.end());
}

std::string Minutes(std::uint32_t minutes) {
  return absl::StrCat(minutes, minutes == 1 ? " minute" : " minutes");
}

std::string Hours(std::uint32_t minutes) { return absl::StrFormat("%.2f", minutes / 60.0); }

std::string SignedWord(const v1::AttendanceRow& row) {
  if (!row.signed_off()) return "";
  return row.changed_since_sign_off() ? "changed since" : "yes";
}

struct Counts {
  int present = 0;
  int excused = 0;
  int absent = 0;
  int listed = 0;

  void Add(v1::AttendanceState state) {
    ++listed;
    switch (state) {
      case v1::ATTENDANCE_STATE_PRESENT:
        ++present;
        break;
      case v1::ATTENDANCE_STATE_EXCUSED:
        ++excused;
        break;
      case v1::ATTENDANCE_STATE_ABSENT:
        ++absent;
        break;
      default:
        break;
    }
  }
};

}  // namespace

std::string StateText(const v1::AttendanceRow& row) {
  std::vector<std::string> words = {StateWord(row.state())};
  if (row.late()) words.emplace_back("late");
  if (row.left_early()) words.emplace_back("left early");
  if (row.to_confirm()) words.emplace_back("to confirm");
  if (row.state() == v1::ATTENDANCE_STATE_ABSENT && !row.final()) words.emplace_back("not final");
  return absl::StrJoin(words, ", ");
}

std::string SessionsText(const v1::GetTodayResponse& today) {
  std::map<std::string, Counts> counts;
  for (const v1::AttendanceRow& row : today.attendance()) counts[row.session()].Add(row.state());
  std::vector<v1::ReportRow> rows;
  for (const v1::SessionToday& session : today.sessions()) {
    const Counts& count = counts[session.session()];
    // Before it begins nobody is listed yet.
    const int expected = std::max(count.listed, static_cast<int>(session.expected()));
    const int open = expected - count.present - count.excused - count.absent;
    rows.push_back(TableRow({Times(session), session.title(), absl::StrCat(expected),
                             absl::StrCat(count.present), absl::StrCat(count.excused),
                             absl::StrCat(count.absent), absl::StrCat(open), session.session()}));
  }
  return TableText({TextColumn("time"), TextColumn("title"), NumberColumn("expected"),
                    NumberColumn("present"), NumberColumn("excused"), NumberColumn("absent"),
                    NumberColumn("open"), TextColumn("session")},
                   rows);
}

std::string SessionText(const v1::GetSessionResponse& session) {
  std::string out =
      absl::StrCat(Printable(session.session().title()), ", ", session.day(), " ",
                   Times(session.session()), session.cancelled() ? ", cancelled" : "", "\n");
  if (session.cancelled()) return out;
  std::vector<v1::ReportRow> rows;
  for (const v1::AttendanceRow& row : session.rows()) {
    rows.push_back(
        TableRow({row.name(), Times(row), StateText(row), absl::StrCat(row.attended_minutes()),
                  SignedWord(row), row.why(), row.person()}));
  }
  absl::StrAppend(&out, "\n",
                  TableText({TextColumn("name"), TextColumn("expected"), TextColumn("state"),
                             NumberColumn("minutes"), TextColumn("signed"), TextColumn("why"),
                             TextColumn("person")},
                            rows));
  if (!session.signed_off_at().empty()) {
    absl::StrAppend(&out, "\nsigned off ", session.signed_off_at(),
                    session.signed_off_by().empty() ? "" : " by ",
                    Printable(session.signed_off_by()));
    if (session.changed_since() > 0) {
      absl::StrAppend(&out, ", ", session.changed_since(), " changed since");
    }
    out.push_back('\n');
  }
  return out;
}

std::string PersonText(const v1::GetPersonResponse& person) {
  std::vector<v1::ReportRow> rows;
  for (const v1::AttendanceRow& row : person.rows()) {
    rows.push_back(TableRow({row.day(), Times(row), row.title(), StateText(row),
                             absl::StrCat(row.attended_minutes()), row.why(), row.session()}));
  }
  std::string out = absl::StrCat(
      Printable(person.name()), person.name().empty() ? "" : " ", "(", person.person(), ")\n\n",
      TableText(
          {TextColumn("day"), TextColumn("expected"), TextColumn("title"), TextColumn("state"),
           NumberColumn("minutes"), TextColumn("why"), TextColumn("session")},
          rows),
      "\nhours  ", Hours(person.hours_minutes()));
  if (person.target_minutes() > 0) absl::StrAppend(&out, " of ", Hours(person.target_minutes()));
  if (person.hours_to_confirm_minutes() > 0) {
    absl::StrAppend(&out, ", and ", Hours(person.hours_to_confirm_minutes()), " to confirm");
  }
  absl::StrAppend(&out, "\nhelp   ", Minutes(person.help_given_minutes()), " given, ",
                  person.help_received_minutes(), " received\n");
  for (const v1::SightingsOfDay& day : person.sightings()) {
    absl::StrAppend(&out, "seen   ", day.day(), "  ", day.seen_size(), " of ", day.goal(), "  ",
                    absl::StrJoin(day.seen(), " "), "\n");
  }
  for (const std::string& contest : person.open_contests()) {
    absl::StrAppend(&out, "contests  ", contest, "\n");
  }
  return out;
}

}  // namespace wijkboek
