#pragma once
// A population of apps drawn from the marginal distributions of the Azure Functions trace of 2019.
#include <cstdint>
#include <vector>

#include "models/workload/cdf_table.hpp"
#include "models/workload/specification.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The attributes that are drawn for one app.
struct CdfApp {
  double calls_a_day = 0;
  double variation = 0;  ///< coefficient of variation of the gaps between its calls
  Mebibytes memory = 1;
  std::vector<double> execution_ms;  ///< mean execution time of each of its functions
};

/// Draws apps from the five files that SJTU-IPADS/ServerlessBench made from the trace (Yu et al., SoCC 2020;
/// Testcase11-Real-world-app-emulation/CDFs) and publishes with scripts. The scripts define the meaning of a
/// line:
/// - invokesCDF: x is the whole part of an app's calls a day (mean over 14 days), F(x) the share of apps with
///   fewer calls, plus one app. An app has x calls plus a uniform fraction. An app below the first line, 0,
///   has at least one call in 14 days, because otherwise it would not be in the trace.
/// - CVs: x is the least variation in its thousandth of the apps, F(x) the share up to that thousandth; x is
///   used unchanged.
/// - chainlenCDF: F(x) is the share of apps with at most x functions; the file has a header and a third
///   column.
/// - execTimeCDF: x is a bin of 5 ms, F(x) the share up to its end; uniform within the bin.
/// - memCDF: x is a bin of 5 whole MB, which are equally likely.
///
/// These attributes of an app are drawn independently of each other, because the files are marginal
/// distributions. Therefore a busy function may have long executions, although busy functions in the trace
/// have short executions. Draws: (population, app, 0) for the number of functions, (function_rate, app, 0)
/// for the rate, (function_rate, app, 1) for the variation, (function_memory, app, 0) for the memory, and
/// (function_execution, app, i) for function i.
class AzureCdfPopulation {
 public:
  /// Reads the files. Throws TraceError.
  AzureCdfPopulation(const AzureCdfsSpec& spec, const SourceContext& context);

  /// The app with number `app`, counted from 0.
  [[nodiscard]] CdfApp app(std::uint32_t app) const;

 private:
  [[nodiscard]] double calls_at(double u) const;

  CdfTable invokes_;
  CdfTable variation_;
  CdfTable chain_length_;
  CdfTable exec_time_;
  CdfTable memory_;
  double one_app_;  // one app as a share of the apps in the file of invocations
  sim::DrawKey population_key_;
  sim::DrawKey rate_key_;
  sim::DrawKey memory_key_;
  sim::DrawKey execution_key_;
};

}  // namespace curtain
