#include "models/experiment/pooled.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <span>

#include "models/experiment/billing.hpp"
#include "models/experiment/breakdown.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Returns the sum of two lists of counts, which are sorted by bucket. The ids of the histograms are ignored.
std::vector<sim::BucketCount> joined_counts(std::span<const sim::BucketCount> a,
                                            std::span<const sim::BucketCount> b) {
  std::vector<sim::BucketCount> both;
  both.reserve(std::max(a.size(), b.size()));
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    const bool is_a = j == b.size() || (i < a.size() && a[i].bucket <= b[j].bucket);
    const sim::BucketCount& next = is_a ? a[i++] : b[j++];
    if (!both.empty() && both.back().bucket == next.bucket) {
      both.back().count += next.count;
    } else {
      both.push_back({0, next.bucket, next.count});
    }
  }
  return both;
}

}  // namespace

void PooledHistogram::add(const sim::Histogram& histogram) {
  if (histogram.count() == 0) {
    return;
  }
  histogram.for_each_bucket([this](std::int64_t first, std::int64_t /*last*/, std::uint64_t count) {
    // Each bucket of FineBuckets is within one bucket of LogBuckets.
    buckets_[sim::LogBuckets::of(first)] += count;
  });
  count_ += histogram.count();
  sum_ += histogram.sum();
  least_ = std::min(least_, histogram.min());
  most_ = std::max(most_, histogram.max());
}

void PooledPart::add(const PooledPart& other) {
  figures += other.figures;
  charge += other.charge;
  latency = joined_counts(latency, other.latency);
  range.include(other.range);
}

Counted PooledPart::counted(const BillingParameters& billing) const {
  Counted counted;
  counted.sums = figures;
  counted.functions = functions;
  counted.in_flight = figures.in_flight();
  counted.platform = figures.platform;
  counted.charge = charge;
  counted.bill = bill_of(charge, billing);
  counted.latency = Recorded(latency, range);
  return counted;
}

void Pooled::add(const RunResult& result, const BillingParameters& billing) {
  const Responses& responses = result.outcome.tally.responses();
  SIM_CHECK(responses.is_by_function());
  const std::vector<Figures> figures = figures_by_function(result.outcome, result.functions);
  const std::vector<sim::BucketCount> latency = responses.latency_by_function().counts();
  std::set<std::string> tenants;
  for (std::size_t id = 0; id < figures.size(); ++id) {
    const FunctionId function{id};
    const FunctionSpec& spec = result.functions[function];
    const std::string& tenant = result.functions.tenant_name(spec.tenant);
    tenants.insert(tenant);
    PooledPart& part = functions_[{tenant, spec.name}];
    const std::uint64_t memory{spec.memory};
    part.memory_mib =
        part.replications == 0 || part.memory_mib == memory ? std::optional(memory) : std::nullopt;
    if (CURTAIN_MUTANT(pools_first_replication_only, true, part.replications == 0)) {
      part.figures += figures[id];
    }
    part.figures.functions = 1;  // a function counts once, whatever the number of replications
    part.functions.assign(1, part.figures);
    part.charge += charge_of(function, result.outcome, result.functions, billing);
    part.latency = joined_counts(part.latency, sim::counts_of(latency, function.value()));
    part.range.include(responses.ranges()[id]);
    ++part.replications;
  }
  for (const std::string& tenant : tenants) {
    ++replications_of_tenants_[tenant];
  }
  latency_.add(responses.latency());
  cold_start_.add(result.outcome.tally.cold_start());
}

std::map<std::string, PooledPart> Pooled::tenants() const {
  std::map<std::string, PooledPart> tenants;
  for (const auto& [key, function] : functions_) {
    PooledPart& tenant = tenants[key.first];
    tenant.add(function);
    tenant.functions.push_back(function.figures);
  }
  for (auto& [name, tenant] : tenants) {
    tenant.replications = replications_of_tenants_.at(name);
  }
  return tenants;
}

}  // namespace curtain
