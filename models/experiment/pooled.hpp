#pragma once
// What the replications of a variant counted together: by function, by tenant, and in distributions.
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "models/experiment/run.hpp"
#include "models/metrics/declaration.hpp"
#include "models/metrics/figures.hpp"
#include "sim/histogram_set.hpp"

namespace curtain {

/// A distribution in LogBuckets, whose values are within 1.6 % of each other in a bucket; with the exact
/// extremes and sum.
class PooledHistogram {
 public:
  void add(const sim::Histogram& histogram);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] sim::Int128 sum() const { return sum_; }

  /// Calls `visit(from, to, count)` for each bucket that is not empty, in increasing order: `count` values
  /// were in [from, to], both included, the first and the last within the exact extremes.
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

/// What is counted of one function, or of one tenant, over all replications that have it.
struct PooledPart {
  Figures figures;
  Charge charge;
  std::vector<Figures> functions;         ///< of a tenant, its functions'; of a function, itself
  std::vector<sim::BucketCount> latency;  ///< in order of the buckets
  ResponseRange range;
  std::uint64_t replications = 0;  ///< in which it exists

  void add(const PooledPart& other);
  /// As of a run in which all replications happened. This must outlive the result.
  [[nodiscard]] Counted counted(const BillingParameters& billing) const;
};

/// Whole numbers only, so that the order in which replications are added does not show. Memory grows with the
/// functions and not with the replications, unless each replication draws functions of other memory sizes.
class Pooled {
 public:
  /// Tenant, name and memory size in MiB: a population that each replication draws may give one name several
  /// sizes.
  using FunctionKey = std::tuple<std::string, std::string, std::uint64_t>;

  /// Adds a run with RunSettings::by_function.
  void add(const RunResult& result, const BillingParameters& billing);

  [[nodiscard]] const std::map<FunctionKey, PooledPart>& functions() const { return functions_; }
  /// By name.
  [[nodiscard]] std::map<std::string, PooledPart> tenants() const;
  [[nodiscard]] const PooledHistogram& latency() const { return latency_; }        ///< nanoseconds
  [[nodiscard]] const PooledHistogram& cold_start() const { return cold_start_; }  ///< nanoseconds

 private:
  std::map<FunctionKey, PooledPart> functions_;
  std::map<std::string, std::uint64_t> replications_of_tenants_;
  PooledHistogram latency_;
  PooledHistogram cold_start_;
};

}  // namespace curtain
