// What the sources of Feed share.
#ifndef WIJKBOEK_SERVER_FEED_PAGE_H_
#define WIJKBOEK_SERVER_FEED_PAGE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "common/civil_time.h"
#include "common/limits.h"
#include "server/feed.h"

namespace wijkboek {

// A page in the making.
class Feed::Page {
 public:
  bool IsFull() const {
    return bytes_ >= kPullPageBytes ||
           static_cast<std::size_t>(response.entries_size()) >= kPullPageEntries;
  }
  std::size_t room() const {
    return kPullPageEntries - static_cast<std::size_t>(response.entries_size());
  }
  bool Has(std::uint64_t position) const { return positions_.contains(position); }
  void Add(const LogRow& row) {
    if (!positions_.insert(row.position).second) return;
    bytes_ += row.bytes.size();
    *response.add_entries() = ToLogEntry(row);
  }
  bool HasNews() const {
    return response.reset() || response.entries_size() > 0 || response.keys_size() > 0 ||
           response.destroyed_key_ids_size() > 0 || response.scope_entered_size() > 0 ||
           response.scope_left_size() > 0 || response.fingerprints_size() > 0 ||
           !response.lookup_key().empty();
  }

  v1::PullResponse response;

 private:
  std::size_t bytes_ = 0;
  absl::flat_hash_set<std::uint64_t> positions_;
};

// Who is in scope of a centre, as of a position and a day.
struct Feed::CentreParticipants {
  std::uint64_t position = 0;
  CivilDay day = 0;
  std::shared_ptr<const std::vector<Id>> persons;
};

// DATA_LOSS when the log's bytes are no event.
absl::StatusOr<v1::Event> ParseLogged(const std::string& bytes, std::uint64_t position);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FEED_PAGE_H_
