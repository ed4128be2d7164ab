// Reads a file of office facts: every reference resolved, every time parsed, and everything that is
// wrong found at once.
#ifndef WIJKBOEK_SERVER_FACTS_CHECK_H_
#define WIJKBOEK_SERVER_FACTS_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/ids.h"
#include "server/office_record.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// What is wrong, each with its place ("sessions[3].start"; the first of a list is 0).
class FactErrors {
 public:
  void Add(absl::string_view path, absl::string_view reason);
  bool empty() const { return count_ == 0; }
  // INVALID_ARGUMENT with one error a line, the first kRowErrorsMax of them; OK when there are
  // none.
  absl::Status ToStatus() const;

 private:
  std::vector<std::string> lines_;
  std::size_t count_ = 0;
};

struct CheckedPerson {
  Id id;
  OfficePerson person;
  v1::SealedName name;
  std::optional<CivilDay> birth_date;
};

struct CheckedEnrolment {
  std::string path;
  OfficeEnrolment enrolment;
};

struct CheckedSession {
  Id id;
  OfficeSession session;
  v1::CivilTime start;
  v1::CivilTime end;
};

struct CheckedBadge {
  std::string path;
  Id badge;
  v1::BadgeType type = v1::BADGE_TYPE_CARD;
  v1::PersonRole role = v1::PERSON_ROLE_PARTICIPANT;
  BadgeSpan span;
};

// Facts in the order of the file, each kind by itself.
struct CheckedFacts {
  std::vector<std::pair<Id, OfficeCentre>> centres;
  std::vector<CheckedPerson> persons;
  std::vector<std::pair<Id, OfficeCohort>> cohorts;
  std::vector<CheckedEnrolment> enrolments;
  std::vector<CheckedSession> sessions;
  std::vector<CheckedBadge> badges;
};

// Checks `facts` on their own and against what the office said before: a key that an earlier file
// gave may be referred to. Pure.
CheckedFacts CheckFacts(const v1::OfficeFacts& facts, const OfficeRecord& record,
                        const SecretKey& lookup_key, FactErrors& errors);

// A key is 1 to 200 bytes without control characters, without "|" and without blanks at its ends.
// INVALID_ARGUMENT otherwise.
absl::Status CheckOfficeKey(absl::string_view key);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_FACTS_CHECK_H_
