// What a roster is compared with.
#ifndef WIJKBOEK_SERVER_ROSTER_BASIS_H_
#define WIJKBOEK_SERVER_ROSTER_BASIS_H_

#include <cstdint>

#include "common/crypto.h"
#include "server/office_record.h"

namespace wijkboek {

// The record, and the secrets with which ids and badges are made. All of it outlives the calls, and
// the record does not change meanwhile.
struct RosterBasis {
  const OfficeRecord& record;
  const SecretKey& lookup_key;
  const SecretKey& badge_secret;
  std::int64_t now_ms = 0;
  // Sessions that have begun may be moved and cancelled.
  bool change_past = false;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ROSTER_BASIS_H_
