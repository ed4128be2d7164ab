#include "common/reconcile/people_doubts.h"

#include <utility>

#include "common/civil_time.h"
#include "common/reconcile/fact.h"

namespace wijkboek {

std::vector<Discrepancy> PeopleDoubts(const Id& person, const Reference& reference) {
  std::vector<Discrepancy> doubts;
  for (Dispute& dispute : reference.DisputesOf(person)) {
    Discrepancy doubt{.kind = std::move(dispute.kind),
                      .persons = dispute.persons,
                      .day = DayOf(dispute.recorded_ms),
                      .detail = std::move(dispute.detail),
                      .events = std::move(dispute.events)};
    // Those who stand for them too: by these ids it is known who may not settle it.
    for (const Id& each : dispute.persons) doubt.persons.push_back(reference.StandsFor(each));
    SortUnique(doubt.persons);
    doubts.push_back(std::move(doubt));
  }
  return doubts;
}

}  // namespace wijkboek
