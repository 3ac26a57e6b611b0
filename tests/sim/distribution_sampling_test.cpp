#include <cmath>
#include <string>
#include <vector>

#include "sim/distribution.hpp"
#include "tests/catch.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"

using sim::Distribution;
using sim::Draw;
using sim::DrawKey;

namespace {

const DrawKey kKey(20261123, 0, 1);

std::vector<double> samples_of(const Distribution& distribution, std::size_t count = 100'000) {
  std::vector<double> samples(count);
  distribution.fill(kKey, 17, 0, std::span<double>(samples));
  return samples;
}

double normal_cumulative(double z) {
  return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

Distribution azure_percentiles() {
  return Distribution::empirical({{0, 1}, {1, 2}, {25, 30}, {50, 120}, {75, 400}, {99, 9000}, {100, 60000}});
}

}  // namespace

TEST_CASE(
    "Samples follow the textbook distribution function, and not the function with a slightly wrong "
    "parameter") {
  // The distribution functions below use the C library and are written out here, so they share no code with
  // the tested functions.
  const auto accepted = [](const Distribution& distribution, auto cumulative) {
    return support::kolmogorov_smirnov(samples_of(distribution), cumulative) > 0.001;
  };
  const auto uniform = [](double low, double high) {
    return [=](double x) { return (x - low) / (high - low); };
  };
  CHECK(accepted(Distribution::uniform(2, 6), uniform(2, 6)));
  CHECK_FALSE(accepted(Distribution::uniform(2, 6), uniform(2, 6.1)));

  const auto exponential = [](double mean) { return [=](double x) { return -std::expm1(-x / mean); }; };
  CHECK(accepted(Distribution::exponential(5), exponential(5)));
  CHECK_FALSE(accepted(Distribution::exponential(5), exponential(5.15)));

  const auto normal = [](double mean, double sd) {
    return [=](double x) { return normal_cumulative((x - mean) / sd); };
  };
  CHECK(accepted(Distribution::normal(5, 2), normal(5, 2)));
  CHECK_FALSE(accepted(Distribution::normal(5, 2), normal(5, 2.08)));
  CHECK_FALSE(accepted(Distribution::normal(5, 2), normal(5.05, 2)));

  const auto lognormal = [](double median, double sigma) {
    return [=](double x) { return normal_cumulative(std::log(x / median) / sigma); };
  };
  CHECK(accepted(Distribution::lognormal(0.12, 0.6), lognormal(0.12, 0.6)));
  CHECK_FALSE(accepted(Distribution::lognormal(0.12, 0.6), lognormal(0.122, 0.6)));

  const auto weibull = [](double shape, double scale) {
    return [=](double x) { return -std::expm1(-std::pow(x / scale, shape)); };
  };
  CHECK(accepted(Distribution::weibull(0.7, 3), weibull(0.7, 3)));
  CHECK(accepted(Distribution::weibull(4, 3), weibull(4, 3)));
  CHECK_FALSE(accepted(Distribution::weibull(0.7, 3), weibull(0.72, 3)));

  // Gamma distributions of whole shape (Erlang distributions) and of shape one half have their own
  // distribution functions.
  const auto erlang = [](double scale) {
    return [=](double x) { return 1 - std::exp(-x / scale) * (1 + x / scale + x * x / (2 * scale * scale)); };
  };
  CHECK(accepted(Distribution::gamma(3, 5), erlang(5)));
  CHECK(accepted(Distribution::gamma(1, 5), exponential(5)));
  CHECK_FALSE(accepted(Distribution::gamma(3, 5), erlang(5.1)));
  const auto half = [](double x) { return std::erf(std::sqrt(x / 5)); };
  CHECK(accepted(Distribution::gamma(0.5, 5), half));
  CHECK_FALSE(accepted(Distribution::gamma(0.51, 5), half));

  const auto pareto = [](double shape, double scale) {
    return [=](double x) { return 1 - std::pow(x / scale, -shape); };
  };
  CHECK(accepted(Distribution::pareto(1.5, 4), pareto(1.5, 4)));
  CHECK(accepted(Distribution::pareto(0.1, 4), pareto(0.1, 4)));
  CHECK_FALSE(accepted(Distribution::pareto(1.5, 4), pareto(1.53, 4)));

  const auto burr = [](double c, double k, double scale) {
    return [=](double x) { return 1 - std::pow(1 + std::pow(x / scale, c), -k); };
  };
  CHECK(accepted(Distribution::burr(11.652, 0.221, 107.083), burr(11.652, 0.221, 107.083)));
  CHECK(accepted(Distribution::burr(0.5, 3, 7), burr(0.5, 3, 7)));
  CHECK_FALSE(accepted(Distribution::burr(11.652, 0.221, 107.083), burr(11.652, 0.226, 107.083)));

  const auto mixture = [=](double share) {
    return [=](double x) { return share * exponential(1)(x) + (1 - share) * exponential(100)(x); };
  };
  const auto one_slow =
      Distribution::mixture({{3, Distribution::exponential(1)}, {1, Distribution::exponential(100)}});
  CHECK(accepted(one_slow, mixture(0.75)));
  CHECK_FALSE(accepted(one_slow, mixture(0.76)));
}

TEST_CASE("Empirical samples follow the given percentiles") {
  const Distribution distribution = azure_percentiles();
  const auto samples = samples_of(distribution);
  for (const auto& point : distribution.points()) {
    double below = 0;
    for (const double sample : samples) {
      below += sample <= point.value ? 1 : 0;
    }
    CHECK(below / 100'000 == Approx(point.probability).margin(0.005));
  }
  // The distribution is linear between percentiles, so half of the samples between percentiles 25 and 50 are
  // below the middle.
  double lower_half = 0;
  double upper_half = 0;
  for (const double sample : samples) {
    lower_half += sample > 30 && sample <= 75 ? 1 : 0;
    upper_half += sample > 75 && sample <= 120 ? 1 : 0;
  }
  CHECK(lower_half / 100'000 == Approx(0.125).margin(0.005));
  CHECK(upper_half / 100'000 == Approx(0.125).margin(0.005));
}

TEST_CASE("Without p0 or p100, percentiles are constant beyond the outermost points") {
  double at_low = 0;
  double at_high = 0;
  for (const double sample : samples_of(Distribution::empirical({{20, 5}, {90, 10}}))) {
    REQUIRE((sample >= 5 && sample <= 10));
    at_low += sample == 5 ? 1 : 0;
    at_high += sample == 10 ? 1 : 0;
  }
  CHECK(at_low / 100'000 == Approx(0.2).margin(0.005));
  CHECK(at_high / 100'000 == Approx(0.1).margin(0.005));
}

TEST_CASE("Given samples are drawn equally often, and no other values are drawn") {
  std::vector<int> counts(4);
  for (const double sample : samples_of(Distribution::samples({1, 3, 2, 3}))) {
    REQUIRE((sample == 1 || sample == 2 || sample == 3));
    ++counts[static_cast<std::size_t>(sample)];
  }
  CHECK(counts[1] == Approx(25'000).margin(600));
  CHECK(counts[2] == Approx(25'000).margin(600));
  CHECK(counts[3] == Approx(50'000).margin(800));
}

TEST_CASE("Values beyond a bound are set to the bound, and other values are unchanged") {
  const auto free = samples_of(Distribution::normal(5, 2), 10'000);
  const auto held = samples_of(Distribution::normal(5, 2).clamped(4, 7), 10'000);
  int outside = 0;
  for (std::size_t i = 0; i < free.size(); ++i) {
    REQUIRE(held[i] == std::clamp(free[i], 4.0, 7.0));
    outside += free[i] != held[i] ? 1 : 0;
  }
  CHECK(outside > 1000);
}

TEST_CASE("A constant draws no random word") {
  Draw draw(kKey, 1, 1);
  Draw untouched = draw;
  CHECK(Distribution::constant(3).sample(draw) == 3);
  CHECK(draw.bits() == untouched.bits());
}

TEST_CASE("Durations are whole nanoseconds, rounded half away from zero and never negative") {
  Draw draw(kKey, 1, 1);
  CHECK(Distribution::constant(1.5).sample_duration(draw) == sim::Duration(2));
  CHECK(Distribution::constant(2.5).sample_duration(draw) == sim::Duration(3));
  CHECK(Distribution::constant(2.4999).sample_duration(draw) == sim::Duration(2));
  CHECK(Distribution::constant(-7).sample_duration(draw) == sim::Duration(0));
  CHECK(Distribution::constant(0x1p62).sample_duration(draw) == sim::Duration(std::int64_t{1} << 62));
  CHECK_THROWS_AS(Distribution::constant(1e300).sample_duration(draw), std::range_error);
  const auto normal = Distribution::normal(0, 100);
  int zero = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const sim::Duration length = normal.sample_duration(kKey, 0, i);
    REQUIRE(length >= sim::Duration(0));
    zero += length == sim::Duration(0) ? 1 : 0;
  }
  CHECK(zero == Approx(500).margin(80));
}

TEST_CASE("Sampling one by one, by address and in bulk gives the same values") {
  const auto distribution = GENERATE(
      Distribution::constant(4), Distribution::uniform(1, 9), Distribution::exponential(8),
      Distribution::normal(9, 7), Distribution::lognormal(5, 1), Distribution::weibull(2, 6),
      azure_percentiles(), Distribution::samples({1, 2, 3}), Distribution::gamma(2.5, 3),
      Distribution::gamma(0.4, 3), Distribution::pareto(1.2, 3), Distribution::burr(2, 0.7, 3),
      Distribution::mixture({{1, Distribution::constant(2)}, {2, Distribution::gamma(0.4, 3).clamped(1, 4)}})
          .clamped(0, 3));
  std::vector<double> bulk(53);  // 53 values are three batches and a remainder
  std::vector<sim::Duration> lengths(53);
  distribution.fill(kKey, 3, 0xFFFFFFF0, std::span<double>(bulk));
  distribution.fill(kKey, 3, 0xFFFFFFF0, std::span<sim::Duration>(lengths));
  for (std::size_t i = 0; i < bulk.size(); ++i) {
    Draw draw(kKey, 3, 0xFFFFFFF0 + i);
    REQUIRE(distribution.sample(draw) == bulk[i]);
    REQUIRE(distribution.sample(kKey, 3, 0xFFFFFFF0 + i) == bulk[i]);
    REQUIRE(distribution.sample_duration(kKey, 3, 0xFFFFFFF0 + i) == lengths[i]);
  }
}

TEST_CASE("Every kind of distribution gives the same bits on every machine") {
  const auto checksum = [](const Distribution& distribution) {
    support::BitChecksum sum;
    for (const double sample : samples_of(distribution, 10'000)) {
      sum.add(sample);
    }
    return sum.value();
  };
  CHECK(checksum(Distribution::uniform(2, 6)) == 0xd97fe09b76da8158u);
  CHECK(checksum(Distribution::exponential(5)) == 0x1bc0329833e0547du);
  CHECK(checksum(Distribution::normal(5, 2)) == 0x84c8c354c8d39560u);
  CHECK(checksum(Distribution::lognormal(0.12, 0.6)) == 0x6a08dc0f09e0a4dfu);
  CHECK(checksum(Distribution::lognormal_percentiles(50, 0.12, 99, 1)) == 0x4b5bbf12816c1380u);
  CHECK(checksum(Distribution::weibull(0.7, 3)) == 0xf3e5750eb969206eu);
  CHECK(checksum(Distribution::weibull_mean_sd(3, 5)) == 0x24aa3e47d54df078u);
  CHECK(checksum(azure_percentiles()) == 0x875ceb583a03fc9eu);
  CHECK(checksum(Distribution::samples({3, 1, 4, 1, 5})) == 0x4290f0723147f065u);
  CHECK(checksum(Distribution::gamma(2.5, 3)) == 0x19206c42ba781ea2u);
  CHECK(checksum(Distribution::gamma(0.4, 3)) == 0x8a5ff6f08ca2273du);
  CHECK(checksum(Distribution::pareto(1.2, 3)) == 0x76b9dcc22e541425u);
  CHECK(checksum(Distribution::burr(11.652, 0.221, 107.083)) == 0x3063ce29f425d855u);
  CHECK(checksum(Distribution::mixture(
            {{3, Distribution::exponential(1)}, {1, Distribution::gamma(2.5, 100)}})) == 0xc1edd256e0fe08ccu);
  CHECK(checksum(Distribution::lognormal(0.12, 0.6).clamped(0.05, 0.5)) == 0x4759308dad0c6a98u);
}

TEST_CASE("A length beyond 2^62 ns is refused, and a gap beyond 2^62 ns is set to the limit") {
  const Distribution far = Distribution::constant(0x1p63);
  const std::string message =
      "a draw of 9223372037 s from constant(9223372037), in seconds, is beyond the longest time that "
      "can be simulated, 2^62 ns (146 years); give the distribution a `max`";
  CHECK_THROWS_WITH(far.sample_duration(kKey, 0, 0), message);
  std::vector<sim::Duration> lengths(20);
  CHECK_THROWS_WITH(far.fill(kKey, 0, 0, std::span<sim::Duration>(lengths)), message);
  Draw draw(kKey, 0, 0);
  CHECK_THROWS_AS(far.sample_duration(draw), std::range_error);
  const sim::Duration longest{std::int64_t{1} << 62};
  CHECK(far.sample_gap(kKey, 0, 0) == longest);
  far.fill_gaps(kKey, 0, 0, std::span<sim::Duration>(lengths));
  CHECK(lengths == std::vector<sim::Duration>(20, longest));
  CHECK(Distribution::constant(0x1p62).sample_duration(kKey, 0, 0) == longest);
  CHECK(Distribution::constant(0x1p63).clamped(0, 1e9).sample_duration(kKey, 0, 0) == sim::seconds(1));

  // Below 2^62 ns both functions give the same value.
  const Distribution near = Distribution::exponential(1e9);
  std::vector<sim::Duration> gaps(20);
  near.fill(kKey, 3, 5, std::span<sim::Duration>(lengths));
  near.fill_gaps(kKey, 3, 5, std::span<sim::Duration>(gaps));
  CHECK(lengths == gaps);
  CHECK(near.sample_gap(kKey, 3, 7) == lengths[2]);
}
