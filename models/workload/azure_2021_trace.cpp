// The Azure Functions invocation trace of 2021 (Zhang et al., SOSP 2021). It has one row for each invocation,
// with the time at which the invocation ended.
#include "models/workload/reordered_source.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

/// The published columns. The time of a row is the end of the invocation.
CsvLayout azure_layout(const Azure2021TraceSpec& spec) {
  return {spec.paths,
          {{"func", CsvUse::function},
           {"app", CsvUse::tenant},
           {"end_timestamp", CsvUse::arrival},
           {"duration", CsvUse::duration}},
          1'000'000'000};
}

class Azure2021Trace : public ReorderedSource {
 public:
  Azure2021Trace(const Azure2021TraceSpec& spec, const SourceContext& context, FunctionTable& table)
      : ReorderedSource(azure_layout(spec), {spec.reorder, spec.origin_first_arrival, spec.traits}, context,
                        table),
        memory_(spec.memory) {}

 private:
  Call call_of(const CsvRow& row) override {
    const auto [number, is_new] = number_of(row.tenant, row.function);
    if (is_new) {
      require_name(CsvUse::tenant, row.tenant);
      require_name(CsvUse::function, row.function);
      add(std::string(row.tenant), std::string(row.function), memory_);
    }
    return {row.arrival - row.duration, row.duration, number, CsvUse::arrival, row.arrival};
  }

  Mebibytes memory_;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_azure_2021_trace(const Azure2021TraceSpec& spec,
                                                     const SourceContext& context, FunctionTable& table) {
  return std::make_unique<Azure2021Trace>(spec, context, table);
}

}  // namespace curtain
