#pragma once
// A run by function, by tenant and by time, as records.

#include "models/experiment/run.hpp"
#include "models/metrics/declaration.hpp"
#include "tools/curtain/results/records.hpp"

namespace curtain::tools {

/// One row per function, tenant, or bin of the series. Values that do not exist (the latency of no
/// invocation) are empty; latency quantiles are present if the run kept them.
Records function_records(const Scenario& scenario, const RunResult& result);
Records tenant_records(const Scenario& scenario, const RunResult& result);
Records time_records(const Scenario& scenario, const RunResult& result);
/// One row per function: its counted arrivals in equal bins from time 0 on, at most 64, as numbers with
/// spaces between them. Needs RunSettings::by_time.
Records arrival_records(const RunResult& result);

/// Adds the metrics that have a column to a row, in the order of the catalogue; those of a distribution only
/// if it is kept.
void add_metrics(Records& table, const Counted& counted);

}  // namespace curtain::tools
