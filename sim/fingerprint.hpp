#pragma once
// 64-bit fingerprints of the events of a run. Equal runs give equal fingerprints on any machine. The
// fingerprint changes if an event is added, removed, changed or exchanged with another event. A fingerprint
// is not secure against an adversary.
#include <cstdint>
#include <string>

namespace sim {

/// The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014, variant 13 of Stafford). The function is one-to-one, and every bit of the argument affects
/// every bit of the result.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
  return value ^ (value >> 31);
}

/// A hash in 8 bytes of a sequence of words, which depends on their order. For a given state, the next state
/// is a one-to-one function of the word. For a given word, it is a one-to-one function of the state. Two
/// sequences that differ in one word therefore always have different values.
class RollingHash {
 public:
  constexpr void add(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9FB21C651E98DF25;  // the factor is odd, so the product is one-to-one
    state_ ^= state_ >> 32;
  }
  [[nodiscard]] constexpr std::uint64_t value() const { return mix(state_); }
  constexpr bool operator==(const RollingHash&) const = default;

 private:
  std::uint64_t state_ = 0x9E3779B97F4A7C15;  // golden ratio; a word of 0 would not change a state of 0
};

/// The contribution of one entity to a fingerprint that is summed (with overflow) over entities. The sum does
/// not depend on the order of the entities, but on which entity has which value.
[[nodiscard]] constexpr std::uint64_t entity_fingerprint(std::uint64_t entity, std::uint64_t value) {
  return mix(value ^ mix(entity + 0x9E3779B97F4A7C15));
}

/// The fingerprint as sixteen hexadecimal digits in lower case.
[[nodiscard]] inline std::string fingerprint_text(std::uint64_t fingerprint) {
  std::string text(16, '0');
  for (int digit = 15; digit >= 0; --digit, fingerprint >>= 4) {
    text[static_cast<std::size_t>(digit)] = "0123456789abcdef"[fingerprint & 15];
  }
  return text;
}

}  // namespace sim
