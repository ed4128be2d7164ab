#include "server/history_import.h"

#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/crypto.h"
#include "server/history_identity.h"
#include "server/office_ids.h"

namespace wijkboek {
namespace {

class Planner {
 public:
  Planner(const OfficeRecord& record, const SecretKey& lookup_key, RowErrors& errors)
      : record_(record), lookup_key_(lookup_key), errors_(errors) {
    for (const auto& [id, said] : record.centres) {
      // A name that two centres share names neither.
      const auto [known, first] = centres_by_name_.emplace(said.thing.name, id);
      if (!first) known->second = Id();
    }
  }

  void PlanRow(const HistoryRow& row) {
    EventDraft draft;
    switch (row.kind) {
      case HistoryKind::kPresence:
        draft = Presence(row);
        break;
      case HistoryKind::kVisit:
        draft = Visit(row);
        break;
      case HistoryKind::kHelp:
        draft = Help(row);
        break;
    }
    const Id identity = RowIdentity(draft.event);
    if (IsKnown(row.kind, identity)) {
      ++known_;
      return;
    }
    if (row.kind == HistoryKind::kVisit) {
      draft.event.set_visit_id(OfficeId(lookup_key_, "visit", identity.hex()).ToString());
    }
    RegisterUnknown(row);
    ++counts_[static_cast<std::size_t>(row.kind)];
    facts_.push_back(std::move(draft));
  }

  HistoryPlan TakePlan(absl::string_view csv, std::size_t rows) {
    HistoryPlan plan;
    plan.response.set_presences(counts_[0]);
    plan.response.set_visits(counts_[1]);
    plan.response.set_helps(counts_[2]);
    plan.response.set_known(known_);
    if (facts_.empty()) return plan;
    plan.drafts = std::move(registrations_);
    std::move(facts_.begin(), facts_.end(), std::back_inserter(plan.drafts));
    v1::Event& trail = NewDraft(plan.drafts.emplace_back(), v1::EVENT_KIND_ROSTER_IMPORTED);
    trail.mutable_roster_imported()->set_file_hash(Sha256(csv).ToString());
    trail.mutable_roster_imported()->set_rows(static_cast<std::uint32_t>(rows));
    trail.mutable_roster_imported()->set_form("history");
    return plan;
  }

 private:
  static v1::Event& NewDraft(EventDraft& draft, v1::EventKind kind) {
    draft.event.set_kind(kind);
    draft.event.mutable_actor()->set_method(v1::METHOD_IMPORT);
    return draft.event;
  }

  Id Participant(const NamedKey& named) const {
    return OfficeId(lookup_key_, "participant", named.key);
  }
  Id Resident(const NamedKey& named) const { return OfficeId(lookup_key_, "resident", named.key); }

  EventDraft Presence(const HistoryRow& row) {
    EventDraft draft;
    v1::Event& event = NewDraft(draft, v1::EVENT_KIND_PRESENCE_CORRECTED);
    event.mutable_presence_corrected()->set_reason(v1::CORRECTION_REASON_IMPORTED);
    Fill(row, draft);
    return draft;
  }

  EventDraft Visit(const HistoryRow& row) {
    EventDraft draft;
    NewDraft(draft, v1::EVENT_KIND_VISIT_LOGGED).mutable_visit_logged();
    Fill(row, draft);
    for (const NamedKey& resident : row.others) {
      AddPerson(draft.event, Resident(resident), v1::PERSON_ROLE_RESIDENT);
    }
    return draft;
  }

  EventDraft Help(const HistoryRow& row) {
    EventDraft draft;
    v1::Event& event = NewDraft(draft, v1::EVENT_KIND_BUDDY_HELP_LOGGED);
    event.mutable_buddy_help_logged()->set_minutes(row.minutes);
    event.mutable_buddy_help_logged()->set_subject(row.subject);
    event.mutable_buddy_help_logged()->set_side(row.side);
    Fill(row, draft);
    event.mutable_persons(0)->set_role(v1::PERSON_ROLE_HELPER);
    AddPerson(event, Participant(row.others.front()), v1::PERSON_ROLE_HELPED);
    return draft;
  }

  // What the kinds have in common.
  void Fill(const HistoryRow& row, EventDraft& draft) {
    v1::Event& event = draft.event;
    *event.mutable_stated_start() = row.start;
    if (row.end) *event.mutable_stated_end() = *row.end;
    if (const std::optional<Id> centre = CentreOf(row)) event.set_centre_id(centre->ToString());
    if (const std::optional<Id> actor = LoggedBy(row)) {
      event.mutable_actor()->set_person_id(actor->ToString());
    }
    for (const NamedKey& person : row.persons) {
      AddPerson(event, Participant(person), v1::PERSON_ROLE_PARTICIPANT);
      if (row.note.empty()) continue;
      v1::SealedText note;
      note.set_text(row.note);
      AddSealed(draft, v1::SEALED_FIELD_NOTE, note, Participant(person));
    }
  }

