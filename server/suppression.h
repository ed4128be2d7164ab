// Hides small counts from outsiders, and so many others that none of them can be worked out from
// what is shown and from what adds up to what, as statistics offices do (cell suppression). Pure.
#ifndef WIJKBOEK_SERVER_SUPPRESSION_H_
#define WIJKBOEK_SERVER_SUPPRESSION_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wijkboek {

// What a reader of the tables knows about some of the counts, because of what they mean.
struct CountRelation {
  enum class Kind : std::uint8_t {
    kSum,     // the parts add up to the whole
    kWithin,  // the parts together are at most the whole
    kCovers   // the parts together are at least the whole (somebody may stand in several)
  };
  Kind kind = Kind::kSum;
  std::size_t whole = 0;
  std::vector<std::size_t> parts;
};

// Counts of people (never negative), by index, and how they hang together.
struct PublishedCounts {
  std::vector<std::int64_t> counts;
  std::vector<CountRelation> relations;
};

// How many values at least everything that is hidden could have, for whoever knows the rest.
inline constexpr std::int64_t kValuesLeftMin = 3;

// Which counts are hidden: those from 1 up to `hide_below` - 1, and others until each hidden one
// could have kValuesLeftMin values at least, or nothing that hangs together with it is left to
// hide. Zero is shown, so a reader knows that what is hidden is 1 at least. Counts are relied on to
// fit the relations.
std::vector<bool> SuppressCounts(const PublishedCounts& published, std::int64_t hide_below);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_SUPPRESSION_H_
