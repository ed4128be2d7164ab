// Badges of a file of office facts: who has which, from when until when.
#ifndef WIJKBOEK_SERVER_BADGE_FACTS_H_
#define WIJKBOEK_SERVER_BADGE_FACTS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "server/fact_parts.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// All of a pass are compared before any is planned: one badge may not be two people's at once.
class BadgeFacts {
 public:
  explicit BadgeFacts(FactParts& parts) : parts_(parts) {}

  void Take(const v1::BadgeFact& fact);
  void Finish();

 private:
  struct Checked {
    FactMark mark;
    Id badge;
    v1::BadgeType type = v1::BADGE_TYPE_CARD;
    v1::PersonRole role = v1::PERSON_ROLE_PARTICIPANT;
    BadgeSpan span;
    // With another one of the same pass.
    bool clashes = false;
  };

  void TakePerson(const std::string& key, Checked& checked);
  void TakePersonById(const Id& id, Checked& checked);
  void TakeText(const v1::BadgeFact& fact, Checked& checked);
  void FindShared();
  void CheckTogether();
  void Plan(const Checked& checked);

  FactParts& parts_;
  std::vector<Checked> checked_;
  // Badges that several facts are about; few, whatever the size of the file.
  absl::flat_hash_set<Id> shared_;
  // Shared ones of the record, with what this pass has changed in them so far.
  absl::flat_hash_map<Id, OfficeBadge> badges_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_BADGE_FACTS_H_
