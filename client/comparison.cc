#include "client/comparison.h"

#include <algorithm>
#include <utility>

#include "client/event_table.h"
#include "client/settings.h"
#include "common/limits.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// The other pages of a round arrive within it.
constexpr std::int64_t kReopenDelayMs = 5000;
constexpr int kAsksMax = 3;

}  // namespace

std::string ExplainComparison(const ComparisonStatus& status) {
  if (status.unexplained == 0) return "";
  return absl::StrCat("what this kiosk holds of ", status.unexplained,
                      status.unexplained == 1 ? " participant" : " participants",
                      " is not what the server holds, though it was asked for again: tell the "
                      "office; nothing is lost");
}

absl::Status Comparison::Take(const v1::PullResponse& page, const IsHeardAt& is_heard_at,
                              std::int64_t now_ms) {
  if (page.reset()) persons_.clear();
  for (const std::string& id : page.scope_left()) persons_.erase(Id::FromBytesOrZero(id));
  for (const std::string& id : page.scope_entered()) {
    auto person = persons_.find(Id::FromBytesOrZero(id));
    if (person == persons_.end() || !person->second.wanted_ms) continue;
    person->second.asks_left = 0;
    person->second.was_sent_again = true;
  }
  if (page.fingerprints().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CompareEvents(page, now_ms));
  RETURN_IF_ERROR(CompareShown(page, is_heard_at));
  compared_ms_ = page.server_ms();
  return absl::OkStatus();
}

absl::Status Comparison::CompareEvents(const v1::PullResponse& page, std::int64_t now_ms) {
  bool is_wanted = false;
  for (const v1::ParticipantFingerprint& told : page.fingerprints()) {
    ASSIGN_OR_RETURN(const Id id, Id::FromBytes(told.person_id()));
    Hash held;
    // One at a time: a tap waits for the store no longer than for one of them.
    RETURN_IF_ERROR(store_.Read([&](Connection& connection) -> absl::Status {
      ASSIGN_OR_RETURN(held, SumOfPulled(connection, id));
      return absl::OkStatus();
    }));
    Person& person = persons_[id];
    person.events_differ = held.bytes() != told.events();
    if (!person.events_differ || !MayWant(person, now_ms)) continue;
    person.wanted_ms = now_ms;
    person.asks_left = kAsksMax;
    is_wanted = true;
  }
  if (!is_wanted) return absl::OkStatus();
  reopen_at_ms_ = now_ms + kReopenDelayMs;
  // It was folded from events that are not here, or not what they were.
  return store_.Write([](Connection& connection) { return MarkLedgerStale(connection); });
}

absl::Status Comparison::CompareShown(const v1::PullResponse& page, const IsHeardAt& is_heard_at) {
  ASSIGN_OR_RETURN(const bool before, is_heard_at(page.cursor().position()));
  if (!before) return absl::OkStatus();
  std::vector<Id> ids;
  for (const v1::ParticipantFingerprint& told : page.fingerprints()) {
    ids.push_back(Id::FromBytesOrZero(told.person_id()));
  }
  ASSIGN_OR_RETURN(const std::vector<Hash> shown, view_.FingerprintsAt(page.server_ms(), ids));
  // What was captured meanwhile may have been folded.
  ASSIGN_OR_RETURN(const bool after, is_heard_at(page.cursor().position()));
  if (!after) return absl::OkStatus();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const v1::ParticipantFingerprint& told = page.fingerprints(static_cast<int>(i));
    Person& person = persons_[ids[i]];
    person.shown_differs = !person.events_differ && shown[i].bytes() != told.folded();
  }
  return absl::OkStatus();
}

bool Comparison::MayWant(const Person& person, std::int64_t now_ms) const {
  if (person.wanted_ms && now_ms - *person.wanted_ms < kSentAgainEveryMs) return false;
  const auto wanted = std::count_if(persons_.begin(), persons_.end(),
                                    [](const auto& entry) { return entry.second.asks_left > 0; });
  return static_cast<std::size_t>(wanted) < kSentAgainMax;
}

std::vector<Id> Comparison::TakeWanted() {
  reopen_at_ms_.reset();
  std::vector<Id> wanted;
  for (auto& [id, person] : persons_) {
    if (person.asks_left == 0) continue;
    --person.asks_left;
    wanted.push_back(id);
  }
  return wanted;
}

ComparisonStatus Comparison::Status() const {
  ComparisonStatus status{.compared_ms = compared_ms_,
                          .compared = static_cast<std::uint32_t>(persons_.size())};
  for (const auto& [id, person] : persons_) {
    if (person.was_sent_again) ++status.sent_again;
    if (person.shown_differs) ++status.shown_differently;
    if (person.events_differ && person.wanted_ms && person.asks_left == 0) ++status.unexplained;
  }
  return status;
}

}  // namespace wijkboek
