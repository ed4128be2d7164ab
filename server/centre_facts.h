// Centres of a file of office facts.
#ifndef WIJKBOEK_SERVER_CENTRE_FACTS_H_
#define WIJKBOEK_SERVER_CENTRE_FACTS_H_

#include "server/fact_parts.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

void TakeCentre(const v1::CentreFact& fact, FactParts& parts);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_CENTRE_FACTS_H_
