#pragma once
// The cold starts of a run by cause.
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "models/experiment/explain/function_filter.hpp"
#include "models/experiment/explain/instance_levels.hpp"
#include "models/metrics/observer.hpp"
#include "sim/histogram.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// Why an attempt found no instance that was ready. The values from `keep_alive` on are the reasons, in the
/// order of EndReason, why the instance ended that the function lacked (InstanceLevels::missing()).
enum class ColdCause : std::uint8_t {
  first_call,      ///< the function had never had an instance
  never_so_many,   ///< all instances were in use, and the function had never had more instances at once
  still_starting,  ///< the instance had begun to start before the attempt arrived, for another reason
  keep_alive,
  review,
  floor,
  scaling,
  evicted,
  instance_lifetime,
  vm_lifetime,
  crash,
  outage,
  update,
};
inline constexpr std::size_t kColdCauses = 13;
/// Whether the cause is the end of an earlier instance.
[[nodiscard]] constexpr bool is_an_end(ColdCause cause) {
  return cause >= ColdCause::keep_alive;
}

struct ColdStartCauses {
  struct OfCause {
    ColdCause cause = ColdCause::first_call;
    std::uint64_t count = 0;
    sim::Int128 lost_ns = 0;  ///< time that attempts waited for starts
    sim::Histogram since;     ///< time from the end of the last instance to the request, if any instance had
                              ///< ended before
    // The invocation that lost the most time
    FunctionId function;
    std::uint64_t n = 0;
    Duration longest;
  };
  struct OfFunction {
    FunctionId function;
    std::uint64_t count = 0;
    sim::Int128 lost_ns = 0;
    ColdCause most = ColdCause::first_call;  ///< the most frequent cause
    std::uint64_t of_most = 0;               ///< cold starts of this cause
  };

  std::uint64_t count = 0;            ///< as the metric cold_start.count
  std::uint64_t started = 0;          ///< attempts of counted invocations that started, cold or not
  sim::Int128 lost_ns = 0;            ///< the sum over cold_start
  std::vector<OfCause> causes;        ///< the causes that occurred, sorted by lost time, largest first
  std::vector<OfFunction> functions;  ///< functions with cold starts, sorted by lost time, largest first
};

/// Counts the cold starts of invocations of selected functions that arrive at or after `from`. Memory grows
/// with the numbers of functions, of their instances at once, and of invocations in flight.
class ColdStartObserver final : public Observer {
 public:
  explicit ColdStartObserver(Time from, FunctionFilter filter = {})
      : from_(from), filter_(std::move(filter)) {}

  void observe(const Observation& seen) override;
  void ending(const InstanceEnd& end) override;
  void bound(const BoundAttempt& binding) override;
  void stages_known(const StagesKnown& known) override;

  [[nodiscard]] ColdStartCauses causes() const;

 private:
  struct Waiting {
    Time admitted;
    Time from;  // admission, or binding
  };
  struct OfFunction {
    bool had_any = false;  // instances
    InstanceLevels levels;
    std::array<std::uint64_t, kColdCauses> counts{};
    sim::Int128 lost_ns = 0;
  };
  struct InstanceFacts {
    ColdCause cause = ColdCause::first_call;  // why the function lacked this instance when it was created
    Time lacked_since;                        // if the cause is an end
    Time created;
    Time ready;
  };

  OfFunction& of(FunctionId function);
  InstanceFacts& instance(InstanceId row);
  void created(const Observation& seen);
  void started_cold(const Observation& seen);

  Time from_;
  FunctionFilter filter_;
  std::vector<Waiting> waiting_;  // by request
  std::vector<OfFunction> functions_;
  std::vector<InstanceFacts> instances_;  // indexed by row
  std::array<ColdStartCauses::OfCause, kColdCauses> causes_{};
  std::uint64_t started_ = 0;
};

}  // namespace curtain
