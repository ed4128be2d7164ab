// evidence: what an auditor needs to check a report, as a folder.
#include <google/protobuf/util/json_util.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "client/cli/capture.h"
#include "client/cli/evidence_texts.h"
#include "client/cli/options.h"
#include "client/cli/print.h"
#include "common/crypto.h"
#include "common/status.h"

namespace wijkboek {
namespace {

struct EvidenceArguments {
  v1::GetEvidenceRequest request;
  std::string folder;
};

// A folder that fills up, file after file. What is begun and not finished is taken away again.
class EvidenceFolder {
 public:
  explicit EvidenceFolder(std::filesystem::path path) : path_(std::move(path)) {}
  ~EvidenceFolder() {
    std::error_code ignored;
    if (made_ && !finished_) std::filesystem::remove_all(path_, ignored);
  }

  // ALREADY_EXISTS: nobody's files are overwritten.
  absl::Status Make() {
    std::error_code error;
    made_ = std::filesystem::create_directory(path_, error);
    if (error) return absl::UnavailableError(absl::StrCat(path_.string(), ": ", error.message()));
    if (!made_) {
      return absl::AlreadyExistsError(
          absl::StrCat(path_.string(), " is there already: name a folder that is not"));
    }
    // It holds keys.
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, error);
    if (error) return absl::UnavailableError(absl::StrCat(path_.string(), ": ", error.message()));
    return absl::OkStatus();
  }

  absl::Status Add(const std::string& file, const std::string& content) {
    files_[file].append(content);
    return absl::OkStatus();
  }

  const std::string& ContentOf(const std::string& file) { return files_[file]; }

  // With their sums.
  absl::Status Finish() {
    std::string sums;
    for (const auto& [file, content] : files_) {
      absl::StrAppend(&sums, Sha256(content).hex(), "  ", file, "\n");
      RETURN_IF_ERROR(Write(file, content));
    }
    RETURN_IF_ERROR(Write("SHA256SUMS", sums));
    finished_ = true;
    return absl::OkStatus();
  }

 private:
  absl::Status Write(const std::string& file, const std::string& content) const {
    std::ofstream out(path_ / file, std::ios::binary);
    out << content;
    out.close();
    if (out.good()) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat((path_ / file).string(), " could not be written"));
  }

  const std::filesystem::path path_;
  std::map<std::string, std::string> files_;
  bool made_ = false;
  bool finished_ = false;
};

absl::Status Evidence(const CommandContext& context, const EvidenceArguments& arguments) {
  EvidenceFolder folder(arguments.folder);
  RETURN_IF_ERROR(folder.Make());
  RETURN_IF_ERROR(
      context.office()->GetEvidence(arguments.request, [&](const v1::GetEvidenceResponse& piece) {
        // A name is a name, whatever the server says.
        if (std::filesystem::path(piece.file()).filename() != piece.file()) {
          return absl::InternalError("the server named a file with a folder");
        }
        return folder.Add(piece.file(), piece.content());
      }));
  v1::GetReportResponse report;
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(folder.ContentOf("report.json"), &report);
  if (!parsed.ok()) return absl::InternalError(absl::StrCat("report.json: ", parsed.ToString()));
  RETURN_IF_ERROR(folder.Add("report.csv", ReportCsv(report)));
  RETURN_IF_ERROR(folder.Add("README.txt", std::string(kEvidenceReadme)));
  RETURN_IF_ERROR(folder.Add("verify.py", std::string(kEvidenceVerifier)));
  RETURN_IF_ERROR(folder.Finish());
  context.out() << arguments.folder << ": check it with python3 " << arguments.folder
                << "/verify.py\n"
                << "It holds keys that open personal data: keep it as you keep such data.\n";
  return absl::OkStatus();
}

}  // namespace

void AddEvidenceCommands(CLI::App& app, CommandContext& context) {
  auto arguments = std::make_shared<EvidenceArguments>();
  CLI::App* command =
      AddCommand(app, context, "evidence", "What an auditor needs to check a report that was filed",
                 arguments, Evidence);
  AddText(*command, "--report", "The name under which it was filed, such as 2026-Q1",
          [arguments](const std::string& name) { arguments->request.set_filed(name); })
      ->required();
  command->add_option("--to", arguments->folder, "The folder to make")->required();
  command
      ->add_option_function<std::uint32_t>(
          "--sample", [arguments](std::uint32_t count) { arguments->request.set_sample(count); },
          "How many participants are drawn")
      ->check(CLI::Range(1, 1000))
      ->default_str("30");
  AddText(*command, "--seed", "Draws by this text; without it by the report's own fingerprint",
          [arguments](const std::string& seed) { arguments->request.set_seed(seed); });
}

}  // namespace wijkboek
