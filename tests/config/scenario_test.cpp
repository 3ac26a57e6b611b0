#include "models/config/scenario.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using curtain::config::testing::errors_of;
using curtain::config::testing::Folder;
using curtain::config::testing::valid_scenario;

TEST_CASE("a scenario overrides its profile") {
  const Scenario s = parse_scenario(valid_scenario(), "s.yaml");
  CHECK(s.name == "quickstart");
  CHECK(s.description == "a shop, and some others");
  CHECK(s.seed == 42);
  CHECK(s.duration == Time{} + sim::hours(1));
  CHECK(s.warmup == Time{} + sim::minutes(10));
  CHECK(s.bin == sim::seconds(30));
  CHECK(s.platform_name == "aws-lambda-2018");
  CHECK(s.platform.cluster.hosts.count == 40);
  CHECK(s.platform.cluster.vms.instance_memory == 3328);  // the value of the profile
  CHECK(s.platform.policies.placement.declaration->name == "best-fit");
  // best-fit applies to VMs and hosts
  CHECK(s.platform.policies.host_placement.declaration->name == "best-fit");
  CHECK(s.workload.size() == 4);
  CHECK(std::get<PoissonSpec>(s.workload[3]).function == "none");
  REQUIRE(s.expect.size() == 3);
  CHECK(s.expect[1].where == "s.yaml:41:5");
}

TEST_CASE("keys that are not given have their defaults") {
  const Scenario s = parse_scenario("workload: [{azure-like: {}}]\nduration: 1h\n", "folder/tiny.yaml");
  CHECK(s.name == "tiny");
  CHECK(s.seed == 1);
  CHECK(s.warmup == Time{});
  CHECK(s.bin == sim::minutes(1));
  CHECK(s.platform_name == "aws-lambda-2018");
  CHECK(s.platform.policies.host_placement == s.platform.policies.placement);
}

TEST_CASE(
    "a placement that looks at functions or tenants places VMs only, unless host_placement chooses it") {
  const auto hosts_of = [](const std::string& placement) {
    const Scenario s = parse_scenario(
        "policies: {placement: " + placement + "}\nworkload: [{azure-like: {}}]\nduration: 1h\n", "s.yaml");
    return std::string(s.platform.policies.host_placement.declaration->name);
  };
  CHECK(hosts_of("worst-fit") == "worst-fit");
  CHECK(hosts_of("random") == "random");
  CHECK(hosts_of("zone-spread") == "zone-spread");  // zones are allowed, because they belong to hosts
  CHECK(hosts_of("locality") == "locality");
  for (const char* const placement : {"function-spread", "tenant-affinity", "openwhisk-hash", "hermod",
                                      "{rules: {score: [{instances_of_tenant: 1}]}}"}) {
    CAPTURE(placement);
    CHECK(hosts_of(placement) == "first-fit");
  }
  CHECK(hosts_of("{rules: {score: [{free: 1}]}}") == "rules");
}

TEST_CASE("placement is used for VMs and hosts unless host_placement is given") {
  const std::string rest = "workload: [{azure-like: {}}]\nduration: 1h\n";
  const Scenario s =
      parse_scenario("policies: {placement: worst-fit, host_placement: best-fit}\n" + rest, "s.yaml");
  CHECK(s.platform.policies.placement.declaration->name == "worst-fit");
  CHECK(s.platform.policies.host_placement.declaration->name == "best-fit");
}

TEST_CASE("a resolved scenario that is read again is the same scenario") {
  const Scenario first = parse_scenario(valid_scenario(), "s.yaml");
  const std::string text = resolved_yaml(first);
  const Scenario second = parse_scenario(text, "resolved.yaml");
  CHECK(resolved_yaml(second) == text);
  CHECK(second.platform_name == first.platform_name);
  CHECK(second.seed == first.seed);
  CHECK(second.duration == first.duration);
  CHECK(second.platform.policies.admission == first.platform.policies.admission);
  CHECK(second.platform.policies.scaling == first.platform.policies.scaling);
  CHECK(second.platform.policies.host_placement == first.platform.policies.host_placement);
  CHECK(second.platform.cold_start.runtime_start == first.platform.cold_start.runtime_start);
  CHECK(second.platform.lifetimes.instance == first.platform.lifetimes.instance);
  CHECK(second.platform.faults.vm_time_to_crash == first.platform.faults.vm_time_to_crash);
  REQUIRE(second.workload.size() == first.workload.size());
  for (const std::size_t i : {std::size_t{0}, std::size_t{3}}) {
    const auto& a = std::get<PoissonSpec>(first.workload[i]);
    const auto& b = std::get<PoissonSpec>(second.workload[i]);
    CHECK(a.function == b.function);
    CHECK(a.rate == b.rate);
    CHECK(a.duration == b.duration);
    CHECK(a.traits == b.traits);
  }
  const auto& a = std::get<PopulationSpec>(first.workload[1]);
  const auto& b = std::get<PopulationSpec>(second.workload[1]);
  CHECK(a.rate == b.rate);
  CHECK(a.memory == b.memory);
  REQUIRE(second.expect.size() == first.expect.size());
  for (std::size_t i = 0; i < first.expect.size(); ++i) {
    CHECK(second.expect[i].text == first.expect[i].text);
    CHECK(second.expect[i].source == first.expect[i].source);
    CHECK(second.expect[i].at_least == first.expect[i].at_least);
    CHECK(second.expect[i].at_most == first.expect[i].at_most);
  }
}

