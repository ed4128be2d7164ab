#include "tests/reconcile/rule_words.h"

namespace wijkboek {

const char* WordOf(PresenceEnd end) {
  switch (end) {
    case PresenceEnd::kOpen:
      return "still open";
    case PresenceEnd::kCheckOut:
      return "ended by check-out";
    case PresenceEnd::kVisit:
      return "ended by a visit";
    case PresenceEnd::kByRule:
      return "closed by rule";
    case PresenceEnd::kCorrected:
      return "corrected";
  }
  return nullptr;
}

const char* WordOf(AttendanceStatus status) {
  switch (status) {
    case AttendanceStatus::kPending:
      return "pending";
    case AttendanceStatus::kPresent:
      return "present";
    case AttendanceStatus::kExcused:
      return "excused";
    case AttendanceStatus::kAbsent:
      return "absent";
    case AttendanceStatus::kUnclear:
      return "unclear";
    case AttendanceStatus::kUnknown:
      return "unknown";
  }
  return nullptr;
}

const char* WordOf(SetAsideReason reason) {
  switch (reason) {
    case SetAsideReason::kUnownedCheckIn:
      return "unowned check-in";
    case SetAsideReason::kUnknownBadge:
      return "unknown badge";
    case SetAsideReason::kUnknownKind:
      return "unknown kind";
    case SetAsideReason::kClockUncertain:
      return "clock uncertain";
    case SetAsideReason::kVoided:
      return "voided";
    case SetAsideReason::kPractice:
      return "practice";
    case SetAsideReason::kMakesNoSense:
      return "makes no sense";
  }
  return nullptr;
}

const char* WordOf(CaseStage stage) {
  switch (stage) {
    case CaseStage::kCall:
      return "call her";
    case CaseStage::kOpen:
      return "open";
    case CaseStage::kHeard:
      return "heard";
    case CaseStage::kSent:
      return "sent";
    case CaseStage::kAccounted:
      return "accounted";
    case CaseStage::kRetracted:
      return "retracted";
    case CaseStage::kRetractionAcknowledged:
      return "retraction acknowledged";
  }
  return nullptr;
}

const char* WordOf(PathType type) {
  switch (type) {
    case PathType::kInvitation:
      return "invitation";
    case PathType::kReferral:
      return "referral";
    case PathType::kOneToOne:
      return "talk";
    case PathType::kHelpRequest:
      return "help request";
    case PathType::kAssessment:
      return "test";
    case PathType::kLadder:
      return "ladder";
    case PathType::kGoal:
      return "goal";
    case PathType::kPlacement:
      return "placement";
    case PathType::kPhase:
      return "phase";
    case PathType::kMilestone:
      return "milestone";
    case PathType::kExit:
      return "exit";
    case PathType::kAftercare:
      return "aftercare";
    case PathType::kIndicators:
      return "indicators";
  }
  return nullptr;
}

const char* WordOf(PairType type) {
  switch (type) {
    case PairType::kMentor:
      return "mentor and mentee";
    case PairType::kHelper:
      return "helper and helped";
    case PairType::kEqual:
      return "equals";
  }
  return nullptr;
}

const char* WordOf(EvidenceStrength strength) {
  switch (strength) {
    case EvidenceStrength::kNone:
      return nullptr;
    case EvidenceStrength::kNameTile:
      return "by a tap on a name";
    case EvidenceStrength::kCoach:
      return "by a coach's word";
    case EvidenceStrength::kOwn:
      return "by their own badge";
  }
  return nullptr;
}

}  // namespace wijkboek
