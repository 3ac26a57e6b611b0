#pragma once
// Removes the calls of some functions from a recording.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/experiment/recording/record_code.hpp"

namespace curtain {

struct Thinned {
  std::string bytes;
  RecordWriter writer;  ///< writer that continues after the bytes
  std::uint64_t records = 0;
};

/// Returns the records of `bytes` without the calls of functions whose `has_calls`, indexed by their number,
/// is 0. The records of their instances remain. Throws RecordingError.
Thinned without_calls(std::string_view bytes, const std::vector<std::uint8_t>& has_calls);

/// Returns the smallest set of functions, busiest first, that has at least half of all calls. `calls` is the
/// number of calls of each function. The result is in the order of the functions' numbers.
std::vector<std::uint32_t> busiest_half(const std::vector<std::uint64_t>& calls);

}  // namespace curtain
