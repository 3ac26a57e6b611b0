#pragma once
// The common part of the greedy-dual keep-alive policy and its simpler variants.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/policies/declaration.hpp"
#include "models/policies/keep_alive/seam.hpp"

namespace curtain {

/// The publication that a policy of this family follows, which is the second parameter of each policy.
enum class RankedBy : std::uint8_t {
  /// Fuerst & Sharma, ASPLOS 2021, section 4. The clock of an instance is the clock at its own last use. The
  /// frequency counts all uses of the function and returns to 0 when the function's last instance is
  /// reclaimed.
  paper,
  /// The simulator of Fuerst & Sharma (faascache-sim, LambdaScheduler.py). All instances of a function share
  /// the clock and the value of the function's last use. The frequency counts only the uses of live
  /// instances.
  simulator,
};

/// Keep-alive as caching. Instances are kept until room is needed; then the instance with the lowest value is
/// evicted. The clock is the value of the last evicted instance. FaasCache has one clock for each server,
/// because instances compete for the server's memory. Here instances compete for the memory of the cluster,
/// so there is one clock.
class RankedKeepAlive : public KeepAlivePolicy {
 public:
  [[nodiscard]] Needs needs() const override {
    return {.on_start = true, .on_eviction = true, .shared_values = true};
  }
  Duration keep_for(const IdleInstanceView&) override { return max_idle_; }
  [[nodiscard]] std::optional<Duration> constant() const override { return max_idle_; }

  void on_start(const StartNotice& start) override;
  void on_eviction(const EvictionNotice& eviction) override;
  [[nodiscard]] double eviction_value(const IdleInstanceView& instance) override;
  [[nodiscard]] std::string explain() const override;
  [[nodiscard]] double shared_value(FunctionId function) override { return of(function).value; }

 protected:
  struct FunctionRow {
    std::uint64_t frequency = 0;
    double cost =
        0;  ///< duration in ms of the first cold start; measured again if the function had no instance
    double size = 1;   ///< in MiB
    double value = 0;  ///< the part of the value that its instances have in common
  };

  /// The arguments must be {max_idle, follows}, as ranked_parameters() declares them.
  RankedKeepAlive(const Arguments& arguments, bool has_clock)
      : max_idle_(arguments.duration(0)),
        by_(static_cast<RankedBy>(arguments.integer(1))),
        has_clock_(has_clock) {}

  /// The value of a function's instances, without the clock.
  [[nodiscard]] virtual double worth(const FunctionRow& function) const = 0;
  [[nodiscard]] RankedBy by() const { return by_; }

 private:
  struct InstanceRow {
    double clock = 0;  ///< clock at the last use
    std::uint64_t uses = 0;
  };

  FunctionRow& of(FunctionId function);
  InstanceRow& of(InstanceId instance);
  void revalue(FunctionRow& function);

  Duration max_idle_;
  RankedBy by_;
  bool has_clock_;
  double clock_ = 0;
  FunctionId last_;        ///< function of the last instance whose value was computed
  double last_clock_ = 0;  ///< clock of that instance
  std::vector<FunctionRow> functions_;
  std::vector<InstanceRow> instances_;
};

/// The parameters of every policy of this family.
std::vector<ParameterDeclaration> ranked_parameters();

}  // namespace curtain
