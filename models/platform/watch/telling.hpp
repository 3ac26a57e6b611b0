#pragma once
// Notices to the observer about changes.
#include <optional>

#include "models/platform/core/part.hpp"

namespace curtain {

/// Reports changes to the observer.
template <class Core>
class Telling : public Part<Core, Telling<Core>> {
 public:
  /// `observer` is null in an engine without an observer.
  explicit Telling(Observer* observer) : observer_(observer) {}

  /// Reports an event of a request, an instance, or both. The row that does not apply is kNone. The other
  /// arguments are the members of Observation with these names.
  void tell(Change change, Time now, std::uint32_t request, std::uint32_t instance, Time until = {},
            std::uint64_t amount = 0, Outcome outcome = Outcome::completed,
            Rejection why = Rejection::unstated) {
    if (observer_->wants(change)) {
      tell_wanted(change, now, request, instance, until, amount, outcome, why);
    }
  }
  /// Reports that an attempt on the warm path arrived, was admitted and started.
  void tell_warm_start(std::uint32_t request, std::uint32_t instance, Time now);
  /// Reports that an execution and its invocation ended. `client` is the time when the client is notified;
  /// `charged` is in ns.
  void tell_end(std::uint32_t request, std::uint32_t instance, Time now, Time client, Outcome outcome,
                std::uint64_t charged);
  /// Reports an event of a VM. `amount` has the meaning of Observation::amount.
  void tell_vm(Change change, Time now, std::uint32_t vm, std::uint64_t amount = 0);
  /// Reports that the pre-warm floor of the function is about to become `floor`.
  void tell_floor_change(std::uint32_t function, std::uint32_t floor, Time now);
  /// Reports that an outage has begun or ended.
  void tell_outage(Change change, const OutageTarget& target);

  /// Reports that an attempt is bound to an instance that is starting.
  void tell_bound(std::uint32_t request, std::uint32_t instance, Time now);
  /// Sets the reason of the next starts. Must be called before each start_instance(), because a start does
  /// not have this information. `ordinal` is the number of the invocation, or kNoOrdinal.
  void note_start(StartReason reason, std::uint64_t ordinal = kNoOrdinal);
  /// The ordinal of the invocation that was passed to note_start().
  [[nodiscard]] std::uint64_t start_ordinal() const { return start_ordinal_; }
  /// Adds the reason and the data of the row to `start`, whose other members are set, and reports the start.
  void tell_start(InstanceStart start, std::uint32_t instance);
  /// Reports the ends of the stages of a start that shares stages with other starts.
  void tell_stages(std::uint32_t instance, const StageEnds& ends, Time now);
  /// Sets the reason why the next instances end or are retired. Must be called before each reclaim() and
  /// retire_instance(). `in_favour` is the function that needs the room, or kNone.
  void note_end(EndReason reason, std::uint32_t in_favour = kNone);
  /// Reports that the instance ends or, if `is_over` is false, takes no more attempts.
  void tell_instance_end(std::uint32_t instance, bool is_over, Time now);
  /// Sets the reason why VMs are lost from now on: an outage of the target or, without a target, a crash.
  void note_outage(const std::optional<OutageTarget>& target) { outage_ = target; }
  /// Why VMs are lost now.
  [[nodiscard]] EndReason loss_reason() const { return outage_ ? EndReason::outage : EndReason::crash; }
  /// Whether the last reason given to note_end() is the loss of a VM.
  [[nodiscard]] bool is_losing() const {
    return end_reason_ == EndReason::crash || end_reason_ == EndReason::outage;
  }
  /// The VM ends.
  void tell_vm_end(std::uint32_t vm, EndReason reason, Time now);

  /// The observer. May be called only in an engine that has an observer.
  [[nodiscard]] Observer& observer() const { return *observer_; }

 private:
  using P = Part<Core, Telling<Core>>;
  using P::clock;
  using P::cluster;
  using P::rows;

  void tell_wanted(Change change, Time now, std::uint32_t request, std::uint32_t instance, Time until,
                   std::uint64_t amount, Outcome outcome, Rejection why);
  /// Sets the members that describe the request. show_instance() sets the members that describe the instance
  /// with its VM and host.
  void show_request(std::uint32_t request, Observation& observation);
  void show_instance(std::uint32_t instance, Observation& observation);
  /// The time of the initialisation with which the execution begins.
  [[nodiscard]] Duration repeated_init(std::uint32_t request, std::uint32_t instance) const {
    const Time until = rows().instance_rest[instance].init_until;
    const Time started = rows().requests[request].started;
    return until == Time::never() || until < started ? Duration{} : until - started;
  }

