// Cohorts, and who is enrolled in them, in a file of office facts.
#ifndef WIJKBOEK_SERVER_ENROLMENT_FACTS_H_
#define WIJKBOEK_SERVER_ENROLMENT_FACTS_H_

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "server/fact_parts.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// An enrolment has no key. It is the one of that participant and cohort that began on the same day;
// else the one that overlaps it, whose days were corrected; else a new one. So all of a pass are
// compared before any is planned.
class EnrolmentFacts {
 public:
  explicit EnrolmentFacts(FactParts& parts) : parts_(parts) {}

  void Take(const v1::CohortFact& fact);
  void Take(const v1::EnrolmentFact& fact);
  void Finish();

 private:
  struct Checked {
    FactMark mark;
    OfficeEnrolment enrolment;
    // On record, or new; zero until it is matched.
    Id id;
  };

  void CheckTogether();
  void Match();
  std::vector<Id> Matches(const OfficeEnrolment& wanted, bool same_start) const;
  Id NewId(const OfficeEnrolment& enrolment) const;
  void CheckCohorts();
  void CheckAgainstRecord();
  void Plan(const Checked& checked);
  // Zero: none, or a cohort that nobody described.
  Id ProgrammeOf(const Id& cohort) const;
  // Absent: a cohort that nobody described.
  std::optional<CivilDay> FirstDayOf(const Id& cohort) const;

  FactParts& parts_;
  std::vector<Checked> checked_;
  struct Cohort {
    Id programme;
    CivilDay first_day = 0;
  };
  // Of this pass.
  absl::flat_hash_map<Id, Cohort> cohorts_;
  // Of the record, by participant.
  absl::flat_hash_map<Id, std::vector<Id>> on_record_;
  // Ids that belong to an enrolment of this pass.
  absl::flat_hash_set<Id> taken_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ENROLMENT_FACTS_H_
