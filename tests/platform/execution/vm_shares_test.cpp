#include "models/platform/execution/vm_shares.hpp"

#include "tests/platform/support/work_alone.hpp"

using namespace support;

namespace {

using SharesFinished = std::vector<FakeCore::Finished>;

}  // namespace

TEST_CASE("instances share the disk of their VM equally, independent of their memory") {
  // The disk has 100 MB/s. The first instance has read 4 of 8 MB after 40 ms; then each has 50 MB/s. The
  // second ends its 2 MB after 40 ms. The first then has 2 MB left and reads them in 20 ms.
  WorkAlone alone(1, {100'000'000, 0, 0});
  const WorkMix eight{Duration{}, 8'000'000, 0, kUnlimited};
  const WorkMix two{Duration{}, 2'000'000, 0, kUnlimited};
  const std::uint32_t first =
      alone.begin(alone.instance(alone.function(3'000, 0, Duration::infinite(), eight)), ms(0));
  alone.run_to(at_ms(40));
  const std::uint32_t second =
      alone.begin(alone.instance(alone.function(128, 0, Duration::infinite(), two)), ms(0));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == SharesFinished{{second, false, at_ms(80)}, {first, false, at_ms(100)}});
}

TEST_CASE("an instance that is limited by its CPU leaves the rest of the disk to other instances") {
  // The VM has 100 MB/s, and one vCPU drives 100 MB/s. An instance of 200 MiB has a fifth of this, 20 MB/s.
  // The large instance has the other 80 MB/s.
  WorkAlone alone(1, {100'000'000, 100'000'000, 0});
  const WorkMix mix{Duration{}, 8'000'000, 0, kUnlimited};
  const std::uint32_t small =
      alone.begin(alone.instance(alone.function(200, 0, Duration::infinite(), mix)), ms(0));
  const std::uint32_t large =
      alone.begin(alone.instance(alone.function(1'000, 0, Duration::infinite(), mix)), ms(0));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == SharesFinished{{large, false, at_ms(100)}, {small, false, at_ms(400)}});
}

TEST_CASE("requests of one instance use as many vCPUs as their parallelism allows") {
  // The instance may use 2 vCPUs, and each of its requests one. One request of 100 ms alone takes 100 ms. Two
  // requests run side by side without loss. From 50 ms on three requests share two vCPUs. At 50 ms the first
  // and the second request, which arrived together, have 50 ms left. With 2/3 of a vCPU each, they end 75 ms
  // later, at 125 ms. The third has then done 50 of its 100 ms and does the rest alone until 175 ms.
  WorkAlone alone(2);
  const std::uint32_t f = alone.function(2'000, 0, Duration::infinite(), {ms(100), 0, 0, 1});
  const std::uint32_t instance = alone.instance(f);
  const std::uint32_t first = alone.begin(instance, ms(0));
  const std::uint32_t second = alone.begin(instance, ms(0));
  alone.run_to(at_ms(50));
  const std::uint32_t third = alone.begin(instance, ms(0));
  alone.core.run(alone.events);
  CHECK(alone.core.finished ==
        SharesFinished{{first, false, at_ms(125)}, {second, false, at_ms(125)}, {third, false, at_ms(175)}});
}

TEST_CASE("CPU shares are in proportion to memory") {
  // 3,000 MiB (capped at the VM's 2 vCPUs) and 1,000 MiB share 2 vCPUs and get 1.5 and 0.5. Alone, the small
  // instance would have 1 vCPU. The 60 ms of the small instance end after 120 ms. By then the large instance
  // has done 1.5 x 120 = 180 of its 2 x 130 = 260 vCPU-ms. It does the rest with 2 vCPUs in 40 ms.
  WorkAlone alone(2);
  const std::uint32_t large = alone.begin(alone.instance(alone.function(3'000, 1)), ms(130));
  const std::uint32_t small = alone.begin(alone.instance(alone.function(1'000, 1)), ms(60));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == SharesFinished{{small, false, at_ms(120)}, {large, false, at_ms(160)}});
}

TEST_CASE("the requests of an instance share its cap equally") {
  // Three requests run in one instance with one of two vCPUs. The first runs alone for 20 ms; two share from
  // 20 ms on, and three from 40 ms on. At 40 ms the first has 60 - 20 - 10 = 30 ms left, the second 40 - 10 =
  // 30 ms, and the third 10 ms. The third ends after 30 ms, at 70 ms. The other two then have 20 ms left each
  // and end after 40 ms, at 110 ms.
  WorkAlone alone(2);
  const std::uint32_t f = alone.function(1'000, 1);
  const std::uint32_t instance = alone.instance(f);
  const std::uint32_t first = alone.begin(instance, ms(60));
  alone.run_to(at_ms(20));
  const std::uint32_t second = alone.begin(instance, ms(40));
  alone.run_to(at_ms(40));
  const std::uint32_t third = alone.begin(instance, ms(10));
  alone.core.run(alone.events);
  CHECK(alone.core.finished ==
        SharesFinished{{third, false, at_ms(70)}, {first, false, at_ms(110)}, {second, false, at_ms(110)}});
}

namespace {

/// A function whose executions only transfer `bytes` over the network.
std::uint32_t sends(WorkAlone& alone, std::uint64_t bytes) {
  return alone.function(1'000, 0, Duration::infinite(), {Duration{}, 0, bytes, kUnlimited});
}

BandwidthParameters with_host_rate(std::uint64_t vm_rate, std::uint64_t instance_rate,
                                   std::uint64_t host_rate) {
  BandwidthParameters network{vm_rate, 0, instance_rate};
  network.host_rate = host_rate;
  return network;
}

BandwidthParameters with_bucket(std::uint64_t vm_rate, std::uint64_t instance_rate, std::uint64_t burst_size,
                                std::uint64_t burst_rate) {
  BandwidthParameters network{vm_rate, 0, instance_rate};
  network.burst_size = burst_size;
  network.burst_rate = burst_rate;
  return network;
}

}  // namespace

TEST_CASE("instances in different VMs of a host share the rate of the host") {
  // The host has 90 MB/s for two VMs of 80 MB/s. The first VM has two instances, the second has one. Each
  // instance has 30 MB/s. The first ends its 3 MB at 100 ms. The two others then have 45 MB/s each. The
  // second ends its remaining 4.5 MB at 200 ms. The third then has the whole 80 MB/s of its VM, and needs 100
  // ms for its last 8 MB.
  WorkAlone alone(1, {}, with_host_rate(80'000'000, 0, 90'000'000), 2);
  const std::uint32_t first = alone.begin(alone.instance(sends(alone, 3'000'000)), ms(0));
  const std::uint32_t second = alone.begin(alone.instance(sends(alone, 7'500'000)), ms(0));
  alone.vm = alone.core.open_vm();
  REQUIRE(alone.core.cluster().vm(alone.vm).host == 0);
  const std::uint32_t third = alone.begin(alone.instance(sends(alone, 15'500'000)), ms(0));
  alone.core.run(alone.events);
  CHECK(alone.core.finished ==
        SharesFinished{{first, false, at_ms(100)}, {second, false, at_ms(200)}, {third, false, at_ms(300)}});
  CHECK(alone.used(SharedKind::network, at_ms(300)) == sim::Int128{26'000'000} * 1'000'000'000);
}

TEST_CASE("a VM that is lost leaves its part of the host's rate to the other VMs") {
  // Each of two VMs has 50 of 100 MB/s. The second is lost at 100 ms. The first has then sent 5 of its 15 MB.
  WorkAlone alone(1, {}, with_host_rate(100'000'000, 0, 100'000'000), 2);
  const std::uint32_t first = alone.begin(alone.instance(sends(alone, 15'000'000)), ms(0));
  alone.vm = alone.core.open_vm();
  const std::uint32_t lost = alone.begin(alone.instance(sends(alone, 15'000'000)), ms(0));
  alone.run_to(at_ms(100));
  alone.work.lost(lost);
  alone.core.run(alone.events);
  CHECK(alone.core.finished == SharesFinished{{first, false, at_ms(200)}});
}

TEST_CASE("hosts do not share their rates with each other") {
  WorkAlone alone(1, {}, with_host_rate(100'000'000, 0, 100'000'000), 1);
  const std::uint32_t first = alone.begin(alone.instance(sends(alone, 10'000'000)), ms(0));
  alone.vm = alone.core.open_vm();
  const std::uint32_t second = alone.begin(alone.instance(sends(alone, 10'000'000)), ms(0));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == SharesFinished{{first, false, at_ms(100)}, {second, false, at_ms(100)}});
}

TEST_CASE("an instance sends at its burst rate until its bucket is empty") {
  // The bucket has 30 MB. At 100 MB/s it loses 100 - 40 = 60 MB/s and is empty after 500 ms and 50 MB. The
  // last 10 MB take 250 ms at 40 MB/s. 250 ms later, the bucket has 10 MB. The next 10 MB take 100 ms at
  // 100 MB/s and leave 10 - 6 = 4 MB.
  WorkAlone alone(1, {}, with_bucket(200'000'000, 40'000'000, 30'000'000, 100'000'000));
  const std::uint32_t f = sends(alone, 60'000'000);
  CHECK(alone.work.alone(f, ms(0)) == ms(750));
  const std::uint32_t instance = alone.instance(f);
  const std::uint32_t first = alone.begin(instance, ms(0));
  alone.run_to(at_ms(1'000));
  CHECK(alone.core.finished == SharesFinished{{first, false, at_ms(750)}});
  // Of 60 MB more, 16.7 MB are sent in 166.7 ms, until the 10 MB of tokens are used up; the other 43.3 MB
  // take 1,083.3 ms.
  const std::uint32_t second = alone.begin(instance, ms(0));
  alone.core.run(alone.events);
  REQUIRE(alone.core.finished.size() == 2);
  CHECK(alone.core.finished[1].attempt == second);
  CHECK(alone.core.finished[1].at >= at_ms(2'250));
  CHECK(alone.core.finished[1].at <= at_ms(2'250) + ns(40));
}

TEST_CASE("a bucket lasts longer in an instance that its neighbours slow down") {
  // Two instances share 100 MB/s. Each has 50 MB/s and a bucket of 10 MB, which loses 50 - 40 = 10 MB/s. So
  // both send 50 MB in 1 s, when their buckets are empty. Without the neighbour, 50 MB would also take 1 s:
  // 16.7 MB in 166.7 ms at 100 MB/s, and 33.3 MB in 833.3 ms. From 1 s on each has 40 MB/s, and 4 MB take 100
  // ms.
  WorkAlone alone(1, {}, with_bucket(100'000'000, 40'000'000, 10'000'000, 0));
  const std::uint32_t f = sends(alone, 54'000'000);
  const std::uint32_t first = alone.begin(alone.instance(f), ms(0));
  const std::uint32_t second = alone.begin(alone.instance(f), ms(0));
  alone.core.run(alone.events);
  REQUIRE(alone.core.finished.size() == 2);
  CHECK(alone.core.finished[0].attempt == first);
  CHECK(alone.core.finished[1].attempt == second);
  CHECK(alone.core.finished[1].at >= at_ms(1'100));
  CHECK(alone.core.finished[1].at <= at_ms(1'100) + ns(40));
}

TEST_CASE("a bucket is refilled while its instance sends, also when the rate changes in a burst") {
  // Each bucket has 30 MB and is refilled at 40 MB/s. The first instance sends alone at 100 MB/s for 100 ms,
  // 10 MB, and its bucket falls to 30 - 10 + 4 = 24 MB. With the second instance, both have 50 MB/s, and the
  // bucket loses 10 MB/s, so it is empty 2.4 s later, after 120 MB more. The last 4 MB take 100 ms at 40
  // MB/s.
  WorkAlone alone(1, {}, with_bucket(100'000'000, 40'000'000, 30'000'000, 0));
  const std::uint32_t first = alone.begin(alone.instance(sends(alone, 134'000'000)), ms(0));
  alone.run_to(at_ms(100));
  alone.begin(alone.instance(sends(alone, 300'000'000)), ms(0));
  alone.core.run(alone.events);
  REQUIRE(alone.core.finished.size() == 2);
  CHECK(alone.core.finished[0].attempt == first);
  CHECK(alone.core.finished[0].at >= at_ms(2'600));
  CHECK(alone.core.finished[0].at <= at_ms(2'600) + ns(40));
}

TEST_CASE("a new instance in the row of an old one has a full bucket") {
  WorkAlone alone(1, {}, with_bucket(100'000'000, 10'000'000, 9'000'000, 0));
  const std::uint32_t f = sends(alone, 10'000'000);
  const std::uint32_t instance = alone.instance(f);
  alone.begin(instance, ms(0));
  alone.run_to(at_ms(100));
  alone.core.run(alone.events);
  alone.core.tables.instances.release(instance);
  const std::uint32_t again = alone.instance(f);
  REQUIRE(again == instance);
  const Time from = alone.core.clock;
  alone.begin(again, ms(0));
  alone.core.run(alone.events);
  REQUIRE(alone.core.finished.size() == 2);
  CHECK(alone.core.finished[0].at == at_ms(100));
  CHECK(alone.core.finished[1].at == from + ms(100));
}

TEST_CASE("requests of one instance share its bucket") {
  // Two requests of 25 MB each send at 50 MB/s each. The bucket of 30 MB is empty after 500 ms, when both
  // end.
  WorkAlone alone(1, {}, with_bucket(200'000'000, 40'000'000, 30'000'000, 100'000'000));
  const std::uint32_t instance = alone.instance(sends(alone, 25'000'000));
  const std::uint32_t first = alone.begin(instance, ms(0));
  const std::uint32_t second = alone.begin(instance, ms(0));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == SharesFinished{{first, false, at_ms(500)}, {second, false, at_ms(500)}});
}
