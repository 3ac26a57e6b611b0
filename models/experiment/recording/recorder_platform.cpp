// The recorder's handling of instances, VMs and hosts.
#include <algorithm>

#include "models/experiment/recording/recorded.hpp"
#include "models/experiment/recording/recorder.hpp"

namespace curtain {

using namespace recorded;

void RunRecorder::observe_created(const Observation& seen) {
  LiveInstance& instance = row_at(instances_, seen.instance.index());
  instance.state = State::starting;
  instance.running.clear();
  instance.function = seen.function;
  Record record = of_instance(RecordKind::created, ticks(seen.now), seen.instance.value());
  record.vm = seen.vm.value();
  record.function = number_of(seen.function);
  record.memory = seen.amount;
  record.serial = seen.instance_number;
  record.starting = ticks(seen.until) - record.at;
  record.init = std::min(ticks(seen.init), record.starting);
  record.has_calls = has_calls(seen.function);
  instance.created = record;
  put(record);
}

Reclaimed RunRecorder::reason_of(const Observation& seen, const LiveInstance& instance) const {
  if (vms_[seen.vm.index()].is_crashed) {
    return Reclaimed::crashed;
  }
  if (seen.amount > 0) {
    return Reclaimed::evicted;
  }
  const bool is_due =
      instance.state == State::idle && instance.keep && instance.since + *instance.keep <= ticks(seen.now);
  if (is_due) {
    return Reclaimed::keep_alive;
  }
  const bool is_retired = instance.state == State::draining || instance.state == State::starting;
  return is_retired ? Reclaimed::retired : Reclaimed::unneeded;
}

void RunRecorder::observe_instance(const Observation& seen) {
  LiveInstance& instance = instances_[seen.instance.index()];
  const std::uint64_t at = ticks(seen.now);
  Record record;
  switch (seen.change) {
    case Change::instance_ready:
      record = of_instance(RecordKind::ready, at, seen.instance.value());
      instance.state = State::idle;
      instance.keep.reset();
      instance.since = at;
      break;
    case Change::instance_idle:
      record = of_instance(RecordKind::idle, at, seen.instance.value());
      record.keep = ticks_until(seen.now, seen.until);
      instance.state = State::idle;
      instance.since = at;
      instance.keep = record.keep;
      if (!has_calls(seen.function)) {
        return;
      }
      break;
    case Change::instance_draining:
      record = of_instance(RecordKind::draining, at, seen.instance.value());
      instance.state = State::draining;
      instance.since = at;
      break;
    default:
      record = of_instance(RecordKind::reclaimed, at, seen.instance.value());
      record.reason = reason_of(seen, instance);
      instance.state = State::none;
      instance.running.clear();
      break;
  }
  put(record);
}

void RunRecorder::observe_vm(const Observation& seen) {
  LiveVm& vm = row_at(vms_, seen.vm.index());
  Record record = record_of(RecordKind::vm_crashed, ticks(seen.now));
  record.vm = seen.vm.value();
  if (seen.change == Change::vm_created) {
    record.kind = RecordKind::vm_opened;
    record.host = seen.host.value();
    record.number = seen.vm_number;
    record.capacity = seen.amount;
    vm = {record, true, false};
    hosts_ = std::max(hosts_, record.host + 1);
  } else if (seen.change == Change::vm_released) {
    record.kind = RecordKind::vm_released;
    vm.is_open = false;
  } else {
    vm.is_crashed = true;
  }
  put(record);
}

void RunRecorder::observe_outage(const Observation& seen) {
  const std::uint32_t zones = parameters_.cluster.topology.zones;
  std::uint32_t& outages = seen.host.valid() ? row_at(host_outages_, seen.host.index())
                                             : row_at(zone_outages_, static_cast<std::size_t>(seen.amount));
  outages = seen.change == Change::outage_began ? outages + 1 : outages - 1;
  for (std::uint32_t host = 0; host < hosts_; ++host) {
    const bool is_down = row_at(host_outages_, host) + row_at(zone_outages_, host % zones) > 0;
    // A host that is first used during an outage of its zone's other hosts has not been recorded as down yet.
    if (std::uint8_t& was_down = row_at(is_down_, host); (was_down != 0) != is_down) {
      was_down = is_down ? 1 : 0;
      Record record = record_of(is_down ? RecordKind::host_down : RecordKind::host_up, ticks(seen.now));
      record.host = host;
      put(record);
    }
  }
}

}  // namespace curtain
