#pragma once
// The charges for executions, for initialisation, and for provisioned concurrency. Only the rounding of
// execution times is on the warm path.
#include "models/platform/charges/busy_periods.hpp"
#include "models/platform/charges/rounding.hpp"
#include "models/platform/core/part.hpp"
#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {

/// Computes the charges.
template <class Core>
class Charges : public Part<Core, Charges<Core>> {
 public:
  /// `billing` must outlive this object. Throws the exceptions of Rounding, and std::invalid_argument if
  /// instances are billed while they are busy and executions on provisioned concurrency are billed
  /// separately.
  explicit Charges(const BillingParameters& billing)
      : rounding_(billing), busy_periods_(rounding_), billing_(billing) {
    if (bills_busy_instances() && billing.separates_provisioned()) {
      throw std::invalid_argument(
          "billing: billed_while: busy cannot have separate prices for executions on provisioned "
          "concurrency");
    }
  }

  /// Adds the charges of an execution that did not take the warm path. Returns the outcome of the execution.
  Outcome settle_charges(std::uint32_t request, Duration execution);
  /// Called when an instance is ready and no attempt waited for it. Bills the instance's initialisation
  /// separately.
  void bill_unused_start(std::uint32_t instance, Time now);
  /// Called when an attempt has begun on an instance that was already ready. Counts the attempt as using
  /// provisioned concurrency if a unit is free. An attempt that has waited for a start is billed on demand,
  /// because all ready instances were in use when the attempt arrived.
  void take_provisioned(std::uint32_t request, Time now);
  /// Called when an execution on provisioned concurrency has ended.
  void return_provisioned(std::uint32_t function, Time now);
  /// Sets the floor, which is charged as provisioned concurrency if the function has
  /// FunctionRest::sells_floor.
  void set_floor(std::uint32_t function, std::uint32_t floor, Time now);
  /// Called when an execution has begun on an instance that runs nothing else, if instances are billed while
  /// they are busy.
  void begin_busy(std::uint32_t request);
  /// Called when an execution on the instance ends or is lost at `now`. If instances are billed while they
  /// are busy, the instance is billed at least until `now`.
  void extend_busy(std::uint32_t instance, Time now) {
    if (bills_busy_instances()) {
      busy_periods_.lasts_until(instance, now);
    }
  }
  /// Charges all busy periods at the end of the run. Periods that have not ended are charged until `end`.
  void close_busy(Time end);
  /// Ends the charges for provisioned concurrency and for snapshots at the window's end.
  void close_provisioned(std::uint64_t close);
  /// Called when the function is deployed. If it has a snapshot, the snapshot is charged from now on.
  void snapshot_deployed(std::uint32_t function, Time now);
  /// The bits of special:: that billing needs. A function does not take the warm path if its attempts may
  /// have two prices, if the pre-warm policy reads the use of provisioned concurrency, or if its instances
  /// are billed while they are busy.
  [[nodiscard]] std::uint32_t billing_mask(const FunctionTraits& traits) const;

  /// The billed time of the execution in ns, including the initialisation that is billed together with it. It
  /// is zero if the instance is billed instead.
  [[nodiscard]] std::uint64_t charged(std::uint32_t request, Duration execution) const;

  /// The rounding of execution times.
  [[nodiscard]] const Rounding& rounding() const { return rounding_; }
  /// Whether instances are billed while they are busy, instead of executions for their own time.
  [[nodiscard]] bool bills_busy_instances() const { return billing_.billed_while == BilledWhile::busy; }
  /// Whether the initialisation of every instance is billed.
  [[nodiscard]] bool bills_every_init() const { return billing_.init == BilledInit::all; }
  /// The billed memory of a function with this memory size.
  [[nodiscard]] std::uint64_t billed_memory(Mebibytes memory) const { return billing_.billed_memory(memory); }

 private:
  using P = Part<Core, Charges<Core>>;
  using P::core;
  using P::counted;
  using P::policies;
  using P::rows;
  using P::table;
  using P::tally;

  Rounding rounding_;
  BusyPeriods busy_periods_;
  const BillingParameters& billing_;
};

