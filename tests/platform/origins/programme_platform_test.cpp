// Programmes on the whole platform, worked out by hand. Each scenario runs on two queues, in steps, by the
// general path and observed.
#include "models/workload/programme.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

using ValuesOfRecord = std::vector<double>;

DeployStep deployed(const std::string& functions, std::uint32_t count, Mebibytes memory = 128) {
  DeployStep step;
  step.functions = functions;
  step.count = count;
  step.memory = sim::Distribution::constant(memory);
  return step;
}

InvokeStep invoked(const std::string& functions, std::int64_t hold = 0,
                   std::optional<std::uint32_t> at_once = std::nullopt) {
  InvokeStep step;
  step.functions = functions;
  step.hold = ms(hold);
  step.at_once = at_once;
  return step;
}

ProgrammeStep recorded(const std::string& name, Observed of, Among among = Among::all) {
  return {RecordStep{name, of, "", among}};
}

ProgrammeStep waited(std::int64_t time) {
  return {WaitStep{ms(time)}};
}

/// A world with a programme of the tenant `tenant`. VMs hold 512 MiB, and a start takes 100 ms.
struct ProgrammeWorld : World {
  ProgrammeWorld() {
    parameters.cluster.vms.memory = 512;
    parameters.cold_start.runtime_start = takes(ms(100));
    options.replaces_code = true;
  }
  void programme(std::vector<ProgrammeStep> steps, const std::string& tenant = "study") {
    Programme made;
    made.name = "p-" + tenant;
    made.tenant = tenant;
    made.steps = std::move(steps);
    const auto source = open_programme(made, 1, 0, static_cast<std::uint32_t>(programmes.size()), table);
    programmes.push_back(source->programmes().front());
  }
  static ValuesOfRecord values(const RunOutcome& outcome, const std::string& name) {
    ValuesOfRecord all;
    for (const ProgrammeRecord& record : outcome.records) {
      for (const RecordedValue& value : record.values) {
        if (record.name == name) {
          all.push_back(value.value);
        }
      }
    }
    return all;
  }
};

}  // namespace

