// Who asks something of the office, and what they may see of it.
#ifndef WIJKBOEK_SERVER_ACCESS_CALLER_H_
#define WIJKBOEK_SERVER_ACCESS_CALLER_H_

#include <set>
#include <string>

#include "common/ids.h"
#include "wijkboek/v1/access.pb.h"

namespace wijkboek {

// What an account is about: an enrolment is within it when it fits every list that is not empty.
struct Remit {
  std::set<Id> centres;
  // "GM" and four digits.
  std::set<std::string> municipalities;
  std::set<Id> programmes;

  bool IsAll() const { return centres.empty() && municipalities.empty() && programmes.empty(); }
  friend bool operator==(const Remit&, const Remit&) = default;
};

struct Caller {
  Id account;
  // As it is typed at signing in.
  std::string name;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  Remit remit;
  // Whose word this account's decisions are; zero: nobody's.
  Id coach;
  // Of a call by a token: its id.
  Id token;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_CALLER_H_
