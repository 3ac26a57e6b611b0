// The Azure Functions trace of 2019: counts a minute, turned into arrivals. Where in its minute an invocation
// falls is not in the trace; `within_minute` says:
//  - uniform: anywhere, each independently (the order statistics of uniform draws: a Poisson process given
//  its count);
//  - even: the i-th of n (from 0) at (i + 1/2) / n of the minute;
//  - poisson: a Poisson process whose rate in each minute is the count, so that counts are the trace's on
//  average only.
//    The k-th arrival is where the integral of the rate reaches the sum of the first k + 1 unit exponential
//    draws.
// Draws: (arrival_in_minute, row, k) for both random kinds, where under `uniform` k numbers a function's
// draws through the minutes before they are sorted; (execution, row, k) for the duration of its k-th arrival
// in time. One memory size a function; a tenant is an owner, a function is named application/function.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/workload/azure_tables.hpp"
#include "models/workload/sources.hpp"
#include "models/workload/windowed_source.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kMinute = 60'000'000'000;  // ns
constexpr double kMinuteReal = 6e10;

class AzureTrace : public WindowedSource {
 public:
  AzureTrace(std::vector<std::vector<AzureCount>> minutes, std::vector<RowExecution> rows,
             WithinMinute within, const SourceContext& context)
      : WindowedSource(std::move(rows), context, context.duration.value_or(Time::never())),
        minutes_(std::move(minutes)),
        within_(within),
        key_(context.seed, context.replication,
             purpose_of_source(Purpose::arrival_in_minute, context.number)) {}

  [[nodiscard]] std::optional<Time> horizon() const override {
    return Time{static_cast<std::int64_t>(minutes_.size()) * kMinute};
  }

  void start(std::size_t rows) {
    drawn_.resize(rows);
    if (within_ == WithinMinute::poisson) {
      waits_.resize(rows);
      for (std::uint32_t row = 0; row < rows; ++row) {
        draw_waits(row);
      }
    }
  }

 private:
  struct Waits {
    std::array<double, sim::DrawBatch::kSize> batch;
    std::size_t position = 0;
    double left = 0;  // of the integral of the rate, until the next arrival
  };

  bool next_window(ArrivalWindow& window) override {
    const Time start{static_cast<std::int64_t>(minute_) * kMinute};
    if (minute_ == minutes_.size() || start >= end()) {
      return false;
    }
    window.open(start, Duration{kMinute});
    for (const AzureCount& count : minutes_[minute_]) {
      switch (within_) {
        case WithinMinute::uniform:
          add_uniform(window, count);
          break;
        case WithinMinute::even:
          for (std::uint64_t i = 0; i < count.invocations; ++i) {
            window.add(count.row, (2 * i + 1) * (kMinute / 2) / count.invocations);
          }
          break;
        case WithinMinute::poisson:
          add_poisson(window, count);
          break;
      }
    }
    ++minute_;
    return true;
  }

  void add_uniform(ArrivalWindow& window, const AzureCount& count) {
    std::array<double, 64 * sim::DrawBatch::kSize> offsets;
    for (std::size_t left = count.invocations; left > 0;) {
      const std::size_t some = std::min(left, offsets.size());
      anywhere_.fill(key_, count.row, drawn_[count.row], std::span<double>(offsets).first(some));
      for (std::size_t i = 0; i < some; ++i) {
        window.add(count.row, static_cast<std::uint64_t>(static_cast<std::int64_t>(offsets[i])));
      }
      drawn_[count.row] += some;
      left -= some;
    }
  }

  void add_poisson(ArrivalWindow& window, const AzureCount& count) {
    Waits& waits = waits_[count.row];
    const double rate = count.invocations;  // a minute
    double at = waits.left;                 // of the integral over this minute
    while (at < rate) {
      const auto offset = static_cast<std::int64_t>(at / rate * kMinuteReal);
      window.add(count.row, static_cast<std::uint64_t>(std::min(offset, kMinute - 1)));
      if (++waits.position == waits.batch.size()) {
        const double before = at;
        draw_waits(count.row);
        at = before + waits.left;
      } else {
        at += waits.batch[waits.position];
      }
    }
    waits.left = at - rate;
  }

  void draw_waits(std::uint32_t row) {
    Waits& waits = waits_[row];
    unit_.fill(key_, row, drawn_[row], std::span<double>(waits.batch));
    drawn_[row] += waits.batch.size();
    waits.position = 0;
    waits.left = waits.batch[0];
  }

  std::vector<std::vector<AzureCount>> minutes_;
  WithinMinute within_;
  sim::DrawKey key_;
  sim::Distribution anywhere_ = sim::Distribution::uniform(0, kMinuteReal);
  sim::Distribution unit_ = sim::Distribution::exponential(1);
  std::vector<std::uint64_t> drawn_;  // draws of each row so far
  std::vector<Waits> waits_;          // poisson only
  std::size_t minute_ = 0;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_azure_trace(const AzureTraceSpec& spec, const SourceContext& context,
                                                FunctionTable& table) {
  AzureTables tables = read_azure_tables(spec);
  std::vector<RowExecution> rows;
  rows.reserve(tables.functions.size());
  for (AzureFunction& function : tables.functions) {
    const TenantId tenant = table.tenant(function.owner);
    const std::string name = function.application + "/" + function.function;
    rows.push_back(
        {table.function(tenant, name, function.memory, spec.traits), std::move(function.duration)});
  }
  const std::size_t count = rows.size();
  auto source =
      std::make_unique<AzureTrace>(std::move(tables.minutes), std::move(rows), spec.within_minute, context);
  source->start(count);
  return source;
}

}  // namespace curtain
