// Words for what the fold enumerates. A value that is added there does not compile here until it
// has a word; and the test of all rules fails until a generated week reaches it.
#ifndef WIJKBOEK_TESTS_RECONCILE_RULE_WORDS_H_
#define WIJKBOEK_TESTS_RECONCILE_RULE_WORDS_H_

#include "common/reconcile/records.h"

namespace wijkboek {

// Null for what is no value of the enumeration, or is no outcome of a rule.
const char* WordOf(PresenceEnd end);
const char* WordOf(AttendanceStatus status);
const char* WordOf(SetAsideReason reason);
const char* WordOf(CaseStage stage);
const char* WordOf(PathType type);
const char* WordOf(PairType type);
const char* WordOf(EvidenceStrength strength);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_RULE_WORDS_H_
