#include "common/ledger/person_sums.h"

#include "common/ledger/event_sum.h"
#include "common/reconcile/fact.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr std::size_t kCacheMax = 20'000;

}  // namespace

PersonSums::PersonSums(Database& database)
    : read_(database.Prepare("SELECT sum FROM person_sum WHERE person = ?")),
      write_(database.Prepare("INSERT INTO person_sum VALUES (?, ?) "
                              "ON CONFLICT DO UPDATE SET sum = excluded.sum")) {}

absl::Status PersonSums::Add(const StoredEvent& event) {
  for (const Id& person : PersonsOf(event.event)) {
    ASSIGN_OR_RETURN(Hash sum, Of(person));
    AddToSum(event.key.hash, sum);
    RETURN_IF_ERROR(write_.Bind(person.bytes(), sum.bytes()).Run());
    sums_[person] = sum;
  }
  return absl::OkStatus();
}

absl::StatusOr<Hash> PersonSums::Of(const Id& person) {
  if (auto known = sums_.find(person); known != sums_.end()) return known->second;
  ASSIGN_OR_RETURN(bool found, read_.Bind(person.bytes()).Step());
  Hash sum;
  if (found) {
    sum = Hash::FromBytesOrZero(read_.Bytes(0));
    read_.Reset();
  }
  if (sums_.size() > kCacheMax) sums_.clear();
  sums_[person] = sum;
  return sum;
}

}  // namespace wijkboek
