// The stage "office facts": from a file of the office to events. What is new or changed becomes
// events, what is not makes none, and a file with anything wrong in it makes none at all. The
// file's format: docs/office-facts.md.
#ifndef WIJKBOEK_SERVER_OFFICE_FACTS_H_
#define WIJKBOEK_SERVER_OFFICE_FACTS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "common/draft.h"
#include "common/ids.h"
#include "server/office_record.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

struct FactsPlan {
  // In an order in which each event finds what it refers to.
  std::vector<EventDraft> drafts;
  // Facts of the file that the office's log holds already.
  std::uint32_t unchanged = 0;
};

// Pure. Things that are missing from the file stay as they are. INVALID_ARGUMENT with one error a
// line, all of them at once.
absl::StatusOr<FactsPlan> PlanFacts(const v1::OfficeFacts& facts, const OfficeRecord& record,
                                    const SecretKey& lookup_key);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_FACTS_H_
