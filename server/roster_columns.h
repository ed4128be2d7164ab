// The files that a roster may have, and their columns. Their meaning: docs/roster-import.md.
#ifndef WIJKBOEK_SERVER_ROSTER_COLUMNS_H_
#define WIJKBOEK_SERVER_ROSTER_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/fact_errors.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct RosterColumn {
  absl::string_view name;
  // Must stand in the header; whether a cell may be empty is another matter.
  bool needed = false;
};

// In an order in which each file finds what it refers to; files are read in it, whatever the order
// in which they were sent.
enum class RosterKind : std::uint8_t {
  kCentres,
  kCohorts,
  kPeople,
  kCoaches,
  kResidents,
  kEnrolments,
  kHolidays,
  kExceptions,
  kTimetable,
  kBadges,
};
inline constexpr std::size_t kRosterKinds = 10;

struct RosterFile {
  RosterKind kind = RosterKind::kCentres;
  absl::string_view name;
  absl::Span<const RosterColumn> columns;
};

// All of them, in the order of their kinds.
absl::Span<const RosterFile> RosterFiles();
// Null when no roster has such a file. Case does not matter.
const RosterFile* FindRosterFile(absl::string_view name);
const RosterColumn* FindRosterColumn(const RosterFile& file, absl::string_view name);

// "centres.csv, cohorts.csv, …" and "key, name, …", for errors.
std::string RosterFileNames();
std::string RosterColumnNames(const RosterFile& file);

// "people.csv:12".
std::string RosterPlace(const FactPlace& place);
// The error with the column under which the field of the fact stands in that file; empty where the
// whole row is meant.
v1::RowError ToRowError(const FactError& error);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ROSTER_COLUMNS_H_
