#include "server/report_person.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

// A level on one scale and skill.
struct LevelWay {
  const v1::PathStep* first = nullptr;
  const v1::PathStep* last = nullptr;
};

struct AttendanceSum {
  std::int64_t expected = 0;
  std::int64_t present = 0;
  std::int64_t late = 0;
  std::int64_t excused = 0;
  std::int64_t absent = 0;
  std::int64_t not_known = 0;
};

AttendanceSum SumOf(const std::vector<AttendanceRecord>& records) {
  AttendanceSum sum;
  for (const AttendanceRecord& record : records) {
    ++sum.expected;
    switch (record.status) {
      case AttendanceStatus::kPresent:
        ++sum.present;
        sum.late += record.late ? 1 : 0;
        break;
      case AttendanceStatus::kExcused:
        ++sum.excused;
        break;
      case AttendanceStatus::kAbsent:
        ++(record.is_final ? sum.absent : sum.not_known);
        break;
      case AttendanceStatus::kPending:
      case AttendanceStatus::kUnclear:
      case AttendanceStatus::kUnknown:
        ++sum.not_known;
        break;
    }
  }
  return sum;
}

std::string TaskText(v1::VisitTask task) {
  constexpr std::size_t kPrefix = sizeof("VISIT_TASK_") - 1;
  std::string word = v1::VisitTask_Name(task);
  word = word.size() <= kPrefix ? "other" : absl::AsciiStrToLower(word.substr(kPrefix));
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

// The rows that both have, and those of their own.
class PersonWriter {
 public:
  PersonWriter(const PersonFigures& figures, const ReportBasis& basis, v1::GetReportResponse& table)
      : figures_(figures), basis_(basis), table_(table) {}

  void Who() {
    Row("participant", PersonCell(basis_, figures_.person), "", "");
    for (const EnrolmentLine& line : figures_.enrolments) {
      const auto programme = figures_.programmes.find(line.cohort);
      Row("enrolment", CohortCell(basis_, line.cohort),
          programme == figures_.programmes.end() ? "" : programme->second,
          absl::StrCat(FormatDay(line.first_day), " … ",
                       line.last_day ? FormatDay(*line.last_day) : ""));
    }
  }

  void Attendance() {
    const AttendanceSum sum = SumOf(figures_.attendance);
    Part("sessions", "expected", sum.expected, 0, sum.not_known);
    Part("sessions", "present", sum.present, sum.expected, sum.not_known);
    Part("sessions", "of these late", sum.late, sum.present, 0);
    Part("sessions", "excused", sum.excused, sum.expected, sum.not_known);
    Part("sessions", "absent", sum.absent, sum.expected, sum.not_known);
    const std::int64_t of = sum.present + sum.absent;
    Part("sessions", "attended, of those that are known and not excused", sum.present, of, 0);
  }

  void SessionsAttended() {
    const AttendanceSum sum = SumOf(figures_.attendance);
    Row("sessions", "attended", absl::StrCat(sum.present), "");
  }

  void Hours(bool with_target) {
    std::int64_t settled_ms = 0;
    std::int64_t to_confirm_ms = 0;
    for (const HoursDay& day : figures_.hours) {
      settled_ms += day.settled_ms;
      to_confirm_ms += day.to_confirm_ms;
    }
    std::int64_t target_ms = 0;
    for (const EnrolmentLine& line : figures_.enrolments) {
      target_ms += std::int64_t{line.target_minutes} * 60 * 1000;
    }
    if (!with_target || target_ms == 0) {
      Row("hours", "counted", HoursCell(settled_ms), "");
    } else {
      AddRow(table_, {"hours", "counted", HoursCell(settled_ms), HoursCell(target_ms),
                      PercentCell(settled_ms, target_ms), ""});
    }
    if (with_target) Row("hours", "to confirm, not counted", HoursCell(to_confirm_ms), "");
  }

  void Visits() {
    std::int64_t settled_ms = 0;
    std::map<v1::VisitTask, std::size_t> tasks;
    for (const VisitTasks& visit : figures_.visits) {
      settled_ms += visit.settled_ms;
      for (const v1::VisitTask task : visit.tasks) ++tasks[task];
    }
    Row("visits", "made", absl::StrCat(figures_.visits.size()), "");
    Row("visits", "hours", HoursCell(settled_ms), "");
    for (const auto& [task, number] : tasks) {
      Row("visits", TaskText(task), absl::StrCat(number), "");
    }
  }

  void Help() {
    std::int64_t given = 0;
    std::int64_t received = 0;
    std::set<std::string> subjects;
    for (const HelpRecord& help : figures_.helps) {
      if (!help.confirmed || help.denied) continue;
      if (help.helper == figures_.person) {
        given += help.minutes;
        if (!help.subject.empty()) subjects.insert(help.subject);
      } else {
        received += help.minutes;
      }
    }
    Row("help", "given, minutes, confirmed by both", absl::StrCat(given), "");
    Row("help", "received, minutes, confirmed by both", absl::StrCat(received), "");
    for (const std::string& subject : subjects) Row("help", "gave help with", subject, "");
  }

  // `reached`: where they are now, alone.
  void Levels(bool reached) {
    std::map<std::pair<std::string, std::string>, LevelWay> ways;
    for (const OpenedStep& step : figures_.steps) {
      const bool ladder = step.record.type == PathType::kLadder;
      if (step.record.type != PathType::kAssessment && !(ladder && !reached)) continue;
      const v1::PathStep& said = step.item.step();
      LevelWay& way = ways[{ladder ? "ladder" : said.scale(), said.skill()}];
      if (way.first == nullptr || said.day() < way.first->day()) way.first = &said;
      if (way.last == nullptr || said.day() >= way.last->day()) way.last = &said;
    }
    for (const auto& [key, way] : ways) {
      const std::string what = absl::StrCat(key.first, key.second.empty() ? "" : " ", key.second);
      const std::string now = absl::StrCat(LevelCell(*way.last), ", ", way.last->day());
      if (reached || way.first == way.last) {
        Row("level", what, now, way.first == way.last && !reached ? "measured once" : "");
      } else {
        Row("level", what, absl::StrCat(LevelCell(*way.first), ", ", way.first->day()),
            absl::StrCat("now ", now));
      }
    }
  }

  void Goals(bool only_met) {
    std::int64_t set = 0;
    std::int64_t met = 0;
    std::int64_t open = 0;
    for (const OpenedStep& step : figures_.steps) {
      if (step.record.type != PathType::kGoal) continue;
      ++set;
      open += step.record.running ? 1 : 0;
      const bool is_met = step.record.state == "met";
      met += is_met ? 1 : 0;
      if (only_met && is_met && !step.item.step().note().empty()) {
        Row("goal", "met", step.item.step().note(), "");
      }
    }
    if (!only_met) Part("goals", "met", met, set, open);
  }

  void Reached() {
    for (const OpenedStep& step : figures_.steps) {
      if (step.record.type != PathType::kMilestone) continue;
      Row("reached", CodeCell(step), step.item.step().day(), "");
    }
  }

  void Talks() {
    std::int64_t talks = 0;
    for (const OpenedStep& step : figures_.steps) {
      talks += step.record.type == PathType::kOneToOne ? 1 : 0;
    }
    Row("talks", "one to one", absl::StrCat(talks), "");
    std::int64_t sent = 0;
    for (const CaseRecord& record : figures_.cases) {
      sent += record.sent.IsDone() && record.stage != CaseStage::kRetracted &&
                      record.stage != CaseStage::kRetractionAcknowledged
                  ? 1
                  : 0;
    }
    Row("no-show cases", "sent and not retracted", absl::StrCat(sent), "");
  }

  void Exit() {
    const OpenedStep* exit = nullptr;
    for (const OpenedStep& step : figures_.steps) {
      if (step.record.type != PathType::kExit) continue;
      if (exit == nullptr || exit->record.day <= step.record.day) exit = &step;
    }
    if (exit == nullptr) {
      Row("exit", "none is written down", "", "");
    } else {
      Row("exit", CodeCell(*exit), FormatDay(exit->record.last_day), "");
    }
  }

  // How many of their steps can't be read.
  std::size_t Unreadable() const {
    return static_cast<std::size_t>(
        std::count_if(figures_.steps.begin(), figures_.steps.end(),
                      [](const OpenedStep& step) { return step.unreadable; }));
  }

 private:
  static std::string LevelCell(const v1::PathStep& step) {
    return step.level().empty() ? "(unreadable)" : step.level();
  }
  static std::string CodeCell(const OpenedStep& step) {
    const std::string& code = step.item.step().code();
    return code.empty() ? (step.unreadable ? "(unreadable)" : "(not said)") : code;
  }

  void Row(const std::string& about, const std::string& what, const std::string& value,
           const std::string& besides) {
    AddRow(table_, {about, what, value, besides, "", ""});
  }
  void Part(const std::string& about, const std::string& what, std::int64_t number, std::int64_t of,
            std::int64_t not_known) {
    AddRow(table_, {about, what, absl::StrCat(number), of == 0 ? "" : absl::StrCat(of),
                    PercentCell(number, of), absl::StrCat(not_known)});
  }

  const PersonFigures& figures_;
  const ReportBasis& basis_;
  v1::GetReportResponse& table_;
};

v1::GetReportResponse NewPersonTable(const ReportBasis& basis) {
  return NewTable({{"about", ColumnType::kText},
                   {"what", ColumnType::kText},
                   {"value", ColumnType::kText},
                   {"of", ColumnType::kText},
                   {"%", ColumnType::kNumber},
                   {"not known", ColumnType::kNumber}},
                  basis);
}

}  // namespace

