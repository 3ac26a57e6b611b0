#include "models/sampling/function_sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "models/sampling/item_distances.hpp"
#include "models/sampling/sample_search.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr std::uint32_t kRounds = 16;  // number of rounds of a search
constexpr double kLogOfTen = 2.302585092994046;

double decades(double value) {
  return sim::log1p(value) / kLogOfTen;
}

double load_gib_s(const FunctionSummary& function) {
  return static_cast<double>(function.calls) * function.mean_duration_s * function.memory / 1024;
}

double pauses(const FunctionSummary& function) {
  return function.pauses / static_cast<double>(function.calls);
}

/// Compares the distance of the sample with the distances of random samples.
SampleDistance beside(std::string_view name, DistanceUnit unit, double sample, std::vector<double> random) {
  SampleDistance distance{name, unit, sample};
  if (!random.empty()) {
    std::sort(random.begin(), random.end());
    distance.random_least = random.front();
    distance.random_median = random[(random.size() - 1) / 2];
    distance.random_nearer =
        static_cast<std::uint32_t>(std::lower_bound(random.begin(), random.end(), sample) - random.begin());
  }
  return distance;
}

/// Samples of one size that are drawn at random from all functions.
struct RandomSamples {
  std::vector<std::vector<double>> distances;  // indexed by dimension, then by sample
  std::vector<double> pauses;
  std::vector<std::uint32_t> nearest;  // the functions of the sample with the smallest sum of distances
  std::vector<double> weights;         // for each dimension, 1 divided by the median; 0 if all distances are
                                       // 0
  std::vector<double> sums;
};

class Sampler {
 public:
  Sampler(const std::vector<FunctionSummary>& functions, const FunctionSampleSettings& settings)
      : settings_(settings), dimensions_(sample_dimensions(functions)) {
    for (const SampleDimension& dimension : dimensions_) {
      columns_.push_back(dimension.values);
    }
    while (dimensions_[pauses_column_].unit != DistanceUnit::share) {
      ++pauses_column_;
    }
    all_.resize(functions.size());
    std::iota(all_.begin(), all_.end(), 0u);
    whole_.emplace(columns_);
  }

  [[nodiscard]] const std::vector<std::uint32_t>& all() const { return all_; }

  /// A sample of `size` functions from `candidates`, which is the best result of several rounds of search. If
  /// a dimension is not nearer than in the nearest random sample, its weight is doubled for the next round,
  /// so that no dimension is neglected.
  [[nodiscard]] FunctionSample sample(const std::vector<std::uint32_t>& candidates, std::size_t size) const {
    const RandomSamples random = random_samples(size);
    std::vector<std::uint32_t> chosen = candidates.size() == all_.size() && !random.nearest.empty()
                                            ? random.nearest
                                            : random_items(candidates, size, key(1), 0);
    std::vector<double> weights = random.weights;
    FunctionSample best;
    for (std::uint32_t round = 0; round < kRounds; ++round) {
      sim::DrawKey draws(settings_.seed, 2 + round, static_cast<std::uint32_t>(Purpose::function_sample));
      chosen = nearest_items(columns_, candidates, chosen, {weights, draws, settings_.evaluations / kRounds});
      FunctionSample sample = beside_random(chosen, random);
      for (std::size_t i = 0; i < dimensions_.size(); ++i) {
        weights[i] *= sample.distances[i].sample > sample.distances[i].random_least ? 2 : 1;
      }
      if (round == 0 || is_better(sample, best)) {
        best = std::move(sample);
      }
      if (candidates.size() == size) {
        break;
      }
    }
    return best;
  }

 private:
  [[nodiscard]] sim::DrawKey key(std::uint32_t use) const {
    return {settings_.seed, use, static_cast<std::uint32_t>(Purpose::function_sample)};
  }

  /// Compares two samples by the dimension in which the most random samples are nearer. If this is equal,
  /// compares the sums of distances.
  static bool is_better(const FunctionSample& a, const FunctionSample& b) {
    const auto worst = [](const FunctionSample& sample) {
      std::uint32_t most = 0;
      for (const SampleDistance& distance : sample.distances) {
        most = std::max(most, distance.random_nearer);
      }
      return most;
    };
    return worst(a) != worst(b) ? worst(a) < worst(b) : a.distances.back().sample < b.distances.back().sample;
  }

  [[nodiscard]] FunctionSample beside_random(const std::vector<std::uint32_t>& chosen,
                                             const RandomSamples& random) const {
    FunctionSample result;
    result.chosen = chosen;
    const std::vector<double> distances = whole_->of(chosen);
    double sum = 0;
    for (std::size_t i = 0; i < dimensions_.size(); ++i) {
      sum += random.weights[i] * distances[i];
      result.distances.push_back(
          beside(dimensions_[i].name, dimensions_[i].unit, distances[i], random.distances[i]));
    }
    result.distances.push_back(beside("mean", DistanceUnit::none, sum, random.sums));
    result.pauses = beside("pauses", DistanceUnit::share, pauses_distance(chosen), random.pauses);
    return result;
  }

