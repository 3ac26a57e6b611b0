#pragma once
// Preparation before the loop: the parts of the cell, the rows of functions, and the future workload for
// policies with foresight.
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
    : CellState(parameters, functions, source.horizon(), options, asks_always(options)),
      Telling<Engine>(options.observer),
      Decisions<Engine>(observed ? options.observer : nullptr, parameters.cluster.hosts.count == kUnlimited),
      Charges<Engine>(parameters.billing),
      Frontend<Engine>(*this, parameters.frontend, asks_always(options)),
      Ends<Engine>(*this, functions, parameters.async, this->latency().request(), tally().window().to(),
                   source, parameters.frontend.client_timeout),
      Routing<Engine>(static_cast<const CellState&>(*this)),
      Attempts<Engine>(*this, parameters.scheduler),
      Idling<Engine>(*this, parameters),
      PreWarming<Engine>(*this, parameters.cold_start),
      Instances<Engine>(*this, parameters),
      Resets<Engine>(parameters),
      Vms<Engine>(*this, parameters),
      Losses<Engine>(*this, parameters),
      parameters_(parameters),
      reader_(source, tally().window().to()),
      pace_(options),
      epoch_(options.epoch),
      by_time_(options.by_time) {
  claim_events();
  const ClusterParameters& sizes = parameters.cluster;
  tally().fleet().set_shape({sizes.vms.vcpus, sizes.vms.memory, cluster().instance_capacity(),
                             sizes.hosts.vcpus, sizes.hosts.memory});
  const bool fails_without_trace = policies().placement->needs().stateless &&
                                   policies().host_placement->needs().stateless &&
                                   parameters.scheduler.binding == Binding::early;
  const bool has_static_order = !asks_always(options) &&
                                policies().queueing->order() == QueueOrder::first_in_first_out &&
                                policies().scaling->constant() == Scale::start;
  if (parameters.scheduler.no_room == NoRoom::wait && !parameters.scheduler.evict_idle &&
      !this->pool().is_wanted() && fails_without_trace && has_static_order) {
    this->room().skip_groups();
  }
  if (this->pool().is_wanted() && (parameters.cluster.vms.isolation != Isolation::shared ||
                                   this->pool().memory() == 0 || !cluster().fits_vm(this->pool().memory()))) {
    throw std::invalid_argument(
        "pre_warm: pool needs cluster.vms.isolation: shared, and a memory size that fits a VM");
  }
  const bool is_told = notices().of_attempts() || policies().pre_warm.needs().start_times ||
                       policies().scaling.needs().concurrency;
  warm_path().leave_because(is_told ? special::hooks : 0);
  warm_path().leave_because(this->idle_set().is_kept() ? special::idle_order : 0);
  warm_path().leave_because(this->latency().is_drawn() ? special::random_frontend : 0);
  warm_path().leave_because(this->freeze().is_on() ? special::freezes : 0);
  const auto require_positive = [](const std::optional<sim::Distribution>& life, const char* what) {
    if (life && life->is_constant() && life->first_parameter() < 1) {
      throw std::invalid_argument(std::string(what) +
                                  " must be positive");  // with 0 a VM would be replaced forever
    }
  };
  if (parameters.frontend.client_timeout <= this->latency().request()) {
    throw std::invalid_argument(
        "frontend.client_timeout must exceed the request latency, or clients leave before requests arrive");
  }
  require_positive(parameters.lifetimes.instance, "lifetimes: the lifetime of an instance");
  require_positive(parameters.lifetimes.vm, "lifetimes: the lifetime of a VM");
}