TEST_CASE("a resolved scenario needs no profile") {
  const Folder folder("resolved");
  folder.add("mine.yaml", "extends: ideal\nbilling: {granularity: 3ms}\n");
  const std::string path =
      folder.add("s.yaml", "platform: mine.yaml\nworkload: [{azure-like: {}}]\nduration: 1h\n");
  const std::string text = resolved_yaml(load_scenario(path));
  const Scenario back = parse_scenario(text, "elsewhere.yaml");
  CHECK(back.platform.billing.granularity == sim::milliseconds(3));
  CHECK(back.platform_name == "mine.yaml");
  CHECK(back.name == "s");
  CHECK(resolved_yaml(back) == text);
}

TEST_CASE("paths of traces and profiles are relative to the scenario's folder") {
  const Folder folder("load");
  folder.add("data/t.csv", "x\n");
  const std::string path =
      folder.add("a/s.yaml", "workload: [{trace: {format: csv, path: ../data/t.csv}}]\n");
  const Scenario s = load_scenario(path);
  CHECK(std::get<CsvTraceSpec>(s.workload[0]).paths == std::vector{folder.path("data/t.csv")});
  const Scenario back = parse_scenario(resolved_yaml(s), "s.yaml");
  CHECK(std::get<CsvTraceSpec>(back.workload[0]).paths == std::vector{folder.path("data/t.csv")});
}

TEST_CASE("overrides can change every value, including values of the profile") {
  const std::vector<Override> overrides = {{"seed", "7"},
                                           {"policies.placement", "worst-fit"},
                                           {"policies.keep_alive", "{fixed: {timeout: 1min}}"},
                                           {"workload.0.poisson.rate", "3/h"},
                                           {"cluster.vms.instance_memory", "2GiB"},
                                           {"billing.granularity", "1ms"}};
  const Scenario s = parse_scenario(valid_scenario(), "s.yaml", overrides);
  CHECK(s.seed == 7);
  CHECK(s.platform.policies.placement.declaration->name == "worst-fit");
  CHECK(s.platform.policies.keep_alive.arguments.duration(0) == sim::minutes(1));
  CHECK(std::get<PoissonSpec>(s.workload[0]).rate == 3.0 / 3600.0);
  CHECK(s.platform.cluster.vms.instance_memory == 2048);
  CHECK(s.platform.billing.granularity == sim::milliseconds(1));
}

TEST_CASE("errors in overrides name the override") {
  CHECK(errors_of(valid_scenario(), {{"seed", "x"}}) ==
        "--set seed: 'x' is not a whole number; write for example 12");
  CHECK(errors_of(valid_scenario(), {{"workload.0.poisson.rate", "3"}}) ==
        "--set workload.0.poisson.rate: workload[0].poisson.rate: '3' has no unit; write for example 20/s, "
        "5/min or "
        "100/h");
  CHECK(errors_of(valid_scenario(), {{"sede", "3"}}) ==
        "--set sede: unknown key 'sede'; allowed: name, description, lesson, seed, duration, warmup, epoch, "
        "bin, "
        "platform, "
        "frontend, "
        "scheduler, cluster, cold_start, cpu, disk, network, lifetimes, freeze, billing, faults, async, "
        "updates, "
        "policies, "
        "workload, programmes, expect, cases; "
        "did "
        "you "
        "mean 'seed'?");
  CHECK(errors_of(valid_scenario(), {{"workload.9", "3"}}) ==
        "--set workload.9: there is no item 9; the items of the list have the numbers 0 to 3");
}

