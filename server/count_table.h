// A table of counts of people that knows what adds up to what, so that small counts can be hidden
// from outsiders (suppression.h). Pure.
#ifndef WIJKBOEK_SERVER_COUNT_TABLE_H_
#define WIJKBOEK_SERVER_COUNT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/suppression.h"
#include "wijkboek/v1/reports.pb.h"

namespace wijkboek {

class CountTable {
 public:
  // A count that stands in one cell of the table or in several.
  struct Entry {
    std::size_t index = 0;
  };
  // A per cent.
  struct Share {
    Entry part;
    Entry whole;
  };
  using Cell = std::variant<std::string, Entry, Share>;

  Entry Add(std::size_t count);
  std::int64_t ValueOf(Entry count) const { return published_.counts[count.index]; }

  // What its reader knows.
  void Sum(Entry whole, const std::vector<Entry>& parts) {
    Relate(CountRelation::Kind::kSum, whole, parts);
  }
  void Within(Entry whole, const std::vector<Entry>& parts) {
    Relate(CountRelation::Kind::kWithin, whole, parts);
  }
  // Of parts in several of which somebody may stand: at most their sum. A reader who guesses that
  // nobody stands in two would be right where it adds up; then it is a sum. Where the whole is more
  // than its parts, they say nothing of it.
  void AtMost(Entry whole, const std::vector<Entry>& parts);
  // And at least each of them.
  void Cover(Entry whole, const std::vector<Entry>& parts);

  void AddRow(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }

  // Writes the rows. `hide_below` 0: everything is shown. What is hidden stands as kHidden, with
  // the small print that says so.
  void WriteTo(v1::GetReportResponse& table, std::uint32_t hide_below) const;

  static constexpr absl::string_view kHidden = "*";

 private:
  void Relate(CountRelation::Kind kind, Entry whole, const std::vector<Entry>& parts);

  PublishedCounts published_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_COUNT_TABLE_H_
