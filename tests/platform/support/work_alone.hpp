#pragma once
// The module of shared work without a platform, for tests.
#include <optional>

#include "models/platform/execution/shared_work.hpp"
#include "tests/platform/support/fake_core.hpp"

namespace support {

/// The module with VMs of the given number of vCPUs; 1,000 MiB correspond to one vCPU.
struct WorkAlone {
  explicit WorkAlone(std::uint32_t vcpus, BandwidthParameters disk = {}, BandwidthParameters network = {},
                     std::uint32_t vms_per_host = 1)
      : core(vms_per_host),
        platform(platform_of(vcpus, disk, network)),
        work(core, platform, at_ms(0), Time::never()) {
    events.handle<WorkBegins, &SharedWork::work_begins>(work);
    events.handle<CpuWorkEnds, &SharedWork::cpu_work_ends>(work);
    events.handle<DiskWorkEnds, &SharedWork::disk_work_ends>(work);
    events.handle<NetworkWorkEnds, &SharedWork::network_work_ends>(work);
    events.handle<WorkWaitEnds, &SharedWork::wait_ends>(work);
    vm = core.open_vm();
  }
  static PlatformParameters platform_of(std::uint32_t vcpus, BandwidthParameters disk,
                                        BandwidthParameters network) {
    PlatformParameters platform;
    platform.cluster.vms.vcpus = vcpus;
    platform.cpu.memory_per_vcpu = 1'000;
    platform.disk = disk;
    platform.network = network;
    return platform;
  }
  std::uint32_t function(Mebibytes memory, double share, Duration timeout = Duration::infinite(),
                         const WorkMix& mix = {}) {
    Function row;
    row.timeout = timeout;
    core.tables.functions.push_back(row);
    const auto id = static_cast<std::uint32_t>(core.tables.functions.size() - 1);
    FunctionTraits traits;
    traits.cpu = share;
    traits.work = mix;
    work.adopt(id, work_demand(platform, memory, traits));
    return id;
  }
  std::uint32_t instance(std::uint32_t of_function) {
    const std::uint32_t id = core.tables.instances.allocate();
    core.tables.instances[id] = Instance{};
    core.tables.instances[id].function = of_function;
    core.tables.instances[id].vm = vm;
    return id;
  }
  /// Adds an attempt with the drawn duration `drawn`, which starts now or has started at `started`.
  std::uint32_t begin(std::uint32_t in, Duration drawn, std::optional<Time> started = std::nullopt) {
    const std::uint32_t id = core.tables.requests.allocate();
    Request& row = core.tables.requests[id];
    row = Request{};
    row.function = core.tables.instances[in].function;
    row.instance = in;
    row.started = started.value_or(core.clock);
    row.duration = work.alone(row.function, drawn);
    work.begins(id);
    return id;
  }
  void run_to(Time until) {
    core.run(events, until);
    core.clock = until;
  }
  /// Returns the integral of the use of the given kind up to `end`.
  [[nodiscard]] sim::Int128 used(SharedKind kind, Time end) const {
    SharedUse use(at_ms(0), Time::never());
    work.report(use);
    use.finish(end);
    return use.used(kind).integral();
  }

  FakeCore core;
  PlatformParameters platform;
  SharedWork work;
  EventTable events;
  std::uint32_t vm = 0;
};

}  // namespace support
