#pragma once
// Notices to the observer about changes.
#include "models/platform/core/part.hpp"

namespace curtain {

/// Notices to the observer.
template <class Core>
class Telling : public Part<Core, Telling<Core>> {
 public:
  /// `observer`: null in an engine without an observer.
  explicit Telling(Observer* observer) : observer_(observer) {}

  /// An event of a request, an instance, or both; kNone for the other. The other arguments are the members of
  /// Observation with these names.
  void tell(Change change, Time now, std::uint32_t request, std::uint32_t instance, Time until = {},
            std::uint64_t amount = 0, Outcome outcome = Outcome::completed,
            Rejection why = Rejection::unstated);
  /// An event of a VM; `amount` as in Observation.
  void tell_vm(Change change, Time now, std::uint32_t vm, std::uint64_t amount = 0);
  /// The pre-warm floor of the function is about to become `floor`.
  void tell_floor_change(std::uint32_t function, std::uint32_t floor, Time now);
  /// An outage has begun or ended.
  void tell_outage(Change change, const OutageTarget& target);

  /// The observer; only in an engine with one.
  [[nodiscard]] Observer& observer() const { return *observer_; }

 private:
  using P = Part<Core, Telling<Core>>;
  using P::clock;
  using P::cluster;
  using P::rows;

  Observer* observer_;
};

template <class Core>
void Telling<Core>::tell(Change change, Time now, std::uint32_t request, std::uint32_t instance, Time until,
                         std::uint64_t amount, Outcome outcome, Rejection why) {
  Observation observation{};
  observation.change = change;
  observation.now = now;
  observation.until = until;
  observation.amount = amount;
  observation.outcome = outcome;
  observation.why = why;
  if (request != kNone) {
    const Request& row = rows().requests[request];
    observation.function = FunctionId{row.function};
    observation.request = request;
    observation.ordinal = row.ordinal;
    observation.attempt = row.attempt;
    observation.arrival = row.arrival;
    observation.start = static_cast<StartKind>(row.start);
  }
  if (instance != kNone) {
    const Instance& row = rows().instances[instance];
    observation.function = FunctionId{row.function};
    observation.instance = InstanceId{instance};
    observation.instance_number = row.serial;
    observation.vm = VmId{row.vm};
    observation.vm_number = cluster().vm(row.vm).number;
    observation.host = HostId{cluster().vm(row.vm).host};
  }
  observation.tenant = TenantId{rows().functions[observation.function.index()].tenant};
  observer_->observe(observation);
}

template <class Core>
void Telling<Core>::tell_vm(Change change, Time now, std::uint32_t vm, std::uint64_t amount) {
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

}  // namespace curtain
