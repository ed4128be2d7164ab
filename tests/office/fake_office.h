// The office without a server: drafts become events of an office's log that lives in memory, with
// keys beside it.
#ifndef WIJKBOEK_TESTS_OFFICE_FAKE_OFFICE_H_
#define WIJKBOEK_TESTS_OFFICE_FAKE_OFFICE_H_

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/draft.h"
#include "common/random.h"
#include "common/reconcile/reference.h"
#include "common/seal.h"
#include "server/fact_errors.h"
#include "server/facts_pass.h"
#include "server/history_import.h"
#include "server/office_facts.h"
#include "server/office_record.h"

namespace wijkboek {

class FakeKeys final : public KeySource {
 public:
  absl::StatusOr<PersonKey> Find(const Id& key_id) const override {
    const auto found = by_key_id_.find(key_id);
    if (found == by_key_id_.end()) return absl::NotFoundError("no such key");
    return found->second;
  }
  PersonKey KeyFor(const Id& person, Random& random) {
    for (const auto& [id, key] : by_key_id_) {
      if (key.person == person) return key;
    }
    const PersonKey key{.key_id = random.NewId(), .person = person, .key = random.NewKey()};
    by_key_id_.emplace(key.key_id, key);
    return key;
  }

 private:
  absl::flat_hash_map<Id, PersonKey> by_key_id_;
};

class FakeOffice {
 public:
  FakeOffice() : lookup_key_(random_.NewKey()), builder_(lookup_key_, keys_) {
    head_.device = random_.NewId();
    head_.epoch = 1;
  }

  // As the server does it, in two passes; the number of events, or the refusal.
  absl::StatusOr<std::size_t> Apply(const v1::OfficeFacts& facts) {
    FactErrors errors;
    FactsPass counting(record(), lookup_key_, now_ms_, errors,
                       [](const EventDraft&) { return absl::OkStatus(); });
    EXPECT_TRUE(PassFacts(facts, counting).ok());
    absl::Status fits = errors.ToStatus();
    if (!fits.ok()) return fits;
    unchanged_ = counting.unchanged();
    std::vector<EventDraft> drafts;
    FactsPass writing(record(), lookup_key_, now_ms_, errors, [&](EventDraft draft) {
      drafts.push_back(std::move(draft));
      return absl::OkStatus();
    });
    EXPECT_TRUE(PassFacts(facts, writing).ok());
    EXPECT_EQ(drafts.size(), counting.events());
    return Append(std::move(drafts));
  }

  v1::ImportHistoryResponse Import(absl::string_view csv, std::int64_t now_ms) {
    HistoryPlan plan = PlanHistory(csv, builder_.record(), lookup_key_, now_ms);
    Append(std::move(plan.drafts));
    return plan.response;
  }

  std::size_t Append(std::vector<EventDraft> drafts) {
    for (EventDraft& draft : drafts) {
      ++wall_ms_;
      absl::StatusOr<StoredEvent> event = CompleteDraft(
          std::move(draft), head_,
          {.clock = {.wall_ms = wall_ms_}, .hybrid = {.wall_ms = wall_ms_}},
          [&](const SealedDraft& part) -> absl::StatusOr<PersonKey> {
            return keys_.KeyFor(part.person, random_);
          },
          random_);
      EXPECT_TRUE(event.ok()) << event.status();
      head_ = HeadAfter(*event);
      builder_.Apply(*event);
      reference_.Apply(*event);
      log_.push_back(*std::move(event));
    }
    return drafts.size();
  }

  const std::vector<StoredEvent>& log() const { return log_; }
  const OfficeRecord& record() const { return builder_.record(); }
  // The fold's reading of the same events.
  const Reference& reference() const { return reference_; }
  const SecretKey& lookup_key() const { return lookup_key_; }
  const KeySource& keys() const { return keys_; }
  std::uint32_t unchanged() const { return unchanged_; }
  std::int64_t now_ms() const { return now_ms_; }

 private:
  SystemRandom random_;
  SecretKey lookup_key_;
  FakeKeys keys_;
  OfficeRecordBuilder builder_;
  Reference reference_;
  LogHead head_;
  // Before the sessions of most tests.
  const std::int64_t now_ms_ = StartOfDay(*ParseDay("2026-03-01"));
  std::int64_t wall_ms_ = 1'700'000'000'000;
  std::vector<StoredEvent> log_;
  std::uint32_t unchanged_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_FAKE_OFFICE_H_
