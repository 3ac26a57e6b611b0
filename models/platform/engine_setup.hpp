#pragma once
// What is settled before the loop begins: what the policies need, what a function is, what they foresee.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "models/platform/engine.hpp"
#include "models/platform/foresight.hpp"
#include "models/workload/memory_source.hpp"
#include "sim/mutant.hpp"

namespace curtain {

template <class Queue, bool observed>
Engine<Queue, observed>::Engine(const PlatformParameters& parameters, const FunctionTable& functions,
                                ArrivalSource& source, const RunOptions& options)
    : parameters_(parameters),
      table_(functions),
      source_(source),
      options_(options),
      policies_(parameters.policies),
      cluster_(parameters.cluster, *policies_.placement, *policies_.host_placement,
               {key(Purpose::placement), key(Purpose::host_placement)}),
      tally_(options.warmup,
             std::max(options.warmup, options.end ? *options.end : source.horizon().value_or(Time::never())),
             options.bin, options.by_function),
      notices_(policies_),
      account_(rows_, policies_.admission->account()),
      pool_(*this, policies_.pre_warm->pool().value_or(GenericPool{})),
      crashes_(*this, parameters.faults),
      clients_(*this, functions,
               parameters.frontend.request_latency.is_constant()
                   ? parameters.frontend.request_latency.sample_duration(key(Purpose::frontend_latency), 0, 0)
                   : Duration{},
               tally_.to),
      async_(*this, parameters.async),
      candidates_(rows_, cluster_, *policies_.routing) {
  claim_events();
  if constexpr (observed) {
    tells_decisions_ = options.observer->wants_decisions();
  }
  const bool asks = options.force_general || tells_decisions();
  if (const auto limits = policies_.admission->limits()) {
    tenant_limit_ = limits->tenant;
    function_limit_ = limits->function;
    admits_by_function_ = !asks;
  } else {
    run_mask_ |= special::asked_policy;
  }
  const RoutingRule rule = policies_.routing->rule();
  most_recent_ = rule == RoutingRule::most_recent;
  const std::optional<Duration> constant = policies_.keep_alive->constant();
  keep_alive_constant_ = constant.has_value() && !asks;
  keep_alive_ = constant.value_or(Duration{});
  if (keep_alive_ < Duration{}) {
    blame(*policies_.keep_alive, Time{0},
          fmt::format("keeps every instance for {} ns: till a time in the past", keep_alive_.ns()));
  }
  if (parameters.scheduler.evict_idle) {
    eviction_.emplace(rows_, cluster_, *policies_.keep_alive, parameters.cluster.vms.isolation);
  }
  watches_load_ = cluster_.watches_load();
  cluster_.read_names(table_);
  queue_order_ = asks ? QueueOrder::keyed : policies_.queueing->order();
  const bool fails_without_trace = policies_.placement->needs().stateless &&
                                   policies_.host_placement->needs().stateless &&
                                   parameters.scheduler.binding == Binding::early;
  const bool has_static_order = !asks && policies_.queueing->order() == QueueOrder::first_in_first_out &&
                                policies_.scaling->constant() == Scale::start;
  if (parameters.scheduler.no_room == NoRoom::wait && !parameters.scheduler.evict_idle &&
      !pool_.is_wanted() && fails_without_trace && has_static_order) {
    room_.skip_groups();
  }
  asks_start_times_ = policies_.pre_warm->needs().start_times;
  asked_again_ = policies_.admission->needs().asked_again;
  heeds_ = {policies_.pre_warm->needs().provisioned, policies_.queueing->needs().priority,
            policies_.queueing->needs().deadline};
  across_ = policies_.queueing->needs().across_functions;
  told_of_leaving_ = policies_.queueing->needs().on_leave;
  if ((across_ || told_of_leaving_) && policies_.queueing->order() != QueueOrder::keyed) {
    throw std::invalid_argument("queueing: only a keyed order holds among functions or tells who leaves");
  }
  sessions_ = policies_.routing->needs().sessions;
  keeps_concurrency_ = policies_.scaling->needs().concurrency;
  if (pool_.is_wanted() && (parameters.cluster.vms.isolation != Isolation::shared || pool_.memory() == 0 ||
                            !cluster_.fits_vm(pool_.memory()))) {
    throw std::invalid_argument(
        "pre_warm: a pool's instances belong to nobody and have a memory size: they need VMs that are shared "
        "and have room for one");
  }
  const auto all = policies_.all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Needs needs = all[i]->needs();
    ticks_[i] = needs.tick;
  }
  run_mask_ |= asks ? special::forced : 0;
  run_mask_ |= rule == RoutingRule::asked || !keep_alive_constant_ ? special::asked_policy : 0;
  const Needs of_keep_alive = policies_.keep_alive->needs();
  if (of_keep_alive.reviews) {
    reviews_.emplace(*this, *policies_.keep_alive);
  }
  idle_counts_ = of_keep_alive.idle_counts;
  orders_idle_ = eviction_ || reviews_ || watches_load_ || of_keep_alive.idle_counts;
  attends_starts_ = orders_idle_ || notices_.of_starts();
  const bool is_told = notices_.of_attempts() || asks_start_times_ || keeps_concurrency_;
  run_mask_ |= is_told ? special::hooks : 0;
  run_mask_ |= orders_idle_ ? special::idle_order : 0;
  if (parameters.frontend.request_latency.is_constant()) {
    request_latency_ =
        parameters.frontend.request_latency.sample_duration(key(Purpose::frontend_latency), 0, 0);
  } else {
    run_mask_ |= special::random_frontend;
  }
  response_latency_ = parameters.frontend.response_latency;
  billing_granularity_ = parameters.billing.granularity.ns();
  billing_minimum_ = std::max<std::int64_t>(parameters.billing.minimum.ns(), 1);
  billed_init_ = parameters.billing.init;
  if (billing_granularity_ <= 0 || parameters.billing.memory_step == 0 ||
      parameters.billing.memory_minimum == 0) {
    throw std::invalid_argument("billing: the granularity, the memory step and minimum must be positive");
  }
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
      fresh.limit = tenant_limit_;
      rows_.tenants.resize(tenant + 1, fresh);
    }
    Function function;
    function.tenant = tenant;
    function.slots = std::max(1u, spec.traits.requests_per_instance);
    function.timeout = spec.traits.timeout;
    const std::uint32_t own_limit =
        std::min(spec.traits.concurrency_limit, spec.traits.reserved_concurrency.value_or(kUnlimited));
    function.limit = std::min(function_limit_, own_limit);
    function.mask = run_mask_ | CURTAIN_MUTANT(deployed_with_the_next, special::not_deployed, 0u) |
                    (function.slots > 1 ? special::several_slots : 0) | billing_mask(spec.traits);
    FunctionRest rest;
    rest.memory = spec.memory;
    rest.tenant = tenant;
    rest.max_instances = spec.traits.max_instances;
    rest.concurrency_limit = own_limit;
    rest.crash_retries = std::min(spec.traits.crash_retries, 200u);
    rest.priority = heeds_.priority ? spec.traits.priority : 0;
    rest.deadline = !heeds_.deadline                     ? Duration::infinite()
                    : spec.traits.deadline.is_infinite() ? spec.traits.timeout
                                                         : spec.traits.deadline;
    rest.isolation_class = cluster_.isolation_class(tenant, static_cast<std::uint32_t>(id));
    rest.provisioned = heeds_.provisioned ? spec.traits.provisioned : 0;
    rows_.functions.push_back(function);
    rows_.rest.push_back(std::move(rest));
    async_.adopt(static_cast<std::uint32_t>(id), spec);
    if (account_.promise(static_cast<std::uint32_t>(id), spec, rows_.rest[id].provisioned,
                         table_.tenant_name(TenantId{tenant}))) {
      CURTAIN_MUTANT_SKIPS(warm_path_forgets_what_is_reserved)
      rows_.tenants[tenant].limit = 0;  // admission is asked about all of the tenant
    }
    tally_.functions.emplace_back().busy_ns = Tally::kBusyBias;
    tally_.extras.emplace_back();
    tally_.responses.grow(id + 1);
  }
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
  if (!source_.clients().empty()) {
    throw std::invalid_argument(
        "policies: an oracle needs a workload known ahead; when clients of a closed loop send depends on the "
        "answers");
  }
  std::vector<Arrival> arrivals;
  while (!stop_asked() && read_more(source_, arrivals) && arrivals.back().time < tally_.to) {
  }
  while (!arrivals.empty() && arrivals.back().time >= tally_.to) {
    arrivals.pop_back();
  }
  const Future future = foresee(parameters_, table_, arrivals, options_.seed, options_.replication);
  notices_.foresee(now_, future);
  replay_ = std::make_unique<MemorySource>(std::move(arrivals));
}

}  // namespace curtain
