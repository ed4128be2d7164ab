#include "server/history_rows.h"

#include <algorithm>
#include <iterator>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/civil_time.h"
#include "common/csv.h"
#include "common/limits.h"
#include "common/utf8.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

// A presence or visit of more than a day is a slip of the pen.
constexpr std::int64_t kLengthMaxMs = 24 * kHourMs;
constexpr std::uint32_t kMinutesMax = 1440;
constexpr std::size_t kPersonsMax = 20;

constexpr absl::string_view kColumns[] = {"kind",        "start",   "end",        "person",
                                          "person_name", "other",   "other_name", "centre",
                                          "minutes",     "subject", "logged_by",  "note"};
constexpr absl::string_view kNeededColumns[] = {"kind", "start", "person"};

class RowReader {
 public:
  RowReader(std::int64_t now_ms, RowErrors& errors) : now_ms_(now_ms), errors_(errors) {}

  // False when the file can't be read on.
  bool Read(const CsvRow& row) {
    if (columns_.empty()) return ReadHeader(row);
    row_ = &row;
    failed_ = false;
    if (row.fields.size() > columns_.size()) {
      Error("", absl::StrCat("has ", row.fields.size(), " fields, but the header has ",
                             columns_.size(), ": put fields with commas in quotes"));
      return true;
    }
    HistoryRow result{.line = row.line};
    ReadFields(result);
    if (!failed_) rows_.push_back(std::move(result));
    return true;
  }

  bool has_header() const { return !columns_.empty(); }
  std::vector<HistoryRow> TakeRows() { return std::move(rows_); }

