#include "models/config/distribution_form.hpp"

#include <limits>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain::config;
using sim::Distribution;
using testing::read_as;
using testing::rewritten;

namespace {

Distribution time(const std::string& text) {
  const auto [value, errors] = read_as(*time_distribution_form(), text);
  CHECK(errors.empty());
  return value;
}
std::string distribution_refusal(const std::string& text) {
  return read_as(*time_distribution_form(), text).second;
}

}  // namespace

TEST_CASE("every form of a distribution is read") {
  CHECK(time("120ms") == Distribution::constant(120e6));
  CHECK(time("0") == Distribution());
  CHECK(time("{uniform: {min: 1ms, max: 2ms}}") == Distribution::uniform(1e6, 2e6));
  CHECK(time("{exponential: {mean: 1s}}") == Distribution::exponential(1e9));
  CHECK(time("{normal: {sd: 1ms, mean: 10ms}}") == Distribution::normal(10e6, 1e6));
  CHECK(time("{lognormal: {median: 120ms, sigma: 0.6}}") == Distribution::lognormal(120e6, 0.6));
  CHECK(time("{weibull: {shape: 1.5, scale: 1s}}") == Distribution::weibull(1.5, 1e9));
  CHECK(time("{weibull: {mean: 1s, sd: 2s}}") == Distribution::weibull_mean_sd(1e9, 2e9));
  CHECK(time("{gamma: {shape: 1.5, scale: 1s}}") == Distribution::gamma(1.5, 1e9));
  CHECK(time("{gamma: {mean: 1s, sd: 2s}}") == Distribution::gamma_mean_sd(1e9, 2e9));
  CHECK(time("{pareto: {scale: 1ms, shape: 1.5}}") == Distribution::pareto(1.5, 1e6));
  CHECK(time("{pareto: {shape: 1.5, mean: 1ms}}") == Distribution::pareto_mean(1.5, 1e6));
  CHECK(time("{burr: {c: 2, k: 0.7, scale: 1ms}, max: 1s}") ==
        Distribution::burr(2, 0.7, 1e6).clamped(-std::numeric_limits<double>::infinity(), 1e9));
  CHECK(time("{mixture: [{weight: 3, of: 1ms}, {of: {exponential: {mean: 1s}, max: 2s}, weight: 0.5}]}") ==
        Distribution::mixture(
            {{3, Distribution::constant(1e6)},
             {0.5, Distribution::exponential(1e9).clamped(-std::numeric_limits<double>::infinity(), 2e9)}}));
  CHECK(time("{empirical: {p100: 9ms, p0: 1ms, p50: 2ms}}") ==
        Distribution::empirical({{0, 1e6}, {50, 2e6}, {100, 9e6}}));
  CHECK(time("{samples: [2ms, 1ms]}") == Distribution::samples({1e6, 2e6}));
  CHECK(time("{exponential: {mean: 1s}, max: 10s, min: 1us}") ==
        Distribution::exponential(1e9).clamped(1e3, 1e10));
  CHECK(read_as(*memory_distribution_form(), "{burr: {c: 11.652, k: 0.221, scale: 107MiB}}").first ==
        Distribution::burr(11.652, 0.221, 107));
  CHECK(read_as(*memory_distribution_form(),
                "{mixture: [{weight: 1, of: 128MiB}, {weight: 1, of: {gamma: {mean: 1GiB, sd: 1GiB}}}]}")
            .first ==
        Distribution::mixture({{1, Distribution::constant(128)}, {1, Distribution::gamma(1, 1024)}}));
  CHECK(read_as(*memory_distribution_form(), "{uniform: {min: 128MiB, max: 1GiB}}").first ==
        Distribution::uniform(128, 1024));
}

TEST_CASE("a lognormal given by any two figures has these figures") {
  const Distribution mean_sd = time("{lognormal: {mean: 100ms, sd: 50ms}}");
  CHECK(mean_sd.mean() == Approx(100e6));
  CHECK(mean_sd.variance() == Approx(50e6 * 50e6));
  const Distribution median_mean = time("{lognormal: {mean: 150ms, median: 100ms}}");
  CHECK(median_mean.quantile(0.5) == Approx(100e6));
  CHECK(median_mean.mean() == Approx(150e6));
  const Distribution median_sd = time("{lognormal: {median: 252.71ms, sd: 354.43ms}}");
  CHECK(median_sd.quantile(0.5) == Approx(252.71e6));
  CHECK(median_sd.variance() == Approx(354.43e6 * 354.43e6));
  const Distribution percentiles = time("{lognormal: {p99: 1s, p50: 120ms}}");
  CHECK(percentiles.quantile(0.5) == Approx(120e6));
  CHECK(percentiles.quantile(0.99) == Approx(1e9));
}

