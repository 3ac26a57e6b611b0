// Benchmarks of the whole default platform with all metrics. Every figure is the CPU time of one thread and
// the minimum of several runs. Each run has its own process.
#include <fmt/format.h>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "models/config/scenario.hpp"
#include "models/experiment/laws.hpp"
#include "models/platform/platform.hpp"
#include "models/workload/memory_source.hpp"
#include "sim/fingerprint.hpp"
#include "tools/benchmarks/bench_support.hpp"

namespace {

using namespace curtain;
using bench::cpu_seconds;

/// A value of /proc/self/status in MiB.
double status_mib(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) {
      return std::strtod(line.c_str() + name.size() + 1, nullptr) / 1024;
    }
  }
  return 0;
}

void reset_peak() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";
}

struct Figure {
  double cpu_s = 0;
  double invocations = 0;
  double peak_mib = 0;  ///< memory in addition to the memory in use at the start of the run
  std::uint64_t fingerprint = 0;
};

/// The scenario zipf-1k: 1,000 functions on the default platform, with `invocations` calls on average in
/// total.
Scenario zipf_1k(std::uint64_t invocations, const std::string& policies) {
  const std::string text = fmt::format(R"(
name: zipf-1k
seed: 1
duration: {}s
platform: aws-lambda-2018
cold_start: {{vm_boot: 0s, sandbox: 250ms, code_download: 0s, runtime_start: 0s, function_init: 0s}}
policies: {{keep_alive: {{fixed: {{timeout: 600s}}}}, routing: most-recent{}}}
workload:
  - population:
      functions: 1000
      rate: 1000/s
      zipf_exponent: 1.0
      duration: {{exponential: {{mean: 500ms}}, max: 10s}}
      memory: 256MiB
)",
                                       invocations / 1000, policies.empty() ? "" : ", " + policies);
  return parse_scenario(text, "zipf-1k");
}

Figure measure(const Scenario& scenario, ArrivalSource& source, FunctionTable& functions) {
  RunOptions options;
  options.seed = scenario.seed;
  options.warmup = scenario.warmup;
  options.end = scenario.duration;
  options.bin = scenario.bin;
  reset_peak();
  const double before = status_mib("VmRSS");
  const double start = cpu_seconds();
  const RunOutcome outcome = simulate(scenario.platform, functions, source, options);
  Figure figure;
  figure.cpu_s = cpu_seconds() - start;
  figure.peak_mib = status_mib("VmHWM") - before;
  figure.invocations = static_cast<double>(outcome.tally.arrivals_total());
  figure.fingerprint = outcome.fingerprint;
  for (const std::string& law : broken_laws(outcome, functions, scenario.platform.billing)) {
    fmt::print(stderr, "broken law: {}\n", law);
  }
  return figure;
}

Figure generated(const Scenario& scenario) {
  FunctionTable functions;
  const auto source = open_source(scenario.workload.front(),
                                  {scenario.seed, 0, 0, scenario.duration, scenario.epoch}, functions);
  return measure(scenario, *source, functions);
}

Figure from_memory(const Scenario& scenario) {
  FunctionTable functions;
  const auto source = open_source(scenario.workload.front(),
                                  {scenario.seed, 0, 0, scenario.duration, scenario.epoch}, functions);
  MemorySource memory(record(*source), scenario.duration);
  return measure(scenario, memory, functions);
}

Figure from_csv(const Scenario& scenario, const std::string& path) {
  FunctionTable functions;
  CsvTraceSpec csv;
  csv.paths = {path};
  const auto source = open_source(csv, {scenario.seed, 0, 0, scenario.duration, scenario.epoch}, functions);
  return measure(scenario, *source, functions);
}