template <class Core>
Outcome Charges<Core>::settle_charges(std::uint32_t request, Duration execution) {
  const Request& row = rows().requests[request];
  const bool on_provisioned = (row.unusual & unusual::on_provisioned) != 0;
  if ((row.unusual & unusual::by_function) != 0) {
    if ((rows().functions[row.function].mask & special::set_aside) != 0) {
      core().account().leaves(row.function);
    }
    extend_busy(row.instance, row.started + execution);
  }
  if (on_provisioned) {
    return_provisioned(row.function, row.started + execution);
  }
  if (counted(row)) {
    FunctionExtras& extras = tally().extras_of(row.function);
    extras.billed_on_provisioned_ns +=
        on_provisioned && !bills_busy_instances() ? rounding_.billed(execution) : 0;
    if (CURTAIN_MUTANT(init_not_charged, (row.unusual & unusual::pays_init) != 0, false) &&
        !bills_busy_instances()) {
      extras.init_ns += rounding_.added_by_init(rows().instance_rest[row.instance].init, execution);
    }
  }
  if ((row.unusual & unusual::client_timeout) != 0) {
    const Time answered =
        row.started + execution + rows().instances[row.instance].distance + core().latency().response();
    if (core().is_too_late(request, answered)) {
      tally().extras_of(row.function).charged_abandoned +=
          CURTAIN_MUTANT(abandoned_not_charged, counted(row), false) ? 1 : 0;
      return Outcome::abandoned;
    }
  }
  if (CURTAIN_MUTANT(error_beats_timeout, (row.unusual & unusual::cut_off) != 0,
                     (row.unusual & (unusual::cut_off | unusual::errs)) == unusual::cut_off)) {
    return CURTAIN_MUTANT(cut_off_completes, Outcome::timed_out, Outcome::completed);
  }
  if ((row.unusual & unusual::shared_work) != 0 && counted(row)) {
    FunctionExtras& extras = tally().extras_of(row.function);
    extras.alone_ns += row.duration.ns();
    extras.shared_ns += execution.ns();
  }
  if ((row.unusual & unusual::errs) != 0) {
    rows().functions[row.function].hash.add((row.ordinal << 4) |
                                            static_cast<std::uint64_t>(Outcome::errored));
    return Outcome::errored;
  }
  if ((row.unusual & unusual::waited) != 0 && counted(row)) {
    const Waits& waits = rows().waits[request];
    tally().platform().frontend_ns +=
        (waits.frontend - core().latency().request()).ns();  // the constant latency is added at the end
    tally().platform().queueing_ns += waits.queued.ns();
    tally().platform().start_ns += waits.starting.ns();
    tally().platform().thaw_ns += waits.thaw.ns();
    tally().platform().retry_ns += waits.lost.ns();
    PlatformTime& own = tally().extras_of(row.function).platform;
    own.queueing_ns += waits.queued.ns();
    own.start_ns += waits.starting.ns();
    own.thaw_ns += waits.thaw.ns();
    own.retry_ns += waits.lost.ns();
  }
  return Outcome::completed;
}

template <class Core>
std::uint64_t Charges<Core>::charged(std::uint32_t request, Duration execution) const {
  if (bills_busy_instances()) {
    return 0;
  }
  const Request& row = rows().requests[request];
  const bool pays_init =
      bills_every_init() && row.first_use && row.start == static_cast<std::uint8_t>(StartKind::cold);
  const std::int64_t init =
      pays_init ? rounding_.added_by_init(rows().instance_rest[row.instance].init, execution) : 0;
  return static_cast<std::uint64_t>(rounding_.billed(execution) + init);
}

template <class Core>
void Charges<Core>::begin_busy(std::uint32_t request) {
  const Request& row = rows().requests[request];
  const InstanceRest& instance = rows().instance_rest[row.instance];
  const bool pays_init =
      bills_every_init() && row.first_use && row.start == static_cast<std::uint8_t>(StartKind::cold);
  busy_periods_.begin(row.instance,
                      {instance.number, row.function, row.started, pays_init ? instance.init : Duration{}},
                      tally());
}

