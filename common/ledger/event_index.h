// Where events stand in the log, whom they name, what they edit, and when they were captured. Owns
// the tables event, epoch, boot, boot_epoch, clock, reference_event, device_event, sighting_event,
// scribe, mention, person_event, badge_event and visit_event.
#ifndef WIJKBOEK_COMMON_LEDGER_EVENT_INDEX_H_
#define WIJKBOEK_COMMON_LEDGER_EVENT_INDEX_H_

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/event.h"
#include "common/ledger/event_log.h"
#include "common/ledger/person_sums.h"
#include "common/reconcile/boot_clock.h"
#include "common/sqlite/database.h"

namespace wijkboek {

class EventIndex {
 public:
  // `log` is read for the clock samples of boots seen before. Both must outlive this.
  EventIndex(Database& database, const EventLog& log);

  // False for an event that is known already, under whatever position. Times of other events may
  // change with it: see Retime.
  absl::StatusOr<bool> Add(std::uint64_t position, const StoredEvent& event);
  struct Retimed {
    std::uint64_t position = 0;
    // It came in under a badge that was not known: whose it is depends on its time.
    bool has_badge = false;
  };
  // Corrects the times that changed with what was added since the last call.
  absl::StatusOr<std::vector<Retimed>> Retime();

  // The last event that was added; nullopt when there is none.
  absl::StatusOr<std::optional<std::pair<std::uint64_t, Hash>>> Last();

  absl::StatusOr<std::optional<std::uint64_t>> PositionOf(const Hash& hash);
  absl::StatusOr<std::optional<std::int64_t>> CapturedMs(std::uint64_t position);
  // Where an event without a time may lie: between the known times around it in its epoch.
  absl::StatusOr<std::pair<std::int64_t, std::int64_t>> BoundsOf(const Hash& hash);
  absl::StatusOr<std::vector<std::uint64_t>> Mentioning(const Hash& target);
  absl::StatusOr<std::vector<std::uint64_t>> Naming(const Id& person);
  // Over those: the sum of their hashes (event_sum.h).
  absl::StatusOr<Hash> SumNaming(const Id& person) { return sums_.Of(person); }
  // What came in under this badge, and what assigned or withdrew it.
  absl::StatusOr<std::vector<std::uint64_t>> UnderBadge(const Id& badge);
  absl::StatusOr<std::vector<std::uint64_t>> UnderBadge(const Id& badge, std::uint64_t after,
                                                        std::uint64_t through, std::size_t limit);
  // Of this visit: events that name no resident, and the smallest resident that others name.
  absl::StatusOr<std::vector<std::uint64_t>> WithoutResident(const Id& visit);
  absl::StatusOr<std::optional<Id>> ResidentOf(const Id& visit);
  // Reference data and voids.
  absl::StatusOr<std::vector<std::uint64_t>> ReferencePositions();
  absl::StatusOr<std::vector<std::uint64_t>> DevicePositions();
  absl::StatusOr<bool> IsDeviceEvent(std::uint64_t position);
  // Whether they made any fact that does not name them, other than with their own badge at a
  // centre.
  absl::StatusOr<bool> IsScribe(const Id& person);
  // Sightings that this person made.
  absl::StatusOr<std::vector<std::uint64_t>> SightingsBy(const Id& author);

 private:
  using No = std::int64_t;
  // As the database orders it: a seq beyond 63 bits is a broken device's, but must stand in one
  // place.
  using Seq = std::int64_t;
  // The last event of an epoch; of several branches of equal length, none.
  struct EpochHead {
    Seq seq = std::numeric_limits<Seq>::min();
    Hash hash;
    bool is_single = true;
    std::optional<std::int64_t> captured_ms;
    // captured_ms is of some event before it, perhaps on another branch.
    bool is_time_doubtful = false;

    // Whether an event stands after this one, as far as what is held can tell.
    bool Precedes(Seq later, const Hash& previous) const {
      return is_single && !is_time_doubtful && later > seq &&
             (hash.IsZero() || previous == hash || later != seq + 1);
    }
  };

  absl::StatusOr<No> NumberOf(Statement& find, Statement& insert, const Id& device,
                              absl::string_view text, std::uint64_t number, bool is_boot);
  absl::StatusOr<BootClock*> ClockOf(No boot);
  absl::StatusOr<EpochHead> HeadOf(No epoch);
  // The head of what lies before a seq.
  absl::StatusOr<EpochHead> HeadBefore(No epoch, Seq seq);
  absl::Status IndexNames(std::uint64_t position, const v1::Event& event);
  absl::Status IndexAuthor(const v1::Event& event);
  absl::Status AddClockEvent(No boot, std::uint64_t position, const v1::Event& event);
  absl::Status RetimeEpoch(No epoch, Seq from_seq, std::vector<Retimed>& changed);
  absl::StatusOr<std::vector<std::uint64_t>> Positions(Statement& select);

  const EventLog& log_;
  PersonSums sums_;
  Statement find_epoch_, insert_epoch_, find_boot_, insert_boot_, link_, epochs_of_boot_;
  Statement insert_clock_, clock_events_, insert_event_, head_, known_before_, known_after_;
  Statement forked_;
  Statement epoch_events_, set_time_, first_of_boot_, by_hash_, captured_, place_, last_;
  Statement insert_device_, devices_, is_device_, insert_sighting_, sightings_;
  Statement insert_scribe_, is_scribe_;
  Statement insert_reference_, references_, insert_mention_, mentioning_;
  Statement insert_person_, naming_, insert_badge_, badge_, insert_visit_, no_resident_, resident_;

  absl::flat_hash_map<std::pair<Id, std::uint64_t>, No> epochs_;
  absl::flat_hash_map<std::pair<Id, Id>, No> boots_;
  absl::flat_hash_set<std::pair<No, No>> links_;
  absl::flat_hash_set<Id> scribes_;
  absl::flat_hash_map<No, BootClock> clocks_;
  absl::flat_hash_map<No, EpochHead> heads_;
  // Epochs whose times must be looked at again, from this seq on. In order: so are the writes that
  // it leads to, whatever the process.
  std::map<No, Seq> stale_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_LEDGER_EVENT_INDEX_H_
