#include "server/roster_columns.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace wijkboek {
namespace {

constexpr RosterColumn kCentres[] = {
    {"key", true}, {"name", true}, {"municipality"}, {"opening_hours"}};
constexpr RosterColumn kCohorts[] = {
    {"key", true}, {"name", true}, {"first_day", true}, {"last_day"}, {"programme"}};
constexpr RosterColumn kPeople[] = {{"key", true}, {"given"},      {"family"},
                                    {"called"},    {"birth_date"}, {"language"}};
constexpr RosterColumn kCoaches[] = {{"key", true}, {"given"}, {"family"}, {"called"}, {"duty"}};
constexpr RosterColumn kResidents[] = {{"key", true}, {"given"},  {"family"}, {"called"},
                                       {"household"}, {"centre"}, {"area"},   {"area_year"}};
constexpr RosterColumn kEnrolments[] = {
    {"participant", true}, {"cohort", true}, {"centre", true}, {"municipality"},
    {"first_day", true},   {"last_day"},     {"target_hours"}, {"own_times"}};
constexpr RosterColumn kHolidays[] = {{"first_day", true}, {"last_day"}, {"centre"}, {"name"}};
constexpr RosterColumn kExceptions[] = {{"timetable", true}, {"day", true}, {"action", true},
                                        {"new_day"},         {"start"},     {"end"}};
constexpr RosterColumn kTimetable[] = {{"key", true}, {"centre", true},    {"cohorts", true},
                                       {"title"},     {"weekdays", true},  {"start", true},
                                       {"end", true}, {"first_day", true}, {"last_day", true}};
constexpr RosterColumn kBadges[] = {{"person", true}, {"type"},       {"text"},
                                    {"serial"},       {"valid_from"}, {"valid_until"}};

constexpr RosterFile kFiles[] = {
    {RosterKind::kCentres, "centres.csv", kCentres},
    {RosterKind::kCohorts, "cohorts.csv", kCohorts},
    {RosterKind::kPeople, "people.csv", kPeople},
    {RosterKind::kCoaches, "coaches.csv", kCoaches},
    {RosterKind::kResidents, "residents.csv", kResidents},
    {RosterKind::kEnrolments, "enrolments.csv", kEnrolments},
    {RosterKind::kHolidays, "holidays.csv", kHolidays},
    {RosterKind::kExceptions, "exceptions.csv", kExceptions},
    {RosterKind::kTimetable, "timetable.csv", kTimetable},
    {RosterKind::kBadges, "badges.csv", kBadges},
};
static_assert(std::size(kFiles) == kRosterKinds);

std::string ColumnOf(const FactError& error) {
  const RosterFile* file = FindRosterFile(error.place.list);
  if (file == nullptr) return "";
  // "name.given", "cohorts[1]": a cell holds the whole list.
  absl::string_view field = error.field;
  absl::ConsumePrefix(&field, "name.");
  field = field.substr(0, field.find_first_of(".["));
  if (field == "name" && FindRosterColumn(*file, "name") == nullptr) field = "given";
  return FindRosterColumn(*file, field) == nullptr ? "" : std::string(field);
}

}  // namespace

absl::Span<const RosterFile> RosterFiles() { return kFiles; }

const RosterFile* FindRosterFile(absl::string_view name) {
  const auto found = std::find_if(std::begin(kFiles), std::end(kFiles), [&](const RosterFile& f) {
    return absl::EqualsIgnoreCase(f.name, name);
  });
  return found == std::end(kFiles) ? nullptr : found;
}

const RosterColumn* FindRosterColumn(const RosterFile& file, absl::string_view name) {
  const auto found = std::find_if(file.columns.begin(), file.columns.end(),
                                  [&](const RosterColumn& c) { return c.name == name; });
  return found == file.columns.end() ? nullptr : found;
}

std::string RosterFileNames() {
  return absl::StrJoin(kFiles, ", ", [](std::string* out, const RosterFile& file) {
    absl::StrAppend(out, file.name);
  });
}

std::string RosterColumnNames(const RosterFile& file) {
  return absl::StrJoin(file.columns, ", ", [](std::string* out, const RosterColumn& column) {
    absl::StrAppend(out, column.name);
  });
}

std::string RosterPlace(const FactPlace& place) {
  return absl::StrCat(place.list, ":", place.number);
}

v1::RowError ToRowError(const FactError& error) {
  v1::RowError row;
  row.set_file(error.place.list);
  row.set_line(error.place.number);
  row.set_column(ColumnOf(error));
  row.set_reason(error.reason);
  return row;
}

}  // namespace wijkboek
