#pragma once
// Counts over all replications of a variant, by function, by tenant, and as distributions.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/experiment/run.hpp"
#include "models/metrics/declaration.hpp"
#include "models/metrics/figures.hpp"
#include "sim/histogram_set.hpp"

namespace curtain {

/// A distribution in LogBuckets, with the exact minimum, maximum and sum. The values in a bucket are within
/// 1.6 % of each other.
class PooledHistogram {
 public:
  void add(const sim::Histogram& histogram);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] sim::Int128 sum() const { return sum_; }

  /// Calls `visit(from, to, count)` for each bucket that is not empty, in increasing order. `count` is the
  /// number of values in [from, to]. The first and the last bucket are limited to the exact minimum and
  /// maximum.
  template <class Visitor>
  void for_each_bucket(Visitor&& visit) const {
    for (const auto& [bucket, count] : buckets_) {
      visit(std::max(sim::LogBuckets::first(bucket), least_), std::min(sim::LogBuckets::last(bucket), most_),
            count);
    }
  }

 private:
  std::map<std::size_t, std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  sim::Int128 sum_ = 0;
  std::int64_t least_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t most_ = 0;
};

/// The counts of one function or tenant over all replications that have this function or tenant.
struct PooledPart {
  Figures figures;
  Charge charge;
  std::vector<Figures> functions;         ///< figures of the tenant's functions, or of the function itself
  std::vector<sim::BucketCount> latency;  ///< sorted by bucket
  ResponseRange range;
  std::uint64_t replications = 0;  ///< number of replications that have the function or tenant
  /// The memory size of the function. Empty if replications draw different sizes.
  std::optional<std::uint64_t> memory_mib;

  void add(const PooledPart& other);
  /// The inputs of metrics, as for a single run that contains all replications. This object must outlive the
  /// result.
  [[nodiscard]] Counted counted(const BillingParameters& billing) const;
};

/// Adds up the counts of replications. All counts are whole numbers, so the order of replications has no
/// effect. Memory is proportional to the number of functions, but not of replications. Functions with the
/// same tenant and name count as one function, even if each replication draws its own population.
class Pooled {
 public:
  using FunctionKey = std::pair<std::string, std::string>;  ///< names of tenant and function

  /// Adds a run, which must have been made with RunSettings::by_function.
  void add(const RunResult& result, const BillingParameters& billing);

  [[nodiscard]] const std::map<FunctionKey, PooledPart>& functions() const { return functions_; }
  /// The tenants' counts, indexed by name.
  [[nodiscard]] std::map<std::string, PooledPart> tenants() const;
  [[nodiscard]] const PooledHistogram& latency() const { return latency_; }        ///< in nanoseconds
  [[nodiscard]] const PooledHistogram& cold_start() const { return cold_start_; }  ///< in nanoseconds

 private:
  std::map<FunctionKey, PooledPart> functions_;
  std::map<std::string, std::uint64_t> replications_of_tenants_;
  PooledHistogram latency_;
  PooledHistogram cold_start_;
};

}  // namespace curtain
