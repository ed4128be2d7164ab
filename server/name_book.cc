#include "server/name_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<absl::flat_hash_map<Id, std::string>> NameBook::Open(
    const PersonNames::Details& details) {
  ASSIGN_OR_RETURN(const auto parts, OpenParts(details));
  absl::flat_hash_map<Id, std::string> names;
  names.reserve(parts.size());
  for (const auto& [person, name] : parts) names.emplace(person, DisplayName(name));
  return names;
}

absl::StatusOr<absl::flat_hash_map<Id, v1::SealedName>> NameBook::OpenParts(
    const PersonNames::Details& details) {
  std::lock_guard<std::mutex> lock(mutex_);
  // Before anything is opened: what changes meanwhile shows the next time.
  const std::uint64_t erasures = keys_.erasures();
  const std::uint64_t version = keys_.version();
  if (erasures != erasures_) entries_.clear();
  if (version != version_) {
    absl::erase_if(entries_, [](const auto& entry) { return !entry.second.name; });
  }
  erasures_ = erasures;
  version_ = version;
  PersonNames::Details unknown;
  for (const PersonNames::DetailsOfOne& one : details) {
    const auto found = entries_.find(one.person);
    if (found == entries_.end() || found->second.events != one.events) unknown.push_back(one);
  }
  if (!unknown.empty()) {
    ASSIGN_OR_RETURN(auto opened, names_.OpenParts(unknown));
    for (const PersonNames::DetailsOfOne& one : unknown) {
      Entry& entry = entries_[one.person];
      entry = {.events = one.events, .name = {}};
      const auto name = opened.find(one.person);
      if (name != opened.end()) entry.name = std::move(name->second);
    }
  }
  absl::flat_hash_map<Id, v1::SealedName> names;
  for (const PersonNames::DetailsOfOne& one : details) {
    const std::optional<v1::SealedName>& name = entries_[one.person].name;
    if (name) names.emplace(one.person, *name);
  }
  return names;
}

bool NameHas(const std::string& name, const std::string& wanted) {
  const std::string plain = absl::AsciiStrToLower(name);
  const std::vector<std::string> words =
      absl::StrSplit(absl::AsciiStrToLower(wanted), ' ', absl::SkipWhitespace());
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return absl::StrContains(plain, word); });
}

}  // namespace wijkboek
