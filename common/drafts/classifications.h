// Codes that describe what is measured and reached: outcomes, milestones, levels, skills. Reference
// data from a file, each code with the days on which it may be used; docs/programmes.md has its
// form. Nothing here knows any code by itself, and no scale is ever converted into another one.
// Pure.
#ifndef WIJKBOEK_COMMON_DRAFTS_CLASSIFICATIONS_H_
#define WIJKBOEK_COMMON_DRAFTS_CLASSIFICATIONS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/civil_time.h"
#include "wijkboek/v1/settling.pb.h"

namespace wijkboek {

struct ListedCode {
  std::string code;
  // For people.
  std::string name;
  CivilDay first_day = 0;
  // Absent: until further notice.
  std::optional<CivilDay> last_day;

  bool HoldsOn(CivilDay day) const { return day >= first_day && (!last_day || day <= *last_day); }
};

class Classifications {
 public:
  // INVALID_ARGUMENT with the place in the file: what is missing, no day, or stands there twice for
  // the same day.
  static absl::StatusOr<Classifications> Parse(absl::string_view json);

  // The codes of a list that may be used that day, in the file's order.
  std::vector<ListedCode> On(absl::string_view list, CivilDay day) const;
  // INVALID_ARGUMENT, with those that may be used that day, when it is none of them.
  absl::Status Check(absl::string_view list, absl::string_view code, CivilDay day) const;
  // Every code of the step, as of that day.
  absl::Status Check(const v1::PathStep& step, CivilDay day) const;

 private:
  std::map<std::string, std::vector<ListedCode>, std::less<>> lists_;
};

// True when the step holds a code that must stand in a list.
bool HasCodes(const v1::PathStep& step);

}  // namespace wijkboek

#endif  // WIJKBOEK_COMMON_DRAFTS_CLASSIFICATIONS_H_
