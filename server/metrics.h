// What the server says of itself to Prometheus: positions, kiosks, doubts, sizes. Nothing about
// anybody: no name, no id, no place. docs/metrics.md.
#ifndef WIJKBOEK_SERVER_METRICS_H_
#define WIJKBOEK_SERVER_METRICS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "server/log_store.h"
#include "server/reconciler.h"
#include "server/registry.h"

namespace wijkboek {

// What is measured; all of it outlives the listener and is thread-safe.
struct MetricsParts {
  const LogStore& log;
  Reconciler& reconciler;
  const Registry& registry;
  // Real time, UTC.
  std::function<std::int64_t()> now_ms;
  std::string version;
  // Files whose size is told, by what they are called there: {"ledger", "/…/ledger.db"}.
  std::vector<std::pair<std::string, std::string>> files;
};

// Answers GET /metrics over plain HTTP from Start until destruction.
class MetricsListener {
 public:
  // `listen`: "127.0.0.1:9464"; port 0: a free one. INVALID_ARGUMENT for what is no address of
  // loopback: whoever may read it is for the machine to say. UNAVAILABLE when the port is in use.
  static absl::StatusOr<std::unique_ptr<MetricsListener>> Start(const std::string& listen,
                                                                MetricsParts parts);
  virtual ~MetricsListener() = default;
  // "http://127.0.0.1:9464/metrics".
  virtual std::string url() const = 0;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_METRICS_H_
