#pragma once
// The runs of a comparison, on several threads, and the results that are kept.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "models/experiment/compare.hpp"
#include "models/experiment/pooled.hpp"
#include "models/experiment/run.hpp"

namespace curtain {

/// The members of Metric that are kept for each run.
struct Measured {
  MetricNumber value;
  double resolution = 0;
  double functions = 0;
  double calls = 0;
  double tail = 0;
};

/// The results that are kept from one run.
struct RunKept {
  std::vector<Measured> metrics;  ///< in the order of VariantRuns::names()
  std::uint64_t fingerprint = 0;
  bool partial = false;
  std::vector<std::string> broken;
  Warnings warnings;
};

/// Runs every replication of every variant. Keeps only the numbers of each run, 48 bytes per metric; counts
/// by function are added up. Both arguments must outlive this object.
class VariantRuns {
 public:
  /// Throws ScenarioError for a metric that the scenario cannot have.
  VariantRuns(const std::vector<Variant>& variants, const CompareSettings& settings);

  void run_all();

  /// The metrics to compare, first those of the whole run, then those of the requested scopes.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const RunKept& of(std::size_t variant, std::size_t replication) const {
    return kept_[index(variant, replication)];
  }
  /// The reason why the variant has no numbers. Empty if all its replications ran.
  [[nodiscard]] std::string failure(std::size_t variant) const;
  /// Throws the exception of the first run that failed. At least one run must have failed.
  [[noreturn]] void rethrow_first() const;
  /// The pooled counts, indexed by variant, if CompareSettings::pools is set. Must be called at most once.
  std::vector<Pooled> take_pooled() { return std::move(pooled_); }

 private:
  class Together;

  [[nodiscard]] std::size_t index(std::size_t variant, std::size_t replication) const {
    return replication * variants_.size() + variant;
  }
  [[nodiscard]] bool is_interrupted() const {
    return settings_.interrupt != nullptr && settings_.interrupt->load(std::memory_order_relaxed);
  }
  std::vector<Time> common_warm_ups();
  void run_one(std::size_t variant, std::size_t replication, Time warm_up, Together& together);
  void keep(std::size_t variant, RunKept& kept, RunResult result);

  const std::vector<Variant>& variants_;
  const CompareSettings& settings_;
  std::vector<std::string> names_;
  std::vector<RunKept> kept_;
  std::vector<std::exception_ptr> errors_;
  std::vector<Pooled> pooled_;
  std::vector<std::mutex> pooling_;
};

}  // namespace curtain
