#pragma once
// The error of an explanation that was requested for something that the run does not have.
#include <stdexcept>

namespace curtain {

/// The run has nothing with that name or number; what() lists what the run has.
struct NothingToExplain : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace curtain
