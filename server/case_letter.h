// The letter about one no-show case for the client manager, and the list of a municipality's cases:
// plain text, in plain Dutch, stamped with what was known when. Pure.
#ifndef WIJKBOEK_SERVER_CASE_LETTER_H_
#define WIJKBOEK_SERVER_CASE_LETTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/civil_time.h"
#include "common/reconcile/records.h"
#include "common/words/case_item.h"

namespace wijkboek {

// What was known when: the position in the server's log, and the moment (UTC milliseconds).
struct LetterStamp {
  std::uint64_t position = 0;
  std::int64_t now_ms = 0;
};

// A session of a day that the case names.
struct LetterSession {
  AttendanceRecord record;
  std::string title;
  std::string centre;
  // It is one of those on which the case rests now.
  bool counts = false;
};

// A kiosk at which she could have been noticed.
struct LetterKiosk {
  std::string name;
  // All that it captured until then has arrived (server time, UTC milliseconds); 0: nothing yet.
  std::int64_t heard_through_ms = 0;
};

struct CaseLetter {
  KnownCase known;
  KnownNames names;
  LetterStamp stamp;
  // By day and start.
  std::vector<LetterSession> sessions;
  // By name.
  std::vector<LetterKiosk> kiosks;
  // What she said when she was heard, in her language; empty: it can't be read (any more).
  std::string said;
};

// The client manager sees nothing before the case was sent: the caller's business.
std::string CaseLetterText(const CaseLetter& letter);

// All cases sent of one municipality, without what anybody said.
std::string CaseListText(const std::string& municipality, const std::vector<KnownCase>& cases,
                         const KnownNames& names, const LetterStamp& stamp);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_CASE_LETTER_H_
