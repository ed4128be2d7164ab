// Columns of text. Pure.
#ifndef WIJKBOEK_CLIENT_CLI_TABLE_H_
#define WIJKBOEK_CLIENT_CLI_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What a terminal might obey shows as "?".
std::string Printable(absl::string_view text);

v1::ReportColumn TextColumn(absl::string_view name);
v1::ReportColumn NumberColumn(absl::string_view name);
v1::ReportRow TableRow(std::vector<std::string> cells);

// Columns aligned by characters, numbers to the right, two blanks between. Control characters show
// as "?".
std::string TableText(const std::vector<v1::ReportColumn>& columns,
                      const std::vector<v1::ReportRow>& rows);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_TABLE_H_
