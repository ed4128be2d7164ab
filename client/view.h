// What the kiosk knows: the shared fold over its own store, and the names that its keys open.
#ifndef WIJKBOEK_CLIENT_VIEW_H_
#define WIJKBOEK_CLIENT_VIEW_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/event_table.h"
#include "client/kiosk_notices.h"
#include "client/last_word.h"
#include "client/situation.h"
#include "client/store.h"
#include "client/why.h"
#include "common/drafts/path_draft.h"
#include "common/drafts/people_draft.h"
#include "common/ids.h"
#include "common/ledger/ledger.h"
#include "common/seal.h"
#include "common/words/case_item.h"
#include "common/words/discrepancy_item.h"

namespace wijkboek {

// Somebody, as far as this kiosk knows them. The name is empty without a key.
struct KnownPerson {
  Id id;
  PersonType type = PersonType::kParticipant;
  std::string name;
  // What others call them, without a family name where there is a given one.
  std::string called;
  // BCP 47; empty: nobody chose one.
  std::string language;
};

// By name, whatever its case; those without a name last.
bool IsNamedBefore(const KnownPerson& a, const KnownPerson& b);

struct PersonDay {
  KnownPerson person;
  std::optional<std::int64_t> present_since_ms;
  std::int64_t presence_ms = 0;
  std::int64_t to_confirm_ms = 0;
  std::int64_t visit_ms = 0;
};

// One participant and one session, with the words for whoever looks at it.
struct AttendanceLine {
  KnownPerson person;
  std::string title;
  // Of a session that has not begun for them: pending, with what is expected.
  AttendanceRecord record;
  std::string why;
};

struct DaySession {
  Session session;
  // How many, whether it has begun or not.
  std::size_t expected = 0;
};

struct Today {
  // By name.
  std::vector<PersonDay> persons;
  std::vector<Discrepancy> doubts;
  // At this centre, by start.
  std::vector<DaySession> sessions;
  // Of everybody expected at them, as far as they have begun; by session, then name.
  std::vector<AttendanceLine> attendance;
};

// A session's list.
struct SessionList {
  Session session;
  // By name. Of a cancelled session none.
  std::vector<AttendanceLine> lines;
  // The sign-off that holds.
  std::optional<StoredEvent> sign_off;
  std::string signed_off_by;
};

// One participant. Sums since their enrolment began.
struct PersonList {
  KnownPerson person;
  // By expected start.
  std::vector<AttendanceLine> lines;
  std::int64_t hours_ms = 0;
  std::int64_t hours_to_confirm_ms = 0;
  // 0: none.
  std::uint32_t target_minutes = 0;
  // Confirmed.
  std::uint32_t help_given_minutes = 0;
  std::uint32_t help_received_minutes = 0;
  std::vector<SightingDay> sightings;
};

// What must be settled, or was, and what everything in it is called.
struct KnownDiscrepancies {
  std::vector<Discrepancy> open;
  std::vector<Discrepancy> settled;
  KnownNames names;
};

// A visit that was planned, goes on, or took place.
struct KnownVisit {
  // Zero: nobody gave it one.
  Id id;
  std::vector<KnownPerson> participants;
  std::vector<KnownPerson> residents;
  // Of an open one: from its start to its start.
  Interval span;
  // Nobody has gone yet.
  bool is_planned = false;
  bool is_open = false;
  v1::VisitOutcome outcome = v1::VISIT_OUTCOME_UNSPECIFIED;
  std::vector<v1::VisitTask> tasks;
  // The latest of its events.
  Hash event;
};

// A kiosk of this centre.
struct KnownKiosk {
  Id device;
  std::string name;
  // What it captured until then is known here; 0: nothing.
  std::int64_t heard_ms = 0;
  Whereabouts whereabouts = Whereabouts::kInUse;
};

// No-show cases of this centre's participants, and what everybody in them is called.
struct KnownCases {
  std::vector<KnownCase> cases;
  KnownNames names;
};

// INVALID_ARGUMENT unless it is an id in hex or at least 4 digits of how it begins.
absl::Status CheckIdPrefix(absl::string_view text);

// How long somebody may wait for a fold that is going on: a tap hardly, a form as long as a form's
// sender does.
enum class Patience : std::uint8_t { kTap, kForm };

// Thread-safe. Everything but what a tap asks for (badges, this kiosk's state) brings the fold up
// to date first, and may wait while somebody else does.
class View {
 public:
  struct Params {
    std::string path;  // of the derived file
    Store& store;
    const KeySource& keys;
    // Server time where known, UTC milliseconds.
    std::function<std::int64_t()> now_ms;
    Id centre;
    // This kiosk.
    Id device;
  };
  static absl::StatusOr<std::unique_ptr<View>> Open(Params params);

