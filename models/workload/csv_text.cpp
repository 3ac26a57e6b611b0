#include "models/workload/csv_text.hpp"

namespace curtain {

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

void append_seconds(std::string& line, std::int64_t ns) {
  char digits[32];
  char* const end = digits + sizeof digits;
  char* first = end;
  auto fraction = static_cast<std::uint64_t>(ns % 1'000'000'000);
  auto whole = static_cast<std::uint64_t>(ns / 1'000'000'000);
  if (fraction != 0) {
    bool is_written = false;
    for (int i = 0; i < 9; ++i) {
      const auto digit = static_cast<char>('0' + fraction % 10);
      fraction /= 10;
      is_written = is_written || digit != '0';
      if (is_written) {
        *--first = digit;
      }
    }
    *--first = '.';
  }
  do {
    *--first = static_cast<char>('0' + whole % 10);
    whole /= 10;
  } while (whole != 0);
  line.append(first, end);
}

}  // namespace curtain
