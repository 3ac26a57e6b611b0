#pragma once
// One cell: runs a workload through a platform and returns what was counted.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "models/metrics/observer.hpp"
#include "models/metrics/tally.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"
#include "models/workload/arrival.hpp"

namespace curtain {

/// How far a run is. Beyond the end of the window it only drains.
struct Progress {
  Time now;
  std::uint64_t arrived;
};

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  Time warmup{};  ///< start of the window; what arrives before is simulated but not counted
  std::optional<Time>
      end;  ///< end of the window; nothing: the source's horizon, else the end of the last invocation
  std::int64_t epoch = kMonday2024;  ///< the minute of time zero, since 1970-01-01 00:00 UTC
  Duration bin = sim::minutes(1);    ///< width of a bin of the series, to begin with
  bool by_function = false;          ///< keep the latency of each function; takes memory and time
  Scopes* scopes = nullptr;          ///< sets of functions of which distributions are kept; takes time
  bool by_time = false;  ///< keep memory and charges by bin; each bin's end costs a look at every function
  bool force_general = false;    ///< take the general path even where the warm one would do
  Observer* observer = nullptr;  ///< told of every change of state; makes the run slower
  const std::atomic<bool>* interrupt =
      nullptr;  ///< looked at now and then; true ends the run with what it has
  std::function<void(const Progress&)> progress;  ///< called now and then, if set
};

struct RunOutcome {
  Tally tally;
  std::uint64_t fingerprint = 0;
  Time end;                     ///< of the window, as it came out
  bool interrupted = false;     ///< it ended before it was over: by an interrupt, or by Cell::finish()
  std::uint64_t in_flight = 0;  ///< counted invocations that have not ended
  Warnings warnings;            ///< what only the run could find, without places
};

/// Why Cell::advance() has returned.
enum class Stopped : std::uint8_t {
  limit,        ///< what comes next is at the limit or later
  events,       ///< it has handled as many events as it was given
  drained,      ///< the run is over
  interrupted,  ///< RunOptions::interrupt was set; the run is over
};

/// A run that goes on step by step. However it is cut into steps it gives the same numbers. Everything it was
/// made with must live as long as it does.
class Cell {
 public:
  Cell() = default;
  Cell(const Cell&) = delete;
  Cell& operator=(const Cell&) = delete;
  virtual ~Cell() = default;

  /// Goes on until what comes next is at `limit` or later, or `most_events` events, arrivals not included,
  /// have been handled, or the run is over. Throws what simulate() throws.
  virtual Stopped advance(Time limit, std::uint64_t most_events) = 0;
  /// The time of what was handled last.
  [[nodiscard]] virtual Time now() const = 0;
  /// What has been counted so far. If the run is not over it ends here: RunOutcome::interrupted is true, and
  /// the window ends with what was handled last. To be called once, and after it nothing else.
  virtual RunOutcome finish() = 0;
};

/// A cell before its first event. Throws std::invalid_argument for parameters that contradict each other.
std::unique_ptr<Cell> make_cell(const PlatformParameters& parameters, const FunctionTable& functions,
                                ArrivalSource& source, const RunOptions& options);

/// Simulates `source` on the platform. `functions` is the source's table and may grow while it is read.
/// Throws std::invalid_argument for parameters that contradict each other, TraceError for what the source
/// finds, and sim::InvariantBroken for a defect of the program or of a policy.
RunOutcome simulate(const PlatformParameters& parameters, const FunctionTable& functions,
                    ArrivalSource& source, const RunOptions& options);

}  // namespace curtain
