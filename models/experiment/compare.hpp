#pragma once
// Paired comparison: in each replication all variants see the same arrivals, durations and faults.
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
  std::string name;   ///< printable, and unique in its factor
  std::string value;  ///< value of the setting as YAML; if the scenario is the factor, its file
  std::string label;  ///< part of the variant's label
};

/// A difference between variants: a setting, or the scenario itself.
struct Factor {
  std::string name;  ///< name of its column in the results
  std::string
      path;  ///< path of the setting, in the form of Override::path; empty if the scenario is the factor
  std::vector<Level> levels;
};

/// One way to run the scenario.
struct Variant {
  std::string label;
  Scenario scenario;
  std::vector<std::size_t> levels = {};  ///< number of the level, by factor
};

/// A mean over replications.
struct Estimate {
  /// Over the replications that have a value. If none has one, n = 0 and the means are NaN.
  sim::Interval interval;
  /// Further uncertainty of the mean, caused by the width of histogram buckets (Metric::resolution): the mean
  /// over replications. For a difference, the sum of both variants' values.
  double resolution = 0;
  IntervalDoubt doubt;
};

struct ComparedMetric {
  std::string name;  ///< Metric::name
  std::vector<Estimate> by_variant;
  /// Variant minus Comparison::base, over the replications in which both have a value. The base's own entry
  /// is zero, or has n = 0.
  std::vector<Estimate> difference;
  /// Metric::value by variant, by replication; none for a variant that failed.
  std::vector<std::vector<MetricNumber>> values = {};
};

struct Comparison {
  std::vector<std::string> labels;
  std::uint32_t replications = 0;
  double confidence = 0.95;
  std::vector<ComparedMetric> metrics;
  std::vector<std::vector<std::uint64_t>> fingerprints;  ///< by variant, by replication
  /// By variant, if CompareSettings::pools; empty for a variant that failed.
  std::vector<Pooled> pooled;
  std::vector<std::string> broken;  ///< laws that do not hold, with variant and replication
  /// For each variant, why it has no numbers, beginning with the replication that failed first; empty if it
  /// ran.
  std::vector<std::string> failures;
  std::size_t base = 0;  ///< the variant that the others are compared with: the first that ran
  bool partial = false;  ///< interrupted: no numbers
  /// Each warning once: without a label if all variants have it, else with the variant's label before its
  /// text. If several replications of a variant warn about one setting, the first warning.
  Warnings warnings;
};

/// Progress of a comparison.
struct CompareProgress {
  std::size_t runs_ended = 0;
  std::size_t runs = 0;
  double part = 0;  ///< share of all simulated time; a run without a duration counts once it has ended
  std::uint64_t arrived = 0;  ///< invocations of all runs so far
};

struct CompareSettings {
  std::uint32_t replications = 10;
  unsigned threads = 1;
  double confidence = 0.95;
  bool audit = false;
  bool pools = false;  ///< keep the counts by function of all replications: takes time and memory
  /// Metrics of scopes to compare in addition to those of the whole run. If there is a single variant, the
  /// metrics of scopes in its scenario's `expect` are added.
  std::vector<NamedMetric> metrics;
  const std::atomic<bool>* interrupt = nullptr;
  /// If set, called now and then from any of the threads, but never by two at once.
  std::function<void(const CompareProgress&)> progress;
};

/// Runs every variant `replications` times on `threads` threads; the result does not depend on the number of
/// threads. The variants' scenarios must have the same workload, else the runs are not paired. If a run of a
/// variant throws, that variant has failed and the others continue. If all variants fail, throws the
/// exception of the first run.
Comparison compare(const std::vector<Variant>& variants, const CompareSettings& settings);

/// How to read a difference. more, less: the whole interval, reduced by the resolution, lies above or below
/// zero. same: both values are provably equal in every replication. below resolution: the difference is
/// smaller than the resolution. no data: in no replication do both have a value. undecided: none of these.
enum class Verdict : std::uint8_t { more, less, same, below_resolution, undecided, no_data };
Verdict verdict(const Estimate& difference);
/// "more", "less", "same", "below resolution", "undecided", "no data"
std::string_view name_of(Verdict verdict);

}  // namespace curtain
