// A session by the office's key or id.
#ifndef WIJKBOEK_SERVER_FIND_SESSION_H_
#define WIJKBOEK_SERVER_FIND_SESSION_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// By the office's key, else by how the id begins. NOT_FOUND; FAILED_PRECONDITION when several fit.
absl::StatusOr<Id> FindSession(const Reference& reference, const SecretKey& lookup_key,
                               const std::string& text);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FIND_SESSION_H_
