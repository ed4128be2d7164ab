#include "server/roster_badges.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/credential.h"
#include "server/office_ids.h"
#include "server/roster_rows.h"

namespace wijkboek {
namespace {

// A person loses a badge now and then; more is a slip of the pen.
constexpr std::uint32_t kSerialMax = 1000;

}  // namespace

void RosterBadges::TakeRow(const RosterRow& row) {
  v1::BadgeFact fact;
  fact.set_person(row.Text("person"));
  fact.set_type(absl::AsciiStrToLower(row.Get("type")));
  fact.set_text(row.Text("text"));
  fact.set_valid_from(row.Text("valid_from"));
  fact.set_valid_until(row.Text("valid_until"));
  if (fact.type() == "qr" && fact.text().empty()) return Make(row, std::move(fact));
  if (!row.Get("serial").empty()) {
    errors_.Add(row.place(), "serial",
                "is only for badges that are made here: type qr, and no text");
  }
  pass_.At("badges.csv", row.line());
  pass_.Take(fact);
}

void RosterBadges::Make(const RosterRow& row, v1::BadgeFact fact) {
  const std::optional<std::uint32_t> serial = NumberIn(row, "serial", 1, errors_);
  if (serial && (*serial < 1 || *serial > kSerialMax)) {
    errors_.Add(
        row.place(), "serial",
        absl::StrCat("write 1 for the person's first badge, 2 for the next, up to ", kSerialMax));
  }
  const std::string person = fact.person();
  // Not the person's id: whether the key is a participant's or a coach's is not known here.
  const Id owner = OfficeId(lookup_key_, "badge owner", person);
  v1::MadeBadge made;
  made.set_person(person);
  made.set_text(MadeBadgeText(badge_secret_, owner, serial.value_or(1)));
  made.set_number(FreeNumber(person, owner, serial.value_or(1)));
  pass_.At("badges.csv", row.line());
  fact.set_text(made.text());
  pass_.Take(fact);
  // What is wrong with the text is wrong with the number, too.
  if (!errors_.empty()) return;
  fact.set_type("number");
  fact.set_text(made.number());
  pass_.Take(fact);
  made_.push_back(std::move(made));
}

std::string RosterBadges::FreeNumber(const std::string& person, const Id& owner,
                                     std::uint32_t serial) {
  const Id badge = OfficeId(lookup_key_, "made badge", MadeBadgeText(badge_secret_, owner, serial));
  for (std::uint32_t attempt = 0;; ++attempt) {
    std::string number = MadeBadgeNumber(badge_secret_, owner, serial, attempt);
    // A made number is always one.
    const Id hash = *CredentialHash(lookup_key_, v1::BADGE_TYPE_NUMBER, number);
    if (!IsFree(hash, person, badge)) continue;
    numbers_.emplace(hash, badge);
    return number;
  }
}

bool RosterBadges::IsFree(const Id& number, const std::string& person, const Id& badge) const {
  const auto here = numbers_.find(number);
  if (here != numbers_.end() && here->second != badge) return false;
  const auto said = record_.badges.find(number);
  if (said == record_.badges.end()) return true;
  const Id participant = OfficeId(lookup_key_, "participant", person);
  const Id coach = OfficeId(lookup_key_, "coach", person);
  const std::vector<BadgeSpan>& spans = said->second.thing.spans;
  return std::all_of(spans.begin(), spans.end(), [&](const BadgeSpan& span) {
    return span.person == participant || span.person == coach;
  });
}

}  // namespace wijkboek
