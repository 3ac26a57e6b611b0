#include "models/experiment/trace_statistics.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "models/workload/minute_counts.hpp"
#include "sim/elementary.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

using sim::Int128;

constexpr std::int64_t kStatisticsMinute = 60'000'000'000;
constexpr std::size_t kStretches = 256;
constexpr std::size_t kStatisticsBatch = 4096;

struct PerFunction {
  std::uint64_t calls = 0;
  std::int64_t last = 0;
  Int128 durations = 0;
  Int128 gaps = 0;         // the sum of the gaps, in ns
  Int128 gap_squares = 0;  // at most the square of the sum, so it does not overflow within ten years
  MinuteCounts minutes;
};

OverFunctions over(std::vector<double> values) {
  OverFunctions result;
  result.functions = values.size();
  if (!values.empty()) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    result.median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
  return result;
}

class Counter {
 public:
  Counter(const FunctionTable& functions, const std::vector<ClientGroup>& groups) : table_(functions) {
    for (const ClientGroup& group : groups) {
      result_.clients += group.clients;
      of_clients_.push_back(group.function);
    }
    std::sort(of_clients_.begin(), of_clients_.end());
    of_clients_.erase(std::unique(of_clients_.begin(), of_clients_.end()), of_clients_.end());
    result_.functions_of_clients = of_clients_.size();
  }

  void add(const Arrival& call) {
    const std::int64_t now = call.time.ns();
    if (result_.calls == 0) {
      result_.first = call.time;
    } else {
      add_gap(call.time);
    }
    ++result_.calls;
    result_.last = call.time;
    result_.durations.add(call.duration.ns());
    result_.zero_durations += call.duration == Duration{} ? 1 : 0;
    minutes_.add(now / kStatisticsMinute);
    if (minutes_.count() > result_.peak_calls) {
      result_.peak_calls = minutes_.count();
      result_.peak_minute = Time{minutes_.minute() * kStatisticsMinute};
    }
    add_to_series(call.time - result_.first);
    result_.long_durations += call.duration > TraceStatistics::kLong ? 1 : 0;
    add_to_function(call.function.index(), now, call.duration);
  }

  TraceStatistics finish() {
    result_.functions_uncalled = table_.size();
    for (const FunctionId function : of_clients_) {
      const bool is_called = function.index() < functions_.size() && functions_[function.index()].calls > 0;
      result_.functions_uncalled -= is_called ? 0 : 1;
    }
    if (result_.calls == 0) {
      return std::move(result_);
    }
    const Duration length = result_.last - result_.first;
    result_.minutes = static_cast<std::uint64_t>(result_.last.ns() / kStatisticsMinute -
                                                 result_.first.ns() / kStatisticsMinute + 1);
    if (length > Duration{}) {
      result_.rate = static_cast<double>(result_.calls) / length.seconds();
      result_.mean_busy = sim::ratio(result_.durations.sum(), static_cast<Int128>(length.ns()));
    }
    result_.dispersion = minutes_.dispersion(result_.calls, result_.minutes);
    finish_functions();
    find_busiest();
    return std::move(result_);
  }

 private:
  void add_to_series(Duration since) {
    while (since.ns() / result_.stretch.ns() >= static_cast<std::int64_t>(kStretches)) {
      std::vector<std::uint64_t>& series = result_.series;
      for (std::size_t i = 0; i < series.size(); ++i) {
        const std::uint64_t count = series[i];
        series[i] = 0;
        series[i / 2] += count;
      }
      series.resize((series.size() + 1) / 2);
      result_.stretch = result_.stretch * 2;
    }
    const auto position = static_cast<std::size_t>(since.ns() / result_.stretch.ns());
    if (position >= result_.series.size()) {
      result_.series.resize(position + 1);
    }
    ++result_.series[position];
  }

  void add_gap(Time now) {
    const Duration gap = now - result_.last;
    result_.ties += gap == Duration{} ? 1 : 0;
    if (gap > result_.longest_silence) {
      result_.longest_silence = gap;
      result_.silence_start = result_.last;
    }
    const std::int64_t minutes = now.ns() / kStatisticsMinute - result_.last.ns() / kStatisticsMinute;
    result_.empty_minutes += static_cast<std::uint64_t>(std::max<std::int64_t>(minutes - 1, 0));
  }

  void add_to_function(std::size_t index, std::int64_t now, Duration duration) {
    if (index >= functions_.size()) {
      functions_.resize(std::max(index + 1, table_.size()));
    }
    PerFunction& function = functions_[index];
    if (function.calls > 0) {
      const Int128 gap = now - function.last;
      function.gaps += gap;
      function.gap_squares += gap * gap;
      result_.repeats += gap == 0 ? 1 : 0;
    }
    ++function.calls;
    function.durations += duration.ns();
    function.last = now;
    function.minutes.add(now / kStatisticsMinute);
  }

