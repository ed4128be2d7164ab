#include "common/reconcile/people_doubts.h"

#include <utility>

#include "common/civil_time.h"
#include "common/reconcile/fact.h"

namespace wijkboek {

namespace {

Discrepancy DoubtOf(const Dispute& dispute, const Reference& reference) {
  Discrepancy doubt{.kind = dispute.kind,
                    .persons = dispute.persons,
                    .day = DayOf(dispute.recorded_ms),
                    .detail = dispute.detail,
                    .events = dispute.events};
  // Those who stand for them too: by these ids it is known who may not settle it.
  for (const Id& each : dispute.persons) doubt.persons.push_back(reference.StandsFor(each));
  SortUnique(doubt.persons);
  return doubt;
}

}  // namespace

std::vector<Discrepancy> PeopleDoubts(const Id& person, const Reference& reference) {
  std::vector<Discrepancy> doubts;
  for (const Dispute& dispute : reference.DisputesOf(person)) {
    // Of sessions: attendance says it, beside what was marked there.
    if (dispute.session.IsZero()) doubts.push_back(DoubtOf(dispute, reference));
  }
  return doubts;
}

std::vector<DoubtfulDays> DoubtfulDaysOf(const Id& person, const Reference& reference,
                                         const Settlements& settlements) {
  std::vector<DoubtfulDays> days;
  for (const Dispute& dispute : reference.DisputesOf(person)) {
    if (!dispute.first_day || settlements.Of(DoubtOf(dispute, reference))) continue;
    days.push_back(
        {.enrolment = dispute.enrolment, .first = *dispute.first_day, .last = dispute.last_day});
  }
  return days;
}

}  // namespace wijkboek
