// The Azure Functions trace of 2019, whose counts per minute are converted to arrivals
// (interval_arrivals.hpp). The duration of the k-th arrival of a function, in order of time, is the draw at
// (execution, row, k). A function has one memory size. The tenant is the owner, and the function's name is
// application/function. If the files lack these columns, the tenant is "default" and the name is the name of
// the function.
#include <algorithm>
#include <stdexcept>

#include "models/workload/azure_tables.hpp"
#include "models/workload/interval_arrivals.hpp"
#include "models/workload/sources.hpp"
#include "models/workload/windowed_source.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kTraceMinute = 60'000'000'000;  // in ns

class AzureTrace : public WindowedSource {
 public:
  AzureTrace(std::vector<std::vector<IntervalCount>> minutes, const std::vector<RowExecution>& rows,
             WithinInterval within, const SourceContext& context)
      : WindowedSource(rows, context, context.duration.value_or(Time::never())),
        minutes_(std::move(minutes)),
        arrivals_(rows.size(), Duration{kTraceMinute}, within, context) {}

  [[nodiscard]] std::optional<Time> horizon() const override {
    return Time{static_cast<std::int64_t>(minutes_.size()) * kTraceMinute};
  }

 private:
  bool next_window(ArrivalWindow& window) override {
    const Time start{static_cast<std::int64_t>(minute_) * kTraceMinute};
    if (minute_ == minutes_.size() || start >= end()) {
      return false;
    }
    window.open(start, Duration{kTraceMinute});
    for (const IntervalCount& count : minutes_[minute_]) {
      arrivals_.add(window, count);
    }
    ++minute_;
    return true;
  }

  std::vector<std::vector<IntervalCount>> minutes_;
  IntervalArrivals arrivals_;
  std::size_t minute_ = 0;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_azure_trace(const AzureTraceSpec& spec, const SourceContext& context,
                                                FunctionTable& table) {
  AzureTables tables = read_azure_tables(spec);
  std::vector<RowExecution> rows;
  rows.reserve(tables.functions.size());
  for (AzureFunction& function : tables.functions) {
    const TenantId tenant = table.tenant(function.owner.empty() ? "default" : function.owner);
    const std::string name =
        (function.application.empty() ? "" : function.application + "/") + function.function;
    rows.push_back(
        {table.function(tenant, name, function.memory, spec.traits), std::move(function.duration)});
  }
  return std::make_unique<AzureTrace>(std::move(tables.minutes), std::move(rows), spec.within_minute,
                                      context);
}

}  // namespace curtain