TEST_CASE("distributions that are written and read again keep every bit") {
  for (const char* text :
       {"120ms", "0.1ns", "{lognormal: {mean: 100ms, sd: 51ms}}",
        "{lognormal: {p90: 100ms, p99: 510ms}, max: 1h}", "{lognormal: {median: 3ms, mean: 4ms}}",
        "{lognormal: {median: 3ms, sd: 7ms}, min: 1ns}", "{weibull: {mean: 3ms, sd: 7ms}}",
        "{normal: {mean: 3ms, sd: 7ms}, min: 0, max: 20ms}", "{uniform: {min: 1ns, max: 1d}}",
        "{exponential: {mean: 333.333us}}",
        "{empirical: {p0: 1ms, p0.1: 2ms, p33.3: 3ms, p50: 4ms, p99.99: 5ms, p99.999: 6ms}}",
        "{samples: [1ms, 1ms, 2.5ns, 7d]}", "{gamma: {mean: 3ms, sd: 7ms}}",
        "{gamma: {shape: 3.3, scale: 7ms}}", "{pareto: {shape: 1.7, mean: 333.3ms}, max: 1h}",
        "{burr: {c: 1.1, k: 2.3, scale: 1.7ms}}",
        "{shifted: {by: 200ms, of: {lognormal: {median: 80ms, sigma: 0.3}}}, max: 1s}",
        "{mixture: [{weight: 0.1, of: {lognormal: {mean: 1ms, sd: 3ms}, min: 1us}}, {weight: 2, of: 3ms}, "
        "{weight: 1, of: {mixture: [{weight: 1, of: 0s}, {weight: 3, of: {samples: [1s, 2s]}}]}}], max: "
        "1.5s}"}) {
    const Distribution value = time(text);
    const std::string written = to_yaml_flow(time_distribution_form()->write(value));
    CAPTURE(text, written);
    CHECK(time(written) == value);
    CHECK(to_yaml_flow(time_distribution_form()->write(time(written))) == written);
  }
  CHECK(rewritten(*memory_distribution_form(), "{empirical: {p5: 128MiB, p95: 1GiB}}") ==
        "{empirical: {p5: 128MiB, p95: 1024MiB}}");
}

TEST_CASE("lognormals given by mean or percentiles keep every bit") {
  // exp and log are not always exact inverses, but the median must equal the written value.
  for (int i = 1; i <= 100; ++i) {
    for (const std::string& text : {"{lognormal: {mean: 100ms, sd: " + std::to_string(i) + ".7ms}}",
                                    "{lognormal: {p90: 100ms, p99: " + std::to_string(100 + i) + ".3ms}}"}) {
      const Distribution value = time(text);
      REQUIRE(time(to_yaml_flow(time_distribution_form()->write(value))) == value);
    }
  }
}

