#include "models/platform/execution/vm_shares.hpp"

#include "tests/platform/support/work_alone.hpp"

using namespace support;

namespace {

using SharesFinished = std::vector<FakeCore::Finished>;

}  // namespace

TEST_CASE("instances share the disk of their VM equally, whatever their memory") {
  // 100 MB/s. The first has read 4 of 8 MB after 40 ms; then each has 50 MB/s. The second ends its 2 MB after
  // 40 ms; the first has 2 MB left and reads them in 20 ms.
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

TEST_CASE("an instance that its CPU limits leaves the rest of the disk to others") {
  // 100 MB/s for the VM, 100 MB/s for a vCPU: 200 MiB have a fifth, 20 MB/s. The large one has the other 80.
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
  // The instance may use 2 vCPUs, each of its requests one. One request of 100 ms alone takes 100 ms; two run
  // side by side without loss; from 50 ms on, three share two vCPUs. At 50 ms the first has 50 left, and the
  // second, which came with it, too. Each then has 2/3: they end 75 ms later, at 125. The third has then done
  // 50 of its 100 and does the rest alone until 175.
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
  // Of 2 vCPUs, 3,000 MiB (capped at the VM's 2 vCPUs) and 1,000 MiB get 1.5 and 0.5; alone the small
  // instance would have 1. 60 ms of the small one end after 120 ms. By then the large one has done 1.5 x 120
  // = 180 of its 2 x 130 = 260 vCPU-ms, and does the rest with 2 vCPUs in 40 ms.
  WorkAlone alone(2);
  const std::uint32_t large = alone.begin(alone.instance(alone.function(3'000, 1)), ms(130));
  const std::uint32_t small = alone.begin(alone.instance(alone.function(1'000, 1)), ms(60));
  alone.core.run(alone.events);
  CHECK(alone.core.finished == SharesFinished{{small, false, at_ms(120)}, {large, false, at_ms(160)}});
}

TEST_CASE("the requests of an instance share its cap equally") {
  // Three requests in one instance with one of two vCPUs: the first runs alone for 20 ms, then two share from
  // 20 ms on, and three from 40 ms on. First: 60 - 20 - 10 = 30 left at 40 ms. Second: 40 - 10 = 30 left.
  // Third: 10 left, done after 30 ms, at 70; the others then have 20 left, and end after 40 ms, at 110.
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
