#include "common/drafts/path_draft.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/drafts/indicators.h"
#include "common/drafts/phase_draft.h"
#include "common/reconcile/path_acts.h"
#include "common/status.h"
#include "common/utf8.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {
namespace {

constexpr std::size_t kPrefixMin = 4;
constexpr std::size_t kNoteMax = 4000;
constexpr std::size_t kWordMax = 100;
constexpr std::uint32_t kMinutesMax = 24 * 60;
// What is agreed today may begin within a year.
constexpr CivilDay kAheadMax = 366;

absl::Status Wrong(absl::string_view what) { return absl::InvalidArgumentError(what); }

// Whose id begins so, of ids that somebody may name.
bool BeginsWith(const Id& id, absl::string_view text) {
  return text.size() >= kPrefixMin && absl::StartsWith(id.hex(), absl::AsciiStrToLower(text));
}

class Drafter {
 public:
  Drafter(const v1::PathStep& step, const KnownPath& known)
      : step_(step), known_(known), today_(DayOf(known.now_ms)) {}

  absl::StatusOr<PathDraft> Draft();

  struct Row {
    absl::string_view type;
    PathType path;
    absl::Status (Drafter::*fill)();
    // It may begin later than today.
    bool may_lie_ahead = false;
  };
  static const Row kRows[16];

 private:
  v1::Event& event() { return draft_.draft.event; }
  absl::Status ReadDays(const Row& row);
  absl::Status CheckTexts() const;

  // ---- each sets kind and body of one type
  absl::Status Invitation();
  absl::Status Referral();
  absl::Status OneToOne();
  absl::Status HelpRequest();
  absl::Status Assessment();
  absl::Status Ladder();
  absl::Status Goal();
  absl::Status GoalMet();
  absl::Status Placement();
  absl::Status PlacementReview();
  absl::Status PlacementEnd();
  absl::Status Phase();
  absl::Status Milestone();
  absl::Status Exit();
  absl::Status Aftercare();
  absl::Status Indicators();

  // The one named; or, where several run that day, an error: else zero (the fold finds it).
  absl::StatusOr<Id> NamedEnrolment() const;
  // Of those that ended before that day; zero: none did.
  Id LastEnded() const;
  // The goal or placement that the step is about: named, or the only one that goes on.
  absl::StatusOr<const PathRecord*> FindThing(PathType type, absl::string_view word) const;
  void See(const PathRecord& record) {
    for (const Hash& hash : record.events) event().add_seen(hash.ToString());
  }
  void SealLevel();
  void SealCode();

