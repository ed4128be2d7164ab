// Who is meant: from a badge, QR text, PIN or id to a subject of the capture stage.
#ifndef WIJKBOEK_CLIENT_IDENTIFY_H_
#define WIJKBOEK_CLIENT_IDENTIFY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "client/capture.h"
#include "client/key_store.h"
#include "client/view.h"
#include "wijkboek/v1/kiosk.pb.h"

namespace wijkboek {

class Reception;

struct Identified {
  Subject subject;
  std::string name;
  // What to say besides "saved".
  std::string notice;
};

// One after the other; empty ones are left out.
void AddNotice(Identified& who, absl::string_view notice);

// Somebody who was found already.
Identified AsIdentified(const KnownPerson& person);

// Thread-safe.
class Identifier {
 public:
  // All must outlive this.
  Identifier(const KeyStore& keys, View& view, Reception& reception)
      : keys_(keys), view_(view), reception_(reception) {}

  // Somebody at the kiosk. A badge that nobody is known to own is no error: the subject then has
  // its hash alone. INVALID_ARGUMENT for a credential that can't be one, NOT_FOUND for an id that
  // nobody has, UNAUTHENTICATED for a ticket that is over, FAILED_PRECONDITION for a PIN after too
  // many that were nobody's.
  absl::StatusOr<Identified> Identify(const v1::Who& who, std::int64_t now_ms,
                                      Patience patience = Patience::kForm) const;
  // Somebody who must be a coach: INVALID_ARGUMENT otherwise.
  absl::StatusOr<Identified> IdentifyCoach(const v1::Who& who, std::int64_t now_ms) const;
  // The same by their own badge, QR code, number or PIN: for what they answer for by name.
  absl::StatusOr<Identified> IdentifyCoachInPerson(const v1::Who& who, std::int64_t now_ms) const;
  // INVALID_ARGUMENT when it is no credential.
  absl::StatusOr<GivenCredential> HashCredential(const v1::Who& who) const;

 private:
  // Of a badge that nobody holds now: whether somebody did, or will.
  std::string NobodysBadge(const Id& badge_hash, std::int64_t now_ms) const;

  const KeyStore& keys_;
  View& view_;
  Reception& reception_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_IDENTIFY_H_
