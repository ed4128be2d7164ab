#include "server/changes.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/drafts/case_draft.h"
#include "common/reconcile/edits.h"
#include "server/report_statuses.h"
#include "server/trace_records.h"

namespace wijkboek {
namespace {

std::string WithWaiting(std::int64_t settled_ms, std::int64_t to_confirm_ms) {
  if (to_confirm_ms == 0) return ExactMinutes(settled_ms);
  return absl::StrCat(ExactMinutes(settled_ms), ", ", ExactMinutes(to_confirm_ms), " to confirm");
}

std::int64_t LengthOf(const std::vector<Interval>& parts) {
  std::int64_t sum_ms = 0;
  for (const Interval& part : parts) sum_ms += part.length_ms();
  return sum_ms;
}

Figure FigureOf(const AttendanceRecord& record) {
  std::vector<std::string> words = {StatusWord(record.status)};
  if (record.status == AttendanceStatus::kAbsent && !record.is_final) words.push_back("not final");
  if (record.late) words.push_back("late");
  if (record.left_early) words.push_back("left early");
  if (record.status == AttendanceStatus::kPresent)
    words.push_back(ExactMinutes(record.attended_ms));
  if (record.to_confirm) words.push_back("times to confirm");
  if (record.contested) words.push_back("contested");
  return {.type = "attendance",
          .person = record.person,
          .day = record.day,
          .about = record.session,
          .value = absl::StrJoin(words, ", "),
          .centre = record.centre,
          .events = record.events,
          .waited_for = record.waited_for,
          .lost = record.lost,
          .signs = record.signs,
          .end_ms = record.expected.end_ms};
}

Figure FigureOf(const HoursDay& record) {
  return {.type = "hours",
          .person = record.person,
          .day = record.day,
          .about = record.enrolment,
          .value = WithWaiting(record.settled_ms, record.to_confirm_ms)};
}

Figure FigureOf(const PresenceDay& record) {
  return {.type = "presence",
          .person = record.person,
          .day = record.day,
          .about = record.centre,
          .value = WithWaiting(record.settled_ms, record.to_confirm_ms),
          .centre = record.centre};
}

std::string ValueOf(const VisitRecord& visit, const Id& person) {
  std::string value =
      absl::StrCat(FormatTimeOfDay(visit.span.start_ms), "-",
                   visit.open ? "" : FormatTimeOfDay(visit.span.end_ms), ", ",
                   WithWaiting(LengthOf(visit.settled), LengthOf(visit.to_confirm)));
  if (std::binary_search(visit.disputed.begin(), visit.disputed.end(), person)) {
    absl::StrAppend(&value, ", only some logs name them");
  }
  return value;
}

Figure FigureOf(const VisitRecord& visit, const Id& person) {
  return {.type = "visit",
          .person = person,
          .day = DayOf(visit.span.start_ms),
          .about = visit.residents.empty() ? visit.household : visit.residents.front(),
          .value = ValueOf(visit, person),
          .events = visit.events};
}

Figure FigureOf(const HelpRecord& record) {
  return {.type = "help",
          .person = record.helper,
          .day = record.day,
          .about = record.helped,
          .detail = record.subject,
          .value = absl::StrCat(record.minutes, " min ",
                                record.denied      ? "denied"
                                : record.confirmed ? "confirmed"
                                                   : "claimed"),
          .events = record.events};
}

Figure FigureOf(const CaseRecord& record) {
  const std::string days = absl::StrJoin(
      record.days, ", ", [](std::string* out, CivilDay day) { out->append(FormatDay(day)); });
  return {.type = "case",
          .person = record.person,
          .day = record.days.empty() ? 0 : record.days.front(),
          .about = record.enrolment,
          .value = absl::StrCat(CaseStageText(record.stage), ": ", days),
          .events = record.events};
}

void Join(Figure& one, const Figure& other) {
  absl::StrAppend(&one.value, "; ", other.value);
  one.events.insert(one.events.end(), other.events.begin(), other.events.end());
  SortUnique(one.events);
}

}  // namespace

std::vector<Figure> FiguresOf(const PartitionRecords& records) {
  std::vector<Figure> all;
  for (const AttendanceRecord& record : records.attendance) all.push_back(FigureOf(record));
  for (const HoursDay& record : records.hours) all.push_back(FigureOf(record));
  for (const PresenceDay& record : records.presence) all.push_back(FigureOf(record));
  for (const VisitRecord& visit : records.visits) {
    for (const Id& person : visit.participants) all.push_back(FigureOf(visit, person));
  }
  for (const HelpRecord& record : records.helps) all.push_back(FigureOf(record));
  for (const CaseRecord& record : records.cases) all.push_back(FigureOf(record));
  std::sort(all.begin(), all.end(), [](const Figure& a, const Figure& b) {
    return std::tuple_cat(a.Key(), std::tie(a.value)) < std::tuple_cat(b.Key(), std::tie(b.value));
  });
  std::vector<Figure> figures;
  for (Figure& figure : all) {
    if (!figures.empty() && figures.back().Key() == figure.Key()) {
      Join(figures.back(), figure);
    } else {
      figures.push_back(std::move(figure));
    }
  }
  return figures;
}

std::vector<MovedFigure> Moved(const std::vector<Figure>& before,
                               const std::vector<Figure>& after) {
  std::vector<MovedFigure> moved;
  auto old = before.begin();
  auto now = after.begin();
  while (old != before.end() || now != after.end()) {
    MovedFigure figure;
    const bool has_old = now == after.end() || (old != before.end() && old->Key() <= now->Key());
    const bool has_now = old == before.end() || (now != after.end() && now->Key() <= old->Key());
    if (has_old) figure.before = *old++;
    if (has_now) figure.after = *now++;
    if (figure.before.value != figure.after.value) moved.push_back(std::move(figure));
  }
  return moved;
}

}  // namespace wijkboek
