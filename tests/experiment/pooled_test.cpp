#include "models/experiment/pooled.hpp"

#include "models/metrics/values.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

RunResult run_of(const std::string& workload, std::uint32_t replication = 0) {
  const Scenario scenario =
      parse_scenario("duration: 10s\nplatform: ideal\nworkload:\n" + workload, "pooled");
  RunSettings settings;
  settings.by_function = true;
  settings.replication = replication;
  return run_scenario(scenario, settings);
}

/// Calls at 0 s, 1 s, .. 9 s.
const std::string kTimer =
    "  - timer: {tenant: t, function: f, every: 1s, duration: 100ms, memory: 128MiB}\n";

std::vector<std::string> buckets_of(const PooledHistogram& histogram) {
  std::vector<std::string> buckets;
  histogram.for_each_bucket([&](std::int64_t from, std::int64_t to, std::uint64_t count) {
    buckets.push_back(std::to_string(from) + ".." + std::to_string(to) + ": " + std::to_string(count));
  });
  return buckets;
}

}  // namespace

TEST_CASE("Counts of a function are summed over replications, and the function counts as one") {
  Pooled pooled;
  pooled.add(run_of(kTimer), {});
  pooled.add(run_of(kTimer), {});
  pooled.add(run_of(kTimer), {});
  REQUIRE(pooled.functions().size() == 1);
  const auto& [key, part] = *pooled.functions().begin();
  CHECK(key == Pooled::FunctionKey{"t", "f"});
  CHECK(part.memory_mib == 128);
  CHECK(part.replications == 3);
  CHECK(part.figures.arrived == 30);
  CHECK(part.figures.functions == 1);
  CHECK(part.figures.cold == 3);
  CHECK(part.range.least == 100'000'000);
  CHECK(part.range.most == 100'000'000);
  const Counted counted = part.counted({});
  CHECK(counted.in_flight == 0);
  CHECK(counted.functions.size() == 1);
  CHECK(counted.latency.quantile(0.5)->value == 100'000'000);
  CHECK(buckets_of(pooled.latency()) == std::vector<std::string>{"100000000..100000000: 30"});
  CHECK(pooled.latency().sum() == 3'000'000'000);
  CHECK(buckets_of(pooled.cold_start()) == std::vector<std::string>{"0..0: 3"});
}

TEST_CASE("Buckets are joined, and the outer buckets end at the exact extremes") {
  Pooled pooled;
  pooled.add(run_of(kTimer), {});
  pooled.add(run_of("  - timer: {tenant: t, function: f, every: 5s, duration: 101ms, memory: 128MiB}\n"), {});
  pooled.add(run_of("  - timer: {tenant: t, function: f, every: 5s, duration: 1s, memory: 128MiB}\n"), {});
  // From 2^26 ns to 2^27 ns a bucket has a width of 2^20 ns. 100 ms is in the bucket that begins at 95 * 2^20
  // = 99,614,720 ns, and 101 ms is in the next bucket. From 2^29 ns on the width is 2^23 ns. 1 s is in the
  // bucket that begins at 119 * 2^23 = 998,244,352 ns.
  CHECK(buckets_of(pooled.latency()) == std::vector<std::string>{"100000000..100663295: 10",
                                                                 "100663296..101711871: 2",
                                                                 "998244352..1000000000: 2"});
  const PooledPart& part = pooled.functions().begin()->second;
  REQUIRE(part.latency.size() == 3);
  CHECK(part.latency[0].count == 10);
  CHECK(part.latency[2].count == 2);
}

TEST_CASE("A name with several memory sizes is one function without a memory size") {
  Pooled pooled;
  const std::string larger =
      "  - timer: {tenant: t, function: f, every: 1s, duration: 100ms, memory: 256MiB}\n"
      "  - timer: {tenant: t, function: h, every: 5s, duration: 100ms, memory: 128MiB}\n"
      "  - timer: {tenant: u, function: g, every: 5s, duration: 1s, memory: 128MiB}\n";
  pooled.add(run_of(kTimer), {});
  pooled.add(run_of(larger), {});
  pooled.add(run_of(larger), {});
  REQUIRE(pooled.functions().size() == 3);
  const PooledPart& function = pooled.functions().at({"t", "f"});
  CHECK(function.replications == 3);
  CHECK(function.figures.arrived == 30);
  CHECK_FALSE(function.memory_mib.has_value());
  CHECK(pooled.functions().at({"u", "g"}).memory_mib == 128);
  const std::map<std::string, PooledPart> tenants = pooled.tenants();
  REQUIRE(tenants.size() == 2);
  CHECK(tenants.at("t").figures.functions == 2);
  CHECK(tenants.at("t").figures.arrived == 34);
  CHECK(tenants.at("t").replications == 3);
  CHECK(tenants.at("t").functions.size() == 2);
  REQUIRE(tenants.at("t").latency.size() == 1);
  CHECK(tenants.at("t").latency[0].count == 34);
  CHECK(tenants.at("u").replications == 2);
  CHECK(tenants.at("u").figures.arrived == 4);
}

TEST_CASE("The order in which replications are added has no effect") {
  const std::string workload =
      "  - population: {functions: 20, rate: 20/s, duration: {exponential: {mean: 100ms}}, memory: {uniform: "
      "{min: 128MiB, max: 256MiB}}}\n";
  const auto text_of = [&](const std::vector<std::uint32_t>& order) {
    Pooled pooled;
    for (const std::uint32_t replication : order) {
      pooled.add(run_of(workload, replication), {});
    }
    std::string text;
    for (const auto& [key, part] : pooled.functions()) {
      text += key.second + " " + std::to_string(part.memory_mib.value_or(0)) + " " +
              std::to_string(part.figures.arrived) + " " + std::to_string(part.replications);
      for (const sim::BucketCount& count : part.latency) {
        text += " " + std::to_string(count.bucket) + ":" + std::to_string(count.count);
      }
      text += "\n";
    }
    for (const std::string& bucket : buckets_of(pooled.latency())) {
      text += bucket + "\n";
    }
    return text;
  };
  const std::string once = text_of({0, 1, 2, 3});
  CHECK(once == text_of({3, 1, 0, 2}));
  CHECK(once != text_of({0, 1, 2, 4}));
}