  // Folds what is new in the log. Events left the log: everything is folded anew.
  absl::Status CatchUp();
  // Of each of these participants, the fingerprint (Ledger::FingerprintOf) of what would have been
  // shown at that moment (server time, UTC milliseconds), with what is in the log now.
  absl::StatusOr<std::vector<Hash>> FingerprintsAt(std::int64_t moment_ms,
                                                   absl::Span<const Id> participants);

  // Whose badge it is. A tap never waits for a long fold: nullopt then too, and the event keeps the
  // badge's hash until the owner is found. `certain` says whether nobody owns it as far as this
  // kiosk knows.
  std::optional<Id> BadgeOwner(const Id& badge_hash, std::int64_t t_ms, Patience patience,
                               bool* certain);

  // When it can be used, of whoever holds it. Empty while somebody else folds.
  std::vector<BadgeTerm> BadgeTerms(const Id& badge_hash);
  // What became of this kiosk: nullopt where nobody said anything, or while somebody else folds.
  std::optional<KioskState> OwnState();

  // By id or its unique beginning in hex. NOT_FOUND, INVALID_ARGUMENT (several).
  absl::StatusOr<KnownPerson> FindPerson(absl::string_view hex_prefix);
  // A resident by the same, or by name.
  absl::StatusOr<KnownPerson> FindResident(absl::string_view text);
  // By id, or its unique beginning: among the sessions around that day of the participant (zero:
  // of this centre), else among all. Cancelled ones too.
  absl::StatusOr<Session> FindSession(absl::string_view hex_prefix, const Id& participant,
                                      CivilDay around);
  // What the next edit of a session has seen.
  absl::StatusOr<std::vector<Hash>> SessionEdits(const Id& session);
  // At which sessions somebody is expected that day, by start.
  absl::StatusOr<std::vector<Id>> ExpectedOn(const Id& participant, CivilDay day);
  absl::StatusOr<LastWord> LastWordOn(const Id& participant);
  // Nullopt while somebody else folds, for longer than a tap may wait.
  absl::StatusOr<std::optional<Situation>> SituationOf(const Id& participant);
  // What was said about somebody and stands, by hybrid time.
  absl::StatusOr<std::vector<StoredEvent>> SaidAbout(const Id& person);
  // Who learns in a cohort with them today, by name.
  absl::StatusOr<std::vector<KnownPerson>> CompanionsOf(const Id& participant);
  // Planned, open and done in these days, by start: of one participant, or (zero) of all.
  absl::StatusOr<std::vector<KnownVisit>> VisitsOf(const Id& participant, DayRange days);
  // Check-ins without a badge at this centre that nobody has claimed, oldest first.
  absl::StatusOr<std::vector<StoredEvent>> UnownedCheckIns();
  // A detail of a person that their key opens; nullopt: none.
  absl::StatusOr<std::optional<v1::SealedContact>> ContactOf(const Id& person);
  // This one first.
  absl::StatusOr<std::vector<KnownKiosk>> KiosksHere();
  // Events of presence of this person whose presences overlap the interval here.
  absl::StatusOr<std::vector<Hash>> PresenceEvents(const Id& person, const Interval& interval);
  // NOT_FOUND for somebody who is not known here.
  absl::StatusOr<KnownPerson> Describe(const Id& person);
  absl::StatusOr<std::vector<KnownPerson>> People();
  absl::StatusOr<Today> DayView(CivilDay day);
  absl::StatusOr<SessionList> SessionView(const Id& session);
  absl::StatusOr<PersonList> PersonView(const Id& participant, DayRange days);
  absl::StatusOr<KnownDiscrepancies> Discrepancies();
  // When the server first had this event; nullopt: it has not said so yet.
  absl::StatusOr<std::optional<std::int64_t>> ReceivedMs(const Hash& event);
  // Who stands for all registrations of somebody, with everything that was said so far.
  absl::StatusOr<Id> StandsFor(const Id& person);
  // The registration whose id begins so, also one for which another stands.
  absl::StatusOr<Id> FindRegistration(absl::string_view hex_prefix);
  // As DraftGrouping, of what this kiosk knows.
  absl::StatusOr<EventDraft> DraftGroupingOf(const PeopleWord& word);
  absl::StatusOr<KnownCases> Cases();
  absl::StatusOr<bool> IsCoordinator(const Id& coach);
  // What the next step of a participant can refer to (without session, moment and new id).
  absl::StatusOr<KnownPath> PathOf(const Id& participant);
  // Their steps by day, with what this kiosk's keys open.
  absl::StatusOr<std::vector<v1::PathItem>> PathItems(const Id& participant);

