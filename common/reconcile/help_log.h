// What each side says about help between two people, gathered from their facts. Pure.
#ifndef WIJKBOEK_COMMON_RECONCILE_HELP_LOG_H_
#define WIJKBOEK_COMMON_RECONCILE_HELP_LOG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "common/reconcile/edits.h"
#include "common/reconcile/fact.h"
#include "common/reconcile/records.h"
#include "common/reconcile/reference.h"
#include "common/reconcile/rules.h"

namespace wijkboek {

// One person's help to another on one day about one subject.
struct HelpKey {
  Id helper;
  Id helped;
  CivilDay day = 0;
  std::string subject;

  friend auto operator<=>(const HelpKey&, const HelpKey&) = default;
};

struct HelpLog {
  const Fact* first = nullptr;
  std::uint32_t minutes = 0;
  // With those that say the same again.
  std::vector<Hash> events;
};

// One side's logs, in fact order; the same log again shortly after is evidence for the first.
struct HelpSideLogs {
  std::vector<HelpLog> logs;
  absl::flat_hash_map<std::uint32_t, std::size_t> last_of_minutes;

  void Add(const Fact& fact, std::uint32_t minutes, const Rules& rules);
};

struct HelpSides {
  HelpSideLogs helper;
  HelpSideLogs helped;
  HelpSideLogs coach;
};

struct HelpLogs {
  std::map<HelpKey, HelpSides> by_key;
  std::vector<SetAsideFact> set_aside;
};

HelpLogs GatherHelpLogs(absl::Span<const Fact> facts, const Standing& standing,
                        const Reference& reference);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_HELP_LOG_H_
