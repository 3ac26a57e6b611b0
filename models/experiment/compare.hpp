#pragma once
// Paired comparison of variants. In each replication all variants get the same arrivals, durations and
// faults.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/interval_doubt.hpp"
#include "models/experiment/named_scopes.hpp"
#include "models/experiment/pooled.hpp"
#include "models/experiment/report.hpp"
#include "sim/interval.hpp"

namespace curtain {

/// One of the values of a factor.
struct Level {
  std::string name;   ///< a printable name, which is unique within the factor
  std::string value;  ///< value of the setting as YAML; for the factor of scenarios, the file
  std::string label;  ///< part of the variant's label
};

/// A factor in which variants differ. The factor is a setting, or the scenario as a whole.
struct Factor {
  std::string name;  ///< name of the factor's column in the results
  std::string
      path;  ///< path of the setting, in the form of Override::path; empty for the factor of scenarios
  std::vector<Level> levels;
};

/// A variant of the scenario, with its level of each factor.
struct Variant {
  std::string label;
  Scenario scenario;
  std::vector<std::size_t> levels = {};  ///< number of the level, indexed by factor
};

/// A mean over replications.
struct Estimate {
  /// The interval over the replications that have a value. If no replication has a value, n is 0 and the
  /// means are NaN.
  sim::Interval interval;
  /// Additional uncertainty of the mean, caused by the width of histogram buckets (Metric::resolution), as
  /// the mean over replications. For a difference, the sum of the values of both variants.
  double resolution = 0;
  IntervalDoubt doubt;
};

struct ComparedMetric {
  std::string name;  ///< the metric's name, see Metric::name
  std::vector<Estimate> by_variant;
  /// The value of the variant minus that of Comparison::base, over the replications in which both have a
  /// value. The entry of the base itself is zero, or has n = 0.
  std::vector<Estimate> difference;
  /// Metric::value, indexed by variant and replication. Empty for a variant that failed.
  std::vector<std::vector<MetricNumber>> values = {};
};

struct Comparison {
  std::vector<std::string> labels;
  std::uint32_t replications = 0;
  double confidence = 0.95;
  std::vector<ComparedMetric> metrics;
  std::vector<std::vector<std::uint64_t>> fingerprints;  ///< indexed by variant and replication
  /// The pooled counts, indexed by variant, if CompareSettings::pools is set. Empty for a variant that
  /// failed.
  std::vector<Pooled> pooled;
  std::vector<std::string> broken;  ///< broken laws, with variant and replication
  /// The reason why a variant has no numbers, indexed by variant. The reason names the first failed
  /// replication. Empty if the variant ran.
  std::vector<std::string> failures;
  std::size_t base = 0;  ///< the first variant that ran, with which the others are compared
  bool partial = false;  ///< the comparison was interrupted and has no numbers
  /// All warnings, each once. A warning that not all variants have begins with the variant's label. If
  /// several replications of a variant warn about one setting, the first warning is kept.
  Warnings warnings;
};

/// The progress of a comparison.
struct CompareProgress {
  std::size_t runs_ended = 0;
  std::size_t runs = 0;
  double part = 0;            ///< share of all simulated time; a run without a duration counts at its end
  std::uint64_t arrived = 0;  ///< number of invocations of all runs so far
};

struct CompareSettings {
  std::uint32_t replications = 10;
  unsigned threads = 1;
  double confidence = 0.95;
  bool audit = false;
  bool pools = false;  ///< keeps the counts by function of all replications, which takes time and memory
  /// Metrics of scopes that are compared in addition to the metrics of the whole run. If there is a single
  /// variant, the metrics of scopes in its scenario's `expect` are added.
  std::vector<NamedMetric> metrics;
  const std::atomic<bool>* interrupt = nullptr;
  /// If set, called regularly from any of the threads, but never from two threads at once.
  std::function<void(const CompareProgress&)> progress;
};

/// Runs every variant `replications` times on `threads` threads. The result does not depend on the number of
/// threads. The scenarios of the variants must have the same workload; otherwise the runs are not paired. If
/// a run of a variant throws, that variant has failed and the others continue. If all variants fail, throws
/// the exception of the first run.
Comparison compare(const std::vector<Variant>& variants, const CompareSettings& settings);

/// The result of comparing two variants. more, less: the whole interval, reduced by the resolution, is above
/// or below zero. same: both values are provably equal in every replication. below resolution: the difference
/// is smaller than the resolution. no data: no replication has a value of both variants. undecided: no other
/// verdict applies.
enum class Verdict : std::uint8_t { more, less, same, below_resolution, undecided, no_data };
Verdict verdict(const Estimate& difference);
/// The text of the verdict: "more", "less", "same", "below resolution", "undecided" or "no data".
std::string_view name_of(Verdict verdict);

}  // namespace curtain
