#pragma once
// The clock, in 64-bit integer nanoseconds since the start of a run. The only conversion from floating point
// is from_nanoseconds(), which rounds half away from zero.
#include <compare>
#include <cstdint>
#include <limits>

namespace sim {

/// A duration in whole nanoseconds. The result of a subtraction may be negative.
class Duration {
 public:
  constexpr Duration() = default;
  constexpr explicit Duration(std::int64_t nanoseconds) : ns_(nanoseconds) {}
  [[nodiscard]] constexpr std::int64_t ns() const { return ns_; }
  [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ns_) / 1e9; }

  /// The longest duration, which represents "without limit" and is never added to a time.
  static constexpr Duration infinite() { return Duration{std::numeric_limits<std::int64_t>::max()}; }
  [[nodiscard]] constexpr bool is_infinite() const { return *this == infinite(); }

  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration& operator+=(Duration other) {
    ns_ += other.ns_;
    return *this;
  }
  constexpr Duration& operator-=(Duration other) {
    ns_ -= other.ns_;
    return *this;
  }
  friend constexpr Duration operator+(Duration a, Duration b) { return Duration{a.ns_ + b.ns_}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return Duration{a.ns_ - b.ns_}; }
  friend constexpr Duration operator*(Duration a, std::int64_t n) { return Duration{a.ns_ * n}; }
  friend constexpr Duration operator*(std::int64_t n, Duration a) { return a * n; }

 private:
  std::int64_t ns_ = 0;
};

/// An instant, in nanoseconds since the start of the run.
class Time {
 public:
  constexpr Time() = default;
  constexpr explicit Time(std::int64_t nanoseconds) : ns_(nanoseconds) {}
  [[nodiscard]] constexpr std::int64_t ns() const { return ns_; }
  [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ns_) / 1e9; }

  /// The last instant that a run can reach, which is 2^62 ns or about 146 years. The sum of this instant and
  /// a duration does not overflow.
  static constexpr Time latest() { return Time{std::int64_t{1} << 62}; }
  /// A time that is later than every instant.
  static constexpr Time never() { return Time{std::numeric_limits<std::int64_t>::max()}; }

  constexpr auto operator<=>(const Time&) const = default;
  friend constexpr Time operator+(Time t, Duration d) { return Time{t.ns_ + d.ns()}; }
  friend constexpr Time operator-(Time t, Duration d) { return Time{t.ns_ - d.ns()}; }
  friend constexpr Duration operator-(Time a, Time b) { return Duration{a.ns_ - b.ns_}; }

 private:
  std::int64_t ns_ = 0;
};

constexpr Duration nanoseconds(std::int64_t n) {
  return Duration{n};
}
constexpr Duration microseconds(std::int64_t n) {
  return Duration{n * 1'000};
}
constexpr Duration milliseconds(std::int64_t n) {
  return Duration{n * 1'000'000};
}
constexpr Duration seconds(std::int64_t n) {
  return Duration{n * 1'000'000'000};
}
constexpr Duration minutes(std::int64_t n) {
  return seconds(60 * n);
}
constexpr Duration hours(std::int64_t n) {
  return seconds(3600 * n);
}

/// Returns `instant + length`, limited to Time::latest() so that it does not overflow. An infinite length
/// gives Time::never().
constexpr Time saturating_add(Time instant, Duration length) {
  if (length.is_infinite()) {
    return Time::never();
  }
  const std::int64_t room = Time::latest().ns() - instant.ns();
  return length.ns() > room ? Time::latest() : instant + length;
}

/// Converts a real number of nanoseconds to a duration, rounded half away from zero. Values above 2^62 or
/// below -2^62 are limited to these bounds, and NaN becomes zero (parsers reject both earlier).
constexpr Duration from_nanoseconds(double value) {
  constexpr double limit = 4611686018427387904.0;  // 2^62
  if (!(value == value)) {
    return Duration{};
  }
  if (value >= limit) {
    return Duration{std::int64_t{1} << 62};
  }
  if (value <= -limit) {
    return Duration{-(std::int64_t{1} << 62)};
  }
  const auto whole = static_cast<std::int64_t>(value);
  const double rest = value - static_cast<double>(whole);
  return Duration{whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0)};
}

}  // namespace sim
