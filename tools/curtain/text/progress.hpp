#pragma once
// The progress of a long command: one line on standard error, which is redrawn if standard error is a
// terminal.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "models/experiment/run.hpp"

namespace curtain::tools {

/// The progress of a command so far.
struct Done {
  std::optional<double> part;  ///< share of the whole, from 0 to 1; absent if the end is not known
  std::uint64_t count = 0;
  const char* counted = "invocations";
  std::string where = {};  ///< "run 3 of 20"; may be empty
};

/// The progress of a run that ends at `end`, if the end is known.
Done done_of(const Progress& progress, const std::optional<Time>& end);

/// Draws a bar, percentage, count, rate and remaining time, ten times a second, once a command has taken half
/// a second; never wider than the terminal. Nothing is drawn if standard error is not a terminal.
class ProgressLine {
 public:
  /// `wanted`: false for --json and --quiet.
  explicit ProgressLine(bool wanted);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Whether show() would draw now; if not, its arguments need not be computed.
  [[nodiscard]] bool is_due() const;
  void show(const Done& done);
  /// Removes the line; call it before any other output.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string time_left(double part, Clock::time_point now);

  bool wanted_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};  // when it was drawn last
  double last_part_ = 0;
  double speed_ = 0;  // progress per second, smoothed
  Clock::time_point told_{};
  std::string left_;
};

}  // namespace curtain::tools
