// What is wrong with facts of the office, and where: for a JSON file "sessions[3].start", for a
// roster a file, a line and a column.
#ifndef WIJKBOEK_SERVER_FACT_ERRORS_H_
#define WIJKBOEK_SERVER_FACT_ERRORS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace wijkboek {

// Where a fact stands: the list of a JSON file ("sessions") with its number in it, from 0 on; or a
// file of a roster ("timetable.csv") with its line, where 1 is the header.
struct FactPlace {
  std::string list;
  std::uint32_t number = 0;
};

struct FactError {
  FactPlace place;
  // As the fact's message names it, such as "first_day" or "cohorts[1]"; empty: the whole fact.
  std::string field;
  std::string reason;
};

class FactErrors {
 public:
  // How a place is written where an error speaks of another one.
  using PlaceText = std::string (*)(const FactPlace& place);

  explicit FactErrors(PlaceText place_text = JsonPlace) : place_text_(place_text) {}

  // `reason` is cut to a few hundred bytes: it may repeat what somebody typed.
  void Add(FactPlace place, absl::string_view field, absl::string_view reason);
  std::string PlaceOf(const FactPlace& place) const { return place_text_(place); }

  bool empty() const { return count_ == 0; }
  // How many there are; errors() holds the first kRowErrorsMax of them.
  std::size_t count() const { return count_; }
  const std::vector<FactError>& errors() const { return errors_; }
  // INVALID_ARGUMENT with one error a line ("sessions[3].start: …"), and how many more there are;
  // OK when there are none.
  absl::Status ToStatus() const;

  // "sessions[3]".
  static std::string JsonPlace(const FactPlace& place);

 private:
  PlaceText place_text_;
  std::vector<FactError> errors_;
  std::size_t count_ = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FACT_ERRORS_H_
