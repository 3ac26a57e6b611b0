#pragma once
// Apps drawn from marginal distributions of the Azure Functions trace of 2019.
#include <cstdint>
#include <vector>

#include "models/workload/cdf_table.hpp"
#include "models/workload/specification.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The attributes drawn for one app.
struct CdfApp {
  double calls_a_day = 0;
  double variation = 0;  ///< coefficient of variation of its gaps
  Mebibytes memory = 1;
  std::vector<double> execution_ms;  ///< mean for each of its functions
};

/// Draws apps from the five files that SJTU-IPADS/ServerlessBench made from the trace (Yu et al., SoCC 2020;
/// Testcase11-Real-world-app-emulation/CDFs) and publishes with the scripts that made them, which define the
/// meaning of a line:
/// - invokesCDF: x is the whole part of an app's calls a day (mean over 14 days), F(x) the share of apps with
///   fewer calls, plus one app. So an app has x calls plus a uniform fraction. Below the first line, 0, it
///   has at least one call in 14 days, as otherwise it would not be in the trace.
/// - CVs: x is the least variation in its thousandth of the apps, F(x) the share up to that thousandth; x is
///   used unchanged.
/// - chainlenCDF: F(x) is the share of apps with at most x functions; the file has a header and a third
///   column.
/// - execTimeCDF: x is a bin of 5 ms, F(x) the share up to its end; uniform within the bin.
/// - memCDF: x is a bin of 5 whole MB, which are equally likely.
/// Each app draws all of these independently of each other, as the files are marginals. (In the trace busy
/// functions are short; here that is not always so.)
/// Draws: (population, app, 0) its functions, (function_rate, app, 0) its rate and (.., 1) its variation,
/// (function_memory, app, 0), (function_execution, app, i) of its function i.
class AzureCdfPopulation {
 public:
  /// Reads the files; throws TraceError.
  AzureCdfPopulation(const AzureCdfsSpec& spec, const SourceContext& context);

  /// App number `app`, from 0.
  [[nodiscard]] CdfApp app(std::uint32_t app) const;

 private:
  [[nodiscard]] double calls_at(double u) const;

  CdfTable invokes_;
  CdfTable variation_;
  CdfTable chain_length_;
  CdfTable exec_time_;
  CdfTable memory_;
  double one_app_;  // the share of one app in the invokes
  sim::DrawKey population_key_;
  sim::DrawKey rate_key_;
  sim::DrawKey memory_key_;
  sim::DrawKey execution_key_;
};

}  // namespace curtain
