// People as the page's messages name them.
#ifndef WIJKBOEK_CLIENT_PAGE_NAMES_H_
#define WIJKBOEK_CLIENT_PAGE_NAMES_H_

#include "client/view.h"
#include "wijkboek/v1/kiosk_page.pb.h"

namespace wijkboek {

// For a participant's eyes.
v1::Companion CompanionOf(const KnownPerson& person);
// For a coach's.
v1::Person PersonOf(const KnownPerson& person);
// Without anybody's name.
v1::PlannedVisit PlannedVisitOf(const KnownVisit& visit);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_PAGE_NAMES_H_
