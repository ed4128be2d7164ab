// A remit as people write and read it: names instead of ids.
#ifndef WIJKBOEK_SERVER_REMIT_WORDS_H_
#define WIJKBOEK_SERVER_REMIT_WORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/crypto.h"
#include "common/reconcile/reference.h"
#include "server/remit.h"
#include "wijkboek/v1/access.pb.h"

namespace wijkboek {

// Centres and programmes by id, key or name; municipalities as codes. NOT_FOUND or
// INVALID_ARGUMENT that names the field and what was written.
absl::StatusOr<Remit> ReadRemit(const v1::Remit& written, const Reference& reference,
                                const SecretKey& lookup_key);

// "Noord, Oost · GM0363"; empty: everything.
std::string RemitText(const Remit& remit, const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_REMIT_WORDS_H_
