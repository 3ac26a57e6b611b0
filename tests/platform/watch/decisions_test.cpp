// Tests of the notices of decisions to an observer. There is one notice for each call of a policy, even where
// a constant would be enough.
#include <map>

#include "tests/support/decisions.hpp"
#include "tests/support/random_scenario.hpp"

using namespace support;
using Texts = std::vector<std::string>;

namespace {

/// A world with VMs of 1,000 MiB, two per host. f, of 600 MiB, runs from 0 to 1 s and is idle for 10 s.
World one_call() {
  World world;
  world.parameters.cluster.hosts.memory = 2'000;
  world.parameters.cluster.vms.memory = 1'000;
  world.arrive(world.function("f", {}, 600), at_ms(0), ms(1'000));
  return world;
}

}  // namespace

TEST_CASE("decisions of every seam are reported, including static answers") {
  World world = one_call();
  world.arrive(FunctionId{0u}, at_ms(500), ms(1'000));  // this attempt starts another instance, on another VM
  world.arrive(FunctionId{0u}, at_ms(2'000),
               ms(1'000));  // this attempt is warm, on the instance used last, which is the second one
  CHECK(decisions(world, "admission") == Texts{"0 s: admit ()", "0.5 s: admit ()", "2 s: admit ()"});
  CHECK(decisions(world, "scaling") == Texts{"0 s: start ()", "0.5 s: start ()"});
  CHECK(decisions(world, "placement") == Texts{"0.5 s: no existing VM (no bin has 600 free)"});
  CHECK(decisions(world, "host_placement") ==
        Texts{"0 s: new host 0 (no bin has 1 free)",
              "0.5 s: host 0 (room for 1 of 2 VMs; the oldest bin with 1 free)"});
  CHECK(decisions(world, "routing") == Texts{"2 s: instance 1 ()"});
  CHECK(decisions(world, "keep_alive") == Texts{"1 s: instance 0 kept for 10 s ()",
                                                "1.5 s: instance 1 kept for 10 s ()",
                                                "3 s: instance 1 kept for 10 s ()"});
  CHECK(decisions(world, "queueing").empty());
  CHECK(decisions(world, "pre_warm").empty());
}

TEST_CASE("the name of a policy and its function are reported") {
  World world = one_call();
  DecisionRecorder recorder;
  world.options.observer = &recorder;
  world.run_as(world.options);
  REQUIRE_FALSE(recorder.all.empty());
  CHECK(recorder.all.front().seam == "admission");
  CHECK(recorder.all.front().policy == "unlimited");
  CHECK(recorder.all.front().function == FunctionId{0u});
}

TEST_CASE("a VM keeps its name, and VMs opened later have other names") {
  // VM 0 of f is released at 1 s + 10 s. At 20 s VM 1 is opened, with room for a second instance.
  World world = one_call();
  const FunctionId g = world.function("g", {}, 400);
  world.arrive(FunctionId{0u}, at_ms(20'000), ms(1'000));
  world.arrive(g, at_ms(20'500), ms(1'000));
  CHECK(decisions(world, "placement") ==
        Texts{"20.5 s: VM 1 (400 MiB free of 1000; the oldest bin with 400 free)"});
}

TEST_CASE("a floor is reported when it changes, and an eviction with the values compared") {
  World world = one_call();
  FunctionTraits held;
  held.provisioned = 1;
  world.function("g", held, 400);
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  CHECK(decisions(world, "pre_warm") == Texts{"0 s: floor 1 ()"});

  World full = one_call();  // there is one VM, and the instance of f is evicted for the instance of g
  full.parameters.cluster.hosts.count = 1;
  full.parameters.cluster.hosts.memory = 1'000;
  full.parameters.scheduler.evict_idle = true;
  full.arrive(full.function("g", {}, 600), at_ms(2'000), ms(1'000));
  CHECK(
      decisions(full, "keep_alive") ==
      Texts{
          "1 s: instance 0 kept for 10 s (value 1000000000)",
          "2 s: evict instance 0 (value 1000000000, which is among the lowest values that make room on VM 0)",
          "3 s: instance 0 kept for 10 s (value 3000000000)"});
  CHECK(decisions(full, "host_placement") ==
        Texts{"0 s: host 0 (room for 1 of 1 VMs; the oldest bin with 1 free)",
              "2 s: no host (no bin has 1 free)"});
}

TEST_CASE("waiting attempts are reported with their key") {
  World world = one_call();
  FunctionTraits one;
  one.max_instances = 1;
  const FunctionId g = world.function("g", one);
  world.arrive(g, at_ms(0), ms(1'000));
  world.arrive(g, at_ms(500), ms(1'000));
  CHECK(decisions(world, "queueing") == Texts{"0.5 s: key 0 ()"});  // the first attempt that waited at all
}

namespace {

/// Stores the choices among VMs, by policy.
class ChoiceRecorder final : public Observer {
 public:
  void observe(const Observation&) override {}
  [[nodiscard]] bool wants_decisions() const override { return true; }
  [[nodiscard]] bool wants_choice(FunctionId, std::uint64_t) const override { return true; }
  void decided(const Decision& made) override {
    if (made.choice != nullptr) {
      choices.emplace_back(std::string(made.policy), *made.choice);
      decisions.push_back(made.decision);
    }
  }

  std::vector<std::pair<std::string, VmChoice>> choices;
  std::vector<std::string> decisions;
};

/// Returns the figures in a form in which the best VM has the lowest vector.
std::vector<double> ranks_of(const RatedVm& vm) {
  std::vector<double> ranks;
  for (const VmFigure& figure : vm.figures) {
    ranks.push_back(figure.is_least_best ? figure.value : -figure.value);
  }
  return ranks;
}

}  // namespace

TEST_CASE(
    "a placement has the VMs with room, the chosen one and the next choice, with the policy's figures") {
  // Three VMs of 1,000 MiB have 600, 500 and 700 MiB in use. For 300 MiB, best-fit takes the third VM and
  // worst-fit the second. 350 MiB fit only into the first two VMs.
  const auto choice_of = [](const char* name, Mebibytes memory) {
    World world;
    world.parameters.cluster.hosts.memory = 10'000;
    world.parameters.cluster.vms.memory = 1'000;
    world.parameters.cluster.vms.isolation = Isolation::shared;
    world.parameters.policies.placement = policy(Seam::placement, name);
    for (const Mebibytes used : {600, 500, 700}) {
      world.arrive(world.function("f" + std::to_string(used), {}, used), at_ms(0), ms(1'000));
    }
    world.arrive(world.function("g", {}, memory), at_ms(10), ms(100));
    ChoiceRecorder recorder;
    world.options.observer = &recorder;
    world.run_as(world.options);
    return recorder.choices.back().second;
  };
  const VmChoice best = choice_of("best-fit", 300);
  CHECK(best.of_class == 3);
  CHECK(best.with_room == 3);
  REQUIRE(best.chosen.has_value());
  CHECK(best.chosen->number == 2);
  REQUIRE(best.chosen->figures.size() == 1);
  CHECK(best.chosen->figures[0].of == "free");
  CHECK(best.chosen->figures[0].value == 300);
  REQUIRE(best.runner_up.has_value());
  CHECK(best.runner_up->number == 0);
  const VmChoice worst = choice_of("worst-fit", 300);
  CHECK(worst.chosen->number == 1);
  CHECK(worst.runner_up->number == 0);
  CHECK(choice_of("first-fit", 300).runner_up->number == 1);
  CHECK(choice_of("last-fit", 300).runner_up->number == 1);
  const VmChoice two = choice_of("best-fit", 350);
  CHECK(two.with_room == 2);
  CHECK(two.chosen->number == 0);
  CHECK(two.runner_up->number == 1);
  CHECK_FALSE(choice_of("best-fit", 450).runner_up.has_value());
  CHECK_FALSE(choice_of("round-robin", 300).runner_up.has_value());
  CHECK_FALSE(choice_of("best-fit", 900).chosen.has_value());
}

TEST_CASE("the VM that a policy chooses in a random scenario is rated at least as high as the next choice") {
  std::map<std::string, std::uint64_t> compared;
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    World world = RandomScenario(seed).make();
    ChoiceRecorder recorder;
    world.options.observer = &recorder;
    world.run_as(world.options);
    for (std::size_t i = 0; i < recorder.choices.size(); ++i) {
      const auto& [name, choice] = recorder.choices[i];
      CAPTURE(name, recorder.decisions[i]);
      REQUIRE(choice.with_room <= choice.of_class);
      REQUIRE(choice.chosen.has_value() == (recorder.decisions[i] != "no existing VM"));
      if (!choice.chosen || !choice.runner_up) {
        continue;
      }
      REQUIRE(choice.with_room >= 2);
      const std::vector<double> best = ranks_of(*choice.chosen);
      const std::vector<double> next = ranks_of(*choice.runner_up);
      REQUIRE(best <= next);
      if (best == next) {
        REQUIRE(choice.chosen->number < choice.runner_up->number);
      }
      ++compared[name];
    }
  }
  for (const char* const name : {"first-fit", "best-fit", "worst-fit", "last-fit", "function-spread",
                                 "tenant-affinity", "dot-product", "hermod", "zone-spread", "locality"}) {
    CAPTURE(name);
    CHECK(compared[name] > 0);
  }
}
