#include "common/reconcile/disputes.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/reconcile/boot_clock.h"
#include "common/reconcile/fact.h"

namespace wijkboek {
namespace {

// One thing that an edit says, as bytes that compare; and in words, where that needs no names.
struct Saying {
  std::string value;
  std::string words;
};
using Sayings = std::map<std::string, Saying>;

Saying InWords(const std::string& value) { return {.value = value, .words = value}; }
Saying OfId(const std::string& bytes) { return {.value = bytes}; }

Saying OfLastDay(const v1::CivilDays& days) {
  return days.has_last_day() ? InWords(FormatDay(days.last_day())) : InWords("none");
}

Saying OfTimes(const v1::EnrolmentChanged& body) {
  Saying saying;
  for (const v1::OwnTimes& times : body.own_times()) {
    absl::StrAppend(&saying.value, times.SerializeAsString().size(), ":",
                    times.SerializeAsString());
  }
  return saying;
}

Sayings SayingsOf(const v1::Event& event) {
  Sayings says;
  switch (event.kind()) {
    case v1::EVENT_KIND_DETAIL_CHANGED: {
      const v1::DetailChanged& body = event.detail_changed();
      // What somebody chose for themselves is nobody else's to settle: the later choice holds.
      if (!body.language().empty() && !IsByThePerson(event)) {
        says["language"] = InWords(body.language());
      }
      if (!body.household_id().empty()) says["household"] = OfId(body.household_id());
      if (body.resident_state() != v1::RESIDENT_STATE_UNSPECIFIED) {
        says["state"] = {.value = absl::StrCat(static_cast<int>(body.resident_state()))};
      }
      break;
    }
    case v1::EVENT_KIND_ENROLMENT_CHANGED: {
      const v1::EnrolmentChanged& body = event.enrolment_changed();
      if (!event.centre_id().empty()) says["centre"] = OfId(event.centre_id());
      if (!body.cohort_id().empty()) says["cohort"] = OfId(body.cohort_id());
      says["municipality"] = InWords(body.municipality());
      says["target"] = InWords(absl::StrCat(body.target_minutes(), " minutes"));
      says["own times"] = OfTimes(body);
      if (body.has_days()) {
        says["first day"] = InWords(FormatDay(body.days().first_day()));
        says["last day"] = OfLastDay(body.days());
      }
      break;
    }
    case v1::EVENT_KIND_ENROLMENT_ENDED:
      says["last day"] = InWords(FormatDay(event.enrolment_ended().last_day()));
      break;
    default:
      // A registration is what edits are about.
      break;
  }
  return says;
}

struct Said {
  const Edit* edit = nullptr;
  Saying saying;
};

// Of what edits say of one thing: that which nobody replaced. The later edits of a device were made
// by people who saw its earlier ones.
std::vector<Said> Unreplaced(std::vector<Said> said, const absl::flat_hash_set<Hash>& seen) {
  absl::flat_hash_map<Id, const Edit*> last_of;
  for (const Said& each : said) last_of[each.edit->stamp.key.device] = each.edit;
  std::erase_if(said, [&](const Said& each) {
    return seen.contains(each.edit->hash()) || last_of[each.edit->stamp.key.device] != each.edit;
  });
  return said;
}

constexpr CivilDay kAnyDay = std::numeric_limits<CivilDay>::min();
constexpr CivilDay kNoDay = std::numeric_limits<CivilDay>::max();

void Widen(CivilDay first, CivilDay last, Dispute& dispute) {
  dispute.last_day = dispute.first_day ? std::max(dispute.last_day, last) : last;
  dispute.first_day = std::min(dispute.first_day.value_or(first), first);
}

// On which days these words leave open whether somebody is expected.
void WidenBy(const std::string& field, const std::vector<Said>& holding, Dispute& dispute) {
  if (field == "first day" || field == "last day") {
    CivilDay first = kNoDay;
    CivilDay last = kAnyDay;
    for (const Said& each : holding) {
      // Without one: for ever.
      const CivilDay day = ParseDay(each.saying.value).value_or(kNoDay);
      first = std::min(first, day);
      last = std::max(last, day);
    }
    // On the earliest last day they are expected whoever is right, and so on the latest first one.
    if (field == "last day") Widen(std::min(first, kNoDay - 1) + 1, last, dispute);
    if (field == "first day") Widen(first, last - 1, dispute);
  } else if (field == "cohort" || field == "centre" || field == "own times") {
    Widen(kAnyDay, kNoDay, dispute);
  }
}

bool Overlap(const BadgeTerm& a, const BadgeTerm& b) {
  constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();
  return a.from_ms < b.until_ms.value_or(kForEver) && b.from_ms < a.until_ms.value_or(kForEver);
}

// Terms are as they were typed.
CivilDay DayWithin(std::int64_t t_ms) {
  return DayOf(std::clamp<std::int64_t>(t_ms, 0, kTimeMaxMs));
}

std::optional<std::int64_t> EarlierEnd(const BadgeTerm& a, const BadgeTerm& b) {
  if (!a.until_ms || !b.until_ms) return a.until_ms ? a.until_ms : b.until_ms;
  return std::min(*a.until_ms, *b.until_ms);
}

}  // namespace

std::vector<Dispute> DetailDisputes(const Id& person, const Edits& edits) {
  if (edits.size() < 2) return {};
  absl::flat_hash_set<Hash> seen;
  std::map<std::string, std::vector<Said>> by_field;
  for (const Edit& edit : edits) {
    for (const Hash& hash : SeenBy(edit.event)) seen.insert(hash);
    for (auto& [field, saying] : SayingsOf(edit.event)) {
      by_field[field].push_back({.edit = &edit, .saying = std::move(saying)});
    }
  }
  Dispute dispute{.kind = "concurrent_detail", .persons = {person}};
  std::vector<std::string> differing;
  for (auto& [field, said] : by_field) {
    const std::vector<Said> holding = Unreplaced(std::move(said), seen);
    const bool agree = std::all_of(holding.begin(), holding.end(), [&](const Said& each) {
      return each.saying.value == holding.front().saying.value;
    });
    if (agree) continue;
    WidenBy(field, holding, dispute);
    std::vector<std::string> words;
    for (const Said& each : holding) {
      dispute.events.push_back(each.edit->hash());
      dispute.recorded_ms = std::max(dispute.recorded_ms, each.edit->recorded_ms());
      if (!each.saying.words.empty()) words.push_back(each.saying.words);
    }
    SortUnique(words);
    differing.push_back(words.empty() ? field
                                      : absl::StrCat(field, " ", absl::StrJoin(words, " or ")));
  }
  if (differing.empty()) return {};
  SortUnique(dispute.events);
  dispute.detail = absl::StrJoin(differing, "; ");
  return {std::move(dispute)};
}

std::vector<Dispute> BadgeDisputes(absl::Span<const BadgeTerm> terms, const Grouping& grouping) {
  Dispute dispute{.kind = "badge_in_two_hands", .detail = "they may be one person"};
  for (const BadgeTerm& one : terms) {
    for (const BadgeTerm& other : terms) {
      const bool is_shared =
          Overlap(one, other) && grouping.StandsFor(one.person) != grouping.StandsFor(other.person);
      if (!is_shared) continue;
      dispute.events.push_back(one.assigned_by);
      dispute.persons.push_back(one.person);
      const std::int64_t from_ms = std::max(one.from_ms, other.from_ms);
      dispute.recorded_ms = std::max(dispute.recorded_ms, from_ms);
      const std::optional<std::int64_t> until_ms = EarlierEnd(one, other);
      Widen(DayWithin(from_ms), until_ms ? DayWithin(*until_ms) : kNoDay, dispute);
    }
  }
  if (dispute.events.empty()) return {};
  SortUnique(dispute.events);
  SortUnique(dispute.persons);
  return {std::move(dispute)};
}

std::vector<Dispute> GroupingDisputes(const Grouping& grouping) {
  std::vector<Dispute> disputes;
  for (const auto& [stands_for, conflict] : grouping.conflicts()) {
    disputes.push_back(
        {.kind = "concurrent_grouping",
         .persons = conflict.persons,
         .detail = "different words on who are one person; meanwhile all of them are",
         .recorded_ms = conflict.recorded_ms,
         .events = conflict.groupings});
  }
  return disputes;
}

std::vector<Hash> Disputes::Set(const EditedThing& subject, std::vector<Dispute> disputes,
                                const Grouping& grouping) {
  std::vector<Hash> changed;
  std::map<Hash, std::vector<Id>> before;
  auto known = filed_.find(subject);
  if (known == filed_.end() && disputes.empty()) return changed;
  if (known != filed_.end()) {
    for (const Filed& filed : known->second) {
      for (const Hash& edit : filed.dispute.events) {
        before[edit] = PeopleOf(edit);
        std::erase(of_edit_[edit], subject);
        if (of_edit_[edit].empty()) of_edit_.erase(edit);
      }
      for (const Id& person : filed.people) {
        std::erase(of_person_[person], subject);
        if (of_person_[person].empty()) of_person_.erase(person);
      }
    }
    filed_.erase(known);
  }
  std::vector<Filed> now;
  for (Dispute& dispute : disputes) {
    Filed filed{.dispute = std::move(dispute)};
    for (const Id& person : filed.dispute.persons) {
      filed.people.push_back(grouping.StandsFor(person));
    }
    SortUnique(filed.people);
    for (const Hash& edit : filed.dispute.events) {
      before.try_emplace(edit);
      of_edit_[edit].push_back(subject);
    }
    for (const Id& person : filed.people) of_person_[person].push_back(subject);
    now.push_back(std::move(filed));
  }
  if (!now.empty()) filed_[subject] = std::move(now);
  for (const auto& [edit, people] : before) {
    if (PeopleOf(edit) != people) changed.push_back(edit);
  }
  return changed;
}

std::vector<Dispute> Disputes::Of(const Id& stands_for) const {
  std::vector<Dispute> result;
  const auto subjects = of_person_.find(stands_for);
  if (subjects == of_person_.end()) return result;
  for (const EditedThing& subject : subjects->second) {
    for (const Filed& filed : filed_.at(subject)) {
      if (std::binary_search(filed.people.begin(), filed.people.end(), stands_for)) {
        result.push_back(filed.dispute);
      }
    }
  }
  SortUnique(result);
  return result;
}

std::vector<Id> Disputes::PeopleOf(const Hash& edit) const {
  std::vector<Id> result;
  const auto subjects = of_edit_.find(edit);
  if (subjects == of_edit_.end()) return result;
  for (const EditedThing& subject : subjects->second) {
    for (const Filed& filed : filed_.at(subject)) {
      const std::vector<Hash>& events = filed.dispute.events;
      if (!std::binary_search(events.begin(), events.end(), edit)) continue;
      result.insert(result.end(), filed.people.begin(), filed.people.end());
    }
  }
  SortUnique(result);
  return result;
}

}  // namespace wijkboek
