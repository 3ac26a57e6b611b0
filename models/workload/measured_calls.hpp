#pragma once
// The calls of a measured log as a workload.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/words.hpp"
#include "models/workload/arrival.hpp"
#include "sim/distribution.hpp"

namespace curtain {

/// The calls of one log, in the order of their times. The function of an arrival is a position in
/// `functions`.
struct LoggedCalls {
  struct Function {
    std::string name;
    Mebibytes memory = 0;
  };
  std::vector<Function> functions;
  std::vector<Arrival> arrivals;
};

/// `measured`: the calls of a measured log. A log is read in another layer, because several kinds of logs can
/// be measured, so `calls` is filled before the source is opened.
struct MeasuredSpec {
  std::vector<std::string> paths;  ///< the logs, each of which is a run of its own
  std::string tenant = "default";
  std::string function;                            ///< empty: the name in the log
  std::optional<Mebibytes> memory;                 ///< empty: the memory size in the log
  std::optional<sim::Distribution> duration = {};  ///< in nanoseconds; empty: the durations in the log
  Duration shift;                                  ///< time of the first call
  FunctionTraits traits;
  std::shared_ptr<const LoggedCalls> calls;  ///< not part of a scenario file
};

}  // namespace curtain
