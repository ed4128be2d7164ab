#include "common/drafts/case_draft.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/civil_time.h"
#include "common/status.h"
#include "wijkboek/v1/sealed.pb.h"

namespace wijkboek {
namespace {

// Of what she said.
constexpr std::size_t kTextBytesMax = 16 * 1024;

// BCP 47, as far as languages of people need it: two or three letters, and parts of two to eight
// letters or digits that say more (script, region, variant).
bool IsLanguageTag(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  const absl::string_view language = parts.front();
  if (language.size() < 2 || language.size() > 3 ||
      !std::all_of(language.begin(), language.end(), absl::ascii_isalpha)) {
    return false;
  }
  return parts.size() <= 4 &&
         std::all_of(parts.begin() + 1, parts.end(), [](absl::string_view part) {
           return part.size() >= 2 && part.size() <= 8 &&
                  std::all_of(part.begin(), part.end(), absl::ascii_isalnum);
         });
}

constexpr std::size_t kEnrolmentDigits = 8;

bool IsRetracted(const CaseRecord& record) {
  return record.stage == CaseStage::kRetracted ||
         record.stage == CaseStage::kRetractionAcknowledged;
}

bool WasSent(const CaseRecord& record) { return record.sent.IsDone() || record.accounted.IsDone(); }

std::string At(const CaseAct& act) {
  return act.at_ms == 0 ? "" : absl::StrCat(" on ", FormatDay(DayOf(act.at_ms)));
}

absl::Status RequireStanding(const CaseRecord& record) {
  if (record.stage == CaseStage::kCall) {
    return absl::FailedPreconditionError(
        "there is no case yet: call her, and write down what she says as an excuse (\"wijkboek "
        "excuse\") or a mark (\"wijkboek mark\")");
  }
  if (!IsRetracted(record)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      record.retraction_open
          ? "this case was retracted, because its no-shows hold no more: tell the client manager, "
            "then acknowledge it (\"wijkboek case acknowledge\")"
          : "this case was retracted, because its no-shows hold no more: nothing is to be done");
}

absl::Status CheckHearing(const CaseRecord& record, const v1::CaseHearing& hearing) {
  RETURN_IF_ERROR(RequireStanding(record));
  if (WasSent(record) && record.heard.IsDone()) {
    return absl::FailedPreconditionError(
        absl::StrCat("she was heard, and the case was sent", At(record.sent),
                     ": what she says now, tell the client manager"));
  }
  if (absl::StripAsciiWhitespace(hearing.text()).empty()) {
    return absl::InvalidArgumentError("write what she said, in her words: --text");
  }
  if (hearing.text().size() > kTextBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("what she said is too long: at most ", kTextBytesMax, " bytes"));
  }
  if (!IsLanguageTag(hearing.language())) {
    return absl::InvalidArgumentError(
        "say in which language she was heard, as its tag of two or three letters such as nl, ti or "
        "tzm; a script or country may follow, as in ku-Arab or ar-MA: --language");
  }
  return absl::OkStatus();
}

absl::Status CheckSending(const CaseRecord& record, const CaseAuthor& author) {
  RETURN_IF_ERROR(RequireStanding(record));
  if (record.stage == CaseStage::kOpen) {
    return absl::FailedPreconditionError(
        "hear her first: a case is sent only with what she says (\"wijkboek case hear\")");
  }
  if (WasSent(record)) {
    const bool again = record.acknowledged.IsDone();
    if (!again) {
      return absl::FailedPreconditionError(
          absl::StrCat("it was sent", At(record.sent), " already: account for it next"));
    }
  }
  if (!author.is_coordinator) {
    return absl::InvalidArgumentError(
        "only a coordinator sends a case to the client manager: ask yours");
  }
  return absl::OkStatus();
}

absl::Status CheckAccounting(const CaseRecord& record, v1::CaseResult result) {
  RETURN_IF_ERROR(RequireStanding(record));
  if (!WasSent(record)) {
    return absl::FailedPreconditionError(
        "send it first: the client manager decides on what they have (\"wijkboek case send\")");
  }
  if (CaseResultText(result).empty()) {
    return absl::InvalidArgumentError("say what came of it: accepted, warning, sanction or other");
  }
  return absl::OkStatus();
}

absl::Status CheckAcknowledging(const CaseRecord& record) {
  if (!IsRetracted(record)) {
    return absl::FailedPreconditionError("this case stands: there is no retraction to acknowledge");
  }
  if (WasSent(record)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "this case was never sent: the client manager has nothing to acknowledge");
}

absl::Status Check(const CaseRecord& record, const v1::CaseChange& change,
                   const CaseAuthor& author) {
  if (author.person.IsZero()) return absl::InvalidArgumentError("say who decides");
  if (author.person == record.person) {
    return absl::InvalidArgumentError("nobody decides on a case of their own");
  }
  switch (change.change_case()) {
    case v1::CaseChange::kHeard:
      return CheckHearing(record, change.heard());
    case v1::CaseChange::kSent:
      return CheckSending(record, author);
    case v1::CaseChange::kAccounted:
      return CheckAccounting(record, change.accounted());
    case v1::CaseChange::kRetraction:
      return CheckAcknowledging(record);
    case v1::CaseChange::CHANGE_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError(
      "say what happens to the case: hear, send, account or acknowledge");
}

template <typename Body>
Body& About(const CaseRecord& record, Body& body) {
  body.set_enrolment_id(record.enrolment.ToString());
  for (const CivilDay day : record.days) body.add_days(day);
  return body;
}

void FillBody(const CaseRecord& record, const v1::CaseChange& change, EventDraft& draft) {
  v1::Event& event = draft.event;
  switch (change.change_case()) {
    case v1::CaseChange::kHeard: {
      event.set_kind(v1::EVENT_KIND_CASE_HEARD);
      v1::CaseHeard& body = About(record, *event.mutable_case_heard());
      body.set_language(change.heard().language());
      body.set_interpreter(change.heard().interpreter());
      v1::SealedText text;
      text.set_text(change.heard().text());
      text.set_language(change.heard().language());
      AddSealed(draft, v1::SEALED_FIELD_CASE_TEXT, text, record.person);
      return;
    }
    case v1::CaseChange::kSent:
      event.set_kind(v1::EVENT_KIND_CASE_SENT);
      About(record, *event.mutable_case_sent());
      return;
    case v1::CaseChange::kAccounted:
      event.set_kind(v1::EVENT_KIND_CASE_ACCOUNTED);
      About(record, *event.mutable_case_accounted()).set_result(change.accounted());
      return;
    default:
      event.set_kind(v1::EVENT_KIND_CASE_RETRACTION_ACKNOWLEDGED);
      About(record, *event.mutable_case_retraction_acknowledged())
          .set_sanction_undone(change.retraction().sanction_undone());
  }
}

}  // namespace

absl::StatusOr<EventDraft> DraftCaseChange(const CaseRecord& record, const v1::CaseChange& change,
                                           const CaseAuthor& author) {
  RETURN_IF_ERROR(Check(record, change, author));
  EventDraft draft;
  FillBody(record, change, draft);
  v1::Event& event = draft.event;
  if (!author.centre.IsZero()) event.set_centre_id(author.centre.ToString());
  AddPerson(event, record.person, v1::PERSON_ROLE_PARTICIPANT);
  event.mutable_actor()->set_method(author.method);
  event.mutable_actor()->set_person_id(author.person.ToString());
  for (const Hash& seen : record.events) event.add_seen(seen.ToString());
  return draft;
}

std::string CaseChangeNotice(const CaseRecord& record, const v1::CaseChange& change) {
  switch (change.change_case()) {
    case v1::CaseChange::kHeard:
      return record.heard.IsDone()
                 ? absl::StrCat("she was heard", At(record.heard),
                                " before: both stay, and this hearing is the one that is sent")
                 : "";
    case v1::CaseChange::kAccounted:
      return record.accounted.IsDone()
                 ? absl::StrCat("it was accounted for", At(record.accounted), " before as ",
                                CaseResultText(record.result), ": now it is ",
                                CaseResultText(change.accounted()))
                 : "";
    case v1::CaseChange::kRetraction:
      return record.acknowledged.IsDone()
                 ? absl::StrCat("it was acknowledged", At(record.acknowledged),
                                " before: this word replaces it")
                 : "";
    default:
      return "";
  }
}

std::string CaseName(const CaseRecord& record) {
  return absl::StrCat(record.enrolment.hex().substr(0, kEnrolmentDigits), "-",
                      record.days.empty() ? "" : FormatDay(record.days.front()));
}

std::string CaseResultText(int result) {
  switch (result) {
    case v1::CASE_RESULT_ACCEPTED:
      return "accepted";
    case v1::CASE_RESULT_WARNING:
      return "warning";
    case v1::CASE_RESULT_SANCTION:
      return "sanction";
    case v1::CASE_RESULT_OTHER:
      return "other";
    default:
      return "";
  }
}

std::string CaseStageText(CaseStage stage) {
  switch (stage) {
    case CaseStage::kCall:
      return "call";
    case CaseStage::kOpen:
      return "open";
    case CaseStage::kHeard:
      return "heard";
    case CaseStage::kSent:
      return "sent";
    case CaseStage::kAccounted:
      return "accounted";
    case CaseStage::kRetracted:
      return "retracted";
    case CaseStage::kRetractionAcknowledged:
      return "retraction acknowledged";
  }
  return "";
}

}  // namespace wijkboek
