#pragma once
// Measurement programmes: what the client of one tenant does to measure the platform, as plain data. A
// programme creates functions, invokes them, waits, and records what a tenant can see.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/workload/arrival.hpp"

namespace curtain {

struct Expectation;  // models/config/expectation.hpp
struct ProgrammeStep;

/// `deploy`: creates functions. Each round of an enclosing `repeat` creates other functions.
struct DeployStep {
  std::string functions;  ///< name of the group of functions; required
  std::uint32_t count = 1;
  sim::Distribution memory = sim::Distribution::constant(128);  ///< in MiB, drawn for each function
  Mebibytes memory_step = 1;   ///< drawn sizes are rounded down to a multiple of this size
  sim::Distribution duration;  ///< of an execution in nanoseconds, without its work
  FunctionTraits traits;
  // The following members are set when the programme is opened.
  std::uint32_t first = 0;   ///< the first function
  std::uint64_t rounds = 1;  ///< how often the step is executed
};

/// `invoke`: sends requests to a group of functions at one instant.
struct InvokeStep {
  std::string functions;                 ///< required
  std::optional<std::uint32_t> at_once;  ///< number of requests, which call the functions in turn; absent:
                                         ///< one for each function
  std::uint32_t more_each_round = 0;     ///< requests that each round of the innermost `repeat` adds
  Duration hold;                         ///< the least time of an execution, so that executions overlap
  std::string as;                        ///< name of the answers; empty: the name of the functions
  bool waits = true;                     ///< whether the programme waits for all answers
};

/// `wait`: waits for a time, or for all answers.
struct WaitStep {
  std::optional<Duration> time;  ///< absent: for the answers to all requests
};

/// `repeat`: executes steps several times.
struct RepeatStep {
  std::uint32_t times = 1;
  std::optional<Duration> every;  ///< time from the beginning of a round to the next; absent: no pause
  std::vector<ProgrammeStep> steps;
};

/// `search`: finds by bisection the smallest pause after which a call is answered by a new instance.
struct SearchStep {
  std::string functions;  ///< the first function of the group is called
  Duration shortest;
  Duration longest;
  Duration precision;  ///< the search ends when the interval is not longer than this time
  std::string record;  ///< name of the record of the result
};

/// `update`: gives functions new code.
struct UpdateStep {
  std::string functions;
  sim::Distribution consistent_after;  ///< see UpdateParameters::consistent_after
};

/// `delete`: deletes functions. Their instances take no more requests, and end when they are idle.
struct DeleteStep {
  std::string functions;
  std::string except;  ///< name of a group whose functions are kept; empty: none is kept
};

/// `keep_group`: chooses functions whose instances are on one VM.
struct KeepGroupStep {
  std::string from;           ///< name of the answers
  std::uint32_t members = 1;  ///< number of functions of the group
  std::string as;             ///< name of the group
};

/// What a record takes from the answers of an `invoke`, see observation_unit() and README.
enum class Observed : std::uint8_t {
  // one value for each answer
  latency,
  start_up,
  execution,
  cpu_share,
  disk_rate,
  network_rate,
  vm_uptime,
  // one value
  answers,
  failures,
  instances,
  reused_instances,
  new_share,
  old_code_share,
  old_code_answers,
  old_code_seen,
  vms,
  largest_group,
  memory,
  // one value for each VM
  vm_memory,
  vm_id,
  // one value for each instance that has been replaced
  lifetime,
};

/// The answers from which a record takes values.
enum class Among : std::uint8_t { all, new_instances, reused_instances };

/// `record`: computes values from the answers of an `invoke`, and adds them to a record.
struct RecordStep {
  std::string name;
  Observed of = Observed::latency;
  std::string from;  ///< name of the answers; empty: the answers of the last `invoke`
  Among among = Among::all;
};

/// `expect`: an expected result of the run, which the reader of a scenario adds to its expectations.
struct ExpectStep {
  std::shared_ptr<const Expectation> expectation;
};

struct ProgrammeStep {
  std::variant<DeployStep, InvokeStep, WaitStep, RepeatStep, SearchStep, UpdateStep, DeleteStep,
               KeepGroupStep, RecordStep, ExpectStep>
      action;
};

/// The programme of one client.
struct Programme {
  std::string name;
  std::string tenant = "default";
  Duration at;  ///< the first step begins at this time
  std::vector<ProgrammeStep> steps;
  sim::DrawKey execution_key;  ///< of the durations of executions, set when the programme is opened
};

/// The most functions that all programmes of a scenario may create, and the most times that a step may be
/// executed.
inline constexpr std::uint64_t kMostProgrammeFunctions = 200'000;
inline constexpr std::uint64_t kMostProgrammeRounds = 10'000'000;

/// The unit of the values of an observation: "s", "MB/s", or empty for a number or a share.
[[nodiscard]] const char* observation_unit(Observed observed);

/// Calls `visit(step, rounds)` for each step, the steps of a `repeat` after the `repeat` itself. `rounds` is
/// how often the step is executed if no steps are skipped.
template <class Steps, class Visit>
void for_each_step(Steps& steps, const Visit& visit, std::uint64_t rounds = 1) {
  for (auto& step : steps) {
    visit(step, rounds);
    if (auto* const repeat = std::get_if<RepeatStep>(&step.action)) {
      for_each_step(repeat->steps, visit, rounds * repeat->times);
    }
  }
}

/// The number of functions that the programme creates.
[[nodiscard]] std::uint64_t functions_of(const Programme& programme);

/// The names of the records of the programmes, each once, in the order in which they are first named.
[[nodiscard]] std::vector<std::string> record_names(std::span<const Programme> programmes);

/// Opens a programme: adds its functions to `table`, and draws their sizes. `number` is the position of the
/// programme among all sources of the scenario, and addresses its draws. The source has no arrivals.
[[nodiscard]] std::unique_ptr<ArrivalSource> open_programme(const Programme& programme, std::uint64_t seed,
                                                            std::uint32_t replication, std::uint32_t number,
                                                            FunctionTable& table);

}  // namespace curtain
