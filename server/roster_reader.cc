#include "server/roster_reader.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status.h"
#include "common/utf8.h"

namespace wijkboek {
namespace {

constexpr int kNowhere = -1;

class Reader {
 public:
  Reader(const RosterFile& file, FactErrors& errors, absl::FunctionRef<void(const RosterRow&)> take)
      : file_(file), errors_(errors), take_(take), places_(file.columns.size(), kNowhere) {}

  // False when the file can't be read on.
  bool Read(const CsvRow& row) {
    if (columns_ == 0) return ReadHeader(row);
    ++rows_;
    if (row.fields.size() > columns_) {
      Error(row.line, "",
            absl::StrCat("has ", row.fields.size(), " cells, but the header has ", columns_,
                         ": put cells with commas in quotes"));
      return true;
    }
    bool text = true;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const auto place = static_cast<std::size_t>(places_[i]);
      if (places_[i] == kNowhere || place >= row.fields.size()) continue;
      if (IsUtf8(row.fields[place])) continue;
      text = false;
      Error(row.line, file_.columns[i].name, "is not UTF-8: save the file as \"CSV UTF-8\"");
    }
    if (text) take_(RosterRow(file_, places_, row));
    return true;
  }

  void Finish(const std::optional<CsvFault>& fault) {
    if (fault) {
      Error(fault->line, "", fault->reason);
    } else if (columns_ == 0 && !refused_) {
      Error(1, "", "the file is empty: its first line must name the columns");
    }
  }

  std::uint32_t rows() const { return rows_; }

 private:
  bool ReadHeader(const CsvRow& row) {
    if (absl::StartsWithIgnoreCase(row.fields[0], "sep=")) {
      Refuse(row.line,
             "the first line must name the columns: take out \"sep=\", and save the file with "
             "commas or semicolons");
      return false;
    }
    if (row.fields.size() == 1 && absl::StrContains(row.fields[0], '\t')) {
      Refuse(row.line, "the cells are separated by tabs: save the file with commas or semicolons");
      return false;
    }
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(row.fields[i]));
      if (name.empty()) {
        Refuse(row.line, absl::StrCat("column ", i + 1, " has no name: name it, or take it out"));
        continue;
      }
      const RosterColumn* column = IsUtf8(name) ? FindRosterColumn(file_, name) : nullptr;
      if (column == nullptr) {
        Refuse(row.line, absl::StrCat("column ", i + 1, ", \"", IsUtf8(name) ? name : "?",
                                      "\", is none of this file's: ", RosterColumnNames(file_)));
        continue;
      }
      int& place = places_[static_cast<std::size_t>(column - file_.columns.begin())];
      if (place != kNowhere) {
        Refuse(row.line, absl::StrCat("the column \"", name, "\" stands here twice"));
      }
      place = static_cast<int>(i);
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (!file_.columns[i].needed || places_[i] != kNowhere) continue;
      Refuse(row.line, absl::StrCat("the column \"", file_.columns[i].name,
                                    "\" is missing; a header may have ", RosterColumnNames(file_)));
    }
    if (!refused_) columns_ = row.fields.size();
    return !refused_;
  }

  void Refuse(std::uint32_t line, absl::string_view reason) {
    refused_ = true;
    Error(line, "", reason);
  }
  void Error(std::uint32_t line, absl::string_view column, absl::string_view reason) {
    errors_.Add({.list = std::string(file_.name), .number = line}, column, reason);
  }

  const RosterFile& file_;
  FactErrors& errors_;
  absl::FunctionRef<void(const RosterRow&)> take_;
  std::vector<int> places_;
  // Of the header; 0 before it was read.
  std::size_t columns_ = 0;
  std::uint32_t rows_ = 0;
  bool refused_ = false;
};

}  // namespace

absl::string_view RosterRow::Get(absl::string_view column) const {
  const RosterColumn* known = FindRosterColumn(file_, column);
  const int place = known == nullptr
                        ? kNowhere
                        : places_[static_cast<std::size_t>(known - file_.columns.begin())];
  if (place == kNowhere || static_cast<std::size_t>(place) >= row_.fields.size()) return "";
  return absl::StripAsciiWhitespace(row_.fields[static_cast<std::size_t>(place)]);
}

std::vector<std::string> RosterRow::List(absl::string_view column) const {
  std::vector<std::string> parts;
  if (Get(column).empty()) return parts;
  for (absl::string_view part : absl::StrSplit(Get(column), '|')) {
    parts.emplace_back(absl::StripAsciiWhitespace(part));
  }
  return parts;
}

absl::StatusOr<std::uint32_t> ReadRosterFile(const RosterSpool& spool, const RosterFile& file,
                                             FactErrors& errors,
                                             absl::FunctionRef<void(const RosterRow&)> take) {
  Reader rows(file, errors, take);
  const auto read = [&](const CsvRow& row) { return rows.Read(row); };
  CsvReader csv(read);
  RETURN_IF_ERROR(spool.Read(file.name, [&](absl::string_view piece) { return csv.Read(piece); }));
  rows.Finish(csv.Finish());
  return rows.rows();
}

}  // namespace wijkboek
