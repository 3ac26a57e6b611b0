// Tests of placement by age, at random and by dot product, on an index of bins as in the platform, and on the
// platform.
#include "models/platform/fleet/bin_index.hpp"
#include "models/policies/placement/seam.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// Bins of one size under one policy, without a clock.
class Level {
 public:
  explicit Level(std::string_view name, std::uint32_t capacity = 10, std::uint32_t slots = kUnlimited)
      : policy_(made<PlacementPolicy>(policy(Seam::placement, name))),
        capacity_(capacity),
        slots_(slots),
        bins(policy_->needs()) {}

  std::optional<Bins::Bin> choose(std::uint32_t demand, std::uint32_t pool = 0) {
    return policy_->choose({{}, demand, FunctionId{3u}, {}, ordinal_++, {}, pool, capacity_, slots_}, bins);
  }
  /// Places an item, and returns the bin by its owner. Owners are numbered in the order of opening.
  std::uint32_t place(std::uint32_t demand) {
    std::optional<Bins::Bin> bin = choose(demand);
    bin = bin ? bin : bins.add(static_cast<std::uint32_t>(bins.next_serial()), capacity_, slots_);
    REQUIRE(bins.free(*bin) >= demand);
    const std::uint32_t slots = slots_ == kUnlimited ? kUnlimited : bins.slots(*bin) - 1;
    bins.set_room(*bin, slots == 0 ? 0 : bins.free(*bin) - demand, slots);
    return bins.owner(*bin);
  }
  std::vector<std::uint32_t> place_all(const std::vector<std::uint32_t>& demands) {
    std::vector<std::uint32_t> owners;
    for (const std::uint32_t demand : demands) {
      owners.push_back(place(demand));
    }
    return owners;
  }

 private:
  std::unique_ptr<PlacementPolicy> policy_;
  std::uint32_t capacity_;
  std::uint32_t slots_;
  std::uint64_t ordinal_ = 0;

 public:
  BinIndex bins;
};

using Owners = std::vector<std::uint32_t>;

/// Returns how often each of `bins` is chosen in 4,000 queries for an item of size 1.
std::vector<int> chosen(Level& level, std::size_t bins) {
  std::vector<int> times(bins, 0);
  for (int i = 0; i < 4'000; ++i) {
    ++times.at(level.choose(1).value());
  }
  return times;
}

}  // namespace

TEST_CASE(
    "next-fit stays at its bin until it is full, then tries the next ones, and after the last the first") {
  // 7 | 7 6 | 7 6 7; item 1 joins the third bin, item 3 the first, and item 4 the second.
  CHECK(Level("next-fit").place_all({7, 6, 7, 1, 3, 4}) == Owners{0, 1, 2, 2, 0, 1});
  CHECK(Level("first-fit").place_all({7, 6, 7, 1, 3, 4}) == Owners{0, 1, 2, 0, 1, 3});
}

TEST_CASE("last-fit takes the newest bin with room") {
  // Item 3 skips the third bin, which has 2 left, and joins the second. Item 5 skips both and joins the
  // first.
  CHECK(Level("last-fit").place_all({4, 7, 8, 3, 5}) == Owners{0, 1, 2, 1, 0});
  CHECK(Level("next-fit").place_all({4, 7, 8, 3, 5}) == Owners{0, 1, 2, 0, 3});
}

TEST_CASE("round-robin moves to the next bin after each placement") {
  // Item 1 joins the first bin, and item 2 the second, although the first has room for it. Then item 6 finds
  // room in the first.
  CHECK(Level("round-robin").place_all({3, 8, 1, 2, 6}) == Owners{0, 1, 0, 1, 0});
  CHECK(Level("next-fit").place_all({3, 8, 1, 2, 6}) == Owners{0, 1, 1, 0, 2});
  CHECK(Level("round-robin").place_all({6, 6, 6, 1, 1, 1, 1}) == Owners{0, 1, 2, 0, 1, 2, 0});
}

TEST_CASE(
    "round-robin positions remain correct when bins are renumbered, and each pool has its own position") {
  const auto [name, next] =
      GENERATE(std::pair<const char*, std::uint32_t>{"next-fit", 80u}, std::pair{"round-robin", 81u});
  Level level(name);
  for (std::uint32_t i = 0; i < 100; ++i) {
    level.bins.add(i, i == 80 ? 10 : 0);
  }
  REQUIRE(level.bins.owner(level.choose(1).value()) == 80);
  for (Bins::Bin bin = 0; bin < 60; ++bin) {
    level.bins.remove(bin);
  }
  level.bins.compact([](std::uint32_t, Bins::Bin) {});
  for (Bins::Bin bin = 0; bin < level.bins.size(); ++bin) {
    level.bins.set_room(bin, 10);
  }
  CHECK(level.bins.owner(level.choose(1, 4).value()) == 60);
  CHECK(level.bins.owner(level.choose(1).value()) == next);
}

