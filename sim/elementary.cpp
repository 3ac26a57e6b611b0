#include "sim/elementary.hpp"

#include <array>
#include <cstddef>
#include <limits>

#include "sim/double_double.hpp"

// The method reduces the argument by a table of 128 entries, and then uses a short Taylor polynomial. The
// remainder is small, so the truncation error is negligible. The compiler computes the tables in
// double-double arithmetic.

namespace sim {
namespace {

constexpr DoubleDouble kLn2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

constexpr std::uint64_t bits_of(double x) {
  return std::bit_cast<std::uint64_t>(x);
}
constexpr double double_of(std::uint64_t bits) {
  return std::bit_cast<double>(bits);
}

/// Returns x rounded to a multiple of 2^-42, for |x| < 2^9. Sums of up to 2^10 such numbers are exact.
constexpr double on_grid(double x) {
  constexpr double shift = 0x1.8p10;
  return (x + shift) - shift;
}
constexpr double kLn2High = on_grid(kLn2.high);
constexpr double kLn2Low = (kLn2.high - kLn2High) + kLn2.low;

// ---- Logarithm: x = 2^k * z with z in [0.6875, 1.375), and z = (1 + r) / inverse, where the table gives
// `inverse`.

constexpr std::uint64_t kLogOffset = 0x3FE6000000000000;  // 0.6875
struct LogEntry {
  double inverse;   // a multiple of 2^-9 near 1 / (middle of the interval); exactly 1 on both sides of z = 1
  double log_high;  // -log(inverse), rounded to the grid
  double log_low;   // -log(inverse) - log_high
};

/// Returns log(numerator / 512), computed by the series of the inverse hyperbolic tangent.
constexpr DoubleDouble log_of_512ths(int numerator) {
  const DoubleDouble ratio =
      DoubleDouble{static_cast<double>(numerator - 512)} / static_cast<double>(numerator + 512);
  const DoubleDouble square = ratio * ratio;
  DoubleDouble sum;
  for (int n = 51; n >= 1; n -= 2) {
    sum = sum * square + DoubleDouble{2.0} / static_cast<double>(n);
  }
  return sum * ratio;
}

constexpr std::array<LogEntry, 128> make_log_table() {
  std::array<LogEntry, 128> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double middle = double_of(kLogOffset + (std::uint64_t{2 * i + 1} << 44));
    const int numerator = i == 79 || i == 80 ? 512 : static_cast<int>(512.0 / middle + 0.5);
    const DoubleDouble logarithm = -log_of_512ths(numerator);
    const double high = on_grid(logarithm.high);
    table[i] = {numerator / 512.0, high, (logarithm.high - high) + logarithm.low};
  }
  return table;
}
constexpr std::array<LogEntry, 128> kLogTable = make_log_table();

struct LogReduction {
  double base_high;  // k log 2 - log(inverse), exact
  double base_low;
  double r_high;  // r = r_high + r_low exactly, |r| < 2^-7
  double r_low;
};

/// Reduces an argument that is given by its bits. The argument is a positive normal number, or a denormal
/// number that was multiplied by 2^52 and whose exponent was then reduced by 52.
inline LogReduction reduce_for_log(std::uint64_t bits) {
  const std::uint64_t shifted = bits - kLogOffset;
  const LogEntry& entry = kLogTable[(shifted >> 45) & 127];
  const double k = static_cast<double>(static_cast<std::int64_t>(shifted) >> 52);
  const std::uint64_t z_bits = bits - (shifted & (std::uint64_t{0xFFF} << 52));
  const double z_high =
      double_of(z_bits & ~std::uint64_t{0xFFF});  // 41 bits, so the product with 10 bits is exact
  const double z_low = double_of(z_bits) - z_high;
  return {k * kLn2High + entry.log_high, k * kLn2Low + entry.log_low, z_high * entry.inverse - 1.0,
          z_low * entry.inverse};
}

/// Returns (log(1 + r) - r + r^2/2) / r^3.
inline double log_tail(double r) {
  const double r2 = r * r;
  return (1.0 / 3 - r * 0.25) + r2 * ((1.0 / 5 - r * (1.0 / 6)) + r2 * (1.0 / 7 - r * 0.125));
}

/// Brings denormal numbers into the normal range. The exponent of the returned bits may be below zero.
inline std::uint64_t normalised_bits(double x) {
  const std::uint64_t bits = bits_of(x);
  return bits >> 52 != 0 ? bits : bits_of(x * 0x1p52) - (std::uint64_t{52} << 52);
}

/// Returns log(x) for finite x > 0, with about 68 bits.
DoubleDouble extended_log(double x) {
  const LogReduction reduced = reduce_for_log(normalised_bits(x));
  const DoubleDouble r = exact_sum(reduced.r_high, reduced.r_low);
  const DoubleDouble square = exact_product(r.high, r.high);
  const DoubleDouble first = exact_sum(reduced.base_high, r.high);
  const DoubleDouble second = exact_sum(first.high, -0.5 * square.high);
  const double cube = square.high * r.high;
  const double tail = log_tail(r.high) + (cube * cube) * (1.0 / 9 - r.high * 0.1);
  const double rest = cube * tail + (r.low - r.high * r.low);
  return exact_sum_ordered(second.high,
                           (first.low + second.low) + ((reduced.base_low - 0.5 * square.low) + rest));
}

// ---- Exponential: x = k * log(2) / 128 + r with |r| < 2^-8; the table and the exponent give 2^(k / 128).

struct ExpEntry {
  std::uint64_t bits;  // bits of 2^(i / 128), minus i at the position of 1/128 of the exponent
  double relative_low;
};

constexpr std::array<ExpEntry, 128> make_exp_table() {
  DoubleDouble step{1.0};
  for (int n = 15; n >= 1; --n) {
    step = DoubleDouble{1.0} + (step * kLn2) / (128.0 * n);
  }
  std::array<ExpEntry, 128> table{};
  DoubleDouble power{1.0};
  for (std::size_t i = 0; i < table.size(); ++i) {
    table[i] = {bits_of(power.high) - (std::uint64_t{i} << 45), power.low / power.high};
    power = power * step;
  }
  return table;
}
constexpr std::array<ExpEntry, 128> kExpTable = make_exp_table();

/// Returns 2^n.
inline double power_of_two(int n) {
  return double_of(static_cast<std::uint64_t>(1023 + n) << 52);
}

/// Returns exp(high + low) for |low| < 2^-40, where the sum is between -746 and 710.
inline double exp_reduced(double high, double low) {
  constexpr double inverse_step = 128.0 / kLn2.high;
  constexpr double shift = 0x1.8p52;
  constexpr double step_high = double_of(bits_of(kLn2.high) & ~std::uint64_t{0xFFFFF}) / 128.0;  // 33 bits
  constexpr double step_low = ((kLn2.high - step_high * 128.0) + kLn2.low) / 128.0;
  const double shifted = high * inverse_step + shift;
  const double k = shifted - shift;
  const std::uint64_t k_bits = bits_of(shifted);  // the low bits are k in two's complement
  const double r = ((high - k * step_high) - k * step_low) + low;
  const ExpEntry& entry = kExpTable[k_bits & 127];
  const std::uint64_t scale_bits = entry.bits + (k_bits << 45);
  const double r2 = r * r;
  const double rest =
      entry.relative_low + r + r2 * ((0.5 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120)));
  if (abs(high) < 700.0) [[likely]] {
    const double scale = double_of(scale_bits);
    return scale + scale * rest;
  }
  // Near the ends of the range the scale itself may be out of range, so the computation is moved towards 1 by
  // a power of 2.
  const int away = high > 0 ? 64 : -128;
  const double scale =
      double_of(scale_bits - (static_cast<std::uint64_t>(static_cast<std::int64_t>(away)) << 52));
  return (scale + scale * rest) * power_of_two(away);
}

