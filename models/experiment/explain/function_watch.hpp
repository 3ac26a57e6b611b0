#pragma once
// The live instances of one function, as reported to an observer.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/experiment/explain/instance_levels.hpp"
#include "models/metrics/observer.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// A copy of a policy's decision.
struct DecisionNote {
  Time at;
  std::string_view policy;
  std::string decision;
  std::string why;
  std::optional<VmChoice> choice;  ///< the decision of the placement policy, if the follower requested it

  DecisionNote() = default;
  explicit DecisionNote(const Decision& made)
      : at(made.now), policy(made.policy), decision(made.decision), why(made.why) {
    if (made.choice != nullptr) {
      choice = *made.choice;
    }
  }
};

/// How an instance was started.
struct StartAccount {
  InstanceStart start;
  std::uint64_t vm = 0;    ///< number in the order of opening
  std::uint64_t host = 0;  ///< number in the order of opening
  Time ready;
  std::optional<StageEnds> alone;  ///< the ends of the stages, if the start shares stages with other starts
                                   ///< without other starts
  std::optional<DecisionNote> placement;       ///< set if a VM was open, so that the policy was called
  std::optional<NoVmOpen> no_vm_open;          ///< true if no VM was open that may hold an instance
  std::optional<DecisionNote> host_placement;  ///< set if a VM was opened, or should have been opened

  /// The beginning of a stage.
  [[nodiscard]] Time stage_begins(StartStage stage) const {
    const auto position = static_cast<std::size_t>(stage);
    return position == 0 ? start.now : start.stage_ends[position - 1];
  }
  [[nodiscard]] Duration length_of(StartStage stage) const {
    return start.stage_ends[static_cast<std::size_t>(stage)] - stage_begins(stage);
  }
  /// The time by which other starts prolonged the stage.
  [[nodiscard]] Duration prolonged_by(StartStage stage) const {
    const auto position = static_cast<std::size_t>(stage);
    return !alone || position == 0 ? Duration{}
                                   : length_of(stage) - ((*alone)[position] - (*alone)[position - 1]);
  }
};

/// The activity of an instance.
enum class InstanceActivity : std::uint8_t { starting, idle, busy, draining };

/// A live instance.
struct LiveInstance {
  /// An attempt that runs on the instance, and the time of its end. Time::never() if the end is unknown
  /// because the attempt shares resources.
  struct Running {
    std::uint32_t request = 0;
    Time until;
  };

  StartAccount start;
  Mebibytes memory = 0;
  bool is_ready = false;
  bool is_draining = false;
  Time idle_since = Time::never();  ///< Time::never() if the instance is not idle
  Time kept_until = Time::never();  ///< end of the keep-alive, while the instance is idle
  std::uint64_t uses = 0;
  std::uint32_t bound = 0;  ///< number of attempts that wait for the start of the instance
  std::vector<Running> running;

  [[nodiscard]] InstanceActivity activity() const {
    return is_draining       ? InstanceActivity::draining
           : !is_ready       ? InstanceActivity::starting
           : running.empty() ? InstanceActivity::idle
                             : InstanceActivity::busy;
  }
  /// The earliest known time when the instance has a free slot: now, at the end of an execution, or when it
  /// is ready. Time::never() if the time is unknown or the instance takes no more attempts.
  [[nodiscard]] Time free_at(std::uint32_t slots, Time now) const;
};

/// The state of a function's instances at one instant.
struct Surroundings {
  /// An instance that cannot take an attempt now.
  struct Occupied {
    std::uint32_t number = 0;
    InstanceActivity activity = InstanceActivity::busy;
    Time until;  ///< time when the instance will be free; Time::never() if unknown or if the instance takes
                 ///< no more attempts
  };
  static constexpr std::size_t kMostOccupied = 8;

  std::uint32_t live = 0;
  std::uint32_t available = 0;  ///< number of ready instances with a free slot
  std::uint32_t idle = 0;  ///< number of instances without any attempt; these are also counted in `available`
  std::uint32_t busy = 0;  ///< number of instances without a free slot
  std::uint32_t starting = 0;
  std::uint32_t draining = 0;
  std::vector<Occupied> occupied;  ///< the instances that will be free first, at most kMostOccupied
  /// The end or retirement by which the function last lost an instance that would have been free, if it ever
  /// had more usable instances than now; see InstanceLevels.
  std::optional<InstanceEnd> missing;
  std::uint64_t missing_together = 0;  ///< instances that the function lost in the same event
};

/// An outage that has not ended.
struct OutageNote {
  OutageTarget target;
  Time began;
};

/// The outages in progress.
class OutageWatch {
 public:
  void observe(const Observation& seen);
  [[nodiscard]] const std::vector<OutageNote>& in_progress() const { return in_progress_; }
  /// The outage in which the VM was lost, whose loss `seen` (Change::vm_crashed) reports. Empty for a crash.
  [[nodiscard]] std::optional<OutageTarget> outage_of(const Observation& seen) const;

 private:
  std::vector<OutageNote> in_progress_;  // in the order of their beginnings
  std::optional<OutageTarget> last_;     // that began
};

/// Follows the instances of one function. Memory is proportional to the number of live instances.
class FunctionWatch {
 public:
  /// `functions` must outlive this object.
  explicit FunctionWatch(const FunctionTable& functions) : functions_(functions) {}

  /// Sets the function; events of other functions are ignored. Must be called before the function's first
  /// event.
  void watch(FunctionId function) { function_ = function; }
  void observe(const Observation& seen);
  void decided(const Decision& made);
  void starting(const InstanceStart& start);
  void stages_known(const StagesKnown& known);
  void ending(const InstanceEnd& end);
  void bound(const BoundAttempt& binding);
  void no_vm_open(const NoVmOpen& none);

  [[nodiscard]] Surroundings surroundings(Time now) const;
  /// The live instance with that number, or null.
  [[nodiscard]] const LiveInstance* find(std::uint32_t number) const;
  /// The number of arrivals of the function so far.
  [[nodiscard]] std::uint64_t arrivals() const { return arrivals_; }
  /// The number of instances that were created so far.
  [[nodiscard]] std::uint64_t created() const { return created_; }
  /// The number of attempts of the function that are admitted and have not ended.
  [[nodiscard]] std::uint32_t in_flight() const { return in_flight_; }
  /// The end of the instance that ended last. Empty if no instance has ended.
  [[nodiscard]] const std::optional<InstanceEnd>& last_end() const { return last_end_; }

 private:
  void started(const Observation& seen);

  const FunctionTable& functions_;
  FunctionId function_;
  std::map<std::uint32_t, LiveInstance> live_;  // by number
  std::vector<Duration> durations_;             // by request
  std::vector<bool> admitted_;                  // by request
  std::optional<DecisionNote> placement_;       // of the next start
  std::optional<DecisionNote> host_placement_;  // likewise
  std::optional<NoVmOpen> no_vm_open_;          // likewise
  InstanceLevels levels_;
  std::optional<InstanceEnd> last_end_;
  std::map<std::uint32_t, EndReason> retired_;  // indexed by number: why a draining instance was retired
  std::uint64_t arrivals_ = 0;
  std::uint64_t created_ = 0;
  std::uint32_t in_flight_ = 0;
};

}  // namespace curtain
