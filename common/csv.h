// Comma-separated values (RFC 4180), read row by row, whole or in pieces, and written field by
// field. Reading tolerates what spreadsheets do: a UTF-8 byte order mark, semicolons instead of
// commas, LF or CR LF, blank lines. Pure and thread-safe.
#ifndef WIJKBOEK_COMMON_CSV_H_
#define WIJKBOEK_COMMON_CSV_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

struct CsvRow {
  // The line on which the row begins, as an editor counts: from 1, line breaks within quotes
  // included.
  std::uint32_t line = 0;
  // Unquoted fields come without blanks around them.
  std::vector<std::string> fields;
};

// Where and why the bytes are no CSV.
struct CsvFault {
  std::uint32_t line = 0;
  std::string reason;
};

// Gives every row that is not blank (some field holds more than blanks) to `on_row`, in order,
// holding one row at a time, until that returns false. The delimiter is the semicolon if the first
// line has more of them (outside quotes) than commas. A fault ends reading, for nobody can say
// where the next field begins; rows before it were given. A field may have kCsvFieldBytesMax bytes,
// a row kCsvFieldsMax fields.
std::optional<CsvFault> ReadCsv(absl::string_view bytes,
                                absl::FunctionRef<bool(const CsvRow& row)> on_row);

// The same from pieces of any size, cut anywhere: it holds one row, and the first line until it
// ends. One thread.
class CsvReader {
 public:
  // What `on_row` refers to must outlive this.
  explicit CsvReader(absl::FunctionRef<bool(const CsvRow& row)> on_row);
  ~CsvReader();

  // False when there is nothing more to read: a fault, or `on_row` returned false.
  bool Read(absl::string_view piece);
  // After the last piece.
  std::optional<CsvFault> Finish();

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

// Adds a field to a row being written, with a comma before it unless it is the `first`, quoted
// where it must be.
void AppendCsvField(std::string& out, absl::string_view field, bool first);

// As text that a spreadsheet will not run as a formula: what begins with = + - @, a tab or a
// carriage return gets an apostrophe in front.
std::string HarmlessCell(absl::string_view text);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_CSV_H_
