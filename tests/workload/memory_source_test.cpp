#include "models/workload/memory_source.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;

namespace {

std::vector<Arrival> some_arrivals(std::size_t count) {
  std::vector<Arrival> arrivals;
  for (std::size_t i = 0; i < count; ++i) {
    arrivals.push_back({Time{static_cast<std::int64_t>(i / 3)}, Duration{7}, FunctionId(i % 5)});
  }
  return arrivals;
}

}  // namespace

TEST_CASE("a memory source returns its vector, for any size of reads") {
  const std::size_t size = GENERATE(1u, 2u, 7u, 10'000u, 20'000u);
  const std::vector<Arrival> arrivals = some_arrivals(10'000);
  MemorySource source(arrivals);
  CHECK(support::read_by(source, size) == arrivals);
  Arrival more;
  CHECK(source.fill(std::span(&more, 1)) == 0);
  CHECK_FALSE(source.horizon().has_value());
}

TEST_CASE("two memory sources read one shared vector, each from its start") {
  const auto shared = std::make_shared<const std::vector<Arrival>>(some_arrivals(100));
  MemorySource first(shared, Time{99});
  MemorySource second(shared);
  CHECK(record(first) == *shared);
  CHECK(record(second) == *shared);
  CHECK(first.horizon() == Time{99});
}

TEST_CASE("record() reads all remaining arrivals, over many batches") {
  const std::vector<Arrival> arrivals = some_arrivals(9'001);
  MemorySource source(arrivals);
  Arrival first;
  REQUIRE(source.fill(std::span(&first, 1)) == 1);
  CHECK(record(source) == std::vector<Arrival>(arrivals.begin() + 1, arrivals.end()));
  CHECK(record(source).empty());
}

TEST_CASE("read_more() reads batch by batch, and returns whether it has read arrivals") {
  const std::vector<Arrival> arrivals = some_arrivals(9'001);
  MemorySource source(arrivals);
  std::vector<Arrival> read;
  int batches = 0;
  while (read_more(source, read)) {
    ++batches;
  }
  CHECK(batches > 1);
  CHECK(read == arrivals);
}

TEST_CASE("a memory source refuses times that go backwards") {
  CHECK(support::error_of<std::invalid_argument>([] {
          MemorySource({{Time{5}, {}, FunctionId(0u)}, {Time{4}, {}, FunctionId(0u)}});
        }) == "arrival 1 is at 4 ns, which is before 5 ns; arrivals must be in order of time, from 0 on");
  CHECK(support::error_of<std::invalid_argument>([] {
          MemorySource({{Time{-1}, {}, FunctionId(0u)}});
        }) == "arrival 0 is at -1 ns, which is before 0 ns; arrivals must be in order of time, from 0 on");
}
