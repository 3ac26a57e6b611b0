#pragma once
// The names of figures that do not depend on the results. Shell completion offers these names.
#include <string_view>

namespace curtain::tools {

struct FigureName {
  std::string_view name;
  std::string_view meaning;
};

/// A comparison also has a figure "difference-METRIC" for each metric that differs.
inline constexpr FigureName kFigureNames[] = {
    {"latency-cdf", "cumulative share of invocations by latency"},
    {"latency-histogram", "number of invocations by latency"},
    {"cold-start-cdf", "cumulative share of cold attempts by waiting time"},
    {"start-stages", "durations of the stages of a cold start"},
    {"arrivals", "arrivals and losses over time"},
    {"turned-away", "invocations turned away over time, by reason"},
    {"cold-starts", "cold starts over time"},
    {"latency", "percentiles of latency over time"},
    {"instances", "instances by state over time"},
    {"fleet", "VMs, their lower bound, and hosts over time"},
    {"packing", "packing density over time, and its bound"},
    {"memory", "memory of instances over time"},
    {"bill", "charges over time"},
    {"bill-by-reason", "charges by reason"},
    {"bill-by-tenant", "charges by tenant and reason"},
    {"trade-off", "cold starts against idle memory, by variant"},
    {"functions-cold-share",
     "cumulative share of functions by their share of cold starts, a curve for each variant"},
    {"functions-latency", "cumulative share of functions by their p99 latency, a curve for each variant"},
};

}  // namespace curtain::tools
