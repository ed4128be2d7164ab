// Sessions of a file of office facts.
#ifndef WIJKBOEK_SERVER_SESSION_FACTS_H_
#define WIJKBOEK_SERVER_SESSION_FACTS_H_

#include "server/fact_parts.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

void TakeSession(const v1::SessionFact& fact, FactParts& parts);
// Nothing happens when there is none on record.
bool CancelSession(const Id& session, FactParts& parts);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_SESSION_FACTS_H_
