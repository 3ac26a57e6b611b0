#pragma once
// What the tests of workload entries share: an entry read, refused, and written back.
#include <string>
#include <variant>

#include "models/config/workload_fields.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

namespace curtain::config::testing {

/// The entry as its source's specification; it must be right.
template <class S>
S spec_of(const std::string& text) {
  const auto [value, errors] = read_as(*workload_form(), text);
  CHECK(errors == "");
  REQUIRE(std::holds_alternative<S>(value));
  return std::get<S>(value);
}
/// The error message for a wrong entry.
inline std::string refusal(const std::string& text) {
  return read_as(*workload_form(), text).second;
}
/// Written and read back, the entry is written the same.
inline void check_round_trip(const std::string& text) {
  const std::string once = rewritten(*workload_form(), text);
  CAPTURE(text);
  CHECK(rewritten(*workload_form(), once) == once);
}

}  // namespace curtain::config::testing
