#pragma once
// How far a long command is: one line on standard error, redrawn, where somebody can see it.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "models/experiment/run.hpp"

namespace curtain::tools {

/// What a command has done so far.
struct Done {
  std::optional<double> part;  ///< of the whole, from 0 to 1; nothing where the end is not known
  std::uint64_t count = 0;
  const char* counted = "invocations";
  std::string where = {};  ///< "run 3 of 20"; may be empty
};

/// The progress of a run that ends at `end`, if that is known.
Done done_of(const Progress& progress, const std::optional<Time>& end);

/// Draws a bar, percent, count, rate and time left, ten times a second, once a command has taken half a
/// second; never wider than the terminal. Nothing is drawn where standard error is no terminal.
class ProgressLine {
 public:
  /// `wanted`: false for --json and --quiet.
  explicit ProgressLine(bool wanted);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Whether show() would draw now, so that its arguments need not be computed without use.
  [[nodiscard]] bool is_due() const;
  void show(const Done& done);
  /// Takes the line away; before anything else is printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string time_left(double part, Clock::time_point now);

  bool wanted_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};  // drawn
  double last_part_ = 0;
  double speed_ = 0;  // parts a second, smoothed
  Clock::time_point told_{};
  std::string left_;
};

}  // namespace curtain::tools
