// Whoever stands before the kiosk now. One at a time: the next one ends the one before, and rest
// ends everybody.
#ifndef WIJKBOEK_CLIENT_VISITOR_H_
#define WIJKBOEK_CLIENT_VISITOR_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "client/identify.h"
#include "common/event.h"
#include "common/random.h"

namespace wijkboek {

// A coach who walked away leaves nothing open; a participant who reads slowly is not hurried.
inline constexpr std::int64_t kVisitorRestMs = 2 * 60 * 1000;

struct Guest {
  Identified who;
  // Where the kiosk's log stood when they came.
  EventKey since;
};

// Thread-safe. Times are CLOCK_BOOTTIME in milliseconds. In memory alone.
class Visitor {
 public:
  explicit Visitor(Random& random) : random_(random) {}

  // Their ticket: what the page shows instead of the badge or PIN, which it forgets. Whoever was
  // there before is gone.
  std::string Welcome(Guest guest, std::int64_t now_ms);
  // Who has that ticket; nullopt: nobody any more. It rests from now on.
  std::optional<Guest> Holder(absl::string_view ticket, std::int64_t now_ms);
  // Without effect for a ticket that is not the present one's.
  void Leave(absl::string_view ticket);

 private:
  Random& random_;
  std::mutex mutex_;
  // Empty: nobody is there.
  std::string ticket_;
  Guest guest_;
  std::int64_t used_ms_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_VISITOR_H_
