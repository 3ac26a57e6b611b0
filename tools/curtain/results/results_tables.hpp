#pragma once
// Tables of a run by function, by tenant and by time, as records.

#include "models/experiment/run.hpp"
#include "models/metrics/declaration.hpp"
#include "tools/curtain/results/records.hpp"

namespace curtain::tools {

/// One row for each function, tenant, or bin of the series. A value that does not exist, such as the latency
/// of no invocation, is empty. Quantiles of latency are included if the run recorded them.
Records function_records(const Scenario& scenario, const RunResult& result);
Records tenant_records(const Scenario& scenario, const RunResult& result);
Records time_records(const Scenario& scenario, const RunResult& result);
/// One row for each function, with its counted arrivals in at most 64 equal bins from time 0 on, as numbers
/// separated by spaces. Needs RunSettings::by_time.
Records arrival_records(const RunResult& result);

/// One row for each value that a measurement programme has recorded.
Records recorded_records(const RunResult& result);

/// Adds to a row all metrics that have a column, in the order of the catalogue. Metrics of a distribution are
/// added only if the run recorded the distribution.
void add_metrics(Records& table, const Counted& counted);

}  // namespace curtain::tools
