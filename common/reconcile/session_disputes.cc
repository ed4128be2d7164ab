#include "common/reconcile/session_disputes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/civil_time.h"
#include "common/reconcile/fact.h"

namespace wijkboek {
namespace {

// What an edit says of when and where the session is, as text that compares; and in words.
struct Saying {
  std::string value;
  std::string words;
};

// nullopt for what neither moves nor cancels it: a plan is what edits are about.
std::optional<Saying> SayingOf(const v1::Event& event) {
  if (event.kind() == v1::EVENT_KIND_SESSION_CANCELLED) {
    return Saying{.value = "cancelled", .words = "cancelled"};
  }
  const std::optional<std::int64_t> start_ms = StatedStart(event);
  const std::optional<std::int64_t> end_ms = StatedEnd(event);
  if (event.kind() != v1::EVENT_KIND_SESSION_MOVED || !start_ms || !end_ms ||
      *start_ms >= *end_ms) {
    return std::nullopt;
  }
  return Saying{
      .value = absl::StrCat(*start_ms, " ", *end_ms, " ", CentreOf(event).hex()),
      .words = absl::StrCat("moved to ", FormatTime(*start_ms), "–", FormatTimeOfDay(*end_ms))};
}

}  // namespace

std::vector<const Edit*> DifferingEdits(const Edits& edits) {
  absl::flat_hash_set<Hash> seen;
  // Its later edits were made by people who saw its earlier ones.
  absl::flat_hash_map<Id, const Edit*> last_of_device;
  for (const Edit& edit : edits) {
    for (const Hash& hash : SeenBy(edit.event)) seen.insert(hash);
    last_of_device[edit.stamp.key.device] = &edit;
  }
  std::vector<const Edit*> holding;
  absl::flat_hash_set<std::string> values;
  for (const Edit& edit : edits) {
    const std::optional<Saying> saying = SayingOf(edit.event);
    if (!saying || seen.contains(edit.hash()) ||
        last_of_device.at(edit.stamp.key.device) != &edit) {
      continue;
    }
    holding.push_back(&edit);
    values.insert(saying->value);
  }
  if (values.size() < 2) holding.clear();
  return holding;
}

void SessionDisputes::Set(const Id& session, const Edits& edits) {
  of_session_.erase(session);
  const std::vector<const Edit*> differing = DifferingEdits(edits);
  if (differing.empty()) return;
  Dispute dispute{.kind = "concurrent_session", .session = session};
  std::vector<std::string> words;
  for (const Edit* edit : differing) {
    dispute.events.push_back(edit->hash());
    dispute.recorded_ms = std::max(dispute.recorded_ms, edit->recorded_ms());
    words.push_back(SayingOf(edit->event)->words);
  }
  SortUnique(dispute.events);
  SortUnique(words);
  dispute.detail = absl::StrJoin(words, " or ");
  of_session_[session] = std::move(dispute);
}

std::vector<Dispute> SessionDisputes::Of(const Id& stands_for) const {
  std::vector<Dispute> result;
  for (const auto& [session, dispute] : of_session_) {
    const Session* found = timetable_.Find(session);
    if (found == nullptr) continue;
    const std::vector<Id> expected = timetable_.ExpectedAt(*found);
    if (!std::binary_search(expected.begin(), expected.end(), stands_for)) continue;
    Dispute& theirs = result.emplace_back(dispute);
    theirs.persons = {stands_for};
  }
  return result;
}

std::vector<Id> SessionDisputes::PeopleOf(const Hash& edit) const {
  for (const auto& [session, dispute] : of_session_) {
    const Session* found = timetable_.Find(session);
    if (found != nullptr &&
        std::binary_search(dispute.events.begin(), dispute.events.end(), edit)) {
      return timetable_.ExpectedAt(*found);
    }
  }
  return {};
}

std::vector<Hash> SessionDisputes::Disputed() const {
  std::vector<Hash> result;
  for (const auto& [session, dispute] : of_session_) {
    result.insert(result.end(), dispute.events.begin(), dispute.events.end());
  }
  return result;
}

}  // namespace wijkboek
