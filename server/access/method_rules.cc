#include "server/access/method_rules.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace wijkboek {
namespace {

constexpr unsigned kOffice = 1U << v1::ROLE_OFFICE;
constexpr unsigned kCoordinator = 1U << v1::ROLE_COORDINATOR;
constexpr unsigned kManager = 1U << v1::ROLE_CLIENT_MANAGER;
constexpr unsigned kAuditor = 1U << v1::ROLE_AUDITOR;
constexpr unsigned kAdmin = 1U << v1::ROLE_ADMINISTRATOR;
constexpr unsigned kAll = kOffice | kCoordinator | kManager | kAuditor | kAdmin;

#define ACCESS(name) "wijkboek.v1.AccessService/" name
#define OFFICE(name) "wijkboek.v1.OfficeService/" name
#define PAGE(name) "wijkboek.v1.OfficePageService/" name

constexpr bool kPart = true;
constexpr bool kWhole = false;

constexpr std::array kRules = {
    // Signing in is open to everybody and stands apart (gate.h).
    MethodRule{ACCESS("SignOut"), kAll, Trail::kRow, kPart},
    MethodRule{ACCESS("GetMe"), kAll, Trail::kNone, kPart},
    MethodRule{ACCESS("ChangePassword"), kAll, Trail::kRow, kPart},
    MethodRule{ACCESS("MakeToken"), kAll, Trail::kRow, kPart},
    MethodRule{ACCESS("ListTokens"), kAll, Trail::kNone, kPart},
    MethodRule{ACCESS("RevokeToken"), kAll, Trail::kRow, kPart},
    MethodRule{ACCESS("ListAccounts"), kAdmin, Trail::kRow, kWhole},
    MethodRule{ACCESS("MakeAccount"), kAdmin, Trail::kRow, kWhole},
    MethodRule{ACCESS("ChangeAccount"), kAdmin, Trail::kRow, kWhole},
    MethodRule{ACCESS("ResetAccount"), kAdmin, Trail::kRow, kWhole},
    MethodRule{ACCESS("ListAudit"), kAdmin | kAuditor, Trail::kRow, kWhole},

    MethodRule{OFFICE("InviteDevices"), kOffice | kAdmin, Trail::kRow, kWhole},
    MethodRule{OFFICE("ListDevices"), kOffice | kAuditor | kAdmin, Trail::kNone, kWhole},
    MethodRule{OFFICE("RevokeDevice"), kOffice | kAdmin, Trail::kRow, kWhole},
    MethodRule{OFFICE("ChangeDevice"), kOffice | kAdmin, Trail::kRow, kWhole},
    MethodRule{OFFICE("ApplyFacts"), kOffice, Trail::kRow, kWhole},
    MethodRule{OFFICE("RecordExcuse"), kOffice | kCoordinator, Trail::kRow, kPart},
    MethodRule{OFFICE("ImportHistory"), kOffice, Trail::kRow, kWhole},
    MethodRule{OFFICE("GetReport"), kOffice | kCoordinator | kManager | kAuditor, Trail::kRow,
               kPart},
    MethodRule{OFFICE("ExportReport"), kOffice | kCoordinator | kManager | kAuditor, Trail::kRow,
               kPart},
    MethodRule{OFFICE("Rebuild"), kAdmin | kAuditor, Trail::kRow, kWhole},
    MethodRule{OFFICE("Verify"), kAdmin | kAuditor, Trail::kRow, kWhole},
    MethodRule{OFFICE("ListDiscrepancies"), kOffice | kCoordinator | kAuditor, Trail::kRow, kPart},
    MethodRule{OFFICE("SettleDiscrepancy"), kOffice | kCoordinator, Trail::kRow, kPart},
    MethodRule{OFFICE("ListCases"), kOffice | kCoordinator | kManager | kAuditor, Trail::kRow,
               kPart},
    MethodRule{OFFICE("ChangeCase"), kOffice | kCoordinator, Trail::kRow, kPart},
    MethodRule{OFFICE("GetCaseLetter"), kOffice | kCoordinator | kManager | kAuditor, Trail::kRow,
               kPart},
    MethodRule{OFFICE("ListPeopleGroups"), kOffice | kAuditor, Trail::kRow, kWhole},
    MethodRule{OFFICE("GroupPeople"), kOffice, Trail::kRow, kWhole},
    MethodRule{OFFICE("RecordPathStep"), kOffice | kCoordinator, Trail::kRow, kPart},
    MethodRule{OFFICE("ListPath"), kOffice | kAuditor, Trail::kRow, kWhole},
    MethodRule{OFFICE("Trace"), kOffice | kAuditor, Trail::kRow, kWhole},
    MethodRule{OFFICE("ListChanges"), kOffice | kAuditor, Trail::kRow, kWhole},
    MethodRule{OFFICE("FileReport"), kOffice, Trail::kRow, kWhole},
    MethodRule{OFFICE("ListFiledReports"), kOffice | kAuditor, Trail::kRow, kWhole},

    MethodRule{PAGE("GetOverview"), kOffice | kCoordinator | kAuditor, Trail::kNone, kPart},
    MethodRule{PAGE("ListChoices"), kAll, Trail::kNone, kPart},
    MethodRule{PAGE("ListCohorts"), kOffice | kCoordinator | kAuditor, Trail::kRow, kPart},
    MethodRule{PAGE("ListSessions"), kOffice | kCoordinator | kAuditor, Trail::kRow, kPart},
    MethodRule{PAGE("GetSessionList"), kOffice | kCoordinator | kAuditor, Trail::kRow, kPart},
    MethodRule{PAGE("FindPeople"), kOffice | kCoordinator | kAuditor, Trail::kRow, kPart},
    MethodRule{PAGE("ListOfficeResidents"), kOffice | kCoordinator | kAuditor, Trail::kRow, kPart},
    MethodRule{PAGE("GetPersonLedger"), kOffice | kCoordinator | kAuditor, Trail::kRow, kPart},
    MethodRule{PAGE("ImportRosterFiles"), kOffice, Trail::kRow, kWhole},
    MethodRule{PAGE("MakeBadgeSheet"), kOffice, Trail::kRow, kWhole},
    MethodRule{PAGE("AssignWork"), kOffice | kCoordinator, Trail::kRow, kPart},
};

#undef ACCESS
#undef OFFICE
#undef PAGE

absl::string_view WordOf(unsigned role) {
  switch (role) {
    case kOffice:
      return "the office";
    case kCoordinator:
      return "coordinators";
    case kManager:
      return "client managers";
    case kAuditor:
      return "auditors";
    default:
      return "administrators";
  }
}

bool MayCall(const MethodRule& rule, const Caller& caller) {
  return (rule.roles & (1U << caller.role)) != 0 && (rule.by_remit || caller.remit.IsAll());
}

}  // namespace

