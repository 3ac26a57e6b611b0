#pragma once
// Strong 32-bit ids. Each id is an index into one table, and its type prevents its use as an index into
// another table.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace sim {

template <class Tag>
class Id {
 public:
  constexpr Id() = default;  // makes an invalid id
  constexpr explicit Id(std::uint32_t value) : value_(value) {}
  constexpr explicit Id(std::size_t value) : value_(static_cast<std::uint32_t>(value)) {}
  static constexpr Id none() { return Id{}; }
  [[nodiscard]] constexpr bool valid() const { return value_ != kNone; }
  [[nodiscard]] constexpr std::uint32_t value() const { return value_; }
  [[nodiscard]] constexpr std::size_t index() const { return value_; }
  constexpr auto operator<=>(const Id&) const = default;

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t value_ = kNone;
};

}  // namespace sim
