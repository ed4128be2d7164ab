// Reads a CSV file of history into rows. Columns and their meaning: docs/history-import.md.
#ifndef WIJKBOEK_SERVER_HISTORY_ROWS_H_
#define WIJKBOEK_SERVER_HISTORY_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "wijkboek/v1/event.pb.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What is wrong with a file, in order of lines: the first kRowErrorsMax errors, then how many more
// there are.
class RowErrors {
 public:
  void Add(std::uint32_t line, absl::string_view column, absl::string_view reason);
  bool empty() const { return count_ == 0; }
  std::vector<v1::RowError> List() const;

 private:
  std::vector<v1::RowError> errors_;
  std::size_t count_ = 0;
};

enum class HistoryKind : std::uint8_t { kPresence, kVisit, kHelp };

// Somebody as a row names them.
struct NamedKey {
  std::string key;
  // May be empty.
  std::string name;
};

// One row whose every field could be read. References are not resolved yet.
struct HistoryRow {
  std::uint32_t line = 0;
  HistoryKind kind = HistoryKind::kPresence;
  v1::CivilTime start;
  // Absent for help.
  std::optional<v1::CivilTime> end;
  std::vector<NamedKey> persons;
  // Visited, or helped.
  std::vector<NamedKey> others;
  std::string centre;
  // Of help.
  std::uint32_t minutes = 0;
  std::string subject;
  v1::HelpSide side = v1::HELP_SIDE_UNSPECIFIED;
  // A coach's or participant's key; of help it is in `side`.
  std::string logged_by;
  std::string note;
};

// Rows in the order of the file. `now_ms`: nothing may lie after it. Pure.
std::vector<HistoryRow> ReadHistoryRows(absl::string_view csv, std::int64_t now_ms,
                                        RowErrors& errors);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_HISTORY_ROWS_H_
