#include "server/metrics.h"

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <prometheus/metric_family.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/civil_time.h"
#include "common/status.h"

namespace wijkboek {
namespace {

using prometheus::MetricFamily;

// A kiosk with a network is heard every few seconds.
constexpr std::int64_t kSilentMs = 15 * kMinuteMs;

// One number at one moment, with labels where there are several.
class GaugeFamily {
 public:
  GaugeFamily(std::string name, std::string help) {
    family_.name = std::move(name);
    family_.help = std::move(help);
    family_.type = prometheus::MetricType::Gauge;
  }

  GaugeFamily& Add(double value, absl::string_view label = {}, absl::string_view of = {}) {
    prometheus::ClientMetric& metric = family_.metric.emplace_back();
    if (!label.empty()) metric.label.push_back({std::string(label), std::string(of)});
    metric.gauge.value = value;
    return *this;
  }

  MetricFamily Give() { return std::move(family_); }

 private:
  MetricFamily family_;
};

std::string StateWord(v1::DeviceState state) {
  constexpr absl::string_view kPrefix = "DEVICE_STATE_";
  std::string word = v1::DeviceState_Name(state);
  if (absl::StartsWith(word, kPrefix)) word.erase(0, kPrefix.size());
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return absl::ascii_tolower(c); });
  return word.empty() ? "other" : word;
}

double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

class Collector final : public prometheus::Collectable {
 public:
  explicit Collector(MetricsParts parts) : parts_(std::move(parts)) {}

  std::vector<MetricFamily> Collect() const override {
    std::vector<MetricFamily> families;
    families.push_back(GaugeFamily("wijkboek_info", "1; the label says which version runs.")
                           .Add(1, "version", parts_.version)
                           .Give());
    families.push_back(GaugeFamily("wijkboek_log_position", "The last position of the log.")
                           .Add(static_cast<double>(parts_.log.tail().position))
                           .Give());
    families.push_back(GaugeFamily("wijkboek_resident_memory_bytes", "Memory in use.")
                           .Add(ResidentBytes())
                           .Give());
    AddDerived(families);
    AddKiosks(families);
    AddFiles(families);
    return families;
  }

 private:
  // What is not known now is left out, and comes with the next scrape.
  void AddDerived(std::vector<MetricFamily>& families) const {
    std::uint64_t position = 0;
    std::map<std::string, std::size_t> doubts;
    std::size_t set_aside = 0;
    const absl::Status read = parts_.reconciler.Read([&](const Ledger& ledger) -> absl::Status {
      position = ledger.positions().event;
      ASSIGN_OR_RETURN(const std::vector<Discrepancy> open, ledger.Discrepancies());
      for (const Discrepancy& doubt : open) ++doubts[doubt.kind];
      ASSIGN_OR_RETURN(const std::vector<SetAsideFact> facts, ledger.SetAside());
      set_aside = facts.size();
      return absl::OkStatus();
    });
    if (!read.ok()) return;
    families.push_back(
        GaugeFamily("wijkboek_derived_position",
                    "The position of the log up to which figures were derived; behind "
                    "wijkboek_log_position only for moments.")
            .Add(static_cast<double>(position))
            .Give());
    GaugeFamily open("wijkboek_open_discrepancies", "What somebody must look at, by kind.");
    for (const auto& [kind, count] : doubts) open.Add(static_cast<double>(count), "kind", kind);
    families.push_back(open.Give());
    families.push_back(
        GaugeFamily("wijkboek_facts_set_aside", "Facts that are kept and stand in no figure yet.")
            .Add(static_cast<double>(set_aside))
            .Give());
  }

  void AddKiosks(std::vector<MetricFamily>& families) const {
    const std::int64_t now_ms = parts_.now_ms();
    std::map<std::string, std::size_t> states;
    std::size_t silent = 0;
    std::size_t forked = 0;
    std::int64_t behind_ms = 0;
    for (const DeviceRecord& device : parts_.registry.List()) {
      ++states[StateWord(device.state)];
      forked += device.forked ? 1 : 0;
      if (device.state != v1::DEVICE_STATE_ENROLLED) continue;
      silent += now_ms - device.last_heard_ms > kSilentMs ? 1 : 0;
      if (device.heard_through_ms > 0) {
        behind_ms = std::max(behind_ms, now_ms - device.heard_through_ms);
      }
    }
    GaugeFamily kiosks("wijkboek_kiosks", "Kiosks by what the server admits them as.");
    for (const auto& [state, count] : states) {
      kiosks.Add(static_cast<double>(count), "state", state);
    }
    families.push_back(kiosks.Give());
    families.push_back(GaugeFamily("wijkboek_kiosks_silent",
                                   "Enrolled kiosks that were not heard for fifteen minutes; at "
                                   "night that is as it should be.")
                           .Add(static_cast<double>(silent))
                           .Give());
    families.push_back(GaugeFamily("wijkboek_kiosks_forked",
                                   "Kiosks of which a second store wrote under the same name.")
                           .Add(static_cast<double>(forked))
                           .Give());
    families.push_back(
        GaugeFamily("wijkboek_heard_through_age_seconds",
                    "How long ago it is that everything was heard of the enrolled kiosk that is "
                    "furthest behind.")
            .Add(static_cast<double>(behind_ms) / 1000)
            .Give());
  }

  void AddFiles(std::vector<MetricFamily>& families) const {
    GaugeFamily sizes("wijkboek_file_bytes", "Sizes of the stores.");
    for (const auto& [name, path] : parts_.files) {
      std::error_code error;
      const std::uintmax_t bytes = std::filesystem::file_size(path, error);
      if (!error) sizes.Add(static_cast<double>(bytes), "file", name);
    }
    families.push_back(sizes.Give());
  }

  const MetricsParts parts_;
};

class Listener final : public MetricsListener {
 public:
  Listener(const std::string& listen, MetricsParts parts)
      : collector_(std::make_shared<Collector>(std::move(parts))), exposer_(listen, 1) {
    exposer_.RegisterCollectable(collector_);
  }

  std::string url() const override {
    const std::vector<int> ports = exposer_.GetListeningPorts();
    return absl::StrCat("http://127.0.0.1:", ports.empty() ? 0 : ports.front(), "/metrics");
  }

 private:
  // The exposer holds it weakly.
  std::shared_ptr<Collector> collector_;
  prometheus::Exposer exposer_;
};

absl::Status CheckLoopback(absl::string_view listen) {
  constexpr absl::string_view kLoopback = "127.0.0.1:";
  int port = 0;
  if (absl::ConsumePrefix(&listen, kLoopback) && absl::SimpleAtoi(listen, &port) && port >= 0 &&
      port <= 65535) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "metrics are for this machine alone: give 127.0.0.1 and a port, such as 127.0.0.1:9464");
}

}  // namespace

absl::StatusOr<std::unique_ptr<MetricsListener>> MetricsListener::Start(const std::string& listen,
                                                                        MetricsParts parts) {
  RETURN_IF_ERROR(CheckLoopback(listen));
  // The library throws what it can't do; nothing of ours does.
  try {
    return std::make_unique<Listener>(listen, std::move(parts));
  } catch (const std::exception& error) {
    return absl::UnavailableError(
        absl::StrCat("metrics at ", listen, ": ", error.what(), "; is the port in use?"));
  }
}

}  // namespace wijkboek
