#pragma once
// A cell, which runs a workload through a platform and returns the counts.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "models/metrics/observer.hpp"
#include "models/metrics/records.hpp"
#include "models/metrics/tally.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// The progress of a run. After the end of the window, the run only finishes the invocations in flight.
struct Progress {
  Time now;
  std::uint64_t arrived;
};

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  Time warmup{};  ///< start of the window; earlier arrivals are simulated but not counted
  std::optional<Time>
      end;  ///< end of the window; if empty, the source's horizon or else the end of the last invocation
  std::int64_t epoch = kMonday2024;  ///< time zero, in minutes since 1970-01-01 00:00 UTC
  Duration bin = sim::minutes(1);    ///< initial width of a bin of the series
  bool by_function = false;          ///< records the latencies of each function; takes memory and time
  Scopes* scopes = nullptr;          ///< sets of functions for which distributions are recorded; takes time
  bool by_time = false;  ///< records memory and charges by bin; each bin then costs a pass over all functions
  bool force_general = false;    ///< takes the general path even where the warm path is possible
  bool replaces_code = false;    ///< programmes may update or delete functions, which the audit has to know
  Observer* observer = nullptr;  ///< notified of every change of state; makes the run slower
  const std::atomic<bool>* interrupt =
      nullptr;  ///< checked regularly; if true, the run ends with its results so far
  std::function<void(const Progress&)> progress;  ///< if set, called regularly
};

struct RunOutcome {
  Tally tally;
  std::uint64_t fingerprint = 0;
  Time end;                     ///< end of the window, as determined by the run
  bool interrupted = false;     ///< the run ended early, by an interrupt or by Cell::finish()
  std::uint64_t in_flight = 0;  ///< number of counted invocations that have not ended
  Warnings warnings;            ///< warnings that only a run can find; they have no place in a file
  ProgrammeRecords records;     ///< values that measurement programmes have recorded
};

/// The reason why Cell::advance() has returned.
enum class Stopped : std::uint8_t {
  limit,        ///< the time of the next event is the limit or later
  events,       ///< the given number of events has been handled
  drained,      ///< the run is over
  interrupted,  ///< RunOptions::interrupt was set; the run has ended
};

/// A run that is advanced step by step. The results do not depend on the steps. All arguments of its
/// construction must outlive the cell.
class Cell {
 public:
  Cell() = default;
  Cell(const Cell&) = delete;
  Cell& operator=(const Cell&) = delete;
  virtual ~Cell() = default;

  /// Continues until the next event is at `limit` or later, or until `most_events` events (without arrivals)
  /// have been handled, or until the run is over. Throws the exceptions of simulate().
  virtual Stopped advance(Time limit, std::uint64_t most_events) = 0;
  /// The time of the last event or arrival that was handled.
  [[nodiscard]] virtual Time now() const = 0;
  /// Returns the counts so far. A run that is not over ends here; RunOutcome::interrupted is then true, and
  /// the window ends with the last handled event. May be called only once. No other function may be called
  /// afterwards.
  virtual RunOutcome finish() = 0;
};

/// Makes a cell before its first event. Throws std::invalid_argument for parameters that contradict each
/// other.
std::unique_ptr<Cell> make_cell(const PlatformParameters& parameters, const FunctionTable& functions,
                                ArrivalSource& source, const RunOptions& options);
/// Rejects a temporary, because the cell keeps a reference to its parameters.
std::unique_ptr<Cell> make_cell(PlatformParameters&& parameters, const FunctionTable& functions,
                                ArrivalSource& source, const RunOptions& options) = delete;

/// Simulates `source` on the platform. `functions` is the table of the source and may grow during the run.
/// Throws std::invalid_argument for parameters that contradict each other, TraceError for errors in the
/// source, and sim::InvariantBroken for a defect of the program or of a policy.
RunOutcome simulate(const PlatformParameters& parameters, const FunctionTable& functions,
                    ArrivalSource& source, const RunOptions& options);

}  // namespace curtain
