#include "server/report_funnel.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/count_table.h"
#include "server/members.h"
#include "server/report_table.h"

namespace wijkboek {
namespace {

using People = std::set<Id>;

// What is known of one person in one programme.
struct Candidate {
  // The first; and the cohort of its session, if it was to one.
  std::optional<CivilDay> invited;
  Id invited_to;
  bool came = false;
  bool maybe_came = false;
  std::vector<const EnrolmentLine*> enrolments;
  bool active = false;
  bool maybe_active = false;
  const OpenedStep* exit = nullptr;
};

// The people of one programme, each once.
using Candidates = std::map<Id, Candidate>;

// The steps of a funnel; each holds those of the step before who came so far.
struct Funnel {
  People invited, came, maybe_came, enrolled, active, maybe_active;
  People enrolled_without_coming, enrolled_uninvited;
  std::map<std::string, People> left;
  People left_unsaid;

  void Merge(const Funnel& other) {
    const auto add = [](const People& from, People& to) { to.insert(from.begin(), from.end()); };
    for (auto set : {&Funnel::invited, &Funnel::came, &Funnel::maybe_came, &Funnel::enrolled,
                     &Funnel::active, &Funnel::maybe_active, &Funnel::enrolled_without_coming,
                     &Funnel::enrolled_uninvited, &Funnel::left_unsaid}) {
      add(other.*set, this->*set);
    }
    for (const auto& [code, people] : other.left) add(people, left[code]);
  }
};

class FunnelCounter {
 public:
  FunnelCounter(const ReportBasis& basis, const FunnelOptions& options)
      : options_(options), day_(ReferenceDay(basis.days, basis.now_ms)) {}

  void Take(const std::vector<EnrolmentLine>& enrolments) {
    for (const EnrolmentLine& line : enrolments) {
      if (line.first_day > day_) continue;
      programme_of_enrolment_[line.enrolment] = ProgrammeOf(line.cohort);
      programmes_[ProgrammeOf(line.cohort)][line.person].enrolments.push_back(&line);
    }
  }

  void Take(const std::vector<OpenedStep>& steps) {
    for (const OpenedStep& step : steps) {
      const PathRecord& record = step.record;
      if (record.day > day_) continue;
      if (record.type == PathType::kInvitation) TakeInvitation(step);
      if (record.type == PathType::kExit) {
        Candidate& candidate = programmes_[ProgrammeOf(step.cohort)][record.person];
        if (candidate.exit == nullptr || candidate.exit->record.day <= record.day) {
          candidate.exit = &step;
        }
      }
    }
  }

  void Take(const std::vector<AttendanceRecord>& attendance) {
    for (const AttendanceRecord& record : attendance) {
      const auto found = programme_of_enrolment_.find(record.enrolment);
      if (found == programme_of_enrolment_.end()) continue;
      Candidate& candidate = programmes_[found->second][record.person];
      if (record.status == AttendanceStatus::kPresent) {
        candidate.active = true;
      } else if (record.status != AttendanceStatus::kExcused && !record.is_final) {
        candidate.maybe_active = true;
      }
    }
  }

  // By programme; zero: none.
  std::map<Id, Funnel> Give() const {
    std::map<Id, Funnel> funnels;
    for (const auto& [programme, people] : programmes_) {
      for (const auto& [person, candidate] : people) {
        Place(person, candidate, funnels[programme]);
      }
    }
    return funnels;
  }

 private:
  Id ProgrammeOf(const Id& cohort) const {
    const auto found = options_.programme_of.find(cohort);
    return found == options_.programme_of.end() ? Id() : found->second;
  }

  void TakeInvitation(const OpenedStep& step) {
    const PathRecord& record = step.record;
    Candidate& candidate = programmes_[ProgrammeOf(step.cohort)][record.person];
    candidate.came |= record.state == "came";
    candidate.maybe_came |= record.state == "not known yet";
    if (candidate.invited && *candidate.invited <= record.day) return;
    candidate.invited = record.day;
    candidate.invited_to = record.session.IsZero() ? Id() : step.cohort;
  }

  // The first enrolment in another group than that of the invited people; null: none.
  static const EnrolmentLine* FirstEnrolment(const Candidate& candidate) {
    const EnrolmentLine* first = nullptr;
    for (const EnrolmentLine* line : candidate.enrolments) {
      if (!candidate.invited_to.IsZero() && line->cohort == candidate.invited_to) continue;
      if (first == nullptr || line->first_day < first->first_day) first = line;
    }
    return first;
  }

  // An exit holds until they enter again.
  static bool HasLeft(const Candidate& candidate) {
    if (candidate.exit == nullptr) return false;
    return std::none_of(candidate.enrolments.begin(), candidate.enrolments.end(),
                        [&](const EnrolmentLine* line) {
                          return line->first_day > candidate.exit->record.last_day;
                        });
  }

  void Place(const Id& person, const Candidate& candidate, Funnel& funnel) const {
    const EnrolmentLine* first = FirstEnrolment(candidate);
    // An invitation to something within the programme brings nobody into it.
    const bool is_invited =
        candidate.invited && (first == nullptr || first->first_day >= *candidate.invited);
    if (!is_invited) {
      if (first != nullptr) funnel.enrolled_uninvited.insert(person);
      return;
    }
    funnel.invited.insert(person);
    if (!candidate.came) {
      if (candidate.maybe_came) funnel.maybe_came.insert(person);
      if (first != nullptr) funnel.enrolled_without_coming.insert(person);
      return;
    }
    funnel.came.insert(person);
    if (first == nullptr) return;
    funnel.enrolled.insert(person);
    if (HasLeft(candidate)) {
      const std::string& code = candidate.exit->item.step().code();
      (code.empty() ? funnel.left_unsaid : funnel.left[code]).insert(person);
    } else if (candidate.active) {
      funnel.active.insert(person);
    } else if (candidate.maybe_active) {
      funnel.maybe_active.insert(person);
    }
  }

