// A population made from the published statistics of the Azure Functions trace of 2019: M. Shahrad et al.,
// "Serverless in the Wild", USENIX ATC 2020. Shares and quantiles are taken from the paper; further
// assumptions are stated below. Functions are numbered from 0.
//
// 1. Applications are made one after the other until there are enough functions. The last application may be
//    incomplete. 54 % of the applications have 1 function, 16 % have 2, 10 % have 3, 8 % have 4 or 5, 7 %
//    have 6 to 10, and 5 % have 11 or more. The numbers are uniform within a class. The last class ends at
//    40, about the 99.8 percentile of the published distribution.
// 2. An application's rate has the published quantiles: 45 % at most one call an hour, another 36 % at most
//    one a minute, 97 % at most one a second, over eight orders of magnitude (1 to 1e8 calls a day), linear
//    in the logarithm in between. The paper does not state how the functions share the rate. Here they share
//    it by exponential weights, so that every split is equally likely.
// 3. Triggers: 16 % of the functions are timers. A function with at most one call a minute is a timer with
//    the probability that gives this share. It ticks at the usual period nearest to its mean gap (1, 5, 15,
//    60 minutes, one day) with a uniform phase. All other functions are Poisson processes with a constant
//    rate over the day. In the trace, timers make 2 % of all calls, and some of them tick more often than
//    once a minute. Here timers make less than 1 % of all calls.
// 4. A function's mean duration is lognormal, with ln-mean -0.38 and sigma 2.36 in seconds (the paper's fit),
//    limited to 1 ms .. 10 min, where 10 min is the 99.9 percentile in the trace. The durations of its calls
//    are lognormal around this mean. Sigma 0.5 is the median spread (99 to 50 percentile) of functions in a
//    published 500-function sample of the trace. Busy functions have short executions. In that sample (8
//    hours, 369 functions) no function keeps more than 13.0 instances busy on average, and the mean over all
//    calls is 0.33 s. If rate and duration were independent, it would be 11 s. Therefore the mean duration of
//    a function is at most 13 divided by its rate.
// 5. Memory, one size per application: Burr, c = 11.652, k = 0.221, lambda = 107.083 MB (the paper's fit),
//    limited to 128 .. 1536 MB, the sizes that the platform allowed.
#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "models/workload/memory_size.hpp"
#include "models/workload/sources.hpp"
#include "models/workload/stream_source.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

struct SizeClass {
  double up_to_share;  // cumulative share of the applications
  std::uint32_t fewest;
  std::uint32_t most;
};
constexpr std::array<SizeClass, 6> kFunctionsPerApplication{
    {{0.54, 1, 1}, {0.70, 2, 2}, {0.80, 3, 3}, {0.88, 4, 5}, {0.95, 6, 10}, {1.00, 11, 40}}};

struct RatePoint {
  double share;  // share of the applications with at most this rate
  double ln_per_day;
};
constexpr std::array<RatePoint, 5> kApplicationRate{{{0.00, 0.0},
                                                     {0.45, 3.17805383034795},     // natural logarithm of 24
                                                                                   // calls a day
                                                     {0.81, 7.27239839257005},     // natural logarithm of
                                                                                   // 1440 calls a day
                                                     {0.97, 11.36674295479214},    // natural logarithm of
                                                                                   // 86,400 calls a day
                                                     {1.00, 18.42068074396524}}};  // natural logarithm of 1e8
                                                                                   // calls a day

constexpr double kTimerShare = 0.16;
constexpr std::array<double, 5> kTimerPeriods{60, 300, 900, 3600, 86400};  // in seconds
// The share of functions with at most one call a minute that results from steps 1 and 2. It is larger than
// the share of such applications, 0.81, because busy applications also have functions with few calls. The
// value is the mean over a million simulated functions, to three digits.
constexpr double kSlowShare = 0.895;
constexpr double kTimerShareOfSlow = kTimerShare / kSlowShare;

constexpr double kDurationLnMean =
    -0.38;  // parameters of the lognormal distribution of the mean duration in seconds
constexpr double kDurationSigma = 2.36;
constexpr double kShortestMean = 0.001;
constexpr double kLongestMean = 600;
constexpr double kMostBusy = 13;  // maximum mean number of instances that one function keeps busy
constexpr double kCallSigma = 0.5;

constexpr double kBurrC = 11.652;
constexpr double kBurrK = 0.221;
constexpr double kBurrLambda = 107.083;
constexpr double kLeastMemory = 128;
constexpr double kMostMemory = 1536;

std::uint32_t functions_per_application(sim::Draw& draw) {
  const double u = draw.uniform();
  for (const SizeClass& size : kFunctionsPerApplication) {
    if (u < size.up_to_share) {
      return size.fewest + draw.below(size.most - size.fewest + 1);
    }
  }
  return kFunctionsPerApplication.back().most;
}

/// The rate of the application at quantile `u`, in calls per second.
double application_rate(double u) {
  std::size_t i = 1;
  while (i + 1 < kApplicationRate.size() && u > kApplicationRate[i].share) {
    ++i;
  }
  const RatePoint& from = kApplicationRate[i - 1];
  const RatePoint& to = kApplicationRate[i];
  const double along = (u - from.share) / (to.share - from.share);
  return sim::exp(from.ln_per_day + along * (to.ln_per_day - from.ln_per_day)) / 86400;
}

