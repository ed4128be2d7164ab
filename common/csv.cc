#include "common/csv.h"

#include <csv.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/limits.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

char DetectDelimiter(absl::string_view bytes) {
  int commas = 0;
  int semicolons = 0;
  bool quoted = false;
  for (char c : bytes) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (c == ',') ++commas;
    if (c == ';') ++semicolons;
  }
  return semicolons > commas ? ';' : ',';
}

// The next physical line, with its end.
absl::string_view NextLine(absl::string_view bytes) {
  const std::size_t end = bytes.find_first_of("\r\n");
  if (end == absl::string_view::npos) return bytes;
  const bool pair = bytes[end] == '\r' && end + 1 < bytes.size() && bytes[end + 1] == '\n';
  return bytes.substr(0, end + (pair ? 2 : 1));
}

// libcsv's parser, with the state that its callbacks fill.
struct Parser {
  explicit Parser(absl::FunctionRef<bool(const CsvRow&)> on_row_in) : on_row(on_row_in) {
    csv_init(&csv, CSV_STRICT | CSV_STRICT_FINI);
  }
  ~Parser() { csv_free(&csv); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static void OnField(void* field, std::size_t size, void* self) {
    static_cast<Parser*>(self)->AddField({static_cast<const char*>(field), size});
  }
  static void OnRowEnd(int /*terminator*/, void* self) { static_cast<Parser*>(self)->EndRow(); }

  void AddField(absl::string_view field) {
    if (row.fields.empty()) row.line = row_line;
    if (field.size() > kCsvFieldBytesMax) {
      fault = absl::StrCat("a field has ", field.size(), " bytes, at most ", kCsvFieldBytesMax,
                           " are allowed");
    } else if (row.fields.size() == kCsvFieldsMax) {
      fault = absl::StrCat("the row has more than ", kCsvFieldsMax, " fields");
    }
    if (fault.empty() && !stopped) row.fields.emplace_back(field);
  }

  void EndRow() {
    const bool blank = row.fields.empty() || (row.fields.size() == 1 && row.fields[0].empty());
    if (!blank && fault.empty() && !stopped) stopped = !on_row(row);
    row.fields.clear();
  }

  csv_parser csv;
  absl::FunctionRef<bool(const CsvRow&)> on_row;
  CsvRow row;
  // The line on which the row being read began.
  std::uint32_t row_line = 1;
  bool stopped = false;
  std::string fault;
};

}  // namespace

std::optional<CsvFault> ReadCsv(absl::string_view bytes,
                                absl::FunctionRef<bool(const CsvRow& row)> on_row) {
  if (absl::StartsWith(bytes, kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  Parser parser(on_row);
  csv_set_delim(&parser.csv, static_cast<unsigned char>(DetectDelimiter(bytes)));

  // Fed line by line, because libcsv does not count lines.
  std::uint32_t line = 1;
  while (!bytes.empty() && !parser.stopped) {
    const absl::string_view piece = NextLine(bytes);
    bytes.remove_prefix(piece.size());
    const std::size_t parsed = csv_parse(&parser.csv, piece.data(), piece.size(), &Parser::OnField,
                                         &Parser::OnRowEnd, &parser);
    if (!parser.fault.empty()) return CsvFault{parser.row_line, parser.fault};
    if (parsed != piece.size()) {
      return CsvFault{line,
                      absl::StrCat("a quote stands where none may, at character ", parsed + 1,
                                   ": put the whole field in quotes and double those inside")};
    }
    ++line;
    // Zero between rows: what comes next begins a row.
    if (parser.csv.pstate == 0) parser.row_line = line;
  }
  if (parser.stopped) return std::nullopt;
  if (csv_fini(&parser.csv, &Parser::OnField, &Parser::OnRowEnd, &parser) != 0) {
    return CsvFault{parser.row_line, "a quote that is opened in this row is never closed"};
  }
  if (!parser.fault.empty()) return CsvFault{parser.row_line, parser.fault};
  return std::nullopt;
}

void AppendCsvField(std::string& out, absl::string_view field, bool first) {
  if (!first) out.push_back(',');
  const bool quote = field.find_first_of(",;\"\r\n") != absl::string_view::npos ||
                     absl::StartsWith(field, " ") || absl::EndsWith(field, " ");
  if (!quote) {
    absl::StrAppend(&out, field);
    return;
  }
  out.push_back('"');
  for (char c : field) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

std::string HarmlessCell(absl::string_view text) {
  const bool formula =
      !text.empty() && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos;
  return absl::StrCat(formula ? "'" : "", text);
}

}  // namespace wijkboek
