// A fact on its way into a log: everything but its identity. Capture and the office make drafts;
// the log that owns the next seq completes them.
#ifndef WIJKBOEK_COMMON_DRAFT_H_
#define WIJKBOEK_COMMON_DRAFT_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/event.h"
#include "common/hybrid_clock.h"
#include "common/ids.h"
#include "common/random.h"
#include "common/seal.h"

namespace wijkboek {

// One part to be sealed for one person.
struct SealedDraft {
  v1::SealedField field = v1::SEALED_FIELD_UNSPECIFIED;
  std::string plaintext;
  Id person;
};

struct EventDraft {
  // Kind, envelope and body; without device, epoch, seq, captured and hybrid time, and sealed
  // parts.
  v1::Event event;
  std::vector<SealedDraft> sealed;
};

// Where a log stands: the next event gets seq + 1 and follows `hash`.
struct LogHead {
  Id device;
  Epoch epoch = 0;
  std::uint64_t seq = 0;
  Hash hash;
};

// The moment of capture.
struct CaptureMoment {
  ClockReading clock;
  v1::ClockQuality quality = v1::CLOCK_QUALITY_UNKNOWN;
  HybridTime hybrid;
};

// Gives the draft its place, time and seals, and writes its bytes. `key_for` returns the key of
// that part's person with which it is to be sealed (making one where there is none yet is its own
// business); its error is passed on and nothing was written.
absl::StatusOr<StoredEvent> CompleteDraft(
    EventDraft draft, const LogHead& head, const CaptureMoment& moment,
    absl::FunctionRef<absl::StatusOr<PersonKey>(const SealedDraft& part)> key_for, Random& random);

// The head after this event.
LogHead HeadAfter(const StoredEvent& event);

// Small steps that every maker of drafts needs.
void AddPerson(v1::Event& event, const Id& person, v1::PersonRole role);
template <typename Message>
void AddSealed(EventDraft& draft, v1::SealedField field, const Message& message, const Id& person) {
  draft.sealed.push_back(
      {.field = field, .plaintext = message.SerializeAsString(), .person = person});
}

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFT_H_
