#pragma once
// The account of one instance: how it started, what it did, and why it ended.
#include <cstdint>
#include <optional>
#include <vector>

#include "models/experiment/explain/function_watch.hpp"

namespace curtain {

/// A time in which an instance was idle.
struct IdleTime {
  Time from;
  Time to;
  std::uint64_t after = 0;  ///< attempts that it had served before
};

/// The life of an instance, up to its end or the end of the run.
struct InstanceAccount {
  static constexpr std::size_t kMostIdleTimes = 3;
  static constexpr std::size_t kMostUses = 5;

  /// An attempt that ran on it.
  struct Use {
    std::uint64_t n = 0;  ///< the invocation's number, as the column `n` of run --invocations
    Time sent;
    Time started = Time::never();
    Time ended = Time::never();  ///< never: lost, or the run ended before
  };

  FunctionId function;
  std::uint32_t number = 0;
  StartAccount start;
  Mebibytes memory = 0;
  bool was_ready = false;
  std::vector<Use> first_uses;  ///< at most kMostUses
  std::optional<Use> last_use;
  std::uint64_t uses = 0;
  std::vector<IdleTime> longest_idle;  ///< the longest first, at most kMostIdleTimes
  Duration idle;                       ///< in all
  Duration busy;                       ///< at least one attempt ran on it, or was on the way to it
  std::optional<DecisionNote> kept;    ///< the last decision of the keep-alive policy about it
  Time kept_until = Time::never();     ///< if it was idle at its end: when its keep-alive was to end
  std::optional<InstanceEnd> retired;  ///< if it was retired before its end
  std::optional<InstanceEnd> ended;    ///< empty: it lived until the end of the run
  Time until;                          ///< its end, or the end of the run

  [[nodiscard]] Duration life() const { return until - start.start.now; }
  /// The time that its start took, or has taken until its end.
  [[nodiscard]] Duration starting() const { return (was_ready ? start.ready : until) - start.start.now; }
};

/// Makes the account of one instance. Memory is that of its function's live instances.
class InstanceFollower final : public Observer {
 public:
  /// `functions` must outlive it.
  explicit InstanceFollower(const FunctionTable& functions) : watch_(functions) {}

  /// Follows the function's instance of that number (from 0, in order of creation). To be called before the
  /// function's first event.
  void follow(FunctionId function, std::uint64_t number);

  void observe(const Observation& seen) override;
  [[nodiscard]] bool wants_decisions() const override { return true; }
  [[nodiscard]] bool wants_decisions_of(FunctionId function) const override { return function == function_; }
  [[nodiscard]] bool wants_choice(FunctionId function, std::uint64_t) const override {
    return function == function_ && watch_.created() == number_;
  }
  void decided(const Decision& made) override;
  void starting(const InstanceStart& start) override;
  void ending(const InstanceEnd& end) override;
  void bound(const BoundAttempt& binding) override;
  void no_vm_open(const NoVmOpen& none) override;

  [[nodiscard]] bool is_over() const { return is_over_; }
  /// The account so far; empty if the instance has not been created.
  [[nodiscard]] const std::optional<InstanceAccount>& account() const { return account_; }
  [[nodiscard]] const FunctionWatch& watch() const { return watch_; }
  /// The run has ended at `now`.
  void finish(Time now);

 private:
  void happened(const Observation& seen);
  void end_idleness(Time now);
  void end_at(Time now);

  FunctionWatch watch_;
  FunctionId function_;
  std::uint64_t number_ = 0;
  std::optional<InstanceAccount> account_;
  std::optional<DecisionNote> kept_;  // the function's last decision about keep-alive
  std::uint32_t running_ = 0;
  Time busy_since_ = Time::never();
  Time idle_since_ = Time::never();
  bool is_over_ = false;
};

}  // namespace curtain
