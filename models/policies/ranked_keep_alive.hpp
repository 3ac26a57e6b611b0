#pragma once
// What greedy-dual keep-alive and its simpler kin have in common.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/policies/declaration.hpp"
#include "models/policies/keep_alive/seam.hpp"

namespace curtain {

/// Which text a policy of this family follows; the second parameter of each.
enum class RankedBy : std::uint8_t {
  /// Fuerst & Sharma, ASPLOS 2021, section 4: an instance has the clock of its own last use; the frequency
  /// counts all uses of the function and falls to 0 when its last instance is gone.
  paper,
  /// Their simulator (faascache-sim, LambdaScheduler.py): the instances of a function all have the clock and
  /// the value of its last use; the frequency counts the uses of those that are there.
  simulator,
};

/// Keep-alive as caching: an instance is kept until room is needed, and then the one of the lowest value
/// goes. The clock is the value of the last one that made room. FaasCache has one for each server, whose
/// memory is what there is room in; here that is the cluster, and it has one.
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
        0;  ///< ms that its cold start took: the first one's, measured anew after a time without any
    double size = 1;   ///< MiB
    double value = 0;  ///< what its instances have in common
  };

  /// The arguments are {max_idle, follows}, as parameters() declares them.
  RankedKeepAlive(const Arguments& arguments, bool has_clock)
      : max_idle_(arguments.duration(0)),
        by_(static_cast<RankedBy>(arguments.integer(1))),
        has_clock_(has_clock) {}

  /// What a function's instances are worth, without the clock.
  [[nodiscard]] virtual double worth(const FunctionRow& function) const = 0;
  [[nodiscard]] RankedBy by() const { return by_; }

 private:
  struct InstanceRow {
    double clock = 0;  ///< at its last use
    std::uint64_t uses = 0;
  };

  FunctionRow& of(FunctionId function);
  InstanceRow& of(InstanceId instance);
  void revalue(FunctionRow& function);

  Duration max_idle_;
  RankedBy by_;
  bool has_clock_;
  double clock_ = 0;
  FunctionId last_;        ///< whose instance was valued last
  double last_clock_ = 0;  ///< of that instance
  std::vector<FunctionRow> functions_;
  std::vector<InstanceRow> instances_;
};

/// The parameters of every policy of this family.
std::vector<ParameterDeclaration> ranked_parameters();

}  // namespace curtain
