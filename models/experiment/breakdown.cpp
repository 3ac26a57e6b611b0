#include "models/experiment/breakdown.hpp"

#include <algorithm>
#include <span>

#include "sim/histogram_set.hpp"

namespace curtain {
namespace {

double in_seconds(std::int64_t ns) {
  return static_cast<double>(ns) / 1e9;
}

Figures figures_of(const Tally& tally, const FunctionSpec& spec, std::size_t id) {
  const FunctionTally& counts = tally.functions()[id];
  const FunctionExtras& extras = tally.extras()[id];
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
  figures.thawed = extras.thawed;
  figures.old_attempts = extras.old_attempts;
  figures.old_instances = extras.old_instances;
  figures.retried = extras.retried;
  if (spec.traits.invoke == Invoke::async) {
    figures.async_received = counts.arrived;
    figures.async_dropped = figures.lost();
  }
  figures.first_use = extras.first_use;
  figures.created = extras.created;
  figures.created_mib = extras.created * spec.memory;
  figures.charged = charged_attempts(counts, extras);
  figures.instant = extras.instant;
  figures.latency_ns = tally.latency_ns(id);
  figures.execution_ns = tally.execution_ns(id);
  figures.slowdown = tally.slowdown(id);
  figures.busy_mib_ns = memory * tally.busy_ns(id);
  figures.ready_mib_ns = memory * extras.ready_ns;
  figures.live_mib_ns = memory * extras.live_ns;
  figures.billed_mib_ns = memory * tally.billed_ns(id);
  figures.evicted = extras.evicted;
  figures.live_ns = extras.live_ns;
  figures.shared_ns = extras.shared_ns;
  figures.alone_ns = extras.alone_ns;
  figures.queueing_ns = extras.queueing_ns;
  figures.platform = extras.platform;
  figures.platform.frontend_ns = figures.latency_ns - figures.execution_ns - extras.platform.total();
  return figures;
}

/// Computes quantiles from counts that are sorted by bucket. The results are limited to the known range of
/// the values.
LatencyFigures latency_of(std::span<const sim::BucketCount> counts, const ResponseRange& range) {
  const auto at = [&](double p) { return in_seconds(sim::quantile(counts, p, range.least, range.most)); };
  return {at(0.5), at(0.9), at(0.95), at(0.99), in_seconds(range.most)};
}

/// Sorts the counts by id, then by bucket, in ascending order.
void sort_by_bucket(std::vector<sim::BucketCount>& counts) {
  std::sort(counts.begin(), counts.end(), [](const sim::BucketCount& a, const sim::BucketCount& b) {
    return a.id != b.id ? a.id < b.id : a.bucket < b.bucket;
  });
}

}  // namespace

std::vector<Figures> figures_by_function(const RunOutcome& outcome, const FunctionTable& functions) {
  std::vector<Figures> all;
  all.reserve(outcome.tally.functions().size());
  for (std::size_t id = 0; id < outcome.tally.functions().size(); ++id) {
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

std::vector<sim::BucketCount> by_tenant(std::vector<sim::BucketCount> by_function,
                                        const FunctionTable& functions) {
  for (sim::BucketCount& count : by_function) {
    count.id = functions[FunctionId{count.id}].tenant.value();
  }
  sort_by_bucket(by_function);
  return by_function;
}

std::vector<Interval> intervals(const RunOutcome& outcome, std::size_t together, std::size_t first,
                                std::size_t end) {
  const Series& series = outcome.tally.series();
  end = std::min(end, series.bins().size());
  std::vector<Interval> all;
  for (std::size_t i = first; i < end; ++i) {
    const SeriesBin& bin = series.bins()[i];
    const auto number = static_cast<std::int64_t>(i);
    const Time from{number * series.width().ns()};
    const Time to = sim::saturating_add(from, series.width());
    if ((i - first) % together == 0) {
      all.push_back({from, to, bin, 0, bin.arrived, std::nullopt, std::nullopt, std::nullopt});
    } else {
      all.back().to = to;
      all.back().counts.join(bin);
      all.back().most_arrived = std::max(all.back().most_arrived, bin.arrived);
    }
  }
  std::vector<sim::BucketCount> responses = series.responses().counts();
  std::erase_if(responses,
                [&](const sim::BucketCount& count) { return count.id < first || count.id >= end; });
  for (sim::BucketCount& count : responses) {
    count.id = static_cast<std::uint32_t>((count.id - first) / together);
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
  const auto sum_before = [&sums](std::size_t bin) {
    return bin == 0 ? Accrued() : sums[std::min(bin, sums.size()) - 1];
  };
  for (std::size_t i = 0; i < all.size() && !sums.empty(); ++i) {
    all[i].accrued = sum_before(std::min(first + (i + 1) * together, end)) - sum_before(first + i * together);
    const std::size_t last = std::min(first + (i + 1) * together, end) - 1;
    all[i].standing = series.standings()[std::min(last, series.standings().size() - 1)];
  }
  return all;
}

}  // namespace curtain