v1::GetReportResponse ProgressReport(const PersonFigures& figures, const ReportBasis& basis) {
  v1::GetReportResponse table = NewPersonTable(basis);
  PersonWriter writer(figures, basis, table);
  writer.Who();
  writer.Attendance();
  writer.Hours(/*with_target=*/true);
  writer.Visits();
  writer.Help();
  writer.Levels(/*reached=*/false);
  writer.Goals(/*only_met=*/false);
  writer.Reached();
  writer.Talks();
  writer.Exit();
  table.add_small_print(
      "absent: final alone; an absence that a kiosk's word may still change is not known");
  table.add_small_print(absl::StrCat(
      "of their steps ", writer.Unreadable(),
      " can't be read: the data was erased, or the key is not here; levels are never converted"));
  AddSmallPrint(table, basis, "1 participant");
  return table;
}

v1::GetReportResponse BookReport(const PersonFigures& figures, const ReportBasis& basis) {
  v1::GetReportResponse table = NewPersonTable(basis);
  PersonWriter writer(figures, basis, table);
  writer.Who();
  writer.SessionsAttended();
  writer.Hours(/*with_target=*/false);
  writer.Visits();
  writer.Help();
  writer.Levels(/*reached=*/true);
  writer.Goals(/*only_met=*/true);
  writer.Reached();
  table.add_small_print(
      "this is the participant's own: the office can tell by its code whether it is what the "
      "office gave");
  AddSmallPrint(table, basis, "1 participant");
  return table;
}

}  // namespace wijkboek
