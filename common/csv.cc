#include "common/csv.h"

#include <csv.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/limits.h"

namespace wijkboek {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A first line that is longer is no header; the delimiter is sought in this much of it.
constexpr std::size_t kFirstLineBytesMax = kCsvFieldBytesMax;

// The bytes up to the first line break outside quotes.
absl::string_view FirstLine(absl::string_view bytes) {
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '"') quoted = !quoted;
    if (!quoted && (bytes[i] == '\n' || bytes[i] == '\r')) return bytes.substr(0, i);
  }
  return bytes;
}

// What reading takes away from a field that is not quoted.
bool HasBlankEnd(absl::string_view field) {
  constexpr absl::string_view kBlanks = " \t";
  return !field.empty() && (kBlanks.find(field.front()) != absl::string_view::npos ||
                            kBlanks.find(field.back()) != absl::string_view::npos);
}

char DetectDelimiter(absl::string_view line) {
  int commas = 0;
  int semicolons = 0;
  bool quoted = false;
  for (char c : line) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == ',') ++commas;
    if (c == ';') ++semicolons;
  }
  return semicolons > commas ? ';' : ',';
}

}  // namespace

// libcsv's parser, with the state that its callbacks fill.
struct CsvReader::Parser {
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
    CheckFieldSize(field.size());
    if (row.fields.size() == kCsvFieldsMax) {
      Fault(row_line, absl::StrCat("the row has more than ", kCsvFieldsMax, " fields"));
    }
    if (!IsOver()) row.fields.emplace_back(field);
  }

  void EndRow() {
    // Spreadsheets leave such rows behind what was deleted.
    const bool blank = std::all_of(
        row.fields.begin(), row.fields.end(),
        [](const std::string& field) { return absl::StripAsciiWhitespace(field).empty(); });
    if (!blank && !IsOver()) stopped = !on_row(row);
    row.fields.clear();
  }

  void CheckFieldSize(std::size_t size) {
    if (size <= kCsvFieldBytesMax) return;
    Fault(row_line, absl::StrCat("a field has more than ", kCsvFieldBytesMax,
                                 " bytes: is a quote opened in this row never closed?"));
  }

  void Fault(std::uint32_t at_line, std::string reason) {
    if (!fault) fault = CsvFault{at_line, std::move(reason)};
  }
  bool IsOver() const { return fault || stopped; }

  // With the first line whole, or as much of it as decides.
  void Begin() {
    begun = true;
    absl::string_view bytes = first;
    if (absl::StartsWith(bytes, kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    csv_set_delim(&csv, static_cast<unsigned char>(DetectDelimiter(FirstLine(bytes))));
    Parse(bytes);
    first = std::string();
  }

  // Line by line, because libcsv does not count lines.
  void Parse(absl::string_view bytes) {
    while (!bytes.empty() && !IsOver()) {
      if (after_return && bytes[0] == '\n') {
        ParsePart(bytes.substr(0, 1));
        bytes.remove_prefix(1);
        after_return = false;
        continue;
      }
      const std::size_t end = bytes.find_first_of("\r\n");
      const bool ends = end != absl::string_view::npos;
      const absl::string_view part = ends ? bytes.substr(0, end + 1) : bytes;
      ParsePart(part);
      after_return = ends && bytes[end] == '\r';
      bytes.remove_prefix(part.size());
      if (ends) EndLine();
    }
  }

  void ParsePart(absl::string_view part) {
    const std::size_t parsed = csv_parse(&csv, part.data(), part.size(), &OnField, &OnRowEnd, this);
    CheckFieldSize(csv.entry_pos);
    if (parsed != part.size() && !IsOver()) {
      Fault(line,
            absl::StrCat("a quote stands where none may, at character ", line_bytes + parsed + 1,
                         ": put the whole field in quotes and double those inside"));
    }
    line_bytes += part.size();
  }

  void EndLine() {
    ++line;
    line_bytes = 0;
    // Zero between rows: what comes next begins a row.
    if (csv.pstate == 0) row_line = line;
  }

  void End() {
    if (!begun) Begin();
    if (IsOver()) return;
    if (csv_fini(&csv, &OnField, &OnRowEnd, this) != 0) {
      Fault(row_line, "a quote that is opened in this row is never closed");
    }
  }

  csv_parser csv;
  absl::FunctionRef<bool(const CsvRow&)> on_row;
  // What was read before the delimiter could be known.
  std::string first;
  bool begun = false;
  CsvRow row;
  // The line on which the row being read began; the line being read, and how much of it was.
  std::uint32_t row_line = 1;
  std::uint32_t line = 1;
  std::size_t line_bytes = 0;
  // A carriage return ended the line: a line feed that follows belongs to it.
  bool after_return = false;
  bool stopped = false;
  std::optional<CsvFault> fault;
};

CsvReader::CsvReader(absl::FunctionRef<bool(const CsvRow& row)> on_row)
    : parser_(std::make_unique<Parser>(on_row)) {}
CsvReader::~CsvReader() = default;

bool CsvReader::Read(absl::string_view piece) {
  if (parser_->begun) {
    parser_->Parse(piece);
    return !parser_->IsOver();
  }
  absl::StrAppend(&parser_->first, piece);
  const bool whole = FirstLine(parser_->first).size() < parser_->first.size();
  if (whole || parser_->first.size() > kFirstLineBytesMax) parser_->Begin();
  return !parser_->IsOver();
}

std::optional<CsvFault> CsvReader::Finish() {
  parser_->End();
  return parser_->fault;
}

std::optional<CsvFault> ReadCsv(absl::string_view bytes,
                                absl::FunctionRef<bool(const CsvRow& row)> on_row) {
  CsvReader reader(on_row);
  reader.Read(bytes);
  return reader.Finish();
}

void AppendCsvField(std::string& out, absl::string_view field, bool first) {
  if (!first) out.push_back(',');
  const bool quote =
      field.find_first_of(",;\"\r\n") != absl::string_view::npos || HasBlankEnd(field);
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
