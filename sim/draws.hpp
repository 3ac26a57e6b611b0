#pragma once
// Addressed randomness: a draw is a pure function of its address (seed, replication, purpose, entity,
// ordinal). It does not depend on earlier draws, on event order, on threads or on the policies under test. So
// two runs that differ only in a policy get the same arrivals, durations and faults.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/check.hpp"
#include "sim/philox.hpp"

namespace sim {

/// The key of one family of draws: the whole address except entity and ordinal, mixed to 64 bits once.
/// `purpose` is a number defined by the model; two purposes of one (seed, replication) never share a key.
class DrawKey {
 public:
  constexpr DrawKey() : DrawKey(0, 0, 0) {}
  constexpr DrawKey(std::uint64_t seed, std::uint32_t replication, std::uint32_t purpose)
      : bits_(mixed(mixed(seed) + ((std::uint64_t{replication} << 32) | purpose))) {}

  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  constexpr bool operator==(const DrawKey&) const = default;

 private:
  /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014; variant 13 of Stafford): a bijection.
  static constexpr std::uint64_t mixed(std::uint64_t word) {
    word += 0x9E3779B97F4A7C15;
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
    return word ^ (word >> 31);
  }

  std::uint64_t bits_;
};

/// The stream of random words at one address: block b is philox(key, {ordinal low, ordinal high, entity, b})
/// and gives two words. Meets the requirements of a uniform random bit generator, so it works with
/// Boost.Random's distributions; words are 64 bits wide because most distributions then need only one word.
/// Constructing it computes the first block.
class Draw {
 public:
  using result_type = std::uint64_t;

  constexpr Draw(DrawKey key, std::uint32_t entity, std::uint64_t ordinal)
      : key_(halves(key)), entity_(entity), ordinal_(ordinal) {
    compute_block();
  }

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  /// The next 64 random bits.
  constexpr result_type operator()() {
    if (next_ == words_.size()) [[unlikely]] {
      ++block_;
      compute_block();
    }
    return words_[next_++];
  }
  constexpr std::uint64_t bits() { return (*this)(); }

  /// Uniform on [0, 1), a multiple of 2^-53.
  constexpr double uniform() {
    return static_cast<double>(static_cast<std::int64_t>(bits() >> 11)) * 0x1p-53;
  }

  /// Each of 0 .. n-1 with exactly the same probability (Lemire, "Fast random integer generation in an
  /// interval", 2019). `n` must not be 0.
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

  /// For a first block that was computed already.
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

/// The draws of kSize consecutive ordinals of one entity. Their first blocks are computed in parallel, which
/// takes a fraction of the time. It is only a cache: operator[](i) equals Draw(key, entity, first + i) word
/// for word.
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
