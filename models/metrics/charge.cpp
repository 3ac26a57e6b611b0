#include "models/metrics/charge.hpp"

namespace curtain {

MemoryTimes& MemoryTimes::operator+=(const MemoryTimes& other) {
  billed += other.billed;
  init += other.init;
  provisioned += other.provisioned;
  billed_on_provisioned += other.billed_on_provisioned;
  init_on_provisioned += other.init_on_provisioned;
  return *this;
}

Charge& Charge::operator+=(const Charge& other) {
  billed_mib_ns += other.billed_mib_ns;
  init_mib_ns += other.init_mib_ns;
  requests += other.requests;
  provisioned_mib_ns += other.provisioned_mib_ns;
  billed_on_provisioned_mib_ns += other.billed_on_provisioned_mib_ns;
  init_on_provisioned_mib_ns += other.init_on_provisioned_mib_ns;
  arm += other.arm;
  storage_mib_ns += other.storage_mib_ns;
  isolated_mib += other.isolated_mib;
  snapshot_mib_ns += other.snapshot_mib_ns;
  snapshot_month_mib_ns += other.snapshot_month_mib_ns;
  restored_mib += other.restored_mib;
  return *this;
}

Bill& operator+=(Bill& bill, const Bill& other) {
  bill.execution += other.execution;
  bill.requests += other.requests;
  bill.init += other.init;
  bill.provisioned += other.provisioned;
  bill.storage += other.storage;
  bill.isolated += other.isolated;
  bill.snapshots += other.snapshots;
  bill.restores += other.restores;
  bill.on_provisioned += other.on_provisioned;
  bill.has_prices = bill.has_prices || other.has_prices;
  return bill;
}

double gibibytes(sim::Int128 mib) {
  return sim::ratio(mib, 1024);
}

double gib_seconds(sim::Int128 mib_ns) {
  return sim::ratio(mib_ns, static_cast<sim::Int128>(1024) * 1'000'000'000);
}

}  // namespace curtain
