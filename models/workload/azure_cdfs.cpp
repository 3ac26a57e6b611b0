// The format `azure2019-cdfs`: a population whose apps are drawn from the marginal distributions of
// azure_cdf_population.hpp. The calls of an app are a renewal process with gamma gaps that have the mean and
// the variation of the app. A variation above 10 is set to 10. A variation below 0.01 makes the process a
// timer. The process is stationary from time zero on. Its first call comes after the rest of a gap that began
// before time zero. This rest is a uniform part of a length-biased gap, which is gamma with the shape
// increased by one. The calls are assigned to the functions of the app in turn, so each function gets an
// equal part, and the app as a whole has its rate and variation.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "models/workload/azure_cdf_population.hpp"
#include "models/workload/sources.hpp"
#include "models/workload/stream_source.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr double kCdfDay = 86400;
constexpr double kLeastVariation = 0.01;  // the smallest variation for which the gaps are drawn from a gamma
                                          // distribution
constexpr double kMostVariation = 10;
constexpr double kNanosecondsInMs = 1e6;
constexpr std::size_t kMostCdfFunctions = 10'000'000;

/// The calls of apps, which are assigned to the functions of the app in turn. The duration of the k-th call
/// of a function (k from 0) is the draw at (execution, number of the function, k).
class AppCalls : public ArrivalSource {
 public:
  struct Function {
    FunctionId id;
    sim::Distribution duration;  ///< in nanoseconds
  };

  AppCalls(std::unique_ptr<ArrivalSource> calls, std::vector<std::uint32_t> first,
           std::vector<Function> functions, const SourceContext& context)
      : calls_(std::move(calls)),
        first_(std::move(first)),
        next_(first_.begin(), first_.end() - 1),
        functions_(std::move(functions)),
        drawn_(functions_.size()),
        key_(context.seed, context.replication, purpose_of_source(Purpose::execution, context.number)) {}

  std::size_t fill(std::span<Arrival> out) override {
    const std::size_t count = calls_->fill(out);
    for (Arrival& arrival : out.first(count)) {
      const std::size_t app = arrival.function.index();
      const std::uint32_t number = next_[app];
      next_[app] = number + 1 == first_[app + 1] ? first_[app] : number + 1;
      arrival.function = functions_[number].id;
      arrival.duration = functions_[number].duration.sample_duration(key_, number, drawn_[number]++);
    }
    return count;
  }

  [[nodiscard]] std::optional<Time> horizon() const override { return calls_->horizon(); }

 private:
  std::unique_ptr<ArrivalSource> calls_;  // calls whose function is the number of the app
  std::vector<std::uint32_t> first_;      // number of the first function of each app, and one past the last
                                          // function
  std::vector<std::uint32_t> next_;       // for each app, the function that gets the next call
  std::vector<Function> functions_;
  std::vector<std::uint64_t> drawn_;
  sim::DrawKey key_;
};

/// The stream of the calls of an app.
Stream stream_of(std::uint32_t app, const CdfApp& drawn, const AzureCdfsSpec& spec,
                 const SourceContext& context) {
  const double rate = std::min(drawn.calls_a_day * spec.scale / kCdfDay, spec.max_rate);
  const double mean = 1e9 / rate;
  sim::Draw phase(sim::DrawKey(context.seed, context.replication,
                               purpose_of_source(Purpose::arrival_phase, context.number)),
                  app, 0);
  Stream stream;
  stream.function = FunctionId(app);
  if (drawn.variation < kLeastVariation) {
    const Duration period = std::max(Duration{1}, sim::from_nanoseconds(mean));
    stream.gap = sim::Distribution::constant(static_cast<double>(period.ns()));
    stream.origin =
        sim::from_nanoseconds(sim::floor(phase.uniform() * static_cast<double>(period.ns()))) - period;
    return stream;
  }
  const double variation = std::min(drawn.variation, kMostVariation);
  const double shape = 1 / (variation * variation);
  stream.gap = sim::Distribution::gamma(shape, mean / shape);
  const double begun = sim::Distribution::gamma(shape + 1, mean / shape).sample(phase);
  const Duration rest = sim::from_nanoseconds(begun * phase.uniform());
  const sim::DrawKey gaps(context.seed, context.replication,
                          purpose_of_source(Purpose::interarrival, context.number));
  stream.origin = rest - stream.gap.sample_gap(gaps, app, 0);
  return stream;
}

sim::Distribution duration_of(double mean_ms, double spread) {
  const double mean = mean_ms * kNanosecondsInMs;
  if (spread == 0 || mean == 0) {
    return sim::Distribution::constant(mean);
  }
  return sim::Distribution::lognormal(mean * sim::exp(-spread * spread / 2), spread);
}

void check_cdfs(const AzureCdfsSpec& spec) {
  if (spec.apps.has_value() == spec.functions.has_value() || spec.apps.value_or(1) == 0 ||
      spec.functions.value_or(1) == 0) {
    throw std::invalid_argument(
        "an azure2019-cdfs workload needs either `apps` or `functions`, with a value of at least 1");
  }
  if (!(spec.scale > 0 && spec.scale <= 1e6)) {
    throw std::invalid_argument(fmt::format(
        "the scale of an azure2019-cdfs workload is {}; it must be greater than 0 and at most 1e6",
        spec.scale));
  }
  exponential_gap("the max_rate of an azure2019-cdfs workload", spec.max_rate);
}

}  // namespace

std::unique_ptr<ArrivalSource> open_azure_cdfs(const AzureCdfsSpec& spec, const SourceContext& context,
                                               FunctionTable& table) {
  check_cdfs(spec);
  const AzureCdfPopulation population(spec, context);
  std::vector<Stream> streams;
  std::vector<std::uint32_t> first{0};
  std::vector<AppCalls::Function> functions;
  const auto is_enough = [&] {
    return spec.apps ? streams.size() >= *spec.apps : functions.size() >= *spec.functions;
  };
  for (std::uint32_t app = 0; !is_enough(); ++app) {
    const CdfApp drawn = population.app(app);
    const std::uint32_t account = spec.tenants == 0 ? app : app % spec.tenants;
    const TenantId tenant = table.tenant(fmt::format("{}-{}", spec.tenant, account + 1));
    for (std::size_t i = 0; i < drawn.execution_ms.size() && (spec.apps || !is_enough()); ++i) {
      functions.push_back({table.function(tenant, fmt::format("{}-{}-{}", spec.tenant, app + 1, i + 1),
                                          drawn.memory, spec.traits),
                           duration_of(drawn.execution_ms[i], spec.spread)});
    }
    if (functions.size() > kMostCdfFunctions) {
      throw std::invalid_argument(
          fmt::format("the apps of an azure2019-cdfs workload have more than {} functions, which is the "
                      "limit; set `apps` to a smaller number",
                      kMostCdfFunctions));
    }
    first.push_back(static_cast<std::uint32_t>(functions.size()));
    streams.push_back(stream_of(app, drawn, spec, context));
  }
  return std::make_unique<AppCalls>(generate(std::move(streams), context), std::move(first),
                                    std::move(functions), context);
}

}  // namespace curtain
