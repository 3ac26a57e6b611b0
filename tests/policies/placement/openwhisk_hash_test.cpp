// openwhisk-hash is compared with ShardingContainerPoolBalancer.scala, step by step.
#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <stdexcept>
#include <string>

#include "models/policies/placement/seam.hpp"
#include "sim/draws.hpp"
#include "tests/policies/seam_support.hpp"

using namespace support;

namespace {

/// Bins, some of which have room for one item. The class counts the bins that are examined.
class SomeFull final : public Bins {
 public:
  explicit SomeFull(std::uint32_t bins) : has_room(bins, 0) {}
  [[nodiscard]] Bin nth(std::size_t position) const override {
    ++looked_at;
    return static_cast<Bin>(position);
  }
  [[nodiscard]] std::size_t position(Bin bin) const override {
    ++looked_at;
    return bin;
  }
  [[nodiscard]] std::uint32_t free(Bin bin) const override { return has_room[bin]; }
  [[nodiscard]] std::size_t size() const override { return has_room.size(); }
  [[nodiscard]] std::optional<Bin> oldest_with(std::uint32_t demand) const override {
    return next_with(0, demand);
  }
  [[nodiscard]] std::optional<Bin> next_with(Serial from, std::uint32_t demand) const override {
    CHECK(demand == 1);
    const auto first = has_room.begin() + static_cast<std::ptrdiff_t>(from);
    const auto found = std::find(first, has_room.end(), 1u);
    return found == has_room.end() ? std::nullopt : std::optional(static_cast<Bin>(found - has_room.begin()));
  }
  [[nodiscard]] Serial serial(Bin bin) const override { return bin; }

  // Functions of the interface that the policy does not use.
  [[nodiscard]] std::optional<Bin> youngest_with(std::uint32_t) const override { return no(); }
  [[nodiscard]] std::optional<Bin> fullest_with(std::uint32_t) const override { return no(); }
  [[nodiscard]] std::optional<Bin> emptiest_with(std::uint32_t) const override { return no(); }
  [[nodiscard]] std::size_t count_with(std::uint32_t) const override { return *no(); }
  [[nodiscard]] Bin nth_with(std::uint32_t, std::size_t) const override { return *no(); }
  [[nodiscard]] std::optional<Bin> heaviest_with(std::uint32_t, double, double) const override {
    return no();
  }
  [[nodiscard]] std::uint32_t slots(Bin) const override { return *no(); }
  [[nodiscard]] Serial next_serial() const override { return *no(); }
  [[nodiscard]] BinView view(Bin, const PlacementQuery&) const override {
    throw std::logic_error("not declared");
  }
  [[nodiscard]] bool may_open() const override { return no().has_value(); }
  [[nodiscard]] std::uint32_t zones() const override { return *no(); }
  [[nodiscard]] std::uint32_t in_zone(std::uint32_t, const PlacementQuery&) const override { return *no(); }

  std::vector<std::uint32_t> has_room;
  mutable std::uint64_t looked_at = 0;

 private:
  static std::optional<Bin> no() { throw std::logic_error("not declared"); }
};

std::int32_t java_hash(const std::string& text) {
  std::uint32_t value = 0;
  for (const char c : text) {
    value = 31 * value + static_cast<std::uint32_t>(c);
  }
  return static_cast<std::int32_t>(value);
}

/// Computes the walk as in the source.
std::vector<Bins::Bin> walk(const std::string& tenant, const std::string& function, std::int32_t n) {
  const std::int32_t hash = std::abs(java_hash(tenant) ^ java_hash(tenant + "/" + function));
  std::vector<std::int32_t> steps;
  for (std::int32_t i = 1; i <= n; ++i) {
    const bool fits =
        std::all_of(steps.begin(), steps.end(), [i](std::int32_t s) { return std::gcd(s, i) == 1; });
    if (std::gcd(i, n) == 1 && fits) {
      steps.push_back(i);
    }
  }
  const std::int32_t step = steps[static_cast<std::size_t>(hash) % steps.size()];
  std::vector<Bins::Bin> order;
  std::int32_t at = hash % n;
  for (std::int32_t i = 0; i < n; ++i) {
    order.push_back(static_cast<Bins::Bin>(at));
    at = (at + step) % n;
  }
  return order;
}

PlacementQuery query_of(const std::string& function) {
  PlacementQuery query{};
  query.demand = 1;
  query.tenant_name = std::string_view("guest");
  query.function_name = std::string_view(function);
  return query;
}

}  // namespace

