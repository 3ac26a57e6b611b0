#pragma once
// Checks that are also active in release builds. A broken invariant stops the run with a message instead of
// giving a wrong number. Use checks only for cheap conditions; expensive checks belong in the audit.
#include <stdexcept>
#include <string>

namespace sim {

/// Thrown when an invariant of the simulator does not hold. The cause is a defect of the program, never of
/// its input.
class InvariantBroken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void invariant_broken(const char* condition, const char* file, int line) {
  throw InvariantBroken(std::string(file) + ":" + std::to_string(line) + ": invariant broken: " + condition);
}

}  // namespace sim

#define SIM_CHECK(condition)                                   \
  do {                                                         \
    if (!(condition)) [[unlikely]] {                           \
      ::sim::invariant_broken(#condition, __FILE__, __LINE__); \
    }                                                          \
  } while (false)
