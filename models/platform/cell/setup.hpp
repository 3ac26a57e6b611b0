#pragma once
// What is prepared before the loop begins: the parts of the cell, the rows of functions, and what policies
// foresee.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "models/platform/cell/engine.hpp"
#include "models/platform/foresight.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
Engine<Queue, observed>::Engine(const PlatformParameters& parameters, const FunctionTable& functions,
                                ArrivalSource& source, const RunOptions& options)
    : parameters_(parameters),
      table_(functions),
      options_(options),
      tells_decisions_(observed && options.observer->wants_decisions()),
      policies_(parameters.policies),
      cluster_(parameters.cluster, *policies_.placement, *policies_.host_placement,
               {key(Purpose::placement), key(Purpose::host_placement)}),
      tally_(options.warmup,
             std::max(options.warmup, options.end ? *options.end : source.horizon().value_or(Time::never())),
             options.bin, options.by_function, options.scopes),
      latency_(parameters.frontend, key(Purpose::frontend_latency)),
      rounding_(parameters.billing),
      reader_(source, tally_.to),
      pace_(options_),
      warm_path_(policies_, asks()),
      admission_rule_(*policies_.admission, asks()),
      queue_rule_(policies_.queueing, asks()),
      notices_(policies_),
      account_(rows_, policies_.admission->account()),
      origins_(*this, functions, parameters.async, latency_.request(), tally_.to, source.clients()),
      pool_(*this, policies_.pre_warm->pool().value_or(GenericPool{})),
      crashes_(*this, parameters.faults),
      outages_(*this, parameters),
      candidates_(rows_, cluster_, *policies_.routing),
      idle_(*this, cluster_, parameters, *policies_.keep_alive, notices_.of_starts()) {
  claim_events();
  cluster_.read_names(table_);
  const bool fails_without_trace = policies_.placement->needs().stateless &&
                                   policies_.host_placement->needs().stateless &&
                                   parameters.scheduler.binding == Binding::early;
  const bool has_static_order = !asks() && policies_.queueing->order() == QueueOrder::first_in_first_out &&
                                policies_.scaling->constant() == Scale::start;
  if (parameters.scheduler.no_room == NoRoom::wait && !parameters.scheduler.evict_idle &&
      !pool_.is_wanted() && fails_without_trace && has_static_order) {
    room_.skip_groups();
  }
  if (pool_.is_wanted() && (parameters.cluster.vms.isolation != Isolation::shared || pool_.memory() == 0 ||
                            !cluster_.fits_vm(pool_.memory()))) {
    throw std::invalid_argument(
        "pre_warm: pool needs cluster.vms.isolation: shared, and a memory size that fits a VM");
  }
  const bool is_told = notices_.of_attempts() || policies_.pre_warm.needs().start_times ||
                       policies_.scaling.needs().concurrency;
  warm_path_.leave_because(is_told ? special::hooks : 0);
  warm_path_.leave_because(idle_.is_kept() ? special::idle_order : 0);
  warm_path_.leave_because(latency_.is_drawn() ? special::random_frontend : 0);
  const auto require_positive = [](const std::optional<sim::Distribution>& life, const char* what) {
    if (life && life->is_constant() && life->first_parameter() < 1) {
      throw std::invalid_argument(std::string(what) +
                                  " must be positive");  // or it would be replaced endlessly
    }
  };
  require_positive(parameters.lifetimes.instance, "lifetimes: an instance's");
  require_positive(parameters.lifetimes.vm, "lifetimes: a VM's");
}

