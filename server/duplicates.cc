#include "server/duplicates.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/drafts/people_draft.h"
#include "common/event.h"
#include "common/reconcile/fact.h"
#include "common/seal.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Letters of U+00C0 to U+017F without their accents; "" where there is no letter.
const char* PlainLetter(std::uint32_t code) {
  static constexpr std::array<const char*, 192> kPlain = {
      "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",  // C0
      "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "t", "ss",
      "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",  // E0
      "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "t", "y",
      "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d", "d",  // 100
      "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g", "g",
      "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i", "i",  // 120
      "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l", "l",
      "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o", "o",  // 140
      "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s", "s",
      "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u", "u",  // 160
      "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z", "s"};
  return kPlain[code - 0xC0];
}

// In lower case and without accents; whatever is no letter parts words. Letters of other scripts
// stay as they are.
std::string Plain(absl::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      plain.push_back(absl::ascii_isalpha(byte) ? absl::ascii_tolower(byte) : ' ');
    } else if (byte >= 0xC3 && byte <= 0xC5 && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[++i]);
      plain.append(PlainLetter(((byte & 0x1Fu) << 6 | (next & 0x3Fu))));
    } else if (byte == 0xCC || byte == 0xCD) {
      // An accent by itself, after its letter.
      ++i;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

const std::set<std::string>& Particles() {
  static const std::set<std::string>& particles = *new std::set<std::string>{
      "al", "ben", "bin", "d",  "da", "das", "de", "del", "den", "der", "di",  "do",  "dos", "du",
      "el", "het", "in",  "la", "le", "op",  "s",  "t",   "te",  "ten", "ter", "van", "von"};
  return particles;
}

struct Registered {
  Id stands_for;
  PersonType type = PersonType::kParticipant;
  std::vector<Id> group;
  // Where details of any of them stand in the log, latest first.
  std::vector<std::uint64_t> details;
};

absl::StatusOr<std::vector<Registered>> ReadRegistered(const Ledger& ledger) {
  std::vector<Registered> all;
  const Reference& reference = ledger.reference();
  for (PersonType type : {PersonType::kParticipant, PersonType::kResident, PersonType::kCoach}) {
    for (const Id& id : reference.People(type)) {
      Registered& person = all.emplace_back(
          Registered{.stands_for = id, .type = type, .group = reference.GroupOf(id)});
      for (const Hash& event : reference.FindPerson(id)->detail_events) {
        ASSIGN_OR_RETURN(const std::uint64_t position, ledger.PositionOf(event));
        person.details.push_back(position);
      }
    }
  }
  return all;
}

class Finding {
 public:
  Finding(const LogStore& log, const KeyVault& keys) : log_(log), keys_(keys) {}

  // Every name and birth date under which any of them was ever registered, together.
  absl::Status Add(const Registered& person) {
    std::map<Id, std::pair<std::set<std::string>, std::set<CivilDay>>> known;
    for (const std::uint64_t position : person.details) {
      ASSIGN_OR_RETURN(LogEvent read, log_.Read(position));
      ASSIGN_OR_RETURN(const StoredEvent stored, ReadEvent(std::move(read.bytes), read.previous));
      for (const Id& member : person.group) {
        auto& [names, births] = known[member];
        if (const auto name =
                FindSealed<v1::SealedName>(stored.event, v1::SEALED_FIELD_NAME, member, keys_)) {
          names.insert(NormalizedName(*name));
        }
        if (const auto birth = FindSealed<v1::SealedBirthDate>(
                stored.event, v1::SEALED_FIELD_BIRTH_DATE, member, keys_)) {
          if (IsEvidence(birth->day())) births.insert(birth->day());
        }
      }
    }
    for (const auto& [member, details] : known) {
      if (!details.first.empty()) can_be_named_.insert(person.stands_for);
      for (const std::string& name : details.first) {
        if (name.empty()) continue;
        for (const CivilDay birth : details.second) Index(person, name, birth);
      }
    }
    return absl::OkStatus();
  }

  bool CanBeNamed(const Id& person) const { return can_be_named_.contains(person); }

  // Of several with the same name and birth date: each two of them.
  std::set<std::pair<Id, Id>> Pairs() const {
    std::set<std::pair<Id, Id>> pairs;
    for (const auto& [key, people] : by_key_) {
      for (auto one = people.begin(); one != people.end(); ++one) {
        for (auto other = std::next(one); other != people.end(); ++other) {
          pairs.emplace(*one, *other);
        }
      }
    }
    return pairs;
  }

 private:
  void Index(const Registered& person, const std::string& name, CivilDay birth) {
    const std::string text = absl::StrCat("wijkboek duplicate v1\n", static_cast<int>(person.type),
                                          "\n", name, "\n", birth);
    by_key_[KeyedHash(keys_.lookup_key(), text)].insert(person.stands_for);
  }

  const LogStore& log_;
  const KeyVault& keys_;
  absl::flat_hash_map<Id, std::set<Id>> by_key_;
  std::set<Id> can_be_named_;
};

}  // namespace

std::string NormalizedName(const v1::SealedName& name) {
  const std::string plain = Plain(absl::StrCat(name.given(), " ", name.family()));
  std::vector<std::string> words;
  std::string word;
  for (const char c : absl::StrCat(plain, " ")) {
    if (c != ' ') {
      word.push_back(c);
      continue;
    }
    if (!word.empty() && !Particles().contains(word)) words.push_back(word);
    word.clear();
  }
  std::sort(words.begin(), words.end());
  return absl::StrJoin(words, " ");
}

bool IsEvidence(CivilDay birth_date) { return !absl::EndsWith(FormatDay(birth_date), "-01-01"); }

absl::StatusOr<std::vector<LikelyDuplicate>> FindDuplicates(Reconciler& reconciler,
                                                            const LogStore& log,
                                                            const KeyVault& keys) {
  std::vector<Registered> all;
  std::set<std::pair<Id, Id>> by_badge;
  RETURN_IF_ERROR(reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    ASSIGN_OR_RETURN(all, ReadRegistered(ledger));
    const Reference& reference = ledger.reference();
    for (const Registered& person : all) {
      for (const Dispute& dispute : reference.DisputesOf(person.stands_for)) {
        if (dispute.kind != "badge_in_two_hands") continue;
        for (const Id& id : dispute.persons) {
          const Id other = reference.StandsFor(id);
          if (other != person.stands_for) by_badge.insert(std::minmax(person.stands_for, other));
        }
      }
    }
    return absl::OkStatus();
  }));
  Finding finding(log, keys);
  for (const Registered& person : all) RETURN_IF_ERROR(finding.Add(person));
  std::vector<LikelyDuplicate> found;
  RETURN_IF_ERROR(reconciler.Read([&](const Ledger& ledger) -> absl::Status {
    auto add = [&](const std::pair<Id, Id>& pair, const char* reason) {
      const Reference& reference = ledger.reference();
      for (const Id& one : reference.GroupOf(pair.first)) {
        for (const Id& other : reference.GroupOf(pair.second)) {
          if (one == other || SaidToBeDifferent(one, other, reference)) return;
        }
      }
      if (!finding.CanBeNamed(pair.first) || !finding.CanBeNamed(pair.second)) return;
      found.push_back({.people = {pair.first, pair.second}, .reason = reason});
    };
    for (const auto& pair : finding.Pairs()) add(pair, "same name and birth date");
    for (const auto& pair : by_badge) add(pair, "one badge in two hands");
    return absl::OkStatus();
  }));
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace wijkboek
