#include "models/metrics/figures.hpp"

namespace curtain {
namespace {

std::optional<double> quotient(sim::Int128 part, sim::Int128 whole) {
  return whole == 0 ? std::nullopt : std::optional<double>(sim::ratio(part, whole));
}

/// The same of counts, which doubles hold exactly: several times as fast.
std::optional<double> part_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? std::nullopt
                    : std::optional<double>(static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace

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
  retried += other.retried;
  async_received += other.async_received;
  async_dropped += other.async_dropped;
  first_use += other.first_use;
  created += other.created;
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
  return part_of(cold, started());
}

std::optional<double> Figures::latency_mean() const {
  return quotient(latency_ns, static_cast<sim::Int128>(completed) * 1'000'000'000);
}

std::optional<double> Figures::execution_mean() const {
  return quotient(execution_ns, static_cast<sim::Int128>(completed) * 1'000'000'000);
}

std::optional<double> Figures::slowdown_mean() const {
  return quotient(slowdown, static_cast<sim::Int128>(completed - instant) * Responses::kSlowdownUnit);
}

std::optional<double> Figures::completed_share() const {
  return part_of(completed, arrived);
}

}  // namespace curtain
