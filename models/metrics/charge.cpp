#include "models/metrics/charge.hpp"

namespace curtain {

Charge& Charge::operator+=(const Charge& other) {
  billed_mib_ns += other.billed_mib_ns;
  init_mib_ns += other.init_mib_ns;
  requests += other.requests;
  provisioned_mib_ns += other.provisioned_mib_ns;
  billed_on_provisioned_mib_ns += other.billed_on_provisioned_mib_ns;
  init_on_provisioned_mib_ns += other.init_on_provisioned_mib_ns;
  return *this;
}

double gib_seconds(sim::Int128 mib_ns) {
  return sim::ratio(mib_ns, static_cast<sim::Int128>(1024) * 1'000'000'000);
}

}  // namespace curtain
