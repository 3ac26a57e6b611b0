#include "models/metrics/figures.hpp"

#include "models/metrics/values.hpp"

namespace curtain {

Figures& Figures::operator+=(const Figures& other) {
  functions += other.functions;
  arrived += other.arrived;
  completed += other.completed;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    outcomes[i] += other.outcomes[i];
  }
  for (std::size_t i = 0; i < rejections.size(); ++i) {
    rejections[i] += other.rejections[i];
  }
  warm += other.warm;
  cold += other.cold;
  waited += other.waited;
  thawed += other.thawed;
  old_attempts += other.old_attempts;
  old_instances += other.old_instances;
  retried += other.retried;
  async_received += other.async_received;
  async_dropped += other.async_dropped;
  first_use += other.first_use;
  created += other.created;
  created_mib += other.created_mib;
  charged += other.charged;
  instant += other.instant;
  latency_ns += other.latency_ns;
  execution_ns += other.execution_ns;
  slowdown += other.slowdown;
  busy_mib_ns += other.busy_mib_ns;
  ready_mib_ns += other.ready_mib_ns;
  live_mib_ns += other.live_mib_ns;
  billed_mib_ns += other.billed_mib_ns;
  evicted += other.evicted;
  live_ns += other.live_ns;
  shared_ns += other.shared_ns;
  alone_ns += other.alone_ns;
  queueing_ns += other.queueing_ns;
  platform += other.platform;
  return *this;
}

std::optional<double> Figures::cold_ratio() const {
  return metrics::share(cold, started());
}

std::optional<double> Figures::latency_mean() const {
  return metrics::mean_seconds(latency_ns, completed);
}

std::optional<double> Figures::execution_mean() const {
  return metrics::mean_seconds(execution_ns, completed);
}

std::optional<double> Figures::slowdown_mean() const {
  const std::uint64_t counted = completed - instant;
  return counted == 0 ? std::nullopt
                      : std::optional<double>(sim::ratio(
                            slowdown, static_cast<sim::Int128>(counted) * Responses::kSlowdownUnit));
}

std::optional<double> Figures::completed_share() const {
  return metrics::share(completed, arrived);
}

}  // namespace curtain
