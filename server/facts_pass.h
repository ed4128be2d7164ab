// One pass over facts of the office, one fact after another: each is checked, compared with what
// the office said before, and becomes events where it says something new. A file is passed twice:
// once to count and to find everything that is wrong, then again to write (OfficeLog::AppendAll).
// Both passes run over the same record and therefore agree.
//
// Held until Finish are one id for each key, and enrolments and badges, which are compared with
// each other; so memory does not grow with the number of events.
#ifndef WIJKBOEK_SERVER_FACTS_PASS_H_
#define WIJKBOEK_SERVER_FACTS_PASS_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/draft.h"
#include "common/ids.h"
#include "server/fact_errors.h"
#include "server/office_record.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// One thread. References must outlive it, and the record must not change meanwhile.
class FactsPass {
 public:
  // An error of it ends the pass: nothing more is emitted, and Finish returns it.
  using Emit = std::function<absl::Status(EventDraft draft)>;

  FactsPass(const OfficeRecord& record, const SecretKey& lookup_key, std::int64_t now_ms,
            FactErrors& errors, Emit emit);
  ~FactsPass();

  // Where the facts that follow stand, for errors (fact_errors.h).
  void At(absl::string_view list, std::uint32_t number);

  // A fact may refer to what came before it in this pass or in an earlier file: so take programmes,
  // centres, cohorts, people, enrolments, sessions, badges in this order. A fact with anything
  // wrong in it emits nothing.
  void Take(const v1::ProgrammeFact& fact);
  // A rule for every programme.
  void Take(const v1::RuleFact& fact);
  void Take(const v1::CentreFact& fact);
  void Take(const v1::CohortFact& fact);
  void Take(const v1::ParticipantFact& fact);
  void Take(const v1::ResidentFact& fact);
  void Take(const v1::CoachFact& fact);
  void Take(const v1::EnrolmentFact& fact);
  void Take(const v1::SessionFact& fact);
  void Take(const v1::BadgeFact& fact);
  // Cancels a session on record that the timetable no longer holds; one that is cancelled already
  // is unchanged. False: there is none with this id.
  bool CancelSession(const Id& session);

  // Checks and plans what needs all of a kind: enrolments that overlap, badges in two hands. Emits
  // the rest. Returns Emit's error; what is wrong with the facts stands in `errors` alone.
  absl::Status Finish();

  // Emit's first error. Who feeds the pass may stop early then.
  const absl::Status& status() const;
  // Events emitted so far, and facts that the office's log holds already.
  std::uint32_t events() const;
  std::uint32_t unchanged() const;
  // Sessions on record, not cancelled, that got another time or centre or lost a cohort.
  std::uint32_t sessions_moved() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FACTS_PASS_H_
