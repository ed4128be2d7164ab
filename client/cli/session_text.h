// What the command prints of sessions and of who was at them. Pure.
#ifndef WIJKBOEK_CLIENT_CLI_SESSION_TEXT_H_
#define WIJKBOEK_CLIENT_CLI_SESSION_TEXT_H_

#include <string>

#include "wijkboek/v1/kiosk.pb.h"

namespace wijkboek {

// "present, late, to confirm", "absent, not final".
std::string StateText(const v1::AttendanceRow& row);

// The sessions of a day, with how many stand how.
std::string SessionsText(const v1::GetTodayResponse& today);
std::string SessionText(const v1::GetSessionResponse& session);
std::string PersonText(const v1::GetPersonResponse& person);

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_SESSION_TEXT_H_