  [[nodiscard]] double pauses_distance(const std::vector<std::uint32_t>& chosen) const {
    return whole_->kolmogorov_smirnov(chosen, pauses_column_);
  }

  [[nodiscard]] RandomSamples random_samples(std::size_t size) const {
    RandomSamples random;
    random.distances.resize(dimensions_.size());
    const std::uint32_t count =
        size == all_.size() ? 0 : settings_.random_samples;  // a sample of all functions needs no search
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::vector<std::uint32_t> chosen = random_items(all_, size, key(0), i);
      const std::vector<double> distances = whole_->of(chosen);
      for (std::size_t c = 0; c < distances.size(); ++c) {
        random.distances[c].push_back(distances[c]);
      }
      random.pauses.push_back(pauses_distance(chosen));
    }
    weigh(random);
    for (std::uint32_t i = 0; i < count; ++i) {
      double sum = 0;
      for (std::size_t c = 0; c < dimensions_.size(); ++c) {
        sum += random.weights[c] * random.distances[c][i];
      }
      random.sums.push_back(sum);
    }
    if (!random.sums.empty()) {
      const auto least = std::min_element(random.sums.begin(), random.sums.end()) - random.sums.begin();
      random.nearest = random_items(all_, size, key(0), static_cast<std::uint32_t>(least));
    }
    return random;
  }

  void weigh(RandomSamples& random) const {
    for (std::vector<double> distances : random.distances) {
      std::sort(distances.begin(), distances.end());
      const double median = distances.empty() ? 1 : distances[(distances.size() - 1) / 2];
      random.weights.push_back(median > 0 ? 1 / (median * static_cast<double>(dimensions_.size())) : 0);
    }
  }

  FunctionSampleSettings settings_;
  std::vector<SampleDimension> dimensions_;
  std::vector<std::vector<double>> columns_;
  std::size_t pauses_column_ = 0;
  std::vector<std::uint32_t> all_;
  std::optional<ItemDistances> whole_;
};

}  // namespace

std::vector<SampleDimension> sample_dimensions(const std::vector<FunctionSummary>& functions) {
  struct Property {
    std::string_view name;
    DistanceUnit unit;
    double (*of)(const FunctionSummary&);
  };
  constexpr DistanceUnit kDecades = DistanceUnit::decades;
  static constexpr Property properties[] = {
      {"rate", kDecades, [](const FunctionSummary& f) { return decades(static_cast<double>(f.calls)); }},
      {"duration", kDecades, [](const FunctionSummary& f) { return decades(1000 * f.mean_duration_s); }},
      {"memory", kDecades, [](const FunctionSummary& f) { return decades(f.memory); }},
      {"load", kDecades, [](const FunctionSummary& f) { return decades(1000 * load_gib_s(f)); }},
      {"bursts", kDecades, [](const FunctionSummary& f) { return decades(f.dispersion); }},
      {"pauses", DistanceUnit::share, pauses},
      {"rate", DistanceUnit::calls, [](const FunctionSummary& f) { return static_cast<double>(f.calls); }},
      {"duration", DistanceUnit::seconds, [](const FunctionSummary& f) { return f.mean_duration_s; }},
      {"memory", DistanceUnit::mebibytes,
       [](const FunctionSummary& f) { return static_cast<double>(f.memory); }},
      {"load", DistanceUnit::gib_seconds, load_gib_s},
  };
  std::vector<SampleDimension> dimensions;
  for (const Property& property : properties) {
    SampleDimension dimension{property.name, property.unit, {}};
    for (const FunctionSummary& function : functions) {
      dimension.values.push_back(property.of(function));
    }
    dimensions.push_back(std::move(dimension));
  }
  return dimensions;
}

std::vector<FunctionSample> sample_functions(const std::vector<FunctionSummary>& functions,
                                             const FunctionSampleSettings& settings) {
  std::size_t most = functions.size();
  for (const std::size_t size : settings.sizes) {
    if (size == 0 || size > most) {
      throw std::invalid_argument(
          fmt::format("a sample of {} functions is not possible; allowed: 1 to {}, which is the size of the "
                      "previous sample",
                      size, most));
    }
    most = size;
  }
  const Sampler sampler(functions, settings);
  std::vector<FunctionSample> samples;
  for (const std::size_t size : settings.sizes) {
    samples.push_back(sampler.sample(samples.empty() ? sampler.all() : samples.back().chosen, size));
  }
  return samples;
}

}  // namespace curtain
