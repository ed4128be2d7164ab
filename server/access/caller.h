// Who asks something of the office, and what they may see of it.
#ifndef WIJKBOEK_SERVER_ACCESS_CALLER_H_
#define WIJKBOEK_SERVER_ACCESS_CALLER_H_

#include <string>

#include "common/ids.h"
#include "server/remit.h"
#include "wijkboek/v1/access.pb.h"

namespace wijkboek {

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