/// The usual timer period that is nearest to `gap` seconds, by ratio.
double nearest_period(double gap) {
  double best = kTimerPeriods.front();
  for (const double period : kTimerPeriods) {
    if (gap * gap > best * period) {
      best = period;
    }
  }
  return best;
}

Mebibytes application_memory(double u) {
  const double survival = 1 - u;  // in (0, 1]
  const double megabytes = kBurrLambda * sim::pow(sim::pow(survival, -1 / kBurrK) - 1, 1 / kBurrC);
  return whole_mebibytes(megabytes < kLeastMemory ? kLeastMemory
                                                  : (megabytes > kMostMemory ? kMostMemory : megabytes));
}

/// The distribution of durations around a mean that is drawn for a function with `rate` calls per second, in
/// nanoseconds.
sim::Distribution durations(double rate, sim::Draw draw) {
  const double to_median = sim::exp(-kCallSigma * kCallSigma / 2);
  const double drawn = sim::Distribution::lognormal(sim::exp(kDurationLnMean), kDurationSigma)
                           .clamped(kShortestMean, kLongestMean)
                           .sample(draw);
  const double mean = drawn * rate > kMostBusy ? kMostBusy / rate : drawn;
  return sim::Distribution::lognormal(mean * to_median * 1e9, kCallSigma);
}

/// The stream of a function with `rate` calls per second before scaling. `trigger` decides whether it is a
/// timer or a Poisson process. `phase` is the corresponding draw of this replication, which differs from
/// `trigger` if the population is the population of another replication.
Stream arrivals(double rate, sim::Draw trigger, sim::Draw phase, const AzureLikeSpec& spec) {
  const bool is_timer = rate <= 1.0 / 60 && trigger.uniform() < kTimerShareOfSlow;
  if (!is_timer) {
    const double scaled = rate * spec.scale;
    return {{},
            exponential_gap("the rate of a function", scaled < spec.max_rate ? scaled : spec.max_rate),
            {},
            {}};
  }
  const double seconds = nearest_period(1 / rate) / spec.scale;
  const double held = seconds * spec.max_rate < 1 ? 1 / spec.max_rate : seconds;
  const Duration period = std::max(Duration{1}, sim::from_nanoseconds(held * 1e9));
  phase.uniform();  // the draw that decided whether the function is a timer
  const Duration first =
      sim::from_nanoseconds(sim::floor(phase.uniform() * static_cast<double>(period.ns())));
  return {{}, sim::Distribution::constant(static_cast<double>(period.ns())), first - period, {}};
}

}  // namespace

std::unique_ptr<ArrivalSource> open_azure_like(const AzureLikeSpec& spec, const SourceContext& context,
                                               FunctionTable& table) {
  if (spec.functions == 0) {
    throw std::invalid_argument("an azure-like workload has 0 functions; `functions` must be at least 1");
  }
  if (!(spec.scale > 0 && spec.scale <= 1e6)) {
    throw std::invalid_argument(fmt::format(
        "the scale of an azure-like workload is {}; it must be greater than 0 and at most 1e6", spec.scale));
  }
  exponential_gap("the max_rate of an azure-like workload", spec.max_rate);

  const auto key = [&](Purpose purpose) {
    return sim::DrawKey(context.seed, context.population_of(spec.is_fixed),
                        purpose_of_source(purpose, context.number));
  };
  const sim::DrawKey phase_key(context.seed, context.replication,
                               purpose_of_source(Purpose::population, context.number));
  const sim::DrawKey population_key = key(Purpose::population);
  const sim::DrawKey rate_key = key(Purpose::function_rate);
  const sim::DrawKey memory_key = key(Purpose::function_memory);
  const sim::DrawKey execution_key = key(Purpose::function_execution);
  std::vector<Stream> streams;
  streams.reserve(spec.functions);
  // Applications are numbered from 0. Ordinal 0 is the draw of the application itself, and ordinal i + 1 is
  // the draw of its function i.
  for (std::uint32_t application = 0; streams.size() < spec.functions; ++application) {
    sim::Draw size_draw(population_key, application, 0);
    const std::uint32_t size = functions_per_application(size_draw);
    const double rate = application_rate(sim::Draw(rate_key, application, 0).uniform());
    const Mebibytes memory = application_memory(sim::Draw(memory_key, application, 0).uniform());
    std::vector<double> weights(size);
    sim::Distribution::exponential(1).fill(rate_key, application, 1, std::span<double>(weights));
    double sum = 0;
    for (const double weight : weights) {
      sum += weight;
    }
    const std::string name = fmt::format("{}-{}", spec.tenant, application + 1);
    const std::uint32_t account = spec.tenants == 0 ? application : application % spec.tenants;
    const TenantId tenant = table.tenant(fmt::format("{}-{}", spec.tenant, account + 1));
    for (std::uint32_t i = 0; i < size && streams.size() < spec.functions; ++i) {
      const FunctionId function =
          table.function(tenant, fmt::format("{}-{}", name, i + 1), memory, spec.traits);
      const double function_rate = rate * weights[i] / sum;
      Stream stream = arrivals(function_rate, sim::Draw(population_key, application, i + 1),
                               sim::Draw(phase_key, application, i + 1), spec);
      stream.function = function;
      stream.duration = durations(function_rate, sim::Draw(execution_key, application, i + 1));
      streams.push_back(std::move(stream));
    }
  }
  return generate(std::move(streams), context);
}

}  // namespace curtain
