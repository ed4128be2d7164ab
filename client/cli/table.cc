#include "client/cli/table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

// Characters, as far as every one is as wide as the next.
std::size_t Width(absl::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

void AppendLine(std::string& out, const std::vector<v1::ReportColumn>& columns,
                const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) line.append("  ");
    const std::string padding(widths[i] - Width(cells[i]), ' ');
    absl::StrAppend(&line, columns[i].number() ? padding : "", cells[i],
                    columns[i].number() ? "" : padding);
  }
  absl::StripTrailingAsciiWhitespace(&line);
  absl::StrAppend(&out, line, "\n");
}

}  // namespace

std::string Printable(absl::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = '?';
  }
  return result;
}

v1::ReportColumn TextColumn(absl::string_view name) {
  v1::ReportColumn column;
  column.set_name(std::string(name));
  return column;
}

v1::ReportColumn NumberColumn(absl::string_view name) {
  v1::ReportColumn column = TextColumn(name);
  column.set_number(true);
  return column;
}

v1::ReportRow TableRow(std::vector<std::string> cells) {
  v1::ReportRow row;
  for (std::string& cell : cells) row.add_cells(std::move(cell));
  return row;
}

std::string TableText(const std::vector<v1::ReportColumn>& columns,
                      const std::vector<v1::ReportRow>& rows) {
  std::vector<std::vector<std::string>> lines;
  std::vector<std::string>& head = lines.emplace_back();
  for (const v1::ReportColumn& column : columns) head.push_back(Printable(column.name()));
  for (const v1::ReportRow& row : rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const std::string& cell : row.cells()) line.push_back(Printable(cell));
    line.resize(columns.size());
  }
  std::vector<std::size_t> widths(columns.size(), 0);
  for (const std::vector<std::string>& line : lines) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      widths[i] = std::max(widths[i], Width(line[i]));
  }
  std::string out;
  for (const std::vector<std::string>& line : lines) AppendLine(out, columns, line, widths);
  return out;
}

}  // namespace wijkboek
