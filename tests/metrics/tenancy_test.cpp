#include "models/metrics/tenancy.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

constexpr VmId kVm0{0u};
constexpr VmId kVm1{1u};
constexpr HostId kHost{0u};

sim::Int128 seconds(std::int64_t value) {
  return sim::Int128{value} * 1'000'000'000;
}

}  // namespace

TEST_CASE("tenancy of three tenants on two VMs of one host, worked out by hand") {
  const TenantId a{0u};
  const TenantId b{1u};
  const TenantId c{2u};
  Tenancy tenancy(Window(Time{}, Time{} + sim::seconds(100)));
  const auto at = [](std::int64_t second) { return Time{} + sim::seconds(second); };
  tenancy.created(at(0), InstanceId{0u}, a, kVm0, kHost);
  tenancy.created(at(0), InstanceId{1u}, a, kVm0, kHost);
  tenancy.created(at(10), InstanceId{2u}, b, kVm1, kHost);
  tenancy.created(at(20), InstanceId{3u}, c, kVm0, kHost);
  tenancy.ended(at(50), InstanceId{3u});
  tenancy.ended(at(60), InstanceId{1u});
  tenancy.created(at(80), InstanceId{1u}, b, kVm0, kHost);
  tenancy.finish(at(100));
  // On VM 0, a has two instances together with c from 20 to 50 s, and one instance together with b from 80 to
  // 100 s.
  CHECK(tenancy.of(a).live_ns == seconds(100 + 60));
  CHECK(tenancy.of(a).at(SharedBin::vm).shared_ns == seconds(2 * 30 + 20));
  CHECK(tenancy.of(b).at(SharedBin::vm).shared_ns == seconds(20));
  CHECK(tenancy.of(c).at(SharedBin::vm).shared_ns == seconds(30));
  // On the host a is alone until 10 s. Then the instances of a meet one other tenant, and from 20 to 50 s two
  // other tenants.
  CHECK(tenancy.of(a).at(SharedBin::host).shared_ns == seconds(90 + 50));
  CHECK(tenancy.of(a).at(SharedBin::host).neighbours_ns == seconds(90 + 30 + 50 + 30));
  CHECK(tenancy.of(c).at(SharedBin::host).neighbours_ns == seconds(2 * 30));
  CHECK(tenancy.of(a).at(SharedBin::vm).own_ns == seconds(4 * 60 + 40));
  CHECK(tenancy.of(b).at(SharedBin::host).own_ns == seconds(70 + 4 * 20));
  CHECK(tenancy.of(b).at(SharedBin::vm).own_peak == 1);
  CHECK(tenancy.of(b).at(SharedBin::host).own_peak == 2);
  CHECK(tenancy.all().at(SharedBin::vm).tenants_peak == 2);
  CHECK(tenancy.all().at(SharedBin::host).tenants_peak == 3);
  // When it first shared, a had two instances; b had one instance when it first shared the host, and two when
  // it first shared a VM.
  CHECK(tenancy.of(a).at(SharedBin::vm).first_shared == 2);
  CHECK(tenancy.of(b).at(SharedBin::host).first_shared == 1);
  CHECK(tenancy.of(b).at(SharedBin::vm).first_shared == 2);
  CHECK(tenancy.all().at(SharedBin::vm).tenants_sharing == 3);
  // Numbers of pairs: 2 from 10 to 20 s, 5 until 50 s, 2 until 60 s, 1 until 80 s, 2 until 100 s.
  CHECK(tenancy.all().at(SharedBin::host).pairs_ns == seconds(20 + 150 + 20 + 20 + 40));
  CHECK(tenancy.all().at(SharedBin::host).meeting_ns == seconds(250));
  CHECK(tenancy.all().at(SharedBin::vm).meeting_ns == seconds(2 * 30 + 20));
}

TEST_CASE("tenancy counts only the window, and a state without duration is no peak") {
  const TenantId a{0u};
  const TenantId b{1u};
  Tenancy tenancy(Window(Time{} + sim::seconds(10), Time{} + sim::seconds(20)));
  const auto at = [](std::int64_t second) { return Time{} + sim::seconds(second); };
  tenancy.created(at(0), InstanceId{0u}, a, kVm0, kHost);
  tenancy.created(at(5), InstanceId{1u}, b, kVm0, kHost);
  tenancy.ended(at(13), InstanceId{1u});
  tenancy.created(at(15), InstanceId{2u}, a, kVm0, kHost);
  tenancy.ended(at(15), InstanceId{2u});
  tenancy.created(at(25), InstanceId{3u}, b, kVm0, kHost);
  tenancy.finish(at(30));
  CHECK(tenancy.of(a).live_ns == seconds(10));
  CHECK(tenancy.of(a).at(SharedBin::vm).shared_ns == seconds(3));
  CHECK(tenancy.of(a).at(SharedBin::vm).own_peak == 1);
  CHECK(tenancy.of(TenantId{7u}).live_ns == 0);
}
