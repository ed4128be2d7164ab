// Programmes and their rules in a file of office facts.
#ifndef WIJKBOEK_SERVER_PROGRAMME_FACTS_H_
#define WIJKBOEK_SERVER_PROGRAMME_FACTS_H_

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "server/fact_parts.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

class ProgrammeFacts {
 public:
  explicit ProgrammeFacts(FactParts& parts) : parts_(parts) {}

  void Take(const v1::ProgrammeFact& fact);
  // For every programme.
  void Take(const v1::RuleFact& fact) { TakeRule(Id(), "", fact); }

 private:
  std::vector<OfficePhase> Phases(const v1::ProgrammeFact& fact);
  // `prefix` stands before the names of its fields: "rules[2].", or nothing.
  void TakeRule(const Id& programme, absl::string_view prefix, const v1::RuleFact& fact);

  FactParts& parts_;
  // Settings of this pass.
  absl::flat_hash_map<RuleKey, FactMark> rules_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_PROGRAMME_FACTS_H_
