#include "server/office_facts.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/office_ids.h"

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

absl::Status PassRequest(const v1::ApplyFactsRequest& request, const SecretKey& lookup_key,
                         FactErrors& errors, FactsPass& pass) {
  std::set<Id> planned;
  for (const v1::SessionFact& fact : request.facts().sessions()) {
    planned.insert(OfficeId(lookup_key, "session", fact.key()));
  }
  std::uint32_t number = 0;
  for (const std::string& key : request.cancelled_sessions()) {
    const FactPlace place{.list = "cancelled_sessions", .number = number++};
    const Id session = OfficeId(lookup_key, "session", key);
    if (planned.contains(session)) {
      errors.Add(place, "", "is planned by this request, too: one of them");
    } else if (!pass.CancelSession(session)) {
      errors.Add(place, "", absl::StrCat("there is no session with the key \"", key, "\""));
    }
  }
  return PassFacts(request.facts(), pass);
}

}  // namespace wijkboek
