// Finds what has an id and a name by whatever somebody calls it.
#ifndef WIJKBOEK_SERVER_FIND_THING_H_
#define WIJKBOEK_SERVER_FIND_THING_H_

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/crypto.h"
#include "common/ids.h"
#include "server/office_ids.h"

namespace wijkboek {

// By id in hex, by the office's key (`type` as OfficeId has it), or by exact name. NOT_FOUND;
// FAILED_PRECONDITION when several have that name.
template <typename Thing>
absl::StatusOr<Thing> FindThing(const std::vector<Thing>& things, absl::string_view type,
                                absl::string_view text, const SecretKey& lookup_key) {
  const absl::StatusOr<Id> by_id = Id::FromHex(text);
  const Id by_key = OfficeId(lookup_key, type, text);
  const Thing* named = nullptr;
  std::size_t count = 0;
  for (const Thing& thing : things) {
    if ((by_id.ok() && thing.id == *by_id) || thing.id == by_key) return thing;
    if (thing.name != text) continue;
    named = &thing;
    ++count;
  }
  if (count == 1) return *named;
  if (count > 1) {
    return absl::FailedPreconditionError(absl::StrCat("there are ", count, " with the name \"",
                                                      text, "\": give the office's key or the id"));
  }
  return absl::NotFoundError(absl::StrCat("none has the name, key or id \"", text, "\""));
}

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FIND_THING_H_