  void finish_functions() {
    std::vector<std::uint64_t> calls;
    std::vector<double> variations;
    std::vector<double> dispersions;
    std::vector<Mebibytes> sizes;
    std::vector<bool> tenants(table_.tenant_count());
    for (std::size_t i = 0; i < functions_.size(); ++i) {
      const PerFunction& function = functions_[i];
      if (function.calls == 0) {
        continue;
      }
      const FunctionSpec& spec = table_[FunctionId(static_cast<std::uint32_t>(i))];
      calls.push_back(function.calls);
      result_.function_calls.add(static_cast<std::int64_t>(function.calls));
      sizes.push_back(spec.memory);
      tenants[spec.tenant.index()] = true;
      result_.functions_once += function.calls == 1 ? 1 : 0;
      if (function.calls > 1) {
        dispersions.push_back(function.minutes.dispersion(function.calls, result_.minutes));
      }
      if (function.calls > 2 && function.gaps > 0) {
        const double mean = sim::ratio(function.gaps, static_cast<Int128>(function.calls - 1));
        const double mean_square = sim::ratio(function.gap_squares, static_cast<Int128>(function.calls - 1));
        variations.push_back(sim::sqrt(std::max(0.0, mean_square / (mean * mean) - 1)));
      }
    }
    result_.functions = calls.size();
    result_.functions_uncalled -= calls.size();
    result_.tenants = static_cast<std::uint64_t>(std::count(tenants.begin(), tenants.end(), true));
    result_.gap_variation = over(std::move(variations));
    result_.function_dispersion = over(std::move(dispersions));
    std::sort(sizes.begin(), sizes.end());
    result_.memory_least = sizes.front();
    result_.memory_p50 = sizes[(sizes.size() + 1) / 2 - 1];
    result_.memory_p90 = sizes[(sizes.size() * 9 + 9) / 10 - 1];
    result_.memory_most = sizes.back();
    std::sort(calls.begin(), calls.end(), std::greater<>());
    const auto share = [&](std::size_t busiest) {
      const auto end = calls.begin() + static_cast<std::ptrdiff_t>(std::min(busiest, calls.size()));
      return static_cast<double>(std::accumulate(calls.begin(), end, std::uint64_t{0})) /
             static_cast<double>(result_.calls);
    };
    result_.share_of_top_percent = share((calls.size() + 99) / 100);
    result_.share_of_top_ten = share(10);
  }

  void find_busiest() {
    struct Sum {
      std::size_t position;
      std::uint64_t calls = 0;
      Int128 durations = 0;
      std::uint64_t functions = 0;
    };
    const auto busiest = [](std::vector<Sum>& sums) {
      std::stable_sort(sums.begin(), sums.end(),
                       [](const Sum& a, const Sum& b) { return a.calls > b.calls; });
      sums.resize(std::min(sums.size(), TraceStatistics::kBusiest));
    };
    const auto mean_s = [](const Sum& sum) {
      return sim::ratio(sum.durations, static_cast<Int128>(sum.calls)) / 1e9;
    };
    std::vector<Sum> functions;
    std::vector<Sum> tenants;
    for (std::size_t i = 0; i < table_.tenant_count(); ++i) {
      tenants.push_back({i});
    }
    for (std::size_t i = 0; i < functions_.size(); ++i) {
      const PerFunction& function = functions_[i];
      if (function.calls > 0) {
        functions.push_back({i, function.calls, function.durations, 1});
        Sum& tenant = tenants[table_[FunctionId(static_cast<std::uint32_t>(i))].tenant.index()];
        tenant.calls += function.calls;
        tenant.durations += function.durations;
        ++tenant.functions;
      }
    }
    busiest(functions);
    busiest(tenants);
    for (const Sum& sum : functions) {
      const FunctionSpec& spec = table_[FunctionId(static_cast<std::uint32_t>(sum.position))];
      result_.busiest_functions.push_back(
          {spec.name, table_.tenant_name(spec.tenant), sum.calls, mean_s(sum), spec.memory, 1});
    }
    for (const Sum& sum : tenants) {
      if (sum.calls > 0) {
        result_.busiest_tenants.push_back(
            {table_.tenant_name(TenantId(static_cast<std::uint32_t>(sum.position))), "", sum.calls,
             mean_s(sum), 0, sum.functions});
      }
    }
  }

  const FunctionTable& table_;
  std::vector<FunctionId> of_clients_;  // functions of clients, without repetition
  TraceStatistics result_;
  MinuteCounts minutes_;
  std::vector<PerFunction> functions_;
};

}  // namespace

TraceStatistics trace_statistics(ArrivalSource& source, const FunctionTable& functions,
                                 const std::atomic<bool>* interrupt,
                                 const std::function<void(Time, std::uint64_t)>& progress) {
  Counter counter(functions, source.clients());
  std::uint64_t calls = 0;
  std::vector<Arrival> batch(kStatisticsBatch);
  bool is_partial = false;
  while (const std::size_t count = source.fill(batch)) {
    for (std::size_t i = 0; i < count; ++i) {
      counter.add(batch[i]);
    }
    calls += count;
    is_partial = interrupt != nullptr && interrupt->load();
    if (is_partial) {
      break;
    }
    if (progress) {
      progress(batch[count - 1].time, calls);
    }
  }
  TraceStatistics result = counter.finish();
  result.is_partial = is_partial;
  return result;
}

}  // namespace curtain