TEST_CASE("functions that are held at once are packed into VMs, and answers show the times") {
  ProgrammeWorld world;
  world.parameters.frontend.request_latency = takes(ms(5));
  world.parameters.frontend.response_latency = ms(7);
  world.programme({{deployed("f", 6)},
                   {invoked("f", 2'000)},
                   recorded("vms", Observed::vms),
                   recorded("group", Observed::largest_group),
                   recorded("memory", Observed::vm_memory),
                   recorded("latency", Observed::latency),
                   recorded("start-up", Observed::start_up),
                   recorded("execution", Observed::execution),
                   recorded("new", Observed::new_share)});
  const RunOutcome outcome = world.run();
  CHECK(world.values(outcome, "vms") == ValuesOfRecord{2});
  CHECK(world.values(outcome, "group") == ValuesOfRecord{4});
  CHECK(world.values(outcome, "memory") == ValuesOfRecord{512, 256});
  CHECK(world.values(outcome, "latency") == ValuesOfRecord(6, 2.112));  // 5 + 100 + 2,000 + 7 ms
  CHECK(world.values(outcome, "start-up") == ValuesOfRecord(6, 0.105));
  CHECK(world.values(outcome, "execution") == ValuesOfRecord(6, 2));
  CHECK(world.values(outcome, "new") == ValuesOfRecord{1});
  CHECK(outcome.end == at_ms(2'112));
}

TEST_CASE("requests without hold reuse instances, and the uptime of their VM grows") {
  ProgrammeWorld world;
  world.programme({{deployed("f", 1)},
                   {invoked("f")},
                   waited(4'900),
                   {invoked("f")},
                   recorded("reused", Observed::reused_instances),
                   recorded("new", Observed::new_share),
                   recorded("uptime", Observed::vm_uptime)});
  const RunOutcome outcome = world.run();
  CHECK(world.values(outcome, "reused") == ValuesOfRecord{1});
  CHECK(world.values(outcome, "new") == ValuesOfRecord{0});
  CHECK(world.values(outcome, "uptime") == ValuesOfRecord{5});
}

TEST_CASE("deleted functions leave their VM, and a later call starts a new instance") {
  ProgrammeWorld world;
  world.programme({{deployed("f", 2)},
                   {invoked("f", 1'000)},
                   {DeleteStep{"f", ""}},
                   waited(100),
                   {invoked("f", 1'000)},
                   recorded("new", Observed::new_share)});
  const RunOutcome outcome = world.run();
  CHECK(world.values(outcome, "new") == ValuesOfRecord{1});
  CHECK(world.record.when_ms(Change::instance_reclaimed) == std::vector<std::int64_t>{1'100, 1'100});
}

TEST_CASE("old code answers until an instance is consistent") {
  ProgrammeWorld world;
  world.programme({{deployed("f", 1)},
                   {invoked("f")},
                   {UpdateStep{"f", takes(ms(3'000))}},
                   waited(1'000),
                   {invoked("f", 100, 2)},  // the old instance, and a new instance with old code
                   recorded("old", Observed::old_code_answers),
                   recorded("new", Observed::new_share),
                   waited(3'000),
                   {invoked("f")},
                   recorded("later", Observed::old_code_answers),
                   recorded("later new", Observed::new_share)});
  const RunOutcome outcome = world.run();
  CHECK(world.values(outcome, "old") == ValuesOfRecord{2});
  CHECK(world.values(outcome, "new") == ValuesOfRecord{0.5});
  CHECK(world.values(outcome, "later") == ValuesOfRecord{0});
  CHECK(world.values(outcome, "later new") == ValuesOfRecord{1});
}

TEST_CASE("a search finds the keep-alive of the platform") {
  ProgrammeWorld world;  // instances are kept for 10 s
  SearchStep search;
  search.functions = "f";
  search.longest = ms(16'000);
  search.precision = ms(250);
  search.record = "idle";
  world.programme({{deployed("f", 1)}, {search}});
  CHECK(world.values(world.run(), "idle") == ValuesOfRecord{10});
}

TEST_CASE("functions on one VM are kept, and share its disk") {
  ProgrammeWorld world;
  world.parameters.cluster.hosts.vcpus = 1;
  world.parameters.cluster.vms.vcpus = 1;
  world.parameters.disk.vm_rate = 10'000'000;
  DeployStep functions = deployed("f", 6);
  functions.traits.work.disk = 10'000'000;
  world.programme({{functions},
                   {invoked("f")},
                   recorded("all", Observed::disk_rate),
                   {KeepGroupStep{"f", 2, "two"}},
                   {invoked("two")},
                   recorded("two", Observed::disk_rate),
                   {KeepGroupStep{"f", 5, "five"}},
                   recorded("skipped", Observed::answers)});
  const RunOutcome outcome = world.run();
  CHECK(world.values(outcome, "all") ==
        ValuesOfRecord{5, 5, 2.5, 2.5, 2.5, 2.5});  // in the order of the answers
  CHECK(world.values(outcome, "two") == ValuesOfRecord{5, 5});
  CHECK(world.values(outcome, "skipped").empty());
}

TEST_CASE("programmes of two tenants see different VMs, and run beside a workload") {
  ProgrammeWorld world;
  const FunctionId other = world.function("other");
  world.arrive(other, at_ms(50), ms(500));
  for (const char* const tenant : {"a", "b"}) {
    world.programme({{deployed("f", 3)}, {invoked("f", 1'000)}, recorded("vms", Observed::vm_id)}, tenant);
  }
  const RunOutcome outcome = world.run();
  CHECK(world.values(outcome, "vms").size() == 2);
  CHECK(RecordedSample(outcome.records, "vms").distinct() == 2);
  CHECK(Counts(outcome).arrived == 7);
}

TEST_CASE("requests that are turned away are failures, and lifetimes end with the next instance") {
  ProgrammeWorld world;
  world.parameters.lifetimes.instance = takes(ms(2'500));
  DeployStep functions = deployed("f", 1);
  functions.traits.concurrency_limit = 1;
  RepeatStep rounds;
  rounds.times = 6;
  rounds.every = ms(1'000);
  rounds.steps = {{invoked("f", 50)}};
  InvokeStep two = invoked("f", 50, 2);
  world.programme({{functions},
                   {rounds},
                   {RecordStep{"life", Observed::lifetime, "f", Among::all}},
                   {two},
                   recorded("failures", Observed::failures)});
  const RunOutcome outcome = world.run();
  // The first instance is created at 0 s and retires at 2.5 s: it answers from 0.1 s to 2 s. The second is
  // created at 3 s and answers the calls at 3, 4 and 5 s.
  const ValuesOfRecord lives = world.values(outcome, "life");
  REQUIRE(lives.size() == 1);
  CHECK(lives[0] == Approx(1.9));
  CHECK(world.values(outcome, "failures") == ValuesOfRecord{1});
}

TEST_CASE("a programme is cut at the end of the run, with a warning") {
  ProgrammeWorld world;
  world.options.end = at_ms(1'000);
  world.programme({{deployed("f", 1)}, waited(2'000), {invoked("f")}});
  const RunOutcome outcome = world.run();
  REQUIRE(outcome.warnings.size() == 1);
  CHECK(outcome.warnings[0].setting == "programmes.p-study");
  CHECK(Counts(outcome).arrived == 0);
}
