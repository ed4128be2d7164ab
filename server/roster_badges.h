// Badges of a roster. A row of type qr without a text asks for a badge that the system makes: a QR
// text and a short number, always the same for one person and serial.
#ifndef WIJKBOEK_SERVER_ROSTER_BADGES_H_
#define WIJKBOEK_SERVER_ROSTER_BADGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/ids.h"
#include "server/fact_errors.h"
#include "server/facts_pass.h"
#include "server/office_record.h"
#include "server/roster_reader.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// For one pass. References must outlive it.
class RosterBadges {
 public:
  RosterBadges(const OfficeRecord& record, const SecretKey& lookup_key,
               const SecretKey& badge_secret, FactErrors& errors, FactsPass& pass)
      : record_(record),
        lookup_key_(lookup_key),
        badge_secret_(badge_secret),
        errors_(errors),
        pass_(pass) {}

  void TakeRow(const RosterRow& row);

  // What was made, in the order of the rows.
  std::vector<v1::MadeBadge> TakeMade() { return std::move(made_); }

 private:
  void Make(const RosterRow& row, v1::BadgeFact fact);
  // A number that no other badge of this pass has, and nobody else has or ever had.
  std::string FreeNumber(const std::string& person, const Id& owner, std::uint32_t serial);
  bool IsFree(const Id& number, const std::string& person, const Id& badge) const;

  const OfficeRecord& record_;
  const SecretKey& lookup_key_;
  const SecretKey& badge_secret_;
  FactErrors& errors_;
  FactsPass& pass_;
  // Which badge each number of this pass belongs to.
  absl::flat_hash_map<Id, Id> numbers_;
  std::vector<v1::MadeBadge> made_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ROSTER_BADGES_H_
