// A kiosk that is newer than its server: two real builds of different schema. What the older one
// does not know is kept, acknowledged and passed on, stands aside meanwhile, and is folded once the
// server is a newer one too.
#include <map>

#include "absl/strings/str_split.h"
#include "tests/e2e/harness/expect_ok.h"
#include "tests/e2e/harness/stores.h"
#include "tests/e2e/harness/town.h"

namespace wijkboek {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Invented. A programme with phases, and the first participant of Noord in it.
constexpr char kProgramme[] = R"({
  "programmes": [{"key": "demo", "name": "Verzonnen programma", "phases": [
    {"key": "start", "name": "Begin", "type": "pre_entry"},
    {"key": "work", "name": "Stage", "type": "internship"}]}],
  "cohorts": [{"key": "phased", "name": "Groep met fasen", "first_day": "2026-01-05",
               "programme": "demo"}],
  "participants": [{"key": "phased-1", "name": {"given": "Fase", "family": "Verzonnen"}}],
  "enrolments": [{"participant": "phased-1", "cohort": "phased", "centre": "noord",
                  "first_day": "2026-01-05", "last_day": "2026-12-31"}]
})";

class TwoSchemasTest : public testing::Test {
 protected:
  void SetUp() override {
    town_.UseServer(WIJKBOEK_SERVER_BEFORE_PATH);
    ASSERT_OK(town_.StartServer());
    ASSERT_OK(town_.ApplyFacts());
    const std::string file = town_.scratch() / "programme.json";
    WriteFile(file, kProgramme);
    ASSERT_OK(town_.OfficeSays({"office", "apply", file}));
    ASSERT_OK_AND_ASSIGN(writes_, town_.AddKiosk("A", "Noord"));
    ASSERT_OK_AND_ASSIGN(reads_, town_.AddKiosk("B", "Noord"));
  }

  std::string PersonId(TownKiosk& kiosk, const std::string& name) {
    v1::ListPeopleResponse people;
    EXPECT_OK(kiosk.Call("ListPeople", v1::ListPeopleRequest(), &people));
    for (const v1::Person& person : people.people()) {
      if (person.name() == name) return person.person();
    }
    return "";
  }

  // "2026-03-02 phase ended", one for each step.
  static std::vector<std::string> Steps(const std::string& table) {
    std::vector<std::string> steps;
    for (const absl::string_view line : absl::StrSplit(table, '\n')) {
      const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
      for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        if (words[i] == "phase") steps.push_back(words[0] + " phase " + words[i + 1]);
      }
    }
    return steps;
  }
  std::vector<std::string> StepsAt(TownKiosk& kiosk, const std::string& person) {
    const absl::StatusOr<Finished> shown = kiosk.Command({"path", "show", person, "--here"});
    EXPECT_OK(shown);
    EXPECT_THAT(*shown, Succeeded());
    return Steps(shown->output);
  }
  std::vector<std::string> StepsAtOffice() {
    const absl::StatusOr<std::string> shown = town_.OfficeSays({"path", "show", "phased-1"});
    EXPECT_OK(shown);
    return Steps(shown.value_or(""));
  }
  std::string Doubts() {
    const absl::StatusOr<std::string> said = town_.OfficeSays({"report", "doubts"});
    EXPECT_OK(said);
    return said.value_or("");
  }
  void Enter(const std::string& person, const std::string& phase, const std::string& day) {
    ASSERT_OK_AND_ASSIGN(const Finished added,
                         writes_->Command({"path", "add", "phase", person, "--code", phase, "--day",
                                           day, "--here", "--coach", "pin:2468"}));
    ASSERT_THAT(added, Succeeded());
  }
  void AwaitSync() {
    for (TownKiosk* kiosk : {writes_, reads_}) {
      ASSERT_TRUE(WaitUntil([&] { return kiosk->InSync(); })) << kiosk->process()->Errors();
    }
  }

  Town town_;
  TownKiosk* writes_ = nullptr;
  TownKiosk* reads_ = nullptr;
};

TEST_F(TwoSchemasTest, WhatTheOlderServerDoesNotKnowIsFoldedOnceItIsNewer) {
  const std::string person = PersonId(*writes_, "Fase Verzonnen");
  ASSERT_THAT(person, SizeIs(32));
  Enter(person, "Begin", "2026-02-02");
  Enter(person, "Stage", "2026-03-02");
  // Nothing gets stuck behind it.
  ASSERT_OK_AND_ASSIGN(const v1::Saved tap, writes_->CheckIn("BADGE-N1"));
  AwaitSync();

  // The older server keeps it aside and makes nothing of it.
  EXPECT_THAT(Doubts(), HasSubstr("unknown_kind"));
  EXPECT_THAT(Doubts(), HasSubstr("kind 180"));
  EXPECT_THAT(StepsAtOffice(), IsEmpty());
  EXPECT_OK(town_.OfficeSays({"verify"}));
  EXPECT_OK(town_.OfficeSays({"rebuild"}));
  // It passed them on: the other kiosk knows what they say.
  const std::vector<std::string> expected = {"2026-02-02 phase ended", "2026-03-02 phase ends"};
  ASSERT_TRUE(WaitUntil([&] { return StepsAt(*reads_, person) == expected; }));
  EXPECT_EQ(StepsAt(*writes_, person), expected);

  // The same folder, a newer program.
  ASSERT_OK(town_.StopServer());
  const Hashes before = ServerEvents(town_.server_folder());
  EXPECT_THAT(before, Contains(tap.event()));
  town_.UseServer(WIJKBOEK_SERVER_PATH);
  ASSERT_OK(town_.StartServer());
  EXPECT_EQ(StepsAtOffice(), expected);
  EXPECT_THAT(Doubts(), Not(HasSubstr("unknown_kind")));
  EXPECT_OK(town_.OfficeSays({"verify"}));
  EXPECT_OK(town_.OfficeSays({"rebuild"}));
  AwaitSync();
  EXPECT_EQ(StepsAt(*writes_, person), expected);
  EXPECT_EQ(StepsAt(*reads_, person), expected);

  // And back again: what the newer one folded, the older one sets aside once more.
  ASSERT_OK(town_.StopServer());
  EXPECT_THAT(Missing({before.begin(), before.end()}, ServerEvents(town_.server_folder())),
              IsEmpty());
  town_.UseServer(WIJKBOEK_SERVER_BEFORE_PATH);
  ASSERT_OK(town_.StartServer());
  EXPECT_THAT(Doubts(), HasSubstr("unknown_kind"));
  EXPECT_THAT(StepsAtOffice(), IsEmpty());
}

}  // namespace
}  // namespace wijkboek