TEST_CASE("all errors are reported at once, in order") {
  CHECK(
      errors_of("sed: 1\nduration: 1\nwarmup: 2 hours\nworkload:\n  - poisson: {function: f, rate: 1/s, "
                "duration: 1ms, "
                "memory: 1GB}\n") ==
      "s.yaml:1:1: unknown key 'sed'; allowed: name, description, lesson, seed, duration, warmup, epoch, "
      "bin, "
      "platform, "
      "frontend, "
      "scheduler, cluster, cold_start, cpu, disk, network, lifetimes, freeze, billing, faults, async, "
      "updates, "
      "policies, "
      "workload, programmes, expect, cases; "
      "did "
      "you mean "
      "'seed'?\n"
      "s.yaml:2:11: duration: '1' has no unit; write for example 250ms, 30s, 10min or 1h30min\n"
      "s.yaml:3:9: warmup: '2 hours' has the unknown unit 'hours'; allowed: ns, us, ms, s, min (or m), h, d; "
      "did you mean '2h'?\n"
      "s.yaml:5:62: workload[0].poisson.memory: '1GB' has a decimal unit; write GiB (the MB of AWS is a "
      "MiB)");
  CHECK(errors_of("a: [1\nb: 2") == "s.yaml:1:4: syntax error: this '[' is never closed; a ']' is missing");
  CHECK_THAT(errors_of("[1, 2]"), ContainsSubstring("s.yaml:1:1: expected a mapping of name, description"));
  std::string many;
  for (int i = 0; i < 80; ++i) {
    many += "k" + std::to_string(i) + ": 1\n";
  }
  const std::string text = errors_of(many);
  CHECK(std::count(text.begin(), text.end(), '\n') == 50);
  CHECK_THAT(text, ContainsSubstring("and 31 more"));
}

TEST_CASE("files that are not scenarios are refused") {
  const Folder folder("files-bad");
  folder.add("shop.yaml", "x: 1");
  const auto errors = [](const std::string& path) {
    try {
      load_scenario(path);
    } catch (const ScenarioError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(errors(folder.path("shpo.yaml")) ==
        folder.path("shpo.yaml") + ": " + config::quote(folder.path("shpo.yaml")) +
            " does not exist; did you mean '" + folder.path("shop.yaml") + "'?");
  CHECK_THAT(errors(folder.path("")), ContainsSubstring("is a folder, not a file"));
  CHECK_THAT(errors(folder.add("long.yaml", std::string(2'000'000, '#'))),
             ContainsSubstring("has more than 1048576 bytes"));
  CHECK_THAT(errors(folder.add("binary.yaml", std::string("\x7f"
                                                          "ELF\0",
                                                          5))),
             ContainsSubstring("control character"));
}

TEST_CASE("the built-in profiles are listed") {
  const std::vector<std::string> names = platform_profiles();
  CHECK(std::find(names.begin(), names.end(), "aws-lambda-2018") != names.end());
  CHECK(std::find(names.begin(), names.end(), "ideal") != names.end());
}

TEST_CASE("functions without a number of requests in an instance take that of the platform") {
  const Folder folder("slots");
  const std::string csv = folder.add("x.csv", "function_id,arrival_s,duration_s,memory_mb\nh,0,1,128\n");
  const std::string workload =
      "workload:\n"
      "  - timer: {function: f, every: 1s, duration: 1s}\n"
      "  - timer: {function: g, every: 1s, duration: 1s, requests_per_instance: 1}\n"
      "  - trace: {format: csv, path: " +
      csv +
      ", functions: [{function: h}, {function: k, requests_per_instance: "
      "7}]}\n";
  const auto slots = [](const Scenario& scenario) {
    const auto& trace = std::get<CsvTraceSpec>(scenario.workload[2]);
    return std::vector<std::uint32_t>{
        traits_of(scenario.workload[0]).requests_per_instance,
        traits_of(scenario.workload[1]).requests_per_instance, trace.traits.requests_per_instance,
        trace.functions[0].traits.requests_per_instance, trace.functions[1].traits.requests_per_instance};
  };
  const std::string head = "duration: 1min\nplatform: ideal\n";
  CHECK(slots(parse_scenario(head + workload, "s.yaml")) == std::vector<std::uint32_t>{1, 1, 1, 1, 7});
  const Scenario eighty =
      parse_scenario(head + "scheduler: {requests_per_instance: 80}\n" + workload, "s.yaml");
  CHECK(slots(eighty) == std::vector<std::uint32_t>{80, 1, 80, 80, 7});
  // The resolved scenario gives the same text.
  CHECK(slots(parse_scenario(resolved_yaml(eighty), "r.yaml")) == slots(eighty));
}
