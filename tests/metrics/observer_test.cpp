#include "models/metrics/observer.hpp"

#include <vector>

#include "tests/catch.hpp"

using namespace curtain;

namespace {

class Some final : public Observer {
 public:
  explicit Some(Changes wanted) : Observer(wanted) {}
  void observe(const Observation& seen) override { all.push_back(seen); }
  std::vector<Observation> all;
};

Observation warm_start() {
  Observation seen{};
  seen.change = Change::started;
  seen.now = Time{50};
  seen.function = FunctionId{3u};
  seen.tenant = TenantId{2u};
  seen.request = 9;
  seen.ordinal = 17;
  seen.arrival = Time{40};
  seen.instance = InstanceId{5u};
  seen.vm = VmId{6u};
  seen.host = HostId{7u};
  seen.until = Time{55};
  return seen;
}

}  // namespace

TEST_CASE("a set of changes contains the changes that it was made of or that were added") {
  Changes some{Change::arrived, Change::floor_changed};
  CHECK(some.has(Change::arrived));
  CHECK(some.has(Change::floor_changed));
  CHECK_FALSE(some.has(Change::admitted));
  some.add({Change::admitted});
  CHECK(some.has(Change::admitted));
  CHECK(some.has(Change::arrived));
  CHECK_FALSE(Changes{}.has(Change::arrived));
  CHECK(Changes::all().has(Change::floor_changed));
}

TEST_CASE("a warm start is an arrival, an admission and a start for an observer that does not override it") {
  Some observer(Changes::all());
  observer.observe_warm_start(warm_start(), Duration{1'000});
  REQUIRE(observer.all.size() == 3);
  CHECK(observer.all[0].change == Change::arrived);
  CHECK(observer.all[0].amount == 1'000);
  CHECK(observer.all[1].change == Change::admitted);
  CHECK(observer.all[1].amount == 0);
  for (const Observation& before : {observer.all[0], observer.all[1]}) {
    CHECK(before.now == Time{50});
    CHECK(before.function == FunctionId{3u});
    CHECK(before.tenant == TenantId{2u});
    CHECK(before.request == 9);
    CHECK(before.ordinal == 17);
    CHECK(before.arrival == Time{40});
    CHECK(before.until == Time{});
    CHECK_FALSE(before.instance.valid());
    CHECK_FALSE(before.vm.valid());
    CHECK_FALSE(before.host.valid());
  }
  CHECK(observer.all[2].change == Change::started);
  CHECK(observer.all[2].instance == InstanceId{5u});
  CHECK(observer.all[2].until == Time{55});
}

TEST_CASE("the end of an execution is followed by the end of its invocation") {
  Observation ended = warm_start();
  ended.change = Change::ended;
  ended.until = {};
  ended.amount = 300;
  Some observer(Changes::all());
  observer.observe_end(ended, {Time{90}, Outcome::timed_out});
  REQUIRE(observer.all.size() == 2);
  CHECK(observer.all[0].change == Change::ended);
  CHECK(observer.all[0].amount == 300);
  CHECK(observer.all[0].outcome == Outcome::completed);
  CHECK(observer.all[1].change == Change::finished);
  CHECK(observer.all[1].amount == 0);
  CHECK(observer.all[1].until == Time{90});
  CHECK(observer.all[1].outcome == Outcome::timed_out);
  CHECK(observer.all[1].instance == InstanceId{5u});
}

TEST_CASE("an observer receives only the changes that it requests") {
  for (const Change one :
       {Change::arrived, Change::admitted, Change::started, Change::ended, Change::finished}) {
    Some observer(Changes{one});
    observer.observe_warm_start(warm_start(), Duration{1'000});
    observer.observe_end(warm_start(), {Time{90}, Outcome::completed});
    CHECK(observer.all.size() == 1);
  }
}
