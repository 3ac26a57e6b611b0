// Metrics of the bill of a month, in which the window of the run is repeated. The charges of a tenant are
// those that the tenant pays.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

namespace {

constexpr std::string_view kNoMonth =
    "billing.month is not set, the scenario has no prices, or the window has zero length";

template <double Bill::*part>
MetricValue of_month(const Counted& counted) {
  const bool is_known = counted.month && counted.month->has_prices;
  return is_known ? MetricValue(*counted.month.*part) : MetricValue();
}

MetricValue cost_of_month(const Counted& counted) {
  const bool is_known = counted.month && counted.month->has_prices;
  return is_known ? MetricValue(counted.month->total()) : MetricValue();
}

MetricDeclaration declared(std::string_view name, std::string_view meaning,
                           MetricValue (*value)(const Counted& counted)) {
  return {.name = name,
          .unit = Unit::usd,
          .meaning = meaning,
          .absent_because = kNoMonth,
          .value = value,
          .scopes = Scope::tenant,
          .shares = {of::billed}};
}

}  // namespace

const MetricFamily& monthly_billing_metrics() {
  static const MetricFamily family = {
      declared(
          "billing.month_execution_usd",
          "charge for executions in a month, after the free tier and with lower prices for large volumes",
          of_month<&Bill::execution>),
      declared("billing.month_on_provisioned_usd",
               "charge for executions on provisioned concurrency in a month, a part of "
               "billing.month_execution_usd",
               of_month<&Bill::on_provisioned>),
      declared("billing.month_requests_usd", "charge for requests in a month, after the free tier",
               of_month<&Bill::requests>),
      declared("billing.month_init_usd", "charge for initialisation in a month, after the free tier",
               of_month<&Bill::init>),
      declared("billing.month_provisioned_usd", "charge for provisioned concurrency in a month",
               of_month<&Bill::provisioned>),
      declared("billing.month_storage_usd", "charge for ephemeral storage in a month",
               of_month<&Bill::storage>),
      declared("billing.month_isolated_usd",
               "charge for the creation of instances that each serve one end tenant in a month",
               of_month<&Bill::isolated>),
      declared("billing.month_snapshots_usd",
               "charge for snapshots that are kept in a month, with the minimum time of each snapshot",
               of_month<&Bill::snapshots>),
      declared("billing.month_restores_usd", "charge for snapshots that are restored in a month",
               of_month<&Bill::restores>),
      declared("billing.month_usd", "total charge for a month", cost_of_month),
  };
  return family;
}

}  // namespace curtain