TEST_CASE("invalid distributions are reported with the valid forms") {
  CHECK(distribution_refusal("{lognormal: {median: 1ms, sigm: 0.6}}") ==
        "t.yaml:1:13: lognormal: takes median and sigma, or mean and sd, or median and mean, or median and "
        "sd, or two percentiles such as p50 and p99; found median, sigm; did you mean 'sigma'?");
  CHECK(distribution_refusal("{lognorm: {median: 1ms}}") ==
        "t.yaml:1:2: unknown distribution 'lognorm'; allowed: uniform, exponential, normal, lognormal, "
        "weibull, gamma, pareto, burr, mixture, shifted, empirical, samples, and the bounds min and max; did "
        "you mean "
        "'lognormal'?");
  CHECK(distribution_refusal("{exponential: {mean: 1s}, uniform: {min: 1s, max: 2s}}") ==
        "t.yaml:1:27: the distribution 'uniform' follows the distribution 'exponential', but only one is "
        "allowed; remove one of the two");
  CHECK(distribution_refusal("{max: 3s}") ==
        "t.yaml:1:1: the kind of distribution is missing; allowed: uniform, exponential, normal, lognormal, "
        "weibull, gamma, pareto, burr, mixture, shifted, empirical, samples");
  CHECK(distribution_refusal("{exponential: 1s}") ==
        "t.yaml:1:15: exponential: expected a mapping of mean, found '1s'");
  CHECK(distribution_refusal("{exponential: {mean: 1}}") ==
        "t.yaml:1:22: exponential.mean: '1' has no unit; write for example 250ms, 30s, 10min or 1h30min");
  CHECK(distribution_refusal("{lognormal: {median: 1ms, sigma: 2ms}}") ==
        "t.yaml:1:34: lognormal.sigma: '2ms' is not a number; write for example 1.5");
  CHECK(distribution_refusal("{exponential: {mean: 0s}}") ==
        "t.yaml:1:1: the mean of an exponential distribution must be a finite number greater than 0, not 0 "
        "(values in ns)");
  CHECK(distribution_refusal("{uniform: {min: 2ns, max: 1ns}}") ==
        "t.yaml:1:1: the lower end of a uniform distribution must not be above its upper end, but 2 is above "
        "1 (values in ns)");
  CHECK(distribution_refusal("{exponential: {mean: 1s}, min: 2ns, max: 1ns}") ==
        "t.yaml:1:1: the lower bound of a distribution must not be above its upper bound, but the bounds are "
        "2 and 1 (values in ns)");
  CHECK(distribution_refusal("{empirical: {p101: 1ns}}") ==
        "t.yaml:1:1: a percentile of an empirical distribution must be in 0 .. 100, not 101 (values in ns)");
  CHECK(distribution_refusal("{empirical: {median: 1ns}}") ==
        "t.yaml:1:13: empirical: takes percentiles such as p0, p50 and p100; found median");
  CHECK(distribution_refusal("{samples: []}") ==
        "t.yaml:1:11: samples: expected a list of values, found an empty list");
  CHECK(
      distribution_refusal("{samples: [1s, x]}") ==
      "t.yaml:1:16: samples[1]: 'x' is not a length of time; write for example 250ms, 30s, 10min or 1h30min");
  CHECK(distribution_refusal("{burr: {c: 1, k: 2}}") == "t.yaml:1:8: burr: takes c, k and scale; found c, k");
  CHECK(distribution_refusal("{gamma: {shap: 1, scale: 2s}}") ==
        "t.yaml:1:9: gamma: takes shape and scale, or mean and sd; found shap, scale; did you mean 'shape'?");
  CHECK(distribution_refusal("{pareto: {shape: 1, mean: 2ns}}") ==
        "t.yaml:1:1: the shape of a Pareto distribution with a mean must be above 1 and at most 10000, not 1 "
        "(values in ns)");
  CHECK(distribution_refusal("{mixture: {weight: 1, of: 1s}}") ==
        "t.yaml:1:11: mixture: expected a list of parts such as {weight: 3, of: <distribution>}, found a "
        "mapping");
  CHECK(distribution_refusal("{shifted: {by: 1s}}") ==
        "t.yaml:1:11: shifted: expected a mapping with by and of, such as {by: 200ms, of: <distribution>}, "
        "found by");
  CHECK(distribution_refusal("{shifted: {by: 1s, of: {exponential: {mean: 0s}}}}") ==
        "t.yaml:1:24: shifted.of: the mean of an exponential distribution must be a finite number greater "
        "than 0, not 0 (values in ns)");
  CHECK(distribution_refusal("{mixture: []}") ==
        "t.yaml:1:11: mixture: expected a list of parts such as {weight: 3, of: <distribution>}, found an "
        "empty list");
  CHECK(distribution_refusal("{mixture: [{weight: 1, off: 1s}]}") ==
        "t.yaml:1:12: mixture[0]: expected a mapping with the keys 'weight' and 'of', found weight, off");
  CHECK(distribution_refusal("{mixture: [{weight: 1, of: {exponential: {mean: 0s}}}, 3s]}") ==
        "t.yaml:1:28: mixture[0].of: the mean of an exponential distribution must be a finite number greater "
        "than 0, not 0 (values in ns)\n"
        "t.yaml:1:56: mixture[1]: expected a mapping with the keys 'weight' and 'of', found '3s'");
  CHECK(distribution_refusal("{mixture: [{weight: 0, of: 1s}, {weight: 1, of: 2s}]}") ==
        "t.yaml:1:1: a weight of a mixture must be a finite number greater than 0, not 0 (values in ns)");
  CHECK(distribution_refusal("[1s]") ==
        "t.yaml:1:1: expected a length of time such as 250ms or a distribution, found a list");
}
