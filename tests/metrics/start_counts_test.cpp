#include "models/metrics/start_counts.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("the time of a stage is the difference of the sums of the ends of two stages") {
  StartCounts counts;
  const auto at = [](std::int64_t ns) { return Time{ns}; };
  counts.add(at(10), {at(11), at(13), at(13), at(20), at(21)});
  counts.add(at(100), {at(100), at(105), at(106), at(106), at(116)});
  CHECK(counts.starts == 2);
  CHECK(counts.stage_ns(StartStage::vm_boot) == 1);
  CHECK(counts.stage_ns(StartStage::sandbox) == 2 + 5);
  CHECK(counts.stage_ns(StartStage::code_download) == 1);
  CHECK(counts.stage_ns(StartStage::runtime_start) == 7);
  CHECK(counts.stage_ns(StartStage::function_init) == 1 + 10);
}

TEST_CASE("the time of a stage stays exact if the sums of the ends exceed 64 bits") {
  // Eight starts end late in simulated time, so that the sums of their ends exceed 2^64 ns.
  StartCounts counts;
  const Time late = Time::latest() - Duration{100};
  for (int i = 0; i < 8; ++i) {
    counts.add(late, {late, late + Duration{3}, late + Duration{3}, late + Duration{3}, late + Duration{4}});
  }
  CHECK(counts.stage_ns(StartStage::sandbox) == 24);
  CHECK(counts.stage_ns(StartStage::function_init) == 8);
}
