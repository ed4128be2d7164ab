// No-show cases as the office sees them, what happens to them next, and what the client manager is
// given: nothing before a case was sent.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/drafts/case_draft.h"
#include "common/event.h"
#include "common/seal.h"
#include "common/status.h"
#include "common/words/case_item.h"
#include "server/case_letter.h"
#include "server/fact_fields.h"
#include "server/kiosk_lines.h"
#include "server/office.h"
#include "server/report_choice.h"

namespace wijkboek {
namespace {

absl::StatusOr<std::vector<KnownCase>> AllCases(const Ledger& ledger, const Remit& remit,
                                                std::int64_t now_ms) {
  ASSIGN_OR_RETURN(const std::vector<CaseRecord> records, ledger.Cases());
  const ReportChoice held{.centre = {}, .cohort = {}, .remit = remit, .words = {}};
  std::vector<KnownCase> cases;
  cases.reserve(records.size());
  for (const CaseRecord& record : records) {
    if (!TakesEnrolmentOf(record, held, ledger.reference())) continue;
    cases.push_back(KnownCaseOf(record, ledger.reference(), DayOf(now_ms)));
  }
  return cases;
}

// Cases name who stands for all registrations of somebody.
std::optional<Id> StandsFor(const std::optional<Id>& participant, const Ledger& ledger) {
  if (!participant) return std::nullopt;
  return ledger.reference().StandsFor(*participant);
}

bool WasSent(const CaseRecord& record) { return record.sent.IsDone() || record.accounted.IsDone(); }

bool IsCoordinator(const Reference& reference, const Id& coach) {
  const Person* person = reference.FindPerson(coach);
  return person != nullptr && person->duty == v1::COACH_DUTY_COORDINATOR;
}

// The sessions of the days that the case names, with what is known of them now.
absl::Status ReadSessions(const Ledger& ledger, CaseLetter& letter) {
  const CaseRecord& record = letter.known.record;
  const Reference& reference = ledger.reference();
  ASSIGN_OR_RETURN(const std::vector<AttendanceRecord> sessions,
                   ledger.AttendanceOf(record.person,
                                       {.first = record.days.front(), .last = record.days.back()}));
  for (const AttendanceRecord& each : sessions) {
    if (each.enrolment != record.enrolment ||
        !std::binary_search(record.days.begin(), record.days.end(), each.day)) {
      continue;
    }
    LetterSession& session = letter.sessions.emplace_back();
    session.record = each;
    session.counts =
        std::binary_search(record.sessions.begin(), record.sessions.end(), each.session);
    if (const Session* found = reference.FindSession(each.session)) session.title = found->title;
    if (const Centre* centre = reference.FindCentre(each.centre)) session.centre = centre->name;
  }
  return absl::OkStatus();
}

// Kiosks of the centres at which they could have been noticed.
absl::Status ReadKiosks(const LogStore& log, const Ledger& ledger, std::uint64_t position,
                        CaseLetter& letter) {
  std::set<Id> centres = {letter.known.centre};
  for (const LetterSession& session : letter.sessions) centres.insert(session.record.centre);
  ASSIGN_OR_RETURN(const std::vector<KioskLine> kiosks, KiosksInLog(log, ledger, position));
  for (const KioskLine& kiosk : kiosks) {
    if (!centres.contains(kiosk.centre_id)) continue;
    letter.kiosks.push_back(
        {.name = kiosk.name.empty() ? kiosk.device.hex().substr(0, 8) : kiosk.name,
         .heard_through_ms = kiosk.heard_through_ms});
  }
  return absl::OkStatus();
}

// A letter about nothing would pass for good news where the code was mistyped.
absl::Status RequireMunicipality(const std::string& municipality, const Remit& remit,
                                 const Reference& reference) {
  for (const Centre& centre : reference.Centres()) {
    if (remit.IsAll() && centre.municipality == municipality) return absl::OkStatus();
  }
  for (const Id& participant : reference.People(PersonType::kParticipant)) {
    for (const Enrolment& enrolment : reference.EnrolmentsOf(participant)) {
      if (!remit.TakesEnrolment(enrolment, reference)) continue;
      if (MunicipalityOf(enrolment, reference) == municipality) return absl::OkStatus();
    }
  }
  return absl::NotFoundError(absl::StrCat(
      "no enrolment and no centre is of municipality ", municipality,
      ": \"wijkboek cases --all\" shows those of the cases; import the enrolments with it if it is "
      "new"));
}

// What she said, as far as the server's keys open it.
absl::StatusOr<std::string> OpenHearing(std::uint64_t position, const LogStore& log,
                                        const KeySource& keys) {
  ASSIGN_OR_RETURN(LogEvent entry, log.Read(position));
  ASSIGN_OR_RETURN(const StoredEvent heard, ReadEvent(std::move(entry.bytes), entry.previous));
  for (const v1::PersonRef& person : heard.event.persons()) {
    const auto text = FindSealed<v1::SealedText>(heard.event, v1::SEALED_FIELD_CASE_TEXT,
                                                 Id::FromBytesOrZero(person.person_id()), keys);
    if (text) return text->text();
  }
  return std::string();
}

}  // namespace

absl::StatusOr<v1::ListCasesResponse> Office::ListCases(const v1::ListCasesRequest& request,
                                                        const Remit& remit, bool only_sent) {
  std::optional<Id> participant;
  if (!request.participant().empty()) {
    const std::lock_guard lock(record_mutex_);
    RETURN_IF_ERROR(CatchUpRecord());
    const absl::StatusOr<Id> found = FindParticipant(request.participant());
    // Whether somebody is known at all is not told to whom it does not concern.
    if (!found.ok() && !remit.IsAll()) return v1::ListCasesResponse();
    RETURN_IF_ERROR(found.status());
    participant = *found;
  }
  std::vector<KnownCase> cases;
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    v1::GetReportRequest where;
    where.set_centre(request.centre());
    ASSIGN_OR_RETURN(const ReportChoice choice,
                     ChooseForReport(where, ledger.reference(), parts_.keys.lookup_key(), remit));
    ASSIGN_OR_RETURN(cases, AllCases(ledger, remit, parts_.clock.WallMs()));
    participant = StandsFor(participant, ledger);
    std::erase_if(cases, [&](const KnownCase& each) {
      return (each.is_over && !request.all()) || (only_sent && !WasSent(each.record)) ||
             !choice.TakesCentre(each.centre) ||
             !TakesEnrolmentOf(each.record, choice, ledger.reference()) ||
             (participant && each.record.person != *participant);
    });
    return absl::OkStatus();
  }));
  std::set<Id> people;
  for (const KnownCase& each : cases) AddPeople(each.record, people);
  ASSIGN_OR_RETURN(const KnownNames names, names_.Open(people));
  SortCases(cases, names);
  v1::ListCasesResponse response;
  for (const KnownCase& each : cases) *response.add_items() = ItemOf(each, names);
  return response;
}

