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
