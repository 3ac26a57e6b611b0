#include "models/platform/watch/telling.hpp"

#include "tests/platform/support/bare_cell.hpp"

using namespace support;

namespace {

class TellingAlone final : public BareCell, public Telling<TellingAlone> {
 public:
  using BareCell::cluster;
  using BareCell::rows;

  TellingAlone(const FunctionTable& functions, Observer& observer)
      : BareCell(two_vms_a_host(), functions, {}), Telling<TellingAlone>(&observer) {}

 private:
  static PlatformParameters two_vms_a_host() {
    PlatformParameters parameters = ideal_platform();
    parameters.cluster.vms.memory = 512;
    parameters.cluster.hosts.memory = 1'024;
    return parameters;
  }
};

/// A cell in which the third VM, on the second host, contains an instance of the second function, of tenant
/// 4.
struct ToldCell {
  ToldCell() : cell(functions, record) {
    cell.add_function(1);
    f = cell.add_function(4);
    for (int i = 0; i < 2; ++i) {
      static_cast<void>(cell.cluster().open_vm(0, at_ms(0), 0, {}));
    }
    instance = cell.add_instance(f, InstanceState::ready);
    cell.rows().instances[instance].serial = 6;
    cell.cluster().vm(2).number = 8;  // other VMs used its row before
    cell.add_request(0, at_ms(1), RequestPlace::frontend);
    request = cell.add_request(f, at_ms(30), RequestPlace::running);
    Request& row = cell.rows().requests[request];
    row.ordinal = 17;
    row.attempt = 3;
    row.start = static_cast<std::uint8_t>(StartKind::waited);
  }
  /// Returns the only observation; there must be exactly one.
  [[nodiscard]] const Observation& seen() const {
    REQUIRE(record.all.size() == 1);
    return record.all[0];
  }

  FunctionTable functions;
  Recorder record;
  TellingAlone cell;
  std::uint32_t f = 0;
  std::uint32_t instance = 0;
  std::uint32_t request = 0;
};

}  // namespace

TEST_CASE("an observation of a request has its attempt, its arrival and its kind of start") {
  ToldCell told;
  told.cell.tell(Change::finished, at_ms(50), told.request, kNone, at_ms(70), 99, Outcome::expired,
                 Rejection::waited_too_long);
  const Observation& seen = told.seen();
  CHECK(seen.change == Change::finished);
  CHECK(seen.now == at_ms(50));
  CHECK(seen.until == at_ms(70));
  CHECK(seen.amount == 99);
  CHECK(seen.outcome == Outcome::expired);
  CHECK(seen.why == Rejection::waited_too_long);
  CHECK(seen.function == FunctionId{1u});
  CHECK(seen.tenant == TenantId{4u});
  CHECK(seen.ordinal == 17);
  CHECK(seen.attempt == 3);
  CHECK(seen.request == 1);
  CHECK(seen.arrival == at_ms(30));
  CHECK(seen.start == StartKind::waited);
  CHECK_FALSE(seen.instance.valid());
  CHECK_FALSE(seen.vm.valid());
  CHECK_FALSE(seen.host.valid());
}

TEST_CASE("an observation of an instance has its function, its VM and its host") {
  ToldCell told;
  told.cell.tell(Change::instance_ready, at_ms(50), kNone, told.instance);
  const Observation& seen = told.seen();
  CHECK(seen.change == Change::instance_ready);
  CHECK(seen.now == at_ms(50));
  CHECK(seen.function == FunctionId{1u});
  CHECK(seen.tenant == TenantId{4u});
  CHECK(seen.instance == InstanceId{0u});
  CHECK(seen.instance_number == 6);
  CHECK(seen.vm == VmId{2u});
  CHECK(seen.vm_number == 8);
  CHECK(seen.host == HostId{1u});
  CHECK(seen.until == Time{});
  CHECK(seen.amount == 0);
  CHECK(seen.outcome == Outcome::completed);
  CHECK(seen.why == Rejection::unstated);
  CHECK(seen.arrival == Time{});
  CHECK(seen.init == Duration{});
}

TEST_CASE("an observation of an instance that is created has the last part of its start-up") {
  ToldCell told;
  told.cell.rows().instance_rest[told.instance].init = ms(40);
  told.cell.tell(Change::instance_created, at_ms(50), kNone, told.instance, at_ms(150), 512);
  CHECK(told.seen().init == ms(40));
  CHECK(told.seen().until == at_ms(150));
  CHECK(told.seen().amount == 512);
}

TEST_CASE("an observation of a request on an instance has the members of both") {
  ToldCell told;
  told.cell.tell(Change::started, at_ms(50), told.request, told.instance, at_ms(51));
  const Observation& seen = told.seen();
  CHECK(seen.ordinal == 17);
  CHECK(seen.arrival == at_ms(30));
  CHECK(seen.instance == InstanceId{0u});
  CHECK(seen.host == HostId{1u});
  CHECK(seen.until == at_ms(51));
}

