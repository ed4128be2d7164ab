// Edits name people as pages show them: by the registration that stands for all of somebody's
// (common/reconcile/grouping.h). On the office's record each registration stands by itself.
#ifndef WIJKBOEK_SERVER_EDIT_NAMES_H_
#define WIJKBOEK_SERVER_EDIT_NAMES_H_

#include "common/crypto.h"
#include "common/ids.h"
#include "common/reconcile/reference.h"
#include "server/office_record.h"
#include "wijkboek/v1/roster.pb.h"

namespace wijkboek {

// The registration of this person that the office described: their own, else the first of those
// that are one with them. Themselves where it described none.
Id RegistrationOnRecord(const Id& person, const OfficeRecord& record, const Reference& reference);

// Puts that registration in place of each participant who is named by "#" and an id; of an
// enrolment the one whose it is. Keys of the office's own stay as they are.
void NameRegistrations(const OfficeRecord& record, const Reference& reference,
                       const SecretKey& lookup_key, v1::OfficeFacts& facts);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_EDIT_NAMES_H_
