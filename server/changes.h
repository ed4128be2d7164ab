// Which figures moved between two states of the ledger. Pure: two lists of figures in, those that
// differ out.
#ifndef WIJKBOEK_SERVER_CHANGES_H_
#define WIJKBOEK_SERVER_CHANGES_H_

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "common/civil_time.h"
#include "common/ids.h"
#include "common/ledger/ledger.h"
#include "common/reconcile/records.h"

namespace wijkboek {

// One figure of one person, with its value in words.
struct Figure {
  // "attendance", "hours", "presence", "visit", "help", "case".
  std::string type;
  Id person;
  CivilDay day = 0;
  // What it is about: a session, enrolment, centre, resident or the other person, as its type says;
  // `detail` tells several of a day apart (a subject).
  Id about;
  std::string detail;
  std::string value;
  // Where it counts; zero: by the person's enrolment.
  Id centre;
  // The events behind it, as far as the record names them. Sorted.
  std::vector<Hash> events;
  // Of a status: whose word was missing, and why it is in doubt. Sorted.
  std::vector<Id> waited_for;
  std::vector<Id> lost;
  std::vector<std::string> signs;
  // When what it is about was over; 0: not known.
  std::int64_t end_ms = 0;
  // Of what somebody chose to compare.
  bool chosen = false;

  auto Key() const { return std::tie(type, person, day, about, detail); }
};

// Figures of one partition; of several of one key (two visits to one resident on a day) one, with
// both values. Sorted by key.
std::vector<Figure> FiguresOf(const PartitionRecords& records);

// A figure that is another one than before; without a value where there was, or is, none.
struct MovedFigure {
  Figure before;
  Figure after;

  // The one there is; of two the later.
  const Figure& known() const { return after.value.empty() ? before : after; }
};

// Both sorted by key; so is the result.
std::vector<MovedFigure> Moved(const std::vector<Figure>& before, const std::vector<Figure>& after);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_CHANGES_H_
