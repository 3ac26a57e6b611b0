// Invalid scenarios and their messages for users. A message has the place, what was found, what is allowed,
// and the nearest name.
#include "tests/bad_input/refused.hpp"

using support::check_refused;
using support::check_refused_scenario;
using support::Folder;

namespace {

const std::string kHead = "duration: 10s\nplatform: ideal\n";
const std::string kWork = "workload:\n  - poisson: {function: f, rate: 20/s, duration: 10ms}\n";
const std::string kKeys =
    "name, description, lesson, seed, duration, warmup, epoch, bin, platform, frontend, scheduler, cluster, "
    "cold_start, "
    "cpu, disk, network, lifetimes, "
    "freeze, billing, faults, async, updates, policies, workload, programmes, expect, cases";

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

}  // namespace

TEST_CASE("Keys that are misspelt, given twice or missing are refused") {
  check_refused_scenario(kHead + "warmpu: 1s\n" + kWork, "case.yaml:3:1: unknown key 'warmpu'; allowed: " +
                                                             kKeys + "; did you mean 'warmup'?");
  check_refused_scenario(kHead + "seed: 1\nseed: 2\n" + kWork,
                         "case.yaml:4:1: duplicate key 'seed': lines 3 and 4");
  check_refused_scenario(
      kHead,
      "case.yaml:1:1: the key 'workload' is missing: the sources of invocations; each source is one entry");
  check_refused_scenario(
      kHead + "workload: []\n",
      "case.yaml:3:1: workload: the list of workload entries is empty; write at least one entry");
  check_refused_scenario(kHead + "workload:\n  - poison: {function: f}\n",
                         "case.yaml:4:5: workload[0]: unknown kind of workload 'poison'; allowed: poisson, "
                         "population, correlated, azure-like, renewal, timer, mmpp, on-off, curve, "
                         "diurnal, closed-loop, batch, cold-share, measured, trace; did you mean "
                         "'poisson'?");
}

TEST_CASE("Quantities with a wrong unit, sign or size are refused") {
  check_refused_scenario(
      kHead + "warmup: 1GiB\n" + kWork,
      "case.yaml:3:9: warmup: '1GiB' has the unknown unit 'GiB'; allowed: ns, us, ms, s, min (or "
      "m), h, d");
  check_refused_scenario(
      kHead + "warmup: 10\n" + kWork,
      "case.yaml:3:9: warmup: '10' has no unit; write for example 250ms, 30s, 10min or 1h30min");
  check_refused_scenario(kHead + "warmup: -1s\n" + kWork,
                         "case.yaml:3:9: warmup: '-1s' is negative; a length of time is at least 0");
  check_refused_scenario(kHead + "warmup: 1e400s\n" + kWork,
                         "case.yaml:3:9: warmup: '1e400s' is longer than 2^62 ns (about 146 years)");
  check_refused_scenario(kHead + "warmup: 99999999999h\n" + kWork,
                         "case.yaml:3:9: warmup: '99999999999h' is longer than 2^62 ns (about 146 years)");
  check_refused_scenario(kHead + "workload:\n  - poisson: {function: f, rate: 1e300/s, duration: 10ms}\n",
                         "case.yaml:4:34: workload[0].poisson.rate: '1e300/s' is too large; allowed: at most "
                         "1000000000/s");
  check_refused_scenario(kHead + "seed: 99999999999999999999999\n" + kWork,
                         "case.yaml:3:7: seed: '99999999999999999999999' is too large");
  check_refused_scenario(
      kHead + "workload:\n  - population: {functions: -3, rate: 20/s, duration: 10ms}\n",
      "case.yaml:4:29: workload[0].population.functions: '-3' is negative; a whole number is at least 0");
}

TEST_CASE("Settings that contradict each other are refused") {
  check_refused_scenario(kHead + "warmup: 20s\n" + kWork,
                         "case.yaml:3:1: warmup: the warm-up of 20s is not shorter than the duration of 10s; "
                         "type a shorter warm-up or a longer duration");
  check_refused_scenario(kHead + "cluster: {hosts: {memory: 1GiB}, vms: {memory: 2GiB}}\n" + kWork,
                         "case.yaml:3:40: cluster.vms.memory: a VM of 2GiB does not fit a host of 1GiB; make "
                         "the VM smaller or the host larger");
  check_refused_scenario(
      kHead +
          "cluster: {vms: {memory: 64MiB}}\nworkload:\n  - poisson: {memory: 128MiB, "
          "function: f, rate: 1/s, duration: 1s}\n",
      "case.yaml:5:15: workload[0].poisson.memory: an instance of 128MiB does not fit a VM, which has 64MiB "
      "of memory for instances; raise cluster.vms.memory (now 64MiB) to at least 128MiB");
  check_refused_scenario(
      "platform: ideal\n" + kWork,
      "case.yaml:3:5: workload[0]: poisson arrivals have no end; set the duration of the scenario");
}

