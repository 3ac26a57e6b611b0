#include "models/platform/faults/crashes.hpp"

#include "tests/platform/support/fake_core.hpp"

using namespace support;

namespace {

using Crashed = std::vector<std::pair<std::uint32_t, Time>>;

struct CrashesAlone {
  explicit CrashesAlone(const FaultParameters& parameters) : crashes(core, parameters) {
    events.handle<VmCrashes, &Crashes::vm_crashes>(crashes);
    events.handle<PlannedCrash, &Crashes::planned_crash>(crashes);
    crashes.begin();
  }
  std::uint32_t open(std::uint64_t number) {
    const std::uint32_t vm = core.open_vm();
    crashes.vm_opened(vm, number);
    return vm;
  }
  FakeCore core;
  Crashes crashes;
  EventTable events;
};

}  // namespace

TEST_CASE(
    "a planned crash loses the VM of its number, and a crash without effect is reported with the reason") {
  FaultParameters parameters;
  parameters.vm_crashes = {{ms(300), 1}, {ms(200), 7}, {ms(400), 0}, {ms(900), 1}};
  CrashesAlone alone(parameters);
  const std::uint32_t first = alone.open(0);
  const std::uint32_t second = alone.open(1);
  alone.core.run(alone.events, at_ms(350));
  CHECK(alone.core.crashed == Crashed{{second, at_ms(300)}});
  alone.core.release_vm(first);
  alone.core.run(alone.events, at_ms(500));
  const Warnings warnings = alone.crashes.without_effect(false);
  REQUIRE(warnings.size() == 3);
  CHECK(warnings[0].setting == "faults.vm_crashes[1]");
  CHECK(warnings[0].text ==
        "has no effect: VM 7 cannot crash at 0.2 s, because fewer VMs had been opened at that time; VMs are "
        "numbered "
        "from 0 in the order in which they open");
  CHECK(warnings[1].text.find("VM 0 cannot crash at 0.4 s, because the VM had been released before") !=
        std::string::npos);
  CHECK(warnings[2].text.find("because the run had ended before") != std::string::npos);
  CHECK(alone.crashes.without_effect(true).size() == 2);
}

TEST_CASE("a planned crash does not affect another VM in the same row") {
  FaultParameters parameters;
  parameters.vm_crashes = {{ms(100), 0}};
  CrashesAlone alone(parameters);
  alone.core.release_vm(alone.open(0));
  alone.open(1);  // this VM takes the row
  alone.core.run(alone.events);
  CHECK(alone.core.crashed.empty());
}

TEST_CASE("a drawn lifetime ends in a crash, unless the VM is released before") {
  FaultParameters parameters;
  parameters.vm_time_to_crash = takes(ms(50));
  CrashesAlone alone(parameters);
  const std::uint32_t first = alone.open(0);
  alone.core.release_vm(first);
  alone.core.clock = at_ms(20);
  const std::uint32_t second = alone.open(1);
  alone.core.run(alone.events);
  CHECK(alone.core.crashed == Crashed{{second, at_ms(70)}});
}

TEST_CASE("VMs that would crash at the instant of their opening are refused") {
  FakeCore core;
  FaultParameters parameters;
  parameters.vm_time_to_crash = takes(ms(0));
  CHECK_THROWS_AS(Crashes(core, parameters), std::invalid_argument);
}
