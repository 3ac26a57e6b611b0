#pragma once
// Updates of functions. After an update the platform may still use old code for some time. Wang et al.
// (USENIX ATC 2018) found old code on AWS Lambda for some seconds, in old instances and in new instances.
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/platform/core/core_api.hpp"
#include "models/platform/parameters.hpp"
#include "models/warning.hpp"

namespace curtain {

struct CodeUpdate : EventKind<sim::Rank::timer, 14, Subject::number> {};  // the subject is a position in
                                                                          // the list of updates
struct OldCodeEnds : EventKind<sim::Rank::timer, 15, Subject::instance> {};

/// Determines which instances have old code, and when such an instance is retired. For each instance and
/// update, the time until the instance is consistent is drawn. An instance that is created before this time
/// has the old code. It is retired at this time, or when it is ready if that is later.
class Updates {
 public:
  /// Both arguments must outlive this object.
  Updates(CoreApi& core, const std::vector<UpdateParameters>& updates);

  /// Schedules the updates.
  void begin();
  /// Called for each function of the run. Returns whether an update replaces the code of the function.
  bool concerns(std::uint32_t function, std::string_view name, std::string_view tenant);
  /// Gives the function new code now, as an update of the scenario does. The function's mask must have
  /// special::updates.
  void replace(std::uint32_t function, const sim::Distribution& consistent_after);
  /// Called when an instance of such a function has been created. Returns whether it has old code.
  bool instance_created(std::uint32_t instance);
  /// Called when an instance of such a function is ready.
  void instance_ready(std::uint32_t instance);
  /// Whether the instance of such a function has code from before an update that has already happened.
  [[nodiscard]] bool has_old_code(std::uint32_t instance) const {
    return instance < old_until_.size() && old_until_[instance].has_value();
  }

  /// Handles CodeUpdate. All instances of the function then have old code.
  void update_comes(std::uint32_t position, Time now);
  /// Handles OldCodeEnds.
  void old_code_ends(std::uint32_t instance, Time now);

  /// Warnings for updates without a function, in the order of the scenario.
  [[nodiscard]] Warnings without_effect() const;

 private:
  /// The time until which the instance may have the code from before the update.
  [[nodiscard]] Time until(std::uint32_t position, std::uint32_t instance) const;
  [[nodiscard]] Time until(std::uint64_t number, Time at, const sim::Distribution& consistent_after,
                           std::uint32_t instance) const;
  /// All instances of the functions have old code, until the time that `until` gives for an instance.
  template <class Has, class Until>
  void make_old(const Has& has, const Until& until);
  void set_old(std::uint32_t instance, std::optional<Time> until);
  /// Schedules the end of the old code of a ready instance.
  void schedule_end(std::uint32_t instance);

  CoreApi& core_;
  const std::vector<UpdateParameters>& updates_;
  std::vector<std::vector<std::uint32_t>> functions_;  // functions of each update
  /// A replacement of code during the run.
  struct Replaced {
    Time at;
    sim::Distribution consistent_after;
    std::uint64_t number = 0;  // addresses draws, after the positions of the scenario's updates
  };
  std::vector<std::vector<Replaced>> replaced_;  // indexed by function
  std::vector<std::optional<Time>> old_until_;   // indexed by instance; used only for instances with old code
};

}  // namespace curtain