TEST_CASE("Policies with wrong names or parameters are refused") {
  check_refused_scenario(
      kHead + "policies: {placement: firstfit}\n" + kWork,
      "case.yaml:3:23: policies.placement: unknown policy 'firstfit'; allowed: first-fit, best-fit, "
      "worst-fit, next-fit, last-fit, random, round-robin, power-of-two-choices, dot-product, "
      "function-spread, "
      "tenant-affinity, openwhisk-hash, hermod, rules, zone-spread, locality; did you mean "
      "'first-fit'?");
  check_refused_scenario(
      kHead + "policies: {scaling: {queue-length: {per_instance: 0}}}\n" + kWork,
      "case.yaml:3:51: policies.scaling.queue-length.per_instance: '0' is too small; allowed: 1 to "
      "1000000");
  check_refused_scenario(
      kHead + "policies: {keep_alive: {fixed: {timeot: 1s}}}\n" + kWork,
      "case.yaml:3:33: policies.keep_alive.fixed: unknown parameter 'timeot'; allowed: timeout; "
      "did you mean 'timeout'?");
}

TEST_CASE("Expectations with a wrong metric or unit, or without a bound, are refused") {
  check_refused_scenario(
      kHead + kWork + "expect:\n  - {metric: cold_start.ration, equals: 1}\n",
      "case.yaml:6:5: there is no metric 'cold_start.ration'; did you mean 'cold_start.ratio'?");
  check_refused_scenario(
      kHead + kWork + "expect:\n  - {metric: vms.peak, equals: 3s}\n  - {metric: vms.peak}\n",
      "case.yaml:6:32: expect[0].equals: '3s' is a length of time, but the metric 'vms.peak' is not in "
      "seconds; write a number, or choose a metric whose name ends in _s (`curtain metrics` lists "
      "them)\ncase.yaml:7:5: expect[1]: the entry has no bound; write at_least, at_most or equals");
}

TEST_CASE("All errors are reported at once, in the order of the file") {
  check_refused_scenario(kHead + "warmpu: 1s\nseed: -1\nbin: 0s\n" + kWork,
                         "case.yaml:3:1: unknown key 'warmpu'; allowed: " + kKeys +
                             "; did you mean 'warmup'?\n" +
                             "case.yaml:4:7: seed: '-1' is negative; a whole number is at least 0\n"
                             "case.yaml:5:6: bin: '0s' is too small; allowed: at least 1us");
}

TEST_CASE("Profiles that are unknown, missing, wrong or extend each other in a circle are refused") {
  check_refused_scenario(
      "duration: 1s\nplatform: idael\n" + kWork,
      "case.yaml:2:11: platform: unknown platform profile 'idael'; allowed: aws-lambda-2018, "
      "aws-lambda-2019, "
      "aws-lambda-2020, aws-lambda-2021, aws-lambda-2022, aws-lambda-2026, azure-flex-2026, "
      "azure-functions-2018, azure-functions-2021, "
      "cloud-run-2022, cloud-run-2026, google-functions-2018, google-functions-2021, huawei-2025, ideal, "
      "knative, openwhisk, or a path "
      "to a .yaml file; did you mean 'ideal'?");
  const Folder folder;
  folder.write("case.yaml", "duration: 1s\nplatform: mine.yaml\n" + kWork);
  check_refused(folder, {"run", "case.yaml"},
                "case.yaml:2:11: platform: 'mine.yaml' does not exist; did you mean "
                "'case.yaml'?");
  folder.write("mine.yaml", "frontend: {request_latency: 10}\n");
  check_refused(folder, {"run", "case.yaml"},
                "mine.yaml:1:29: frontend.request_latency: '10' has no unit; write for "
                "example 250ms, 30s, 10min or 1h30min");
  folder.write("mine.yaml", "extends: yours.yaml\n");
  folder.write("yours.yaml", "extends: mine.yaml\n");
  check_refused(folder, {"run", "case.yaml"},
                "yours.yaml:1:10: extends: these profiles extend each other in a circle: mine.yaml -> "
                "yours.yaml -> mine.yaml");
}