/// Makes rows for functions up to that many. What pre-warm and ticks do with a function begins when it is
/// deployed.
template <class Queue, bool observed>
void Engine<Queue, observed>::adopt_functions(std::size_t count) {
  for (std::size_t id = rows_.functions.size(); id < count; ++id) {
    const FunctionSpec& spec = table_[FunctionId{id}];
    if (spec.memory == 0) {
      throw std::invalid_argument("function '" + spec.name + "' has a memory size of 0 MiB");
    }
    const auto tenant = spec.tenant.value();
    if (tenant >= rows_.tenants.size()) {
      Tenant fresh;
      fresh.limit = admission_rule_.tenant_limit();
      rows_.tenants.resize(tenant + 1, fresh);
    }
    Function function;
    function.tenant = tenant;
    function.slots = std::max(1u, spec.traits.requests_per_instance);
    function.timeout = spec.traits.timeout;
    const std::uint32_t own_limit =
        std::min(spec.traits.concurrency_limit, spec.traits.reserved_concurrency.value_or(kUnlimited));
    function.limit = std::min(admission_rule_.function_limit(), own_limit);
    function.mask = warm_path_.mask() | CURTAIN_MUTANT(deployed_with_the_next, special::not_deployed, 0u) |
                    (function.slots > 1 ? special::several_slots : 0) |
                    (spec.traits.error_rate > 0 ? special::errors : 0) | billing_mask(spec.traits);
    FunctionRest rest;
    rest.memory = spec.memory;
    rest.tenant = tenant;
    rest.max_instances = spec.traits.max_instances;
    rest.concurrency_limit = own_limit;
    rest.crash_retries = std::min(spec.traits.crash_retries, 200u);
    rest.error_rate = spec.traits.error_rate;
    rest.priority = policies_.queueing.needs().priority ? spec.traits.priority : 0;
    rest.deadline = !policies_.queueing.needs().deadline ? Duration::infinite()
                    : spec.traits.deadline.is_infinite() ? spec.traits.timeout
                                                         : spec.traits.deadline;
    rest.isolation_class = cluster_.isolation_class(tenant, static_cast<std::uint32_t>(id));
    rest.provisioned = policies_.pre_warm.needs().provisioned ? spec.traits.provisioned : 0;
    rows_.functions.push_back(function);
    rows_.rest.push_back(std::move(rest));
    origins_.adopt(static_cast<std::uint32_t>(id), spec);
    if (spec.traits.cpu > 0) {
      share_cpu(static_cast<std::uint32_t>(id), spec);
    }
    if (account_.promise(static_cast<std::uint32_t>(id), spec, rows_.rest[id].provisioned,
                         table_.tenant_name(TenantId{tenant}))) {
      CURTAIN_MUTANT_SKIPS(warm_path_forgets_what_is_reserved)
      rows_.tenants[tenant].limit = 0;  // admission is asked about all of the tenant
      rows_.functions[id].mask |= special::set_aside;
    }
    tally_.functions.emplace_back().busy_ns = Tally::kBusyBias;
    tally_.extras.emplace_back();
    tally_.responses.grow(id + 1);
  }
}

/// The executions of the function share the vCPUs of their VMs. The module is made with the first of them.
template <class Queue, bool observed>
void Engine<Queue, observed>::share_cpu(std::uint32_t function, const FunctionSpec& spec) {
  if (!shared_cpu_) {
    shared_cpu_.emplace(*this, parameters_.cluster.vms.vcpus, tally_.from, tally_.to);
    events_.handle<CpuWorkBegins, &SharedCpu::work_begins>(*shared_cpu_);
    events_.handle<CpuWorkEnds, &SharedCpu::work_ends>(*shared_cpu_);
    events_.handle<CpuWaitEnds, &SharedCpu::wait_ends>(*shared_cpu_);
  }
  shared_cpu_->adopt(function, cpu_demand(parameters_, spec.memory, spec.traits.cpu));
  rows_.functions[function].mask |= special::shared_cpu;
}

/// From now on the function is there: what pre-warm holds of it is started, and ticks look at it. Functions
/// that the workload declares are deployed at time zero, others with their own first arrival, whatever their
/// number is: the order of a workload's entries must not matter.
template <class Queue, bool observed>
void Engine<Queue, observed>::deploy(std::uint32_t function, Time now) {
  rows_.functions[function].mask &= ~special::not_deployed;
  const PreWarmQuery query{now, FunctionId{function}, rows_.rest[function].provisioned, 0, 0};
  const std::uint32_t floor = ask(*policies_.pre_warm, now, [&] { return policies_.pre_warm->floor(query); });
  tell_floor(function, floor, now);
  set_floor(function, floor, now);
  agenda_.note_floor(function);
}

/// Reads the whole workload for the policies that want to know it; it is replayed from memory then.
template <class Queue, bool observed>
void Engine<Queue, observed>::look_ahead() {
  if (!notices_.wants_future()) {
    return;
  }
  if (origins_.has_clients()) {
    throw std::invalid_argument(
        "policies: an oracle needs a workload known ahead; when clients of a closed loop send depends on the "
        "answers");
  }
  for (std::size_t id = 0; id < table_.size(); ++id) {
    if (table_[FunctionId{id}].traits.cpu > 0) {
      throw std::invalid_argument(
          "policies: an oracle needs a workload known ahead; how long executions take that share vCPUs is "
          "not");
    }
  }
  std::vector<Arrival> arrivals;
  while (!stop_asked() && reader_.read_ahead(arrivals) && arrivals.back().time < tally_.to) {
  }
  while (!arrivals.empty() && arrivals.back().time >= tally_.to) {
    arrivals.pop_back();
  }
  const Future future = foresee(parameters_, table_, arrivals, options_.seed, options_.replication);
  notices_.foresee(now_, future);
  reader_.replay(std::move(arrivals));
}

}  // namespace curtain
