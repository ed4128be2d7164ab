#include "server/roster_timetable.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/limits.h"
#include "server/fact_fields.h"
#include "server/office_ids.h"
#include "server/own_times.h"
#include "server/weekdays.h"

namespace wijkboek {
namespace {

// A holiday of more than a year is a slip of the pen.
constexpr int kHolidayDaysMax = 366;

// Never changed: sessions in the log rest on it.
std::string SessionKey(absl::string_view timetable, CivilDay day) {
  return absl::StrCat(timetable, "/", FormatDay(day));
}

bool Has(unsigned weekdays, CivilDay day) { return (weekdays >> WeekdayOf(day) & 1) != 0; }

}  // namespace

RosterTimetable::RosterTimetable(const RosterBasis& basis, FactErrors& errors, FactsPass& pass)
    : record_(basis.record),
      lookup_key_(basis.lookup_key),
      now_ms_(basis.now_ms),
      change_past_(basis.change_past),
      errors_(errors),
      pass_(pass) {
  if (record_.sessions.empty()) return;
  const auto [first, last] = std::minmax_element(
      record_.sessions.begin(), record_.sessions.end(), [](const auto& a, const auto& b) {
        return a.second.thing.start_ms < b.second.thing.start_ms;
      });
  record_first_ = DayOf(first->second.thing.start_ms) - kSessionMoveDaysMax;
  record_last_ = DayOf(last->second.thing.start_ms) + kSessionMoveDaysMax;
}

void RosterTimetable::KnowCentre(const std::string& key) {
  centres_.insert(OfficeId(lookup_key_, "centre", key));
}

std::optional<CivilDay> RosterTimetable::Day(const RosterRow& row, absl::string_view column) {
  const absl::StatusOr<CivilDay> day = ParseDay(row.Get(column));
  if (day.ok()) return *day;
  errors_.Add(row.place(), column, row.Get(column).empty() ? "is missing" : day.status().message());
  return std::nullopt;
}

std::optional<std::uint32_t> RosterTimetable::Time(const RosterRow& row, absl::string_view column) {
  if (row.Get(column).empty()) return std::nullopt;
  const absl::StatusOr<std::uint32_t> time = ParseTimeOfDay(row.Get(column));
  if (time.ok()) return *time;
  errors_.Add(row.place(), column, time.status().message());
  return std::nullopt;
}

void RosterTimetable::TakeHoliday(const RosterRow& row) {
  Id centre;
  if (const std::string key = row.Text("centre"); !key.empty()) {
    centre = OfficeId(lookup_key_, "centre", key);
    if (!centres_.contains(centre) && !record_.centres.contains(centre)) {
      errors_.Add(row.place(), "centre",
                  absl::StrCat("there is no centre with the key \"", key, "\""));
    }
  }
  const std::optional<CivilDay> first = Day(row, "first_day");
  const std::optional<CivilDay> last = row.Get("last_day").empty() ? first : Day(row, "last_day");
  if (!first || !last) return;
  if (*last < *first) {
    errors_.Add(row.place(), "last_day",
                absl::StrCat(FormatDay(*last), " lies before the first day"));
  } else if (*last - *first >= kHolidayDaysMax) {
    errors_.Add(row.place(), "last_day", "lies more than a year after the first day");
  } else {
    for (CivilDay day = *first; day <= *last; ++day) holidays_.emplace(centre, day);
  }
}

bool RosterTimetable::IsHoliday(const Id& centre, CivilDay day) const {
  return holidays_.contains({Id(), day}) || holidays_.contains({centre, day});
}

void RosterTimetable::TakeException(const RosterRow& row) {
  Exception exception{.timetable = OfficeId(lookup_key_, "timetable", row.Get("timetable")),
                      .line = row.line()};
  if (row.Get("timetable").empty()) errors_.Add(row.place(), "timetable", "is missing");
  const std::optional<CivilDay> day = Day(row, "day");
  const std::string action = absl::AsciiStrToLower(row.Get("action"));
  exception.cancel = action == "cancel";
  exception.start = Time(row, "start");
  exception.end = Time(row, "end");
  if (!row.Get("new_day").empty()) exception.new_day = Day(row, "new_day");
  if (exception.cancel) {
    for (absl::string_view column : {"new_day", "start", "end"}) {
      if (row.Get(column).empty()) continue;
      errors_.Add(row.place(), column, "a session that is cancelled has none: leave it empty");
    }
  } else if (action == "move") {
    if (day) CheckMove(row, *day, exception);
  } else {
    errors_.Add(row.place(), "action",
                action.empty()
                    ? "is missing: write cancel or move"
                    : absl::StrCat("\"", row.Get("action"), "\" is none; write cancel or move"));
  }
  if (!day || row.Get("timetable").empty()) return;
  const Id session = OfficeId(lookup_key_, "session", SessionKey(row.Get("timetable"), *day));
  const auto [earlier, first] = exceptions_.emplace(session, exception);
  if (first) return;
  errors_.Add(row.place(), "day",
              absl::StrCat("this session stands in line ", earlier->second.line, " too"));
}

void RosterTimetable::CheckMove(const RosterRow& row, CivilDay day, const Exception& exception) {
  if (row.Get("new_day").empty() && row.Get("start").empty() && row.Get("end").empty()) {
    errors_.Add(row.place(), "new_day", "says nothing: give a new day, start or end");
  }
  if (exception.new_day && std::abs(*exception.new_day - day) > kSessionMoveDaysMax) {
    errors_.Add(row.place(), "new_day",
                absl::StrCat("lies more than ", kSessionMoveDaysMax,
                             " days away: cancel this session and give the other its own row"));
  }
}

unsigned RosterTimetable::Weekdays(const RosterRow& row) {
  unsigned weekdays = 0;
  for (absl::string_view word :
       absl::StrSplit(row.Get("weekdays"), absl::ByAnyChar(" ,|"), absl::SkipEmpty())) {
    const absl::StatusOr<WeekdayRange> range = ParseWeekdays(word);
    if (!range.ok()) {
      errors_.Add(row.place(), "weekdays", range.status().message());
      return 0;
    }
    for (std::uint32_t day = range->first; day <= range->last; ++day) weekdays |= 1U << day;
  }
  if (weekdays == 0) errors_.Add(row.place(), "weekdays", "is missing: write \"mon wed\"");
  return weekdays;
}

std::optional<RosterTimetable::Course> RosterTimetable::ReadCourse(const RosterRow& row) {
  const std::size_t errors = errors_.count();
  Course course{.key = row.Text("key")};
  // The date is added to the key.
  const absl::Status key = CheckOfficeKey(course.key);
  const absl::Status longest = CheckOfficeKey(SessionKey(course.key, 0));
  if (!key.ok() || !longest.ok()) {
    errors_.Add(row.place(), "key", key.ok() ? longest.message() : key.message());
  }
  const auto [earlier, first] =
      rows_.emplace(OfficeId(lookup_key_, "timetable", course.key), Place{.line = row.line()});
  if (!first) {
    errors_.Add(
        row.place(), "key",
        absl::StrCat("\"", course.key, "\" is the key of line ", earlier->second.line, " too"));
  }
  course.centre = OfficeId(lookup_key_, "centre", row.Get("centre"));
  course.weekdays = Weekdays(row);
  const bool days = ReadDays(row, course);
  course.fact.set_title(row.Text("title"));
  course.fact.set_centre(row.Text("centre"));
  for (std::string& cohort : row.List("cohorts")) course.fact.add_cohorts(std::move(cohort));
  course.fact.set_start(row.Text("start"));
  course.fact.set_end(row.Text("end"));
  if (days && errors_.count() == errors) return course;
  CheckRest(row, std::move(course));
  return std::nullopt;
}

bool RosterTimetable::ReadDays(const RosterRow& row, Course& course) {
  const std::optional<CivilDay> first_day = Day(row, "first_day");
  const std::optional<CivilDay> last_day = Day(row, "last_day");
  if (!first_day || !last_day) return false;
  course.first_day = *first_day;
  course.last_day = *last_day;
  CheckWeekdays(row, course);
  return true;
}

// What else is wrong with a row whose dates nobody knows: as one session on a day like any other.
void RosterTimetable::CheckRest(const RosterRow& row, Course course) {
  course.fact.set_key(absl::StrCat("line ", row.line()));
  course.fact.set_day("2026-01-01");
  pass_.At("timetable.csv", row.line());
  pass_.Take(course.fact);
}

void RosterTimetable::CheckWeekdays(const RosterRow& row, const Course& course) {
  if (course.last_day < course.first_day) {
    errors_.Add(row.place(), "last_day",
                absl::StrCat(FormatDay(course.last_day), " lies before the first day"));
    return;
  }
  if (course.last_day - course.first_day >= kTimetableDaysMax) {
    errors_.Add(row.place(), "last_day",
                absl::StrCat("lies more than ", kTimetableDaysMax, " days after the first day"));
    return;
  }
  unsigned occurring = 0;
  const CivilDay week_end = std::min(course.last_day, course.first_day + 6);
  for (CivilDay day = course.first_day; day <= week_end; ++day) occurring |= 1U << WeekdayOf(day);
  std::string never;
  for (std::uint32_t weekday = 1; weekday <= 7; ++weekday) {
    if (((course.weekdays & ~occurring) >> weekday & 1) == 0) continue;
    absl::StrAppend(&never, never.empty() ? "" : " ", WeekdayWord(weekday));
  }
  if (never.empty()) return;
  errors_.Add(row.place(), "weekdays",
              absl::StrCat("there is no ", never, " from ", FormatDay(course.first_day), " to ",
                           FormatDay(course.last_day)));
}

void RosterTimetable::TakeRow(const RosterRow& row) {
  const std::optional<Course> course = ReadCourse(row);
  if (course && PlanDates(row, *course)) return;
  rows_[OfficeId(lookup_key_, "timetable", row.Get("key"))].wrong = true;
}

bool RosterTimetable::PlanDates(const RosterRow& row, const Course& course) {
  CivilDay first = course.first_day;
  CivilDay last = course.last_day;
  if (record_first_ <= record_last_) {
    first = std::min(first, record_first_);
    last = std::max(last, record_last_);
  }
  TimetableChanges changes;
  for (CivilDay day = first; day <= last; ++day) {
    if (!PlanDate(row, course, day, changes)) return false;
  }
  Count(row.place(), changes);
  return true;
}

void RosterTimetable::Count(const FactPlace& place, const TimetableChanges& changes) {
  changes_.Add(changes);
  const std::uint32_t begun = changes.begun_moved + changes.begun_cancelled;
  if (begun == 0 || change_past_) return;
  std::string what;
  if (changes.moved > 0) absl::StrAppend(&what, changes.moved, " would be moved");
  if (changes.cancelled > 0) {
    absl::StrAppend(&what, what.empty() ? "" : " and ", changes.cancelled, " would be cancelled");
  }
  errors_.Add(
      place, "",
      absl::StrCat("of its sessions ", what, ", ", begun, " of them ", begun == 1 ? "has" : "have",
                   " begun already: end the row with its last day and begin "
                   "one with another key, or give --past"));
}

bool RosterTimetable::PlanDate(const RosterRow& row, const Course& course, CivilDay day,
                               TimetableChanges& changes) {
  const bool in_row =
      day >= course.first_day && day <= course.last_day && Has(course.weekdays, day);
  if (!in_row && record_.sessions.empty()) return true;
  const std::string key = SessionKey(course.key, day);
  const Id id = OfficeId(lookup_key_, "session", key);
  const auto said = record_.sessions.find(id);
  const bool on_record = said != record_.sessions.end();
  const bool begun = on_record && said->second.thing.start_ms <= now_ms_;
  const auto exception = exceptions_.find(id);
  const bool excepted = exception != exceptions_.end() && (in_row || on_record);
  if (excepted) exception->second.met = true;

  v1::SessionFact fact = course.fact;
  fact.set_key(key);
  const FactPlace place =
      excepted ? FactPlace{.list = "exceptions.csv", .number = exception->second.line}
               : row.place();
  TimetableChanges own;
  bool right = true;
  if (excepted && !exception->second.cancel) {
    const Exception& move = exception->second;
    if (move.start) fact.set_start(TimeOfDayText(*move.start));
    if (move.end) fact.set_end(TimeOfDayText(*move.end));
    right = Plan(place, std::move(fact), move.new_day.value_or(day), begun, own);
  } else if (!excepted && in_row && !IsHoliday(course.centre, day)) {
    right = Plan(place, std::move(fact), day, begun, own);
  } else if (on_record && !said->second.thing.cancelled) {
    pass_.CancelSession(id);
    own = {.cancelled = 1, .begun_cancelled = begun ? 1U : 0U};
  }
  if (excepted) {
    Count(place, own);
  } else {
    changes.Add(own);
  }
  return right;
}

bool RosterTimetable::Plan(const FactPlace& place, v1::SessionFact fact, CivilDay day, bool begun,
                           TimetableChanges& changes) {
  const std::size_t errors = errors_.count();
  const std::uint32_t moved = pass_.sessions_moved();
  fact.set_day(FormatDay(day));
  pass_.At(place.list, place.number);
  pass_.Take(fact);
  ++sessions_;
  if (pass_.sessions_moved() > moved) changes.Add({.moved = 1, .begun_moved = begun ? 1U : 0U});
  return errors_.count() == errors;
}

void RosterTimetable::Finish() {
  std::vector<const Exception*> unmet;
  for (const auto& [session, exception] : exceptions_) {
    const auto row = rows_.find(exception.timetable);
    const bool wrong = row != rows_.end() && row->second.wrong;
    if (!exception.met && !wrong) unmet.push_back(&exception);
  }
  std::sort(unmet.begin(), unmet.end(),
            [](const Exception* a, const Exception* b) { return a->line < b->line; });
  for (const Exception* exception : unmet) {
    const bool known = rows_.contains(exception->timetable);
    errors_.Add({.list = "exceptions.csv", .number = exception->line}, known ? "day" : "timetable",
                known ? "the timetable has no session on that day"
                      : "timetable.csv must come along and have a row with this key");
  }
}

}  // namespace wijkboek
