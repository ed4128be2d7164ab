// How the sync of a kiosk stands, for the people in front of it.
#ifndef WIJKBOEK_CLIENT_SYNC_STATUS_H_
#define WIJKBOEK_CLIENT_SYNC_STATUS_H_

#include <cstdint>
#include <string>

#include "client/comparison.h"

namespace wijkboek {

struct SyncStatus {
  // Events that the server has not acknowledged.
  std::uint64_t unsent = 0;
  // When the oldest of them was captured (UTC milliseconds, as far as the clock knew); 0: none.
  std::int64_t oldest_unsent_ms = 0;
  // Why, in words a coach understands; empty when nothing is in the way.
  std::string reason;
  // UTC milliseconds of the kiosk's best clock; 0: never.
  std::int64_t last_contact_ms = 0;
  // Server time.
  std::int64_t heard_through_ms = 0;
  bool up_to_date = false;
  std::uint64_t pulled_position = 0;
  // What is held and shown here, compared with the server.
  ComparisonStatus comparison;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_SYNC_STATUS_H_
