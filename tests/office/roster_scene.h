// A roster as a coordinator writes it, imported into an office that lives in memory.
#ifndef WIJKBOEK_TESTS_OFFICE_ROSTER_SCENE_H_
#define WIJKBOEK_TESTS_OFFICE_ROSTER_SCENE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "server/roster_import.h"
#include "server/roster_spool.h"
#include "tests/common/temp_dir.h"
#include "tests/office/fake_office.h"

namespace wijkboek {

// Content by name of the file.
using Roster = std::map<std::string, std::string>;

// "people.csv:3: birth_date: …".
inline std::string ErrorLine(const v1::RowError& error) {
  return absl::StrCat(error.file(), error.line() > 0 ? absl::StrCat(":", error.line()) : "",
                      error.column().empty() ? "" : absl::StrCat(": ", error.column()), ": ",
                      error.reason());
}

inline std::vector<std::string> ErrorLines(const v1::ImportRosterResponse& response) {
  std::vector<std::string> lines;
  for (const v1::RowError& error : response.errors()) lines.push_back(ErrorLine(error));
  return lines;
}

// Named by their files, as every row of theirs needs one: the cohort is called "spring", the centre
// "north".
inline Roster SmallTown() {
  return {{"centres.csv", "key,name\nnorth,Noord\nsouth,Zuid\n"},
          {"cohorts.csv", "key,name,first_day\nspring,Voorjaar,2026-01-05\n"},
          {"people.csv", "key,given,family\np-1,Amina,Vermaas\np-2,Bilal,Haddad\n"},
          {"coaches.csv", "key,given\nc-1,Els\n"},
          {"enrolments.csv", "participant,cohort,centre,first_day\np-1,spring,north,2026-01-05\n"}};
}

class RosterScene {
 public:
  // As the server does it.
  v1::ImportRosterResponse Import(const Roster& roster, bool dry_run = false) {
    v1::ImportRosterOptions options;
    options.set_dry_run(dry_run);
    return Import(roster, options);
  }
  v1::ImportRosterResponse Import(const Roster& roster, const v1::ImportRosterOptions& options) {
    RosterSpool spool(folder_.path());
    for (const auto& [name, content] : roster) {
      EXPECT_TRUE(spool.Add(name, content).ok());
    }
    const RosterBasis basis{.record = office_.record(),
                            .lookup_key = office_.lookup_key(),
                            .badge_secret = badge_secret_,
                            .now_ms = now_ms_,
                            .change_past = options.past()};
    absl::StatusOr<v1::ImportRosterResponse> response = CheckRoster(spool, basis);
    EXPECT_TRUE(response.ok()) << response.status();
    if (options.dry_run() || response->errors_size() > 0 || response->events() == 0)
      return *response;
    std::vector<EventDraft> drafts;
    const absl::Status written = WriteRoster(spool, basis, [&](EventDraft draft) {
      drafts.push_back(std::move(draft));
      return absl::OkStatus();
    });
    EXPECT_TRUE(written.ok()) << written;
    // With the one that names the roster.
    EXPECT_EQ(drafts.size(), response->events() + 1);
    office_.Append(std::move(drafts));
    return *response;
  }

  // What is wrong with a roster, as it is printed.
  std::vector<std::string> Errors(const Roster& roster) { return ErrorLines(Import(roster)); }

  // From now on it is that moment; it begins before the sessions of most tests.
  void SetNow(absl::string_view day, int hour) {
    now_ms_ = InstantOf(*ParseDay(day), static_cast<std::uint32_t>(hour * 3600));
  }

  FakeOffice& office() { return office_; }
  const SecretKey& badge_secret() const { return badge_secret_; }

 private:
  TempDir folder_;
  FakeOffice office_;
  std::int64_t now_ms_ = office_.now_ms();
  SecretKey badge_secret_ = SystemRandom().NewKey();
};

}  // namespace wijkboek

#endif  // WIJKBOEK_TESTS_OFFICE_ROSTER_SCENE_H_
