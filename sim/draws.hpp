#pragma once
// Addressed randomness. A draw is a pure function of its address (seed, replication, purpose, entity,
// ordinal). A draw does not depend on earlier draws, on the order of events, on threads or on the tested
// policies. Two runs that differ only in a policy therefore get the same arrivals, durations and faults.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/check.hpp"
#include "sim/philox.hpp"

namespace sim {

/// The key of one family of draws, which mixes the address without entity and ordinal to 64 bits. `purpose`
/// is a number defined by the model. Two purposes of one (seed, replication) never share a key.
class DrawKey {
 public:
  constexpr DrawKey() : DrawKey(0, 0, 0) {}
  constexpr DrawKey(std::uint64_t seed, std::uint32_t replication, std::uint32_t purpose)
      : bits_(mixed(mixed(seed) + ((std::uint64_t{replication} << 32) | purpose))) {}

  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  constexpr bool operator==(const DrawKey&) const = default;

 private:
  /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014; variant 13 of Stafford), which is a
  /// bijection.
  static constexpr std::uint64_t mixed(std::uint64_t word) {
    word += 0x9E3779B97F4A7C15;
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
    return word ^ (word >> 31);
  }

  std::uint64_t bits_;
};

/// The stream of random words at one address. Block b is philox(key, {ordinal low, ordinal high, entity, b})
/// and gives two words. The class meets the requirements of a uniform random bit generator, so Boost.Random's
/// distributions can use it. Words have 64 bits because most distributions then need only one word. The
/// constructor computes the first block.
class Draw {
 public:
  using result_type = std::uint64_t;

  constexpr Draw(DrawKey key, std::uint32_t entity, std::uint64_t ordinal)
      : key_(halves(key)), entity_(entity), ordinal_(ordinal) {
    compute_block();
  }

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  /// Returns the next 64 random bits.
  constexpr result_type operator()() {
    if (next_ == words_.size()) [[unlikely]] {
      ++block_;
      compute_block();
    }
    return words_[next_++];
  }
  constexpr std::uint64_t bits() { return (*this)(); }

  /// Returns a uniform number in [0, 1), which is a multiple of 2^-53.
  constexpr double uniform() {
    return static_cast<double>(static_cast<std::int64_t>(bits() >> 11)) * 0x1p-53;
  }

  /// Returns each of 0 .. n-1 with exactly the same probability (Lemire, "Fast random integer generation in
  /// an interval", 2019). `n` must not be 0.
  constexpr std::uint32_t below(std::uint32_t n) {
    SIM_CHECK(n > 0);
    std::uint64_t product = (bits() >> 32) * n;
    if (static_cast<std::uint32_t>(product) < n) {
      const std::uint32_t threshold = (0u - n) % n;
      while (static_cast<std::uint32_t>(product) < threshold) {
        product = (bits() >> 32) * n;
      }
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

 private:
  friend class DrawBatch;
  using Words = std::array<std::uint64_t, 2>;

  /// Uses a first block that was already computed.
  constexpr Draw(DrawKey key, std::uint32_t entity, std::uint64_t ordinal, const Words& words)
      : words_(words), key_(halves(key)), entity_(entity), ordinal_(ordinal) {}

  static constexpr PhiloxKey halves(DrawKey key) {
    return {static_cast<std::uint32_t>(key.bits()), static_cast<std::uint32_t>(key.bits() >> 32)};
  }

  constexpr void compute_block() {
    const PhiloxCounter block = philox(key_, {static_cast<std::uint32_t>(ordinal_),
                                              static_cast<std::uint32_t>(ordinal_ >> 32), entity_, block_});
    words_ = {(std::uint64_t{block[1]} << 32) | block[0], (std::uint64_t{block[3]} << 32) | block[2]};
    next_ = 0;
  }

  Words words_{};
  PhiloxKey key_;
  std::uint32_t entity_;
  std::uint32_t block_ = 0;
  std::uint64_t ordinal_;
  std::uint32_t next_ = 0;
};

/// The draws of kSize consecutive ordinals of one entity. The first blocks of all draws are computed in
/// parallel, which takes a fraction of the time. The batch is only a cache: operator[](i) equals Draw(key,
/// entity, first + i) word for word.
class DrawBatch {
 public:
  static constexpr std::size_t kSize = 16;

  DrawBatch(DrawKey key, std::uint32_t entity, std::uint64_t first);
  [[nodiscard]] Draw operator[](std::size_t i) const { return {key_, entity_, first_ + i, words_[i]}; }

 private:
  alignas(16) std::array<Draw::Words, kSize> words_;
  DrawKey key_;
  std::uint32_t entity_;
  std::uint64_t first_;
};

}  // namespace sim
