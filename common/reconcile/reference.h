// Reference data folded from events: people, badges, centres, enrolments, cohorts, sessions.
// Independent of the order in which the events arrive: of several edits of one thing the one latest
// in hybrid order holds (ties: device, epoch, seq, hash).
#ifndef WIJKBOEK_COMMON_RECONCILE_REFERENCE_H_
#define WIJKBOEK_COMMON_RECONCILE_REFERENCE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/civil_time.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/reconcile/records.h"
#include "common/reconcile/rules.h"

namespace wijkboek {

struct Programme {
  Id id;
  std::string name;
  // 0: no target.
  std::uint32_t target_minutes = 0;
  std::vector<v1::ProgrammePhase> phases;
};

struct Cohort {
  Id id;
  // Zero: none.
  Id programme;
  std::string name;
  CivilDay first_day = 0;
  std::optional<CivilDay> last_day;
};

struct Centre {
  Id id;
  std::string name;
  std::string municipality;
  std::vector<v1::OpeningHours> opening_hours;
};

struct Enrolment {
  Id id;
  Id participant;
  Id centre;
  Id cohort;
  std::string municipality;
  CivilDay first_day = 0;
  std::optional<CivilDay> last_day;
  // The enrolment's own, else 0.
  std::uint32_t target_minutes = 0;
  std::vector<v1::OwnTimes> own_times;

  bool RunsOn(CivilDay day) const { return day >= first_day && (!last_day || day <= *last_day); }
};

struct Session {
  Id id;
  Id centre;
  std::vector<Id> cohorts;
  Interval span;
  bool cancelled = false;
  std::string title;
};

// A session as one participant is expected at it.
struct ExpectedSession {
  Session session;
  Id enrolment;
  // Zero: none.
  Id programme;
  // The session's times, or the participant's own within them.
  Interval expected;
  // When it was first recorded that this participant is expected then: the later of what said so
  // about the session and about the enrolment (their authors' hybrid time, UTC milliseconds).
  std::int64_t recorded_ms = 0;
};

enum class PersonType : std::uint8_t { kParticipant, kResident, kCoach };

struct Person {
  Id id;
  PersonType type = PersonType::kParticipant;
  bool walk_in = false;
  // Of a walk-in: where they were registered. Of a resident: whose participants visit them. Zero:
  // none.
  Id centre;
  // Of a resident; the resident's own id when no household was named.
  Id household;
  v1::ResidentState resident_state = v1::RESIDENT_STATE_UNSPECIFIED;
  // Of a resident: codes of municipality, wijk and buurt, as they were registered.
  std::vector<std::string> areas;
  std::string language;
  // Of a coach.
  v1::CoachDuty duty = v1::COACH_DUTY_UNSPECIFIED;
  // The registering event and later ones that may hold sealed details, latest first.
  std::vector<Hash> detail_events;
};

// Edits of one thing about people, or of a session, that contradict each other, because nobody who
// made one had seen the other. docs/rules.md, "People".
struct Dispute {
  // Of the discrepancy: "concurrent_detail", "concurrent_grouping", "concurrent_session",
  // "badge_in_two_hands".
  std::string kind;
  // Whom it is about, each registration by itself; sorted.
  std::vector<Id> persons;
  // In words, without names.
  std::string detail;
  // When the last of it was said, as far as its author's clock knew (UTC milliseconds).
  std::int64_t recorded_ms = 0;
  // Sorted.
  std::vector<Hash> events;
  // On which it is open whether they were expected (at this enrolment; zero: at any), or whose act
  // it was. Without a first day: on none.
  Id enrolment;
  std::optional<CivilDay> first_day;
  CivilDay last_day = 0;
  // Zero: it is about no session.
  Id session;

  friend auto operator<=>(const Dispute&, const Dispute&) = default;
};

// During which somebody holds a badge; UTC milliseconds.
struct BadgeTerm {
  std::int64_t from_ms = 0;
  // Exclusive.
  std::optional<std::int64_t> until_ms;
  Id person;
  Hash assigned_by;
};

// Not thread-safe against Apply.
class Reference {
 public:
  Reference();
  ~Reference();
  Reference(Reference&&) noexcept;
  Reference& operator=(Reference&&) noexcept;

  // True for kinds that this data is folded from.
  static bool IsReferenceKind(v1::EventKind kind);

  // Takes one event in; the same event twice changes nothing. Returns the participants and badge
  // hashes whose partitions it touches (a session touches its cohorts' participants, a badge
  // assignment its person and badge).
  struct Touched {
    std::vector<Id> persons;
    std::vector<Id> badges;
    // Everybody with presences at this centre (its closing time changed).
    std::vector<Id> centres;
    // Whose household is another one than before.
    std::vector<Id> moved;
    // A rule changed: everything of this programme's participants; zero: everything there is.
    std::vector<Id> programmes;
    // Registrations for which somebody else stands than before, or nobody any more: all that names
    // them, or was made by them, is somebody else's.
    std::vector<Id> regrouped;
    // Edits that other participants' partitions hold than before: see DisputedFor.
    std::vector<Hash> disputed;
  };
  Touched Apply(const StoredEvent& event);

