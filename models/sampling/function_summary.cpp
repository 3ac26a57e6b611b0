#include "models/sampling/function_summary.hpp"

#include <algorithm>

#include "models/workload/minute_counts.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kSummaryMinute = 60'000'000'000;
constexpr std::size_t kSummaryBatch = 4096;

struct Count {
  std::uint64_t calls = 0;
  sim::Int128 durations = 0;
  Time busy_until;  // the latest end of the executions of the function
  std::uint64_t half_pauses = 0;
  MinuteCounts minutes;
};

WorkloadSummary summary_of(const std::vector<Count>& counts, std::size_t functions, Time first, Time last) {
  WorkloadSummary summary;
  summary.first = first;
  summary.last = last;
  const auto minutes =
      static_cast<std::uint64_t>(last.ns() / kSummaryMinute - first.ns() / kSummaryMinute + 1);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const Count& count = counts[i];
    if (count.calls == 0) {
      continue;
    }
    FunctionSummary function;
    function.function = static_cast<std::uint32_t>(i);
    function.calls = count.calls;
    function.mean_duration_s = sim::ratio(count.durations, static_cast<sim::Int128>(count.calls)) / 1e9;
    function.pauses = static_cast<double>(count.half_pauses) / 2;
    function.dispersion = count.minutes.dispersion(count.calls, minutes);
    summary.functions.push_back(function);
    summary.calls += count.calls;
  }
  summary.uncalled = functions - summary.functions.size();
  return summary;
}

}  // namespace

WorkloadSummary summarise(ArrivalSource& source, const FunctionTable& table, const TraceSlice& slice,
                          const std::atomic<bool>* interrupt) {
  std::vector<Count> counts;
  std::vector<Arrival> batch(kSummaryBatch);
  Time first = Time::never();
  Time last;
  const auto is_interrupted = [interrupt] { return interrupt != nullptr && interrupt->load(); };
  for (bool is_done = false; !is_done && !is_interrupted();) {
    const std::size_t read = source.fill(batch);
    is_done = read == 0 || batch[read - 1].time >= slice.to;
    counts.resize(table.size());
    for (std::size_t i = 0; i < read; ++i) {
      const Arrival& call = batch[i];
      if (!slice.contains(call.time)) {
        continue;
      }
      Count& count = counts[call.function.index()];
      const bool is_pause = count.calls == 0 || call.time - count.busy_until >= FunctionSummary::kPause;
      count.half_pauses += is_pause ? 2 : 0;
      ++count.calls;
      count.durations += call.duration.ns();
      count.busy_until = std::max(count.busy_until, sim::saturating_add(call.time, call.duration));
      count.minutes.add(call.time.ns() / kSummaryMinute);
      first = std::min(first, call.time);
      last = call.time;
    }
  }
  WorkloadSummary summary = summary_of(counts, table.size(), std::min(first, last), last);
  for (FunctionSummary& function : summary.functions) {
    function.memory = table[FunctionId(function.function)].memory;
  }
  summary.is_partial = is_interrupted();
  return summary;
}

WorkloadSummary summarise(const AzureTables& tables, const TraceSlice& slice) {
  std::vector<Count> counts(tables.functions.size());
  Time first = Time::never();
  Time last;
  for (std::size_t minute = 0; minute < tables.minutes.size(); ++minute) {
    const Time start{static_cast<std::int64_t>(minute) * kSummaryMinute};
    if (!slice.contains(start)) {
      continue;
    }
    for (const IntervalCount& cell : tables.minutes[minute]) {
      Count& count = counts[cell.row];
      const Duration since = start - count.busy_until;  // a whole number of minutes
      if (count.calls == 0 || since > FunctionSummary::kPause) {
        count.half_pauses += 2;
      } else if (since == FunctionSummary::kPause) {
        count.half_pauses += 1;
      }
      count.busy_until = start;
      count.calls += cell.invocations;
      count.minutes.add(static_cast<std::int64_t>(minute), cell.invocations);
      first = std::min(first, start);
      last = start;
    }
  }
  WorkloadSummary summary = summary_of(counts, tables.functions.size(), std::min(first, last), last);
  for (FunctionSummary& function : summary.functions) {
    const AzureFunction& row = tables.functions[function.function];
    function.memory = row.memory;
    function.mean_duration_s = row.duration.mean() / 1e9;
  }
  return summary;
}

}  // namespace curtain
