#pragma once
// The account of one instance, with its start, its executions, and the reason for its end.
#include <cstdint>
#include <optional>
#include <vector>

#include "models/experiment/explain/function_watch.hpp"

namespace curtain {

/// A period in which an instance was idle.
struct IdleTime {
  Time from;
  Time to;
  std::uint64_t after = 0;  ///< number of attempts that the instance had served before this period
};

/// The history of an instance, until its end or the end of the run.
struct InstanceAccount {
  static constexpr std::size_t kMostIdleTimes = 3;
  static constexpr std::size_t kMostUses = 5;

  /// An attempt that ran on the instance.
  struct Use {
    std::uint64_t n = 0;  ///< the invocation's number, as in the column `n` of run --invocations
    Time sent;
    Time started = Time::never();
    Time ended = Time::never();  ///< Time::never() if the attempt was lost or the run ended earlier
  };

  FunctionId function;
  std::uint32_t number = 0;
  StartAccount start;
  Mebibytes memory = 0;
  bool was_ready = false;
  std::vector<Use> first_uses;  ///< at most kMostUses
  std::optional<Use> last_use;
  std::uint64_t uses = 0;
  std::vector<IdleTime> longest_idle;  ///< the longest idle times, at most kMostIdleTimes
  Duration idle;                       ///< total idle time
  Duration busy;                       ///< time in which at least one attempt ran on the instance or was sent
                                       ///< to it
  std::optional<DecisionNote> kept;    ///< the last decision of the keep-alive policy about the instance
  Time kept_until = Time::never();     ///< planned end of the keep-alive, if the instance was idle at its end
  std::optional<InstanceEnd> retired;  ///< set if the instance was retired before its end
  std::optional<InstanceEnd> ended;    ///< empty if the instance existed until the end of the run
  Time until;                          ///< end of the instance or of the run

  [[nodiscard]] Duration life() const { return until - start.start.now; }
  /// The time that its start took, or the time until its end if it never became ready.
  [[nodiscard]] Duration starting() const { return (was_ready ? start.ready : until) - start.start.now; }
};

/// Makes the account of one instance. Memory is proportional to the number of live instances of its function.
class InstanceFollower final : public Observer {
 public:
  /// `functions` must outlive this object.
  explicit InstanceFollower(const FunctionTable& functions) : watch_(functions) {}

  /// Follows the function's instance with that number (from 0, in order of creation). Must be called before
  /// the function's first event.
  void follow(FunctionId function, std::uint64_t number);

  void observe(const Observation& seen) override;
  [[nodiscard]] bool wants_decisions() const override { return true; }
  [[nodiscard]] bool wants_decisions_of(FunctionId function) const override { return function == function_; }
  [[nodiscard]] bool wants_choice(FunctionId function, std::uint64_t) const override {
    return function == function_ && watch_.created() == number_;
  }
  void decided(const Decision& made) override;
  void starting(const InstanceStart& start) override;
  void stages_known(const StagesKnown& known) override;
  void ending(const InstanceEnd& end) override;
  void bound(const BoundAttempt& binding) override;
  void no_vm_open(const NoVmOpen& none) override;

  [[nodiscard]] bool is_over() const { return is_over_; }
  /// The account so far. Empty if the instance has not been created.
  [[nodiscard]] const std::optional<InstanceAccount>& account() const { return account_; }
  [[nodiscard]] const FunctionWatch& watch() const { return watch_; }
  /// Completes the account at the end of the run, which is `now`.
  void finish(Time now);

 private:
  void happened(const Observation& seen);
  void end_idleness(Time now);
  void end_at(Time now);

  FunctionWatch watch_;
  FunctionId function_;
  std::uint64_t number_ = 0;
  std::optional<InstanceAccount> account_;
  std::optional<DecisionNote> kept_;  // the last keep-alive decision about the function
  std::uint32_t running_ = 0;
  Time busy_since_ = Time::never();
  Time idle_since_ = Time::never();
  bool is_over_ = false;
};

}  // namespace curtain