  const FunnelOptions& options_;
  const CivilDay day_;
  std::map<Id, Id> programme_of_enrolment_;
  std::map<Id, Candidates> programmes_;
};

using Entry = CountTable::Entry;
// By step and code.
using FunnelCounts = std::map<std::pair<std::string, std::string>, Entry>;

class FunnelWriter {
 public:
  FunnelWriter(CountTable& table, std::string name) : table_(table), name_(std::move(name)) {}

  FunnelCounts Write(const Funnel& funnel) {
    if (!funnel.invited.empty()) {
      first_ = Add("invited", "", funnel.invited.size());
      table_.AddRow({name_, "invited", "", *first_, "", "", "", "", ""});
      const Entry came =
          Step("came", "", funnel.came.size(), "invited", *first_, funnel.maybe_came.size());
      Step("enrolled, did not come", "", funnel.enrolled_without_coming.size(), "invited", *first_);
      const Entry enrolled = Step("enrolled", "", funnel.enrolled.size(), "came", came);
      const Entry active = Step("active", "", funnel.active.size(), "enrolled", enrolled,
                                funnel.maybe_active.size());
      std::vector<Entry> apart = {active};
      for (const auto& [code, people] : funnel.left) {
        apart.push_back(Step("left", code, people.size(), "enrolled", enrolled));
      }
      apart.push_back(
          Step("left, not said where to", "", funnel.left_unsaid.size(), "enrolled", enrolled));
      table_.Within(enrolled, apart);
    }
    const Entry uninvited = Add("enrolled, not invited", "", funnel.enrolled_uninvited.size());
    table_.AddRow({name_, "enrolled, not invited", "", uninvited, "", "", "", "", ""});
    return std::move(counts_);
  }

 private:
  Entry Add(const std::string& step, const std::string& code, std::size_t number) {
    const Entry entry = table_.Add(number);
    counts_.emplace(std::pair(step, code), entry);
    return entry;
  }

  Entry Step(const std::string& step, const std::string& code, std::size_t number,
             const std::string& of_whom, Entry whole, std::size_t not_known = 0) {
    const Entry entry = Add(step, code, number);
    const Entry open = table_.Add(not_known);
    table_.Within(whole, {entry, open});
    table_.AddRow({name_, step, code, entry, of_whom, whole,
                   CountTable::Share{.part = entry, .whole = whole},
                   CountTable::Share{.part = entry, .whole = *first_}, open});
    return entry;
  }

  CountTable& table_;
  const std::string name_;
  std::optional<Entry> first_;
  FunnelCounts counts_;
};

}  // namespace

v1::GetReportResponse FunnelReport(const std::vector<EnrolmentLine>& enrolments,
                                   const std::vector<OpenedStep>& steps,
                                   const std::vector<AttendanceRecord>& attendance,
                                   const ReportBasis& basis, const FunnelOptions& options) {
  v1::GetReportResponse table = NewTable({{"programme", ColumnType::kText},
                                          {"step", ColumnType::kText},
                                          {"code", ColumnType::kText},
                                          {"number", ColumnType::kNumber},
                                          {"of whom", ColumnType::kText},
                                          {"of", ColumnType::kNumber},
                                          {"%", ColumnType::kNumber},
                                          {"% of the invited", ColumnType::kNumber},
                                          {"not known", ColumnType::kNumber}},
                                         basis);
  FunnelCounter counter(basis, options);
  counter.Take(enrolments);
  counter.Take(steps);
  counter.Take(attendance);
  CountTable counts;
  std::vector<FunnelCounts> each;
  Funnel all;
  std::map<std::pair<std::string, Id>, Funnel> by_name;
  for (auto& [programme, funnel] : counter.Give()) {
    const auto name = options.programmes.find(programme);
    all.Merge(funnel);
    by_name.emplace(
        std::pair(name == options.programmes.end() ? "(in none)" : name->second, programme),
        std::move(funnel));
  }
  for (const auto& [key, funnel] : by_name) {
    each.push_back(FunnelWriter(counts, key.first).Write(funnel));
  }
  for (const auto& [key, whole] : FunnelWriter(counts, "all").Write(all)) {
    std::vector<Entry> parts;
    for (const FunnelCounts& group : each) {
      const auto found = group.find(key);
      if (found != group.end()) parts.push_back(found->second);
    }
    counts.Cover(whole, parts);
  }
  counts.WriteTo(table, options.hide_below);
  table.add_small_print(absl::StrCat("reference date ",
                                     FormatDay(ReferenceDay(basis.days, basis.now_ms)),
                                     "; active: enrolled, "
                                     "not left, and attended something on one of the ",
                                     kActiveDays, " days up to it"));
  table.add_small_print(
      "each step counts people of the step before it, each once; whoever enrolled without having "
      "come, or without an invitation, stands in a row apart");
  table.add_small_print(
      "enrolled: in another group than that of the invited people, on the day of the invitation "
      "or later");
  AddSmallPrint(table, basis, Count(by_name.size(), "programme", "programmes"));
  return table;
}

}  // namespace wijkboek
