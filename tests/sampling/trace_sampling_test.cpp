#include "models/sampling/trace_sampling.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Returns ten functions. Function i is at position 2 i and has i + 1 calls.
class TenFunctions : public TraceSampling {
 public:
  using TraceSampling::TraceSampling;
  bool write(const OpenSampleText&) override { return true; }
  using TraceSampling::depths;

 private:
  WorkloadSummary summary() override {
    WorkloadSummary summary;
    for (std::uint32_t i = 0; i < 10; ++i) {
      summary.functions.push_back({2 * i, i + 1, 1.0 + i, 128, 1, 0});
      summary.calls += i + 1;
    }
    summary.last = Time{} + sim::minutes(9);
    return summary;
  }
  [[nodiscard]] Duration unit() const override { return sim::minutes(1); }
};

SamplingSettings quick_settings() {
  SamplingSettings settings;
  settings.random_samples = 50;
  return settings;
}

}  // namespace

TEST_CASE("each sample is part of the previous sample, with the calls of its functions") {
  TenFunctions sampling(quick_settings());
  CHECK(sampling.read().calls == 55);
  sampling.choose({10, 4, 2});
  REQUIRE(sampling.samples().size() == 3);
  CHECK(sampling.samples()[0].calls == 55);
  CHECK(sampling.profile().calls().size() == 10);
  for (std::size_t k = 1; k < 3; ++k) {
    const auto& larger = sampling.samples()[k - 1].sample.chosen;
    const TraceSample& taken = sampling.samples()[k];
    CHECK(
        std::includes(larger.begin(), larger.end(), taken.sample.chosen.begin(), taken.sample.chosen.end()));
    std::uint64_t calls = 0;
    for (const std::uint32_t i : taken.sample.chosen) {
      calls += i + 1;
    }
    CHECK(taken.calls == calls);
  }
}

TEST_CASE("the depth of a function is the number of samples that contain it") {
  TenFunctions sampling(quick_settings());
  (void)sampling.read();
  sampling.choose({10, 4, 2});
  const std::vector<std::uint8_t> depths = sampling.depths(20);
  for (std::uint32_t i = 0; i < 10; ++i) {
    std::uint8_t expected = 0;
    for (const TraceSample& taken : sampling.samples()) {
      const auto& chosen = taken.sample.chosen;
      expected = static_cast<std::uint8_t>(expected + std::count(chosen.begin(), chosen.end(), i));
    }
    CHECK(depths[2 * i] == expected);
    CHECK(depths[2 * i + 1] == 0);
  }
}

TEST_CASE("impossible sizes of samples are refused") {
  TenFunctions sampling(quick_settings());
  (void)sampling.read();
  CHECK_THROWS_AS(sampling.choose({11}), std::invalid_argument);
  CHECK_THROWS_AS(sampling.choose({0}), std::invalid_argument);
  CHECK_THROWS_AS(sampling.choose({2, 4}), std::invalid_argument);
  CHECK_THROWS_AS(sampling.choose(std::vector<std::size_t>(255, 1)), std::invalid_argument);
}