enum class Parity { fractional, even, odd };

/// Whether a finite number is a whole number and, if so, whether it is even or odd.
Parity parity(double y) {
  const double magnitude = abs(y);
  if (magnitude >= 0x1p53) {
    return Parity::even;
  }
  if (magnitude != floor(magnitude)) {
    return Parity::fractional;
  }
  return (static_cast<std::uint64_t>(magnitude) & 1) != 0 ? Parity::odd : Parity::even;
}

/// Returns x^y for a base that is zero or infinite, or for an infinite exponent. The arguments must not be
/// NaN.
double pow_of_extremes(double x, double y) {
  if (abs(y) == kInfinity) {
    const double magnitude = abs(x);
    if (magnitude == 1.0) {
      return 1.0;
    }
    return (magnitude > 1.0) == (y > 0) ? kInfinity : 0.0;
  }
  const double magnitude = (x == 0.0) == (y > 0) ? 0.0 : kInfinity;
  const bool negative = (bits_of(x) >> 63) != 0 && parity(y) == Parity::odd;
  return negative ? -magnitude : magnitude;
}

}  // namespace

double log(double x) {
  std::uint64_t bits = bits_of(x);
  if (bits - 0x0010000000000000 >= 0x7FE0000000000000) [[unlikely]] {  // not a positive normal number
    if (x == 0.0) {
      return -kInfinity;
    }
    if (x < 0.0 || x != x) {
      return kNaN;
    }
    if (x == kInfinity) {
      return x;
    }
    bits = normalised_bits(x);
  }
  const LogReduction reduced = reduce_for_log(bits);
  const double r = reduced.r_high + reduced.r_low;
  const double r2 = r * r;
  const double high = reduced.base_high + r;
  const double low = ((reduced.base_high - high) + r) + reduced.base_low;
  return (low + r2 * (r * log_tail(r) - 0.5)) + high;
}

