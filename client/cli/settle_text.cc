#include "client/cli/settle_text.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/table.h"

namespace wijkboek {
namespace {

// Enough to tell a town's discrepancies apart; a longer one is taken as well.
constexpr std::size_t kIdShown = 12;
// Of people and sessions without a name.
constexpr std::size_t kShortId = 8;

void AddLine(std::string& out, absl::string_view label, absl::string_view text) {
  if (text.empty()) return;
  absl::StrAppend(&out, "  ", label, std::string(13 - label.size(), ' '), Printable(text), "\n");
}

std::string PeopleText(const v1::DiscrepancyItem& item) {
  return absl::StrJoin(item.people(), ", ", [](std::string* out, const v1::NamedPerson& person) {
    absl::StrAppend(out, person.name(), person.name().empty() ? "" : " ", "(",
                    person.person().substr(0, kShortId), ")");
  });
}

// "2026-03-03 09:05  check-in, by Amina (own), at Noord, desk".
template <typename Row>
std::string WhereText(const Row& row) {
  return absl::StrCat(", by ", row.who(), row.where().empty() ? "" : ", at ", row.where());
}

std::string SaidText(const v1::SaidItem& said) {
  return absl::StrCat(said.at().empty() ? "at a time nobody knows" : said.at(), "  ", said.what(),
                      ", by ", said.who(),
                      said.strength().empty() ? "" : absl::StrCat(" (", said.strength(), ")"),
                      said.where().empty() ? "" : ", at ", said.where());
}

std::string SettledText(const v1::SettlementItem& settlement) {
  return absl::StrCat(settlement.value(), WhereText(settlement),
                      settlement.at().empty() ? "" : ", ", settlement.at());
}

// As one types it.
std::string WayText(const std::string& way) {
  static const std::map<std::string, std::string>& words = *new std::map<std::string, std::string>{
      {"start", "--start TIME"}, {"end", "--end TIME"},      {"time", "--time TIME"},
      {"status", "--status S"},  {"minutes", "--minutes N"}, {"person", "--person P"}};
  const auto found = words.find(way);
  return found == words.end() ? absl::StrCat("--", way) : found->second;
}

std::string WaysText(const v1::DiscrepancyItem& item) {
  return absl::StrJoin(item.ways(), ", ",
                       [](std::string* out, const std::string& way) { out->append(WayText(way)); });
}

std::string ItemText(const v1::DiscrepancyItem& item) {
  std::string out = absl::StrCat(
      item.id().substr(0, kIdShown), "  ", Printable(item.what()), "  [", Printable(item.kind()),
      "]  ",
      item.open() ? absl::StrCat(item.age_days(), item.age_days() == 1 ? " day" : " days")
                  : "settled",
      "\n");
  AddLine(out, "who", PeopleText(item));
  const bool has_both = !item.day().empty() && !item.centre().empty();
  AddLine(out, "where", absl::StrCat(item.day(), has_both ? ", " : "", item.centre()));
  AddLine(out, "session",
          item.session_text().empty() ? item.session().substr(0, kShortId) : item.session_text());
  AddLine(out, "it is", item.detail());
  for (const v1::SaidItem& said : item.said()) AddLine(out, "said", SaidText(said));
  for (const v1::SettlementItem& settlement : item.settlements()) {
    AddLine(out, "settled", SettledText(settlement));
  }
  if (!item.open()) return out;
  AddLine(out, "suggestion", item.suggestion());
  AddLine(out, "settle by", WaysText(item));
  AddLine(out, "settled by", item.settler());
  return out;
}

}  // namespace

std::string DiscrepanciesText(const google::protobuf::RepeatedPtrField<v1::DiscrepancyItem>& items,
                              absl::string_view none) {
  if (items.empty()) return absl::StrCat(none, "\n");
  std::size_t open = 0;
  std::vector<std::string> blocks;
  for (const v1::DiscrepancyItem& item : items) {
    blocks.push_back(ItemText(item));
    open += item.open() ? 1 : 0;
  }
  const std::size_t settled = blocks.size() - open;
  blocks.push_back(absl::StrCat(open, " to settle",
                                settled == 0 ? "" : absl::StrCat(", ", settled, " settled"), "\n"));
  return absl::StrJoin(blocks, "\n");
}

}  // namespace wijkboek
