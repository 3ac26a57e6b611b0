#include "models/experiment/billing.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("Each charge has one payer, and the charges add up to the bill") {
  PlatformParameters platform = ideal_platform();
  platform.billing.granularity = ms(100);
  FunctionTable functions;
  const FunctionId a = functions.function(functions.tenant("one"), "a", 1024, {});
  const FunctionId b = functions.function(functions.tenant("two"), "b", 512, {});
  MemorySource source({{at_ms(0), ms(250), a}, {at_ms(1), ms(1), b}, {at_ms(2), ms(1), b}}, at_ms(100));
  const RunOutcome outcome = simulate(platform, functions, source, {});
  BillingParameters billing;
  billing.price_per_gib_s = 1;
  billing.price_per_request = 0.5;
  const std::vector<TenantCharge> all = charges(outcome, functions, billing);
  REQUIRE(all.size() == 2);
  CHECK(gib_seconds(all[0].billed_mib_ns) == Approx(0.3));
  CHECK(all[0].requests == 1);
  CHECK(gib_seconds(all[1].billed_mib_ns) == Approx(0.1));
  CHECK(all[1].requests == 2);
  CHECK(bill_of(all[0], billing).total() == Approx(0.8));
  CHECK(bill_of(all[1], billing).total() == Approx(1.1));
  CHECK(bill_of(all[1], billing).execution == Approx(0.1));
  CHECK(bill_of(all[1], billing).requests == Approx(1.0));
}

TEST_CASE("A bill has four reasons, and provisioned concurrency has its own two prices") {
  constexpr sim::Int128 gib_s = sim::Int128{1024} * 1'000'000'000;
  Charge charge;
  charge.billed_mib_ns = 10 * gib_s;
  charge.billed_on_provisioned_mib_ns = 4 * gib_s;
  charge.init_mib_ns = 3 * gib_s;
  charge.init_on_provisioned_mib_ns = 2 * gib_s;
  charge.provisioned_mib_ns = 60 * gib_s;
  charge.requests = 8;
  BillingParameters billing;
  billing.price_per_gib_s = 2;
  billing.price_per_request = 0.25;
  billing.price_per_provisioned_gib_s = 0.5;
  Bill bill = bill_of(charge, billing);  // there is a single price for all executions
  CHECK(bill.execution == 20);
  CHECK(bill.init == 6);
  CHECK(bill.provisioned == 30);
  CHECK(bill.requests == 2);
  CHECK(bill.total() == 58);
  billing.price_per_gib_s_on_provisioned = 1;
  bill = bill_of(charge, billing);
  CHECK(bill.execution == 6 * 2 + 4);
  CHECK(bill.init == 2 + 2);
  CHECK(bill.total() == 16 + 4 + 30 + 2);
  charge += charge;
  CHECK(bill_of(charge, billing).total() == 2 * bill.total());
}

