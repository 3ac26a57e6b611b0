#pragma once
// Chooses functions that represent all functions of a workload.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/sampling/function_summary.hpp"

namespace curtain {

/// The unit of a distance between distributions.
enum class DistanceUnit : std::uint8_t { decades, share, calls, seconds, mebibytes, gib_seconds, none };

/// A property of functions whose distribution over the functions a sample should preserve.
struct SampleDimension {
  std::string_view name;
  DistanceUnit unit = DistanceUnit::none;
  std::vector<double> values;  ///< the value of each function
};

/// Rate (calls of a function), mean duration, memory, load (calls times duration times memory), bursts (index
/// of dispersion by minute) and pauses (share of calls after at least FunctionSummary::kPause without an
/// execution).
///
/// The rates of functions range over nine decades. A distance in calls therefore depends almost only on the
/// few busiest functions, while a distance in decades ignores that these functions cause most of the load.
/// Therefore rate, duration, memory and load are dimensions in decades, as log10(1 + x), and again in their
/// own units. Ustiugov et al. ("Enabling In-Vitro Serverless Systems Research", WORDS 2023) take the mean of
/// the Wasserstein distances of rates and of loads, where the distance of loads is divided by a constant to
/// balance the two. Here each distance is divided by the median distance of random samples, so no constant is
/// needed.
std::vector<SampleDimension> sample_dimensions(const std::vector<FunctionSummary>& functions);

/// The distance of a sample from the whole, compared with the distances of random samples of the same size.
struct SampleDistance {
  std::string_view name;
  DistanceUnit unit = DistanceUnit::none;
  double sample = 0;
  double random_median = 0;
  double random_least = 0;
  std::uint32_t random_nearer = 0;  ///< number of random samples that are nearer
};

struct FunctionSample {
  std::vector<std::uint32_t> chosen;  ///< positions in the list of summaries, in ascending order
  /// The Wasserstein distance of each dimension, followed by their mean. For the mean, each distance is
  /// divided by the median of random samples.
  std::vector<SampleDistance> distances;
  /// The Kolmogorov-Smirnov distance of pauses. Each function has a share of calls that come after a pause.
  /// The distance is between the distributions of this share over the functions of the sample and over all
  /// functions.
  SampleDistance pauses;
};

struct FunctionSampleSettings {
  std::vector<std::size_t> sizes;  ///< in descending order; each at least 1 and at most the number of
                                   ///< functions
  std::uint64_t seed = 1;
  std::uint32_t random_samples = 1000;
  std::uint64_t evaluations = 40'000'000;  ///< number for each size; see SearchSettings
};

/// Returns a sample of each size. Each sample is chosen from the previous sample, so smaller samples are
/// parts of larger samples. Distances are distances to all functions. Throws std::invalid_argument for an
/// impossible size.
std::vector<FunctionSample> sample_functions(const std::vector<FunctionSummary>& functions,
                                             const FunctionSampleSettings& settings);

}  // namespace curtain
