// Likely duplicates among 20,000 registrations, every hundredth of which is there twice. Reference:
// opening everybody's name, which no answer about names can do without. And the same beside a
// quarter of the people, four times over: it grows as they do, not as their pairs.
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "common/draft.h"
#include "common/random.h"
#include "common/status.h"
#include "server/duplicates.h"
#include "server/office_log.h"
#include "server/person_names.h"
#include "tests/bench/figure.h"
#include "tests/common/temp_dir.h"

namespace wijkboek::bench {
namespace {

constexpr int kPeople = 20'000;
constexpr int kQuarter = kPeople / 4;
// The one of each hundred who was registered before.
constexpr int kTwiceEvery = 100;

// A number as a name: digits are no letters, and tell no names apart.
std::string Letters(int number) {
  std::string letters;
  for (; number > 0 || letters.empty(); number /= 26) {
    letters.push_back(static_cast<char>('a' + number % 26));
  }
  return letters;
}

// Everybody is invented.
EventDraft Registration(const Id& id, int person) {
  EventDraft draft;
  draft.event.set_kind(v1::EVENT_KIND_PARTICIPANT_REGISTERED);
  draft.event.mutable_participant_registered();
  draft.event.mutable_actor()->set_method(v1::METHOD_OFFICE);
  AddPerson(draft.event, id, v1::PERSON_ROLE_PARTICIPANT);
  v1::SealedName name;
  name.set_given(absl::StrCat("Given", Letters(person % 997)));
  name.set_family(absl::StrCat("van de Family", Letters(person)));
  AddSealed(draft, v1::SEALED_FIELD_NAME, name, id);
  v1::SealedBirthDate birth;
  // In summer: 1 January would be no evidence.
  birth.set_day(static_cast<CivilDay>(200 + 365 * (person % 50)));
  AddSealed(draft, v1::SEALED_FIELD_BIRTH_DATE, birth, id);
  return draft;
}

struct Seconds {
  double duplicates = 0;
  double names = 0;
};

// A server's stores with so many registrations in them.
class Registrations {
 public:
  absl::Status Open(int people) {
    ASSIGN_OR_RETURN(keys_, KeyVault::Open(dir_.File("keys.db"), random_));
    log_ = std::make_unique<LogStore>(dir_.File("ledger.db"));
    ASSIGN_OR_RETURN(writer_, Writer::Open(dir_.File("ledger.db"), *log_, *keys_, clock_, random_));
    ASSIGN_OR_RETURN(const auto office, OfficeLog::Open(*writer_, *keys_, clock_, random_, ""));
    RETURN_IF_ERROR(office
                        ->AppendAll([&](OfficeLog::AppendDraft append) -> absl::Status {
                          for (int i = 0; i < people; ++i) {
                            const Id id = random_.NewId();
                            people_.insert(id);
                            // The last of each hundred has the name of the first.
                            const bool again = i % kTwiceEvery == kTwiceEvery - 1;
                            RETURN_IF_ERROR(
                                append(Registration(id, again ? i - kTwiceEvery + 1 : i)));
                          }
                          return absl::OkStatus();
                        })
                        .status());
    ASSIGN_OR_RETURN(reconciler_, Reconciler::Open(dir_.File("derived.db"), *log_, clock_));
    // Folded before anything is measured.
    return reconciler_->Read([](const Ledger&) { return absl::OkStatus(); });
  }

  absl::StatusOr<Seconds> Measure() {
    const auto began = std::chrono::steady_clock::now();
    ASSIGN_OR_RETURN(const std::vector<LikelyDuplicate> found,
                     FindDuplicates(*reconciler_, *log_, *keys_));
    const auto between = std::chrono::steady_clock::now();
    PersonNames names(*reconciler_, *log_, *keys_);
    ASSIGN_OR_RETURN(const auto opened, names.Open(people_));
    const auto ended = std::chrono::steady_clock::now();
    if (found.size() != people_.size() / kTwiceEvery || opened.size() != people_.size()) {
      return absl::DataLossError(absl::StrCat("found ", found.size(), " duplicates and ",
                                              opened.size(), " names of ", people_.size()));
    }
    return Seconds{.duplicates = std::chrono::duration<double>(between - began).count(),
                   .names = std::chrono::duration<double>(ended - between).count()};
  }

 private:
  TempDir dir_;
  SystemRandom random_;
  SystemClock clock_;
  std::set<Id> people_;
  std::unique_ptr<KeyVault> keys_;
  std::unique_ptr<LogStore> log_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Reconciler> reconciler_;
};

}  // namespace

absl::StatusOr<std::vector<Figure>> MeasureDuplicates(const Options& options) {
  Registrations all;
  RETURN_IF_ERROR(all.Open(kPeople));
  Registrations quarter;
  RETURN_IF_ERROR(quarter.Open(kQuarter));
  std::vector<double> values, names, fourfold;
  for (int round = 0; round < options.rounds; ++round) {
    ASSIGN_OR_RETURN(const Seconds of_all, all.Measure());
    ASSIGN_OR_RETURN(const Seconds of_quarter, quarter.Measure());
    values.push_back(of_all.duplicates);
    names.push_back(of_all.names);
    fourfold.push_back(4 * of_quarter.duplicates);
  }
  return std::vector<Figure>{
      MedianFigure("duplicates", "s",
                   absl::StrCat("who may be registered twice among ", kPeople,
                                "; reference: opening all their names"),
                   values, names),
      MedianFigure("duplicates_growth", "s",
                   absl::StrCat("the same; reference: four times what ", kQuarter, " take"), values,
                   fourfold)};
}

}  // namespace wijkboek::bench
