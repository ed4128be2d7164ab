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
  return Look<std::string>(details, [](const Entry& entry) { return entry.shown; });
}

absl::StatusOr<absl::flat_hash_map<Id, v1::SealedName>> NameBook::OpenParts(
    const PersonNames::Details& details) {
  return Look<v1::SealedName>(details, [](const Entry& entry) { return *entry.name; });
}

template <typename Value>
absl::StatusOr<absl::flat_hash_map<Id, Value>> NameBook::Look(
    const PersonNames::Details& details, absl::FunctionRef<Value(const Entry& entry)> of) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(Learn(details));
  absl::flat_hash_map<Id, Value> values;
  values.reserve(details.size());
  for (const PersonNames::DetailsOfOne& one : details) {
    const Entry& entry = entries_[one.person];
    if (entry.name) values.emplace(one.person, of(entry));
  }
  return values;
}

absl::Status NameBook::Learn(const PersonNames::Details& details) {
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
  if (unknown.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto opened, names_.OpenParts(unknown));
  for (const PersonNames::DetailsOfOne& one : unknown) {
    Entry& entry = entries_[one.person];
    entry = {.events = one.events, .name = {}, .shown = {}};
    const auto name = opened.find(one.person);
    if (name == opened.end()) continue;
    entry.shown = DisplayName(name->second);
    entry.name = std::move(name->second);
  }
  return absl::OkStatus();
}

bool NameHas(const std::string& name, const std::string& wanted) {
  const std::string plain = absl::AsciiStrToLower(name);
  const std::vector<std::string> words =
      absl::StrSplit(absl::AsciiStrToLower(wanted), ' ', absl::SkipWhitespace());
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return absl::StrContains(plain, word); });
}

}  // namespace wijkboek