 private:
  bool ReadHeader(const CsvRow& row) {
    row_ = &row;
    failed_ = false;
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(row.fields[i]));
      if (std::find(std::begin(kColumns), std::end(kColumns), name) == std::end(kColumns)) {
        Error(IsUtf8(name) ? name : "",
              "is no column of this file; take it out, or see docs/history-import.md");
      } else if (!columns_.emplace(name, i).second) {
        Error(name, "stands here twice");
      }
    }
    for (absl::string_view needed : kNeededColumns) {
      if (!columns_.contains(needed)) Error(needed, "this column is missing");
    }
    return !failed_;
  }

  void Error(absl::string_view column, absl::string_view reason) {
    failed_ = true;
    errors_.Add(row_->line, column, reason);
  }

  // Empty where the row or the header has no such field.
  absl::string_view Field(absl::string_view column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end() || found->second >= row_->fields.size()) return "";
    return absl::StripAsciiWhitespace(row_->fields[found->second]);
  }

  void Refuse(absl::string_view column, absl::string_view kind) {
    if (!Field(column).empty())
      Error(column, absl::StrCat("a ", kind, " has none: leave it empty"));
  }

  void ReadFields(HistoryRow& row) {
    for (const auto& [column, index] : columns_) {
      if (!IsUtf8(Field(column))) {
        Error(column, "is not UTF-8: save the file as \"CSV UTF-8\"");
      }
    }
    if (failed_) return;
    row.persons = Keys("person", "person_name");
    if (row.persons.empty()) Error("person", "is missing");
    row.others = Keys("other", "other_name");
    row.centre = std::string(Field("centre"));
    row.note = std::string(Field("note"));
    const std::string kind = absl::AsciiStrToLower(Field("kind"));
    if (kind == "presence") return ReadPresence(row);
    if (kind == "visit") return ReadVisit(row);
    if (kind == "help") return ReadHelp(row);
    Error("kind", kind.empty()
                      ? "is missing: write presence, visit or help"
                      : absl::StrCat("\"", kind, "\" is none; write presence, visit or help"));
  }

  void ReadPresence(HistoryRow& row) {
    row.kind = HistoryKind::kPresence;
    One(row.persons, "person", "presence");
    Refuse("other", "presence");
    Refuse("subject", "presence");
    if (row.centre.empty()) Error("centre", "is missing: where was it?");
    row.logged_by = std::string(Field("logged_by"));
    ReadSpan(row);
  }

  void ReadVisit(HistoryRow& row) {
    row.kind = HistoryKind::kVisit;
    if (row.others.empty()) Error("other", "is missing: who was visited?");
    Refuse("subject", "visit");
    row.logged_by = std::string(Field("logged_by"));
    ReadSpan(row);
  }

  void ReadHelp(HistoryRow& row) {
    row.kind = HistoryKind::kHelp;
    One(row.persons, "person", "help");
    if (row.others.empty()) Error("other", "is missing: who was helped?");
    One(row.others, "other", "help");
    row.subject = std::string(Field("subject"));
    if (row.subject.empty()) Error("subject", "is missing: language, arithmetic, kitchen …");
    ReadSide(row);
    const absl::string_view start = Field("start");
    if (const absl::StatusOr<CivilDay> day = ParseDay(start); day.ok()) {
      row.start.set_day(*day);
      NotAhead("start", InstantOf(row.start));
    } else if (const auto time = Time("start")) {
      row.start = *time;
      NotAhead("start", InstantOf(row.start));
    }
    if (Field("end").empty()) {
      if (const auto minutes = Minutes()) row.minutes = *minutes;
      return;
    }
    const auto end = Time("end");
    if (!end || failed_) return;
    if (!Field("minutes").empty()) return Error("minutes", "give either end or minutes, not both");
    const std::int64_t length_ms = InstantOf(*end) - InstantOf(row.start);
    const std::int64_t minutes = (length_ms + kMinuteMs / 2) / kMinuteMs;
    if (minutes < 1 || minutes > kMinutesMax) {
      return Error("end", "does not make 1 to 1440 minutes after the start");
    }
    row.minutes = static_cast<std::uint32_t>(minutes);
  }

  void ReadSide(HistoryRow& row) {
    const std::string side = absl::AsciiStrToLower(Field("logged_by"));
    if (side.empty() || side == "coach") {
      row.side = v1::HELP_SIDE_COACH;
    } else if (side == "helper") {
      row.side = v1::HELP_SIDE_HELPER;
    } else if (side == "helped") {
      row.side = v1::HELP_SIDE_HELPED;
    } else {
      Error("logged_by",
            absl::StrCat("\"", side, "\" is none; of help write helper, helped or coach"));
    }
  }

  // Start, and end or minutes.
  void ReadSpan(HistoryRow& row) {
    const auto start = Time("start");
    if (!start) return;
    row.start = *start;
    const std::int64_t start_ms = InstantOf(*start);
    NotAhead("start", start_ms);
    if (Field("end").empty() && Field("minutes").empty()) return Error("end", "is missing");
    if (Field("end").empty()) {
      const auto minutes = Minutes();
      if (minutes) row.end = ToCivilTime(start_ms + *minutes * kMinuteMs);
    } else if (!Field("minutes").empty()) {
      Error("minutes", "give either end or minutes, not both");
    } else {
      row.end = Time("end");
    }
    if (!row.end) return;
    const std::int64_t end_ms = InstantOf(*row.end);
    const absl::string_view column = Field("end").empty() ? "minutes" : "end";
    if (end_ms <= start_ms) {
      Error(column,
            absl::StrCat(FormatTime(end_ms), " is not after the start, ", FormatTime(start_ms)));
    } else if (end_ms - start_ms > kLengthMaxMs) {
      Error(column, "lies more than 24 hours after the start");
    } else if (start_ms <= now_ms_) {
      NotAhead(column, end_ms);
    }
  }

  std::optional<v1::CivilTime> Time(absl::string_view column) {
    if (Field(column).empty()) {
      Error(column, "is missing");
      return std::nullopt;
    }
    absl::StatusOr<v1::CivilTime> time = ParseCivilTime(Field(column));
    if (!time.ok()) {
      Error(column, time.status().message());
      return std::nullopt;
    }
    if (time->second_of_day() > 86399) {
      Error(column, "24:00 is 00:00 of the next day");
      return std::nullopt;
    }
    return *time;
  }

  void NotAhead(absl::string_view column, std::int64_t t_ms) {
    if (t_ms > now_ms_) Error(column, absl::StrCat(FormatTime(t_ms), " lies in the future"));
    if (t_ms < 0) Error(column, absl::StrCat(FormatTime(t_ms), " lies before 1970"));
  }

  std::optional<std::uint32_t> Minutes() {
    std::uint32_t minutes = 0;
    const absl::string_view text = Field("minutes");
    if (text.empty()) {
      Error("minutes", "is missing");
    } else if (!absl::SimpleAtoi(text, &minutes) || minutes < 1 || minutes > kMinutesMax) {
      Error("minutes", absl::StrCat("\"", text, "\" is none; write a whole number from 1 to 1440"));
    } else {
      return minutes;
    }
    return std::nullopt;
  }

  void One(const std::vector<NamedKey>& keys, absl::string_view column, absl::string_view kind) {
    if (keys.size() > 1) {
      Error(column, absl::StrCat("a ", kind, " names one person here; write a row for each"));
    }
  }

  std::vector<NamedKey> Keys(absl::string_view column, absl::string_view name_column) {
    std::vector<NamedKey> keys;
    if (Field(column).empty()) {
      if (!Field(name_column).empty())
        Error(name_column, absl::StrCat("is given without ", column));
      return keys;
    }
    for (absl::string_view part : absl::StrSplit(Field(column), '|')) {
      NamedKey key{.key = std::string(absl::StripAsciiWhitespace(part))};
      const absl::Status status = CheckOfficeKey(key.key);
      if (!status.ok()) Error(column, absl::StrCat("a key ", status.message()));
      const bool twice = std::any_of(keys.begin(), keys.end(),
                                     [&](const NamedKey& other) { return other.key == key.key; });
      if (twice) Error(column, absl::StrCat("\"", key.key, "\" stands here twice"));
      keys.push_back(std::move(key));
    }
    if (keys.size() > kPersonsMax) Error(column, absl::StrCat("names more than ", kPersonsMax));
    if (Field(name_column).empty()) return keys;
    const std::vector<absl::string_view> names = absl::StrSplit(Field(name_column), '|');
    if (names.size() != keys.size()) {
      Error(name_column, absl::StrCat("has ", names.size(), " names for ", keys.size(), " keys"));
      return keys;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      keys[i].name = std::string(absl::StripAsciiWhitespace(names[i]));
    }
    return keys;
  }

  const std::int64_t now_ms_;
  RowErrors& errors_;
  // From name to place.
  absl::flat_hash_map<std::string, std::size_t> columns_;
  std::vector<HistoryRow> rows_;
  const CsvRow* row_ = nullptr;
  bool failed_ = false;
};

}  // namespace

