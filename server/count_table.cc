#include "server/count_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/report_table.h"

namespace wijkboek {

CountTable::Entry CountTable::Add(std::size_t count) {
  published_.counts.push_back(static_cast<std::int64_t>(count));
  return {published_.counts.size() - 1};
}

void CountTable::Relate(CountRelation::Kind kind, Entry whole, const std::vector<Entry>& parts) {
  CountRelation relation{.kind = kind, .whole = whole.index, .parts = {}};
  for (const Entry& part : parts) relation.parts.push_back(part.index);
  published_.relations.push_back(std::move(relation));
}

void CountTable::AtMost(Entry whole, const std::vector<Entry>& parts) {
  const std::int64_t sum =
      std::accumulate(parts.begin(), parts.end(), std::int64_t{0},
                      [&](std::int64_t all, Entry part) { return all + ValueOf(part); });
  if (sum == ValueOf(whole)) return Sum(whole, parts);
  if (sum < ValueOf(whole)) return;
  Relate(CountRelation::Kind::kCovers, whole, parts);
}

void CountTable::Cover(Entry whole, const std::vector<Entry>& parts) {
  AtMost(whole, parts);
  for (const Entry& part : parts) Within(whole, {part});
}

void CountTable::WriteTo(v1::GetReportResponse& table, std::uint32_t hide_below) const {
  std::vector<bool> hidden(published_.counts.size());
  if (hide_below > 0) hidden = SuppressCounts(published_, hide_below);
  const auto text = [&](const Cell& cell) -> std::string {
    if (const auto* words = std::get_if<std::string>(&cell)) return *words;
    if (const auto* count = std::get_if<Entry>(&cell)) {
      if (hidden[count->index]) return std::string(kHidden);
      return absl::StrCat(ValueOf(*count));
    }
    const Share& share = std::get<Share>(cell);
    if (hidden[share.part.index] || hidden[share.whole.index]) return std::string(kHidden);
    return PercentCell(ValueOf(share.part), ValueOf(share.whole));
  };
  for (const std::vector<Cell>& row : rows_) {
    std::vector<std::string> cells;
    std::transform(row.begin(), row.end(), std::back_inserter(cells), text);
    wijkboek::AddRow(table, std::move(cells));
  }
  if (hide_below == 0) return;
  table.add_small_print(absl::StrCat(
      "for outsiders: ", kHidden, " hides a count of 1 to ", hide_below - 1,
      ", or one from which such a count could be worked out; each that is hidden could have ",
      kValuesLeftMin, " values or more, as far as this table says"));
}

}  // namespace wijkboek
