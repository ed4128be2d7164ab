// Reads the fields of one fact, and remembers what is wrong with it.
#ifndef WIJKBOEK_SERVER_FACT_FIELDS_H_
#define WIJKBOEK_SERVER_FACT_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/civil_time.h"
#include "server/fact_errors.h"

namespace wijkboek {

// More than anybody ever needed: beyond it somebody mistyped.
inline constexpr std::uint32_t kTargetHoursMax = 10000;

// Where a fact stands, small enough to be kept for each key. Only its FactFields can read it.
struct FactMark {
  std::uint32_t list = 0;
  std::uint32_t number = 0;
};

// INVALID_ARGUMENT for what is none; none at all is well.
absl::Status CheckMunicipality(absl::string_view text);

class FactFields {
 public:
  explicit FactFields(FactErrors& errors) : errors_(errors) {}

  void At(absl::string_view list, std::uint32_t number);
  // A fact begins: nothing is wrong with it yet.
  void Begin() { wrong_ = false; }
  // Anything is wrong with the fact that began last.
  bool wrong() const { return wrong_; }
  FactMark mark() const { return mark_; }
  std::string PlaceOf(FactMark mark) const { return errors_.PlaceOf(Place(mark)); }

  void Error(absl::string_view field, absl::string_view reason) { ErrorAt(mark_, field, reason); }
  // About a fact that was read before.
  void ErrorAt(FactMark mark, absl::string_view field, absl::string_view reason);
  void ErrorIf(bool wrong, absl::string_view field, absl::string_view reason) {
    if (wrong) Error(field, reason);
  }
  // True if `status` is OK; else its message is the error.
  bool Ok(absl::string_view field, const absl::Status& status);

  void CheckText(absl::string_view field, const std::string& text, bool required);
  // Empty: none is named.
  void CheckMunicipality(const std::string& text);
  // 0 where it is none.
  CivilDay Day(absl::string_view field, const std::string& text);
  std::optional<CivilDay> OptionalDay(absl::string_view field, const std::string& text);
  // `last_day` is the field's name.
  void CheckDays(absl::string_view last_day, CivilDay first, std::optional<CivilDay> last);
  void CheckTargetHours(std::uint32_t hours);

 private:
  FactPlace Place(FactMark mark) const {
    return {.list = lists_[mark.list], .number = mark.number};
  }

  FactErrors& errors_;
  std::vector<std::string> lists_ = {"facts"};
  FactMark mark_;
  bool wrong_ = false;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FACT_FIELDS_H_
