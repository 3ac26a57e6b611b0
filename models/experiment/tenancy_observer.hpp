#pragma once
// Measures how long tenants share VMs and hosts.
#include <string_view>

#include "models/metrics/observer.hpp"
#include "models/metrics/tenancy.hpp"

namespace curtain {

/// Whether the metric with this name, which may have labels, needs a TenancyObserver.
[[nodiscard]] bool is_tenancy_metric(std::string_view name);

/// Passes the begin and the end of each instance to Tenancy.
class TenancyObserver final : public Observer {
 public:
  /// `window` is the window of the run; its end may be unknown before the run.
  explicit TenancyObserver(const Window& window)
      : Observer({Change::instance_created, Change::instance_reclaimed}), tenancy_(window) {}

  void observe(const Observation& seen) override;
  /// Ends the measurement at the end of the run's window, and returns the figures.
  const Tenancy& finish(Time end);

 private:
  Tenancy tenancy_;
};

}  // namespace curtain
