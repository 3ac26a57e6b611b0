#pragma once
// Common functions for the tests of workload entries, which read, refuse and write an entry.
#include <string>
#include <variant>

#include "models/config/workload_fields.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

namespace curtain::config::testing {

/// Returns the specification of an entry, which must be valid.
template <class S>
S spec_of(const std::string& text) {
  const auto [value, errors] = read_as(*workload_form(), text);
  CHECK(errors == "");
  REQUIRE(std::holds_alternative<S>(value));
  return std::get<S>(value);
}
/// Returns the error message for an invalid entry.
inline std::string refusal(const std::string& text) {
  return read_as(*workload_form(), text).second;
}
/// Checks that an entry that is written and read again is written in the same way.
inline void check_round_trip(const std::string& text) {
  const std::string once = rewritten(*workload_form(), text);
  CAPTURE(text);
  CHECK(rewritten(*workload_form(), once) == once);
}

}  // namespace curtain::config::testing
