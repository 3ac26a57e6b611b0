#pragma once
// The download of code through caches.
#include <array>
#include <cstdint>
#include <vector>

#include "models/metrics/start_counts.hpp"
#include "models/platform/parameters.hpp"
#include "models/platform/starts/chunk_cache.hpp"

namespace curtain {

/// Computes the time to load the code of a function through the caches of its VM, host and zone
/// (cold_start.code_loading). Code consists of chunks. Some chunks are common to all functions, and a start
/// reads only a part of the code. A chunk comes from the first tier that has it, and is then also stored in
/// all tiers before this tier. A read marks chunks as used in each tier that it reaches. A chunk counts as
/// cached as soon as its download begins, so a start does not wait for the download of another start.
class CodeLoading {
 public:
  /// Reads in [from, to) are counted.
  CodeLoading(const CodeParameters& parameters, Time from, Time to);

  /// Where code is loaded.
  struct Site {
    std::uint32_t vm = 0;         ///< a row
    std::uint64_t vm_number = 0;  ///< number of the VM, because another VM may have used its row
    std::uint32_t host = 0;
    std::uint32_t losses = 0;  ///< number of times that the host was lost, which loses its cache
    std::uint32_t zone = 0;
  };
  /// Loads the needed part of `size` bytes of code of the function at `now`. Returns the time that the
  /// download takes: for each tier that serves a chunk, its latency and the served bytes divided by its rate.
  Duration load(std::uint32_t function, std::uint64_t size, const Site& site, Time now);

  void report(StartCounts& counts) const;

 private:
  /// The cache of a VM, host or zone.
  struct Place {
    std::uint64_t owner = 0;  // number of the VM, or losses of the host, plus one; 0 for a new place
    ChunkCache cache{0};
  };

  ChunkCache& cache_of(const CodeTier& tier, const Site& site);
  void read(std::uint64_t image, std::uint64_t chunks, const Site& site, std::vector<std::uint64_t>& served);

  CodeParameters parameters_;
  Time from_;
  Time to_;
  std::array<std::vector<Place>, kCodeTiers> places_;
  std::array<std::uint64_t, kCodeTiers> chunks_{};  // that each tier served
};

}  // namespace curtain