double exp(double x) {
  if (x > -745.2 && x < 709.8) [[likely]] {
    return exp_reduced(x, 0.0);
  }
  if (x != x) {
    return kNaN;
  }
  return x > 0 ? kInfinity : 0.0;
}

double log1p(double x) {
  if (abs(x) < 0x1p-54 || x == kInfinity) {
    return x;
  }
  const double whole = 1.0 + x;
  const double logarithm = log(whole);
  if (!(whole > 0.0)) {
    return logarithm;  // the logarithm is minus infinity or NaN
  }
  const double lost = x < 1.0 ? x - (whole - 1.0) : 1.0 - (whole - x);
  return logarithm + lost / whole;
}

double expm1(double x) {
  if (abs(x) < 0x1p-54) {
    return x;
  }
  if (!(abs(x) < 0.35)) {
    return exp(x) - 1.0;
  }
  double sum = 0.0;
  for (int n = 15; n >= 3; --n) {
    sum = (sum * x + 1.0) / n;
  }
  return x + (x * x) * ((sum * x + 1.0) * 0.5);
}

double pow(double x, double y) {
  if (y == 0.0 || x == 1.0) {
    return 1.0;
  }
  if (x != x || y != y) {
    return kNaN;
  }
  if (x == 0.0 || abs(x) == kInfinity || abs(y) == kInfinity) {
    return pow_of_extremes(x, y);
  }
  double sign = 1.0;
  if (x < 0.0) {
    const Parity parity_of_y = parity(y);
    if (parity_of_y == Parity::fractional) {
      return kNaN;
    }
    sign = parity_of_y == Parity::odd ? -1.0 : 1.0;
    x = -x;
    if (x == 1.0) {
      return sign;
    }
  }
  const DoubleDouble logarithm = extended_log(x);
  const double estimate = y * logarithm.high;
  if (estimate >= 709.8 || estimate <= -745.2) {
    return sign * (estimate > 0 ? kInfinity : 0.0);
  }
  const DoubleDouble exponent = exact_product(y, logarithm.high);
  return sign * exp_reduced(exponent.high, exponent.low + y * logarithm.low);
}

}  // namespace sim
