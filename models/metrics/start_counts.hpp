#pragma once
// The counts of a run about the starts of its instances.
#include <array>
#include <cstddef>
#include <cstdint>

#include "models/metrics/start_stage.hpp"
#include "sim/wide.hpp"

namespace curtain {

/// A place from which code is loaded, in the order in which places are searched.
enum class CodePlace : std::uint8_t { vm, host, zone, origin };
inline constexpr std::size_t kCodeTiers = 4;

/// The counts of the optional mechanisms of starts. They cover the stages and downloads that ended in the
/// window.
struct StartCounts {
  /// Starts that began in the window, and the sums of the ends of their stages and of their beginnings, in ns
  /// modulo 2^64. The difference of two sums is the time of a stage. Starts that share stages count when
  /// their ends are known.
  std::uint64_t starts = 0;
  std::uint64_t begins_ns = 0;
  std::array<std::uint64_t, kStartStages> ends_ns{};

  /// Adds a start that began at `begin`.
  void add(Time begin, const StageEnds& ends) {
    ++starts;
    begins_ns += static_cast<std::uint64_t>(begin.ns());
    for (std::size_t i = 0; i < kStartStages; ++i) {
      ends_ns[i] += static_cast<std::uint64_t>(ends[i].ns());
    }
  }
  /// The time of the stage, summed over the starts, in ns. Sums of 2^64 ns (584 years) or more cannot be
  /// represented.
  [[nodiscard]] std::uint64_t stage_ns(StartStage stage) const {
    const std::size_t i = index_of(stage);
    return ends_ns[i] - (i == 0 ? begins_ns : ends_ns[i - 1]);
  }

  std::uint64_t shared = 0;         ///< stages that starts shared with other starts
  sim::Int128 shared_ns = 0;        ///< time of these stages
  sim::Int128 shared_alone_ns = 0;  ///< time that these stages would have taken alone
  std::uint32_t pool_size = 0;      ///< VMs in the full pool of ready VMs; 0 if there is no pool
  std::uint64_t pool_hits = 0;      ///< VMs that were taken from the pool
  std::uint64_t pool_misses = 0;    ///< VMs that were opened while the pool was empty
  sim::Int128 pool_ready_ns = 0;    ///< number of ready VMs in the pool, integrated over the window
  sim::Int128 pool_booting_ns = 0;  ///< number of VMs that boot for the pool, integrated over the window
  std::uint64_t code_chunk = 0;     ///< bytes of a chunk of code; 0 if code is not loaded in chunks
  std::array<std::uint64_t, kCodeTiers> code_chunks{};  ///< chunks of code by the place that served them
  std::uint64_t restored = 0;      ///< starts from a snapshot, including repeated initialisations
  std::uint64_t restored_mib = 0;  ///< memory of the instances that were restored, summed over these starts
  std::uint64_t given_up = 0;      ///< starts whose initialisation exceeded its limit
  std::uint64_t repeated = 0;      ///< executions of counted invocations that began with an initialisation
  sim::Int128 repeated_ns = 0;     ///< time of these initialisations, without a limit by the timeout
};

}  // namespace curtain
