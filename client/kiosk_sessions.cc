// What is said about sessions: marks, contests, moves, sign-offs; and the kiosk that is put away.
#include <algorithm>
#include <utility>

#include "client/kiosk_service.h"
#include "common/civil_time.h"
#include "common/reconcile/fact.h"
#include "common/status.h"

namespace wijkboek {
namespace {

absl::Status RequireContest(const StoredEvent& event) {
  if (event.event.kind() == v1::EVENT_KIND_ATTENDANCE_CONTESTED) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "this event contests nothing: \"wijkboek person\" names what somebody contests");
}

}  // namespace

absl::StatusOr<Session> KioskService::SessionOf(const std::string& text,
                                                const Id& participant) const {
  return params_.view.FindSession(text, participant, DayOf(params_.log.NowMs()));
}

absl::StatusOr<Session> KioskService::SessionHere(const std::string& text) const {
  ASSIGN_OR_RETURN(Session session, SessionOf(text, Id()));
  if (session.centre == params_.identity.centre) return session;
  return absl::InvalidArgumentError(
      "this session is at another centre: it is for the kiosk or the coach there");
}

absl::StatusOr<v1::MarkSessionResponse> KioskService::MarkSession(
    const v1::MarkSessionRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach, identifier_.IdentifyCoach(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(KnownPerson person, Participant(request.person()));
  ASSIGN_OR_RETURN(Session session, SessionOf(request.session(), person.id));
  ASSIGN_OR_RETURN(LastWord said, params_.view.LastWordOn(person.id));
  Identified about = AsIdentified(person);
  ASSIGN_OR_RETURN(about.notice, MarkNotice(session.id, person.id, request.status()));
  ASSIGN_OR_RETURN(EventDraft draft, DraftMark(context, person.id, session.id, request.status(),
                                               HashesOf(said.Marks(session.id)), coach.subject));
  v1::MarkSessionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), about));
  return response;
}

absl::StatusOr<v1::ContestAttendanceResponse> KioskService::ContestAttendance(
    const v1::ContestAttendanceRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified who, identifier_.Identify(request.who(), context.now_ms));
  std::optional<Session> session;
  if (!request.session().empty()) {
    ASSIGN_OR_RETURN(session, SessionOf(request.session(), who.subject.person));
  }
  std::optional<CivilDay> day;
  if (!request.day().empty()) {
    ASSIGN_OR_RETURN(day, ParseDay(request.day()));
  }
  ASSIGN_OR_RETURN(
      EventDraft draft,
      DraftContest(context, who.subject,
                   {.session = session ? std::optional(session->id) : std::nullopt,
                    .day = day,
                    .reason = request.reason(),
                    .voice = request.has_voice() ? std::optional(request.voice()) : std::nullopt}));
  ASSIGN_OR_RETURN(std::string notice, ContestNotice(who.subject.person, session, day));
  AddNotice(who, notice);
  v1::ContestAttendanceResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), who));
  return response;
}

absl::StatusOr<v1::SettleContestResponse> KioskService::SettleContest(
    const v1::SettleContestRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(StoredEvent contest, FindByName(request.contest()));
  RETURN_IF_ERROR(RequireContest(contest));
  const std::vector<Id> persons = PersonsIn(contest.event, v1::PERSON_ROLE_PARTICIPANT);
  if (persons.empty()) return absl::InvalidArgumentError("this contest names nobody");
  const Id& person = persons.front();
  std::vector<Id> sessions = {Id::FromBytesOrZero(contest.event.session_id())};
  if (sessions.front().IsZero()) {
    ASSIGN_OR_RETURN(sessions,
                     params_.view.ExpectedOn(person, contest.event.attendance_contested().day()));
  }
  ASSIGN_OR_RETURN(LastWord said, params_.view.LastWordOn(person));
  if (said.IsOwnMark(coach.subject.person, {contest.key.hash}, sessions)) {
    return absl::InvalidArgumentError(
        "you made the mark that this is about: somebody else must settle it");
  }
  if (request.status() != v1::MARK_STATUS_UNSPECIFIED && sessions.empty()) {
    return absl::InvalidArgumentError(
        "no session of theirs is known that day: settle it without a status");
  }
  Identified who;
  absl::StatusOr<KnownPerson> known = params_.view.Describe(person);
  if (known.ok()) who = AsIdentified(*known);
  const std::vector<Hash> open = HashesOf(said.OpenContests());
  if (std::find(open.begin(), open.end(), contest.key.hash) == open.end()) {
    who.notice = request.status() == v1::MARK_STATUS_UNSPECIFIED
                     ? "it was not open any more: nothing changes"
                     : "it was not open any more: now it is as you say";
  }
  ASSIGN_OR_RETURN(std::string notice, SettlementNotice(sessions, person, request.status()));
  AddNotice(who, notice);
  AddNotice(who, StandingNotice());
  std::vector<EventDraft> drafts;
  SettledSession all;
  for (const Id& session : sessions) {
    SettledSession about{.session = session, .marks = HashesOf(said.Marks(session))};
    // Who contested it more than once is answered once.
    std::vector<Hash> contests = HashesOf(said.OpenContestsAt(session));
    std::erase(contests, contest.key.hash);
    about.marks.insert(about.marks.end(), contests.begin(), contests.end());
    if (request.status() == v1::MARK_STATUS_UNSPECIFIED) {
      all.marks.insert(all.marks.end(), about.marks.begin(), about.marks.end());
      if (sessions.size() == 1) all.session = session;
    } else {
      drafts.push_back(DraftSettlement(context, person, contest.key.hash, about, request.status(),
                                       coach.subject));
    }
  }
  if (drafts.empty()) {
    drafts.push_back(
        DraftSettlement(context, person, contest.key.hash, all, request.status(), coach.subject));
  }
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, params_.log.Append(std::move(drafts)));
  v1::SettleContestResponse response;
  *response.mutable_saved() = SavedOf(events.front(), who);
  return response;
}

