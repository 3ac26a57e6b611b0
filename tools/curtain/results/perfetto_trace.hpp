#pragma once
// `curtain run --perfetto`: an observer that records a run as a trace for Perfetto.
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/metrics/observer.hpp"
#include "models/workload/arrival.hpp"
#include "tools/curtain/results/trace_events.hpp"

namespace curtain::tools {

/// Assigns rows to slices that overlap in time. Each slice takes the lowest row that is free at its
/// beginning.
class TraceRows {
 public:
  /// Takes a row for a slice that begins at `begin`. No earlier call may have a later `begin`.
  std::uint32_t take(Time begin);
  /// States that the slice in the row ends at `end`.
  void give(std::uint32_t row, Time end) { ending_.emplace(end, row); }

 private:
  using Ending = std::pair<Time, std::uint32_t>;
  std::uint32_t rows_ = 0;
  std::set<std::uint32_t> free_;
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> ending_;
};

/// The part of a run that a trace covers.
struct TraceWindow {
  Time from;
  Time to = Time::never();
  std::uint64_t most_bytes = 0;  ///< the largest size of the trace, before compression
};

/// The part of a run that a trace does not contain because of its maximum size.
struct TraceCut {
  Time at =
      Time::never();  ///< slices that begin at this time or later are missing; never: all slices are written
  std::uint64_t invocations = 0;  ///< invocations without a slice
  std::uint64_t earlier =
      0;  ///< slices that began before `at`, but are missing because the trace was full when they ended
};

/// Writes the trace. Process 1 has a thread for each function, with a slice for each invocation, from the
/// request to the answer. Each host is a process, whose threads are the instances on this host. The slice of
/// an instance is its lifetime and contains the stages of its start and its executions. An arrow leads from
/// an invocation to each of its executions.
class PerfettoTrace final : public Observer {
 public:
  /// For `path` see OutputFile. The maximum size in `window` is at least smallest().
  PerfettoTrace(const std::string& path, const TraceWindow& window);
  /// The size of a trace with one event, in bytes.
  [[nodiscard]] static std::uint64_t smallest();

  /// Sets the functions of the run. It must be called before the run. The table must not be moved before the
  /// end of the run.
  void use(const FunctionTable& functions) { functions_ = &functions; }
  void observe(const Observation& seen) override;
  void starting(const InstanceStart& start) override;
  void stages_known(const StagesKnown& known) override;
  /// Called after the run, with its functions. Writes the slices that have not ended. Throws
  /// std::runtime_error if not everything could be written.
  void commit(Time end, const FunctionTable& functions);
  [[nodiscard]] const TraceCut& cut() const { return cut_; }

 private:
  struct Instance {
    bool is_there = false;
    Time created;
    std::array<Time, kStartStages> stage_ends{};
    bool is_started = false;  // whether the stages of the start are written
    std::uint32_t function = 0;
    std::uint32_t number = 0;
    std::uint64_t vm = 0;
    std::uint32_t host = 0;
    std::uint64_t memory = 0;
    std::uint32_t running = 0;
    std::vector<std::uint32_t> threads;  // the threads of the instance, by row of its executions
    TraceRows rows;
    std::vector<std::function<void()>> later;  // events that begin when the instance is created
  };
  struct Attempt {
    Time dispatched;
    Time started;
    TraceTrack track;
    std::uint32_t instance;
  };
  struct Invocation {
    bool is_there = false;
    bool is_running = false;
    std::uint32_t function = 0;
    std::uint64_t n = 0;
    std::uint64_t attempt = 1;  // as the column `attempts` of --invocations
    Time arrival;
    Time dispatched;
    std::uint32_t row = 0;       // row among the invocations of the function
    std::uint32_t instance = 0;  // the instance on which the attempt runs
    std::uint32_t slot = 0;      // row among the executions of the instance
    StartKind start = StartKind::warm;
    std::vector<Attempt> attempts;  // the attempts that ran
  };
  struct Levels {
    std::uint64_t in_flight = 0;
    std::uint64_t running = 0;
    std::uint64_t starting = 0;
    std::uint64_t busy = 0;
    std::uint64_t idle = 0;
  };

  [[nodiscard]] bool is_inside(Time begin, Time end) const;
  [[nodiscard]] std::string name_of(std::uint32_t function) const;
  void invocation_event(const Observation& seen);
  void begin_execution(const Observation& seen, Invocation& invocation);
  void end_execution(Invocation& invocation, Time now, std::string_view how);
  void end_invocation(Invocation& invocation, Time end, std::string_view outcome, std::string_view reason);
  void instance_event(const Observation& seen);
  void write_stages(Instance& instance, Time until);
  void end_instance(Instance& instance, Time now);
  TraceTrack track_of(Instance& instance, std::uint32_t row);
  /// Writes an event of the instance. Readers nest slices that begin at the same time in the order of the
  /// file. Therefore events that begin with the lifetime of the instance are written after the slice of the
  /// lifetime.
  void write_of(Instance& instance, Time begin, std::function<void()> write);
  /// Writes the name of the thread, because the thread has a slice.
  void name(const Instance& instance, TraceTrack track, std::uint32_t row);
  /// Writes the levels up to now. It is called before they change.
  void advance(Time now);
  void write_levels(Time at);
  /// Leaves out slices that begin from now on if the remaining room is needed for the open slices.
  void check_size(Time now);
  /// Writes a slice, and returns whether there was room for it.
  bool slice(TraceTrack track, std::string_view name, std::string_view category, Time begin, Time end,
             const std::vector<TraceEvents::Argument>& arguments);

  TraceEvents events_;
  TraceWindow window_;
  TraceCut cut_;
  const FunctionTable* functions_ = nullptr;
  std::vector<Instance> instances_;                                           // indexed by row
  std::vector<Invocation> invocations_;                                       // indexed by row
  std::vector<TraceRows> rows_;                                               // indexed by function
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> threads_;  // the threads of the rows of
                                                                              // functions
  std::uint32_t last_thread_ = 0;
  Levels levels_;
  Levels written_levels_;
  bool has_levels_ = false;
  Time last_;
};

}  // namespace curtain::tools