absl::StatusOr<v1::ChangeCaseResponse> Office::ChangeCase(const v1::ChangeCaseRequest& request,
                                                          const Remit& remit) {
  const std::lock_guard lock(record_mutex_);
  RETURN_IF_ERROR(CatchUpRecord());
  ASSIGN_OR_RETURN(const Id author, FindCoach(request.author()));
  const std::string& text = request.change().case_();
  const absl::StatusOr<Id> participant = FindParticipant(text);
  KnownCase found;
  CaseAuthor by{.person = author, .method = v1::METHOD_OFFICE};
  RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<KnownCase> cases,
                     AllCases(ledger, remit, parts_.clock.WallMs()));
    ASSIGN_OR_RETURN(
        found, ChooseCase(cases, text,
                          StandsFor(participant.ok() ? std::optional(*participant) : std::nullopt,
                                    ledger)));
    by.is_coordinator = IsCoordinator(ledger.reference(), author);
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(EventDraft draft, DraftCaseChange(found.record, request.change(), by));
  ASSIGN_OR_RETURN(const EventKey event, AppendOne(std::move(draft)));
  v1::ChangeCaseResponse response;
  response.set_event(event.hash.ToString());
  response.set_notice(CaseChangeNotice(found.record, request.change()));
  return response;
}

absl::StatusOr<v1::GetCaseLetterResponse> Office::GetCaseLetter(
    const v1::GetCaseLetterRequest& request, const Remit& remit, bool only_sent) {
  if (request.case_().empty() == request.municipality().empty()) {
    return absl::InvalidArgumentError(
        "say which case the letter is about, or of which municipality the list is: one of them");
  }
  RETURN_IF_ERROR(CheckMunicipality(request.municipality()));
  std::optional<Id> participant;
  if (!request.case_().empty()) {
    const std::lock_guard lock(record_mutex_);
    RETURN_IF_ERROR(CatchUpRecord());
    const absl::StatusOr<Id> named = FindParticipant(request.case_());
    if (named.ok()) participant = *named;
  }
  CaseLetter letter;
  std::vector<KnownCase> cases;
  std::optional<std::uint64_t> hearing;
  v1::GetCaseLetterResponse response;
  RETURN_IF_ERROR(
      ledgers_.Read(std::nullopt, [&](const Ledger& ledger, const KnownAt& known) -> absl::Status {
        *response.mutable_as_known_at() = known.ToCursor();
        response.set_now_ms(known.now_ms);
        letter.stamp = {.position = known.position, .now_ms = known.now_ms};
        ASSIGN_OR_RETURN(cases, AllCases(ledger, remit, known.now_ms));
        std::erase_if(cases,
                      [&](const KnownCase& each) { return only_sent && !WasSent(each.record); });
        if (request.case_().empty()) {
          RETURN_IF_ERROR(RequireMunicipality(request.municipality(), remit, ledger.reference()));
          std::erase_if(cases, [&](const KnownCase& each) {
            return each.municipality != request.municipality() || !WasSent(each.record);
          });
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(letter.known,
                         ChooseCase(cases, request.case_(), StandsFor(participant, ledger)));
        const CaseRecord& record = letter.known.record;
        if (!WasSent(record)) {
          return absl::FailedPreconditionError(
              "this case was not sent: a client manager is told nothing before. Hear her "
              "(\"wijkboek case hear\"), then let a coordinator send it (\"wijkboek case send\")");
        }
        cases = {letter.known};
        RETURN_IF_ERROR(ReadSessions(ledger, letter));
        RETURN_IF_ERROR(ReadKiosks(parts_.log, ledger, known.position, letter));
        if (record.heard.IsDone()) {
          ASSIGN_OR_RETURN(hearing, ledger.PositionOf(record.heard.event));
        }
        return absl::OkStatus();
      }));
  std::set<Id> people;
  for (const KnownCase& each : cases) AddPeople(each.record, people);
  ASSIGN_OR_RETURN(letter.names, names_.Open(people));
  SortCases(cases, letter.names);
  if (request.case_().empty()) {
    response.set_text(CaseListText(request.municipality(), cases, letter.names, letter.stamp));
    return response;
  }
  if (hearing) {
    ASSIGN_OR_RETURN(letter.said, OpenHearing(*hearing, parts_.log, parts_.keys));
  }
  response.set_text(CaseLetterText(letter));
  return response;
}

}  // namespace wijkboek
