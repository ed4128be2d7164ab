// The stage "office facts": a file of the office, passed to the planner in an order in which each
// fact finds what it refers to. The file's format: docs/office-facts.md.
#ifndef WIJKBOEK_SERVER_OFFICE_FACTS_H_
#define WIJKBOEK_SERVER_OFFICE_FACTS_H_

#include "absl/status/status.h"
#include "common/crypto.h"
#include "server/fact_errors.h"
#include "server/facts_pass.h"
#include "wijkboek/v1/office.pb.h"

namespace wijkboek {

// Passes all facts of the file and finishes the pass. Things that are missing from the file stay as
// they are. Errors as FactsPass::Finish.
absl::Status PassFacts(const v1::OfficeFacts& facts, FactsPass& pass);
// The sessions that the request calls off first, then its facts.
absl::Status PassRequest(const v1::ApplyFactsRequest& request, const SecretKey& lookup_key,
                         FactErrors& errors, FactsPass& pass);

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_OFFICE_FACTS_H_
