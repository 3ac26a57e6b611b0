#include "models/platform/charges/rounding.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

Rounding rounding(Duration granularity, Duration minimum) {
  BillingParameters billing;
  billing.granularity = granularity;
  billing.minimum = minimum;
  return Rounding(billing);
}

}  // namespace

TEST_CASE("an execution is rounded up to a multiple of the granularity, and to at least one") {
  const Rounding tenths = rounding(sim::milliseconds(100), {});
  CHECK(tenths.billed(Duration{}) == 100'000'000);
  CHECK(tenths.billed(sim::milliseconds(100)) == 100'000'000);
  CHECK(tenths.billed(sim::milliseconds(100) + Duration{1}) == 200'000'000);
  CHECK(rounding(sim::milliseconds(1), sim::milliseconds(50)).billed(sim::milliseconds(3)) == 50'000'000);
  CHECK(rounding(sim::milliseconds(100), sim::milliseconds(50)).billed(sim::milliseconds(3)) == 100'000'000);
}

TEST_CASE("an initialisation is rounded together with the execution that waited for it") {
  // 1293.83 + 1049.63 = 2343.46 ms are charged as 2344 ms, and the execution alone as 1050 ms.
  const Rounding exact = rounding(sim::milliseconds(1), {});
  CHECK(exact.added_by_init(Duration{1'293'830'000}, Duration{1'049'630'000}) == 1'294'000'000);
  CHECK(exact.added_by_init(Duration{}, Duration{1'049'630'000}) == 0);
}

TEST_CASE("a granularity or a memory step of zero is refused") {
  BillingParameters billing;
  billing.memory_step = 0;
  CHECK_THROWS_WITH(Rounding(billing),
                    "billing: the granularity, the memory step and the memory minimum must be positive");
  CHECK_THROWS(rounding(Duration{}, {}));
}
