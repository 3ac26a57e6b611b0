#include "sim/fingerprint.hpp"

#include <bit>
#include <cstdint>
#include <set>
#include <vector>

#include "tests/catch.hpp"

using sim::mix;
using sim::RollingHash;

namespace {

std::uint64_t hash(const std::vector<std::uint64_t>& words) {
  RollingHash rolling;
  for (const auto word : words) {
    rolling.add(word);
  }
  return rolling.value();
}

}  // namespace

TEST_CASE("mix is SplitMix64's finaliser") {
  // The first outputs of SplitMix64 with seed 0, whose state increases by the golden ratio.
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;
  CHECK(mix(golden) == 0xE220A8397B1DCDAF);
  CHECK(mix(2 * golden) == 0x6E789E6AA1B965F4);
  CHECK(mix(3 * golden) == 0x06C45D188009454F);
}

TEST_CASE("the rolling hash is different for different sequences") {
  std::set<std::uint64_t> values;
  const std::vector<std::vector<std::uint64_t>> sequences = {
      {},     {0},       {0, 0},    {0, 0, 0}, {1},       {0, 1},    {1, 0},
      {1, 1}, {1, 2, 3}, {1, 3, 2}, {3, 2, 1}, {2, 1, 3}, {1, 2, 4}, {~std::uint64_t{0}}};
  for (const auto& sequence : sequences) {
    values.insert(hash(sequence));
  }
  CHECK(values.size() == sequences.size());
}

TEST_CASE("words in another order give another hash") {
  std::vector<std::uint64_t> words(64);
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = i;
  }
  std::set<std::uint64_t> values{hash(words)};
  std::size_t exchanges = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      std::swap(words[i], words[j]);
      values.insert(hash(words));
      std::swap(words[i], words[j]);
      ++exchanges;
    }
  }
  CHECK(values.size() == exchanges + 1);
}

TEST_CASE("one bit changed at any position changes half the bits of the hash") {
  const std::vector<std::uint64_t> words = {5, 1'000'000'007, 0, 42};
  const std::uint64_t value = hash(words);
  int changed = 0;
  int fewest = 64;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (int bit = 0; bit < 64; ++bit) {
      auto other = words;
      other[i] ^= std::uint64_t{1} << bit;
      const int distance = std::popcount(value ^ hash(other));
      changed += distance;
      fewest = distance < fewest ? distance : fewest;
    }
  }
  CHECK(fewest >= 12);
  // The comparison of 256 words of 64 fair bits has mean 32 and standard error 0.25.
  CHECK(changed / 256.0 == Approx(32).margin(1.5));
}

TEST_CASE("a summed fingerprint depends on the owner of each value, but not on the order") {
  const std::uint64_t forward = sim::entity_fingerprint(1, 10) + sim::entity_fingerprint(2, 20);
  const std::uint64_t backward = sim::entity_fingerprint(2, 20) + sim::entity_fingerprint(1, 10);
  const std::uint64_t exchanged = sim::entity_fingerprint(1, 20) + sim::entity_fingerprint(2, 10);
  CHECK(forward == backward);
  CHECK(forward != exchanged);
  CHECK(sim::entity_fingerprint(0, 0) != 0);
}

TEST_CASE("a fingerprint in text is 16 hexadecimal digits") {
  CHECK(sim::fingerprint_text(0) == "0000000000000000");
  CHECK(sim::fingerprint_text(0x0123456789ABCDEF) == "0123456789abcdef");
  CHECK(sim::fingerprint_text(~std::uint64_t{0}) == "ffffffffffffffff");
}

TEST_CASE("the rolling hash has known values") {
  // Reports contain this hash, so a change of it makes every recorded fingerprint obsolete.
  CHECK(sim::fingerprint_text(hash({1, 2, 3})) == "0c377a1e8809ac6e");
  CHECK(sim::fingerprint_text(hash({})) == "e220a8397b1dcdaf");
}