  // ---- Registrations that people said to be one human being are one: wherever a person is asked
  // for, any of them may be given, and the answer is that of all of them together. What is answered
  // names the one that stands for the others.

  // The smallest id of them; the person themselves where nobody merged them with anybody.
  Id StandsFor(const Id& person) const;
  // All of them, whoever was given among them; sorted.
  std::vector<Id> GroupOf(const Id& person) const;
  // Of two or more registrations; by who stands for them.
  std::vector<std::vector<Id>> Groups() const;
  // Groupings that stand, were replaced by none and say something of any of these registrations:
  // what the next grouping of them has seen. Sorted.
  std::vector<Hash> GroupingsOf(absl::Span<const Id> persons) const;
  // What such a grouping says.
  std::vector<std::vector<Id>> GroupsIn(const Hash& grouping) const;

  // What is doubtful about who this person is and when they are expected; sorted.
  std::vector<Dispute> DisputesOf(const Id& person) const;
  // Whose partitions hold this edit because it is disputed; sorted, most often nobody's.
  std::vector<Id> DisputedFor(const Hash& edit) const;
  // Badges of this person at any time, their hashes; sorted.
  std::vector<Id> BadgesOf(const Id& person) const;

  const Centre* FindCentre(const Id& id) const;
  // By id in hex, or by exact name. Null when there is none or several.
  const Centre* FindCentreByText(absl::string_view id_or_name) const;
  std::vector<Centre> Centres() const;
  const Person* FindPerson(const Id& id) const;
  std::vector<Id> People(PersonType type) const;
  // Whose badge it is at that moment; nullopt when nobody's.
  std::optional<Id> BadgeOwner(const Id& badge_hash, std::int64_t t_ms) const;
  // Whose it is at any moment, in no order.
  std::vector<Id> BadgeOwners(const Id& badge_hash) const;
  // By whom and when it can be used, in hybrid order.
  std::vector<BadgeTerm> BadgeTerms(const Id& badge_hash) const;
  std::vector<Enrolment> EnrolmentsOf(const Id& participant) const;
  const Enrolment* FindEnrolment(const Id& id) const;
  // The enrolment's own, else its programme's; 0: none.
  std::uint32_t TargetMinutesOf(const Enrolment& enrolment) const;
  std::vector<Id> CohortIds() const;
  const Cohort* FindCohort(const Id& id) const;
  const Programme* FindProgramme(const Id& id) const;
  std::vector<Programme> Programmes() const;
  // Everybody ever enrolled in cohorts of this programme (zero: in any), sorted.
  std::vector<Id> ParticipantsOf(const Id& programme) const;
  // Everybody ever enrolled at this centre, or in a cohort with a session there; sorted.
  std::vector<Id> EnrolledAt(const Id& centre) const;

  // The rules that hold on a day for a programme; zero: those for every programme. Valid until the
  // next Apply.
  const Rules& RulesOf(const Id& programme, CivilDay day) const;
  // Those of the programme in which these people are enrolled that day; of none or of several,
  // those for every programme.
  const Rules& RulesFor(absl::Span<const Id> persons, CivilDay day) const;
  // Every session, not cancelled, at which this participant was ever expected, by start.
  std::vector<ExpectedSession> ExpectedOf(const Id& participant) const;
  // Who is expected at a session; sorted.
  std::vector<Id> ExpectedAt(const Session& session) const;
  const Session* FindSession(const Id& id) const;
  // Those whose id begins with this text in lower-case hex, cancelled ones too; by id.
  std::vector<Session> SessionsBeginning(absl::string_view hex) const;
  // What planned, moved or cancelled it, stands, and is named as seen by no other such event: what
  // the next edit has seen. Sorted.
  std::vector<Hash> SessionEdits(const Id& session) const;
  // Not cancelled, of cohorts in which the participant is enrolled that day, at that centre, and
  // with the participant's own times; by start.
  std::vector<Session> SessionsOf(const Id& participant, const Id& centre, CivilDay day) const;
  // All that take place at a centre on a day, by start.
  std::vector<Session> SessionsAt(const Id& centre, CivilDay day) const;
  // Those that were called off, where and when they would have been.
  std::vector<Session> CancelledAt(const Id& centre, CivilDay day) const;
  // When presences close by rule there; nullopt when the centre or its hours that day are unknown.
  std::optional<std::int64_t> ClosingTime(const Id& centre, CivilDay day) const;
  // Participants in scope of a centre on a day: running enrolments there and walk-ins registered
  // there without any enrolment.
  std::vector<Id> ParticipantsAt(const Id& centre, CivilDay day) const {
    return ParticipantsDuring(centre, day, day);
  }
  // The same for enrolments that run on any of these days.
  std::vector<Id> ParticipantsDuring(const Id& centre, CivilDay first, CivilDay last) const;
  std::vector<Id> MembersOf(const Id& household) const;
  // Enrolled (or ever enrolled) at all.
  bool EverEnrolled(const Id& participant) const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_REFERENCE_H_
