// Registrations that may be the same human being: same name and birth date, or one badge in two
// hands.
//
// Worked out when somebody asks, and kept nowhere: an index beside the keys would have to follow
// every change of a name, every merge and above all every erasure, for an answer that the office
// wants now and then. Only keyed hashes of names and birth dates are in memory, for as long as it
// takes.
#ifndef WIJKBOEK_SERVER_DUPLICATES_H_
#define WIJKBOEK_SERVER_DUPLICATES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/civil_time.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "server/key_vault.h"
#include "server/log_store.h"
#include "server/reconciler.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {

struct LikelyDuplicate {
  // Who stands for each of them; sorted.
  std::vector<Id> people;
  // In words.
  std::string reason;

  friend auto operator<=>(const LikelyDuplicate&, const LikelyDuplicate&) = default;
};

// Case, accents, the order of names and particles such as "van de" are no difference: the words of
// a name, sorted. Empty where nothing is left of it.
std::string NormalizedName(const v1::SealedName& name);
// 1 January stands for "not known".
bool IsEvidence(CivilDay birth_date);

// Thread-safe as its parts are. Those who were merged, or said to be different, are not among them;
// nor is anybody whose keys were destroyed.
absl::StatusOr<std::vector<LikelyDuplicate>> FindDuplicates(Reconciler& reconciler,
                                                            const LogStore& log,
                                                            const KeyVault& keys);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_DUPLICATES_H_