/// Makes rows for all functions with a number below `count`. Pre-warm and ticks handle a function only after
/// its deployment.
template <class Queue, bool observed>
void Engine<Queue, observed>::adopt_functions(std::size_t count) {
  for (std::size_t id = rows().functions.size(); id < count; ++id) {
    const FunctionSpec& spec = table()[FunctionId{id}];
    if (spec.memory == 0) {
      throw std::invalid_argument("function '" + spec.name + "' has a memory size of 0 MiB");
    }
    const auto tenant = spec.tenant.value();
    if (tenant >= rows().tenants.size()) {
      Tenant fresh;
      fresh.limit = this->admission_rule().tenant_limit();
      rows().tenants.resize(tenant + 1, fresh);
    }
    Function function;
    function.tenant = tenant;
    function.slots = std::max(1u, spec.traits.requests_per_instance);
    function.timeout = spec.traits.timeout;
    const std::uint32_t own_limit =
        std::min(spec.traits.concurrency_limit, spec.traits.reserved_concurrency.value_or(kUnlimited));
    function.limit = std::min(this->admission_rule().function_limit(), own_limit);
    function.mask =
        warm_path().mask() | CURTAIN_MUTANT(deployed_with_the_next, special::not_deployed, 0u) |
        (function.slots > 1 ? special::several_slots : 0) |
        (spec.traits.error_rate > 0 ? special::errors : 0) |
        (spec.traits.error_rate > 0 && spec.traits.error_kind == ErrorKind::crash ? special::errors_crash
                                                                                  : 0) |
        (this->origins().client_timeout().concerns(spec) ? special::client_timeout : 0) |
        this->billing_mask(spec.traits);
    if (this->updates().concerns(static_cast<std::uint32_t>(id), spec.name,
                                 table().tenant_name(spec.tenant))) {
      function.mask |= special::updates;
    }
    function.mask |= this->origins().programmes().mask_of(static_cast<std::uint32_t>(id));
    FunctionRest rest;
    rest.memory = spec.memory;
    rest.tenant = tenant;
    rest.max_instances = spec.traits.max_instances;
    rest.concurrency_limit = own_limit;
    rest.crash_retries = std::min(spec.traits.crash_retries, 200u);
    rest.error_rate = spec.traits.error_rate;
    rest.priority = policies().queueing.needs().priority ? spec.traits.priority : 0;
    rest.deadline = !policies().queueing.needs().deadline ? Duration::infinite()
                    : spec.traits.deadline.is_infinite()  ? spec.traits.timeout
                                                          : spec.traits.deadline;
    rest.isolation_class = cluster().isolation_class(tenant, static_cast<std::uint32_t>(id));
    const PreWarmNeeds& pre_warm = policies().pre_warm.needs();
    rest.provisioned = pre_warm.provisioned ? spec.traits.provisioned : 0;
    const std::uint32_t most_provisioned =
        pre_warm.provisioned
            ? spec.traits.most_provisioned(pre_warm.provisioned_schedule, pre_warm.provisioned_use)
            : 0;
    rest.sells_floor = most_provisioned > 0;
    rows().functions.push_back(function);
    rows().rest.push_back(std::move(rest));
    this->adopt_runtime(spec);
    if (spec.traits.isolates_end_tenants) {
      isolate_end_tenants(static_cast<std::uint32_t>(id), own_limit);
    }
    this->origins().adopt(static_cast<std::uint32_t>(id), spec);
    if (spec.traits.shares_resources()) {
      this->share_work(static_cast<std::uint32_t>(id), work_demand(parameters_, spec.memory, spec.traits),
                       parameters_, events_);
    }
    if (this->account().promise(static_cast<std::uint32_t>(id), spec, most_provisioned,
                                table().tenant_name(TenantId{tenant}))) {
      CURTAIN_MUTANT_SKIPS(warm_path_forgets_what_is_reserved)
      rows().tenants[tenant].limit = 0;  // 0: the admission policy is called for all requests of the tenant
      rows().functions[id].mask |= special::set_aside;
    }
    tally().add_function();
    tally().responses().grow(id + 1);
  }
}

/// Lets each instance of the function serve one end tenant only. `own_limit` is the function's limit on its
/// concurrency, or kUnlimited.
template <class Queue, bool observed>
void Engine<Queue, observed>::isolate_end_tenants(std::uint32_t function, std::uint32_t own_limit) {
  const FunctionTraits& traits = table()[FunctionId{function}].traits;
  if (const auto conflict = isolation_conflict(traits, parameters_, policies())) {
    throw std::invalid_argument(conflict->key + ": " + conflict->message);
  }
  const std::optional<AccountConcurrency> account = policies().admission->account();
  const std::uint32_t concurrency =
      std::min({own_limit, this->admission_rule().function_limit(), this->admission_rule().tenant_limit(),
                account ? account->concurrency : kUnlimited});
  this->end_tenants().adopt(function, traits,
                            most_isolated_instances(parameters_.scheduler.isolated_per_1000, concurrency));
  rows().functions[function].mask |= special::end_tenants;
}

/// Deploys the function. Pre-warm then starts the instances that it holds, and ticks visit the function.
/// Functions that the workload declares are deployed at time zero, and all others with their first arrival.
/// The function's number has no influence on this time, because the order of a workload's entries must have
/// no effect.
template <class Queue, bool observed>
void Engine<Queue, observed>::deploy(std::uint32_t function, Time now) {
  rows().functions[function].mask &= ~special::not_deployed;
  this->snapshot_deployed(function, now);
  this->renew_floor(function, now);
}

/// Reads the whole workload for policies that need foresight. The run then replays the workload from memory.
template <class Queue, bool observed>
void Engine<Queue, observed>::look_ahead() {
  if (!notices().wants_future()) {
    return;
  }
  if (this->origins().has_clients()) {
    throw std::invalid_argument(
        "policies: an oracle needs a workload that is known in advance, but the clients of a closed loop and "
        "measurement programmes send only after they have received an answer");
  }
  for (std::size_t id = 0; id < table().size(); ++id) {
    if (table()[FunctionId{id}].traits.shares_resources()) {
      throw std::invalid_argument(
          "policies: an oracle needs a workload that is known in advance, but the durations of executions "
          "that share resources are not known in advance");
    }
  }
  std::vector<Arrival> arrivals;
  while (!stop_asked() && reader_.read_ahead(arrivals) && arrivals.back().time < tally().window().to()) {
  }
  while (!arrivals.empty() && arrivals.back().time >= tally().window().to()) {
    arrivals.pop_back();
  }
  const Future future = foresee(parameters_, table(), arrivals, this->seed(), this->replication());
  notices().foresee(now(), future);
  reader_.replay(std::move(arrivals));
}

}  // namespace curtain
