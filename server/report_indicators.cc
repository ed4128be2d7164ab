#include "server/report_indicators.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/count_table.h"
#include "server/members.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

using Entry = CountTable::Entry;

// Answers about leaving are about these days after it, the day itself included.
constexpr CivilDay kExitAnswerDays = 28;
constexpr int kLaterMonths = 6;

// What is gathered of one participant.
struct Gathered {
  std::optional<CivilDay> entered;
  bool running = false;
  // Of the latest enrolment its beginning, of all that ended the latest end.
  CivilDay last_start = 0;
  CivilDay last_day = 0;
  // The latest.
  const OpenedStep* exit = nullptr;
  // By moment, oldest first.
  std::vector<const OpenedStep*> at_entry, at_exit, at_six_months;
};

IndicatorAnswers AnswersIn(const OpenedStep& step) {
  IndicatorAnswers answers;
  for (const v1::IndicatorAnswer& answer : step.item.step().indicators()) {
    answers[answer.question()] = answer.answer();
  }
  return answers;
}

void TakeStep(const OpenedStep& step, Gathered& gathered) {
  if (step.record.type == PathType::kExit) {
    if (gathered.exit == nullptr || gathered.exit->record.day <= step.record.day) {
      gathered.exit = &step;
    }
    return;
  }
  if (step.record.state == "entry") gathered.at_entry.push_back(&step);
  if (step.record.state == "exit") gathered.at_exit.push_back(&step);
  if (step.record.state == "six_months") gathered.at_six_months.push_back(&step);
}

// Into one record; nullopt: they entered outside of the span.
std::optional<IndicatorPerson> RecordOf(const Id& person, const Gathered& gathered,
                                        const DayRange& span, CivilDay day) {
  if (!gathered.entered || *gathered.entered < span.first || *gathered.entered > day) {
    return std::nullopt;
  }
  IndicatorPerson record{.person = person, .entered = *gathered.entered};
  if (!gathered.at_entry.empty()) record.at_entry = AnswersIn(*gathered.at_entry.front());
  // An exit holds until they enter again.
  if (gathered.exit != nullptr && gathered.exit->record.last_day >= gathered.last_start) {
    record.left = gathered.exit->record.last_day;
  } else if (!gathered.running) {
    record.left = gathered.last_day;
  } else {
    return record;
  }
  for (const OpenedStep* step : gathered.at_exit) {
    if (step->record.day < *record.left || step->record.day > *record.left + kExitAnswerDays) {
      continue;
    }
    record.at_exit = AnswersIn(*step);
  }
  for (const OpenedStep* step : gathered.at_six_months) {
    if (step->record.day > *record.left) record.at_six_months = AnswersIn(*step);
  }
  return record;
}

enum Column : std::uint8_t { kTotal, kWomen, kMen, kNonBinary, kGenderNotKnown, kColumns };

Column GenderOf(const IndicatorPerson& person) {
  const auto found = person.at_entry.find("gender");
  if (found == person.at_entry.end()) return kGenderNotKnown;
  if (found->second == "woman") return kWomen;
  if (found->second == "man") return kMen;
  return found->second == "non_binary" ? kNonBinary : kGenderNotKnown;
}

class SetWriter {
 public:
  SetWriter(const std::vector<IndicatorPerson>& people, CivilDay day, CountTable& table)
      : people_(people), day_(day), table_(table) {}

  void Write(v1::IndicatorReportRequest::Set set) {
    for (const IndicatorOf of :
         {IndicatorOf::kEverybody, IndicatorOf::kLeft, IndicatorOf::kLeftSixMonths}) {
      wholes_[of] = AddAll([&](const IndicatorPerson& person) { return IsAsked(person, of); });
      if (of != IndicatorOf::kEverybody) Nest(wholes_[of], wholes_[IndicatorOf::kEverybody]);
    }
    for (const Indicator& indicator : IndicatorsOf(set)) WriteRow(indicator);
    for (const auto& partition : PartitionsOf(set)) {
      for (std::size_t column = 0; column < kColumns; ++column) {
        std::vector<Entry> parts;
        for (const absl::string_view code : partition) parts.push_back(rows_.at(code)[column]);
        const auto& whole = wholes_[IndicatorOf::kEverybody];
        if (column != kTotal) {
          table_.Within(whole[column], parts);
          continue;
        }
        // Of whom it is not known are the same people in each of its rows.
        const Entry not_known = not_known_.at(partition.front());
        for (const absl::string_view code : partition) {
          table_.Sum(not_known, {not_known_.at(code)});
        }
        parts.push_back(not_known);
        table_.Sum(whole[column], parts);
      }
    }
  }

 private:
  using Row = std::array<Entry, kColumns>;

  bool IsAsked(const IndicatorPerson& person, IndicatorOf of) const {
    if (of == IndicatorOf::kEverybody) return true;
    if (!person.left) return false;
    return of == IndicatorOf::kLeft || MonthsAfter(*person.left, kLaterMonths) <= day_;
  }

  template <typename Takes>
  Row AddAll(const Takes& takes) {
    std::array<std::size_t, kColumns> numbers = {};
    for (const IndicatorPerson& person : people_) {
      if (!takes(person)) continue;
      ++numbers[kTotal];
      ++numbers[GenderOf(person)];
    }
    Row row;
    for (std::size_t column = 0; column < kColumns; ++column) {
      row[column] = table_.Add(numbers[column]);
    }
    table_.Sum(row[kTotal], {row[kWomen], row[kMen], row[kNonBinary], row[kGenderNotKnown]});
    return row;
  }

