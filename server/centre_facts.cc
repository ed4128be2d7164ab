#include "server/centre_facts.h"

#include <utility>

namespace wijkboek {

void TakeCentre(const v1::CentreFact& fact, FactParts& parts) {
  FactFields& fields = parts.fields();
  const Id id = parts.OwnId("centre", fact.key(), parts.record().centres);
  OfficeCentre centre{.name = fact.name(), .municipality = fact.municipality()};
  fields.CheckText("name", fact.name(), /*required=*/true);
  fields.CheckMunicipality(fact.municipality());
  absl::StatusOr<std::vector<OpeningSpan>> hours = ParseOpeningHours(fact.opening_hours());
  if (fields.Ok("opening_hours", hours.status())) centre.opening_hours = *std::move(hours);
  if (fields.wrong()) return;

  const auto* said = FindSaid(parts.record().centres, id);
  if (parts.Unchanged(said, centre)) return;
  EventDraft draft = FactParts::NewEvent(v1::EVENT_KIND_CENTRE_DESCRIBED, said);
  draft.event.set_centre_id(id.ToString());
  v1::CentreDescribed& body = *draft.event.mutable_centre_described();
  body.set_name(centre.name);
  body.set_municipality(centre.municipality);
  for (const OpeningSpan& span : centre.opening_hours) {
    v1::OpeningHours& opening = *body.add_opening_hours();
    opening.set_weekday(span.weekday);
    opening.set_opens_second_of_day(span.opens);
    opening.set_closes_second_of_day(span.closes);
  }
  parts.Send(std::move(draft));
}

}  // namespace wijkboek