TEST_CASE("random takes each bin with room with the same probability, and no bin without room") {
  Level level("random");
  CHECK_FALSE(level.choose(1).has_value());
  for (const std::uint32_t free : {5u, 0u, 9u, 1u, 5u}) {
    level.bins.add(0, free);
  }
  const std::vector<int> times = chosen(level, 5);
  CHECK(times[1] == 0);
  for (const std::size_t bin : {0u, 2u, 3u, 4u}) {
    CHECK(times[bin] == Approx(1'000).margin(110));  // the margin is 4 standard deviations of 27.4
  }
  CHECK(level.choose(9) == 2u);
  CHECK_FALSE(level.choose(10).has_value());
}

TEST_CASE("power-of-two-choices takes the emptier one of two bins") {
  // Of three bins with room, the emptiest is taken if it is drawn at least once, with probability 5/9. The
  // fullest is taken only if it is drawn twice, with probability 1/9.
  Level level("power-of-two-choices");
  CHECK_FALSE(level.choose(1).has_value());
  for (const std::uint32_t free : {2u, 0u, 9u, 4u}) {
    level.bins.add(0, free);
  }
  const std::vector<int> times = chosen(level, 4);
  CHECK(times[0] == Approx(4'000 / 9.0).margin(80));  // the margin is 4 standard deviations of 19.9
  CHECK(times[1] == 0);
  CHECK(times[2] == Approx(5 * 4'000 / 9.0).margin(126));  // the margin is 4 standard deviations of 31.4
  CHECK(times[3] == Approx(3 * 4'000 / 9.0).margin(120));  // the margin is 4 standard deviations of 29.8
}

TEST_CASE("dot-product weighs memory against slots") {
  // Each bin has 8 units of memory and 3 slots. The items 3 and 6 go to different bins, which then have 5 and
  // 2 units free, and 2 slots each.
  // Item 1: 1/8 * 5/8 + 1/3 * 2/3 is more than 1/8 * 2/8 + 1/3 * 2/3. The first bin takes the item and has 4
  // units and 1 slot left.
  // Item 2: 2/8 * 4/8 + 1/3 * 1/3 = 0.236 is less than 2/8 * 2/8 + 1/3 * 2/3 = 0.285. The second bin takes
  // the item, because it has more slots, although it has less memory free.
  // Item 4: the first bin still has a slot for it.
  CHECK(Level("dot-product", 8, 3).place_all({3, 6, 1, 2, 4}) == Owners{0, 1, 0, 1, 0});
  CHECK(Level("worst-fit", 8, 3).place_all({3, 6, 1, 2, 4}) == Owners{0, 1, 0, 0, 2});
  CHECK(Level("best-fit", 8, 3).place_all({3, 6, 1, 2, 4}) == Owners{0, 1, 1, 0, 2});
}

TEST_CASE("dot-product with one resource is worst-fit") {
  sim::Draw draw(sim::DrawKey(3, 0, 0), 0, 0);
  std::vector<std::uint32_t> demands(300);
  for (std::uint32_t& demand : demands) {
    demand = 1 + draw.below(10);
  }
  CHECK(Level("dot-product").place_all(demands) == Level("worst-fit").place_all(demands));
}

TEST_CASE("a policy reads the contents of bins at its own level") {
  // VMs have 8,192 MiB and hold three instances; the items are those above, in GiB. Without a limit on
  // instances the dot product equals worst-fit: 3 1 2 | 6 leaves 2 and 2, and 4 needs a third VM.
  World world;
  world.parameters.cluster.hosts.memory = 8'192;
  world.parameters.cluster.vms.memory = 8'192;
  world.parameters.cluster.vms.max_instances = 3;
  world.parameters.policies.placement = policy(Seam::placement, "dot-product");
  world.parameters.policies.host_placement = policy(Seam::placement, "dot-product");
  std::uint32_t number = 0;
  for (const Mebibytes size : {3u, 6u, 1u, 2u, 4u}) {
    world.arrive(world.function("f" + std::to_string(number++), {}, size * 1'024), at_ms(0), ms(1'000));
  }
  CHECK(world.run().tally.vms_created() == 2);
  world.parameters.cluster.vms.max_instances = kUnlimited;
  CHECK(world.run().tally.vms_created() == 3);
}

TEST_CASE("random policies place VMs on hosts, too") {
  // 64 VMs of one instance are placed on 64 hosts. With random, a host stays empty with probability 0.365, so
  // about 41 hosts are used (standard deviation 2.5). With two choices about 64 tanh(1) = 49 are used, and
  // with worst-fit all.
  World world;
  world.parameters.cluster.hosts = {64, 0, 64'000};
  world.parameters.cluster.vms.memory = 1'000;
  const FunctionId f = world.function("f", {}, 1'000);
  for (int i = 0; i < 64; ++i) {
    world.arrive(f, at_ms(0), ms(1'000));
  }
  const auto hosts = [&world](std::string_view name) {
    world.parameters.policies.host_placement = policy(Seam::placement, name);
    return static_cast<double>(world.run().tally.fleet()[FleetLevel::hosts].peak());
  };
  CHECK(hosts("random") == Approx(41).margin(10));
  CHECK(hosts("power-of-two-choices") == Approx(49).margin(10));
  CHECK(hosts("worst-fit") == 64);
}
