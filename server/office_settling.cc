// What must be settled, and settling it on the office's word.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "common/drafts/settle_draft.h"
#include "common/status.h"
#include "common/words/discrepancy_choice.h"
#include "common/words/discrepancy_item.h"
#include "server/office.h"
#include "server/report_choice.h"
#include "server/settle_basis.h"

namespace wijkboek {
namespace {

absl::StatusOr<ReportChoice> ChooseCentre(const std::string& centre, const Reference& reference,
                                          const SecretKey& lookup_key, const Remit& remit) {
  v1::GetReportRequest request;
  request.set_centre(centre);
  return ChooseForReport(request, reference, lookup_key, remit);
}

// It is at a place, and about somebody, of the choice.
bool Takes(const ReportChoice& at, const Reference& reference, const Discrepancy& discrepancy) {
  return at.TakesCentre(discrepancy.centre) &&
         (at.remit.IsAll() || TakesAny(at, reference, discrepancy.persons, discrepancy.day));
}

}  // namespace

absl::StatusOr<v1::ListDiscrepanciesResponse> Office::ListDiscrepancies(
    const v1::ListDiscrepanciesRequest& request, const Remit& remit) {
  const v1::DiscrepancyChoice& choice = request.choice();
  Id person;
  if (!choice.person().empty()) {
    const std::lock_guard lock(record_mutex_);
    RETURN_IF_ERROR(CatchUpRecord());
    ASSIGN_OR_RETURN(person, FindParticipant(choice.person()));
  }
  const std::int64_t now_ms = parts_.clock.WallMs();
  std::vector<Discrepancy> chosen;
  KnownNames sessions;
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(const ReportChoice at, ChooseCentre(request.centre(), ledger.reference(),
                                                         parts_.keys.lookup_key(), remit));
    // Discrepancies name who stands for all registrations of somebody.
    if (!person.IsZero()) person = ledger.reference().StandsFor(person);
    absl::StatusOr<std::vector<Discrepancy>> found =
        person.IsZero() ? ledger.Discrepancies() : ledger.OpenDiscrepanciesOf(person);
    RETURN_IF_ERROR(found.status());
    std::vector<Discrepancy> open = *std::move(found);
    std::vector<Discrepancy> settled;
    // Years of them.
    if (choice.settled() || !choice.id().empty()) {
      ASSIGN_OR_RETURN(settled, ledger.SettledDiscrepancies(DayRange()));
    }
    for (std::vector<Discrepancy>* list : {&open, &settled}) {
      std::erase_if(*list,
                    [&](const Discrepancy& each) { return !Takes(at, ledger.reference(), each); });
    }
    ASSIGN_OR_RETURN(
        chosen, ChosenDiscrepancies(std::move(open), std::move(settled), choice, person, now_ms));
    AddSessions(chosen, ledger.reference(), sessions);
    return absl::OkStatus();
  }));
  std::set<Id> people;
  for (const Discrepancy& each : chosen) AddPeople(each, people);
  ASSIGN_OR_RETURN(KnownNames names, names_.Open(people));
  names.sessions = std::move(sessions.sessions);
  v1::ListDiscrepanciesResponse response;
  for (const Discrepancy& each : chosen) *response.add_items() = ItemOf(each, names, now_ms);
  return response;
}

absl::StatusOr<v1::SettleDiscrepancyResponse> Office::SettleDiscrepancy(
    const v1::SettleDiscrepancyRequest& request, const Remit& remit) {
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  ASSIGN_OR_RETURN(const Id author, FindCoach(request.author()));
  const v1::Decision& decision = request.decision();
  Id person;
  if (decision.value_case() == v1::Decision::kPerson) {
    ASSIGN_OR_RETURN(person, FindParticipantOf(remit, decision.person()));
  }
  std::vector<Discrepancy> found;
  std::vector<SettleBasis> bases;
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<Discrepancy> all, ledger.Discrepancies());
    ASSIGN_OR_RETURN(std::vector<Discrepancy> settled, ledger.SettledDiscrepancies(DayRange()));
    all.insert(all.end(), settled.begin(), settled.end());
    const ReportChoice at{.centre = {}, .cohort = {}, .remit = remit, .words = {}};
    std::erase_if(all, [&](const Discrepancy& each) {
      return !remit.IsAll() && !Takes(at, ledger.reference(), each);
    });
    ASSIGN_OR_RETURN(found, FindToSettle(all, request.id()));
    for (const Discrepancy& each : found) {
      ASSIGN_OR_RETURN(bases.emplace_back(), SettleBasisOf(each, ledger));
    }
    return absl::OkStatus();
  }));
  std::vector<EventDraft> drafts;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSIGN_OR_RETURN(Settling settling,
                     OfficeSettling(found[i], bases[i], author, parts_.log, parts_.clock.WallMs()));
    settling.person = person;
    ASSIGN_OR_RETURN(
        EventDraft draft,
        DraftSettling(found[i], DecisionOn(found[i], request.id(), decision), settling));
    drafts.push_back(std::move(draft));
  }
  ASSIGN_OR_RETURN(const std::vector<EventKey> events, parts_.office_log.Append(std::move(drafts)));
  v1::SettleDiscrepancyResponse response;
  response.set_event(events.front().hash.ToString());
  // Written it is, whatever comes of it.
  const absl::Status looked = parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<Discrepancy> open, ledger.Discrepancies());
    response.set_notice(StaysOpenText(open, found));
    return absl::OkStatus();
  });
  if (!looked.ok()) response.set_notice("it is saved, but could not be looked at again yet");
  return response;
}

}  // namespace wijkboek
