#include "tests/reconcile/rule_coverage.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/reconcile/scene_words.h"

namespace wijkboek {
namespace {

std::vector<PresenceRecord> PresencesOfAll(const Ledger& ledger,
                                           const std::vector<StoredEvent>& events) {
  std::set<Id> persons;
  for (const StoredEvent& event : events) {
    for (const v1::PersonRef& person : event.event.persons()) {
      persons.insert(ledger.reference().StandsFor(Id::FromBytesOrZero(person.person_id())));
    }
  }
  for (const PresenceDay& day : Get(ledger.PresenceDays({}))) persons.insert(day.person);
  std::vector<PresenceRecord> all;
  for (const Id& person : persons) {
    for (PresenceRecord& each : Get(ledger.Presences(person, {}))) all.push_back(std::move(each));
  }
  return all;
}

}  // namespace

LedgerView::LedgerView(const Ledger& ledger, const std::vector<StoredEvent>& events)
    : ledger(ledger),
      events(events),
      presences(PresencesOfAll(ledger, events)),
      presence_days(Get(ledger.PresenceDays({}))),
      visits(Get(ledger.Visits({}))),
      helps(Get(ledger.Helps({}))),
      pairs(Get(ledger.Pairs({}))),
      open(Get(ledger.Discrepancies())),
      settled(Get(ledger.SettledDiscrepancies({}))),
      cases(Get(ledger.Cases())),
      path(Get(ledger.Path({}))),
      attendance(Get(ledger.Attendance({}))),
      hours(Get(ledger.Hours({}))),
      sightings(Get(ledger.Sightings({}))),
      set_aside(Get(ledger.SetAside())) {}

std::string RuleOfKind(absl::string_view discrepancy) {
  return absl::StrCat("doubt: ", discrepancy);
}

std::string RuleOfWay(absl::string_view discrepancy, absl::string_view way) {
  return absl::StrCat("settled: ", discrepancy, " by ", way);
}

RuleCoverage::RuleCoverage() {
  for (const NamedRule& rule : AllRules()) times_[rule.name] = 0;
}

void RuleCoverage::Note(const LedgerView& view) {
  for (const NamedRule& rule : AllRules()) {
    // Enough is known of what took effect a few times.
    int& times = times_[rule.name];
    if (times < 3 && rule.took_effect(view)) ++times;
  }
}

std::vector<std::string> RuleCoverage::Missed() const {
  std::vector<std::string> missed;
  for (const auto& [name, times] : times_) {
    if (times == 0) missed.push_back(name);
  }
  return missed;
}

}  // namespace wijkboek
