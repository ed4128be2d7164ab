#include "common/reconcile/help_log.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/reconcile/set_aside.h"

namespace wijkboek {
namespace {

constexpr std::uint32_t kHelpMinutesMax = 24 * 60;

void Take(const Fact& fact, const Reference& reference, HelpLogs& result) {
  const v1::BuddyHelpLogged& body = fact.event->buddy_help_logged();
  std::vector<Id> helpers = PersonsIn(*fact.event, v1::PERSON_ROLE_HELPER);
  std::vector<Id> helped = PersonsIn(*fact.event, v1::PERSON_ROLE_HELPED);
  if (helpers.size() != 1 || helped.size() != 1 || body.minutes() < 1 ||
      body.minutes() > kHelpMinutesMax || (fact.event->has_stated_start() && !StartOf(fact))) {
    result.set_aside.push_back(SetAside(SetAsideReason::kMakesNoSense, fact,
                                        "help needs two people and 1 to 1440 minutes"));
    return;
  }
  std::optional<std::int64_t> t_ms = StartOf(fact);
  if (!t_ms) {
    result.set_aside.push_back(SetAside(SetAsideReason::kClockUncertain, fact));
    return;
  }
  HelpKey key{
      .helper = helpers[0], .helped = helped[0], .day = DayOf(*t_ms), .subject = body.subject()};
  const Rules& rules = reference.RulesFor({key.helper, key.helped}, key.day);
  HelpSides& sides = result.by_key[std::move(key)];
  switch (body.side()) {
    case v1::HELP_SIDE_HELPER:
      return sides.helper.Add(fact, body.minutes(), rules);
    case v1::HELP_SIDE_HELPED:
      return sides.helped.Add(fact, body.minutes(), rules);
    case v1::HELP_SIDE_COACH:
      return sides.coach.Add(fact, body.minutes(), rules);
    default:
      result.set_aside.push_back(
          SetAside(SetAsideReason::kMakesNoSense, fact, "it does not say whose word it is"));
  }
}

}  // namespace

void HelpSideLogs::Add(const Fact& fact, std::uint32_t minutes, const Rules& rules) {
  auto [it, is_new] = last_of_minutes.emplace(minutes, logs.size());
  if (!is_new) {
    HelpLog& last = logs[it->second];
    std::optional<std::int64_t> apart_ms = CapturedApart(*last.first, fact);
    if (apart_ms && *apart_ms <= rules.help_again_ms) {
      last.events.push_back(fact.key.hash);
      return;
    }
    it->second = logs.size();
  }
  logs.push_back({.first = &fact, .minutes = minutes, .events = {fact.key.hash}});
}

HelpLogs GatherHelpLogs(absl::Span<const Fact> facts, const Standing& standing,
                        const Reference& reference) {
  HelpLogs result;
  std::vector<const Fact*> ordered;
  for (const Fact& fact : facts) {
    if (IsHelpKind(fact.kind())) AddIfOut(fact, standing, result.set_aside);
    if (fact.kind() == v1::EVENT_KIND_BUDDY_HELP_LOGGED && standing.Stands(fact)) {
      ordered.push_back(&fact);
    }
  }
  std::sort(ordered.begin(), ordered.end(),
            [](const Fact* a, const Fact* b) { return FactBefore(*a, *b); });
  for (const Fact* fact : ordered) Take(*fact, reference, result);
  return result;
}

}  // namespace wijkboek
