// What makes two imported rows the same row.
#ifndef WIJKBOEK_SERVER_HISTORY_IDENTITY_H_
#define WIJKBOEK_SERVER_HISTORY_IDENTITY_H_

#include "common/event.h"
#include "common/ids.h"

namespace wijkboek {

// A hash over what an imported presence, visit or help says in the clear: kind, persons with their
// parts, centre, stated times, minutes, subject, side and who said so. Computed alike from a draft
// and from an event in the log, so that nothing but the log itself remembers what was imported. The
// note does not count.
Id RowIdentity(const v1::Event& event);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_HISTORY_IDENTITY_H_