TEST_CASE("Files that are not scenarios are refused") {
  const Folder folder;
  std::filesystem::create_directory(folder / "nest");
  folder.write("case.yaml", "x: 1\n");
  check_refused(folder, {"run", "cas.yaml"}, "curtain: 'cas.yaml' does not exist; did you mean 'case.yaml'?");
  check_refused(folder, {"run", "nest"},
                "curtain: 'nest' is a folder, not a file; it has no scenarios (*.yaml)");
  check_refused(folder, {"run", "/dev/zero"}, "curtain: '/dev/zero' is a device or a pipe, not a file");
  check_refused_scenario("", "case.yaml:1:1: the document is empty; write at least one key");
  check_refused_scenario("hello\n", "case.yaml:1:1: expected a mapping of " + kKeys + ", found 'hello'");
  check_refused_scenario("- 1\n- 2\n", "case.yaml:1:1: expected a mapping of " + kKeys + ", found a list");
  check_refused_scenario(kHead + kWork + "---\na: 1\n",
                         "case.yaml:5:1: a second document starts here, but a file may contain only one "
                         "document; remove the line '---'");
  check_refused_scenario(std::string("\x7f"
                                     "ELF\x02\x01\x01\x00\x00",
                                     9),
                         "case.yaml:1:5: control character 0x02 in the text");
  check_refused_scenario(std::string("duration: 10s\0\n", 15),
                         "case.yaml:1:14: control character 0x00 in the text");
  check_refused_scenario("duration: 10s\nname: \xff\xfe\n", "case.yaml:2:7: byte 0xff is not UTF-8 text");
  check_refused_scenario("duration: 10s\n\tname: x\n",
                         "case.yaml:2:1: syntax error: a tab in the indentation, but YAML allows only "
                         "spaces; replace each tab by two spaces");
  check_refused_scenario("cluster: {hosts: {count: 3\n",
                         "case.yaml:1:18: syntax error: this '{' is never closed; a '}' is missing");
}

TEST_CASE("Files that would exhaust the memory of a reader are refused") {
  check_refused_scenario(repeated("[", 200'000),
                         "case.yaml:1:33: the values are nested deeper than 64 levels, which is the limit");
  check_refused_scenario(repeated("{a: ", 200'000),
                         "case.yaml:1:253: the values are nested deeper than 64 levels, which is the limit");
  check_refused_scenario(repeated("- ", 200'000),
                         "case.yaml:1:129: the values are nested deeper than 64 levels, which is the limit");
  check_refused_scenario(repeated("? ", 200'000),
                         "case.yaml:1:129: the values are nested deeper than 64 levels, which is the limit");
  check_refused_scenario(repeated("x", 2'000'000),
                         "case.yaml: 'case.yaml' has more than 1048576 bytes, which is the limit");
  std::string laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char name = 'b'; name <= 'i'; ++name) {
    const std::string before = std::string("*") + static_cast<char>(name - 1);
    laughs += std::string(1, name) + ": &" + name + " [" + repeated(before + ", ", 8) + before + "]\n";
  }
  check_refused_scenario(laughs,
                         "case.yaml:6:8: the document has more than 200000 values, which is the limit; an "
                         "alias counts as all values to which it refers");
  check_refused_scenario("a: &a [*a]\n",
                         "case.yaml:1:8: this alias refers to a value that contains the alias itself");
}

TEST_CASE("The option --set with a path that does not exist is refused") {
  const Folder folder;
  folder.write("case.yaml", kHead + kWork);
  const auto set = [&folder](const std::string& text, const std::string& message) {
    INFO(text);
    check_refused(folder, {"run", "case.yaml", "--set", text}, message);
  };
  set("a.b=3", "curtain: --set a.b: unknown key 'a'; allowed: " + kKeys);
  set("policies.placement=best",
      "curtain: --set policies.placement: unknown policy 'best'; allowed: first-fit, best-fit, "
      "worst-fit, next-fit, last-fit, random, round-robin, power-of-two-choices, dot-product, "
      "function-spread, "
      "tenant-affinity, openwhisk-hash, hermod, rules, zone-spread, locality; did you mean 'best-fit'?");
  set("workload.0.poisson.rate=[1", "curtain: --set workload.0.poisson.rate: '[1' is not a YAML value");
  set("workload[7].poisson.rate=1/s",
      "curtain: --set workload[7].poisson.rate: there is no item 7; the items of the list have the numbers 0 "
      "to 0");
  set("workload[0].poisson.rate=1",
      "curtain: --set workload[0].poisson.rate: '1' has no unit; write "
      "for example 20/s, 5/min or 100/h");
  set("workload.x=2", "curtain: --set workload.x: 'x' is not a position in a list; write a number from 0");
  set("seed=1,2", "curtain: --set seed: '1,2' is not a whole number; write for example 12");
}

TEST_CASE("Control characters of an input do not reach the terminal") {
  const Folder folder;
  folder.write("case.yaml",
               kHead + "policies: {pre_warm: {scheduled: {from: \"\\e[31mX * * *\"}}}\n" + kWork);
  support::Surroundings here;
  here.folder = folder.path();
  const support::Ended ended = support::curtain({"run", "case.yaml"}, here);
  CHECK(ended.status == 2);
  CHECK(ended.err.find('\x1b') == std::string::npos);
  CHECK_THAT(ended.err, ContainsSubstring("'\\x1b[31mX * * *'"));
}