TEST_CASE("openwhisk-hash walks from the home worker in steps computed from the names") {
  // "t" hashes to 116 and "t/a" to (116 * 31 + 47) * 31 + 97 = 113030; the exclusive or of both is 113138.
  // With 4 workers the home is 2. The numbers coprime to 4 and each other are 1 and 3, and the step is 1.
  // "t/b" gives 113139, with home 3 and step 3. A worker has room for three, so the fourth instance of a is
  // placed on worker 3. The third instance of b finds worker 3 full, then worker 2 full, and is placed on
  // worker 1.
  World world;
  world.parameters.cluster.hosts = {4, 2, 3'000};
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.cluster.vms.isolation = Isolation::instance;
  world.parameters.policies.host_placement = policy(Seam::placement, "openwhisk-hash");
  const FunctionId a = world.function("a", {}, 1'000, "t");
  const FunctionId b = world.function("b", {}, 1'000, "t");
  for (int i = 0; i < 7; ++i) {
    world.arrive(i < 4 ? a : b, at_ms(i), ms(1'000));
  }
  world.run();
  std::vector<std::uint32_t> hosts;
  for (const Observation& seen : world.record.of(Change::instance_created)) {
    hosts.push_back(seen.host.value());
  }
  CHECK(hosts == std::vector<std::uint32_t>{2, 2, 2, 3, 3, 3, 1});
}

TEST_CASE("openwhisk-hash has the steps of the source for every number of workers") {
  const auto policy_made = made<PlacementPolicy>(policy(Seam::placement, "openwhisk-hash"));
  CHECK(policy_made->needs().bins_by_position);
  CHECK(policy_made->needs().bins_by_age);
  CHECK(policy_made->needs().names);
  for (const std::int32_t n : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 30, 31, 60, 97, 210, 211, 1'000, 7, 30}) {
    for (const std::string function : {"hello", "x", "resize-image", "a-much-longer-name-of-an-action"}) {
      SomeFull bins(static_cast<std::uint32_t>(n));
      const PlacementQuery query = query_of(function);
      CAPTURE(n, function);
      CHECK_FALSE(policy_made->choose(query, bins));
      // If only the last bins of the walk have room, one more each time, the first bin with room is taken.
      const std::vector<Bins::Bin> order = walk("guest", function, n);
      for (std::size_t i = order.size(); i-- > 0;) {
        bins.has_room[order[i]] = 1;
        REQUIRE(policy_made->choose(query, bins) == order[i]);
      }
    }
  }
  const SomeFull none(0);
  CHECK_FALSE(policy_made->choose({}, none));
}

TEST_CASE("openwhisk-hash takes the first worker of its walk with room, and examines few workers") {
  const auto policy_made = made<PlacementPolicy>(policy(Seam::placement, "openwhisk-hash"));
  constexpr std::uint32_t kBins = 10'000;
  sim::Draw draw(sim::DrawKey(54, 0, 2), 0, 0);
  for (const std::uint32_t with_room : {0u, 1u, 2u, 10u, 100u, 1'000u, 10'000u}) {
    std::uint64_t looked_at = 0;
    for (int trial = 0; trial < 20; ++trial) {
      SomeFull bins(kBins);
      for (std::uint32_t i = 0; i < with_room; ++i) {
        bins.has_room[draw.below(kBins)] = 1;
      }
      const std::string function = "f" + std::to_string(trial);
      const std::vector<Bins::Bin> order = walk("guest", function, kBins);
      const auto first =
          std::find_if(order.begin(), order.end(), [&](Bins::Bin bin) { return bins.has_room[bin] == 1; });
      CAPTURE(with_room, trial);
      const std::optional<Bins::Bin> chosen = policy_made->choose(query_of(function), bins);
      REQUIRE(chosen.has_value() == (first != order.end()));
      REQUIRE((!chosen || *chosen == *first));
      looked_at += bins.looked_at;
    }
    // Two searches examine twice the smaller of r and n / r, which is at most 100. Only one of the searches
    // would examine n / r, up to 10,000.
    CHECK(looked_at / 20 <= 200);
  }
}

TEST_CASE("openwhisk-hash opens a VM if all VMs are full") {
  World world;
  world.parameters.cluster.hosts.memory = 1'000;
  world.parameters.cluster.vms.memory = 1'000;
  world.parameters.policies.placement = policy(Seam::placement, "openwhisk-hash");
  const FunctionId f = world.function("f", {}, 400);
  for (int i = 0; i < 5; ++i) {
    world.arrive(f, at_ms(i), ms(1'000));
  }
  CHECK(world.run().tally.vms_created() == 3);
}
