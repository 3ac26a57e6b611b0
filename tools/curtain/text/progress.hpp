#pragma once
// The progress of a long command, as one line on standard error. The line is redrawn if standard error is a
// terminal.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "models/experiment/run.hpp"

namespace curtain::tools {

/// The progress of a command at one moment.
struct Done {
  std::optional<double> part;  ///< share of the work that is done, from 0 to 1; absent if the end is not
                               ///< known
  std::uint64_t count = 0;
  const char* counted = "invocations";
  std::string where = {};  ///< a text such as "run 3 of 20", which may be empty
};

/// The progress of a run that ends at `end`, if the end is known.
Done done_of(const Progress& progress, const std::optional<Time>& end);

/// Draws a bar, a percentage, a count, a rate and the remaining time, ten times a second. The line appears
/// after half a second and is never wider than the terminal. Nothing is drawn if standard error is not a
/// terminal.
class ProgressLine {
 public:
  /// `wanted` is false for --json and --quiet.
  explicit ProgressLine(bool wanted);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// True if show() would draw the line now. Otherwise the arguments of show() need not be computed.
  [[nodiscard]] bool is_due() const;
  void show(const Done& done);
  /// Removes the line. Call this function before any other output.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string time_left(double part, Clock::time_point now);

  bool wanted_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};  // the time of the last drawing
  double last_part_ = 0;
  double speed_ = 0;  // smoothed progress per second
  Clock::time_point told_{};
  std::string left_;
};

}  // namespace curtain::tools
