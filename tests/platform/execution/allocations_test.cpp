// The rates of two to five instances that share the vCPUs of one VM, worked out by hand, on the whole
// platform. The rates are max-min fair by weight: an instance has its memory as its weight, and at most one
// vCPU for each 1,024 MiB.
#include <string>
#include <vector>

#include "tests/platform/support/audited.hpp"

using namespace support;

namespace {

/// One execution: the memory of its instance, its work as the time `alone` that it takes at its own cap, and
/// the time at which it must end.
struct Member {
  Mebibytes memory;
  std::int64_t alone_ms;
  std::int64_t ends_ms;
  std::int64_t begins_ms = 0;
  std::uint32_t parallelism = kUnlimited;  ///< vCPUs that one execution can use
};

/// Runs the members in one VM. `vcpu_ms` is the total work in vCPU times milliseconds.
void check_allocation(std::uint32_t vcpus, const std::vector<Member>& members, std::int64_t vcpu_ms) {
  World world;
  world.parameters.cluster.hosts.vcpus = vcpus;
  world.parameters.cluster.vms.vcpus = vcpus;
  world.parameters.cpu.memory_per_vcpu = 1'024;
  std::map<std::uint32_t, std::int64_t> expected;
  for (std::size_t i = 0; i < members.size(); ++i) {
    FunctionTraits traits;
    traits.cpu = 1;
    traits.work.parallelism = members[i].parallelism;
    // Durations are measured with one instance of the size alone on the VM.
    const FunctionId f = world.function("f" + std::to_string(i), traits, members[i].memory);
    world.arrive(f, at_ms(members[i].begins_ms), ms(members[i].alone_ms));
    expected[f.value()] = members[i].ends_ms;
  }
  CHECK(audit_violations(world).empty());
  const RunOutcome outcome = world.run();
  CHECK(world.record.of(Change::vm_created).size() == 1);
  std::map<std::uint32_t, std::int64_t> ends;
  for (const Observation& seen : world.record.of(Change::ended)) {
    ends[seen.function.value()] = seen.now.ns();
  }
  for (const auto& [function, end] : expected) {
    CAPTURE(function);
    CHECK(ends[function] == ms(end).ns());
  }
  // No work is lost and none is done twice, to the last millionth of a vCPU times a nanosecond.
  CHECK(outcome.tally.shared_use().used(SharedKind::cpu).integral() ==
        sim::Int128{1'000'000} * ms(vcpu_ms).ns());
}

}  // namespace

TEST_CASE("two instances divide two vCPUs by their memory") {
  // The weights are 1 to 3, so the rates are 0.5 and 1.5 vCPUs. Alone the rates would be 1 and 2. Work of 100
  // ms at the rate 1 takes 200 ms at 0.5, and work of 150 ms at the rate 2 takes 200 ms at 1.5.
  check_allocation(2, {{1'024, 100, 200}, {3'072, 150, 200}}, 100 + 300);
}

TEST_CASE("three instances: an execution that can use one vCPU leaves the rest of its share to the others") {
  // By weight (4 : 1 : 2 of 3 vCPUs) the first would get 12/7 vCPUs, but it can use one. The other two divide
  // 2 vCPUs by 1 : 2, so they get 2/3 and 4/3; their caps are 1 and 2.
  check_allocation(3, {{4'096, 300, 300, 0, 1}, {1'024, 200, 300}, {2'048, 200, 300}}, 300 + 200 + 400);
}

TEST_CASE("four instances: rates change when an instance joins and when instances end") {
  // The weights are 1, 1, 2 and 2, and the caps are 0.5, 0.5, 1 and 1. Until 100 ms the first two run alone
  // at their caps. From 100 ms on all four divide 1 vCPU as 1/6, 1/6, 1/3 and 1/3. The first has 100 vCPU ms
  // of work: 50 are done at 100 ms, and all at 400 ms. The third does its 100 vCPU ms from 100 ms to 400 ms.
  // From 400 ms on the second and the fourth divide 1 vCPU as 1/3 and 2/3. The second has done 100 of its 200
  // vCPU ms at 400 ms, so it ends at 700 ms. The fourth has 350 vCPU ms of work: 100 are done at 400 ms, and
  // 300 at 700 ms. The last 50 take 50 ms at its cap.
  check_allocation(1, {{512, 200, 400}, {512, 400, 700}, {1'024, 100, 400, 100}, {1'024, 350, 750, 100}},
                   100 + 200 + 100 + 350);
}

TEST_CASE("five instances: those that remain run at their caps as soon as the caps fit") {
  // The weights are 1, 1, 2, 4 and 8, together 16, so 2 vCPUs are divided as 1/8, 1/8, 1/4, 1/2 and 1. The
  // largest has 200 vCPU ms and ends at 200 ms. The caps of the others are 1/4, 1/4, 1/2 and 1, which are 2
  // vCPUs together. The fourth has done 100 of 200 vCPU ms at 200 ms and ends at 300 ms. The third has done
  // 50 of 75 and ends at 250 ms. The first has done 25 of 50 and ends at 300 ms; the second 25 of 75, so it
  // ends at 400 ms.
  check_allocation(2,
                   {{256, 200, 300}, {256, 300, 400}, {512, 150, 250}, {1'024, 200, 300}, {2'048, 100, 200}},
                   50 + 75 + 75 + 200 + 200);
}
