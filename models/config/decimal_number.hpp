#pragma once
// A decimal number of any length. The number is exact, so its product with the factor of a unit is also
// exact.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curtain::config {

/// The value is digits * 10^exponent, which is not negative.
class DecimalNumber {
 public:
  /// Removes a number with an optional fraction and exponent ("12", "0.5", "1e3") from the beginning of
  /// `text`. Returns nothing, and leaves `text` unchanged, if `text` begins with no digits or with more than
  /// 400 digits, or if the exponent is not between -400 and 400.
  static std::optional<DecimalNumber> take(std::string_view& text);

  [[nodiscard]] DecimalNumber times(std::uint64_t factor, int exponent = 0) const;
  /// The value if it is a whole number of at most 64 bits.
  [[nodiscard]] std::optional<std::uint64_t> whole() const;
  /// True if the value is a whole number, of any size.
  [[nodiscard]] bool is_whole() const;
  [[nodiscard]] bool is_zero() const { return digits_ == "0"; }
  /// The nearest double, correctly rounded; nothing if the value overflows.
  [[nodiscard]] std::optional<double> real() const;

 private:
  void normalise();

  std::string digits_;
  int exponent_ = 0;
};

}  // namespace curtain::config
