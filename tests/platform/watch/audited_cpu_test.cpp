#include "models/platform/watch/audited_cpu.hpp"

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
  [[nodiscard]] static AuditedCpu::Execution execution(std::uint32_t function, Time started, Duration alone) {
    return {7, function, started, static_cast<std::uint64_t>(alone.ns())};
  }
  [[nodiscard]] static std::string finish(const AuditedCpu& cpu, Duration in_use) {
    Tally tally(at_ms(0), at_ms(1'000), ms(100));
    sim::LevelTimeline used(at_ms(0), at_ms(1'000));
    used.add(at_ms(0), 1'000'000);
    used.add(Time{0} + in_use, -1'000'000);
    tally.set_cpu(used, 1'000'000);
    tally.finish_cpu(at_ms(1'000));
    return cpu.finish(tally);
  }

  PlatformParameters parameters;
  FunctionTable functions;
  AuditedCpu cpu{parameters, functions, at_ms(0)};
};

}  // namespace

TEST_CASE("an execution on a VM without contention takes as long as alone") {
  Account account;
  const auto first = Account::execution(0, at_ms(0), ms(100));
  const auto second = Account::execution(0, at_ms(10), ms(100));
  account.cpu.started(first, 1, at_ms(0));
  account.cpu.started(second, 1, at_ms(10));
  CHECK(account.cpu.ended(first, 0, at_ms(100)) == "");
  CHECK(account.cpu.ended(second, 0, at_ms(111)) == "ran for 101000000 ns instead of 100000000");
}

TEST_CASE(
    "on a VM with contention an execution may take longer, but not less time or more than its timeout") {
  Account account;
  const auto first = Account::execution(0, at_ms(0), ms(100));
  const auto second = Account::execution(1, at_ms(0), ms(100));
  const auto third = Account::execution(0, at_ms(0), ms(100));
  account.cpu.started(first, 1, at_ms(0));
  account.cpu.started(second, 1, at_ms(0));
  account.cpu.started(third, 1, at_ms(0));
  CHECK(account.cpu.ended(first, 0, at_ms(99)) == "ran for 99000000 ns instead of 100000000 to 500000000");
  CHECK(account.cpu.ended(second, 0, at_ms(200)) == "");
  CHECK(account.cpu.ended(third, 0, at_ms(501)) == "ran for 501000000 ns instead of 100000000 to 500000000");
}

TEST_CASE("the work done on a VM is at most the work that its vCPUs can do") {
  // 300 MiB may use both vCPUs, so two such executions of 100 ms need 200 ms together.
  for (const std::int64_t end : {200, 199}) {
    Account account;
    const auto first = Account::execution(1, at_ms(0), ms(100));
    const auto second = Account::execution(1, at_ms(0), ms(100));
    account.cpu.started(first, 1, at_ms(0));
    account.cpu.started(second, 1, at_ms(0));
    CHECK(account.cpu.ended(first, 0, at_ms(150)) == "");
    CHECK(account.cpu.ended(second, 0, at_ms(end)) ==
          (end == 200 ? "" : "ends work of its VM that its vCPUs cannot have done"));
  }
}

TEST_CASE("the vCPU use of a VM equals the work done") {
  Account account;
  const auto first = Account::execution(0, at_ms(0), ms(100));
  account.cpu.started(first, 1, at_ms(0));
  CHECK(account.cpu.ended(first, 0, at_ms(100)) == "");
  CHECK(Account::finish(account.cpu, ms(100)) == "");
  CHECK(Account::finish(account.cpu, ms(99)).find("vCPUs in use over the window: the tally has 99") == 0);
  CHECK(Account::finish(account.cpu, ms(101)).find("vCPUs in use over the window: the tally has 101") == 0);
  // An execution that is lost, or in flight at the end, may have done all of its work or none of it.
  account.cpu.not_ended(Account::execution(0, at_ms(0), ms(50)));
  CHECK(Account::finish(account.cpu, ms(100)) == "");
  CHECK(Account::finish(account.cpu, ms(149)) == "");
  CHECK(Account::finish(account.cpu, ms(151)) != "");
  CHECK(Account::finish(account.cpu, ms(99)) != "");
}

TEST_CASE("an execution lost with its instance no longer counts for contention on its VM") {
  Account account;
  const auto lost = Account::execution(1, at_ms(0), ms(400));
  account.cpu.started(lost, 1, at_ms(0));
  account.cpu.lost(7, 1, 1, at_ms(50));
  const auto next = Account::execution(0, at_ms(50), ms(100));
  account.cpu.started(next, 1, at_ms(50));
  CHECK(account.cpu.ended(next, 0, at_ms(150)) == "");
}
