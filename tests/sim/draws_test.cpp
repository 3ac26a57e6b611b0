#include "sim/draws.hpp"

#include <bit>
#include <cstdint>
#include <set>
#include <vector>

#include "tests/catch.hpp"
#include "tests/support/kolmogorov_smirnov.hpp"

using sim::Draw;
using sim::DrawBatch;
using sim::DrawKey;

namespace {

/// The share of equal bits in 4096 pairs of first words. It is 1/2 for unrelated words, with a standard
/// deviation of 0.001.
template <class First, class Second>
double agreement(First first, Second second) {
  int equal = 0;
  for (std::uint32_t i = 0; i < 4096; ++i) {
    equal += 64 - std::popcount(first(i).bits() ^ second(i).bits());
  }
  return equal / (4096.0 * 64.0);
}

constexpr double kFiveDeviations = 0.005;

}  // namespace

TEST_CASE("A draw depends only on its address") {
  const DrawKey key(42, 1, 7);
  Draw once(key, 5, 900);
  std::vector<std::uint64_t> words;
  for (int i = 0; i < 9; ++i) {
    words.push_back(once.bits());
  }
  Draw other(key, 6, 900);
  other.bits();
  Draw again(key, 5, 900);
  for (const std::uint64_t word : words) {
    CHECK(again.bits() == word);
  }
}

TEST_CASE("The words of a draw are Philox blocks in order") {
  const DrawKey key(3, 4, 5);
  const sim::PhiloxKey halves{static_cast<std::uint32_t>(key.bits()),
                              static_cast<std::uint32_t>(key.bits() >> 32)};
  Draw draw(key, 0xABCDEF01, 0x0123456789ABCDEF);
  for (std::uint32_t block = 0; block < 3; ++block) {
    const auto words = sim::philox(halves, {0x89ABCDEF, 0x01234567, 0xABCDEF01, block});
    CHECK(draw.bits() == ((std::uint64_t{words[1]} << 32) | words[0]));
    CHECK(draw.bits() == ((std::uint64_t{words[3]} << 32) | words[2]));
  }
}

TEST_CASE("Every part of the address changes the words, without a pattern") {
  const auto base = [](std::uint32_t i) { return Draw(DrawKey(1, 0, 2), 3, i); };
  CHECK(agreement(base, base) == 1.0);
  CHECK(agreement(base, [](std::uint32_t i) { return Draw(DrawKey(2, 0, 2), 3, i); }) ==
        Approx(0.5).margin(kFiveDeviations));
  CHECK(agreement(base, [](std::uint32_t i) { return Draw(DrawKey(1, 1, 2), 3, i); }) ==
        Approx(0.5).margin(kFiveDeviations));
  CHECK(agreement(base, [](std::uint32_t i) { return Draw(DrawKey(1, 0, 3), 3, i); }) ==
        Approx(0.5).margin(kFiveDeviations));
  CHECK(agreement(base, [](std::uint32_t i) { return Draw(DrawKey(1, 0, 2), 4, i); }) ==
        Approx(0.5).margin(kFiveDeviations));
  CHECK(agreement(base, [](std::uint32_t i) { return Draw(DrawKey(1, 0, 2), 3, i + 1); }) ==
        Approx(0.5).margin(kFiveDeviations));
  CHECK(agreement(base, [](std::uint32_t i) {
          return Draw(DrawKey(1, 0, 2), 3, i + (std::uint64_t{1} << 32));
        }) == Approx(0.5).margin(kFiveDeviations));
  CHECK(agreement(base, [](std::uint32_t i) { return Draw(DrawKey(1, 0, 2), i, 3); }) ==
        Approx(0.5).margin(kFiveDeviations));
}

TEST_CASE("Keys of one seed never collide, and nearby seeds have unrelated keys") {
  std::set<std::uint64_t> keys;
  for (std::uint32_t replication = 0; replication < 64; ++replication) {
    for (std::uint32_t purpose = 0; purpose < 64; ++purpose) {
      keys.insert(DrawKey(0, replication, purpose).bits());
      keys.insert(DrawKey(1, replication, purpose).bits());
    }
  }
  CHECK(keys.size() == 2 * 64 * 64);
  CHECK(DrawKey(0, 0, 0).bits() == DrawKey().bits());
}

TEST_CASE("A batch gives the same words as single draws") {
  const std::uint64_t first = GENERATE(0ull, 5ull, 0xFFFFFFF8ull, 0xFFFFFFFFFFFFFFF8ull);
  const std::uint32_t entity = GENERATE(0u, 0xFFFFFFFFu);
  const DrawKey key(0xDEADBEEFCAFEF00D, 9, 0xFFFFFFFF);
  const DrawBatch batch(key, entity, first);
  for (std::size_t i = 0; i < DrawBatch::kSize; ++i) {
    Draw one = batch[i];
    Draw same(key, entity, first + i);
    for (int word = 0; word < 5; ++word) {
      REQUIRE(one.bits() == same.bits());
    }
  }
}

TEST_CASE("uniform() is uniform on the interval from 0 to 1, without 1, across ordinals and within a draw") {
  std::vector<double> across;
  std::vector<double> within;
  Draw stream(DrawKey(11, 0, 0), 0, 0);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    across.push_back(Draw(DrawKey(11, 0, 1), 0, i).uniform());
    within.push_back(stream.uniform());
    REQUIRE((across.back() >= 0.0 && across.back() < 1.0));
  }
  const auto uniform = [](double x) { return x; };
  CHECK(support::kolmogorov_smirnov(across, uniform) > 0.001);
  CHECK(support::kolmogorov_smirnov(within, uniform) > 0.001);
  CHECK(support::kolmogorov_smirnov(across, [](double x) { return x * x; }) < 1e-6);
}

TEST_CASE("below(n) gives each number with equal probability") {
  Draw draw(DrawKey(5, 0, 0), 1, 2);
  SECTION("small n") {
    std::vector<int> counts(6);
    for (int i = 0; i < 60'000; ++i) {
      ++counts[draw.below(6)];
    }
    double chi_square = 0;
    for (const int count : counts) {
      chi_square += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
    }
    CHECK(chi_square < 20.5);  // 20.5 is the 0.999 quantile for 5 degrees of freedom
  }
  SECTION("n does not divide 2^32, so taking only the high half would favour every third number") {
    std::vector<int> counts(3);
    for (int i = 0; i < 60'000; ++i) {
      const std::uint32_t value = draw.below(3u << 30);
      REQUIRE(value < (3u << 30));
      ++counts[value % 3];
    }
    for (const int count : counts) {
      CHECK(count == Approx(20'000).margin(600));
    }
  }
  SECTION("n is 1 or the largest possible") {
    CHECK(draw.below(1) == 0);
    CHECK(draw.below(0xFFFFFFFF) < 0xFFFFFFFF);
  }
  SECTION("n of 0 is a defect of the caller") {
    CHECK_THROWS_AS(draw.below(0), sim::InvariantBroken);
  }
}
