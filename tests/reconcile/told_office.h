// Reference data told edit by edit, for tests: who opened, planned, moved and set what, and when
// they recorded it.
#ifndef WIJKBOEK_TESTS_RECONCILE_TOLD_OFFICE_H_
#define WIJKBOEK_TESTS_RECONCILE_TOLD_OFFICE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/event.h"
#include "common/reconcile/reference.h"

namespace wijkboek {

// "2026-03-02" and "2026-03-02 09:00"; a mistake ends the test.
CivilDay Day(absl::string_view text);
std::int64_t Time(absl::string_view text);

struct Own {
  std::string start;
  std::string end;
  // 1 Monday … 7 Sunday; empty: every day.
  std::vector<std::uint32_t> weekdays = {};
  std::string first_day = "2026-01-01";
};

// Names stand for ids, see IdNamed. An empty last day is open.
class ToldOffice {
 public:
  // When what follows is recorded.
  ToldOffice& At(absl::string_view time);

  Hash Programme(absl::string_view name, std::uint32_t target_minutes = 0);
  // `programme` may be empty: every programme.
  Hash Rule(absl::string_view programme, absl::string_view rule, absl::string_view value,
            absl::string_view first_day, absl::string_view last_day = "");
  Hash Cohort(absl::string_view name, absl::string_view programme);
  Hash Enrol(absl::string_view who, absl::string_view cohort, absl::string_view first_day,
             absl::string_view last_day = "", const std::vector<Own>& own = {},
             std::uint32_t target_minutes = 0);
  Hash Change(absl::string_view who, absl::string_view cohort, absl::string_view first_day,
              absl::string_view last_day = "", const std::vector<Own>& own = {});
  Hash End(absl::string_view who, absl::string_view last_day);
  // `cohorts` with blanks between them.
  Hash Plan(absl::string_view session, absl::string_view cohorts, absl::string_view centre,
            absl::string_view start, absl::string_view end, absl::string_view title = "");
  Hash Move(absl::string_view session, absl::string_view centre, absl::string_view start,
            absl::string_view end);
  Hash Cancel(absl::string_view session);
  Hash Void(const Hash& event);
  Hash Add(v1::EventKind kind, const std::function<void(v1::Event&)>& fill);

  const std::vector<StoredEvent>& events() const { return events_; }
  Reference Fold() const { return FoldOf(events_); }
  static Reference FoldOf(const std::vector<StoredEvent>& events);

 private:
  std::int64_t t_ms_ = 0;
  std::vector<StoredEvent> events_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_TOLD_OFFICE_H_