 private:
  explicit View(Params params) : params_(std::move(params)), log_(params_.store) {}
  // All below: with the lock held.
  absl::Status CatchUpLocked() { return CatchUpLocked(params_.now_ms()); }
  absl::Status CatchUpLocked(std::int64_t now_ms);
  bool LockWithin(Patience patience, std::unique_lock<std::mutex>& lock) const;
  struct Names {
    std::string name;
    std::string called;
  };
  const Names& NamesOf(const Person& person);
  // The latest detail of that kind that a key opens.
  template <typename Message>
  std::optional<Message> DetailOf(const Person& person, v1::SealedField field) const;
  // Positions of plans that name one of these people.
  absl::StatusOr<std::vector<StoredEvent>> PlansOf(const std::vector<Id>& people) const;
  absl::StatusOr<KnownVisit> VisitFrom(const VisitRecord& record);
  KnownPerson Known(const Person& person);
  // By id alone where nobody is known under it.
  KnownPerson KnownOrNot(const Id& person);
  std::vector<const Person*> Everybody(std::initializer_list<PersonType> types) const;
  absl::StatusOr<LastWord> LastWordLocked(const Id& participant) const;
  // Nobody else at this centre is waited for, or given up (Situation::is_current).
  bool IsCurrent() const;
  absl::StatusOr<std::optional<PresenceRecord>> ForgottenCheckOut(
      const Id& participant, CivilDay today, const std::vector<StoredEvent>& said) const;
  // At which sessions they are expected that day.
  std::vector<Id> SessionsOn(const Id& participant, CivilDay day) const;
  absl::StatusOr<std::vector<StoredEvent>> EventsOf(const Id& person) const;
  AttendanceLine LineOf(AttendanceRecord record);
  absl::StatusOr<Circumstances> CircumstancesOf(const AttendanceRecord& record) const;
  // How the presence on which the record rests began and ended.
  absl::Status AddPresence(const AttendanceRecord& record, Circumstances& around) const;
  // When they were seen without a presence, "09:30"; empty: nobody says.
  absl::StatusOr<std::string> SeenAt(const AttendanceRecord& record) const;
  // Pending records of sessions that have not begun for the participant yet.
  std::vector<AttendanceRecord> NotBegun(const Id& participant) const;
  absl::Status AddSums(const Enrolment& enrolment, PersonList& list) const;
  bool WasSaidInOffice(const Hash& hash);
  KnownNames NamesIn(const std::vector<Discrepancy>& open, const std::vector<Discrepancy>& settled);

  const Params params_;
  StoreEventLog log_;
  std::mutex mutex_;
  std::unique_ptr<Ledger> ledger_;
  KioskNotices notices_;
  std::map<Id, Names> names_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_VIEW_H_
