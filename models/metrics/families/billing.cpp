// Charges. For a scope, the charges that the owners of its functions pay.
#include "models/metrics/values.hpp"

namespace curtain {

using namespace metrics;

const MetricFamily& billing_metrics() {
  static const MetricFamily family = {
      {.name = "billing.gib_s",
       .unit = Unit::gib_seconds,
       .meaning = "charged memory time of executions: time and memory as the prices round them",
       .value = [](const Counted& c) -> MetricValue { return gib_seconds(c.charge.billed_mib_ns); },
       .scopes = kAnyScope,
       .column = "billed_gib_s",
       .shares = {of::billed}},
      {.name = "billing.init_gib_s",
       .unit = Unit::gib_seconds,
       .meaning = "charged memory time of initialisation, rounded up with what ran first",
       .value = [](const Counted& c) -> MetricValue { return gib_seconds(c.charge.init_mib_ns); },
       .scopes = kAnyScope,
       .shares = {of::billed}},
      {.name = "billing.provisioned_gib_s",
       .unit = Unit::gib_seconds,
       .meaning = "provisioned concurrency: memory held ready, integrated over the window",
       .value = [](const Counted& c) -> MetricValue { return gib_seconds(c.charge.provisioned_mib_ns); },
       .scopes = kAnyScope,
       .shares = {of::billed}},
      {.name = "billing.requests",
       .unit = Unit::count,
       .meaning = "charged attempts",
       .value = [](const Counted& c) -> MetricValue { return c.charge.requests; },
       .scopes = kAnyScope,
       .column = "billed_requests",
       .shares = {of::started}},
      {.name = "billing.execution_usd",
       .unit = Unit::usd,
       .meaning = "what is paid for executions",
       .value = [](const Counted& c) -> MetricValue { return c.bill.execution; },
       .scopes = kAnyScope,
       .column = "execution_usd",
       .shares = {of::billed}},
      {.name = "billing.requests_usd",
       .unit = Unit::usd,
       .meaning = "what is paid for requests",
       .value = [](const Counted& c) -> MetricValue { return c.bill.requests; },
       .scopes = kAnyScope,
       .column = "requests_usd",
       .shares = {of::started}},
      {.name = "billing.init_usd",
       .unit = Unit::usd,
       .meaning = "what is paid for initialisation",
       .value = [](const Counted& c) -> MetricValue { return c.bill.init; },
       .scopes = kAnyScope,
       .column = "init_usd",
       .shares = {of::billed}},
      {.name = "billing.provisioned_usd",
       .unit = Unit::usd,
       .meaning = "what is paid for provisioned concurrency",
       .value = [](const Counted& c) -> MetricValue { return c.bill.provisioned; },
       .scopes = kAnyScope,
       .column = "provisioned_usd",
       .shares = {of::billed}},
      {.name = "billing.cost_usd",
       .unit = Unit::usd,
       .meaning =
           "what is paid together for executions, requests, initialisation and provisioned concurrency",
       .value = [](const Counted& c) -> MetricValue { return c.bill.total(); },
       .scopes = kAnyScope,
       .column = "total_usd",
       .shares = {of::billed},
       .shown = Shown::always},
      {.name = "billing.functions_above_maximum",
       .unit = Unit::count,
       .meaning = "functions with arrivals whose memory is above the largest size that is sold "
                  "(billing.memory_maximum)",
       .value = [](const Counted& c) -> MetricValue { return c.above_maximum; },
       .scopes = kManyFunctions,
       .shares = {of::billed}},
  };
  return family;
}

}  // namespace curtain
