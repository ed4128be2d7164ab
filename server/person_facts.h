// Participants, residents and coaches of a file of office facts.
#ifndef WIJKBOEK_SERVER_PERSON_FACTS_H_
#define WIJKBOEK_SERVER_PERSON_FACTS_H_

#include "server/fact_parts.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What a fact about somebody leaves empty says nothing, except a resident's household.
void TakeParticipant(const v1::ParticipantFact& fact, FactParts& parts);
void TakeResident(const v1::ResidentFact& fact, FactParts& parts);
void TakeCoach(const v1::CoachFact& fact, FactParts& parts);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_PERSON_FACTS_H_
