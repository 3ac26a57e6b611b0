#include "models/workload/decimal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace curtain {
namespace {

constexpr int kLargestExponent = 100'000;

/// A number as digits without a point. Its value is `digits` * 10^exponent.
struct Digits {
  std::string digits;  // '0'..'9', without leading zeros
  std::int64_t exponent = 0;
};

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

/// Parses an unsigned number. Returns false if the text is not a number.
bool take_apart(std::string_view text, Digits& number) {
  std::size_t at = 0;
  bool any = false;
  for (bool fraction = false; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      any = true;
      if (!number.digits.empty() || text[at] != '0') {
        number.digits += text[at];
      }
      number.exponent -= fraction ? 1 : 0;
    } else if (text[at] == '.' && !fraction && (any || (at + 1 < text.size() && is_digit(text[at + 1])))) {
      fraction = true;
    } else {
      break;
    }
  }
  if (!any || at == text.size()) {
    return any;
  }
  if (text[at] != 'e' && text[at] != 'E') {
    return false;
  }
  ++at;
  bool negative = false;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    negative = text[at++] == '-';
  }
  int exponent = 0;
  const std::size_t first = at;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    exponent = std::min(exponent * 10 + (text[at] - '0'), kLargestExponent);
  }
  number.exponent += negative ? -exponent : exponent;
  return at == text.size() && at > first;
}

/// The product of `digits` and `factor`, in decimal digits.
std::string product(const std::string& digits, std::uint64_t factor) {
  std::string result;
  std::uint64_t carry = 0;
  for (std::size_t i = digits.size(); i > 0; --i) {
    carry += static_cast<std::uint64_t>(digits[i - 1] - '0') * factor;
    result += static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  for (; carry > 0; carry /= 10) {
    result += static_cast<char>('0' + carry % 10);
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace

DecimalReader::DecimalReader(std::int64_t units_in_one)
    : units_(static_cast<std::uint64_t>(units_in_one)), factor_(units_), largest_whole_(0) {
  if (units_in_one <= 0) {
    throw std::invalid_argument(fmt::format("a unit of {} ns; it must be greater than 0", units_in_one));
  }
  for (; factor_ % 10 == 0; factor_ /= 10) {
    ++power_;
  }
  if (factor_ >> 40 != 0) {
    throw std::invalid_argument(
        fmt::format("a unit of {} ns; it must be a number below 2^40 times a power of ten", units_in_one));
  }
  // One less than the maximum, so that any fraction can be added.
  const std::uint64_t most = static_cast<std::uint64_t>(kLargest) / units_;
  largest_whole_ = most > 0 ? most - 1 : 0;
  places_ = std::min(power_, kMostPlaces);
  unit_of_place_[0] = units_;
  for (int place = 1; place <= places_; ++place) {
    unit_of_place_[place] = unit_of_place_[place - 1] / 10;
  }
}

DecimalReader::Outcome DecimalReader::read(std::string_view text, std::int64_t& units) const {
  bool negative = false;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  Digits number;
  if (!take_apart(text, number)) {
    return Outcome::not_a_number;
  }
  units = 0;
  if (number.digits.empty()) {
    return Outcome::ok;  // zero, with or without a sign
  }
  if (negative) {
    return Outcome::negative;
  }
  std::string digits = product(number.digits, factor_);
  const std::int64_t exponent = number.exponent + power_;
  if (static_cast<std::int64_t>(digits.size()) + exponent > 19) {
    return Outcome::too_large;
  }
  bool up = false;
  if (exponent >= 0) {
    digits.append(static_cast<std::size_t>(exponent), '0');
  } else {
    const auto dropped = static_cast<std::size_t>(-exponent);
    if (dropped > digits.size()) {
      return Outcome::ok;  // less than half a unit, which is rounded to zero
    }
    up = digits[digits.size() - dropped] >= '5';
    digits.resize(digits.size() - dropped);
  }
  std::uint64_t sum = 0;  // at most 19 digits, which fit into 64 bits
  for (const char digit : digits) {
    sum = sum * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  sum += up ? 1 : 0;
  if (sum > static_cast<std::uint64_t>(kLargest)) {
    return Outcome::too_large;
  }
  units = static_cast<std::int64_t>(sum);
  return Outcome::ok;
}

std::string in_seconds(std::int64_t ns) {
  const std::int64_t size = ns < 0 ? -ns : ns;
  std::string text = fmt::format("{}{}.{:09}", ns < 0 ? "-" : "", size / 1'000'000'000, size % 1'000'000'000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text + " s";
}

}  // namespace curtain
