#pragma once
// Reads the decimal numbers in trace files exactly, without floating point.
#include <cstdint>
#include <string>
#include <string_view>

namespace curtain {

/// Reads non-negative decimal numbers as whole numbers of a small unit, for example seconds as nanoseconds.
/// With 1e9 units in one, "0.25" is 250,000,000. The result is the exact value, rounded half up to a whole
/// unit. It is at most kLargest.
class DecimalReader {
 public:
  static constexpr std::int64_t kLargest = std::int64_t{1} << 62;
  enum class Outcome : std::uint8_t { ok, not_a_number, negative, too_large };

  /// `units_in_one` must be more than 0, and a number below 2^40 times a power of ten. Throws
  /// std::invalid_argument otherwise.
  explicit DecimalReader(std::int64_t units_in_one);

  /// Reads a plain number at `text`. A plain number consists of digits, and may have a fraction that is a
  /// whole number of units. Returns the end of the number, or null if the number is not plain or is too
  /// large. The byte after the text must not be a digit.
  const char* read_plain(const char* text, std::int64_t& units) const {
    const char* at = text;
    std::uint64_t whole = 0;
    unsigned digit = 0;
    while ((digit = digit_at(at)) < 10) {
      whole = whole * 10 + digit;
      ++at;
    }
    const auto digits = at - text;
    if (digits == 0 || digits > 18 || whole > largest_whole_) {
      return nullptr;
    }
    std::uint64_t sum = whole * units_;
    if (*at == '.') {
      const char* const start = ++at;
      std::uint64_t fraction = 0;
      while ((digit = digit_at(at)) < 10) {
        fraction = fraction * 10 + digit;
        ++at;
      }
      const auto places = at - start;
      if (places == 0 || places > places_) {
        return nullptr;
      }
      sum += fraction * unit_of_place_[places];
    }
    units = static_cast<std::int64_t>(sum);
    return at;
  }

  /// Reads all of `text` as a number. In addition to plain numbers, it accepts any number of decimals, a
  /// missing part before or after the point (".5", "5."), a sign, and an exponent ("1.5e-3").
  Outcome read(std::string_view text, std::int64_t& units) const;

 private:
  static constexpr int kMostPlaces = 18;

  static unsigned digit_at(const char* at) {
    return static_cast<unsigned>(static_cast<unsigned char>(*at)) - '0';
  }

  std::uint64_t units_;  // number of units in one: factor_ * 10^power_
  std::uint64_t factor_;
  int power_ = 0;
  int places_ = 0;  // number of decimal places that are whole units, at most kMostPlaces
  std::uint64_t largest_whole_;
  std::uint64_t unit_of_place_[kMostPlaces + 1] = {};
};

/// Ten years of 365.25 days in nanoseconds. A larger number is not a time since the start of a trace.
inline constexpr std::int64_t kTenYears = 315'576'000LL * 1'000'000'000;

/// Nanoseconds as an exact number of seconds without trailing zeros: "1.25 s".
std::string in_seconds(std::int64_t ns);

}  // namespace curtain
