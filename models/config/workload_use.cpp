#include "models/config/workload_use.hpp"

#include <variant>

namespace curtain::config {
namespace {

void note_traits(WorkloadUse& use, const FunctionTraits& traits) {
  use.provisions |= traits.most_provisioned(true, true) > 0;
  use.reserves |= traits.reserved_concurrency.has_value();
  use.computes |= traits.cpu > 0 || traits.work.cpu > Duration{} || traits.background > Duration{};
  use.works_after |= traits.background > Duration{};
  use.uses_disk |= traits.work.disk > 0;
  use.uses_network |= traits.work.network > 0;
  use.retries |= traits.crash_retries > 0;
  use.is_async |= traits.invoke == Invoke::async;
  use.is_sync |= traits.invoke == Invoke::sync;
  use.limits_instances |= traits.max_instances != kUnlimited;
}

}  // namespace

WorkloadUse use_of(const std::vector<WorkloadSpec>& workload, const std::vector<Programme>& programmes) {
  WorkloadUse use;
  for (const WorkloadSpec& spec : workload) {
    note_traits(use, traits_of(spec));
    if (const auto* const trace = std::get_if<CsvTraceSpec>(&spec)) {
      for (const NamedTraits& named : trace->functions) {
        note_traits(use, named.traits);
      }
    }
  }
  for (const Programme& programme : programmes) {
    for_each_step(programme.steps, [&use](const ProgrammeStep& step, std::uint64_t) {
      if (const auto* const deploy = std::get_if<DeployStep>(&step.action)) {
        note_traits(use, deploy->traits);
      }
    });
  }
  return use;
}

}  // namespace curtain::config
