#include "models/platform/cell/course.hpp"

#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

/// Returns `mebibytes` held for `milliseconds`, in MiB ns.
sim::Int128 mib_ms(std::int64_t mebibytes, std::int64_t milliseconds) {
  return static_cast<sim::Int128>(mebibytes) * ms(milliseconds).ns();
}

/// Holds one instance of each function, even if the function declares no provisioned concurrency.
class HoldsOne final : public PreWarmPolicy {
 public:
  std::uint32_t floor(const PreWarmQuery&) override { return 1; }
};
const PolicyDeclaration holds_one{Seam::pre_warm, "holds-one", "", "", {}, make_plain<HoldsOne>};

/// The bins are 1 s long. 100 MiB are charged as 128 MiB.
struct CourseWorld : World {
  CourseWorld() {
    options.by_time = true;
    parameters.billing.memory_minimum = 128;
  }
  /// Returns the sums at the end of each bin, which must be the same in every way of running.
  std::vector<Accrued> sums() {
    const std::vector<Accrued> found = run_as(options).tally.series().accrued();
    CHECK(run_on_heap(options).tally.series().accrued() == found);
    CHECK(run_in_steps(options, 1).tally.series().accrued() == found);
    RunOptions general = options;
    general.force_general = true;
    CHECK(run_as(general).tally.series().accrued() == found);
    return found;
  }
};

}  // namespace

