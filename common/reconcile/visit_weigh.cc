#include "common/reconcile/visit_weigh.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/reconcile/intervals.h"

namespace wijkboek {
namespace {

// The earliest and the latest of several times, and the one that holds.
class Times {
 public:
  void Add(std::int64_t t_ms, VisitRank rank) {
    min_ms_ = std::min(min_ms_, t_ms);
    max_ms_ = std::max(max_ms_, t_ms);
    // In fact order, so the first among equals holds.
    if (!rank_ || rank > *rank_) {
      rank_ = rank;
      holds_ms_ = t_ms;
    }
  }
  bool IsEmpty() const { return !rank_.has_value(); }
  bool Agree(const Rules& rules) const {
    return IsEmpty() || max_ms_ - min_ms_ <= rules.visit_agreement_ms;
  }
  std::int64_t min_ms() const { return min_ms_; }
  std::int64_t max_ms() const { return max_ms_; }
  std::int64_t holds_ms() const { return holds_ms_; }

 private:
  std::int64_t min_ms_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t max_ms_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t holds_ms_ = 0;
  std::optional<VisitRank> rank_;
};

std::string SpanText(const Interval& span) {
  return absl::StrCat("from ", FormatTime(span.start_ms), " to ", FormatTime(span.end_ms));
}

class Weighing {
 public:
  Weighing(const WitnessedVisit& visit, const Reference& reference, Settlements& settlements,
           Moment& moment)
      : visit_(visit), reference_(reference), settlements_(settlements), moment_(moment) {}

  WeighedVisit Run() {
    Gather();
    TakePeople();
    if (record_.open) {
      record_.span.end_ms = record_.span.start_ms;
    } else {
      rules_ = &reference_.RulesFor(record_.participants, DayOf(record_.span.start_ms));
      TakeTimes();
      TakeDoubts();
      Settle();
    }
    TakeDenials();
    return std::move(result_);
  }

 private:
  void Gather() {
    record_.household = visit_.household;
    record_.witnesses = static_cast<int>(visit_.logs.size());
    for (const VisitLog* log : visit_.logs) {
      starts_.Add(log->start_ms, log->rank);
      for (const VisitTime& end : log->ends) ends_.Add(end.t_ms, end.rank);
      if (log->ends.empty()) estimated_ends_.Add(log->estimated_end_ms, log->rank);
      is_answered_ |= log->is_answered;
      is_corrected_ |= log->is_correction();
      is_in_future_ |= log->first->received_ms &&
                       log->start_ms > *log->first->received_ms + log->rules->visit_ahead_max_ms;
      if (centre_.IsZero()) centre_ = CentreOf(*log->first->event);
      Append(log->participants, record_.participants);
      Append(log->residents, record_.residents);
      Append(log->events, record_.events);
    }
    SortUnique(record_.participants);
    SortUnique(record_.residents);
    SortUnique(record_.events);
    record_.estimated_end = ends_.IsEmpty();
    record_.span = {starts_.holds_ms(),
                    record_.estimated_end ? estimated_ends_.holds_ms() : ends_.holds_ms()};
    record_.open = record_.estimated_end && !moment_.IsAfter(record_.span.end_ms);
  }

  template <typename T>
  static void Append(const std::vector<T>& more, std::vector<T>& all) {
    all.insert(all.end(), more.begin(), more.end());
  }

  Discrepancy& Note(std::string kind, std::string detail) {
    result_.discrepancies.push_back({.kind = std::move(kind),
                                     .persons = record_.participants,
                                     .centre = centre_,
                                     .day = DayOf(record_.span.start_ms),
                                     .detail = std::move(detail),
                                     .events = record_.events});
    return result_.discrepancies.back();
  }

  // Somebody whom only some of the logs name: doubtful for them alone.
  void TakePeople() {
    for (const Id& person : record_.participants) {
      const bool all =
          std::all_of(visit_.logs.begin(), visit_.logs.end(), [&](const VisitLog* log) {
            return std::binary_search(log->participants.begin(), log->participants.end(), person);
          });
      if (!all) record_.disputed.push_back(person);
    }
    if (record_.disputed.empty()) return;
    Discrepancy& differ = Note("visit_people_differ", "somebody is named in only some of the logs");
    differ.persons = record_.disputed;
    const std::optional<SettledValue> settled = settlements_.Of(differ);
    if (!settled) return;
    if (settled->number == 0) {
      std::erase_if(record_.participants, [&](const Id& person) {
        return std::binary_search(record_.disputed.begin(), record_.disputed.end(), person);
      });
    }
    record_.disputed.clear();
  }

