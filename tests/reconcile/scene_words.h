// What the scenes' words need: a mistake in a scene ends the test at once, ids go back to names.
#ifndef WIJKBOEK_TESTS_RECONCILE_SCENE_WORDS_H_
#define WIJKBOEK_TESTS_RECONCILE_SCENE_WORDS_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/civil_time.h"
#include "common/event.h"
#include "common/ids.h"

namespace wijkboek {

// A mistake in a scene is the test's own.
inline void Require(bool condition, absl::string_view what) {
  if (condition) return;
  std::fprintf(stderr, "a scene does not make sense: %s\n", std::string(what).c_str());
  std::abort();
}

// By value: a range-for must not hold on to a temporary's inside.
template <typename T>
T Get(absl::StatusOr<T> result) {
  Require(result.ok(), "reading a ledger");
  return std::move(result).value();
}

std::string NameOf(const Id& id);
std::string JoinNames(const std::vector<Id>& ids);
// Everybody whom a scene has named.
std::vector<Id> AllNamed();
v1::Actor ActorOf(absl::string_view who, v1::Method method);
// WHO may be several: P+Q.
void AddAll(v1::Event& event, absl::string_view who, v1::PersonRole role);

v1::MarkStatus MarkNamed(absl::string_view word);

// What DescribeAttendance tells, and Describe leaves out.
bool IsAttendanceDoubt(absl::string_view kind);

// Relative to the first day: "+1 09:00".
std::string WhenFrom(CivilDay first_day, std::int64_t t_ms);
// "+1 ", and nothing for the first day itself.
std::string OnDay(CivilDay first_day, CivilDay day);
std::string MinutesText(std::int64_t settled_ms, std::int64_t to_confirm_ms);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_SCENE_WORDS_H_
