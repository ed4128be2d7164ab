// What an auditor's folder holds besides the report: deploy/evidence, built in.
#ifndef WIJKBOEK_CLIENT_CLI_EVIDENCE_TEXTS_H_
#define WIJKBOEK_CLIENT_CLI_EVIDENCE_TEXTS_H_

#include "absl/strings/string_view.h"

namespace wijkboek {

extern const absl::string_view kEvidenceReadme;
extern const absl::string_view kEvidenceVerifier;

}  // namespace wijkboek

#endif  // WIJKBOEK_CLIENT_CLI_EVIDENCE_TEXTS_H_
