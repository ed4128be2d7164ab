#include "client/view.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "client/settings.h"
#include "common/status.h"

namespace wijkboek {
namespace {

constexpr auto kTapWait = std::chrono::milliseconds(50);
constexpr auto kFormWait = std::chrono::seconds(10);

std::string DisplayName(const v1::SealedName& name) {
  if (!name.called().empty()) return name.called();
  if (name.family().empty()) return name.given();
  if (name.given().empty()) return name.family();
  return absl::StrCat(name.given(), " ", name.family());
}

}  // namespace

bool IsNamedBefore(const KnownPerson& a, const KnownPerson& b) {
  const auto key = [](const KnownPerson& person) {
    return std::tuple(person.name.empty(), absl::AsciiStrToLower(person.name), person.id);
  };
  return key(a) < key(b);
}

absl::Status CheckIdPrefix(absl::string_view text) {
  if (text.size() >= 4 && text.size() <= 2 * Id::kSize &&
      text.find_first_not_of("0123456789abcdefABCDEF") == absl::string_view::npos) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", text, "\" is no id; write at least 4 of its hex digits"));
}

absl::StatusOr<std::unique_ptr<View>> View::Open(Params params) {
  std::unique_ptr<View> view(new View(std::move(params)));
  ASSIGN_OR_RETURN(view->ledger_, Ledger::Open(view->params_.path, view->log_));
  return view;
}

absl::Status View::CatchUp() {
  std::lock_guard<std::mutex> lock(mutex_);
  return CatchUpLocked();
}

absl::StatusOr<std::vector<Hash>> View::FingerprintsAt(std::int64_t moment_ms,
                                                       absl::Span<const Id> participants) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked(moment_ms));
  std::vector<Hash> fingerprints;
  for (const Id& participant : participants) {
    ASSIGN_OR_RETURN(const Hash fingerprint, ledger_->FingerprintOf(participant));
    fingerprints.push_back(fingerprint);
  }
  // What is looked at is as known now.
  RETURN_IF_ERROR(CatchUpLocked());
  return fingerprints;
}

absl::Status View::CatchUpLocked(std::int64_t now_ms) {
  bool stale = false;
  std::vector<std::uint64_t> late;
  RETURN_IF_ERROR(params_.store.Read([&](Connection& connection) -> absl::Status {
    ASSIGN_OR_RETURN(std::optional<std::string> mark, GetSetting(connection, "ledger_stale"));
    stale = mark.has_value();
    ASSIGN_OR_RETURN(late, LateReceived(connection));
    return absl::OkStatus();
  }));
  if (stale) {
    RETURN_IF_ERROR(ledger_->Reset());
    RETURN_IF_ERROR(params_.store.Write(
        [](Connection& connection) { return RemoveSetting(connection, "ledger_stale"); }));
    names_.clear();
    notices_ = KioskNotices();
  }
  if (!late.empty()) {
    RETURN_IF_ERROR(ledger_->Touch(late));
    // More may have been added meanwhile.
    RETURN_IF_ERROR(params_.store.Write(
        [&](Connection& connection) { return ForgetLateReceived(connection, late.size()); }));
  }
  ASSIGN_OR_RETURN(CatchUpSummary summary, ledger_->CatchUp(now_ms));
  if (summary.events > 0) names_.clear();
  return notices_.CatchUp(log_);
}