TEST_CASE("an observation of a VM has its host and an amount, and no function") {
  ToldCell told;
  told.cell.tell_vm(Change::vm_created, at_ms(50), 2, 512);
  const Observation& seen = told.seen();
  CHECK(seen.change == Change::vm_created);
  CHECK(seen.now == at_ms(50));
  CHECK(seen.vm == VmId{2u});
  CHECK(seen.vm_number == 8);
  CHECK(seen.host == HostId{1u});
  CHECK(seen.amount == 512);
  CHECK_FALSE(seen.function.valid());
  CHECK_FALSE(seen.tenant.valid());
  CHECK_FALSE(seen.instance.valid());
}

TEST_CASE("an observation of a floor has its function and tenant") {
  ToldCell told;
  told.cell.tell_floor_change(told.f, 12, at_ms(50));
  const Observation& seen = told.seen();
  CHECK(seen.change == Change::floor_changed);
  CHECK(seen.now == at_ms(50));
  CHECK(seen.function == FunctionId{1u});
  CHECK(seen.tenant == TenantId{4u});
  CHECK(seen.amount == 12);
}

TEST_CASE("an observation of an outage has its host, or its zone by number") {
  ToldCell told;
  told.cell.at(at_ms(80));
  SECTION("of a host") {
    told.cell.tell_outage(Change::outage_began, {false, 6});
    CHECK(told.seen().host == HostId{6u});
    CHECK(told.seen().amount == 0);
    CHECK(told.seen().change == Change::outage_began);
  }
  SECTION("of a zone") {
    told.cell.tell_outage(Change::outage_ended, {true, 6});
    CHECK_FALSE(told.seen().host.valid());
    CHECK(told.seen().amount == 6);
    CHECK(told.seen().change == Change::outage_ended);
  }
  CHECK(told.seen().now == at_ms(80));
}

TEST_CASE("a warm start is reported with its duration, and its start with the data of the instance") {
  ToldCell told;
  Request& row = told.cell.rows().requests[told.request];
  row.started = at_ms(33);
  row.duration = ms(250);
  told.cell.tell_warm_start(told.request, told.instance, at_ms(32));
  REQUIRE(told.record.all.size() == 3);
  CHECK(told.record.all[0].change == Change::arrived);
  CHECK(told.record.all[0].amount == 250'000'000);
  CHECK(told.record.all[1].change == Change::admitted);
  const Observation& seen = told.record.all[2];
  CHECK(seen.change == Change::started);
  CHECK(seen.now == at_ms(32));
  CHECK(seen.until == at_ms(33));
  CHECK(seen.ordinal == 17);
  CHECK(seen.function == FunctionId{1u});
  CHECK(seen.tenant == TenantId{4u});
  CHECK(seen.instance_number == 6);
  CHECK(seen.vm_number == 8);
  CHECK(seen.host == HostId{1u});
}

TEST_CASE("the end of an execution is reported with its charge, and then the end of its invocation") {
  ToldCell told;
  told.cell.tell_end(told.request, told.instance, at_ms(50), at_ms(60), Outcome::errored, 77);
  REQUIRE(told.record.all.size() == 2);
  CHECK(told.record.all[0].change == Change::ended);
  CHECK(told.record.all[0].amount == 77);
  CHECK(told.record.all[0].tenant == TenantId{4u});
  CHECK(told.record.all[1].change == Change::finished);
  CHECK(told.record.all[1].until == at_ms(60));
  CHECK(told.record.all[1].outcome == Outcome::errored);
  CHECK(told.record.all[1].vm_number == 8);
}

TEST_CASE("changes that an observer does not request are not reported") {
  struct Deaf final : public Observer {
    Deaf() : Observer(Changes{}) {}
    void observe(const Observation&) override { FAIL("it wants nothing"); }
    void observe_warm_start(const Observation&, Duration) override { FAIL("it wants nothing"); }
    void observe_end(const Observation&, const InvocationEnd&) override { FAIL("it wants nothing"); }
  };
  Deaf deaf;
  const FunctionTable functions;
  TellingAlone cell(functions, deaf);
  const std::uint32_t f = cell.add_function(1);
  static_cast<void>(cell.cluster().open_vm(0, at_ms(0), 0, {}));
  const std::uint32_t instance = cell.add_instance(f, InstanceState::ready);
  const std::uint32_t request = cell.add_request(f, at_ms(1), RequestPlace::running);
  cell.tell(Change::started, at_ms(2), request, instance);
  cell.tell_warm_start(request, instance, at_ms(2));
  cell.tell_end(request, instance, at_ms(2), at_ms(2), Outcome::completed, 0);
  cell.tell_vm(Change::vm_released, at_ms(2), 0);
  cell.tell_floor_change(f, 1, at_ms(2));
  cell.tell_outage(Change::outage_began, {});
}

TEST_CASE("the part returns the observer of its constructor") {
  ToldCell told;
  CHECK(&told.cell.observer() == &told.record);
}
