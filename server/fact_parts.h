// What all kinds of facts share in a pass: the record they are compared with, the keys that were
// given, and the way out.
#ifndef WIJKBOEK_SERVER_FACT_PARTS_H_
#define WIJKBOEK_SERVER_FACT_PARTS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/draft.h"
#include "server/fact_fields.h"
#include "server/office_ids.h"
#include "server/office_record.h"

namespace wijkboek {

// Null when the office never said anything about it.
template <typename Key, typename Value>
const Value* FindSaid(const absl::flat_hash_map<Key, Value>& said, const Key& key) {
  const auto found = said.find(key);
  return found == said.end() ? nullptr : &found->second;
}

class FactParts {
 public:
  using Emit = std::function<absl::Status(EventDraft draft)>;

  FactParts(const OfficeRecord& record, const SecretKey& lookup_key, std::int64_t now_ms,
            FactErrors& errors, Emit emit)
      : record_(record),
        lookup_key_(lookup_key),
        now_ms_(now_ms),
        fields_(errors),
        emit_(std::move(emit)) {}

  const OfficeRecord& record() const { return record_; }
  const SecretKey& lookup_key() const { return lookup_key_; }
  std::int64_t now_ms() const { return now_ms_; }
  FactFields& fields() { return fields_; }

  // ---- keys
  Id IdOf(absl::string_view type, absl::string_view key) const {
    return OfficeId(lookup_key_, type, key);
  }
  // The id of the thing that this fact describes; from now on others may refer to it. What is named
  // by its id must be on record.
  template <typename Thing>
  Id OwnId(absl::string_view type, const std::string& key, const SaidById<Thing>& said) {
    fields_.Ok("key", CheckOfficeKey(key));
    const Id id = IdOf(type, key);
    if (IdInKey(key) && !said.contains(id)) {
      fields_.Error("key", absl::StrCat("the office knows no ", type, " with this id"));
    }
    const auto [earlier, first] = described_.emplace(id, fields_.mark());
    if (!first) {
      fields_.Error("key", absl::StrCat("\"", key, "\" is the key of ",
                                        fields_.PlaceOf(earlier->second), " too"));
    }
    return id;
  }
  // Where a thing was described in this pass; null: it was not.
  const FactMark* Described(const Id& id) const { return FindSaid(described_, id); }
  // The id of something that this pass or an earlier one described.
  template <typename Thing>
  Id Reference(absl::string_view field, absl::string_view type, const std::string& key,
               const SaidById<Thing>& said) {
    const Id id = IdOf(type, key);
    if (key.empty()) {
      fields_.Error(field, absl::StrCat("is missing: give the key of a ", type));
    } else if (Described(id) == nullptr && !said.contains(id)) {
      fields_.Error(field, absl::StrCat("there is no ", type, " with the key \"", key, "\""));
    }
    return id;
  }

  // ---- the way out

  // `replaced`: what this one edits; null for something new.
  template <typename Thing>
  static EventDraft NewEvent(v1::EventKind kind, const Said<Thing>* replaced) {
    EventDraft draft;
    draft.event.set_kind(kind);
    draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
    if (replaced != nullptr) draft.event.add_seen(replaced->event.ToString());
    return draft;
  }
  void Send(EventDraft draft) {
    if (!status_.ok()) return;
    ++events_;
    status_ = emit_(std::move(draft));
  }
  // True, and counted, when this was said before.
  template <typename Thing>
  bool Unchanged(const Said<Thing>* said, const Thing& thing) {
    const bool unchanged = said != nullptr && said->thing == thing;
    if (unchanged) ++unchanged_;
    return unchanged;
  }
  void CountUnchanged() { ++unchanged_; }
  // A session on record gets another time or centre, or loses a cohort.
  void CountMoved() { ++moved_; }

  const absl::Status& status() const { return status_; }
  std::uint32_t events() const { return events_; }
  std::uint32_t unchanged() const { return unchanged_; }
  std::uint32_t moved() const { return moved_; }

 private:
  const OfficeRecord& record_;
  const SecretKey& lookup_key_;
  const std::int64_t now_ms_;
  FactFields fields_;
  absl::flat_hash_map<Id, FactMark> described_;
  Emit emit_;
  absl::Status status_;
  std::uint32_t events_ = 0;
  std::uint32_t unchanged_ = 0;
  std::uint32_t moved_ = 0;
};

// Fills a body's days.
inline void SetDays(v1::CivilDays& days, CivilDay first, std::optional<CivilDay> last) {
  days.set_first_day(first);
  if (last) days.set_last_day(*last);
}

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FACT_PARTS_H_
