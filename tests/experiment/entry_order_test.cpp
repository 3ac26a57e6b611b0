// The order of a workload's entries has no effect on a function, whether the function is declared by a
// generator or named by a trace at its first call.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "models/experiment/billing.hpp"
#include "models/experiment/breakdown.hpp"
#include "models/experiment/run.hpp"
#include "sim/draws.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Returns all counts of each function, by its name.
std::map<std::string, std::string> by_name(const Scenario& scenario) {
  RunSettings settings;
  settings.audit = true;
  const RunResult result = run_scenario(scenario, settings);
  REQUIRE(result.broken.empty());
  const std::vector<Figures> figures = figures_by_function(result.outcome, result.functions);
  std::map<std::string, std::string> texts;
  for (std::size_t id = 0; id < figures.size(); ++id) {
    const Figures& f = figures[id];
    const Charge charge =
        charge_of(FunctionId{id}, result.outcome, result.functions, scenario.platform.billing);
    std::string& text = texts[result.functions[FunctionId{id}].name];
    for (const sim::Int128 value :
         {sim::Int128{f.arrived}, sim::Int128{f.completed}, sim::Int128{f.warm}, sim::Int128{f.cold},
          sim::Int128{f.waited}, sim::Int128{f.first_use}, sim::Int128{f.created}, f.latency_ns,
          f.execution_ns, f.busy_mib_ns, f.ready_mib_ns, f.live_mib_ns, charge.billed_mib_ns,
          charge.init_mib_ns, charge.provisioned_mib_ns, charge.billed_on_provisioned_mib_ns}) {
      text += sim::to_string(value) + " ";
    }
  }
  return texts;
}

/// Random scenarios in which functions are independent of each other: there are no limits or shared VMs, and
/// start-ups have a fixed length. Some functions are called by their own trace, others by a timer.
class Maker {
 public:
  Maker(std::uint32_t seed, const std::filesystem::path& folder)
      : draw_(sim::DrawKey(77, 0, 0), seed, 0), folder_(folder) {
    static const std::vector<std::string> policies = {
        "pre_warm: provisioned",
        "pre_warm: provisioned, keep_alive: none",
        "pre_warm: {moving-average: {window: 40s, tick: 10s}}",
        "pre_warm: {scheduled: {from: '1 0 * * *', until: '5 0 * * *'}}",
        "pre_warm: hybrid-histogram, keep_alive: hybrid-histogram",
        "scaling: {concurrency-target: {target: 1, tick: 3s, stable_window: 12s}}, keep_alive: forever",
        "scaling: {queue-length: {per_instance: 2}}",
        "scaling: {hedged: {after: 1s}}, pre_warm: provisioned",
        "scaling: wait-if-soon-free, pre_warm: provisioned"};
    head_ =
        "duration: 10min\nepoch: 2024-01-01\nplatform: ideal\ncold_start: {function_init: 2s}\n"
        "cluster: {vms: {isolation: function}}\nbilling: {prices: aws-lambda-2020-1ms}\npolicies: {" +
        policies[seed % policies.size()] + "}\n";
    const std::uint32_t entries = 3 + draw_.below(4);
    for (std::uint32_t i = 0; i < entries; ++i) {
      entries_.push_back(draw_.below(4) == 0 ? timer(i) : trace(i));
    }
  }

  [[nodiscard]] std::size_t entries() const { return entries_.size(); }
  [[nodiscard]] Scenario in_order(const std::vector<std::size_t>& order) const {
    std::string text = head_ + "workload:\n";
    for (const std::size_t i : order) {
      text += "  - " + entries_[i] + "\n";
    }
    return parse_scenario(text, "permuted");
  }

 private:
  std::string traits() {
    std::string text;
    const bool holds = head_.find("pre_warm: provisioned") != std::string::npos ||
                       head_.find("scheduled") != std::string::npos;
    text += holds && draw_.below(2) == 0 ? ", provisioned: " + std::to_string(1 + draw_.below(2)) : "";
    text += draw_.below(3) == 0 ? ", requests_per_instance: 2" : "";
    return text;
  }
  /// The calls of one or two functions. Two entries never have a call at the same instant.
  std::string trace(std::uint32_t number) {
    const std::filesystem::path path = folder_ / (std::to_string(number) + ".csv");
    std::ofstream file(path);
    file << "function_id,arrival_s,duration_s,memory_mb\n";
    std::uint32_t at_s = draw_.below(400);
    for (std::uint32_t i = 1 + draw_.below(25); i > 0; --i) {
      file << "f" << number << (draw_.below(3) == 0 ? "b" : "a") << ',' << at_s << ".00" << number << ','
           << draw_.below(9) << ".5,128\n";
      at_s += draw_.below(20);
    }
    return "trace: {format: csv, path: " + path.string() + traits() + "}";
  }
  std::string timer(std::uint32_t number) {
    return "timer: {tenant: t, function: f" + std::to_string(number) +
           ", every: " + std::to_string(5 + draw_.below(60)) + "s, phase: 7." + std::to_string(100 + number) +
           "s, duration: 1s, memory: 128MiB" + traits() + "}";
  }

  sim::Draw draw_;
  std::filesystem::path folder_;
  std::vector<std::string> entries_;
  std::string head_;
};

}  // namespace

TEST_CASE("The order of a workload's entries does not change the results of any function") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("curtain_entry_order_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  for (std::uint32_t seed = 0; seed < 45; ++seed) {
    CAPTURE(seed);
    const Maker maker(seed, folder);
    std::vector<std::size_t> order(maker.entries());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    const std::map<std::string, std::string> first = by_name(maker.in_order(order));
    REQUIRE(first.size() >= order.size());
    std::reverse(order.begin(), order.end());
    REQUIRE(by_name(maker.in_order(order)) == first);
    std::rotate(order.begin(), order.begin() + 1, order.end());
    std::swap(order.front(), order.back());
    REQUIRE(by_name(maker.in_order(order)) == first);
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("Provisioned concurrency of a trace's function begins with its first call") {
  // Functions 0 to 2 are in the order of their first rows. The provisioned function is called first at 1,000
  // s of 3,600 s.
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("curtain_provisioned_" + std::to_string(getpid()) + ".csv");
  std::ofstream(path) << "function_id,arrival_s,duration_s,memory_mb\nheld,1000,1,1024\n";
  const std::string held = "trace: {format: csv, path: " + path.string() + ", provisioned: 2}";
  const std::string other = "timer: {function: other, every: 10s, phase: 5s, duration: 1s}";
  for (const std::string& workload : {held + "},{" + other, other + "},{" + held}) {
    const RunResult result = run_scenario(
        parse_scenario("duration: 1h\nplatform: ideal\npolicies: {pre_warm: provisioned}\nbilling: {prices: "
                       "aws-lambda-2020-1ms}\nworkload: [{" +
                           workload + "}]\n",
                       "held"),
        {});
    CHECK(result.report.find("billing.provisioned_gib_s")->number() == 2 * 2'600);
  }
  std::filesystem::remove(path);
}
