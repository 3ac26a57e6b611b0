#include "models/platform/watch/audited_work.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// VMs have two vCPUs, and 100 MiB correspond to one vCPU. One function may use one vCPU, the other two.
struct Account {
  Account() {
    parameters.cluster.vms.vcpus = 2;
    parameters.cpu.memory_per_vcpu = 100;
    FunctionTraits traits;
    traits.cpu = 1;
    traits.timeout = ms(500);
    const TenantId tenant = functions.tenant("t");
    functions.function(tenant, "one", 100, traits);
    functions.function(tenant, "two", 300, traits);
  }
  [[nodiscard]] static AuditedWork::Execution execution(std::uint32_t function, Time started,
                                                        Duration alone) {
    return {7, function, started, static_cast<std::uint64_t>(alone.ns())};
  }
  [[nodiscard]] static std::string finish(const AuditedWork& work, Duration in_use) {
    Tally tally(at_ms(0), at_ms(1'000), ms(100));
    sim::LevelTimeline used(at_ms(0), at_ms(1'000));
    used.add(at_ms(0), 1'000'000);
    used.add(Time{0} + in_use, -1'000'000);
    tally.shared_use().set(SharedKind::cpu, used, {1'000'000, 0});
    tally.shared_use().finish(at_ms(1'000));
    return work.finish(tally);
  }

  PlatformParameters parameters;
  FunctionTable functions;
  AuditedWork work{parameters, functions, at_ms(0)};
};

}  // namespace

TEST_CASE("an execution on a VM without contention takes as long as alone") {
  Account account;
  const auto first = Account::execution(0, at_ms(0), ms(100));
  const auto second = Account::execution(0, at_ms(10), ms(100));
  account.work.started(first, 1, at_ms(0));
  account.work.started(second, 1, at_ms(10));
  CHECK(account.work.ended(first, 0, at_ms(100)) == "");
  CHECK(account.work.ended(second, 0, at_ms(111)) == "ran for 101000000 ns instead of 100000000");
}

TEST_CASE(
    "on a VM with contention an execution may take longer, but not less time or more than its timeout") {
  Account account;
  const auto first = Account::execution(0, at_ms(0), ms(100));
  const auto second = Account::execution(1, at_ms(0), ms(100));
  const auto third = Account::execution(0, at_ms(0), ms(100));
  account.work.started(first, 1, at_ms(0));
  account.work.started(second, 1, at_ms(0));
  account.work.started(third, 1, at_ms(0));
  CHECK(account.work.ended(first, 0, at_ms(99)) == "ran for 99000000 ns instead of 100000000 to 500000000");
  CHECK(account.work.ended(second, 0, at_ms(200)) == "");
  CHECK(account.work.ended(third, 0, at_ms(501)) == "ran for 501000000 ns instead of 100000000 to 500000000");
}

TEST_CASE("the work done on a VM is at most the work that its vCPUs can do") {
  // 300 MiB may use both vCPUs, so two such executions of 100 ms need 200 ms together.
  for (const std::int64_t end : {200, 199}) {
    Account account;
    const auto first = Account::execution(1, at_ms(0), ms(100));
    const auto second = Account::execution(1, at_ms(0), ms(100));
    account.work.started(first, 1, at_ms(0));
    account.work.started(second, 1, at_ms(0));
    CHECK(account.work.ended(first, 0, at_ms(150)) == "");
    CHECK(account.work.ended(second, 0, at_ms(end)) ==
          (end == 200 ? "" : "completes more work on its VM than the VM's vCPUs can have done"));
  }
}

TEST_CASE("the vCPU use of a VM equals the work done") {
  Account account;
  const auto first = Account::execution(0, at_ms(0), ms(100));
  account.work.started(first, 1, at_ms(0));
  CHECK(account.work.ended(first, 0, at_ms(100)) == "");
  CHECK(Account::finish(account.work, ms(100)) == "");
  CHECK(Account::finish(account.work, ms(99)).find("vCPUs in use over the window: the tally has 99") == 0);
  CHECK(Account::finish(account.work, ms(101)).find("vCPUs in use over the window: the tally has 101") == 0);
  // An execution that is lost, or in flight at the end, may have done all of its work or none of it.
  account.work.not_ended(Account::execution(0, at_ms(0), ms(50)));
  CHECK(Account::finish(account.work, ms(100)) == "");
  CHECK(Account::finish(account.work, ms(149)) == "");
  CHECK(Account::finish(account.work, ms(151)) != "");
  CHECK(Account::finish(account.work, ms(99)) != "");
}

TEST_CASE("an execution lost with its instance no longer counts for contention on its VM") {
  Account account;
  const auto lost = Account::execution(1, at_ms(0), ms(400));
  account.work.started(lost, 1, at_ms(0));
  account.work.lost(7, 1, 1, at_ms(50));
  const auto next = Account::execution(0, at_ms(50), ms(100));
  account.work.started(next, 1, at_ms(50));
  CHECK(account.work.ended(next, 0, at_ms(150)) == "");
}

TEST_CASE("the audit checks disk work like CPU work, and by its own kind") {
  // The VM has 100 MB/s. Two executions of 5 MB take 100 ms together, and 50 ms each alone.
  Account account;
  account.parameters.disk.vm_rate = 100'000'000;
  FunctionTraits traits;
  traits.work.disk = 5'000'000;
  account.functions.function(TenantId{0u}, "disk", 100, traits);
  const auto first = Account::execution(2, at_ms(0), ms(50));
  const auto second = Account::execution(2, at_ms(0), ms(50));
  account.work.started(first, 1, at_ms(0));
  CHECK(account.work.ended(first, 0, at_ms(51)) == "ran for 51000000 ns instead of 50000000");
  account.work.started(first, 1, at_ms(100));
  account.work.started(second, 1, at_ms(100));
  CHECK(account.work.ended(Account::execution(2, at_ms(100), ms(50)), 0, at_ms(160)) == "");
  CHECK(account.work.ended(Account::execution(2, at_ms(100), ms(50)), 0, at_ms(199)) ==
        "completes more work on its VM than the VM's disk rate can have done");
}

TEST_CASE("a late arrival does not extend the window beyond the time at which it was sent") {
  // The work ends at 1,100 ms, after the end of the window at 1,000 ms. A request that was sent at 900 ms
  // arrives later.
  Account account;
  const auto late = Account::execution(0, at_ms(1'000), ms(100));
  account.work.started(late, 1, at_ms(1'000));
  CHECK(account.work.ended(late, 0, at_ms(1'100)) == "");
  account.work.arrived(at_ms(900));
  CHECK(Account::finish(account.work, ms(0)) == "");
}
