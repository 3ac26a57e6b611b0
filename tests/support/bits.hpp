#pragma once
// Checksums of numbers for golden values, exact to the last bit.
#include <bit>
#include <cstdint>

namespace support {

/// Computes FNV-1a over the bits of doubles and words in order, eight bytes per step.
class BitChecksum {
 public:
  void add(std::uint64_t word) { value_ = (value_ ^ word) * 0x100000001B3; }
  void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325;
};

}  // namespace support
