#include "models/workload/csv_text.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>

namespace curtain {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;  // in ns
constexpr std::uint32_t kTenth = 100'000'000;

/// The text "00", "01", .. "99" without separators.
constexpr std::array<char, 200> kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

char* write_number(char* at, std::uint64_t number) {
  return std::to_chars(at, at + kLongestNumber, number).ptr;
}

char* write_seconds(char* at, std::int64_t ns) {
  const auto all = static_cast<std::uint64_t>(ns);
  at = write_number(at, all / kSecond);
  return write_fraction(at, static_cast<std::uint32_t>(all % kSecond));
}

char* write_fraction(char* at, std::uint32_t fraction) {
  if (fraction == 0) {
    return at;
  }
  if (fraction % kTenth == 0) {  // a frequent case, because billed times are often whole multiples
    at[0] = '.';
    at[1] = static_cast<char>('0' + fraction / kTenth);
    return at + 2;
  }
  const auto pair = [&at](std::size_t place, std::uint32_t value) {
    std::memcpy(at + place, &kPairs[std::size_t{2} * value], 2);
  };
  const std::uint32_t last_eight = fraction % 100'000'000;
  const std::uint32_t high = last_eight / 10'000;
  const std::uint32_t low = last_eight % 10'000;
  at[0] = '.';
  at[1] = static_cast<char>('0' + fraction / 100'000'000);
  pair(2, high / 100);
  pair(4, high % 100);
  pair(6, low / 100);
  pair(8, low % 100);
  at += 10;
  while (at[-1] == '0') {
    --at;
  }
  return at;
}

void append_seconds(std::string& line, std::int64_t ns) {
  std::array<char, kLongestSeconds> digits{};
  line.append(digits.data(), write_seconds(digits.data(), ns));
}

}  // namespace curtain
