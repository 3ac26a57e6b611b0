#include "models/experiment/tenancy_observer.hpp"

namespace curtain {

bool is_tenancy_metric(std::string_view name) {
  return name.substr(0, 8) == "tenancy.";
}

void TenancyObserver::observe(const Observation& seen) {
  if (seen.change == Change::instance_created) {
    tenancy_.created(seen.now, seen.instance, seen.tenant, seen.vm, seen.host);
  } else if (seen.change == Change::instance_reclaimed) {
    tenancy_.ended(seen.now, seen.instance);
  }
}

const Tenancy& TenancyObserver::finish(Time end) {
  tenancy_.finish(end);
  return tenancy_;
}

}  // namespace curtain
