#pragma once
// Turns a measured log into a workload, and the invocations of a run back into a log.
#include <cstdint>
#include <memory>
#include <vector>

#include "models/experiment/invocation_log.hpp"
#include "models/measured/log_figures.hpp"
#include "models/measured/measured_log.hpp"
#include "models/workload/measured_calls.hpp"

namespace curtain {

/// The workload of a log, and the call behind each arrival.
struct ReplayPlan {
  static constexpr std::uint32_t kOpening = 0xFFFFFFFF;  ///< a call that is not in the log

  std::shared_ptr<const LoggedCalls> calls;
  /// By function and number of the arrival within the function: the position of the call in the log, or
  /// kOpening.
  std::vector<std::vector<std::uint32_t>> call_of;
  std::vector<std::int64_t> planned;  ///< time of each call of the log in the replay, in ns
};

/// Plans the replay of a log by the following rules. A call arrives at the time at which it was sent,
/// measured from the first call of the log. If the log has idle times instead, the function is called once at
/// time zero, and each call arrives its idle time after the previous call of its function. If the log has
/// neither, a cold call arrives a day after the previous call of its function, and a warm call ten seconds
/// after the end of it. The duration of a call is its execution, as far as the log contains it.
///
/// Throws std::invalid_argument if the log has no durations and `spec` has none, if the log has no memory
/// sizes and `spec` has none, and if `spec` names one function for a log of several.
ReplayPlan plan_replay(const MeasuredLog& log, const LogFrame& frame, const MeasuredSpec& spec);

/// The entry with the calls of one of its logs. Replication i replays log i, and begins again with the first
/// log after the last. An entry that has calls or no logs is returned unchanged. Throws MeasuredLogError, and
/// the exceptions of plan_replay().
MeasuredSpec with_calls(const MeasuredSpec& spec, std::uint32_t replication);

/// Receives the invocations of a run that replays a log.
class ReplayedLog {
 public:
  /// All arguments must outlive this object. The time zero of the run is that of the log less `shift`.
  ReplayedLog(const MeasuredLog& log, const LogFrame& frame, const ReplayPlan& plan, Duration shift);

  void take(const InvocationRow& row);
  /// The calls in the order of the log. The first cold starts of a function stand for the instances that
  /// existed before the log began (LogFrame::existing), so they count as warm and have no times.
  std::vector<MeasuredCall> finish();
  /// The calls that were not completed, as throttled calls.
  [[nodiscard]] std::uint64_t not_completed() const { return not_completed_; }

 private:
  const LogFrame& frame_;
  const ReplayPlan& plan_;
  Duration shift_;
  std::vector<MeasuredCall> calls_;
  std::uint64_t not_completed_ = 0;
};

}  // namespace curtain
