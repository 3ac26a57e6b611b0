#include "models/experiment/references.hpp"

#include <algorithm>
#include <utility>

#include "models/platform/fleet/lower_bound.hpp"
#include "models/platform/fleet/topology.hpp"

namespace curtain {

ReferenceObserver::ReferenceObserver(const PlatformParameters& parameters, Time end,
                                     std::vector<Time> instants, const std::atomic<bool>* interrupt)
    : vms_(parameters.cluster.vms),
      capacity_(vms_.instance_memory == 0 ? vms_.memory : vms_.instance_memory),
      instances_per_vm_(vms_.isolation == Isolation::instance ? 1 : vms_.max_instances),
      end_(end),
      instants_(std::move(instants)),
      interrupt_(interrupt) {}

std::uint32_t ReferenceObserver::class_of(const Observation& seen) const {
  switch (vms_.isolation) {
    case Isolation::tenant:
      return seen.tenant.value();
    case Isolation::function:
    case Isolation::instance:
      return seen.function.value();
    case Isolation::shared:
      break;
  }
  return 0;
}

void ReferenceObserver::advance(Time now) {
  for (; next_ < instants_.size() && instants_[next_] <= now && !is_interrupted(); ++next_) {
    packing_.push_back(sample(instants_[next_]));
  }
  const Time until = std::min(now, end_);
  if (until > last_) {
    run_.idle_ns += static_cast<sim::Int128>(not_running_) * (until - last_).ns();
    last_ = until;
  }
}

void ReferenceObserver::observe(const Observation& seen) {
  advance(seen.now);
  count(seen);
  const std::uint32_t id = seen.instance.value();
  switch (seen.change) {
    case Change::instance_created: {
      const auto memory = static_cast<Mebibytes>(seen.amount);
      instances_[id] = {seen.vm.value(), 0, false, memory};
      Holder& holder = holders_[seen.vm.value()];
      holder.isolation_class = class_of(seen);
      holder.instances.emplace(id, memory);
      ++not_running_;
      break;
    }
    case Change::started:
      not_running_ -= instances_[id].running++ == 0 ? 1 : 0;
      instances_[id].used = true;
      break;
    case Change::ended:
      not_running_ += --instances_[id].running == 0 ? 1 : 0;
      break;
    case Change::instance_reclaimed: {
      const Held& held = instances_[id];
      not_running_ -= held.running == 0 ? 1 : 0;
      const auto holder = holders_.find(held.vm);
      holder->second.instances.erase(id);
      if (holder->second.instances.empty()) {
        holders_.erase(holder);
      }
      instances_.erase(id);
      break;
    }
    default:
      break;
  }
}

/// Counts cold starts, and records events that the keep-alive bound does not cover.
void ReferenceObserver::count(const Observation& seen) {
  std::string what;
  if (seen.change == Change::started) {
    run_.cold_starts += seen.start == StartKind::cold ? 1 : 0;
    if (seen.start == StartKind::warm && !instances_[seen.instance.value()].used) {
      what = "an instance was started before an attempt needed it";
    }
  } else if (seen.change == Change::queued) {
    what = "an attempt waited";
  } else if (seen.change == Change::finished && !is_executed(seen.outcome) && !seen.instance.valid()) {
    what = "an invocation was rejected or lost";
  } else if (seen.change == Change::vm_crashed) {
    what = "a VM crashed";
  } else if (seen.change == Change::outage_began) {
    what = "a host was down";
  }
  if (unforeseen_.empty()) {
    unforeseen_ = what;
  }
}

PackingSample ReferenceObserver::sample(Time at) const {
  std::map<std::uint32_t, std::vector<VmContent>> classes;
  for (const auto& [vm, holder] : holders_) {
    VmContent& content = classes[holder.isolation_class].emplace_back();
    for (const auto& [id, memory] : holder.instances) {
      content.push_back(memory);
    }
  }
  PackingSample sample;
  sample.at = at;
  sample.instances = instances_.size();
  sample.vms = holders_.size();
  for (const auto& [isolation_class, vms] : classes) {
    if (is_interrupted()) {
      break;  // the rest of the run contributes nothing to the references
    }
    PackingBound bound(capacity_, instances_per_vm_);
    for (const VmContent& content : vms) {
      for (const Mebibytes size : content) {
        bound.add(size);
      }
    }
    sample.lower_bound += bound.value();
    const Repacking repacking = repack(vms, capacity_, instances_per_vm_, interrupt_);
    sample.repacking.vms += repacking.vms;
    sample.repacking.packed_vms += repacking.packed_vms;
    sample.repacking.migrations += repacking.migrations;
  }
  return sample;
}

bool ReferenceObserver::finish(Time end) {
  advance(end);
  return !is_interrupted();
}

std::string no_keep_alive_bound_as(const PlatformParameters& parameters, const FunctionTable& functions,
                                   const ArrivalSource& source) {
  if (!source.clients().empty() || !source.programmes().empty()) {
    return source.programmes().empty()
               ? "clients of a closed loop send after they receive an answer, so the workload is not known "
                 "in "
                 "advance"
               : "measurement programmes send after they receive an answer, so the workload is not known in "
                 "advance";
  }
  if (parameters.scheduler.binding == Binding::late) {
    return "attempts are bound late";
  }
  const Topology topology(parameters.cluster.topology);
  const auto [nearest, farthest] = std::minmax_element(topology.by_rack().begin(), topology.by_rack().end());
  if (*nearest != *farthest) {
    return "hosts are at different distances";
  }
  for (std::size_t id = 0; id < functions.size(); ++id) {
    if (functions[FunctionId{id}].traits.requests_per_instance > 1) {
      return "an instance serves several requests at the same time";
    }
  }
  return "";
}

}  // namespace curtain
