#include "models/config/decimal_number.hpp"

#include <algorithm>
#include <charconv>

namespace curtain::config {
namespace {

constexpr std::size_t kMostDigits = 400;
constexpr int kLargestExponent = 400;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<DecimalNumber> DecimalNumber::take(std::string_view& text) {
  DecimalNumber number;
  std::size_t i = 0;
  bool has_digits = false;
  for (bool in_fraction = false; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      number.digits_ += text[i];
      number.exponent_ -= in_fraction ? 1 : 0;
      has_digits = true;
    } else if (text[i] == '.' && !in_fraction) {
      in_fraction = true;
    } else {
      break;
    }
  }
  if (!has_digits || number.digits_.size() > kMostDigits) {
    return std::nullopt;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    std::size_t j = i + 1;
    const bool is_negative = j < text.size() && text[j] == '-';
    j += j < text.size() && (text[j] == '-' || text[j] == '+') ? 1 : 0;
    int exponent = 0;
    const std::size_t first = j;
    for (; j < text.size() && is_digit(text[j]) && exponent <= kLargestExponent; ++j) {
      exponent = 10 * exponent + (text[j] - '0');
    }
    if (exponent > kLargestExponent) {
      return std::nullopt;
    }
    if (j > first) {
      number.exponent_ += is_negative ? -exponent : exponent;
      i = j;
    }
  }
  text.remove_prefix(i);
  number.normalise();
  return number;
}

void DecimalNumber::normalise() {
  digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size()));
  while (!digits_.empty() && digits_.back() == '0') {
    digits_.pop_back();
    ++exponent_;
  }
  if (digits_.empty()) {
    digits_ = "0";
    exponent_ = 0;
  }
}

DecimalNumber DecimalNumber::times(std::uint64_t factor, int exponent) const {
  // Long multiplication from the right; the carry stays below the factor. Factors are at most 86,400 and
  // 5^10.
  DecimalNumber product;
  std::uint64_t carry = 0;
  for (auto digit = digits_.rbegin(); digit != digits_.rend(); ++digit) {
    carry += factor * static_cast<std::uint64_t>(*digit - '0');
    product.digits_ += static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  for (; carry > 0; carry /= 10) {
    product.digits_ += static_cast<char>('0' + carry % 10);
  }
  product.digits_.assign(product.digits_.rbegin(), product.digits_.rend());
  product.exponent_ = exponent_ + exponent;
  product.normalise();
  return product;
}

bool DecimalNumber::is_whole() const {
  return exponent_ >= 0;
}

std::optional<std::uint64_t> DecimalNumber::whole() const {
  if (exponent_ < 0 || digits_.size() + static_cast<std::size_t>(exponent_) > 20) {
    return std::nullopt;
  }
  const std::string all = digits_ + std::string(static_cast<std::size_t>(exponent_), '0');
  std::uint64_t value = 0;
  const auto result = std::from_chars(all.data(), all.data() + all.size(), value);
  return result.ec == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<double> DecimalNumber::real() const {
  const std::string all = digits_ + "e" + std::to_string(exponent_);
  double value = 0;
  const auto result = std::from_chars(all.data(), all.data() + all.size(), value);
  if (result.ec == std::errc()) {
    return value;
  }
  return exponent_ < 0 ? std::optional(0.0) : std::nullopt;
}

}  // namespace curtain::config
