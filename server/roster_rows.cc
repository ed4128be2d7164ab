#include "server/roster_rows.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace wijkboek {
namespace {

void SetName(const RosterRow& row, v1::SealedName& name) {
  name.set_given(row.Text("given"));
  name.set_family(row.Text("family"));
  name.set_called(row.Text("called"));
}

}  // namespace

v1::CentreFact CentreOf(const RosterRow& row) {
  v1::CentreFact fact;
  fact.set_key(row.Text("key"));
  fact.set_name(row.Text("name"));
  fact.set_municipality(row.Text("municipality"));
  fact.set_opening_hours(row.Text("opening_hours"));
  return fact;
}

v1::CohortFact CohortOf(const RosterRow& row) {
  v1::CohortFact fact;
  fact.set_key(row.Text("key"));
  fact.set_name(row.Text("name"));
  fact.set_first_day(row.Text("first_day"));
  fact.set_last_day(row.Text("last_day"));
  fact.set_programme(row.Text("programme"));
  return fact;
}

v1::ParticipantFact ParticipantOf(const RosterRow& row) {
  v1::ParticipantFact fact;
  fact.set_key(row.Text("key"));
  SetName(row, *fact.mutable_name());
  fact.set_birth_date(row.Text("birth_date"));
  fact.set_language(row.Text("language"));
  return fact;
}

v1::CoachFact CoachOf(const RosterRow& row) {
  v1::CoachFact fact;
  fact.set_key(row.Text("key"));
  SetName(row, *fact.mutable_name());
  fact.set_duty(row.Text("duty"));
  return fact;
}

v1::ResidentFact ResidentOf(const RosterRow& row, FactErrors& errors) {
  v1::ResidentFact fact;
  fact.set_key(row.Text("key"));
  SetName(row, *fact.mutable_name());
  fact.set_household(row.Text("household"));
  fact.set_centre(row.Text("centre"));
  fact.set_area(row.Text("area"));
  fact.set_area_year(NumberIn(row, "area_year", 0, errors).value_or(0));
  return fact;
}

v1::EnrolmentFact EnrolmentOf(const RosterRow& row, FactErrors& errors) {
  v1::EnrolmentFact fact;
  fact.set_participant(row.Text("participant"));
  fact.set_cohort(row.Text("cohort"));
  fact.set_centre(row.Text("centre"));
  fact.set_municipality(row.Text("municipality"));
  fact.set_first_day(row.Text("first_day"));
  fact.set_last_day(row.Text("last_day"));
  fact.set_target_hours(NumberIn(row, "target_hours", 0, errors).value_or(0));
  fact.set_own_times(row.Text("own_times"));
  return fact;
}

std::optional<std::uint32_t> NumberIn(const RosterRow& row, absl::string_view column,
                                      std::uint32_t empty, FactErrors& errors) {
  const absl::string_view text = row.Get(column);
  if (text.empty()) return empty;
  std::uint32_t number = 0;
  const bool digits =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  if (digits && absl::SimpleAtoi(text, &number)) return number;
  errors.Add(row.place(), column, absl::StrCat("\"", text, "\" is no whole number"));
  return std::nullopt;
}

}  // namespace wijkboek
