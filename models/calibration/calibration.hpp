#pragma once
// Fits everything that measured logs show about a platform, and says what they do not show.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/calibration/fit_distribution.hpp"
#include "models/calibration/idle_expiry.hpp"
#include "models/calibration/lifetimes.hpp"
#include "models/calibration/memory_curve.hpp"
#include "models/calibration/routing_order.hpp"
#include "models/measured/measured_log.hpp"

namespace curtain {

/// Settings of the base profile that the fits need.
struct CalibrationBase {
  Mebibytes memory_per_vcpu = 0;  ///< memory that comes with one vCPU; 0 if the profile does not state it
  double request_latency_ns = 0;  ///< mean time from the client to the scheduler
  std::vector<std::string> only;  ///< functions to use; empty: all functions
  std::string from;               ///< the first day of the calls to use, as 2024-01-01; empty: no limit
  std::string before;             ///< the day after the last; empty: no limit
};

/// A log that was used.
struct CalibratedLog {
  std::string path;
  std::string_view kind;
  std::uint64_t rows = 0;
  std::size_t calls = 0;
  std::size_t cold = 0;
  std::string first_day;  ///< "2020-04-24"; empty if the log has no days
};

/// Where the start-up times of a log come from.
enum class StartSource : std::uint8_t {
  none,
  initialisation,  ///< the log states the initialisation
  start_lag,       ///< from sending a cold call to the start of its handler, less the way of the request
  response         ///< the response of a cold call, less the median response of warm calls
};
/// What the start-up times are, in words.
std::string_view start_source_text(StartSource source);

/// The times of one function at one memory size. Values are in nanoseconds.
struct FunctionFit {
  std::string function;  ///< empty if the log names no function
  Mebibytes memory = 0;  ///< 0 if the log has no memory size
  std::vector<double> values;
  FitReport report;
};

/// The durations of one function by memory size.
struct FunctionCurve {
  std::string function;
  MemoryReport report;
};

/// All fits to some logs.
struct Calibration {
  static constexpr std::size_t kMostValues = 4'000;

  std::vector<CalibratedLog> logs;
  StartSource start_source = StartSource::none;
  double subtracted_ns = 0;             ///< the way of the request, or the warm response
  std::string subtracted;               ///< what was subtracted, in words; empty if nothing was
  std::vector<FunctionFit> start_ups;   ///< by function and memory size
  std::size_t ahead = 0;                ///< cold calls that began as fast as warm calls, because their
                                        ///< instances were initialised before they were needed
  std::vector<FunctionFit> durations;   ///< warm executions
  std::optional<double> round_trip_ns;  ///< median of response less execution, of warm calls
  std::vector<IdleObservation> lone;    ///< the observations of `idle`
  IdleReport idle;                      ///< idle expiry of a lone instance
  IdleReport idle_beside;               ///< idle expiry of an instance beside busy ones
  LifetimeReport lifetimes;
  std::vector<LifeObservation> lives;
  RoutingReport routing;
  std::vector<FunctionCurve> curves;
  std::vector<std::string> cannot_tell;  ///< what the logs do not show
  std::uint64_t refused = 0;             ///< records that were refused
};

/// Fits everything. All logs must be of one platform. Fits to more than kMostValues values use that many of
/// them, evenly spaced in the order of the log.
Calibration calibrate(const std::vector<MeasuredLog>& logs, const CalibrationBase& base);

}  // namespace curtain
