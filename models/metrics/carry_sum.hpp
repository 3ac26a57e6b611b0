#pragma once
// A 128-bit sum that is as fast as a 64-bit sum.
#include <cstdint>

#include "sim/wide.hpp"

namespace curtain {

/// The upper half is changed only if the lower half overflows. The lower half begins in the middle of its
/// range, because a sum of ends minus starts would otherwise cross 0 frequently.
class CarrySum {
 public:
  void add(std::uint64_t amount) {
    if (__builtin_add_overflow(low_, amount, &low_)) [[unlikely]] {
      ++high_;
    }
  }
  void subtract(std::uint64_t amount) {
    if (__builtin_sub_overflow(low_, amount, &low_)) [[unlikely]] {
      --high_;
    }
  }
  [[nodiscard]] sim::Int128 value() const {
    return (static_cast<sim::Int128>(high_) << 64) + static_cast<sim::Int128>(low_) -
           static_cast<sim::Int128>(kMiddle);
  }

 private:
  static constexpr std::uint64_t kMiddle = std::uint64_t{1} << 63;
  std::uint64_t low_ = kMiddle;
  std::int64_t high_ = 0;
};

}  // namespace curtain
