#pragma once
// Golden checksums of numbers, to the last bit.
#include <bit>
#include <cstdint>

namespace support {

/// FNV-1a over the bits of doubles and words in order, eight bytes a step.
class BitChecksum {
 public:
  void add(std::uint64_t word) { value_ = (value_ ^ word) * 0x100000001B3; }
  void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325;
};

}  // namespace support
