#include "models/workload/point_process.hpp"

#include "tests/catch.hpp"
#include "tests/workload/generators.hpp"

using namespace curtain;
using support::context_of;
using support::error_of;

namespace {

/// A process of `count` instants, every third at the same time as the previous one.
class Steps : public PointProcess {
 public:
  explicit Steps(int count) : count_(count) {}
  std::optional<Time> next() override {
    if (made_ == count_) {
      return std::nullopt;
    }
    time_ = made_++ % 3 == 2 ? time_ : time_ + sim::milliseconds(5);
    return time_;
  }

 private:
  int count_;
  int made_ = 0;
  Time time_;
};

}  // namespace

TEST_CASE("the k-th instant becomes an arrival with the k-th duration, for any size of reads") {
  const std::size_t size = GENERATE(1u, 3u, 4096u, 100'000u);
  SingleFunction function = support::function_named("api");
  function.tenant = "shop";
  function.memory = 512;
  function.traits.max_instances = 3;
  function.duration = sim::Distribution::exponential(1e6);
  const SourceContext context = context_of(3, 1e6, 2, 5);
  FunctionTable table;
  const auto source = source_of(function, std::make_unique<Steps>(10'000), context, table);
  CHECK(source->horizon() == *context.duration);
  const auto arrivals = support::read_by(*source, size);
  REQUIRE(arrivals.size() == 10'000);
  Steps steps(10'000);
  const sim::DrawKey key(3, 2, purpose_of_source(Purpose::execution, 5));
  for (std::uint64_t k = 0; k < 10'000; ++k) {
    REQUIRE(arrivals[k].time == *steps.next());
    REQUIRE(arrivals[k].duration == function.duration.sample_duration(key, 0, k));
    REQUIRE(arrivals[k].function == FunctionId(0u));
  }
  REQUIRE(table.size() == 1);
  CHECK(table[FunctionId(0u)].name == "api");
  CHECK(table[FunctionId(0u)].memory == 512);
  CHECK(table[FunctionId(0u)].traits.max_instances == 3);
  CHECK(table.tenant_name(table[FunctionId(0u)].tenant) == "shop");
}

TEST_CASE("arrivals at or beyond the end are cut off") {
  FunctionTable table;
  const SourceContext context = context_of(1, 0.02);
  const auto source = source_of(support::function_named("f"), std::make_unique<Steps>(100), context, table);
  CHECK(support::read_by(*source, 10).size() == 4);  // arrivals are at 5, 10, 10 and 15 ms, but not at 20 ms
}

TEST_CASE("a process needs an end") {
  CHECK(generated_until(context_of(1, 3)) == Time{} + sim::seconds(3));
  CHECK(error_of<std::invalid_argument>([] { generated_until(SourceContext{}); }) ==
        "a generated workload needs an end; set the `duration` of the scenario");
}
