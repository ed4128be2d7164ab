// Generated weeks over two centres: what participants and coaches did, at which kiosk, and when
// each kiosk was online. Kiosks are away, lost, parked, forked, carried, or have a clock that is
// wrong. The same seed, the same week. All people are invented.
#ifndef WIJKBOEK_TESTS_RECONCILE_ATTENDANCE_WEEK_H_
#define WIJKBOEK_TESTS_RECONCILE_ATTENDANCE_WEEK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/event.h"
#include "common/reconcile/records.h"
#include "tests/fakes/vector_log.h"
#include "wijkboek/v1/sync.pb.h"

namespace wijkboek {

// Something that shows that a person was at a centre, or had said that they could not come.
struct Witness {
  Id person;
  // Of an excuse: zero.
  Id centre;
  // Of an excuse: the session.
  Id session;
  // In truth, whatever the kiosk's clock said.
  std::int64_t t_ms = 0;
  std::string kiosk;
};

// Something that reaches the server at a moment; only one of the two.
struct Arrival {
  std::int64_t server_ms = 0;
  std::optional<StoredEvent> event;
  v1::LogEntry notice;

  void AppendTo(VectorLog& log) const {
    if (event) {
      log.Append(*event, server_ms);
    } else {
      log.Append(notice);
    }
  }
};

struct KioskTruth {
  std::string name;
  Id centre;
  // From when on nobody needs to wait for it: declared lost, put away, silent while carried.
  std::optional<std::int64_t> excused_from_ms;
  bool carried = false;
  // When it was online, ascending.
  std::vector<std::int64_t> online_ms;
};

struct AttendanceWeek {
  // In the order in which they arrive.
  std::vector<Arrival> arrivals;
  std::vector<Witness> witnesses;
  std::vector<KioskTruth> kiosks;
  // When everything that will ever arrive is there.
  std::int64_t end_ms = 0;
};

// `order`: the same facts with the kiosks online at other moments.
AttendanceWeek GenerateAttendanceWeek(std::uint64_t seed, std::uint64_t order);

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_RECONCILE_ATTENDANCE_WEEK_H_
