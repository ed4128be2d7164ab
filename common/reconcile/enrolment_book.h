// Programmes, cohorts and enrolments, as their edits leave them. Pure; not for several threads at
// once.
#ifndef WIJKBOEK_COMMON_RECONCILE_ENROLMENT_BOOK_H_
#define WIJKBOEK_COMMON_RECONCILE_ENROLMENT_BOOK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/ids.h"
#include "common/reconcile/edit.h"
#include "common/reconcile/grouping.h"
#include "common/reconcile/id_index.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// When somebody with this enrolment is expected at a session: at all of it, or at what lies within
// their own times of that day. nullopt when they are not.
std::optional<Interval> ExpectedTimes(const Enrolment& enrolment, const Session& session);

class EnrolmentBook {
 public:
  void SetProgramme(const Id& id, const Edits& edits);
  void SetCohort(const Id& id, const Edits& edits);
  // It is that of whoever stands for its participant.
  void SetEnrolment(const Id& id, const Edits& edits, const Grouping& grouping);

  const std::map<Id, Programme>& programmes() const { return programmes_; }
  const std::map<Id, Cohort>& cohorts() const { return cohorts_; }
  const Enrolment* Find(const Id& enrolment) const;
  // Enrolments of a person, in a cohort, at a centre.
  const IdIndex::Ids& OfPerson(const Id& person) const { return of_person_.Of(person); }
  const IdIndex::Ids& InCohort(const Id& cohort) const { return in_cohort_.Of(cohort); }
  const IdIndex::Ids& AtCentre(const Id& centre) const { return at_centre_.Of(centre); }

  // Zero: none.
  Id ProgrammeOf(const Id& cohort) const;
  // The one programme in which these people are enrolled that day; zero when there is none or
  // several.
  Id CommonProgramme(absl::Span<const Id> persons, CivilDay day) const;
  // Everybody ever enrolled in cohorts of this programme (zero: in any), sorted.
  std::vector<Id> ParticipantsOf(const Id& programme) const;
  // Since when it has been on record, without a break, that this enrolment is expected at a session
  // as it is now; by the clocks of the authors.
  std::int64_t ExpectedSince(const Id& enrolment, const Session& session) const;

 private:
  struct Version {
    std::int64_t recorded_ms = 0;
    Enrolment enrolment;
  };

  void Remove(const Id& enrolment);

  std::map<Id, Programme> programmes_;
  std::map<Id, Cohort> cohorts_;
  // Never empty, the one that holds last.
  std::map<Id, std::vector<Version>> enrolments_;
  IdIndex of_person_;
  IdIndex in_cohort_;
  IdIndex at_centre_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_ENROLMENT_BOOK_H_