void RowErrors::Add(std::uint32_t line, absl::string_view column, absl::string_view reason) {
  ++count_;
  if (errors_.size() >= kRowErrorsMax) return;
  v1::RowError& error = errors_.emplace_back();
  error.set_line(line);
  error.set_column(std::string(column));
  error.set_reason(std::string(reason));
}

std::vector<v1::RowError> RowErrors::List() const {
  std::vector<v1::RowError> list = errors_;
  std::stable_sort(list.begin(), list.end(), [](const v1::RowError& a, const v1::RowError& b) {
    return a.line() < b.line();
  });
  if (count_ > list.size()) {
    list.emplace_back().set_reason(absl::StrCat("and ", count_ - errors_.size(), " more errors"));
  }
  return list;
}

std::vector<HistoryRow> ReadHistoryRows(absl::string_view csv, std::int64_t now_ms,
                                        RowErrors& errors) {
  RowReader reader(now_ms, errors);
  const std::optional<CsvFault> fault =
      ReadCsv(csv, [&](const CsvRow& row) { return reader.Read(row); });
  if (fault) {
    errors.Add(fault->line, "", fault->reason);
  } else if (!reader.has_header() && errors.empty()) {
    errors.Add(1, "", "the file is empty: its first line must name the columns");
  }
  return reader.TakeRows();
}

}  // namespace wijkboek
