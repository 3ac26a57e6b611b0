#include "models/metrics/scopes.hpp"

#include "models/metrics/tally.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// Scope 0 has all functions, scope 1 the even functions, and scope 2 the functions above 2. Scope 2 stores
/// only cold starts.
class SomeScopes final : public Scopes {
 public:
  [[nodiscard]] std::vector<Recording> kept() const override {
    return {Recording::latency | Recording::slowdown, Recording::latency, Recording::cold_start};
  }
  std::vector<std::uint32_t> scopes_of(FunctionId function) override {
    asked.push_back(function.value());
    std::vector<std::uint32_t> of = {0};
    if (function.value() % 2 == 0) {
      of.push_back(1);
    }
    if (function.value() > 2) {
      of.push_back(2);
    }
    return of;
  }
  std::vector<std::uint32_t> asked;
};

}  // namespace

TEST_CASE("Scopes record the metrics requested for their functions, and a total over all functions") {
  SomeScopes scopes;
  Tally tally(Time{0}, Time{1'000}, Duration{10}, false, &scopes);
  tally.responses().grow(3);
  tally.responses().grow(5);
  CHECK(scopes.asked == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
  sim::Histogram even;
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    const std::int64_t response = 1'000 + 37 * i;
    tally.responses().add(i % 5, response, i % 7 == 0 ? 0 : 500);  // some executions take no time
    if (i % 5 % 2 == 0) {
      even.add(response);
    }
    tally.add_cold_start(i % 5, i);
  }
  tally.responses().finish();
  const auto kept = tally.responses().scopes().tallies();
  REQUIRE(kept.size() == 3);
  CHECK(*kept[0].latency == tally.responses().latency());
  CHECK(*kept[0].slowdown == tally.responses().slowdown());
  CHECK(*kept[1].latency == even);
  CHECK_FALSE(kept[1].slowdown);
  CHECK_FALSE(kept[2].latency);
  CHECK(kept[2].cold_start->count() == 400);
  CHECK(kept[2].cold_start->max() == 999);
  CHECK(tally.cold_start().count() == 1'000);
}

TEST_CASE("Without scopes nothing is recorded for any function") {
  Tally tally(Time{0}, Time{1'000}, Duration{10});
  tally.responses().grow(2);
  tally.responses().add(1, 100, 50);
  tally.add_cold_start(1, 10);
  tally.responses().finish();
  CHECK(tally.responses().scopes().empty());
  CHECK(tally.responses().scopes().tallies().empty());
}