void write_csv(const Scenario& scenario, const std::string& path) {
  FunctionTable functions;
  const auto source = open_source(scenario.workload.front(),
                                  {scenario.seed, 0, 0, scenario.duration, scenario.epoch}, functions);
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  bool good = file != nullptr;
  if (good) {
    good = std::fputs("function_id,arrival_s,duration_s,memory_mb\n", file) >= 0;
    std::vector<Arrival> batch(4096);
    while (const std::size_t count = good ? source->fill(batch) : 0) {
      std::string text;
      for (std::size_t i = 0; i < count; ++i) {
        const Arrival& a = batch[i];
        text +=
            fmt::format("{},{}.{:09},{}.{:09},{}\n", functions[a.function].name, a.time.ns() / 1'000'000'000,
                        a.time.ns() % 1'000'000'000, a.duration.ns() / 1'000'000'000,
                        a.duration.ns() % 1'000'000'000, functions[a.function].memory);
      }
      good = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    }
    good = std::fclose(file) == 0 && good;
  }
  if (!good) {
    fmt::print(stderr, "'{}' could not be written\n", path);
    std::exit(3);
  }
}

/// Runs `work` in child processes and returns the figure with the smallest CPU time.
Figure best_of(int runs, const std::function<Figure()>& work) {
  Figure best;
  for (int i = 0; i < runs; ++i) {
    int ends[2];
    if (pipe(ends) != 0) {
      std::exit(3);
    }
    const pid_t child = fork();
    if (child == 0) {
      const Figure figure = work();
      const bool written = write(ends[1], &figure, sizeof figure) == static_cast<ssize_t>(sizeof figure);
      _exit(written ? 0 : 1);
    }
    close(ends[1]);
    Figure figure;
    const bool got = read(ends[0], &figure, sizeof figure) == static_cast<ssize_t>(sizeof figure);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (!got || status != 0) {
      fmt::print(stderr, "a run failed\n");
      std::exit(3);
    }
    if (i == 0 || figure.cpu_s < best.cpu_s) {
      best = figure;
    }
  }
  return best;
}

void print(const std::string& name, const Figure& figure, double base = 0) {
  fmt::print("{:<34} {:>11.0f} {:>8.3f} s {:>7.2f} M/s {:>8.1f} MiB{}  {}\n", name, figure.invocations,
             figure.cpu_s, figure.invocations / figure.cpu_s / 1e6, figure.peak_mib,
             base > 0 ? fmt::format("  x{:.2f}", figure.cpu_s / figure.invocations / base) : "",
             sim::fingerprint_text(figure.fingerprint));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t invocations = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  const int runs = argc > 2 ? std::atoi(argv[2]) : 3;
  if (invocations < 100'000 || runs < 1) {
    fmt::print(stderr, "usage: curtain-bench [INVOCATIONS >= 100000 [RUNS]]\n");
    return 2;
  }
  fmt::print("zipf-1k: 1,000 functions, Zipf 1.0, 1,000/s, exponential 0.5 s, 256 MiB, on aws-lambda-2018\n");
  fmt::print("{:<34} {:>11} {:>10} {:>11} {:>12}\n", "", "invocations", "CPU", "rate", "memory");
  const Figure base = best_of(runs, [&] { return from_memory(zipf_1k(invocations, "")); });
  const double per_invocation = base.cpu_s / base.invocations;
  print("from memory", base);
  print("generated", best_of(runs, [&] { return generated(zipf_1k(invocations, "")); }));
  print("generated, a tenth", best_of(runs, [&] { return generated(zipf_1k(invocations / 10, "")); }));
  const std::string path =
      (std::filesystem::temp_directory_path() / fmt::format("curtain-bench-{}.csv", getpid())).string();
  const std::uint64_t rows = std::min<std::uint64_t>(invocations, 2'000'000);
  write_csv(zipf_1k(rows, ""), path);
  print("from CSV", best_of(runs, [&] { return from_csv(zipf_1k(rows, ""), path); }));
  std::filesystem::remove(path);
  fmt::print("\nfrom memory with another policy at one seam, time against the first line\n");
  for (const char* const policy : {"admission: unlimited", "queueing: lifo", "routing: least-recent",
                                   "routing: random", "scaling: queue-length", "placement: best-fit",
                                   "placement: worst-fit", "keep_alive: forever", "pre_warm: none"}) {
    std::string text = policy;
    const Scenario scenario = zipf_1k(invocations, "");
    const std::string::size_type colon = text.find(": ");
    print(policy,
          best_of(runs,
                  [&] {
                    const Override change{"policies." + text.substr(0, colon), text.substr(colon + 2)};
                    const Scenario changed = parse_scenario(resolved_yaml(scenario), "zipf-1k", {change});
                    return from_memory(changed);
                  }),
          per_invocation);
  }
  return 0;
}
