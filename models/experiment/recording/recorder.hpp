#pragma once
// Records a run for the animation of its report.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/experiment/recording/record.hpp"
#include "models/experiment/recording/record_code.hpp"
#include "models/metrics/observer.hpp"
#include "models/platform/parameters.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// Settings of a recording.
struct RecordingSettings {
  Time from;                ///< beginning of the recording, which starts with the state at this instant
  Time to = Time::never();  ///< end of the recording, which is not included
  double share = 1;  ///< share of the functions whose calls are recorded, above 0 and at most 1; VMs and
                     ///< instances are always recorded
  /// The maximum size that the recording adds to a page, for the names of functions and the records as text.
  /// Most bytes of a record are varints, in which one bit of eight has little information. Compression
  /// removes this bit, and base64 makes the result 4/3 as long, so the records in a page are at most 7/6 as
  /// long. When the maximum is reached, the calls of the busiest functions are omitted, of at most half of
  /// all functions. If that is not enough, the recording ends.
  std::uint64_t most_bytes = 8'000'000;
};

/// A recording of a run.
struct RunRecording {
  RecordingSettings settings;
  std::string bytes;                    ///< the records, as described in record_code.hpp
  Time until;                           ///< the recording is complete before this instant
  bool is_full = false;                 ///< the recording ends at `until` because of `most_bytes`
  std::vector<FunctionId> functions;    ///< the functions that records name, in the order of their numbers
  std::vector<std::uint8_t> has_calls;  ///< indexed by the position in `functions`: whether calls of the
                                        ///< function are recorded
  std::uint64_t records = 0;
  std::uint64_t arrived = 0;  ///< number of invocations whose arrival is recorded
  // Numbers of invocations that arrived in [from, to) and are omitted
  std::uint64_t outside_share = 0;  ///< invocations of functions outside the share
  std::uint64_t of_busiest =
      0;  ///< invocations of the busiest functions, omitted so that the rest of the run fits
  std::uint64_t busiest = 0;     ///< number of the busiest functions that are omitted
  std::uint64_t after_full = 0;  ///< invocations that arrived when the recording was full
};

/// Observes a run and writes records during the run, so bytes() can be read at any time. Memory is
/// proportional to the number of objects that exist at one time and to the number of bytes, which is limited.
class RunRecorder final : public Observer {
 public:
  /// `functions` and `parameters` must outlive this object.
  RunRecorder(const RecordingSettings& settings, const PlatformParameters& parameters,
              const FunctionTable& functions);

  void observe(const Observation& seen) override;
  /// The records so far, which are complete up to the last observed instant.
  [[nodiscard]] std::string_view bytes() const { return recording_.bytes; }
  /// The number of times that the records so far were replaced by fewer records, without the calls of the
  /// busiest functions.
  [[nodiscard]] std::uint32_t thinned() const { return thinned_; }
  /// Called when the run has ended or stops here. `end` is the end of its window. May be called once.
  RunRecording finish(Time end);

 private:
  struct Execution {
    std::uint64_t n = 0;
    std::uint64_t started = 0;
    std::uint8_t start = 0;
  };
  enum class State : std::uint8_t { none, starting, idle, busy, draining };
  struct LiveInstance {
    Record created;
    State state = State::none;
    std::uint64_t since = 0;            ///< beginning of the state ready, idle or draining
    std::optional<std::uint64_t> keep;  ///< keep-alive, if the instance is idle
    std::vector<Execution> running;
    FunctionId function;
  };
  struct LiveVm {
    Record opened;
    bool is_open = false;
    bool is_crashed = false;
  };
  enum class Stage : std::uint8_t { none, fresh, waiting, running };
  struct Call {
    FunctionId function;
    std::uint64_t n = 0;
    std::uint64_t since = 0;
    Stage stage = Stage::none;
    bool has_left = false;
  };

  void begin();
  void end_instant();
  /// Writes the record, unless the recording has not begun or is full.
  void put(const Record& record);
  void append(const Record& record, const Record* ended);
  void write_ended();
  /// Returns the number of the function in the recording. A function without a number gets a new number.
  std::uint32_t number_of(FunctionId function);
  [[nodiscard]] bool has_calls(FunctionId function) const;
  [[nodiscard]] bool is_in_share(FunctionId function) const;
  /// Omits the calls of the busiest functions, which are at most half of all functions. Returns false if this
  /// does not save enough bytes.
  bool thin();
  [[nodiscard]] bool is_left_out(const Record& record) const;
  [[nodiscard]] std::optional<std::uint64_t> charge(const Observation& seen, std::uint64_t executed) const;

  void observe_call(const Observation& seen);
  void observe_start(const Observation& seen, Call& call);
  void observe_end(const Observation& seen, Call& call);
  void observe_loss(const Observation& seen, Call& call);
  void observe_instance(const Observation& seen);
  void observe_created(const Observation& seen);
  void observe_vm(const Observation& seen);
  void observe_outage(const Observation& seen);
  [[nodiscard]] Reclaimed reason_of(const Observation& seen, const LiveInstance& instance) const;
  Call& call_of(const Observation& seen);

  const PlatformParameters& parameters_;
  const FunctionTable& table_;
  RunRecording recording_;
  RecordWriter writer_;
  bool has_begun_ = false;
  bool is_over_ = false;
  std::uint32_t thinned_ = 0;
  std::vector<std::uint64_t> arrived_;  ///< indexed by the number of the function
  std::vector<std::uint8_t>
      is_dropped_;  ///< indexed by function: whether calls of the function are omitted to save bytes
  std::uint64_t name_bytes_ = 0;
  std::size_t named_ = 0;       ///< number of functions that records name
  std::uint64_t round_to_ = 0;  ///< granularity of charges in ticks; 0 if charges are not rounded to whole
                                ///< ticks
  std::uint64_t least_charge_ = 0;
  Time now_;
  std::optional<Record>
      ended_;  ///< not written yet, because the instance may become idle at the same instant
  std::vector<std::uint32_t> fresh_;  ///< requests that arrived at this instant
  std::vector<LiveInstance> instances_;
  std::vector<LiveVm> vms_;
  std::vector<Call> calls_;             ///< indexed by request
  std::vector<std::uint32_t> numbers_;  ///< indexed by function
  std::vector<std::uint8_t> is_named_;  ///< indexed by tenant
  std::vector<std::uint32_t> host_outages_;
  std::vector<std::uint32_t> zone_outages_;
  std::vector<std::uint8_t> is_down_;  ///< indexed by host
  std::uint32_t hosts_ = 0;            ///< number of hosts that are known, because VMs were opened on them
};

}  // namespace curtain
