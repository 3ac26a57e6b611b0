#include "models/metrics/charge.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("Charges add up, and a bill's total is the sum of its reasons") {
  Charge charge;
  charge.billed_mib_ns = 1;
  charge.init_mib_ns = 2;
  charge.requests = 3;
  charge.provisioned_mib_ns = 4;
  charge.billed_on_provisioned_mib_ns = 5;
  charge.init_on_provisioned_mib_ns = 6;
  charge.isolated_mib = 7;
  charge.snapshot_mib_ns = 8;
  charge.snapshot_month_mib_ns = 9;
  charge.restored_mib = 10;
  charge += charge;
  CHECK(charge.billed_mib_ns == 2);
  CHECK(charge.init_mib_ns == 4);
  CHECK(charge.requests == 6);
  CHECK(charge.provisioned_mib_ns == 8);
  CHECK(charge.billed_on_provisioned_mib_ns == 10);
  CHECK(charge.init_on_provisioned_mib_ns == 12);
  CHECK(charge.isolated_mib == 14);
  CHECK(charge.snapshot_mib_ns == 16);
  CHECK(charge.snapshot_month_mib_ns == 18);
  CHECK(charge.restored_mib == 20);
  CHECK(gibibytes(1'536) == 1.5);
  Bill bill{0.5, 0.25, 0.125, 1};
  CHECK(bill.total() == 1.875);
  bill.isolated = 2;
  bill.snapshots = 4;
  bill.restores = 8;
  bill += bill;
  CHECK(bill.total() == 2 * 15.875);
  CHECK(bill.isolated == 4);
  CHECK(gib_seconds(sim::Int128{3 * 1024} * 1'000'000'000 / 2) == 1.5);
}
