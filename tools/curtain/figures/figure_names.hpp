#pragma once
// The names of figures that do not depend on the results, for completion.
#include <string_view>

namespace curtain::tools {

struct FigureName {
  std::string_view name;
  std::string_view meaning;
};

/// In addition, a comparison has "difference-METRIC" for each metric that differs.
inline constexpr FigureName kFigureNames[] = {
    {"latency-cdf", "the share of invocations up to each latency"},
    {"latency-histogram", "invocations by latency"},
    {"cold-start-cdf", "the share of cold attempts up to each wait"},
    {"start-stages", "what a cold start consists of"},
    {"arrivals", "arrivals and losses over time"},
    {"turned-away", "invocations turned away over time, by reason"},
    {"cold-starts", "cold starts over time"},
    {"latency", "percentiles of latency over time"},
    {"instances", "instances by state over time"},
    {"fleet", "VMs, their lower bound, and hosts over time"},
    {"packing", "packing density over time, and its bound"},
    {"memory", "memory of instances over time"},
    {"bill", "charges over time"},
    {"bill-by-reason", "charges by what they are for"},
    {"bill-by-tenant", "charges by tenant and reason"},
    {"trade-off", "cold starts against idle memory, by variant"},
    {"functions-cold-share", "functions by cold share, by variant"},
    {"functions-latency", "functions by latency p99, by variant"},
};

}  // namespace curtain::tools
