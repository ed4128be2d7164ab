// Badges that the system makes for people by their ids, and a sheet of them to print. They are rows
// of a roster's badges.csv (roster_badges.h), so that one rule holds for both.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/credential.h"
#include "common/status.h"
#include "server/badge_sheet.h"
#include "server/edit_names.h"
#include "server/office.h"

namespace wijkboek {
namespace {

constexpr int kSheetPeopleMax = 500;

struct MadeFor {
  // 0: none was ever made.
  std::uint32_t serial = 0;
  // When they had it last; absent: it was described, and never theirs.
  std::optional<BadgeSpan> span;

  bool HoldsAt(std::int64_t now_ms) const {
    return span && (!span->until_ms || *span->until_ms > now_ms);
  }
};

// Serials run from 1 without a gap.
absl::StatusOr<MadeFor> LastMadeFor(const Id& person, const OfficeRecord& record,
                                    const SecretKey& lookup_key, const SecretKey& badge_secret) {
  MadeFor last;
  for (;;) {
    ASSIGN_OR_RETURN(const Id hash,
                     CredentialHash(lookup_key, v1::BADGE_TYPE_QR,
                                    MadeBadgeText(badge_secret, person, last.serial + 1)));
    const auto said = record.badges.find(hash);
    if (said == record.badges.end()) return last;
    ++last.serial;
    last.span.reset();
    for (const BadgeSpan& span : said->second.thing.spans) {
      if (span.person == person) last.span = span;
    }
  }
}

std::string DayText(std::int64_t from_ms) { return from_ms > 0 ? FormatDay(DayOf(from_ms)) : ""; }

// The rows of badges.csv that give somebody one valid badge.
struct BadgeRows {
  std::vector<std::string> rows;
  bool makes_one = false;
};
BadgeRows PlanRows(const Id& person, const MadeFor& last, bool replace, std::int64_t now_ms) {
  BadgeRows plan;
  const CivilDay today = DayOf(now_ms);
  const auto row = [&](std::uint32_t serial, const std::string& from, const std::string& until) {
    plan.rows.push_back(absl::StrCat("#", person.hex(), ",qr,,", serial, ",", from, ",", until));
  };
  const bool holds = last.HoldsAt(now_ms);
  if (holds && !replace) {
    row(last.serial, DayText(last.span->from_ms), "");
    return plan;
  }
  plan.makes_one = true;
  if (holds) {
    // One that was made today is valid today, however lost it is: days are all that badges know.
    const CivilDay from = last.span->from_ms > 0 ? DayOf(last.span->from_ms) : 0;
    row(last.serial, DayText(last.span->from_ms), FormatDay(std::max(from, today - 1)));
  }
  row(last.serial + 1, last.serial == 0 ? "" : FormatDay(today), "");
  return plan;
}

absl::StatusOr<std::vector<Id>> ReadPeople(const v1::MakeBadgeSheetRequest& request) {
  if (request.people().empty() || request.people_size() > kSheetPeopleMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("people: choose 1 to ", kSheetPeopleMax, " for one sheet"));
  }
  std::vector<Id> people;
  for (const std::string& text : request.people()) {
    const absl::StatusOr<Id> id = Id::FromHex(text);
    if (!id.ok()) return WithContext(id.status(), "people");
    if (std::find(people.begin(), people.end(), *id) == people.end()) people.push_back(*id);
  }
  return people;
}

}  // namespace

absl::StatusOr<v1::MakeBadgeSheetResponse> Office::MakeBadgeSheet(
    const v1::MakeBadgeSheetRequest& request) {
  ASSIGN_OR_RETURN(std::vector<Id> people, ReadPeople(request));
  v1::MakeBadgeSheetResponse response;
  std::string csv = "person,type,text,serial,valid_from,valid_until\n";
  {
    const std::lock_guard lock(record_mutex_);
    RETURN_IF_ERROR(CatchUpRecord());
    RETURN_IF_ERROR(parts_.reconciler.Read([&](const Ledger& ledger) {
      for (Id& person : people) {
        person = RegistrationOnRecord(person, record_.record(), ledger.reference());
      }
      return absl::OkStatus();
    }));
    // Two registrations of one human being get one badge.
    std::set<Id> seen;
    std::erase_if(people, [&](const Id& person) { return !seen.insert(person).second; });
    for (const Id& person : people) {
      ASSIGN_OR_RETURN(const MadeFor last,
                       LastMadeFor(person, record_.record(), parts_.keys.lookup_key(),
                                   parts_.keys.badge_secret()));
      const BadgeRows plan = PlanRows(person, last, request.replace(), parts_.clock.WallMs());
      absl::StrAppend(&csv, absl::StrJoin(plan.rows, "\n"), "\n");
      if (plan.makes_one) {
        response.set_made(response.made() + 1);
      } else {
        response.set_known(response.known() + 1);
      }
    }
  }
  RosterSpool spool = NewRosterSpool();
  RETURN_IF_ERROR(spool.Add("badges.csv", csv));
  v1::ImportRosterOptions options;
  options.set_dry_run(request.dry_run());
  ASSIGN_OR_RETURN(const v1::ImportRosterResponse imported, ImportRoster(spool, options));
  if (!imported.errors().empty()) {
    return absl::InvalidArgumentError(absl::StrCat("people: ", imported.errors(0).reason()));
  }
  if (request.dry_run()) return response;
  const std::set<Id> named(people.begin(), people.end());
  ASSIGN_OR_RETURN(const auto names, names_.OpenApart(named));
  std::vector<SheetBadge> badges;
  // Of a lost one and its successor the last row counts.
  for (const Id& person : people) {
    const std::string key = absl::StrCat("#", person.hex());
    SheetBadge badge;
    for (const v1::MadeBadge& made : imported.badges()) {
      if (made.person() == key) badge = {.name = {}, .text = made.text(), .number = made.number()};
    }
    const auto name = names.find(person);
    if (name != names.end()) badge.name = name->second;
    badges.push_back(std::move(badge));
  }
  ASSIGN_OR_RETURN(*response.mutable_pdf(), BadgeSheetPdf(badges));
  return response;
}

}  // namespace wijkboek