template <class Core>
void Charges<Core>::close_busy(Time end) {
  if (!bills_busy_instances()) {
    return;
  }
  for (std::uint32_t id = 0; id < rows().instances.capacity(); ++id) {
    if (rows().instances.live(id) && rows().instances[id].state != InstanceState::starting &&
        rows().instances[id].in_flight > 0) {
      busy_periods_.lasts_until(id, end);
    }
  }
  busy_periods_.close(tally());
}

template <class Core>
void Charges<Core>::bill_unused_start(std::uint32_t instance, Time now) {
  if (billing_.init == BilledInit::none || !tally().window().holds(now)) {
    return;
  }
  const std::uint32_t function = rows().instances[instance].function;
  const bool on_provisioned =
      (rows().functions[function].mask & special::provisioned) != 0 && rows().rest[function].floor > 0;
  if (on_provisioned || billing_.init == BilledInit::all) {
    FunctionExtras& extras = tally().extras_of(function);
    const std::int64_t init = rounding_.billed(rows().instance_rest[instance].init);
    extras.init_ns += init;
    extras.init_on_provisioned_ns += on_provisioned ? init : 0;
  }
}

template <class Core>
void Charges<Core>::take_provisioned(std::uint32_t request, Time now) {
  Request& row = rows().requests[request];
  FunctionRest& rest = rows().rest[row.function];
  if ((rows().functions[row.function].mask & special::provisioned) != 0 && rest.on_provisioned < rest.floor) {
    ++rest.on_provisioned;
    rest.provisioned_busy_ns -= static_cast<std::uint64_t>(now.ns());
    row.unusual |= unusual::on_provisioned;
  }
}

template <class Core>
void Charges<Core>::return_provisioned(std::uint32_t function, Time now) {
  FunctionRest& rest = rows().rest[function];
  SIM_CHECK(rest.on_provisioned > 0);
  --rest.on_provisioned;
  rest.provisioned_busy_ns += static_cast<std::uint64_t>(now.ns());
}

template <class Core>
void Charges<Core>::set_floor(std::uint32_t function, std::uint32_t floor, Time now) {
  FunctionRest& rest = rows().rest[function];
  if (rest.sells_floor) {
    const sim::Int128 change = static_cast<sim::Int128>(rest.floor) - static_cast<sim::Int128>(floor);
    tally().extras_of(function).provisioned_ns +=
        change * static_cast<sim::Int128>(tally().window().clamped(now));
  }
  if constexpr (Core::kObserved) {
    if (floor != rest.floor) {
      core().tell_floor_change(function, floor, now);
    }
  }
  if (core().account().provision(function, floor)) {
    core().note_admission(rest.tenant);  // the concurrency that is set aside may have changed
  }
  rest.floor = floor;
}

template <class Core>
void Charges<Core>::snapshot_deployed(std::uint32_t function, Time now) {
  if (table()[FunctionId{function}].traits.snapshot) {
    tally().extras_of(function).snapshot_ns -= static_cast<sim::Int128>(tally().window().clamped(now));
  }
}

template <class Core>
void Charges<Core>::close_provisioned(std::uint64_t close) {
  for (std::uint32_t id = 0; id < rows().functions.size(); ++id) {
    const std::uint32_t floor = rows().rest[id].sells_floor ? rows().rest[id].floor : 0;
    tally().extras_of(id).provisioned_ns += static_cast<sim::Int128>(close) * floor;
    const bool is_deployed = (rows().functions[id].mask & special::not_deployed) == 0;
    if (is_deployed && table()[FunctionId{id}].traits.snapshot) {
      tally().extras_of(id).snapshot_ns += static_cast<sim::Int128>(close);
    }
  }
}

template <class Core>
std::uint32_t Charges<Core>::billing_mask(const FunctionTraits& traits) const {
  const PreWarmNeeds& needs = policies().pre_warm.needs();
  const bool sells =
      needs.provisioned && traits.most_provisioned(needs.provisioned_schedule, needs.provisioned_use) > 0;
  const bool is_followed = sells && (billing_.separates_provisioned() || needs.provisioned_use);
  return (is_followed ? special::provisioned : 0) | (bills_busy_instances() ? special::billed_while_busy : 0);
}

}  // namespace curtain
