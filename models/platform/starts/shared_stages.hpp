#pragma once
// Starts of instances that slow each other down, because they share a stage of the start.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/metrics/start_counts.hpp"
#include "models/metrics/start_stage.hpp"
#include "models/platform/core/core_api.hpp"
#include "models/platform/parameters.hpp"
#include "sim/shared_resource.hpp"
#include "sim/timer.hpp"

namespace curtain {

// At one instant, the ends of shared stages come after instances that become ready.
struct SharedStageBegins : EventKind<sim::Rank::ready, 1, Subject::instance> {};
struct SharedStageEndsInVm : EventKind<sim::Rank::ready, 2, Subject::vm> {};
struct SharedStageEndsOnHost : EventKind<sim::Rank::ready, 3, Subject::number> {};
struct InitTimesOut : EventKind<sim::Rank::ready, 4, Subject::instance> {};

/// Determines the ends of starts if the platform shares at least one stage (cold_start.shared_stages). A
/// shared stage has a capacity in each VM or on each host, which is the number of starts that can be in this
/// stage at full speed. More starts share the capacity equally (sim::SharedResource). The other stages take
/// their drawn times.
class SharedStages {
 public:
  /// Stages that end in [from, to) are counted.
  SharedStages(CoreApi& core, const PlatformParameters& parameters, Time from, Time to);

  /// Called when the instance's start begins. `alone` contains the ends that the stages would have without
  /// sharing. The instance retires at `retires`, but not before it is ready. This module calls
  /// CoreApi::end_start() once, as soon as the end of the start is known. If the runtime start and the
  /// function init take longer than `init_timeout`, a shared stage ends at this limit, and the last end that
  /// is reported is beyond the limit.
  void begins(std::uint32_t instance, const StageEnds& alone, Time retires,
              Duration init_timeout = Duration::infinite());
  /// Called when an instance that is starting is reclaimed or lost.
  void lost(std::uint32_t instance);

  // Handlers of events
  void stage_begins(std::uint32_t instance, Time now);
  void stage_ends_in_vm(std::uint32_t vm, Time now);
  void stage_ends_on_host(std::uint32_t host, Time now);
  void init_times_out(std::uint32_t instance, Time now);

  /// Sets the counts of shared stages.
  void report(StartCounts& counts) const;

 private:
  /// The share that one start uses at full speed.
  static constexpr std::uint64_t kUnit = 1'000'000;
  /// Remaining work that counts as done because of rounding, see sim::SharedResource. The value is a
  /// thousandth of a nanosecond of one start.
  static constexpr std::uint64_t kNegligible = 1'000;

  /// A VM or a host.
  struct Place {
    std::vector<sim::SharedResource>
        resources;  // one entry for each stage that starts share in this VM or on this host
    sim::LazyTimer timer;
    std::uint32_t generation = 0;  // generation of the VM's row
  };
  struct Start {  // indexed by instance
    StageEnds ends{};
    std::array<Duration, kStartStages> lengths{};  // without sharing
    Time retires = Time::never();
    Duration init_timeout = Duration::infinite();
    Time init_limit = Time::never();  // when the initialisation is stopped, if it has begun
    Time since;                       // beginning of the shared stage
    std::uint32_t place = kNone;      // the VM or host of the shared stage; kNone outside a shared stage
    std::uint8_t stage = 0;
  };
  /// How the starts share a stage.
  struct Sharing {
    std::uint64_t capacity = 0;  // 0 for a stage that is not shared
    StageScope scope = StageScope::vm;
    std::size_t resource = 0;  // position in Place::resources
  };

  void go_on(std::uint32_t instance, std::size_t stage, Time at);
  void enter(std::uint32_t instance, Time now);
  [[nodiscard]] std::vector<Place>& places(StageScope scope) {
    return scope == StageScope::vm ? vms_ : hosts_;
  }
  Place& place_of(StageScope scope, std::uint32_t number);
  void ends(StageScope scope, std::uint32_t number, Time now);
  void changed(StageScope scope, std::uint32_t number);
  void schedule(StageScope scope, std::uint32_t number);

  CoreApi& core_;
  Time from_;
  Time to_;
  std::array<Sharing, kStartStages> stages_{};
  std::vector<Start> starts_;
  std::vector<Place> vms_;
  std::vector<Place> hosts_;
  std::vector<std::uint32_t> ended_;  // instances whose stage ends at this instant
  // The counts of stages that ended in the window, see StartCounts
  std::uint64_t shared_ = 0;
  sim::Int128 shared_ns_ = 0;
  sim::Int128 shared_alone_ns_ = 0;
};

}  // namespace curtain
