// The kiosk's half of the comparison with its server (docs/sync.md): participant by participant,
// does this kiosk hold the events that it should, and does it show what the server shows? Whose
// events differ is asked for again; what differs although the events are the same is counted.
#ifndef WIJKBOEK_CLIENT_COMPARISON_H_
#define WIJKBOEK_CLIENT_COMPARISON_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/store.h"
#include "client/view.h"
#include "common/ids.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

struct ComparisonStatus {
  // Server time, UTC milliseconds; 0: never.
  std::int64_t compared_ms = 0;
  // Participants; of them whose events were sent again, and of whom something else is shown than
  // the server shows, though the events are the same.
  std::uint32_t compared = 0;
  std::uint32_t sent_again = 0;
  std::uint32_t shown_differently = 0;
  // Whose events differ even though they were asked for again.
  std::uint32_t unexplained = 0;
};

// What a coach should know of it, in plain words; empty when there is nothing.
std::string ExplainComparison(const ComparisonStatus& status);

// Of the sync thread. Times of its own are a steady clock's (milliseconds).
class Comparison {
 public:
  // Whether the server knew, at the cursor's position, everything that was captured here.
  using IsHeardAt = std::function<absl::StatusOr<bool>(std::uint64_t position)>;

  // Both must outlive this.
  Comparison(Store& store, View& view) : store_(store), view_(view) {}

  // A page of the pull that was applied, before the next one is. Reads the events of everybody it
  // tells about.
  absl::Status Take(const v1::PullResponse& page, const IsHeardAt& is_heard_at,
                    std::int64_t now_ms);
  // When the pull is to be opened anew, so that events are sent again: a little after the last page
  // that showed a difference.
  std::optional<std::int64_t> ReopenAtMs() const { return reopen_at_ms_; }
  // For the pull that is being opened: whose events to send again. Each participant is asked for
  // a few times at most, should connections break, and then not again for a day.
  std::vector<Id> TakeWanted();

  ComparisonStatus Status() const;

 private:
  struct Person {
    bool events_differ = false;
    bool shown_differs = false;
    bool was_sent_again = false;
    // How often they may still be asked for; 0: not wanted.
    int asks_left = 0;
    std::optional<std::int64_t> wanted_ms;
  };

  absl::Status CompareEvents(const v1::PullResponse& page, std::int64_t now_ms);
  absl::Status CompareShown(const v1::PullResponse& page, const IsHeardAt& is_heard_at);
  bool MayWant(const Person& person, std::int64_t now_ms) const;

  Store& store_;
  View& view_;
  // Everybody who was compared and is still in scope.
  std::map<Id, Person> persons_;
  std::int64_t compared_ms_ = 0;
  std::optional<std::int64_t> reopen_at_ms_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_COMPARISON_H_
