#include "server/history_identity.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/crypto.h"

namespace wijkboek {
namespace {

std::string TimeText(bool given, const v1::CivilTime& time) {
  if (!given) return "none";
  return absl::StrCat(time.day(), " ", time.second_of_day(), " ", time.second_pass() ? 1 : 0);
}

}  // namespace

Id RowIdentity(const v1::Event& event) {
  std::vector<std::string> persons;
  for (const v1::PersonRef& person : event.persons()) {
    persons.push_back(absl::StrCat(static_cast<int>(person.role()), " ",
                                   Id::FromBytesOrZero(person.person_id()).hex()));
  }
  std::sort(persons.begin(), persons.end());
  const v1::BuddyHelpLogged& help = event.buddy_help_logged();
  const Hash hash = Sha256(
      absl::StrCat("wijkboek row v1|", static_cast<int>(event.kind()), "|",
                   absl::StrJoin(persons, ","), "|", Id::FromBytesOrZero(event.centre_id()).hex(),
                   "|", TimeText(event.has_stated_start(), event.stated_start()), "|",
                   TimeText(event.has_stated_end(), event.stated_end()), "|", help.minutes(), "|",
                   static_cast<int>(help.side()), "|",
                   Id::FromBytesOrZero(event.actor().person_id()).hex(), "|", help.subject()));
  return Id::FromBytesOrZero(hash.bytes().substr(0, Id::kSize));
}

}  // namespace wijkboek