  Observer* observer_;
  StartReason start_reason_ = StartReason::attempt;  // reason of the next starts
  std::uint64_t start_ordinal_ = kNoOrdinal;
  EndReason end_reason_ = EndReason::keep_alive;  // reason of the next ends
  std::uint32_t end_in_favour_ = kNone;
  std::optional<OutageTarget> outage_;  // the target of the outage in which VMs are lost
};

template <class Core>
inline void Telling<Core>::show_request(std::uint32_t request, Observation& observation) {
  const Request& row = rows().requests[request];
  observation.function = FunctionId{row.function};
  observation.request = request;
  observation.ordinal = row.ordinal;
  observation.attempt = row.attempt;
  observation.arrival = row.arrival;
  observation.start = static_cast<StartKind>(row.start);
  observation.on_provisioned = (row.unusual & unusual::on_provisioned) != 0;
}

template <class Core>
inline void Telling<Core>::show_instance(std::uint32_t instance, Observation& observation) {
  const Instance& row = rows().instances[instance];
  observation.function = FunctionId{row.function};
  observation.instance = InstanceId{instance};
  observation.instance_number = row.serial;
  observation.vm = VmId{row.vm};
  observation.vm_number = cluster().vm(row.vm).number;
  observation.host = HostId{cluster().vm(row.vm).host};
}

template <class Core>
void Telling<Core>::tell_warm_start(std::uint32_t request, std::uint32_t instance, Time now) {
  if (!observer_->wants(Change::started) && !observer_->wants(Change::arrived) &&
      !observer_->wants(Change::admitted)) {
    return;
  }
  Observation observation{};
  observation.change = Change::started;
  observation.now = now;
  show_request(request, observation);
  show_instance(instance, observation);
  const Request& row = rows().requests[request];
  observation.until = row.started;
  observation.tenant = TenantId{rows().functions[row.function].tenant};
  observer_->observe_warm_start(observation, row.duration);
}

template <class Core>
void Telling<Core>::tell_end(std::uint32_t request, std::uint32_t instance, Time now, Time client,
                             Outcome outcome, std::uint64_t charged) {
  if (!observer_->wants(Change::ended) && !observer_->wants(Change::finished)) {
    return;
  }
  Observation observation{};
  observation.change = Change::ended;
  observation.now = now;
  observation.amount = charged;
  show_request(request, observation);
  show_instance(instance, observation);
  observation.tenant = TenantId{rows().functions[observation.function.index()].tenant};
  observer_->observe_end(observation, {client, outcome});
}

template <class Core>
void Telling<Core>::tell_wanted(Change change, Time now, std::uint32_t request, std::uint32_t instance,
                                Time until, std::uint64_t amount, Outcome outcome, Rejection why) {
  Observation observation{};
  observation.change = change;
  observation.now = now;
  observation.until = until;
  observation.amount = amount;
  observation.outcome = outcome;
  observation.why = why;
  if (request != kNone) {
    show_request(request, observation);
  }
  if (instance != kNone) {
    show_instance(instance, observation);
    observation.init = change == Change::instance_created ? rows().instance_rest[instance].init
                       : change == Change::started        ? repeated_init(request, instance)
                                                          : Duration{};
  }
  observation.tenant = TenantId{rows().functions[observation.function.index()].tenant};
  observer_->observe(observation);
}

template <class Core>
void Telling<Core>::tell_vm(Change change, Time now, std::uint32_t vm, std::uint64_t amount) {
  if (!observer_->wants(change)) {
    return;
  }
  Observation observation{};
  observation.change = change;
  observation.now = now;
  observation.amount = amount;
  observation.vm = VmId{vm};
  observation.vm_number = cluster().vm(vm).number;
  observation.host = HostId{cluster().vm(vm).host};
  observer_->observe(observation);
}

template <class Core>
void Telling<Core>::tell_floor_change(std::uint32_t function, std::uint32_t floor, Time now) {
  if (!observer_->wants(Change::floor_changed)) {
    return;
  }
  Observation observation{};
  observation.change = Change::floor_changed;
  observation.now = now;
  observation.function = FunctionId{function};
  observation.tenant = TenantId{rows().rest[function].tenant};
  observation.amount = floor;
  observer_->observe(observation);
}

template <class Core>
void Telling<Core>::tell_outage(Change change, const OutageTarget& target) {
  if (!observer_->wants(change)) {
    return;
  }
  Observation observation{};
  observation.change = change;
  observation.now = clock();
  if (target.is_zone) {
    observation.amount = target.number;
  } else {
    observation.host = HostId{target.number};
  }
  observer_->observe(observation);
}

template <class Core>
void Telling<Core>::tell_bound(std::uint32_t request, std::uint32_t instance, Time now) {
  observer_->bound({now, FunctionId{rows().requests[request].function}, request, InstanceId{instance},
                    rows().instances[instance].serial, rows().instance_rest[instance].ready});
}

template <class Core>
void Telling<Core>::note_start(StartReason reason, std::uint64_t ordinal) {
  start_reason_ = reason;
  start_ordinal_ = ordinal;
}

template <class Core>
void Telling<Core>::tell_start(InstanceStart start, std::uint32_t instance) {
  start.function = FunctionId{rows().instances[instance].function};
  start.instance = InstanceId{instance};
  start.number = rows().instances[instance].serial;
  start.reason = start_reason_;
  start.ordinal = start_ordinal_;
  observer_->starting(start);
}

template <class Core>
void Telling<Core>::tell_stages(std::uint32_t instance, const StageEnds& ends, Time now) {
  const Instance& row = rows().instances[instance];
  observer_->stages_known(
      {now, FunctionId{row.function}, InstanceId{instance}, row.serial, ends, row.must_init});
}

template <class Core>
void Telling<Core>::note_end(EndReason reason, std::uint32_t in_favour) {
  end_reason_ = reason;
  end_in_favour_ = in_favour;
}

template <class Core>
void Telling<Core>::tell_vm_end(std::uint32_t vm, EndReason reason, Time now) {
  observer_->vm_ending(
      {now, cluster().vm(vm).number, reason, reason == EndReason::outage ? outage_ : std::nullopt});
}

template <class Core>
void Telling<Core>::tell_instance_end(std::uint32_t instance, bool is_over, Time now) {
  const Instance& row = rows().instances[instance];
  observer_->ending({now, FunctionId{row.function}, InstanceId{instance}, row.serial, end_reason_, is_over,
                     end_in_favour_ == kNone ? FunctionId{} : FunctionId{end_in_favour_},
                     end_reason_ == EndReason::outage ? outage_ : std::nullopt});
}

}  // namespace curtain
