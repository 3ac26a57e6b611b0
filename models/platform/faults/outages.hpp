#pragma once
// Outages of hosts and zones on a schedule, and their repair. This module determines when outages begin and
// end; the core carries them out.
#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"

namespace curtain {

struct OutageChanges : EventKind<sim::Rank::timer, 12, Subject::number> {
};  // the subject is a position among the outages

/// Determines when outages begin and end. All outages that begin or end at one instant change the hosts
/// together, before the consequences are processed. So no VM opens on a host that is lost at the same
/// instant. Beginnings come first, so a host stays down if its next outage begins when the previous outage
/// ends.
class Outages {
 public:
  /// Throws std::invalid_argument for an outage that has no time, has both or none of host and zone, has a
  /// host or zone that cannot exist, or would repeat forever at one instant.
  Outages(CoreApi& core, const PlatformParameters& parameters);

  /// Schedules the first beginning of each outage.
  void begin();
  void changes(std::uint32_t position, Time now);

  /// Warnings for outages that never began, or whose host had not been opened, in the order of the scenario.
  /// If `interrupted`, the run ended early, and pending outages are not reported.
  [[nodiscard]] Warnings without_effect(bool interrupted) const;

 private:
  enum class End : std::uint8_t { pending, no_such_host, effective };
  struct Planned {
    Time next = Time::never();  ///< time of the next beginning
    std::uint64_t begun = 0;
    End end = End::pending;
  };

  void plan(std::uint32_t position, Time at);
  void strike(std::uint32_t position, Time now);

  CoreApi& core_;
  std::vector<Outage> outages_;
  std::vector<Planned> planned_;                             // in the order of the parameters
  std::multiset<std::pair<Time, std::uint32_t>> under_way_;  // end and position of each outage in progress
  std::optional<Time> handled_;                              // the last instant whose changes have been made
};

}  // namespace curtain