TEST_CASE("Memory is charged in steps, even if a step ends beyond 32 bits") {
  BillingParameters billing;
  CHECK(billed_memory(129, billing) == 129);
  billing.memory_step = 128;
  CHECK(billed_memory(1, billing) == 128);
  CHECK(billed_memory(128, billing) == 128);
  CHECK(billed_memory(129, billing) == 256);
  CHECK(billed_memory(4'294'967'295, billing) == 4'294'967'296);
}

TEST_CASE("Memory is charged as at least the minimum, in whole steps counted from zero") {
  BillingParameters billing;
  billing.memory_minimum = 128;
  CHECK(billed_memory(3, billing) == 128);
  CHECK(billed_memory(129, billing) == 129);
  billing.memory_step = 64;
  CHECK(billed_memory(3, billing) == 128);
  CHECK(billed_memory(128, billing) == 128);
  CHECK(billed_memory(129, billing) == 192);
  CHECK(billed_memory(307, billing) == 320);
  billing.memory_minimum = 100;
  CHECK(billed_memory(3, billing) == 128);
}

TEST_CASE("A size above the largest on sale is charged unrounded, and marked as above it") {
  BillingParameters billing;
  CHECK_FALSE(is_above_maximum(100'000, billing));
  billing.memory_maximum = 1536;
  billing.memory_step = 64;
  CHECK_FALSE(is_above_maximum(1536, billing));
  CHECK(is_above_maximum(1537, billing));
  CHECK(billed_memory(1600, billing) == 1600);
}

TEST_CASE("Provisioned concurrency and initialisation are also charged for at least the minimum memory") {
  PlatformParameters platform = ideal_platform();
  platform.cold_start.function_init = takes(ms(500));
  platform.billing.init = BilledInit::all;
  platform.billing.memory_minimum = 128;
  platform.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  FunctionTable functions;
  FunctionTraits traits;
  traits.provisioned = 1;
  const FunctionId f = functions.function(functions.tenant("one"), "f", 64, traits);
  MemorySource source({{at_ms(1'000), ms(250), f}}, at_ms(8'000));
  const RunOutcome outcome = simulate(platform, functions, source, {});
  const Charge charge = charge_of(f, outcome, functions, platform.billing);
  CHECK(gib_seconds(charge.provisioned_mib_ns) == 8.0 * 128 / 1024);  // from time zero to the end
  CHECK(gib_seconds(charge.init_mib_ns) == 0.5 * 128 / 1024);
  CHECK(gib_seconds(charge.billed_mib_ns) == 0.25 * 128 / 1024);
}

TEST_CASE(
    "A snapshot is charged while its function is deployed and for each restore, an isolated instance once") {
  // `kept` is deployed at time zero. `named` is deployed with its first arrival, at 4 s. The window is 8 s.
  PlatformParameters platform = support::ideal_platform();
  platform.cold_start.snapshot_restore = support::takes(sim::milliseconds(500));
  platform.billing.month = sim::seconds(80);
  platform.billing.snapshots = {2, sim::seconds(60), 3, {"java"}};
  platform.billing.price_per_isolated_gib = 5;
  FunctionTable functions;
  FunctionTraits snapshot;
  snapshot.snapshot = true;
  FunctionTraits java = snapshot;
  java.runtime = "java";
  FunctionTraits isolated;
  isolated.isolates_end_tenants = true;
  const TenantId one = functions.tenant("one");
  const FunctionId kept = functions.function(one, "kept", 1'024, snapshot);
  const FunctionId free = functions.function(one, "free", 1'024, java);
  const FunctionId apart = functions.function(one, "apart", 512, isolated);
  MemorySource source({{support::at_ms(1'000), sim::milliseconds(250), kept},
                       {support::at_ms(1'000), sim::milliseconds(250), free},
                       {support::at_ms(1'100), sim::milliseconds(250), kept},
                       {support::at_ms(1'100), sim::milliseconds(250), apart, 1},
                       {support::at_ms(1'100), sim::milliseconds(250), apart, 2}},
                      support::at_ms(8'000));
  const RunOutcome outcome = simulate(platform, functions, source, {});
  const Charge charge = charge_of(kept, outcome, functions, platform.billing);
  const double deployed_s = gib_seconds(charge.snapshot_mib_ns);
  CHECK(deployed_s == 8);
  CHECK(gib_seconds(charge.snapshot_month_mib_ns) == 80);
  CHECK(gibibytes(charge.restored_mib) == 2);
  CHECK(bill_of(charge, platform.billing).snapshots == 16);
  CHECK(bill_of(charge, platform.billing).restores == 6);
  CHECK(month_bill_of(charge, platform.billing, 10).snapshots == 160);
  CHECK(month_bill_of(charge, platform.billing, 10).restores == 60);
  const Charge nothing = charge_of(free, outcome, functions, platform.billing);
  CHECK(nothing.snapshot_mib_ns == 0);
  CHECK(nothing.snapshot_month_mib_ns == 0);
  CHECK(nothing.restored_mib == 0);
  const Charge created = charge_of(apart, outcome, functions, platform.billing);
  CHECK(gibibytes(created.isolated_mib) == 1);
  CHECK(bill_of(created, platform.billing).isolated == 5);
  CHECK(month_bill_of(created, platform.billing, 10).isolated == 50);
  platform.billing.month = sim::seconds(20);  // 20 s are less than the minimum of 60 s
  CHECK(gib_seconds(charge_of(kept, outcome, functions, platform.billing).snapshot_month_mib_ns) == 60);
}

TEST_CASE("The bill of a month deducts the free tier from memory time on demand, of each tenant") {
  constexpr sim::Int128 gib_s = sim::Int128{1024} * 1'000'000'000;
  BillingParameters billing;
  billing.price_per_gib_s = 2;
  billing.price_per_gib_s_on_provisioned = 1;
  billing.price_per_request = 0.25;
  billing.price_per_provisioned_gib_s = 0.5;
  billing.price_per_storage_gib_s = 4;
  billing.free_gib_s = 90;
  billing.free_requests = 70;
  Charge charge;
  charge.billed_mib_ns = 10 * gib_s;
  charge.billed_on_provisioned_mib_ns = 4 * gib_s;
  charge.init_mib_ns = 5 * gib_s;
  charge.init_on_provisioned_mib_ns = 1 * gib_s;
  charge.provisioned_mib_ns = 60 * gib_s;
  charge.storage_mib_ns = 3 * gib_s;
  charge.requests = 8;
  // The month has ten windows: 60 GiB s of executions and 40 GiB s of initialisation on demand. 90 of these
  // 100 GiB s are free.
  const Bill bill = month_bill_of(charge, billing, 10);
  CHECK(bill.execution == 40);
  CHECK(bill.on_provisioned == 40);
  CHECK(bill.init == 10 * 2 + 10);
  CHECK(bill.provisioned == 300);
  CHECK(bill.requests == 10 * 0.25);
  CHECK(bill.storage == 120);
  CHECK(bill.total() == 40 + 30 + 300 + 2.5 + 120);
  // A month of half a window is free, except for the charges that the free tier does not cover.
  const Bill half = month_bill_of(charge, billing, 0.5);
  CHECK(half.execution == 2);
  CHECK(half.init == 0.5);
  CHECK(half.requests == 0);
  // A free tier of zero changes nothing.
  billing.free_gib_s = 0;
  billing.free_requests = 0;
  CHECK(month_bill_of(charge, billing, 1).total() == Approx(bill_of(charge, billing).total()));
  CHECK(month_bill_of(charge, billing, 3).total() == Approx(3 * bill_of(charge, billing).total()));
}

TEST_CASE("Free memory time is used for x86 before arm, and each has its own volume tiers") {
  constexpr sim::Int128 gib_s = sim::Int128{1024} * 1'000'000'000;
  BillingParameters billing;
  billing.price_per_gib_s = 2;
  billing.arm.price_per_gib_s = 1;
  billing.free_gib_s = 50;
  billing.tiers = {{10, 1}, {30, 0.5}};
  billing.arm.tiers = {{60, 0.25}};
  Charge charge;
  charge.billed_mib_ns = 180 * gib_s;
  charge.arm.billed = 100 * gib_s;
  // x86: 80 - 50 free = 30: 10 at $2 and 20 at $1. arm: 60 at $1 and 40 at $0.25.
  CHECK(month_bill_of(charge, billing, 1).execution == 10 * 2 + 20 * 1 + 60 * 1 + 40 * 0.25);
  charge.billed_mib_ns += 10 * gib_s;
  CHECK(month_bill_of(charge, billing, 1).execution == 10 * 2 + 20 * 1 + 10 * 0.5 + 60 * 1 + 40 * 0.25);
  charge.billed_mib_ns = 120 * gib_s;  // 20 GiB s of x86 and 100 of arm: 30 of the free GiB s remain for arm
  CHECK(month_bill_of(charge, billing, 1).execution == 60 * 1 + 10 * 0.25);
}

TEST_CASE("The window is repeated as often as it fits into the month, which may be a fraction") {
  BillingParameters billing;
  CHECK_FALSE(windows_in_month(billing, at_ms(0), at_ms(1'000)));
  billing.month = ms(3'000);
  CHECK(windows_in_month(billing, at_ms(0), at_ms(1'000)) == 3.0);
  CHECK(windows_in_month(billing, at_ms(5'000), at_ms(11'000)) == 0.5);
  CHECK_FALSE(windows_in_month(billing, at_ms(1'000), at_ms(1'000)));
}

TEST_CASE("An event is one request for the included size, and one more for each further step or part of it") {
  BillingParameters billing;
  CHECK(billing.requests_of_event(1'000'000) == 1);
  billing.payload_included = 256 * 1024;
  billing.payload_step = 64 * 1024;
  const auto requests = [&](std::uint64_t kib, std::uint64_t more = 0) {
    return billing.requests_of_event(kib * 1024 + more);
  };
  CHECK(requests(0) == 1);
  CHECK(requests(256) == 1);
  CHECK(requests(256, 1) == 2);
  CHECK(requests(320) == 2);
  CHECK(requests(320, 1) == 3);
  CHECK(requests(1'024) == 13);
  FunctionSpec function;
  function.traits.payload = 1'024 * 1024;
  CHECK(charge_of(function, {}, 10, billing).requests ==
        10);  // the rule does not apply to a synchronous call
  function.traits.invoke = Invoke::async;
  CHECK(charge_of(function, {}, 10, billing).requests == 130);
}

TEST_CASE(
    "Ephemeral storage above the included size is charged for the time of executions and initialisations") {
  BillingParameters billing;
  billing.storage_included = 512;
  FunctionSpec function;
  const auto charged = [&](Mebibytes storage) {
    function.traits.ephemeral_storage = storage;
    return charge_of(function, {.billed = 5, .init = 2, .provisioned = 100}, 1, billing).storage_mib_ns;
  };
  CHECK(charged(0) == 0);
  CHECK(charged(512) == 0);
  CHECK(charged(513) == 7);
  CHECK(charged(2'048) == 1'536 * 7);
}

TEST_CASE("The provider pays for VMs and hosts in use, if they have a price") {
  World world;
  world.parameters.cluster.vms.isolation = Isolation::function;
  world.horizon = at_ms(7'200'000);
  world.arrive(world.function("f"), at_ms(0), ms(7'200'000));
  world.arrive(world.function("g"), at_ms(3'600'000), ms(3'600'000));
  const RunOutcome outcome = world.run();
  BillingParameters billing;
  CHECK_FALSE(provider_cost(outcome.tally.fleet(), billing));
  billing.provider = ProviderPrices{2, 0};
  CHECK(provider_cost(outcome.tally.fleet(), billing) ==
        2 * 3.0);  // one function for two hours, the other for one hour
  billing.provider->host_hour = 8;
  const double host_hours =
      sim::ratio(outcome.tally.fleet()[FleetLevel::hosts].integral(), sim::Int128{3'600'000'000'000});
  CHECK(provider_cost(outcome.tally.fleet(), billing) == 2 * 3.0 + 8 * host_hours);
}
