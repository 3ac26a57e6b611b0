#pragma once
// The account of one VM, with the reason for its opening, its instances, its use over time, and the reason
// for its end.
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/experiment/explain/function_watch.hpp"

namespace curtain {

/// A level over time, as means of bins of equal width. The width doubles when the time span gets longer, so
/// that there are always at most kMostBins bins.
class LevelCourse {
 public:
  static constexpr std::size_t kMostBins = 64;

  /// Time begins at `from`, with bins of the smallest width.
  explicit LevelCourse(Time from) : from_(from), since_(from) {}
  /// Sets the level from `now` on.
  void set(std::uint64_t level, Time now);
  /// The means of the bins until `now`. The last bin may be shorter.
  [[nodiscard]] std::vector<double> means(Time now) const;

  [[nodiscard]] std::uint64_t peak() const { return peak_; }
  /// The integral of the level over time, in level times nanoseconds.
  [[nodiscard]] sim::Int128 integral(Time now) const;

 private:
  void advance(Time now);

  Time from_;
  Time since_;
  std::uint64_t level_ = 0;
  std::uint64_t peak_ = 0;
  Duration width_ = sim::milliseconds(1);
  std::vector<sim::Int128> bins_;  // integral of the level over each bin
};

/// The history of a VM, until its end or the end of the run.
struct VmAccount {
  /// The instances of a function that were in the VM.
  struct OfFunction {
    std::uint64_t instances = 0;
    std::uint64_t attempts = 0;
    std::uint64_t live = 0;
    std::uint64_t most_live = 0;
  };

  std::uint64_t number = 0;
  std::uint64_t host = 0;
  Mebibytes capacity = 0;
  Time opened;
  std::optional<StartAccount> opened_for;  ///< empty if the VM was opened for a spare of the pool
  FunctionId first_function;               ///< function of the instance for which the VM was opened
  std::uint32_t first_instance = 0;
  std::map<std::uint32_t, OfFunction> functions;  ///< indexed by function
  std::uint64_t instances = 0;
  std::uint64_t most_instances = 0;  ///< maximum number of instances at the same time
  LevelCourse used{Time{}};          ///< memory of instances in MiB, without spares of the pool
  Duration empty;                    ///< time without an instance
  std::optional<VmEnd> ended;        ///< empty if the VM existed until the end of the run
  Time until;                        ///< end of the VM or of the run
  std::uint64_t lost = 0;            ///< number of instances that were lost with the VM

  [[nodiscard]] Duration life() const { return until - opened; }
};

/// Makes the account of the VM with a number (from 0, in order of opening).
class VmFollower final : public Observer {
 public:
  explicit VmFollower(std::uint64_t number) : number_(number) {}

  void observe(const Observation& seen) override;
  [[nodiscard]] bool wants_decisions() const override { return true; }
  [[nodiscard]] bool wants_decisions_of(FunctionId) const override { return !account_.has_value(); }
  void decided(const Decision& made) override;
  void starting(const InstanceStart& start) override;
  void vm_ending(const VmEnd& end) override;
  void no_vm_open(const NoVmOpen& none) override;

  [[nodiscard]] bool is_over() const { return is_over_; }
  [[nodiscard]] const std::optional<VmAccount>& account() const { return account_; }
  /// The number of VMs that were opened so far.
  [[nodiscard]] std::uint64_t opened() const { return opened_; }
  /// Completes the account at the end of the run, which is `now`.
  void finish(Time now);

 private:
  void open(const Observation& seen);
  void put(const Observation& seen);
  void take(const Observation& seen);

  std::uint64_t number_;
  std::uint64_t opened_ = 0;
  std::optional<VmAccount> account_;
  std::optional<DecisionNote> placement_;
  std::optional<NoVmOpen> no_vm_open_;
  std::optional<DecisionNote> host_placement_;
  std::map<std::uint32_t, Mebibytes> inside_;  // memory of each instance, indexed by the instance's row
  StartAccount last_;                          // start of the instance that was created last in the VM
  std::uint64_t used_mib_ = 0;
  Time empty_since_;
  bool is_over_ = false;
};

}  // namespace curtain