absl::StatusOr<v1::MoveSessionResponse> KioskService::MoveSession(
    const v1::MoveSessionRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(Session session, SessionHere(request.session()));
  ASSIGN_OR_RETURN(StatedSpan span, ParseSpan(request.start(), request.end()));
  ASSIGN_OR_RETURN(std::vector<Hash> seen, params_.view.SessionEdits(session.id));
  ASSIGN_OR_RETURN(EventDraft draft, DraftMove(context, session.id, span, seen, coach.subject));
  Identified about;
  if (session.cancelled) about.notice = "it had been cancelled: now it takes place again";
  ASSIGN_OR_RETURN(std::string notice,
                   ChangeNotice(session, "the list is now of its new time: look at it again"));
  AddNotice(about, notice);
  v1::MoveSessionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), about));
  return response;
}

absl::StatusOr<v1::CancelSessionResponse> KioskService::CancelSession(
    const v1::CancelSessionRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(Session session, SessionHere(request.session()));
  ASSIGN_OR_RETURN(std::vector<Hash> seen, params_.view.SessionEdits(session.id));
  Identified about;
  if (session.cancelled) about.notice = "it had been cancelled before";
  ASSIGN_OR_RETURN(
      std::string notice,
      ChangeNotice(session, "now it counts for nobody; moving it to its own times undoes that"));
  AddNotice(about, notice);
  v1::CancelSessionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(),
                   Save(DraftCancel(context, session.id, seen, coach.subject), about));
  return response;
}

absl::StatusOr<v1::SignOffSessionResponse> KioskService::SignOffSession(
    const v1::SignOffSessionRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  ASSIGN_OR_RETURN(Session session, SessionHere(request.session()));
  if (session.cancelled) {
    return absl::InvalidArgumentError("this session was cancelled: there is no list to sign");
  }
  if (context.now_ms <= session.span.start_ms) {
    return absl::InvalidArgumentError("this session has not begun: there is no list to sign yet");
  }
  ASSIGN_OR_RETURN(SessionList list, params_.view.SessionView(session.id));
  std::vector<AttendanceRecord> records;
  std::vector<Hash> seen;
  for (const AttendanceLine& line : list.lines) records.push_back(line.record);
  if (list.sign_off) seen.push_back(list.sign_off->key.hash);
  ASSIGN_OR_RETURN(EventDraft draft,
                   DraftSignOff(context, session.id, records, seen, coach.subject));
  v1::SignOffSessionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_saved(), Save(std::move(draft), Identified()));
  response.set_entries(static_cast<std::uint32_t>(records.size()));
  response.set_open(static_cast<std::uint32_t>(
      std::count_if(records.begin(), records.end(),
                    [](const AttendanceRecord& record) { return !record.is_final; })));
  return response;
}

absl::StatusOr<v1::ParkKioskResponse> KioskService::ParkKiosk(const v1::ParkKioskRequest& request) {
  const CaptureContext context = Context();
  ASSIGN_OR_RETURN(Identified coach,
                   identifier_.IdentifyCoachInPerson(request.coach(), context.now_ms));
  const EventKey head = params_.log.Head();
  const bool is_empty = params_.sync_status().unsent == 0;
  ASSIGN_OR_RETURN(StoredEvent event, params_.log.Append(DraftPark(context, params_.identity.device,
                                                                   is_empty, coach.subject)));
  v1::ParkKioskResponse response;
  Identified about;
  // Somebody may have tapped in between.
  response.set_outbox_empty(is_empty && event.key.epoch == head.epoch &&
                            event.key.seq == head.seq + 1);
  if (!response.outbox_empty()) {
    about.notice = "something is not sent yet: leave this kiosk on until \"unsent\" is 0";
  }
  *response.mutable_saved() = SavedOf(event, about);
  return response;
}

}  // namespace wijkboek
