#include "models/platform/parameters.hpp"

#include "tests/support/platform_fixture.hpp"

using namespace support;

TEST_CASE("the entry of a runtime and a memory size is the one with the largest size that is reached") {
  ColdStartParameters starts;
  starts.runtime_start = takes(ms(250));
  starts.runtime_start_by = {{"java", 1'024, takes(ms(700))},
                             {"java", 0, takes(ms(900))},
                             {"", 512, takes(ms(200))},
                             {"ruby", 512, takes(ms(300))}};
  const auto time_of = [&starts](const std::string& runtime, Mebibytes memory) {
    return starts.runtime_time(starts.runtime_entry(runtime, memory)).first_parameter() / 1e6;
  };
  CHECK(time_of("java", 128) == 900);
  CHECK(time_of("java", 1'023) == 900);
  CHECK(time_of("java", 1'024) == 700);
  CHECK(time_of("", 128) == 250);
  CHECK(time_of("", 512) == 200);
  CHECK(time_of("python", 512) == 200);
  CHECK(time_of("ruby", 511) == 250);
  CHECK(time_of("ruby", 512) == 300);
}

TEST_CASE("snapshots of some runtimes have no charge") {
  SnapshotPrices prices;
  CHECK(prices.charge("java"));
  prices.free_runtimes = {"java"};
  CHECK_FALSE(prices.charge("java"));
  CHECK(prices.charge("python"));
  CHECK(prices.charge(""));
}
