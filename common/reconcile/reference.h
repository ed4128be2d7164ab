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

#include "common/civil_time.h"
#include "common/event.h"
#include "common/ids.h"
#include "common/reconcile/records.h"

namespace wijkboek {

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
  std::uint32_t target_minutes = 0;

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

enum class PersonType : std::uint8_t { kParticipant, kResident, kCoach };

struct Person {
  Id id;
  PersonType type = PersonType::kParticipant;
  bool walk_in = false;
  // Of a walk-in: where they were registered.
  Id centre;
  // Of a resident; the resident's own id when no household was named.
  Id household;
  std::string language;
  // The registering event and later ones that may hold sealed details, latest first.
  std::vector<Hash> detail_events;
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
  };
  Touched Apply(const StoredEvent& event);

  const Centre* FindCentre(const Id& id) const;
  // By id in hex, or by exact name. Null when there is none or several.
  const Centre* FindCentreByText(absl::string_view id_or_name) const;
  std::vector<Centre> Centres() const;
  const Person* FindPerson(const Id& id) const;
  std::vector<Id> People(PersonType type) const;
  // Whose badge it is at that moment; nullopt when nobody's.
  std::optional<Id> BadgeOwner(const Id& badge_hash, std::int64_t t_ms) const;
  std::vector<Enrolment> EnrolmentsOf(const Id& participant) const;
  const Enrolment* FindEnrolment(const Id& id) const;
  std::vector<Id> CohortIds() const;
  const Session* FindSession(const Id& id) const;
  // Not cancelled, of cohorts in which the participant is enrolled that day, at that centre; by
  // start.
  std::vector<Session> SessionsOf(const Id& participant, const Id& centre, CivilDay day) const;
  // All that take place at a centre on a day, by start.
  std::vector<Session> SessionsAt(const Id& centre, CivilDay day) const;
  // When presences close by rule there; nullopt when the centre or its hours that day are unknown.
  std::optional<std::int64_t> ClosingTime(const Id& centre, CivilDay day) const;
  // Participants in scope of a centre on a day: running enrolments there and walk-ins registered
  // there without any enrolment.
  std::vector<Id> ParticipantsAt(const Id& centre, CivilDay day) const;
  std::vector<Id> MembersOf(const Id& household) const;
  // Enrolled (or ever enrolled) at all.
  bool EverEnrolled(const Id& participant) const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_RECONCILE_REFERENCE_H_
