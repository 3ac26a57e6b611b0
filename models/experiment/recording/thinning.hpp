#pragma once
// A recording without the calls of some functions.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/experiment/recording/record_code.hpp"

namespace curtain {

struct Thinned {
  std::string bytes;
  RecordWriter writer;  ///< continues after the bytes
  std::uint64_t records = 0;
};

/// The records of `bytes` without those of calls of the functions whose `has_calls`, by their number, is 0.
/// The lives of their instances stay. Throws RecordingError.
Thinned without_calls(std::string_view bytes, const std::vector<std::uint8_t>& has_calls);

/// Of functions with that many calls each, the smallest number, busiest first, that have at least half of all
/// calls. In the order of their numbers.
std::vector<std::uint32_t> busiest_half(const std::vector<std::uint64_t>& calls);

}  // namespace curtain
