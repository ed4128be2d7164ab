#include "common/reconcile/rules.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status.h"

namespace wijkboek {
namespace {

using Words = std::vector<absl::string_view>;

// How a number is kept, by the type of its member: minutes as milliseconds, the rest as they are
// written.
using NumberMember = std::variant<std::int64_t Rules::*, std::uint32_t Rules::*, int Rules::*>;

struct NumberRule {
  absl::string_view name;
  absl::string_view unit;
  std::int64_t lowest;
  std::int64_t highest;
  NumberMember member;
};

// One word of several, or for `sighting_by` one or more.
struct WordRule {
  absl::string_view name;
  Words words;
  bool several;
  void (*set)(absl::string_view words, Rules& rules);
};

constexpr absl::string_view kMinutes = "minutes";
constexpr absl::string_view kDays = "days";

constexpr NumberRule kNumberRules[] = {
    {"presence_max", kMinutes, 60, 2880, &Rules::presence_max_ms},
    {"evidence_gap_max", kMinutes, 0, 2880, &Rules::evidence_gap_max_ms},
    {"check_out_again", kMinutes, 0, 60, &Rules::check_out_again_ms},

    {"visit_agreement", kMinutes, 0, 120, &Rules::visit_agreement_ms},
    {"visit_starts_apart_max", kMinutes, 0, 240, &Rules::visit_starts_apart_max_ms},
    {"visit_default", kMinutes, 1, 1440, &Rules::visit_default_ms},
    {"visit_max", kMinutes, 1, 2880, &Rules::visit_max_ms},
    {"visits_at_once_max", kMinutes, 0, 240, &Rules::visits_at_once_max_ms},
    {"visit_end_reach", kMinutes, 1, 2880, &Rules::visit_end_reach_ms},
    {"visit_answer", kMinutes, 0, 240, &Rules::visit_answer_ms},
    {"visit_ahead_max", kMinutes, 0, 60, &Rules::visit_ahead_max_ms},

    {"help_agreement", kMinutes, 0, 240, &Rules::help_agreement_minutes},
    {"help_again", kMinutes, 0, 60, &Rules::help_again_ms},
    {"help_both_ways", kMinutes, 0, 1440, &Rules::help_both_ways_ms},
    {"help_claim", kDays, 1, 366, &Rules::help_claim_days},

    {"late_after", kMinutes, 0, 240, &Rules::late_after_ms},
    {"left_early_before", kMinutes, 0, 240, &Rules::left_early_before_ms},
    {"session_margin", kMinutes, 0, 120, &Rules::session_margin_ms},
    {"carried_silent_days", "working days", 1, 60, &Rules::carried_silent_days},

    {"sighting_apart", kMinutes, 0, 480, &Rules::sighting_apart_ms},
    {"sighting_goal", "a day", 0, 20, &Rules::sighting_goal},

    {"no_show_limit", "no-shows", 1, 50, &Rules::no_show_limit},
    {"no_show_window", kDays, 1, 1096, &Rules::no_show_window_days},
    {"late_weight", "hundredths", 0, 100, &Rules::late_weight},
};

const std::vector<WordRule>& WordRules() {
  static const auto& rules = *new std::vector<WordRule>{
      {"visits_count",
       {"yes", "no"},
       false,
       [](absl::string_view word, Rules& rules) { rules.visits_count = word == "yes"; }},
      {"hours_from",
       {"sessions", "presence"},
       false,
       [](absl::string_view word, Rules& rules) {
         rules.hours_from = word == "presence" ? HoursFrom::kPresence : HoursFrom::kSessions;
       }},
      {"no_show_unit",
       {"day", "session"},
       false,
       [](absl::string_view word, Rules& rules) {
         rules.no_show_unit = word == "session" ? NoShowUnit::kSession : NoShowUnit::kDay;
       }},
      {"sighting_by",
       {"coach", "coordinator", "instructor", "workplace_supervisor"},
       true,
       [](absl::string_view words, Rules& rules) { rules.sighting_by = std::string(words); }},
  };
  return rules;
}

const NumberRule* FindNumberRule(absl::string_view name) {
  const auto* found = std::find_if(std::begin(kNumberRules), std::end(kNumberRules),
                                   [&](const NumberRule& rule) { return rule.name == name; });
  return found == std::end(kNumberRules) ? nullptr : found;
}

const WordRule* FindWordRule(absl::string_view name) {
  for (const WordRule& rule : WordRules()) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

// What a setting says comes from a file or an event; no more of it than anybody needs to find it.
std::string Shown(absl::string_view text) {
  constexpr std::size_t kShownMax = 60;
  return absl::StrCat("\"", absl::CHexEscape(text.substr(0, kShownMax)),
                      text.size() > kShownMax ? "…\"" : "\"");
}

absl::Status Unknown(absl::string_view name) {
  return absl::InvalidArgumentError(absl::StrCat("no rule is called ", Shown(name)));
}

absl::Status NoNumber(const NumberRule& rule, absl::string_view said) {
  return absl::InvalidArgumentError(absl::StrCat(rule.name, " is ", rule.lowest, " to ",
                                                 rule.highest, " ", rule.unit, ", not ", said));
}

absl::Status NoWord(const WordRule& rule, absl::string_view said) {
  return absl::InvalidArgumentError(
      absl::StrCat(rule.name, " is ", rule.several ? "one or more of " : "",
                   absl::StrJoin(rule.words, rule.several ? ", " : " or "), ", not ", said));
}

absl::Status SetNumber(const NumberRule& rule, std::int64_t number, Rules& rules) {
  if (number < rule.lowest || number > rule.highest) {
    return NoNumber(rule, absl::StrCat(number));
  }
  struct Set {
    Rules& rules;
    std::int64_t number;
    void operator()(std::int64_t Rules::*member) const { rules.*member = number * kMinuteMs; }
    void operator()(std::uint32_t Rules::*member) const {
      rules.*member = static_cast<std::uint32_t>(number);
    }
    void operator()(int Rules::*member) const { rules.*member = static_cast<int>(number); }
  };
  std::visit(Set{rules, number}, rule.member);
  return absl::OkStatus();
}

// The words said, in the table's order, each once.
absl::StatusOr<std::string> ReadWords(const WordRule& rule, absl::string_view text) {
  const Words said = absl::StrSplit(text, absl::ByAnyChar(" ,"), absl::SkipEmpty());
  const auto is_said = [&](absl::string_view word) {
    return std::find(said.begin(), said.end(), word) != said.end();
  };
  for (absl::string_view word : said) {
    if (std::find(rule.words.begin(), rule.words.end(), word) == rule.words.end()) {
      return NoWord(rule, Shown(text));
    }
  }
  if (said.empty() || (said.size() > 1 && !rule.several)) return NoWord(rule, Shown(text));
  Words found;
  std::copy_if(rule.words.begin(), rule.words.end(), std::back_inserter(found), is_said);
  return absl::StrJoin(found, " ");
}

}  // namespace

absl::Status SetRule(const v1::ProgrammeRuleSet& setting, Rules& rules) {
  const bool is_number = setting.value_case() == v1::ProgrammeRuleSet::kNumber;
  if (const NumberRule* rule = FindNumberRule(setting.rule())) {
    if (!is_number) return NoNumber(*rule, Shown(setting.text()));
    return SetNumber(*rule, setting.number(), rules);
  }
  const WordRule* rule = FindWordRule(setting.rule());
  if (rule == nullptr) return Unknown(setting.rule());
  if (is_number) return NoWord(*rule, absl::StrCat(setting.number()));
  ASSIGN_OR_RETURN(std::string words, ReadWords(*rule, setting.text()));
  rule->set(words, rules);
  return absl::OkStatus();
}

bool IsRule(absl::string_view name) {
  return FindNumberRule(name) != nullptr || FindWordRule(name) != nullptr;
}

absl::Status ParseRuleValue(absl::string_view rule, absl::string_view value,
                            v1::ProgrammeRuleSet& setting) {
  if (const NumberRule* found = FindNumberRule(rule)) {
    std::int64_t number = 0;
    if (!absl::SimpleAtoi(value, &number)) return NoNumber(*found, Shown(value));
    setting.set_number(number);
  } else if (const WordRule* word_rule = FindWordRule(rule)) {
    ASSIGN_OR_RETURN(std::string words, ReadWords(*word_rule, value));
    setting.set_text(words);
  } else {
    return Unknown(rule);
  }
  setting.set_rule(std::string(rule));
  Rules checked;
  return SetRule(setting, checked);
}

}  // namespace wijkboek