  const v1::PathStep& step_;
  const KnownPath& known_;
  const CivilDay today_;
  CivilDay day_ = 0;
  std::optional<CivilDay> last_day_;
  PathDraft draft_;
};

const Drafter::Row Drafter::kRows[16] = {
    {"invitation", PathType::kInvitation, &Drafter::Invitation},
    {"referral", PathType::kReferral, &Drafter::Referral},
    {"one_to_one", PathType::kOneToOne, &Drafter::OneToOne},
    {"help_request", PathType::kHelpRequest, &Drafter::HelpRequest},
    {"assessment", PathType::kAssessment, &Drafter::Assessment},
    {"ladder", PathType::kLadder, &Drafter::Ladder},
    {"goal", PathType::kGoal, &Drafter::Goal},
    {"goal_met", PathType::kGoal, &Drafter::GoalMet},
    {"placement", PathType::kPlacement, &Drafter::Placement, /*may_lie_ahead=*/true},
    {"placement_review", PathType::kPlacement, &Drafter::PlacementReview},
    {"placement_end", PathType::kPlacement, &Drafter::PlacementEnd, /*may_lie_ahead=*/true},
    {"phase", PathType::kPhase, &Drafter::Phase, /*may_lie_ahead=*/true},
    {"milestone", PathType::kMilestone, &Drafter::Milestone},
    {"exit", PathType::kExit, &Drafter::Exit},
    {"aftercare", PathType::kAftercare, &Drafter::Aftercare},
    {"indicators", PathType::kIndicators, &Drafter::Indicators},
};

absl::StatusOr<PathDraft> Drafter::Draft() {
  const Row* row = std::find_if(std::begin(kRows), std::end(kRows),
                                [&](const Row& each) { return each.type == step_.type(); });
  if (row == std::end(kRows)) {
    return Wrong(absl::StrCat("there is no step \"", step_.type(), "\"; write one of ",
                              absl::StrJoin(PathStepTypes(), ", ")));
  }
  RETURN_IF_ERROR(ReadDays(*row));
  RETURN_IF_ERROR(CheckTexts());
  AddPerson(event(), known_.participant, v1::PERSON_ROLE_PARTICIPANT);
  RETURN_IF_ERROR((this->*row->fill)());
  if (!step_.note().empty()) {
    v1::SealedText note;
    note.set_text(step_.note());
    AddSealed(draft_.draft, v1::SEALED_FIELD_NOTE, note, known_.participant);
  }
  return std::move(draft_);
}

absl::Status Drafter::ReadDays(const Row& row) {
  day_ = today_;
  if (!step_.day().empty()) {
    ASSIGN_OR_RETURN(day_, ParseDay(step_.day()));
    event().mutable_stated_start()->set_day(day_);
  }
  if (!step_.last_day().empty()) {
    ASSIGN_OR_RETURN(last_day_, ParseDay(step_.last_day()));
    if (*last_day_ < day_) {
      return Wrong(absl::StrCat(FormatDay(*last_day_), " lies before ", FormatDay(day_)));
    }
  }
  if (!IsPathDay(day_)) return Wrong(absl::StrCat(step_.day(), " is too long ago"));
  if (day_ > today_ + (row.may_lie_ahead ? kAheadMax : 0)) {
    return Wrong(absl::StrCat(FormatDay(day_),
                              " has not come yet: write down what was, when it "
                              "was"));
  }
  return absl::OkStatus();
}

absl::Status Drafter::CheckTexts() const {
  for (const std::string* text :
       {&step_.code(), &step_.scale(), &step_.skill(), &step_.level(), &step_.instrument(),
        &step_.instrument_version(), &step_.score()}) {
    if (text->size() > kWordMax) {
      return Wrong(absl::StrCat("\"", WithoutHalfSign(text->substr(0, 20)), "…\" is longer than ",
                                kWordMax, " bytes"));
    }
  }
  if (step_.note().size() > kNoteMax) {
    return Wrong(absl::StrCat("the note is longer than ", kNoteMax, " bytes"));
  }
  return absl::OkStatus();
}

absl::Status Drafter::Invitation() {
  event().set_kind(v1::EVENT_KIND_INVITATION_SENT);
  event().mutable_invitation_sent();
  if (!known_.session.IsZero()) event().set_session_id(known_.session.ToString());
  return absl::OkStatus();
}

absl::Status Drafter::Referral() {
  event().set_kind(v1::EVENT_KIND_REFERRAL_MADE);
  event().mutable_referral_made()->set_inward(step_.inward());
  SealCode();
  return absl::OkStatus();
}

absl::Status Drafter::OneToOne() {
  if (step_.minutes() > kMinutesMax) return Wrong("a talk of more than a day: check the minutes");
  event().set_kind(v1::EVENT_KIND_ONE_TO_ONE_HELD);
  event().mutable_one_to_one_held()->set_minutes(step_.minutes());
  return absl::OkStatus();
}

absl::Status Drafter::HelpRequest() {
  event().set_kind(v1::EVENT_KIND_HELP_REQUESTED);
  event().mutable_help_requested();
  SealCode();
  return absl::OkStatus();
}

absl::Status Drafter::Assessment() {
  if (step_.scale().empty() || step_.skill().empty() || step_.level().empty()) {
    return Wrong("an assessment needs scale, skill and level");
  }
  draft_.ref = known_.new_id;
  event().set_kind(v1::EVENT_KIND_ASSESSMENT_TAKEN);
  event().mutable_assessment_taken()->set_assessment_id(draft_.ref.ToString());
  SealLevel();
  return absl::OkStatus();
}

absl::Status Drafter::Ladder() {
  if (step_.level().empty()) return Wrong("a measurement needs the step on the ladder (level)");
  if (!step_.scale().empty() && step_.scale() != "ladder") {
    return Wrong(absl::StrCat("\"", step_.scale(), "\" is no ladder: that is an assessment"));
  }
  event().set_kind(v1::EVENT_KIND_LADDER_MEASURED);
  event().mutable_ladder_measured();
  SealLevel();
  return absl::OkStatus();
}

absl::Status Drafter::Goal() {
  if (step_.note().empty()) return Wrong("what is the goal? write it as the note");
  draft_.ref = known_.new_id;
  event().set_kind(v1::EVENT_KIND_GOAL_SET);
  event().mutable_goal_set()->set_goal_id(draft_.ref.ToString());
  return absl::OkStatus();
}

absl::Status Drafter::GoalMet() {
  ASSIGN_OR_RETURN(const PathRecord* goal, FindThing(PathType::kGoal, "goal"));
  draft_.ref = goal->ref;
  event().set_kind(v1::EVENT_KIND_GOAL_MET);
  event().mutable_goal_met()->set_goal_id(goal->ref.ToString());
  event().mutable_goal_met()->set_met(step_.met());
  See(*goal);
  return absl::OkStatus();
}

absl::Status Drafter::Placement() {
  if (step_.placement() == v1::PLACEMENT_TYPE_UNSPECIFIED ||
      !v1::PlacementType_IsValid(step_.placement())) {
    return Wrong(
        "which kind of placement? internal, orienting, vocational, placing, formal_care or "
        "informal_care");
  }
  draft_.ref = known_.new_id;
  event().set_kind(v1::EVENT_KIND_PLACEMENT_STARTED);
  v1::PlacementStarted& body = *event().mutable_placement_started();
  body.set_placement_id(draft_.ref.ToString());
  body.set_type(step_.placement());
  body.mutable_days()->set_first_day(day_);
  if (last_day_) body.mutable_days()->set_last_day(*last_day_);
  return absl::OkStatus();
}

absl::Status Drafter::PlacementReview() {
  ASSIGN_OR_RETURN(const PathRecord* placement, FindThing(PathType::kPlacement, "placement"));
  draft_.ref = placement->ref;
  event().set_kind(v1::EVENT_KIND_PLACEMENT_REVIEWED);
  event().mutable_placement_reviewed()->set_placement_id(placement->ref.ToString());
  return absl::OkStatus();
}

absl::Status Drafter::PlacementEnd() {
  ASSIGN_OR_RETURN(const PathRecord* placement, FindThing(PathType::kPlacement, "placement"));
  const CivilDay last = last_day_.value_or(day_);
  if (last < placement->day) {
    return Wrong(absl::StrCat("this placement began on ", FormatDay(placement->day),
                              ": it cannot "
                              "have ended before"));
  }
  draft_.ref = placement->ref;
  event().set_kind(v1::EVENT_KIND_PLACEMENT_ENDED);
  event().mutable_placement_ended()->set_placement_id(placement->ref.ToString());
  event().mutable_placement_ended()->set_last_day(last);
  See(*placement);
  return absl::OkStatus();
}

absl::Status Drafter::Phase() {
  ASSIGN_OR_RETURN(Id id, NamedEnrolment());
  const KnownEnrolment* found = nullptr;
  for (const KnownEnrolment& each : known_.enrolments) {
    if (each.enrolment.id == id || (id.IsZero() && each.enrolment.RunsOn(day_))) found = &each;
  }
  if (found == nullptr) {
    return Wrong(absl::StrCat("no enrolment of theirs runs on ", FormatDay(day_)));
  }
  std::vector<std::string> names;
  for (const v1::ProgrammePhase& phase : found->phases) {
    const Id phase_id = Id::FromBytesOrZero(phase.phase_id());
    if (phase.name() == step_.code() || BeginsWith(phase_id, step_.code())) {
      return SetPhase(found->enrolment.id, phase_id, event());
    }
    names.push_back(absl::StrCat("\"", phase.name(), "\""));
  }
  if (names.empty()) return Wrong("the programme of this enrolment has no phases");
  return Wrong(absl::StrCat("which phase? its programme has ", absl::StrJoin(names, ", ")));
}

absl::Status Drafter::Milestone() {
  if (step_.code().empty()) return Wrong("which milestone? give its code");
  ASSIGN_OR_RETURN(const Id enrolment, NamedEnrolment());
  event().set_kind(v1::EVENT_KIND_MILESTONE_REACHED);
  v1::MilestoneReached& body = *event().mutable_milestone_reached();
  if (!enrolment.IsZero()) body.set_enrolment_id(enrolment.ToString());
  SealCode();
  return absl::OkStatus();
}

absl::Status Drafter::Exit() {
  if (step_.code().empty()) {
    return Wrong("where to? give the outcome's code; what nobody knows has one too");
  }
  ASSIGN_OR_RETURN(const Id enrolment, NamedEnrolment());
  event().set_kind(v1::EVENT_KIND_EXITED);
  v1::Exited& body = *event().mutable_exited();
  if (!enrolment.IsZero()) body.set_enrolment_id(enrolment.ToString());
  body.set_last_day(last_day_.value_or(day_));
  // Whoever leaves the same enrolment once more is the same record, brought up to date.
  for (const PathRecord& record : known_.path) {
    if (enrolment.IsZero()) break;
    if (record.type == PathType::kExit && record.enrolment == enrolment) See(record);
  }
  SealCode();
  return absl::OkStatus();
}

absl::Status Drafter::Aftercare() {
  ASSIGN_OR_RETURN(const Id enrolment, NamedEnrolment());
  event().set_kind(v1::EVENT_KIND_AFTERCARE_CONTACTED);
  v1::AftercareContacted& body = *event().mutable_aftercare_contacted();
  if (!enrolment.IsZero()) body.set_enrolment_id(enrolment.ToString());
  SealCode();
  return absl::OkStatus();
}

absl::Status Drafter::Indicators() {
  const std::string moment = MomentWord(step_.moment());
  if (moment.empty()) return Wrong("of which moment? entry, exit or six_months");
  RETURN_IF_ERROR(CheckIndicators(step_.indicators(), step_.moment()));
  ASSIGN_OR_RETURN(Id enrolment, NamedEnrolment());
  if (enrolment.IsZero()) enrolment = LastEnded();
  if (enrolment.IsZero()) {
    return Wrong(absl::StrCat("no enrolment of theirs runs on ", FormatDay(day_),
                              " or ended before: name the one that the answers are about"));
  }
  event().set_kind(v1::EVENT_KIND_INDICATORS_STATED);
  v1::IndicatorsStated& body = *event().mutable_indicators_stated();
  body.set_enrolment_id(enrolment.ToString());
  body.set_moment(step_.moment());
  // What was answered of the same moment before is brought up to date.
  for (const PathRecord& record : known_.path) {
    if (record.type == PathType::kIndicators && record.enrolment == enrolment &&
        record.state == moment) {
      See(record);
    }
  }
  v1::SealedIndicators sealed;
  *sealed.mutable_answers() = step_.indicators();
  AddSealed(draft_.draft, v1::SEALED_FIELD_INDICATORS, sealed, known_.participant);
  return absl::OkStatus();
}

absl::StatusOr<Id> Drafter::NamedEnrolment() const {
  std::vector<Id> fitting;
  for (const KnownEnrolment& each : known_.enrolments) {
    const bool fits = step_.enrolment().empty() ? each.enrolment.RunsOn(day_)
                                                : BeginsWith(each.enrolment.id, step_.enrolment());
    if (fits) fitting.push_back(each.enrolment.id);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty() && step_.enrolment().empty()) return Id();
  std::vector<std::string> all;
  for (const KnownEnrolment& each : known_.enrolments) {
    all.push_back(absl::StrCat(each.enrolment.id.hex().substr(0, 8), " from ",
                               FormatDay(each.enrolment.first_day)));
  }
  return Wrong(absl::StrCat("which enrolment? theirs are ", absl::StrJoin(all, ", ")));
}

Id Drafter::LastEnded() const {
  const Enrolment* last = nullptr;
  for (const KnownEnrolment& each : known_.enrolments) {
    const std::optional<CivilDay>& end = each.enrolment.last_day;
    if (end && *end < day_ && (last == nullptr || *last->last_day < *end)) last = &each.enrolment;
  }
  return last == nullptr ? Id() : last->id;
}

absl::StatusOr<const PathRecord*> Drafter::FindThing(PathType type, absl::string_view word) const {
  std::vector<const PathRecord*> fitting;
  std::vector<std::string> all;
  for (const PathRecord& record : known_.path) {
    if (record.type != type) continue;
    all.push_back(absl::StrCat(record.ref.hex().substr(0, 8), " from ", FormatDay(record.day)));
    const bool goes_on = record.running || record.state == "ends";
    if (step_.ref().empty() ? goes_on : BeginsWith(record.ref, step_.ref())) {
      fitting.push_back(&record);
    }
  }
  if (fitting.size() == 1) return fitting.front();
  if (all.empty()) return Wrong(absl::StrCat("no ", word, " of theirs is known here"));
  return Wrong(absl::StrCat("which ", word, "? theirs are ", absl::StrJoin(all, ", ")));
}

void Drafter::SealLevel() {
  v1::SealedLevel level;
  level.set_scale(step_.type() == "ladder" ? "ladder" : step_.scale());
  level.set_skill(step_.skill());
  level.set_level(step_.level());
  level.set_instrument(step_.instrument());
  level.set_instrument_version(step_.instrument_version());
  level.set_score(step_.score());
  level.set_growth_within(step_.growth_within());
  AddSealed(draft_.draft, v1::SEALED_FIELD_LEVEL, level, known_.participant);
}

void Drafter::SealCode() {
  if (step_.code().empty()) return;
  v1::SealedOutcome outcome;
  outcome.set_code(step_.code());
  AddSealed(draft_.draft, v1::SEALED_FIELD_OUTCOME, outcome, known_.participant);
}

}  // namespace

KnownPath KnownPathOf(const Id& participant, const Reference& reference,
                      std::vector<PathRecord> path) {
  KnownPath known{.participant = participant, .path = std::move(path)};
  for (Enrolment& enrolment : reference.EnrolmentsOf(participant)) {
    const Cohort* cohort = reference.FindCohort(enrolment.cohort);
    const Programme* programme =
        cohort == nullptr ? nullptr : reference.FindProgramme(cohort->programme);
    KnownEnrolment& each = known.enrolments.emplace_back();
    each.enrolment = std::move(enrolment);
    if (programme != nullptr) each.phases = programme->phases;
  }
  return known;
}

absl::StatusOr<PathDraft> DraftPathStep(const v1::PathStep& step, const KnownPath& known) {
  return Drafter(step, known).Draft();
}

std::vector<std::string> PathStepTypes() {
  std::vector<std::string> types;
  for (const Drafter::Row& row : Drafter::kRows) types.emplace_back(row.type);
  return types;
}

// The first row of each type is what begins it.
std::string PathTypeWord(PathType type) {
  for (const Drafter::Row& row : Drafter::kRows) {
    if (row.path == type) return std::string(row.type);
  }
  return "";
}

}  // namespace wijkboek
