#include "models/experiment/breakdown.hpp"

#include <algorithm>
#include <span>

#include "sim/histogram_set.hpp"

namespace curtain {
namespace {

double in_seconds(std::int64_t ns) {
  return static_cast<double>(ns) / 1e9;
}

std::optional<double> quotient(sim::Int128 part, sim::Int128 whole) {
  return whole == 0 ? std::nullopt : std::optional<double>(sim::ratio(part, whole));
}

Figures figures_of(const Tally& tally, const FunctionSpec& spec, std::size_t id) {
  const FunctionTally& counts = tally.functions[id];
  const FunctionExtras& extras = tally.extras[id];
  const auto memory = static_cast<sim::Int128>(spec.memory);
  Figures figures;
  figures.functions = 1;
  figures.arrived = counts.arrived;
  figures.completed = counts.completed;
  figures.outcomes = extras.outcomes;
  figures.rejections = extras.rejections;
  figures.warm = counts.warm;
  figures.cold = extras.cold;
  figures.waited = extras.waited;
  figures.retried = extras.retried;
  if (spec.traits.invoke == Invoke::async) {
    figures.async_received = counts.arrived;
    figures.async_dropped = figures.lost();
  }
  figures.first_use = extras.first_use;
  figures.created = extras.created;
  figures.charged = charged_attempts(counts, extras);
  figures.instant = extras.instant;
  figures.latency_ns = tally.latency_ns(id);
  figures.execution_ns = tally.execution_ns(id);
  figures.slowdown = tally.slowdown(id);
  figures.busy_mib_ns = memory * tally.busy_ns(id);
  figures.ready_mib_ns = memory * extras.ready_ns;
  figures.live_mib_ns = memory * extras.live_ns;
  figures.billed_mib_ns = memory * tally.billed_ns(id);
  return figures;
}

/// Quantiles of counts in order of their buckets, within what the values are known to lie in.
LatencyFigures latency_of(std::span<const sim::BucketCount> counts, const ResponseRange& range) {
  const auto at = [&](double p) { return in_seconds(sim::quantile(counts, p, range.least, range.most)); };
  return {at(0.5), at(0.9), at(0.95), at(0.99), in_seconds(range.most)};
}

/// By id, and the buckets of one id in ascending order.
void sort_by_bucket(std::vector<sim::BucketCount>& counts) {
  std::sort(counts.begin(), counts.end(), [](const sim::BucketCount& a, const sim::BucketCount& b) {
    return a.id != b.id ? a.id < b.id : a.bucket < b.bucket;
  });
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
  return *this;
}

std::optional<double> Figures::cold_ratio() const {
  return quotient(cold, started());
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
  return quotient(completed, arrived);
}

std::vector<Figures> figures_by_function(const RunOutcome& outcome, const FunctionTable& functions) {
  std::vector<Figures> all;
  all.reserve(outcome.tally.functions.size());
  for (std::size_t id = 0; id < outcome.tally.functions.size(); ++id) {
    all.push_back(figures_of(outcome.tally, functions[FunctionId{id}], id));
  }
  return all;
}

std::vector<Figures> figures_by_tenant(const std::vector<Figures>& by_function,
                                       const FunctionTable& functions) {
  std::vector<Figures> all(functions.tenant_count());
  for (std::size_t id = 0; id < by_function.size(); ++id) {
    all[functions[FunctionId{id}].tenant.index()] += by_function[id];
  }
  return all;
}

std::vector<std::optional<LatencyFigures>> latency_by_function(const RunOutcome& outcome) {
  const Responses& responses = outcome.tally.responses;
  std::vector<std::optional<LatencyFigures>> all(responses.ranges().size());
  const std::vector<sim::BucketCount> counts = responses.latency_by_function().counts();
  for (std::size_t id = 0; id < all.size(); ++id) {
    const auto own = sim::counts_of(counts, static_cast<std::uint32_t>(id));
    if (!own.empty()) {
      all[id] = latency_of(own, responses.ranges()[id]);
    }
  }
  return all;
}

std::vector<std::optional<LatencyFigures>> latency_by_tenant(const RunOutcome& outcome,
                                                             const FunctionTable& functions) {
  const Responses& responses = outcome.tally.responses;
  if (!responses.is_by_function()) {
    return {};
  }
  std::vector<ResponseRange> ranges(functions.tenant_count());
  for (std::size_t id = 0; id < responses.ranges().size(); ++id) {
    ResponseRange& range = ranges[functions[FunctionId{id}].tenant.index()];
    range.least = std::min(range.least, responses.ranges()[id].least);
    range.most = std::max(range.most, responses.ranges()[id].most);
  }
  std::vector<sim::BucketCount> counts = responses.latency_by_function().counts();
  for (sim::BucketCount& count : counts) {
    count.id = functions[FunctionId{count.id}].tenant.value();
  }
  sort_by_bucket(counts);
  std::vector<std::optional<LatencyFigures>> all(functions.tenant_count());
  for (std::size_t id = 0; id < all.size(); ++id) {
    const auto own = sim::counts_of(counts, static_cast<std::uint32_t>(id));
    if (!own.empty()) {
      all[id] = latency_of(own, ranges[id]);
    }
  }
  return all;
}

std::vector<Interval> intervals(const RunOutcome& outcome, std::size_t together) {
  const Series& series = outcome.tally.series;
  std::vector<Interval> all;
  Time from{0};
  for (std::size_t i = 0; i < series.bins().size(); ++i) {
    const Time to = sim::saturating_add(from, series.width());
    if (i % together == 0) {
      all.push_back({from, to, series.bins()[i], 0, std::nullopt, std::nullopt});
    } else {
      all.back().to = to;
      all.back().counts.join(series.bins()[i]);
    }
    from = to;
  }
  std::vector<sim::BucketCount> responses = series.responses().counts();
  for (sim::BucketCount& count : responses) {
    count.id /= static_cast<std::uint32_t>(together);
  }
  sort_by_bucket(responses);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto own = sim::counts_of(responses, static_cast<std::uint32_t>(i));
    for (const sim::BucketCount& count : own) {
      all[i].answered += count.count;
    }
    if (!own.empty()) {
      all[i].latency = latency_of(own, {all[i].counts.least_response, all[i].counts.most_response});
    }
  }
  const std::vector<Accrued>& sums = series.accrued();
  Accrued before;
  for (std::size_t i = 0; i < all.size() && !sums.empty(); ++i) {
    const Accrued& after = sums[std::min((i + 1) * together, sums.size()) - 1];
    all[i].accrued = after - before;
    before = after;
  }
  return all;
}

std::optional<Spread> spread_of(std::vector<double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const auto at = [&values](double p) {
    return values[static_cast<std::size_t>(sim::LogBuckets::rank(p, values.size()) - 1)];
  };
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return Spread{sum / static_cast<double>(values.size()), at(0.5), at(0.75), at(0.9), values.back()};
}

std::optional<double> jain_index(const std::vector<double>& values) {
  double sum = 0;
  double squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  return squares == 0 ? std::nullopt
                      : std::optional<double>(sum * sum / (static_cast<double>(values.size()) * squares));
}

}  // namespace curtain