  std::optional<Id> CentreOf(const HistoryRow& row) {
    if (row.centre.empty()) return std::nullopt;
    const Id by_key = OfficeId(lookup_key_, "centre", row.centre);
    if (record_.centres.contains(by_key)) return by_key;
    const auto named = centres_by_name_.find(row.centre);
    if (named != centres_by_name_.end() && !named->second.IsZero()) return named->second;
    errors_.Add(row.line, "centre",
                absl::StrCat("there is no centre with the key or name \"", row.centre,
                             "\"; the office's facts must describe it first"));
    return std::nullopt;
  }

  std::optional<Id> LoggedBy(const HistoryRow& row) {
    if (row.logged_by.empty()) return std::nullopt;
    for (absl::string_view type : {"coach", "participant"}) {
      const Id id = OfficeId(lookup_key_, type, row.logged_by);
      if (record_.persons.contains(id)) return id;
    }
    errors_.Add(
        row.line, "logged_by",
        absl::StrCat("there is no coach or participant with the key \"", row.logged_by, "\""));
    return std::nullopt;
  }

  // The same presence or visit twice is one. Help is not: the same minutes on one day may have been
  // given twice, so the file's second such row is known only when the log holds two.
  bool IsKnown(HistoryKind kind, const Id& identity) {
    const std::uint32_t occurrence = ++occurrences_[identity];
    const auto imported = record_.imported_rows.find(identity);
    const std::uint32_t held = imported == record_.imported_rows.end() ? 0 : imported->second;
    if (kind == HistoryKind::kHelp) return occurrence <= held;
    return held > 0 || occurrence > 1;
  }

  void RegisterUnknown(const HistoryRow& row) {
    for (const NamedKey& person : row.persons) Register(person, Participant(person), false);
    for (const NamedKey& other : row.others) {
      const bool resident = row.kind == HistoryKind::kVisit;
      Register(other, resident ? Resident(other) : Participant(other), resident);
    }
  }

  void Register(const NamedKey& named, const Id& id, bool resident) {
    if (record_.persons.contains(id)) return;
    const auto [place, first] = registered_.emplace(id, registrations_.size());
    if (first) {
      v1::Event& event =
          NewDraft(registrations_.emplace_back(), resident ? v1::EVENT_KIND_RESIDENT_REGISTERED
                                                           : v1::EVENT_KIND_PARTICIPANT_REGISTERED);
      AddPerson(event, id, resident ? v1::PERSON_ROLE_RESIDENT : v1::PERSON_ROLE_PARTICIPANT);
      if (resident) {
        event.mutable_resident_registered()->set_state(v1::RESIDENT_STATE_ACTIVE);
      } else {
        event.mutable_participant_registered();
      }
    }
    EventDraft& draft = registrations_[place->second];
    if (named.name.empty() || !draft.sealed.empty()) return;
    v1::SealedName name;
    const std::size_t blank = named.name.find(' ');
    name.set_given(named.name.substr(0, blank));
    if (blank != std::string::npos) name.set_family(named.name.substr(blank + 1));
    AddSealed(draft, v1::SEALED_FIELD_NAME, name, id);
  }

  const OfficeRecord& record_;
  const SecretKey& lookup_key_;
  RowErrors& errors_;
  absl::flat_hash_map<std::string, Id> centres_by_name_;
  absl::flat_hash_map<Id, std::uint32_t> occurrences_;
  // Places in registrations_.
  absl::flat_hash_map<Id, std::size_t> registered_;
  std::vector<EventDraft> registrations_;
  std::vector<EventDraft> facts_;
  std::uint32_t counts_[3] = {0, 0, 0};
  std::uint32_t known_ = 0;
};

}  // namespace

HistoryPlan PlanHistory(absl::string_view csv, const OfficeRecord& record,
                        const SecretKey& lookup_key, std::int64_t now_ms) {
  RowErrors errors;
  const std::vector<HistoryRow> rows = ReadHistoryRows(csv, now_ms, errors);
  Planner planner(record, lookup_key, errors);
  for (const HistoryRow& row : rows) planner.PlanRow(row);
  if (errors.empty()) return planner.TakePlan(csv, rows.size());
  HistoryPlan plan;
  for (v1::RowError& error : errors.List()) *plan.response.add_errors() = std::move(error);
  return plan;
}

}  // namespace wijkboek
