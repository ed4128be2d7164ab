#include "tests/e2e/harness/papers.h"

#include "common/status.h"
#include "common/tls/x509.h"
#include "tests/e2e/harness/scratch.h"

namespace wijkboek {

absl::StatusOr<Papers> PapersOf(const Town& town, const DeviceIdentity& device) {
  const std::string folder = town.server_folder() + "/authority/";
  const KeyAndCertificate authority = {.key_pem = ReadFile(folder + "authority.key"),
                                       .certificate_pem = ReadFile(folder + "authority.pem")};
  Papers papers{.authority = authority.certificate_pem, .key = "", .certificate = ""};
  ASSIGN_OR_RETURN(papers.key, MakeTlsKey());
  ASSIGN_OR_RETURN(const std::string request, MakeSigningRequest(papers.key));
  ASSIGN_OR_RETURN(const Validity validity, ValidityOf(authority.certificate_pem));
  ASSIGN_OR_RETURN(papers.certificate,
                   IssueDeviceCertificate(authority, request, device, validity));
  return papers;
}

}  // namespace wijkboek
