// Opens people's names, and when they were born, for reports.
#ifndef WIJKBOEK_SERVER_PERSON_NAMES_H_
#define WIJKBOEK_SERVER_PERSON_NAMES_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/ledger/event_log.h"
#include "common/seal.h"
#include "server/reconciler.h"

namespace wijkboek {

// "Amina Bakker", or "Mina Bakker" for somebody who is called Mina.
std::string DisplayName(const v1::SealedName& name);

// Thread-safe. Remembers where names stand in the log, never the names themselves, so that an
// erasure holds at once. References must outlive it.
class PersonNames {
 public:
  PersonNames(Reconciler& reconciler, const EventLog& log, const KeySource& keys)
      : reconciler_(reconciler), log_(log), keys_(keys) {}

  // Where somebody's details were said, latest first, and for which registrations they may be
  // sealed: their own, and those for which they stand.
  struct DetailsOfOne {
    Id person;
    std::vector<Hash> events;
    std::vector<Id> registrations;
  };
  using Details = std::vector<DetailsOfOne>;
  // As known to a reference.
  static Details DetailsOf(const Reference& reference, const std::set<Id>& persons);
  // The latest readable name of each; people without one are left out.
  absl::StatusOr<absl::flat_hash_map<Id, std::string>> Open(const Details& details);
  // The same by its parts, for who edits it.
  absl::StatusOr<absl::flat_hash_map<Id, v1::SealedName>> OpenParts(const Details& details);
  // The latest readable birth date of each; people without one are left out.
  absl::StatusOr<absl::flat_hash_map<Id, CivilDay>> OpenBirthDates(const Details& details);
  // As known now.
  absl::StatusOr<absl::flat_hash_map<Id, std::string>> Open(const std::set<Id>& persons);
  // As known now, of each registration by itself, whoever it was merged with.
  absl::StatusOr<absl::flat_hash_map<Id, std::string>> OpenApart(const std::set<Id>& persons);

 private:
  absl::StatusOr<Details> DetailsNow(const std::set<Id>& persons);
  // What `read` finds of each; people of whom it finds nothing are left out.
  template <typename Value>
  absl::StatusOr<absl::flat_hash_map<Id, Value>> OpenEach(
      const Details& details,
      absl::FunctionRef<std::optional<Value>(const v1::Event& event, const Id& registration)> read);
  // What `read` finds first in the events of one person, the latest first; under mutex_.
  template <typename Value>
  absl::StatusOr<std::optional<Value>> OpenOne(
      const DetailsOfOne& details,
      absl::FunctionRef<std::optional<Value>(const v1::Event& event, const Id& registration)> read);
  // Fills places_ with the positions of these events, as far as the log holds them; under mutex_.
  absl::Status Locate(const Details& details);

  Reconciler& reconciler_;
  const EventLog& log_;
  const KeySource& keys_;
  std::mutex mutex_;
  // Guarded by mutex_. Positions of events that hold details.
  absl::flat_hash_map<Hash, std::uint64_t> places_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_PERSON_NAMES_H_
