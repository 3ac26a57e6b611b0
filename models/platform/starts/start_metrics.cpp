// Metrics of the stages of starts, and of the optional mechanisms of starts.
#include "models/metrics/values.hpp"

namespace curtain {

namespace {

constexpr std::string_view kNoStart = "no instance started in the window";

/// The mean time of the stage over the starts in the window.
std::optional<double> stage_mean(const Counted& counted, StartStage stage) {
  const StartCounts& starts = counted.run->starts();
  return metrics::mean_seconds(static_cast<sim::Int128>(starts.stage_ns(stage)), starts.starts);
}

constexpr std::string_view kNoCode = "no code was loaded in chunks";

std::uint64_t chunks_of_code(const StartCounts& starts) {
  std::uint64_t all = 0;
  for (const std::uint64_t chunks : starts.code_chunks) {
    all += chunks;
  }
  return all;
}

double code_gib(const StartCounts& starts) {
  return static_cast<double>(chunks_of_code(starts)) * static_cast<double>(starts.code_chunk) / (1 << 30);
}

std::optional<double> code_share(const StartCounts& starts, CodePlace place) {
  return metrics::share(starts.code_chunks[static_cast<std::size_t>(place)], chunks_of_code(starts));
}

/// The mean over the window of a number of VMs of the pool.
std::optional<double> pool_mean(const Counted& counted, sim::Int128 integral) {
  const Duration window = counted.to - counted.from;
  return counted.run->starts().pool_size == 0 || window <= Duration{}
             ? std::nullopt
             : std::optional<double>(sim::ratio(integral, static_cast<sim::Int128>(window.ns())));
}

}  // namespace

using namespace metrics;

const MetricFamily& starts_metrics() {
  static const MetricFamily family = {
      {.name = "cold_start.vm_boot_mean_s",
       .unit = Unit::seconds,
       .meaning =
           "mean time that starts in the window waited for the boot of their VM (0 for a VM that has booted)",
       .absent_because = kNoStart,
       .value = [](const Counted& c) -> MetricValue { return stage_mean(c, StartStage::vm_boot); },
       .shares = {of::cold}},
      {.name = "cold_start.sandbox_mean_s",
       .unit = Unit::seconds,
       .meaning = "mean time of the stage sandbox of the starts in the window",
       .absent_because = kNoStart,
       .value = [](const Counted& c) -> MetricValue { return stage_mean(c, StartStage::sandbox); },
       .shares = {of::cold}},
      {.name = "cold_start.code_download_mean_s",
       .unit = Unit::seconds,
       .meaning = "mean time of the stage code_download of the starts in the window",
       .absent_because = kNoStart,
       .value = [](const Counted& c) -> MetricValue { return stage_mean(c, StartStage::code_download); },
       .shares = {of::cold}},
      {.name = "cold_start.runtime_start_mean_s",
       .unit = Unit::seconds,
       .meaning = "mean time of the stage runtime_start, or of the restore of a snapshot, of the starts in "
                  "the window",
       .absent_because = kNoStart,
       .value = [](const Counted& c) -> MetricValue { return stage_mean(c, StartStage::runtime_start); },
       .shares = {of::cold}},
      {.name = "cold_start.function_init_mean_s",
       .unit = Unit::seconds,
       .meaning = "mean time of the stage function_init of the starts in the window",
       .absent_because = kNoStart,
       .value = [](const Counted& c) -> MetricValue { return stage_mean(c, StartStage::function_init); },
       .shares = {of::cold}},
      {.name = "cold_start.shared_stages",
       .unit = Unit::count,
       .meaning = "number of stages that ended in the window and that starts shared with other starts of the "
                  "VM or host (cold_start.shared_stages)",
       .value = [](const Counted& c) -> MetricValue { return c.run->starts().shared; },
       .shares = {of::cold}},
      {.name = "cold_start.stretch_mean",
       .unit = Unit::number,
       .meaning = "time that starts spent in shared stages (cold_start.shared_stages), divided by the time "
                  "that these stages would have taken alone; 1 means that no start slowed another start down",
       .absent_because = "no start shared a stage",
       .value = [](const Counted& c) -> MetricValue {
         const StartCounts& starts = c.run->starts();
         return starts.shared_alone_ns == 0
                    ? std::nullopt
                    : std::optional<double>(sim::ratio(starts.shared_ns, starts.shared_alone_ns));
       },
       .shares = {of::cold}},
      {.name = "vms.pool_hits",
       .unit = Unit::count,
       .meaning = "VMs that were taken from the pool of ready VMs (cluster.vms.ready_pool) in the window",
       .value = [](const Counted& c) -> MetricValue { return c.run->starts().pool_hits; },
       .shares = {of::created}},
      {.name = "vms.pool_misses",
       .unit = Unit::count,
       .meaning =
           "VMs that had to boot in the window, because the pool of ready VMs (cluster.vms.ready_pool) "
           "was empty",
       .value = [](const Counted& c) -> MetricValue { return c.run->starts().pool_misses; },
       .shares = {of::created}},
      {.name = "vms.pool_ready_mean",
       .unit = Unit::count,
       .meaning = "mean number of VMs that are ready in the pool of ready VMs (cluster.vms.ready_pool)",
       .absent_because = "the platform has no pool of ready VMs, or the window has zero length",
       .value = [](const Counted& c) -> MetricValue { return pool_mean(c, c.run->starts().pool_ready_ns); },
       .shares = {of::created}},
      {.name = "vms.pool_booting_mean",
       .unit = Unit::count,
       .meaning =
           "mean number of VMs that boot for the pool of ready VMs (cluster.vms.ready_pool); by Little's "
           "law, this is the rate at which VMs are taken from the pool times the mean boot time",
       .absent_because = "the platform has no pool of ready VMs, or the window has zero length",
       .value = [](const Counted& c) -> MetricValue { return pool_mean(c, c.run->starts().pool_booting_ns); },
       .shares = {of::created}},
      {.name = "code.loaded_gib",
       .unit = Unit::number,
       .meaning = "code that starts loaded in chunks in the window (cold_start.code_loading), in GiB",
       .value = [](const Counted& c) -> MetricValue { return code_gib(c.run->starts()); },
       .shares = {of::created}},
      {.name = "code.vm_share",
       .unit = Unit::share,
       .meaning = "share of the loaded code (code.loaded_gib) that the caches of VMs served",
       .absent_because = kNoCode,
       .value = [](const Counted& c) -> MetricValue { return code_share(c.run->starts(), CodePlace::vm); },
       .shares = {of::created}},
      {.name = "code.host_share",
       .unit = Unit::share,
       .meaning = "share of the loaded code (code.loaded_gib) that the caches of hosts served",
       .absent_because = kNoCode,
       .value = [](const Counted& c) -> MetricValue { return code_share(c.run->starts(), CodePlace::host); },
       .shares = {of::created}},
      {.name = "code.zone_share",
       .unit = Unit::share,
       .meaning = "share of the loaded code (code.loaded_gib) that the caches of zones served",
       .absent_because = kNoCode,
       .value = [](const Counted& c) -> MetricValue { return code_share(c.run->starts(), CodePlace::zone); },
       .shares = {of::created}},
      {.name = "code.origin_share",
       .unit = Unit::share,
       .meaning = "share of the loaded code (code.loaded_gib) that the origin served",
       .absent_because = kNoCode,
       .value = [](const Counted& c) -> MetricValue {
         return code_share(c.run->starts(), CodePlace::origin);
       },
       .shares = {of::created}},
      {.name = "snapshots.restored",
       .unit = Unit::count,
       .meaning =
           "restores of snapshots in the window, in starts and in executions that initialise their instance",
       .value = [](const Counted& c) -> MetricValue { return c.run->starts().restored; },
       .shares = {of::created}},
      {.name = "snapshots.restored_gib",
       .unit = Unit::number,
       .meaning =
           "memory size of the instances that were restored from a snapshot in the window, in GiB, summed "
           "over the restores (snapshots.restored)",
       .value = [](const Counted& c) -> MetricValue {
         return static_cast<double>(c.run->starts().restored_mib) / 1024;
       },
       .shares = {of::created}},
      {.name = "cold_start.init_timeouts",
       .unit = Unit::count,
       .meaning = "starts in the window whose initialisation exceeded its limit (cold_start.init_timeout)",
       .value = [](const Counted& c) -> MetricValue { return c.run->starts().given_up; },
       .shares = {of::cold}},
      {.name = "attempts.with_init",
       .unit = Unit::count,
       .meaning = "started attempts that began with an initialisation of their instance, because the "
                  "initialisation of its start was stopped or the instance was reset",
       .value = [](const Counted& c) -> MetricValue { return c.run->starts().repeated; },
       .shares = {of::started}},
      {.name = "attempts.init_mean_s",
       .unit = Unit::seconds,
       .meaning = "mean time of the initialisation with which attempts began (attempts.with_init)",
       .absent_because = "no attempt began with an initialisation",
       .value = [](const Counted& c) -> MetricValue {
         return mean_seconds(c.run->starts().repeated_ns, c.run->starts().repeated);
       },
       .shares = {of::started}},
  };
  return family;
}

}  // namespace curtain
