#pragma once
// A decimal number of any length, as written, for exact products with a unit's factor.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curtain::config {

/// digits * 10^exponent, not negative.
class DecimalNumber {
 public:
  /// Removes digits with an optional fraction and exponent ("12", "0.5", "1e3") from the beginning of `text`.
  /// Returns nothing, and leaves `text` unchanged, if there are none, more than 400 digits, or an exponent
  /// beyond +-400.
  static std::optional<DecimalNumber> take(std::string_view& text);

  [[nodiscard]] DecimalNumber times(std::uint64_t factor, int exponent = 0) const;
  /// The value if it is whole and fits.
  [[nodiscard]] std::optional<std::uint64_t> whole() const;
  /// True if the value is a whole number, of any size.
  [[nodiscard]] bool is_whole() const;
  [[nodiscard]] bool is_zero() const { return digits_ == "0"; }
  /// The nearest double, correctly rounded; nothing if it overflows.
  [[nodiscard]] std::optional<double> real() const;

 private:
  void normalise();

  std::string digits_;
  int exponent_ = 0;
};

}  // namespace curtain::config
