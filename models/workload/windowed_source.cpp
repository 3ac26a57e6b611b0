#include "models/workload/windowed_source.hpp"

#include "sim/check.hpp"

namespace curtain {

WindowedSource::WindowedSource(std::vector<RowExecution> rows, const SourceContext& context, Time end)
    : key_(context.seed, context.replication, purpose_of_source(Purpose::execution, context.number)),
      end_(end),
      window_(static_cast<std::uint32_t>(rows.size())) {
  SIM_CHECK(!rows.empty());
  rows_.resize(rows.size());
  durations_.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows_[i].function = rows[i].function;
    durations_.push_back(std::move(rows[i].duration));
  }
}

std::size_t WindowedSource::fill(std::span<Arrival> out) {
  std::size_t done = 0;
  while (done < out.size() && !finished_) {
    if (window_.left() == 0) {
      if (!next_window(window_)) {
        finished_ = true;
        break;
      }
      window_.sort();
    }
    for (const std::uint64_t key : window_.take(out.size() - done)) {
      const Time time = window_.time_of(key);
      if (time >= end_) {
        finished_ = true;
        break;
      }
      const std::uint32_t number = window_.row_of(key);
      Row& row = rows_[number];
      const std::size_t position = row.drawn % row.batch.size();
      if (position == 0) {
        durations_[number].fill(key_, number, row.drawn, std::span<Duration>(row.batch));
      }
      ++row.drawn;
      out[done++] = Arrival{time, row.batch[position], row.function};
    }
  }
  return done;
}

}  // namespace curtain
