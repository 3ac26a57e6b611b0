#include "models/experiment/run.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>

#include "models/experiment/laws.hpp"
#include "tests/catch.hpp"
#include "tests/experiment/small_scenario.hpp"

using namespace curtain;

namespace {

const std::string kSmall =
    std::string(support::kTwentyFunctions) +
    R"(  - poisson: {tenant: shop, function: checkout, rate: 2/s, duration: {lognormal: {median: 120ms, sigma: 0.6}}, memory: 256MiB, timeout: 400ms}
)";

std::string metrics_text(const Report& report) {
  std::string text;
  for (const Metric& metric : report.metrics) {
    text += metric.name + " " + metric.text() + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("A scenario has one fingerprint, on the warm and the general path, observed or not") {
  const Scenario scenario = parse_scenario(kSmall, "small");
  const RunResult plain = run_scenario(scenario, {});
  CHECK(plain.broken.empty());
  CHECK(plain.report.find("invocations.arrived")->number() > 15'000);
  CHECK(plain.report.find("invocations.timed_out")->number() > 0);
  for (int variant = 1; variant < 4; ++variant) {
    RunSettings settings;
    settings.force_general = (variant & 1) != 0;
    settings.audit = (variant & 2) != 0;
    const RunResult other = run_scenario(scenario, settings);
    INFO("variant " << variant);
    CHECK(other.broken.empty());
    CHECK(other.report.fingerprint == plain.report.fingerprint);
    CHECK(metrics_text(other.report) == metrics_text(plain.report));
    CHECK((other.audited_events > 0) == settings.audit);
  }
}

TEST_CASE("Another seed or replication gives another workload, and an equal one gives the same workload") {
  const Scenario scenario = parse_scenario(kSmall, "small");
  const Scenario seeded = parse_scenario(kSmall, "small", {{"seed", "8"}});
  RunSettings second;
  second.replication = 1;
  const std::uint64_t first = run_scenario(scenario, {}).report.fingerprint;
  CHECK(run_scenario(scenario, {}).report.fingerprint == first);
  CHECK(run_scenario(seeded, {}).report.fingerprint != first);
  CHECK(run_scenario(scenario, second).report.fingerprint != first);
}

TEST_CASE("A resolved scenario gives the same run as the original") {
  const Scenario scenario = parse_scenario(kSmall, "small");
  const Scenario resolved = parse_scenario(resolved_yaml(scenario), "resolved");
  CHECK(run_scenario(resolved, {}).report.fingerprint == run_scenario(scenario, {}).report.fingerprint);
}

TEST_CASE("An interrupted run keeps the results until then, and the laws hold") {
  const Scenario scenario = parse_scenario(kSmall, "small");
  std::atomic<bool> stop{true};
  RunSettings settings;
  settings.interrupt = &stop;
  settings.audit = true;
  const RunResult result = run_scenario(scenario, settings);
  CHECK(result.report.partial);
  CHECK(result.broken.empty());
  const double arrived = static_cast<double>(result.outcome.tally.arrivals_total());
  CHECK(arrived > 0);
  CHECK(arrived < 15'000);
  CHECK(result.outcome.end < Time{0} + sim::minutes(20));
}

TEST_CASE("The kind of workload determines what varies between replications") {
  const Scenario scenario = parse_scenario(kSmall, "small");
  CHECK(what_varies(scenario) ==
        "arrivals and durations of the calls of generated functions, and the functions' memory, are drawn "
        "again; start-up times and lifetimes are drawn again");
  Scenario traced = scenario;
  traced.workload = {CsvTraceSpec{}, AzureTraceSpec{}};
  CHECK(what_varies(traced).find("the rows of the trace are the same") != std::string::npos);
  CHECK(what_varies(traced).find("each minute's counts") == 0);
  traced.workload = {Huawei2023TraceSpec{}};
  CHECK(what_varies(traced).find("each interval's counts and durations") == 0);
  traced.workload = {AzureCdfsSpec{}};
  CHECK(what_varies(traced).find("generated functions (rates, durations and memory) and their calls") == 0);
  CHECK(draws_population(traced));
  CHECK_FALSE(draws_population(scenario));  // only the memory of its functions is drawn
  AzureCdfsSpec fixed;
  fixed.is_fixed = true;
  traced.workload = {fixed};
  CHECK_FALSE(draws_population(traced));
  CHECK(what_varies(traced) ==
        "arrivals and durations of the calls of generated functions are drawn again; a fixed population "
        "(rates, durations and memory of its functions) is the same; start-up times and lifetimes are drawn "
        "again");
  traced.workload = {PoissonSpec{}};
  CHECK_FALSE(draws_population(traced));
  CHECK(what_varies(traced).find("arrivals and durations of the calls of generated functions") == 0);
  traced.workload = {IluvatarTraceSpec{}, Huawei2025TraceSpec{}};
  CHECK(what_varies(traced).find("the rows of the trace are the same") == 0);
  Scenario looped = scenario;
  looped.workload = {ClosedLoopSpec{}};
  CHECK(what_varies(looped) ==
        "think times and durations of clients in closed loops are drawn again; start-up times and lifetimes "
        "are drawn again");
}

TEST_CASE(
    "A closed loop and a stream pass all laws and the audit, with the same results on each queue and path") {
  const Scenario scenario = parse_scenario(
      "platform: aws-lambda-2018\nduration: 20min\nwarmup: 2min\nfaults: {vm_time_to_crash: {exponential: "
      "{mean: "
      "5min}}, retry_backoff: 1s}\nworkload:\n"
      "  - closed-loop: {function: f, clients: 12, think: {exponential: {mean: 2s}}, ramp_up: 1min, "
      "duration: {lognormal: {median: 1s, sigma: 1}}, timeout: 3s, max_instances: 5, crash_retries: 1}\n"
      "  - poisson: {function: f, rate: 1/s, duration: 500ms, timeout: 3s, max_instances: 5, crash_retries: "
      "1}\n",
      "loops");
  RunSettings settings;
  settings.audit = true;
  const RunResult audited = run_scenario(scenario, settings);
  CHECK(audited.broken == std::vector<std::string>{});
  CHECK(audited.report.find("invocations.arrived")->number() > 3'000);
  settings.audit = false;
  CHECK(run_scenario(scenario, settings).outcome.fingerprint == audited.outcome.fingerprint);
  settings.force_general = true;
  CHECK(run_scenario(scenario, settings).outcome.fingerprint == audited.outcome.fingerprint);
}

TEST_CASE("A warm-up that covers the whole trace is refused") {
  const auto path = std::filesystem::temp_directory_path() / "curtain_run_test_warmup.csv";
  std::ofstream(path) << "function_id,arrival_s,duration_s,memory_mb\na,1,0.5,128\na,2,0.5,128\n";
  const std::string text =
      "workload: [{trace: {format: csv, path: " + path.string() + "}}]\nplatform: ideal\nwarmup: ";
  CHECK(run_scenario(parse_scenario(text + "2s", "short"), {}).report.find("invocations.arrived")->number() ==
        1);
  CHECK_THROWS_WITH(
      run_scenario(parse_scenario(text + "1h", "short"), {}),
      ContainsSubstring("the warm-up of 3600 s covers the whole workload; nothing is left to count"));
  std::filesystem::remove(path);
}

TEST_CASE("Sums of one function beyond 2^64 ns are exact") {
  RunSettings settings;
  settings.audit = true;
  const auto of = [](const RunResult& result, const char* metric) {
    return result.report.find(metric)->number();
  };
  // About 60 charges of 53,000 days are 2.7e20 ns, and 2^64 is 1.84e19.
  const RunResult charged = run_scenario(
      parse_scenario("duration: 60s\nplatform: ideal\nbilling: {granularity: 53000d}\n"
                     "workload: [{poisson: {function: f, rate: 1/s, duration: 1ms, memory: 1GiB}}]\n",
                     "long"),
      settings);
  CHECK(charged.broken.empty());
  CHECK(of(charged, "billing.requests") > 40);
  CHECK(of(charged, "billing.gib_s") == of(charged, "billing.requests") * 53'000 * 86'400);
  // 1,000 instances that exist for 220 days have 602 years of instance time.
  const RunResult fleet =
      run_scenario(parse_scenario("duration: 220d\nplatform: ideal\npolicies: {pre_warm: provisioned}\n"
                                  "workload: [{timer: {function: f, every: 1d, duration: 0s, memory: 1GiB, "
                                  "provisioned: 1000}}]\n",
                                  "fleet"),
                   settings);
  CHECK(fleet.broken.empty());
  CHECK(of(fleet, "billing.provisioned_gib_s") == 1'000.0 * 220 * 86'400);
  CHECK(of(fleet, "memory.idle_gib_s") == 1'000.0 * 220 * 86'400);
  // 1,000 instances are busy for 220 days.
  const RunResult busy = run_scenario(
      parse_scenario("duration: 220d\nplatform: ideal\n"
                     "workload: [{closed-loop: {function: f, clients: 1000, think: 1ns, duration: 110d, "
                     "memory: 1GiB}}]\n",
                     "busy"),
      settings);
  CHECK(busy.broken.empty());
  CHECK(of(busy, "memory.busy_gib_s") == Approx(1'000.0 * 220 * 86'400));
}

TEST_CASE("A queue that grows for a whole day is measured") {
  // A call of 200 ms arrives every 100 ms at one instance, so the k-th call (from 0) waits 100 k ms. The
  // latencies of 700,000 calls add up to 776 years.
  const Scenario scenario = parse_scenario(
      "duration: 70000s\nplatform: ideal\n"
      "workload: [{timer: {function: f, every: 100ms, duration: 200ms, max_instances: 1}}]\n",
      "overload");
  const RunResult result = run_scenario(scenario, {});
  const auto of = [&result](const char* metric) { return result.report.find(metric)->number(); };
  CHECK(result.broken.empty());
  CHECK(of("invocations.completed") == 700'000);
  CHECK(of("latency.mean_s") == Approx(0.2 + 0.05 * 699'999).epsilon(1e-12));
  CHECK(of("queueing.mean_s") == Approx(0.05 * 699'999).epsilon(1e-12));
  CHECK(of("platform.queueing_mean_s") == of("queueing.mean_s"));
  CHECK(of("latency.max_s") == Approx(0.2 + 0.1 * 699'999).epsilon(1e-12));
  CHECK(result.outcome.tally.latency_ns(0) > (static_cast<sim::Int128>(1) << 64));
}

TEST_CASE("Times beyond the end of simulated time are refused, not truncated") {
  const auto refusal = [](const std::string& text) -> std::string {
    try {
      run_scenario(parse_scenario(text, "far"), {});
    } catch (const std::range_error& error) {
      return error.what();
    }
    return "";
  };
  CHECK_THAT(
      refusal("duration: 1h\nplatform: ideal\nworkload: [{poisson: {function: f, rate: 1/s, duration: "
              "{pareto: {shape: 0.2, scale: 1s}}}}]\n"),
      ContainsSubstring(" s from pareto(shape 0.2, scale 1), in seconds, is beyond the longest time that "
                        "can be simulated, 2^62 ns (146 years); give the distribution a `max`"));
  CHECK_THAT(
      refusal("duration: 1h\nplatform: ideal\ncold_start: {sandbox: {pareto: {shape: 0.1, scale: 1h}}}\n"
              "policies: {keep_alive: none}\nworkload: [{poisson: {function: f, rate: 1/s, duration: "
              "1ms}}]\n"),
      ContainsSubstring("is beyond the longest time"));
  // Two executions of 100 years run one after the other.
  CHECK(refusal("duration: 1h\nplatform: ideal\nworkload: [{timer: {function: f, every: 30min, duration: "
                "36500d, max_instances: 1}}]\n") ==
        "an execution would last beyond the end of simulated time, which is 2^62 ns (146 years)");
  // Gaps and lifetimes of that length are allowed, because they do not end within the run.
  CHECK(refusal("duration: 1h\nplatform: ideal\nlifetimes: {vm: {pareto: {shape: 0.1, scale: 1h}}}\n"
                "cluster: {vms: {isolation: instance}}\npolicies: {keep_alive: none}\n"
                "workload: [{renewal: {function: f, gap: {mixture: [{weight: 9, of: 1s}, {weight: 1, of: "
                "{pareto: {shape: 1.01, scale: 30000d}}}]}, duration: 1ms}}]\n") == "");
}

TEST_CASE(
    "Lifetimes drawn as zero end one nanosecond later, and a run in which all lifetimes are zero can be "
    "interrupted") {
  const std::string text =
      "duration: 1s\nplatform: ideal\npolicies: {pre_warm: provisioned}\n"
      "workload: [{poisson: {function: f, rate: 1/s, duration: 1ms, provisioned: 1}}]\n";
  for (const char* const fault : {"lifetimes.instance={uniform: {min: 0s, max: 0.4ns}}",
                                  "lifetimes.vm={uniform: {min: 0s, max: 0.4ns}}",
                                  "faults.vm_time_to_crash={normal: {mean: 0s, sd: 1ns}}"}) {
    const std::string set(fault);
    const std::size_t equals = set.find('=');
    const Scenario scenario =
        parse_scenario(text, "brief", {{set.substr(0, equals), set.substr(equals + 1)}, {"duration", "1us"}});
    const RunResult result = run_scenario(scenario, {});
    INFO(fault);
    CHECK(result.broken.empty());
    CHECK(result.report.find("instances.created")->number() >= 500);
    std::atomic<bool> stop{true};
    RunSettings settings;
    settings.interrupt = &stop;
    CHECK(run_scenario(parse_scenario(text, "brief", {{set.substr(0, equals), set.substr(equals + 1)}}),
                       settings)
              .report.partial);
  }
}

namespace {

/// Returns the warnings of a run on the ideal platform, with one call of 500 ms at each of 0 s, 1 s, .. 9 s.
std::vector<std::string> warnings_with(const std::string& more) {
  const Scenario scenario = parse_scenario(
      "platform: ideal\nduration: 10s\nworkload: [{timer: {function: f, every: 1s, duration: 500ms}}]\n" +
          more,
      "w.yaml");
  std::vector<std::string> lines;
  for (const Warning& warning : run_scenario(scenario, {}).warnings) {
    lines.push_back(warning.line());
  }
  return lines;
}

}  // namespace

TEST_CASE("A planned crash of a VM that does not exist is warned about") {
  const auto crash = [](const std::string& text) {
    return warnings_with(
        "policies: {keep_alive: none}\ncluster: {vms: {empty_release: 0s}}\nfaults: {vm_crashes: [" + text +
        "]}\n");
  };
  // Without keep-alive the k-th call has its own VM, from k s to k s + 500 ms. So VM 3 exists from 3 s on.
  CHECK(crash("{at: 3200ms, vm: 3}").empty());
  CHECK(
      crash("{at: 2900ms, vm: 3}") ==
      std::vector<std::string>{
          "w.yaml:6:23: warning: faults.vm_crashes[0]: has no effect: VM 3 cannot crash at 2.9 s, because "
          "fewer VMs had been opened at that time; VMs are numbered from 0 in the order in which they open"});
  CHECK(crash("{at: 1s, vm: 0}, {at: 3600ms, vm: 3}, {at: 1h, vm: 3}") ==
        std::vector<std::string>{
            "w.yaml:6:23: warning: faults.vm_crashes[0]: has no effect: VM 0 cannot crash at 1 s, because "
            "the VM had been released before; VMs are numbered from 0 in the order in which they open",
            "w.yaml:6:40: warning: faults.vm_crashes[1]: has no effect: VM 3 cannot crash at 3.6 s, because "
            "the VM had been released before; VMs are numbered from 0 in the order in which they open",
            "w.yaml:6:61: warning: faults.vm_crashes[2]: has no effect: VM 3 cannot crash at 3600 s, because "
            "the run had ended before; VMs are numbered from 0 in the order in which they open"});
}

TEST_CASE("A bin width that was given and then enlarged by merging is warned about") {
  CHECK(warnings_with("bin: 3ms\n").empty());  // the run has 3,334 bins, so none are merged
  // 10,000 bins are merged to 5,000, and then to 2,500.
  CHECK(warnings_with("bin: 1ms\n") ==
        std::vector<std::string>{"w.yaml:4:1: warning: bin: bins of 1ms were merged to bins of 4ms, because "
                                 "a time series has at most 4096 bins; set a larger width, or simulate a "
                                 "shorter time"});
}

TEST_CASE("The sum of concurrency reserved by a trace's functions is checked while the run reads them") {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "curtain-reserved.csv";
  std::ofstream(path) << "function_id,arrival_s,duration_s,memory_mb\na,0,1,128\nb,1,1,128\n";
  const std::string text =
      "duration: 10s\nplatform: ideal\npolicies: {admission: {concurrency-limit: {tenant: 10}}}\nworkload:\n "
      " - trace: {format: csv, path: " +
      path.string() + ", reserved_concurrency: ";
  CHECK(run_scenario(parse_scenario(text + "5}\n", "r.yaml"), {}).broken.empty());
  try {
    run_scenario(parse_scenario(text + "6}\n", "r.yaml"), {});
    FAIL("two functions reserve 12 of 10");
  } catch (const ScenarioError& error) {
    const std::string said = error.what();
    CAPTURE(said);
    CHECK(said.rfind("r.yaml:5:", 0) == 0);
    CHECK(
        said.find(
            ": workload[0].trace.reserved_concurrency: 6 for function 'b' is more than the account "
            "'default' has left: the account has a concurrency of 10, of which 6 are reserved or provisioned "
            "for other functions; type at most 4, or") != std::string::npos);
  }
  std::filesystem::remove(path);
}