  void Nest(const Row& inner, const Row& outer) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      table_.Within(outer[column], {inner[column]});
    }
  }

  void WriteRow(const Indicator& indicator) {
    const Row& whole = wholes_.at(indicator.of);
    const Row row = AddAll([&](const IndicatorPerson& person) {
      return IsAsked(person, indicator.of) && indicator.fits(person) == Fits::kYes;
    });
    std::size_t open = 0;
    for (const IndicatorPerson& person : people_) {
      open += IsAsked(person, indicator.of) && indicator.fits(person) == Fits::kNotKnown ? 1 : 0;
    }
    const Entry not_known = table_.Add(open);
    Nest(row, whole);
    table_.Within(whole[kTotal], {row[kTotal], not_known});
    if (!indicator.within.empty()) Nest(row, rows_.at(indicator.within));
    rows_.emplace(indicator.code, row);
    not_known_.emplace(indicator.code, not_known);
    table_.AddRow({std::string(indicator.code), std::string(indicator.name), row[kTotal],
                   row[kWomen], row[kMen], row[kNonBinary], row[kGenderNotKnown], whole[kTotal],
                   CountTable::Share{.part = row[kTotal], .whole = whole[kTotal]}, not_known});
  }

  const std::vector<IndicatorPerson>& people_;
  const CivilDay day_;
  CountTable& table_;
  std::map<IndicatorOf, Row> wholes_;
  std::map<absl::string_view, Row> rows_;
  std::map<absl::string_view, Entry> not_known_;
};

std::string AgeBand(int age) {
  if (age < 18) return "under 18";
  if (age < 25) return "18-24";
  if (age < 30) return "25-29";
  return age < 55 ? "30-54" : "55 and over";
}

}  // namespace

std::vector<IndicatorPerson> GatherIndicatorPeople(const std::vector<EnrolmentLine>& enrolments,
                                                   const std::vector<OpenedStep>& steps,
                                                   const ReportBasis& basis,
                                                   const IndicatorOptions& options) {
  const CivilDay day = ReferenceDay(basis.days, basis.now_ms);
  std::map<Id, Gathered> people;
  for (const EnrolmentLine& line : enrolments) {
    if (line.first_day > day) continue;
    Gathered& gathered = people[line.person];
    gathered.entered = std::min(gathered.entered.value_or(line.first_day), line.first_day);
    gathered.last_start = std::max(gathered.last_start, line.first_day);
    if (!line.last_day || *line.last_day >= day) {
      gathered.running = true;
    } else {
      gathered.last_day = std::max(gathered.last_day, *line.last_day);
    }
  }
  for (const OpenedStep& step : steps) {
    if (step.record.day > day) continue;
    const auto found = people.find(step.record.person);
    if (found != people.end()) TakeStep(step, found->second);
  }
  std::vector<IndicatorPerson> result;
  for (const auto& [person, gathered] : people) {
    std::optional<IndicatorPerson> record = RecordOf(person, gathered, basis.days, day);
    if (!record) continue;
    const auto born = options.born.find(person);
    if (born != options.born.end()) record->born = born->second;
    result.push_back(*std::move(record));
  }
  return result;
}

v1::GetReportResponse IndicatorReport(const std::vector<IndicatorPerson>& people,
                                      const ReportBasis& basis, const IndicatorOptions& options) {
  v1::GetReportResponse table = NewTable({{"code", ColumnType::kText},
                                          {"indicator", ColumnType::kText},
                                          {"total", ColumnType::kNumber},
                                          {"women", ColumnType::kNumber},
                                          {"men", ColumnType::kNumber},
                                          {"non-binary", ColumnType::kNumber},
                                          {"gender not known", ColumnType::kNumber},
                                          {"of", ColumnType::kNumber},
                                          {"%", ColumnType::kNumber},
                                          {"not known", ColumnType::kNumber}},
                                         basis);
  const CivilDay day = ReferenceDay(basis.days, basis.now_ms);
  CountTable counts;
  SetWriter(people, day, counts).Write(options.set);
  counts.WriteTo(table, options.hide_below);
  table.add_small_print(absl::StrCat(
      "reference date ", FormatDay(day),
      "; participants: everybody whose first enrolment began in the span, one record each: who "
      "enters again keeps the first entry, and the latest exit counts"));
  table.add_small_print(absl::StrCat(
      "on leaving: answers about a day up to ", kExitAnswerDays,
      " days after the exit; of everybody who left. Six months: of everybody who left six months "
      "or more before the reference date"));
  table.add_small_print(
      "not known: not asked, not answered, refused or unreadable, where nothing else decides it; "
      "they stay in the denominator and are never taken for a no");
  table.add_small_print(
      "age: completed years on entering; long-term unemployed: more than 12 months, under 25 more "
      "than 6");
  AddSmallPrint(table, basis,
                options.hide_below > 0 ? "participants"
                                       : Count(people.size(), "participant", "participants"));
  return table;
}

absl::flat_hash_map<Id, std::string> AnswersAtEntry(const std::vector<IndicatorPerson>& people,
                                                    const std::string& question) {
  absl::flat_hash_map<Id, std::string> answers;
  for (const IndicatorPerson& person : people) {
    if (question == "age") {
      if (person.born) answers.emplace(person.person, AgeBand(AgeOn(*person.born, person.entered)));
      continue;
    }
    const auto found = person.at_entry.find(question);
    if (found != person.at_entry.end() && found->second != "refused") {
      answers.emplace(person.person, found->second);
    }
  }
  return answers;
}

}  // namespace wijkboek
