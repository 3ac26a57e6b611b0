#pragma once
// The figures of a log: cold starts, times, instances. They are the same for a measured log and for the log
// of a simulated run that replays it.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/measured/measured_log.hpp"

namespace curtain {

/// The edges of the bins of idle time, in minutes. The last bin is open.
inline constexpr std::array<std::int64_t, 17> kIdleEdges{0,  3,  5,  6,  7,  8,  9,  10, 11,
                                                         12, 15, 20, 25, 30, 40, 50, 60};

/// The times of calls that are compared as distributions.
enum class CallTime : std::uint8_t {
  warm_response,  ///< from the request to the answer, for warm calls
  cold_response,  ///< the same for cold calls
  warm_lag,       ///< from the request to the start of the handler, for warm calls
  cold_lag,       ///< the same for cold calls
  init,           ///< the start-up of a cold call
  duration        ///< the execution, for all calls
};
inline constexpr std::size_t kCallTimes = 6;
/// The name of the time in figures: "response.warm".
std::string_view name_of(CallTime time);

/// The properties of calls that the measured log decides, also for its replays.
struct LogFrame {
  /// The time since the function was last busy, by call. Nothing for the first call of a function and for
  /// logs without times. Negative if the call came before the answers to all earlier calls.
  std::vector<MeasuredTime> idle;
  std::size_t steady_from = 0;  ///< the first call after the first quarter of the time of the log
  bool has_times = false;       ///< whether all calls have the time at which they were sent
  /// The instances of each function that existed before the log began, which are those whose first call in
  /// the log is warm. Without the ids of instances, 1 if the first call of the function is warm. Indexed by
  /// function_of_call.
  std::vector<std::uint32_t> existing;
  std::vector<std::uint32_t> function_of_call;  ///< numbers of pairs of a function and a memory size
  std::size_t functions = 0;
};

LogFrame frame_of(const MeasuredLog& log);

/// Calls whose start is known, and the cold calls among them.
struct ColdCount {
  std::uint64_t calls = 0;
  std::uint64_t cold = 0;

  void add(bool is_cold) {
    ++calls;
    cold += is_cold ? 1 : 0;
  }
  [[nodiscard]] double share() const {
    return calls == 0 ? 0 : static_cast<double>(cold) / static_cast<double>(calls);
  }
};

struct LogFigures {
  static constexpr std::size_t kPoolPoints = 100;

  ColdCount all;
  ColdCount steady;                                   ///< from LogFrame::steady_from on
  std::array<ColdCount, kIdleEdges.size()> by_idle;   ///< by kIdleEdges
  std::array<std::vector<double>, kCallTimes> times;  ///< in seconds, by CallTime
  std::uint64_t instances = 0;                        ///< 0: the log does not name instances
  std::vector<double> lifetimes;  ///< from the first to the last call of each instance, in seconds
  /// The number of instances between their first and last call, at kPoolPoints instants that divide the time
  /// of the log evenly. Empty without times or instances.
  std::vector<double> pool;

  [[nodiscard]] const std::vector<double>& of(CallTime time) const {
    return times[static_cast<std::size_t>(time)];
  }
  [[nodiscard]] std::optional<double> mean_pool() const;
};

/// The bin of an idle time, or nothing if there is none or if it is negative.
std::optional<std::size_t> idle_bin(MeasuredTime idle);

/// The figures of the calls, which are those of the frame's log or of its replay, in the same order.
LogFigures figures_of(std::span<const MeasuredCall> calls, const LogFrame& frame);

/// The quantile of a sample, which must be sorted and not empty, by linear interpolation.
double quantile_of_sorted(const std::vector<double>& sorted, double p);

}  // namespace curtain