TEST_CASE(
    "each bin has the ready and busy time within it, and a charge is in the bin where the execution ends") {
  // The instance is created at 250 ms, ready at 1,150 ms, runs until 2,650 ms and is then idle. The 1,500 ms
  // are charged as 1,600 ms, and together with the 900 ms of the start as 2,400 ms. The charge is at the end,
  // so it is in the third bin.
  CourseWorld world;
  world.parameters.billing.granularity = ms(400);
  world.parameters.billing.init = BilledInit::all;
  world.parameters.cold_start.function_init = takes(ms(900));
  world.horizon = at_ms(3'000);
  world.arrive(world.function("f", {}, 100), at_ms(250), ms(1'500));
  const std::vector<Accrued> sums = world.sums();
  REQUIRE(sums.size() == 3);
  CHECK(sums[0] == Accrued{});
  CHECK(sums[1].busy_mib_ns == mib_ms(100, 850));
  CHECK(sums[2].busy_mib_ns == mib_ms(100, 1'500));
  CHECK(sums[1].ready_mib_ns == mib_ms(100, 850));
  CHECK(sums[2].ready_mib_ns == mib_ms(100, 1'850));
  CHECK(sums[1].billed_mib_ns == 0);
  CHECK(sums[2].billed_mib_ns == mib_ms(128, 1'600));
  CHECK(sums[1].init_mib_ns == 0);
  CHECK(sums[2].init_mib_ns == mib_ms(128, 800));
  CHECK(sums[1].requests == 0);
  CHECK(sums[2].requests == 1);
  CHECK(sums[2].provisioned_mib_ns == 0);
  CHECK(sums[2].billed_on_provisioned_mib_ns == 0);
}

TEST_CASE("a reclaimed instance no longer counts as ready") {
  CourseWorld world;
  world.parameters.policies.keep_alive = policy(Seam::keep_alive, "fixed", {length(ms(100))});
  world.horizon = at_ms(2'000);
  world.arrive(world.function("f"), at_ms(0), ms(500));
  const std::vector<Accrued> sums = world.sums();
  REQUIRE(sums.size() == 2);
  CHECK(sums[0].ready_mib_ns == mib_ms(128, 600));
  CHECK(sums[1].ready_mib_ns == mib_ms(128, 600));
}

TEST_CASE("the sums stay zero in a bin before the window") {
  CourseWorld world;
  world.options.warmup = at_ms(1'500);
  world.horizon = at_ms(2'000);
  world.arrive(world.function("f"), at_ms(0), ms(3'000));
  const std::vector<Accrued> sums = world.sums();
  REQUIRE(sums.size() == 4);  // the client gets its answer at 3,000
  CHECK(sums[0] == Accrued{});
  CHECK(sums[1].busy_mib_ns == mib_ms(128, 500));
  CHECK(sums[3].ready_mib_ns == mib_ms(128, 500));
}

TEST_CASE(
    "provisioned concurrency is summed from the window's beginning, and its executions are summed apart") {
  // The window begins at 200 ms. Two instances are ready at 300 ms. One of them runs from 1,100 to 1,200 ms,
  // and the call at 1,150 ms takes the other one. The third call, at 1,160 ms, exceeds the provisioned
  // concurrency.
  CourseWorld world;
  world.parameters.billing.init = BilledInit::provisioned;
  world.parameters.billing.price_per_gib_s_on_provisioned = 1;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.parameters.cold_start.function_init = takes(ms(300));
  world.options.warmup = at_ms(200);
  world.horizon = at_ms(2'000);
  FunctionTraits held;
  held.provisioned = 2;
  const FunctionId f = world.function("f", held, 100);
  for (const std::int64_t time : {1'100, 1'150, 1'160}) {
    world.arrive(f, at_ms(time), ms(100));
  }
  const std::vector<Accrued> sums = world.sums();
  REQUIRE(sums.size() == 2);
  CHECK(sums[0].provisioned_mib_ns == mib_ms(2 * 128, 800));
  CHECK(sums[1].provisioned_mib_ns == mib_ms(2 * 128, 1'800));
  CHECK(sums[0].ready_mib_ns == mib_ms(2 * 100, 700));
  // the third instance is ready from 1,460 on
  CHECK(sums[1].ready_mib_ns == mib_ms(2 * 100, 1'700) + mib_ms(100, 540));
  CHECK(sums[0].busy_mib_ns == 0);
  CHECK(sums[1].busy_mib_ns == mib_ms(100, 300));
  CHECK(sums[0].init_mib_ns == mib_ms(2 * 128, 300));
  CHECK(sums[0].init_on_provisioned_mib_ns == mib_ms(2 * 128, 300));
  CHECK(sums[1].init_on_provisioned_mib_ns == mib_ms(2 * 128, 300));
  CHECK(sums[1].billed_mib_ns == mib_ms(128, 300));
  CHECK(sums[1].billed_on_provisioned_mib_ns == mib_ms(128, 200));
  CHECK(sums[1].requests == 3);
}

TEST_CASE("a floor of a function without provisioned concurrency is not charged as provisioned") {
  CourseWorld world;
  world.parameters.policies.pre_warm = {&holds_one, {}};
  world.horizon = at_ms(1'000);
  world.function("f", {}, 100);
  const std::vector<Accrued> sums = world.sums();
  REQUIRE(sums.size() == 1);
  CHECK(sums[0].ready_mib_ns == mib_ms(100, 1'000));
  CHECK(sums[0].provisioned_mib_ns == 0);
}

TEST_CASE("functions of different sizes are added up, only within the window") {
  // The window is [500 ms, 1,500 ms). f runs from 0 to 2,000 ms; its invocation is not counted, but its
  // instance is. g has twice the size and runs from 600 to 1,600 ms; it is charged after the window.
  CourseWorld world;
  world.options.warmup = at_ms(500);
  world.options.end = at_ms(1'500);
  world.arrive(world.function("f", {}, 128), at_ms(0), ms(2'000));
  world.arrive(world.function("g", {}, 256), at_ms(600), ms(1'000));
  const std::vector<Accrued> sums = world.sums();
  REQUIRE(sums.size() == 3);  // bins of 1 s; the answer to f at 2,000 ms is in the third bin
  CHECK(sums[0].busy_mib_ns == mib_ms(128, 500) + mib_ms(256, 400));
  CHECK(sums[1].busy_mib_ns == mib_ms(128, 1'000) + mib_ms(256, 900));
  CHECK(sums[2].busy_mib_ns == sums[1].busy_mib_ns);
  CHECK(sums[2].ready_mib_ns == sums[2].busy_mib_ns);
  CHECK(sums[0].billed_mib_ns == 0);
  CHECK(sums[1].billed_mib_ns == mib_ms(256, 1'000));
  CHECK(sums[2].billed_mib_ns == mib_ms(256, 1'000));
  CHECK(sums[2].requests == 1);
}

TEST_CASE("a spare instance of the pool is not in the sums") {
  CourseWorld world;
  world.parameters.cluster.vms.isolation = Isolation::shared;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "pool", {whole(2), whole(512)});
  world.horizon = at_ms(1'000);
  world.arrive(world.function("f", {}, 128), at_ms(900), ms(10));
  const std::vector<Accrued> sums = world.sums();
  REQUIRE(sums.size() == 1);
  CHECK(sums[0].ready_mib_ns == mib_ms(128, 100));
}

TEST_CASE("a run that is finished early has its sums up to the last event") {
  // f runs from 250 ms on. The event at 1,400 is the last one that is handled, so the window ends there.
  CourseWorld world;
  world.horizon = at_ms(9'000);
  const FunctionId f = world.function("f", {}, 100);
  world.arrive(f, at_ms(250), ms(5'000));
  world.arrive(f, at_ms(1'400), ms(5'000));
  ClientSource source(world.arrivals, world.horizon, {});
  const std::unique_ptr<Cell> cell = make_cell(world.parameters, world.table, source, world.options);
  CHECK(cell->advance(at_ms(1'500), 1'000) == Stopped::limit);
  const RunOutcome outcome = cell->finish();
  CHECK(outcome.end == at_ms(1'400));
  REQUIRE(outcome.tally.series().accrued().size() == 2);
  CHECK(outcome.tally.series().accrued()[0].busy_mib_ns == mib_ms(100, 750));
  CHECK(outcome.tally.series().accrued()[1].busy_mib_ns == mib_ms(100, 1'150));
  CHECK(outcome.tally.series().accrued()[1].ready_mib_ns == mib_ms(100, 1'150));
}

TEST_CASE("sums by bin are kept only with by_time") {
  CourseWorld world;
  world.options.by_time = false;
  world.arrive(world.function("f"), at_ms(0), ms(2'000));
  CHECK(world.run_as(world.options).tally.series().accrued().empty());
}

TEST_CASE("charges of arm and ephemeral storage are in the bin of the execution's end") {
  CourseWorld world;
  world.parameters.billing.storage_included = 512;
  world.parameters.policies.pre_warm = policy(Seam::pre_warm, "provisioned");
  world.horizon = at_ms(2'000);
  FunctionTraits traits;
  traits.architecture = Architecture::arm;
  traits.ephemeral_storage = 600;
  traits.provisioned = 1;
  const FunctionId on_arm = world.function("a", traits, 256);
  world.arrive(world.function("x", {}, 256), at_ms(100), ms(100));
  world.arrive(on_arm, at_ms(500), ms(700));
  const std::vector<Accrued> sums = world.sums();
  REQUIRE(sums.size() == 2);
  CHECK(sums[0].billed_mib_ns == mib_ms(256, 100));
  CHECK(sums[0].arm.billed == 0);
  CHECK(sums[0].arm.provisioned == mib_ms(256, 1'000));
  CHECK(sums[1].billed_mib_ns == mib_ms(256, 800));
  CHECK(sums[1].arm.billed == mib_ms(256, 700));
  CHECK(sums[1].arm.provisioned == mib_ms(256, 2'000));
  CHECK(sums[1].provisioned_mib_ns == mib_ms(256, 2'000));
  CHECK(sums[0].storage_mib_ns == 0);
  CHECK(sums[1].storage_mib_ns == mib_ms(88, 700));
  CHECK((sums[1] - sums[0]).arm.provisioned == mib_ms(256, 1'000));
}
