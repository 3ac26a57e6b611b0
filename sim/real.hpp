#pragma once
// A real number for Boost.Random's distributions. The distributions find log, exp, pow, .. by the type of the
// argument, so they use the functions of this project instead of the functions of the C library. There is no
// implicit conversion to double, so the C library's functions cannot be called.
#include <compare>
#include <limits>
#include <type_traits>

#include "sim/elementary.hpp"
#include "sim/trigonometric.hpp"

namespace sim {

/// A double whose elementary functions give the same bits everywhere.
class Real {
 public:
  constexpr Real() = default;
  template <class Number, class = std::enable_if_t<std::is_arithmetic_v<Number>>>
  constexpr Real(Number value) : value_(static_cast<double>(value)) {}  // NOLINT: implicit on purpose
  [[nodiscard]] constexpr double value() const { return value_; }
  constexpr explicit operator double() const { return value_; }

  constexpr Real& operator+=(Real other) { return *this = *this + other; }
  constexpr Real& operator-=(Real other) { return *this = *this - other; }
  constexpr Real& operator*=(Real other) { return *this = *this * other; }
  constexpr Real& operator/=(Real other) { return *this = *this / other; }
  friend constexpr Real operator+(Real a) { return a; }
  friend constexpr Real operator-(Real a) { return Real(-a.value_); }
  friend constexpr Real operator+(Real a, Real b) { return Real(a.value_ + b.value_); }
  friend constexpr Real operator-(Real a, Real b) { return Real(a.value_ - b.value_); }
  friend constexpr Real operator*(Real a, Real b) { return Real(a.value_ * b.value_); }
  friend constexpr Real operator/(Real a, Real b) { return Real(a.value_ / b.value_); }
  friend constexpr bool operator==(Real a, Real b) { return a.value_ == b.value_; }
  friend constexpr auto operator<=>(Real a, Real b) { return a.value_ <=> b.value_; }

  friend Real log(Real x) { return Real(sim::log(x.value_)); }
  friend Real log1p(Real x) { return Real(sim::log1p(x.value_)); }
  friend Real exp(Real x) { return Real(sim::exp(x.value_)); }
  friend Real expm1(Real x) { return Real(sim::expm1(x.value_)); }
  friend Real pow(Real x, Real y) { return Real(sim::pow(x.value_, y.value_)); }
  friend Real sqrt(Real x) { return Real(sim::sqrt(x.value_)); }
  friend Real sin(Real x) { return Real(sim::sin(x.value_)); }
  friend Real cos(Real x) { return Real(sim::cos(x.value_)); }
  friend Real tan(Real x) { return Real(sim::tan(x.value_)); }
  friend Real floor(Real x) { return Real(sim::floor(x.value_)); }
  friend constexpr Real abs(Real x) { return Real(sim::abs(x.value_)); }

 private:
  double value_ = 0;
};

}  // namespace sim

template <>
class std::numeric_limits<sim::Real> : public std::numeric_limits<double> {
 public:
  static constexpr sim::Real min() noexcept { return std::numeric_limits<double>::min(); }
  static constexpr sim::Real max() noexcept { return std::numeric_limits<double>::max(); }
  static constexpr sim::Real lowest() noexcept { return std::numeric_limits<double>::lowest(); }
  static constexpr sim::Real epsilon() noexcept { return std::numeric_limits<double>::epsilon(); }
  static constexpr sim::Real infinity() noexcept { return std::numeric_limits<double>::infinity(); }
  static constexpr sim::Real quiet_NaN() noexcept { return std::numeric_limits<double>::quiet_NaN(); }
};
