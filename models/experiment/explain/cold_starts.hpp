#pragma once
// The cold starts of a run by cause.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/metrics/observer.hpp"
#include "sim/histogram.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// The reason why an attempt found no ready instance. For the causes after `first_call`, the function had no
/// live instance; these causes state how its last instance had ended, in the order of EndReason.
enum class ColdCause : std::uint8_t {
  none_free,   ///< all live instances of the function were busy, starting or about to end
  first_call,  ///< the function had never had an instance
  keep_alive,
  review,
  floor,
  scaling,
  evicted,
  instance_lifetime,
  vm_lifetime,
  crash,
};
inline constexpr std::size_t kColdCauses = 10;

struct ColdStartCauses {
  struct OfCause {
    ColdCause cause = ColdCause::none_free;
    std::uint64_t count = 0;
    sim::Int128 lost_ns = 0;  ///< time that attempts waited for starts
    sim::Histogram since;     ///< time from the end of the last instance to the request, if an instance had
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
    ColdCause most = ColdCause::none_free;  ///< the most frequent cause
    std::uint64_t of_most = 0;              ///< number of cold starts with this cause
  };

  std::uint64_t count = 0;            ///< equals the metric cold_start.count
  std::uint64_t started = 0;          ///< number of counted invocations' attempts that started, cold or not
  sim::Int128 lost_ns = 0;            ///< the sum of the cold-start waits
  std::vector<OfCause> causes;        ///< the causes that occurred, sorted by lost time, largest first
  std::vector<OfFunction> functions;  ///< the functions with cold starts, sorted by lost time
};

/// Counts the cold starts of invocations that arrive at or after `from`. Memory is proportional to the number
/// of functions and of invocations in flight.
class ColdStartObserver final : public Observer {
 public:
  explicit ColdStartObserver(Time from) : from_(from) {}

  void observe(const Observation& seen) override;
  void ending(const InstanceEnd& end) override;
  void bound(const BoundAttempt& binding) override;

  [[nodiscard]] ColdStartCauses causes() const;

 private:
  struct Waiting {
    ColdCause cause = ColdCause::none_free;
    Duration since;  // time since the end of the last instance
    Time from;       // time of admission or binding
  };
  struct OfFunction {
    std::uint64_t created = 0;
    std::uint32_t live = 0;
    EndReason last_end = EndReason::keep_alive;
    Time last_ended;
    std::array<std::uint64_t, kColdCauses> counts{};
    sim::Int128 lost_ns = 0;
  };
  struct InstanceFacts {
    bool is_retired = false;
    EndReason reason = EndReason::keep_alive;
    Time created;
    Time ready;
  };

  OfFunction& of(FunctionId function);
  InstanceFacts& instance(InstanceId row);
  void admitted(const Observation& seen);
  void started_cold(const Observation& seen);

  Time from_;
  std::vector<Waiting> waiting_;  // indexed by request
  std::vector<OfFunction> functions_;
  std::vector<InstanceFacts> instances_;  // indexed by row
  std::array<ColdStartCauses::OfCause, kColdCauses> causes_{};
  std::uint64_t started_ = 0;
};

}  // namespace curtain
