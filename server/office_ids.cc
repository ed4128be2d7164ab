#include "server/office_ids.h"

#include "absl/strings/str_cat.h"

namespace wijkboek {

Id OfficeId(const SecretKey& lookup_key, absl::string_view type, absl::string_view key) {
  return KeyedHash(lookup_key, absl::StrCat("wijkboek id v1:", type, ":", key));
}

}  // namespace wijkboek
