#include "server/facts_pass.h"

#include <utility>

#include "server/badge_facts.h"
#include "server/centre_facts.h"
#include "server/enrolment_facts.h"
#include "server/fact_parts.h"
#include "server/person_facts.h"
#include "server/programme_facts.h"
#include "server/session_facts.h"

namespace wijkboek {

struct FactsPass::Parts {
  Parts(const OfficeRecord& record, const SecretKey& lookup_key, std::int64_t now_ms,
        FactErrors& errors, Emit emit)
      : common(record, lookup_key, now_ms, errors, std::move(emit)) {}

  FactParts common;
  ProgrammeFacts programmes{common};
  EnrolmentFacts enrolments{common};
  BadgeFacts badges{common};
};

FactsPass::FactsPass(const OfficeRecord& record, const SecretKey& lookup_key, std::int64_t now_ms,
                     FactErrors& errors, Emit emit)
    : parts_(std::make_unique<Parts>(record, lookup_key, now_ms, errors, std::move(emit))) {}
FactsPass::~FactsPass() = default;

void FactsPass::At(absl::string_view list, std::uint32_t number) {
  parts_->common.fields().At(list, number);
}

void FactsPass::Take(const v1::ProgrammeFact& fact) {
  parts_->common.fields().Begin();
  parts_->programmes.Take(fact);
}

void FactsPass::Take(const v1::RuleFact& fact) { parts_->programmes.Take(fact); }

void FactsPass::Take(const v1::CentreFact& fact) {
  parts_->common.fields().Begin();
  TakeCentre(fact, parts_->common);
}

void FactsPass::Take(const v1::CohortFact& fact) {
  parts_->common.fields().Begin();
  parts_->enrolments.Take(fact);
}

void FactsPass::Take(const v1::ParticipantFact& fact) {
  parts_->common.fields().Begin();
  TakeParticipant(fact, parts_->common);
}

void FactsPass::Take(const v1::ResidentFact& fact) {
  parts_->common.fields().Begin();
  TakeResident(fact, parts_->common);
}

void FactsPass::Take(const v1::CoachFact& fact) {
  parts_->common.fields().Begin();
  TakeCoach(fact, parts_->common);
}

void FactsPass::Take(const v1::EnrolmentFact& fact) {
  parts_->common.fields().Begin();
  parts_->enrolments.Take(fact);
}

void FactsPass::Take(const v1::SessionFact& fact) {
  parts_->common.fields().Begin();
  TakeSession(fact, parts_->common);
}

void FactsPass::Take(const v1::BadgeFact& fact) {
  parts_->common.fields().Begin();
  parts_->badges.Take(fact);
}

bool FactsPass::CancelSession(const Id& session) {
  return wijkboek::CancelSession(session, parts_->common);
}

absl::Status FactsPass::Finish() {
  parts_->enrolments.Finish();
  parts_->badges.Finish();
  return status();
}

const absl::Status& FactsPass::status() const { return parts_->common.status(); }
std::uint32_t FactsPass::events() const { return parts_->common.events(); }
std::uint32_t FactsPass::unchanged() const { return parts_->common.unchanged(); }
std::uint32_t FactsPass::sessions_moved() const { return parts_->common.moved(); }

}  // namespace wijkboek
