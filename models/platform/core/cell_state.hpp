#pragma once
// The state of a cell that is shared by all parts of the engine.
#include <algorithm>
#include <cstdint>
#include <optional>

#include "models/metrics/tally.hpp"
#include "models/platform/core/agenda.hpp"
#include "models/platform/core/core_api.hpp"
#include "models/platform/core/notices.hpp"
#include "models/platform/core/rows.hpp"
#include "models/platform/core/warm_path.hpp"
#include "models/platform/fleet/cluster.hpp"
#include "models/platform/platform.hpp"
#include "models/platform/policy_set.hpp"
#include "sim/draws.hpp"

namespace curtain {

/// The rows, the cluster, the policies, the clock, and the metrics. Modules access this state through
/// CoreApi; the parts of the engine can also change it.
class CellState : public CoreApi {
 public:
  /// `horizon` is the end of the workload, if that is known. With `asks_always`, policies are called even if
  /// they have static answers. Throws the exceptions of Cluster and WarmPath.
  CellState(const PlatformParameters& parameters, const FunctionTable& functions, std::optional<Time> horizon,
            const RunOptions& options, bool asks_always)
      : seed_(options.seed),
        replication_(options.replication),
        table_(functions),
        policies_(parameters.policies),
        cluster_(parameters.cluster, *policies_.placement, *policies_.host_placement,
                 {CellState::key(Purpose::placement), CellState::key(Purpose::host_placement)}),
        tally_(options.warmup,
               std::max(options.warmup, options.end ? *options.end : horizon.value_or(Time::never())),
               options.bin, options.by_function, options.scopes),
        notices_(policies_),
        warm_path_(policies_, asks_always) {
    cluster_.read_names(table_);
  }

  // Implementation of CoreApi
  [[nodiscard]] Time now() const override { return now_; }
  [[nodiscard]] const Rows& rows() const final { return rows_; }
  [[nodiscard]] const Cluster& cluster() const final { return cluster_; }
  [[nodiscard]] sim::DrawKey key(Purpose purpose) const final {
    return {seed_, replication_, static_cast<std::uint32_t>(purpose)};
  }
  [[nodiscard]] Agenda& agenda() final { return agenda_; }

  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] std::uint32_t replication() const { return replication_; }
  [[nodiscard]] Rows& rows() { return rows_; }
  [[nodiscard]] Cluster& cluster() { return cluster_; }
  [[nodiscard]] const FunctionTable& table() const { return table_; }
  [[nodiscard]] const PolicySet& policies() const { return policies_; }
  [[nodiscard]] const Notices& notices() const { return notices_; }
  [[nodiscard]] Tally& tally() { return tally_; }
  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] WarmPath& warm_path() { return warm_path_; }
  [[nodiscard]] const WarmPath& warm_path() const { return warm_path_; }

  /// Whether the invocation arrived within the window that is measured.
  [[nodiscard]] bool counted(const Request& row) const { return row.arrival >= tally_.window().from(); }
  /// Must be called after VMs, hosts or their contents have changed.
  void sync_levels(Time now) {
    FleetTimelines& fleet = tally_.fleet();
    fleet.set(FleetLevel::placed_mib, cluster_.placed_mib(), now);
    fleet.set(FleetLevel::used_capacity_mib, cluster_.used_vm_count() * cluster_.instance_capacity(), now);
    fleet.set(FleetLevel::vms, cluster_.vm_count(), now);
    fleet.set(FleetLevel::hosts, cluster_.host_count(), now);
    fleet.set(FleetLevel::hosts_down, cluster_.hosts().down(), now);
    fleet.set(FleetLevel::vm_lower_bound, cluster_.lower_bound(), now);
  }

 protected:
  void set_now(Time now) { now_ = now; }

 private:
  std::uint64_t seed_;
  std::uint32_t replication_;
  const FunctionTable& table_;
  PolicySet policies_;
  Cluster cluster_;
  Tally tally_;
  Notices notices_;
  WarmPath warm_path_;
  Rows rows_;
  Agenda agenda_;
  Time now_{};
};

}  // namespace curtain
