#include "server/evidence.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/crypto.h"

namespace wijkboek {

std::vector<Id> DrawSample(const std::set<Id>& people, std::size_t count, absl::string_view seed) {
  std::vector<std::pair<Hash, Id>> lots;
  for (const Id& person : people) {
    lots.emplace_back(Sha256(absl::StrCat(seed, "|", person.hex())), person);
  }
  std::sort(lots.begin(), lots.end());
  std::vector<Id> sample;
  for (std::size_t i = 0; i < lots.size() && i < count; ++i) sample.push_back(lots[i].second);
  return sample;
}

std::string EventLine(const LogEvent& entry, const StoredEvent& stored) {
  std::string line = absl::StrCat(
      "{\"position\":", entry.position, ",\"device\":\"", stored.key.device.hex(),
      "\",\"epoch\":\"", absl::StrFormat("%016x", stored.key.epoch), "\",\"seq\":", stored.key.seq,
      ",\"previous\":\"", entry.previous.hex(), "\",\"hash\":\"", stored.key.hash.hex(), "\"");
  if (entry.received_ms) absl::StrAppend(&line, ",\"received_ms\":", *entry.received_ms);
  absl::StrAppend(&line, ",\"event\":\"", absl::Base64Escape(entry.bytes), "\"}\n");
  return line;
}

std::string KeyLine(const PersonKey& key) {
  return absl::StrCat("{\"key_id\":\"", key.key_id.hex(), "\",\"person\":\"", key.person.hex(),
                      "\",\"key\":\"", absl::BytesToHexString(key.key.bytes()), "\"}\n");
}

}  // namespace wijkboek
