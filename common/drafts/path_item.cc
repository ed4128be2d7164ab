#include "common/drafts/path_item.h"

#include <string>

#include "common/civil_time.h"
#include "common/drafts/indicators.h"
#include "common/drafts/path_draft.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {
namespace {

std::string PhaseName(const PathRecord& record, const Reference& reference) {
  const Enrolment* enrolment = reference.FindEnrolment(record.enrolment);
  const Cohort* cohort = enrolment == nullptr ? nullptr : reference.FindCohort(enrolment->cohort);
  const Programme* programme =
      cohort == nullptr ? nullptr : reference.FindProgramme(cohort->programme);
  if (programme != nullptr) {
    for (const v1::ProgrammePhase& phase : programme->phases) {
      if (Id::FromBytesOrZero(phase.phase_id()) == record.ref) return phase.name();
    }
  }
  return record.ref.hex().substr(0, 8);
}

std::string HexOrNothing(const Id& id) { return id.IsZero() ? "" : id.hex(); }

void Take(const v1::SealedLevel& level, v1::PathStep& step) {
  step.set_scale(level.scale());
  step.set_skill(level.skill());
  step.set_level(level.level());
  step.set_instrument(level.instrument());
  step.set_instrument_version(level.instrument_version());
  step.set_score(level.score());
  step.set_growth_within(level.growth_within());
}

}  // namespace

v1::PathItem PathItemOf(const PathRecord& record, const Reference& reference) {
  v1::PathItem item;
  item.mutable_participant()->set_person(record.person.hex());
  item.set_state(record.state);
  v1::PathStep& step = *item.mutable_step();
  step.set_type(PathTypeWord(record.type));
  step.set_day(FormatDay(record.day));
  if (!record.running && record.last_day != record.day) {
    step.set_last_day(FormatDay(record.last_day));
  }
  step.set_enrolment(HexOrNothing(record.enrolment));
  step.set_ref(HexOrNothing(record.ref));
  step.set_session(HexOrNothing(record.session));
  step.set_minutes(record.minutes);
  step.set_placement(static_cast<v1::PlacementType>(record.placement));
  step.set_inward(record.inward);
  step.set_met(record.state == "met");
  if (record.type == PathType::kIndicators) step.set_moment(MomentOf(record.state));
  if (record.type == PathType::kPhase) step.set_code(PhaseName(record, reference));
  return item;
}

bool OpenInto(const v1::Event& event, const KeySource& keys, v1::PathStep& step) {
  bool opened = true;
  for (const v1::SealedPart& part : event.sealed()) {
    const absl::StatusOr<std::string> plaintext = OpenSealedPart(event, part, keys);
    if (!plaintext.ok()) {
      opened = false;
      continue;
    }
    v1::SealedLevel level;
    v1::SealedOutcome outcome;
    v1::SealedText note;
    v1::SealedIndicators indicators;
    if (part.field() == v1::SEALED_FIELD_LEVEL && level.ParseFromString(*plaintext) &&
        step.level().empty()) {
      Take(level, step);
    } else if (part.field() == v1::SEALED_FIELD_OUTCOME && outcome.ParseFromString(*plaintext) &&
               step.code().empty()) {
      step.set_code(outcome.code());
    } else if (part.field() == v1::SEALED_FIELD_INDICATORS &&
               indicators.ParseFromString(*plaintext) && step.indicators().empty()) {
      *step.mutable_indicators() = indicators.answers();
    } else if (part.field() == v1::SEALED_FIELD_NOTE && note.ParseFromString(*plaintext) &&
               step.note().empty()) {
      step.set_note(note.text());
    }
  }
  return opened;
}

}  // namespace wijkboek