  void TakeTimes() {
    claimed_ = shared_ = record_.span;
    const bool starts_agree = starts_.Agree(*rules_);
    const bool ends_agree = ends_.Agree(*rules_);
    if (starts_agree && ends_agree) return;
    if (is_corrected_) {
      Note("correction_contradicted",
           absl::StrCat("another log says otherwise than ", FormatTime(record_.span.start_ms),
                        " to ", FormatTimeOfDay(record_.span.end_ms)));
      return;
    }
    shared_ = {starts_.max_ms(), record_.estimated_end ? record_.span.end_ms : ends_.min_ms()};
    if (!starts_agree) claimed_.start_ms = starts_.min_ms();
    if (!ends_agree) claimed_.end_ms = ends_.max_ms();
    const Interval weightiest = record_.span;
    record_.span = claimed_;
    Discrepancy& differ =
        Note("visit_times_differ", absl::StrCat("all agree on ", FormatTimeOfDay(shared_.start_ms),
                                                " to ", FormatTimeOfDay(shared_.end_ms),
                                                "; claimed is ", FormatTimeOfDay(claimed_.start_ms),
                                                " to ", FormatTimeOfDay(claimed_.end_ms)));
    differ.suggestion = ends_agree ? SettledValue{.field = "start", .number = weightiest.start_ms}
                                   : SettledValue{.field = "end", .number = weightiest.end_ms};
    const std::optional<SettledValue> settled = settlements_.Of(
        differ, [&](const SettledValue& value) { return IsVisit(Between(weightiest, value)); });
    if (!settled) return;
    record_.span = claimed_ = shared_ = Between(weightiest, *settled);
    if (settled->field == "end") TakeSettledEnd();
  }

  // What a settlement makes of these times.
  static Interval Between(Interval times, const SettledValue& settled) {
    if (settled.field == "start") times.start_ms = settled.number;
    if (settled.field == "end") times.end_ms = settled.number;
    return times;
  }

  static bool IsVisit(const Interval& span) {
    return span.length_ms() > 0 && span.length_ms() <= kSpanMaxMs;
  }

  void TakeSettledEnd() {
    record_.estimated_end = false;
    is_end_settled_ = true;
  }

  // All of the visit waits until somebody settles this.
  void Doubt(const char* kind, std::string detail, const SettledValue& suggestion = {}) {
    Discrepancy& doubt = Note(kind, std::move(detail));
    doubt.suggestion = suggestion;
    const std::optional<SettledValue> settled =
        settlements_.Of(doubt, [&](const SettledValue& value) {
          return value.field != "end" || IsVisit(Between(record_.span, value));
        });
    if (!settled) {
      waits_ = true;
    } else if (settled->field == "end") {
      record_.span.end_ms = claimed_.end_ms = shared_.end_ms = settled->number;
      TakeSettledEnd();
    } else if (settled->number == 0) {
      has_no_minutes_ = true;
    }
  }

  void TakeDoubts() {
    shared_ = Overlap(shared_, claimed_);
    if (record_.span.length_ms() == 0) {
      Doubt("visit_end_not_after_start", SpanText(record_.span));
    }
    record_.span.end_ms = std::max(record_.span.start_ms, record_.span.end_ms);
    if (record_.estimated_end) {
      Doubt("visit_never_ended",
            absl::StrCat("began ", FormatTime(record_.span.start_ms),
                         is_answered_ ? "; the end that was answered is far from the planned one"
                                      : "; nobody said when it ended"),
            {.field = "end", .number = record_.span.end_ms});
    }
    // What a coach said of the end is no slip.
    if (record_.span.length_ms() > rules_->visit_max_ms && !is_corrected_ && !is_end_settled_) {
      Doubt("visit_too_long", SpanText(record_.span));
    }
    if (is_in_future_) {
      Doubt("visit_in_future", absl::StrCat("begins ", FormatTime(record_.span.start_ms),
                                            ", after it was written down"));
    }
  }

  void Settle() {
    if (has_no_minutes_) return;
    const Intervals all = Union({claimed_});
    record_.settled = waits_ ? Intervals() : Union({shared_});
    record_.to_confirm = Subtract(all, record_.settled);
  }

  void TakeDenials() {
    if (visit_.denials.empty()) return;
    Discrepancy& denied = Note("visit_denied", "somebody who was there says otherwise");
    for (const Fact* denial : visit_.denials) denied.events.push_back(denial->key.hash);
    SortUnique(denied.events);
    const std::optional<SettledValue> settled = settlements_.Of(denied);
    if (!settled || settled->number != 0) return;
    // Kept with what it rests on, so that whatever comes later belongs to it.
    record_.open = false;
    record_.span.end_ms = record_.span.start_ms;
    record_.settled.clear();
    record_.to_confirm.clear();
  }

  const WitnessedVisit& visit_;
  const Reference& reference_;
  Settlements& settlements_;
  Moment& moment_;
  const Rules* rules_ = nullptr;
  Times starts_, ends_, estimated_ends_;
  // Of the first witness who was at one.
  Id centre_;
  bool is_answered_ = false;
  bool is_corrected_ = false;
  bool is_in_future_ = false;
  // What somebody claims, and what of it everybody says.
  Interval claimed_;
  Interval shared_;
  bool waits_ = false;
  bool has_no_minutes_ = false;
  bool is_end_settled_ = false;
  WeighedVisit result_;
  VisitRecord& record_ = result_.record;
};

}  // namespace

WeighedVisit WeighVisit(const WitnessedVisit& visit, const Reference& reference,
                        Settlements& settlements, Moment& moment) {
  return Weighing(visit, reference, settlements, moment).Run();
}

}  // namespace wijkboek
