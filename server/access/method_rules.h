// Which role may call which method, in one table: what is not in it may be called by nobody.
#ifndef WIJKBOEK_SERVER_ACCESS_METHOD_RULES_H_
#define WIJKBOEK_SERVER_ACCESS_METHOD_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/access/caller.h"

namespace wijkboek {

// Whether a call leaves a row in the trail.
enum class Trail {
  // It says nothing about people, or only of the account itself.
  kNone,
  // It reads about people, hands out figures, or changes something.
  kRow,
};

struct MethodRule {
  // "wijkboek.v1.OfficeService/GetReport".
  absl::string_view method;
  // Bits of kOffice … below.
  unsigned roles;
  Trail trail;
  // Its answers hold only what the caller's remit does; else a caller whose remit is a part may not
  // call it at all.
  bool by_remit;
};

// Null: nobody may.
const MethodRule* FindMethodRule(absl::string_view method);
// PERMISSION_DENIED that says who may.
absl::Status CheckMethod(const MethodRule* rule, const Caller& caller);
// "GetReport" …: what this caller may call, sorted.
std::vector<std::string> MethodsOf(const Caller& caller);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_ACCESS_METHOD_RULES_H_
