#include "server/office_facts.h"

namespace wijkboek {
namespace {

template <typename Facts>
void PassAll(absl::string_view list, const Facts& facts, FactsPass& pass) {
  std::uint32_t number = 0;
  for (const auto& fact : facts) {
    if (!pass.status().ok()) return;
    pass.At(list, number++);
    pass.Take(fact);
  }
}

}  // namespace

absl::Status PassFacts(const v1::OfficeFacts& facts, FactsPass& pass) {
  PassAll("rules", facts.rules(), pass);
  PassAll("programmes", facts.programmes(), pass);
  PassAll("centres", facts.centres(), pass);
  PassAll("cohorts", facts.cohorts(), pass);
  PassAll("participants", facts.participants(), pass);
  PassAll("residents", facts.residents(), pass);
  PassAll("coaches", facts.coaches(), pass);
  PassAll("enrolments", facts.enrolments(), pass);
  PassAll("sessions", facts.sessions(), pass);
  PassAll("badges", facts.badges(), pass);
  return pass.Finish();
}

}  // namespace wijkboek