const MethodRule* FindMethodRule(absl::string_view method) {
  const auto* found = std::find_if(kRules.begin(), kRules.end(),
                                   [&](const MethodRule& rule) { return rule.method == method; });
  return found == kRules.end() ? nullptr : found;
}

absl::Status CheckMethod(const MethodRule* rule, const Caller& caller) {
  if (rule == nullptr) return absl::PermissionDeniedError("nobody may call this method");
  if (MayCall(*rule, caller)) return absl::OkStatus();
  std::vector<absl::string_view> who;
  for (const unsigned role : {kOffice, kCoordinator, kManager, kAuditor, kAdmin}) {
    if ((rule->roles & role) != 0) who.push_back(WordOf(role));
  }
  return absl::PermissionDeniedError(
      absl::StrCat("this is for ", absl::StrJoin(who, ", "),
                   rule->by_remit ? "" : " whose account is about everything"));
}

std::vector<std::string> MethodsOf(const Caller& caller) {
  std::vector<std::string> methods;
  for (const MethodRule& rule : kRules) {
    if (MayCall(rule, caller)) {
      methods.emplace_back(rule.method.substr(rule.method.find('/') + 1));
    }
  }
  std::sort(methods.begin(), methods.end());
  return methods;
}

}  // namespace wijkboek
