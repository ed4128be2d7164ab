#include "common/draft.h"

#include <utility>

#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {

absl::StatusOr<StoredEvent> CompleteDraft(
    EventDraft draft, const LogHead& head, const CaptureMoment& moment,
    absl::FunctionRef<absl::StatusOr<PersonKey>(const SealedDraft& part)> key_for, Random& random) {
  v1::Event& event = draft.event;
  event.set_device_id(head.device.ToString());
  event.set_epoch(head.epoch);
  event.set_seq(head.seq + 1);
  event.mutable_captured()->set_boot_id(moment.clock.boot.ToString());
  event.mutable_captured()->set_boottime_ms(moment.clock.boottime_ms);
  event.mutable_captured()->set_wall_ms(moment.clock.wall_ms);
  event.mutable_captured()->set_quality(moment.quality);
  *event.mutable_hybrid() = ToProto(moment.hybrid);
  for (const SealedDraft& part : draft.sealed) {
    ASSIGN_OR_RETURN(PersonKey key, key_for(part));
    AddSealedPart(event, part.field, part.plaintext, key, random);
  }
  StoredEvent stored = WriteEvent(std::move(event), head.hash);
  if (stored.bytes.size() > kEventBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("this record has ", stored.bytes.size(),
                                                   " bytes, at most ", kEventBytesMax,
                                                   " fit: make the picture or recording smaller"));
  }
  return stored;
}

LogHead HeadAfter(const StoredEvent& event) {
  return {.device = event.key.device,
          .epoch = event.key.epoch,
          .seq = event.key.seq,
          .hash = event.key.hash};
}

void AddPerson(v1::Event& event, const Id& person, v1::PersonRole role) {
  v1::PersonRef* ref = event.add_persons();
  ref->set_person_id(person.ToString());
  ref->set_role(role);
}

}  // namespace wijkboek