bool View::LockWithin(Patience patience, std::unique_lock<std::mutex>& lock) const {
  const auto deadline =
      std::chrono::steady_clock::now() +
      (patience == Patience::kTap ? std::chrono::steady_clock::duration(kTapWait) : kFormWait);
  while (!lock.try_lock()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

std::optional<Id> View::BadgeOwner(const Id& badge_hash, std::int64_t t_ms, Patience patience,
                                   bool* certain) {
  *certain = false;
  std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
  if (!LockWithin(patience, lock)) return std::nullopt;
  std::optional<Id> owner = ledger_->reference().BadgeOwner(badge_hash, t_ms);
  if (!owner && CatchUpLocked().ok()) {
    *certain = true;
    owner = ledger_->reference().BadgeOwner(badge_hash, t_ms);
  }
  return owner;
}

std::vector<BadgeTerm> View::BadgeTerms(const Id& badge_hash) {
  std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
  if (!LockWithin(Patience::kTap, lock)) return {};
  return ledger_->reference().BadgeTerms(badge_hash);
}

std::optional<KioskState> View::OwnState() {
  std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
  if (!LockWithin(Patience::kTap, lock)) return std::nullopt;
  std::optional<KioskState> state = ledger_->devices().Find(params_.device);
  // It may have been found, or started again, since.
  if (state && state->whereabouts != Whereabouts::kInUse && CatchUpLocked().ok()) {
    state = ledger_->devices().Find(params_.device);
  }
  return state;
}

std::vector<const Person*> View::Everybody(std::initializer_list<PersonType> types) const {
  std::vector<const Person*> everybody;
  for (PersonType type : types) {
    for (const Id& id : ledger_->reference().People(type)) {
      if (const Person* person = ledger_->reference().FindPerson(id)) everybody.push_back(person);
    }
  }
  return everybody;
}

const View::Names& View::NamesOf(const Person& person) {
  auto [known, is_new] = names_.try_emplace(person.id);
  if (!is_new) return known->second;
  const auto sealed = DetailOf<v1::SealedName>(person, v1::SEALED_FIELD_NAME);
  if (sealed) {
    known->second.name = DisplayName(*sealed);
    known->second.called = !sealed->called().empty()  ? sealed->called()
                           : !sealed->given().empty() ? sealed->given()
                                                      : sealed->family();
  }
  return known->second;
}

template <typename Message>
std::optional<Message> View::DetailOf(const Person& person, v1::SealedField field) const {
  for (const Hash& hash : person.detail_events) {
    absl::StatusOr<StoredEvent> event = absl::NotFoundError("");
    absl::Status read = params_.store.Read([&](Connection& connection) {
      event = FindEvent(connection, hash);
      return absl::OkStatus();
    });
    if (!read.ok() || !event.ok()) continue;
    // Details of a registration that they stand for are sealed for that one.
    for (const Id& member : ledger_->reference().GroupOf(person.id)) {
      auto detail = FindSealed<Message>(event->event, field, member, params_.keys);
      if (detail) return detail;
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<v1::SealedContact>> View::ContactOf(const Id& id) {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const Person* person = ledger_->reference().FindPerson(id);
  if (person == nullptr) return absl::NotFoundError("this person is not known at this kiosk");
  return DetailOf<v1::SealedContact>(*person, v1::SEALED_FIELD_CONTACT);
}

KnownPerson View::Known(const Person& person) {
  const Names& names = NamesOf(person);
  return {.id = person.id,
          .type = person.type,
          .name = names.name,
          .called = names.called,
          .language = person.language};
}

KnownPerson View::KnownOrNot(const Id& id) {
  const Person* person = ledger_->reference().FindPerson(id);
  return person == nullptr ? KnownPerson{.id = id} : Known(*person);
}

absl::StatusOr<KnownPerson> View::FindPerson(absl::string_view hex_prefix) {
  RETURN_IF_ERROR(CheckIdPrefix(hex_prefix));
  const std::string prefix = absl::AsciiStrToLower(hex_prefix);
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const Person* found = nullptr;
  for (const Person* person :
       Everybody({PersonType::kParticipant, PersonType::kResident, PersonType::kCoach})) {
    // Also a registration for which they stand.
    const std::vector<Id> group = ledger_->reference().GroupOf(person->id);
    if (std::none_of(group.begin(), group.end(),
                     [&](const Id& id) { return absl::StartsWith(id.hex(), prefix); })) {
      continue;
    }
    if (found != nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("several persons begin with ", prefix, ": write more of the id"));
    }
    found = person;
  }
  if (found == nullptr) {
    return absl::NotFoundError(absl::StrCat("nobody known at this kiosk begins with ", prefix));
  }
  return Known(*found);
}

absl::StatusOr<KnownPerson> View::FindResident(absl::string_view text) {
  const std::string wanted = absl::AsciiStrToLower(text);
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  const bool is_hex = CheckIdPrefix(text).ok();
  std::vector<KnownPerson> found;
  for (const Person* person : Everybody({PersonType::kResident})) {
    KnownPerson known = Known(*person);
    if ((is_hex && absl::StartsWith(person->id.hex(), wanted)) ||
        (!known.name.empty() && absl::AsciiStrToLower(known.name) == wanted)) {
      found.push_back(std::move(known));
    }
  }
  if (found.empty()) {
    return absl::NotFoundError(
        absl::StrCat("no resident called \"", text, "\" is known at this kiosk"));
  }
  if (found.size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("several residents fit \"", text, "\": write the id"));
  }
  return found.front();
}

absl::StatusOr<KnownPerson> View::Describe(const Id& id) {
  std::lock_guard<std::mutex> lock(mutex_);
  const Person* person = ledger_->reference().FindPerson(id);
  if (person == nullptr) {
    RETURN_IF_ERROR(CatchUpLocked());
    person = ledger_->reference().FindPerson(id);
  }
  if (person == nullptr) return absl::NotFoundError("this person is not known at this kiosk");
  return Known(*person);
}

absl::StatusOr<std::vector<KnownPerson>> View::People() {
  std::lock_guard<std::mutex> lock(mutex_);
  RETURN_IF_ERROR(CatchUpLocked());
  std::vector<KnownPerson> people;
  for (const Person* person :
       Everybody({PersonType::kParticipant, PersonType::kResident, PersonType::kCoach})) {
    people.push_back(Known(*person));
  }
  std::sort(people.begin(), people.end(), IsNamedBefore);
  return people;
}

}  // namespace wijkboek
