// Reads one file of a roster: its header against the columns that it may have, then row by row.
#ifndef WIJKBOEK_SERVER_ROSTER_READER_H_
#define WIJKBOEK_SERVER_ROSTER_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/csv.h"
#include "server/fact_errors.h"
#include "server/roster_columns.h"
#include "server/roster_spool.h"

namespace wijkboek {

// A row whose cells are all text. Valid while it is being given.
class RosterRow {
 public:
  RosterRow(const RosterFile& file, const std::vector<int>& places, const CsvRow& row)
      : file_(file), places_(places), row_(row) {}

  std::uint32_t line() const { return row_.line; }
  FactPlace place() const { return {.list = std::string(file_.name), .number = row_.line}; }
  // Without blanks at its ends. Empty where the header or the row has no such cell. `column` is one
  // of the file's.
  absl::string_view Get(absl::string_view column) const;
  std::string Text(absl::string_view column) const { return std::string(Get(column)); }
  // The parts between "|", without blanks at their ends; none of an empty cell.
  std::vector<std::string> List(absl::string_view column) const;

 private:
  const RosterFile& file_;
  // Where each of the file's columns stands in a row; negative: nowhere.
  const std::vector<int>& places_;
  const CsvRow& row_;
};

// Gives every row that can be read to `take`, in order, and returns how many rows the file has.
// What is wrong with header and rows comes into `errors`; an error of the spool is returned.
absl::StatusOr<std::uint32_t> ReadRosterFile(const RosterSpool& spool, const RosterFile& file,
                                             FactErrors& errors,
                                             absl::FunctionRef<void(const RosterRow&)> take);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ROSTER_READER_H_
