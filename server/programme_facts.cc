#include "server/programme_facts.h"

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/reconcile/rules.h"

namespace wijkboek {
namespace {

// A phase of twenty years and a week without sleep: beyond them somebody mistyped.
constexpr std::uint32_t kWeeksMax = 1040;
constexpr std::uint32_t kHoursPerWeekMax = 168;

struct PhaseWord {
  absl::string_view word;
  v1::PhaseType type;
};

constexpr PhaseWord kPhases[] = {{"pre_entry", v1::PHASE_TYPE_PRE_ENTRY},
                                 {"holding_group", v1::PHASE_TYPE_HOLDING_GROUP},
                                 {"training", v1::PHASE_TYPE_TRAINING},
                                 {"internship", v1::PHASE_TYPE_INTERNSHIP},
                                 {"aftercare", v1::PHASE_TYPE_AFTERCARE}};

v1::PhaseType PhaseOf(absl::string_view word) {
  for (const PhaseWord& phase : kPhases) {
    if (phase.word == word) return phase.type;
  }
  return v1::PHASE_TYPE_UNSPECIFIED;
}

}  // namespace

void ProgrammeFacts::Take(const v1::ProgrammeFact& fact) {
  FactFields& fields = parts_.fields();
  const Id id = parts_.OwnId("programme", fact.key(), parts_.record().programmes);
  // The ids of its phases rest on its key.
  parts_.fields().ErrorIf(IdInKey(fact.key()).has_value(), "key",
                          "a programme is described by its own key, not by its id");
  fields.CheckText("name", fact.name(), /*required=*/true);
  fields.CheckTargetHours(fact.target_hours());
  const OfficeProgramme programme{
      .name = fact.name(), .target_minutes = fact.target_hours() * 60, .phases = Phases(fact)};
  const auto* said = FindSaid(parts_.record().programmes, id);
  if (!fields.wrong() && !parts_.Unchanged(said, programme)) {
    EventDraft draft = FactParts::NewEvent(v1::EVENT_KIND_PROGRAMME_DESCRIBED, said);
    v1::ProgrammeDescribed& body = *draft.event.mutable_programme_described();
    body.set_programme_id(id.ToString());
    body.set_name(programme.name);
    body.set_target_minutes(programme.target_minutes);
    for (const OfficePhase& one : programme.phases) {
      v1::ProgrammePhase& phase = *body.add_phases();
      phase.set_phase_id(one.id.ToString());
      phase.set_name(one.name);
      phase.set_type(one.type);
      phase.set_weeks(one.weeks);
      phase.set_minutes_per_week(one.minutes_per_week);
    }
    parts_.Send(std::move(draft));
  }
  for (int i = 0; i < fact.rules_size(); ++i) {
    TakeRule(id, absl::StrCat("rules[", i, "]."), fact.rules(i));
  }
}

std::vector<OfficePhase> ProgrammeFacts::Phases(const v1::ProgrammeFact& fact) {
  FactFields& fields = parts_.fields();
  std::vector<OfficePhase> phases;
  absl::flat_hash_set<absl::string_view> keys;
  for (int i = 0; i < fact.phases_size(); ++i) {
    const v1::PhaseFact& one = fact.phases(i);
    const auto field = [&](absl::string_view name) {
      return absl::StrCat("phases[", i, "].", name);
    };
    if (fields.Ok(field("key"), CheckOfficeKey(one.key())) && !keys.insert(one.key()).second) {
      fields.Error(field("key"), absl::StrCat("\"", one.key(), "\" stands here twice"));
    }
    fields.CheckText(field("name"), one.name(), /*required=*/true);
    const v1::PhaseType type = PhaseOf(one.type());
    if (type == v1::PHASE_TYPE_UNSPECIFIED) {
      fields.Error(field("type"),
                   absl::StrCat("\"", one.type(),
                                "\" is none; write pre_entry, holding_group, training, internship "
                                "or aftercare"));
    }
    if (one.weeks() > kWeeksMax) {
      fields.Error(field("weeks"), absl::StrCat("is more than ", kWeeksMax));
    }
    if (one.hours_per_week() > kHoursPerWeekMax) {
      fields.Error(field("hours_per_week"), absl::StrCat("is more than ", kHoursPerWeekMax));
    }
    // Keys hold no "|".
    phases.push_back({.id = parts_.IdOf("phase", absl::StrCat(fact.key(), "|", one.key())),
                      .name = one.name(),
                      .type = type,
                      .weeks = one.weeks(),
                      .minutes_per_week = one.hours_per_week() * 60});
  }
  return phases;
}

void ProgrammeFacts::TakeRule(const Id& programme, absl::string_view prefix,
                              const v1::RuleFact& fact) {
  FactFields& fields = parts_.fields();
  fields.Begin();
  const auto field = [&](absl::string_view name) { return absl::StrCat(prefix, name); };
  v1::ProgrammeRuleSet setting;
  if (!programme.IsZero()) setting.set_programme_id(programme.ToString());
  fields.Ok(field(IsRule(fact.rule()) ? "value" : "rule"),
            ParseRuleValue(fact.rule(), fact.value(), setting));
  fields.CheckText(field("source"), fact.source(), /*required=*/false);
  OfficeRule rule{.number = setting.number(), .text = setting.text()};
  const CivilDay first = fields.Day(field("first_day"), fact.first_day());
  rule.last_day = fields.OptionalDay(field("last_day"), fact.last_day());
  fields.CheckDays(field("last_day"), first, rule.last_day);
  SetDays(*setting.mutable_days(), first, rule.last_day);
  if (fields.wrong()) return;

  const RuleKey key(programme, fact.rule(), first);
  const auto [earlier, once] = rules_.emplace(key, fields.mark());
  if (!once) {
    return fields.Error(field("first_day"),
                        absl::StrCat(fact.rule(), " is set from ", fact.first_day(), " on in ",
                                     fields.PlaceOf(earlier->second), " too"));
  }
  const auto* said = FindSaid(parts_.record().rules, key);
  if (parts_.Unchanged(said, rule)) return;
  EventDraft draft = FactParts::NewEvent(v1::EVENT_KIND_PROGRAMME_RULE_SET, said);
  *draft.event.mutable_programme_rule_set() = std::move(setting);
  parts_.Send(std::move(draft));
}

}  // namespace wijkboek
