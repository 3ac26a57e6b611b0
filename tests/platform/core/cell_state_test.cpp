#include "models/platform/core/cell_state.hpp"

#include "tests/platform/support/bare_cell.hpp"

using namespace support;

TEST_CASE("the state of a cell has its clock, its draws, and the window of its metrics") {
  const FunctionTable functions;
  RunOptions options;
  options.seed = 7;
  options.replication = 3;
  options.warmup = at_ms(100);
  options.end = at_ms(900);
  BareCell cell(ideal_platform(), functions, options);
  CHECK(cell.now() == Time{0});
  cell.at(at_ms(250));
  CHECK(cell.now() == at_ms(250));
  CHECK(cell.seed() == 7);
  CHECK(cell.replication() == 3);
  const sim::DrawKey expected{7, 3, static_cast<std::uint32_t>(Purpose::sandbox)};
  CHECK(sim::Draw(cell.key(Purpose::sandbox), 1, 2).below(1'000'000) ==
        sim::Draw(expected, 1, 2).below(1'000'000));
  CHECK(cell.tally().window().from() == at_ms(100));
  CHECK(cell.tally().window().to() == at_ms(900));
  Request request{};
  request.arrival = at_ms(99);
  CHECK_FALSE(cell.counted(request));
  request.arrival = at_ms(100);
  CHECK(cell.counted(request));
}

TEST_CASE(
    "a window without an end is set to the end of the workload, and no window ends before the warm-up") {
  const FunctionTable functions;
  RunOptions options;
  CHECK(BareCell(ideal_platform(), functions, options).tally().window().to() == Time::never());
  options.warmup = at_ms(500);
  options.end = at_ms(100);
  CHECK(BareCell(ideal_platform(), functions, options).tally().window().to() == at_ms(500));
}

TEST_CASE("the warm path calls no policy, unless policies must be called for every decision") {
  const FunctionTable functions;
  CHECK(BareCell(ideal_platform(), functions, {}).warm_path().mask() == 0);
  CHECK((BareCell(ideal_platform(), functions, {}, true).warm_path().mask() & special::forced) != 0);
}

TEST_CASE("levels of VMs and hosts follow the changes of the cluster") {
  const FunctionTable functions;
  BareCell cell(ideal_platform(), functions, {});
  const std::uint32_t vm = cell.cluster().open_vm(0, at_ms(0), 0, {}).value();
  cell.sync_levels(at_ms(0));
  CHECK(cell.tally().fleet().now(FleetLevel::vms) == 1);
  CHECK(cell.tally().fleet().now(FleetLevel::hosts) == 1);
  cell.cluster().release(vm);
  CHECK(cell.tally().fleet().now(FleetLevel::vms) == 1);
  cell.sync_levels(at_ms(500));
  CHECK(cell.tally().fleet().now(FleetLevel::vms) == 0);
  CHECK(cell.tally().fleet()[FleetLevel::vms].level() == 0);
}
