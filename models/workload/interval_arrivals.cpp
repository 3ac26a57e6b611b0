#include "models/workload/interval_arrivals.hpp"

#include <algorithm>

namespace curtain {

IntervalArrivals::IntervalArrivals(std::size_t rows, Duration interval, WithinInterval within,
                                   const SourceContext& context)
    : interval_(interval.ns()),
      within_(within),
      key_(context.seed, context.replication, purpose_of_source(Purpose::arrival_in_minute, context.number)),
      anywhere_(sim::Distribution::uniform(0, static_cast<double>(interval.ns()))),
      drawn_(rows) {
  if (within_ == WithinInterval::poisson) {
    waits_.resize(rows);
    for (std::uint32_t row = 0; row < rows; ++row) {
      draw_waits(row);
    }
  }
  if (within_ == WithinInterval::even) {
    for (std::uint32_t row = 0; row < rows; ++row) {
      sim::Draw draw(key_, row, 0);
      phases_.push_back(static_cast<std::uint64_t>(static_cast<std::int64_t>(anywhere_.sample(draw))));
    }
  }
}

void IntervalArrivals::add(ArrivalWindow& window, IntervalCount count) {
  switch (within_) {
    case WithinInterval::uniform:
      add_uniform(window, count);
      break;
    case WithinInterval::even:
      for (std::uint64_t i = 0; i < count.invocations; ++i) {
        window.add(count.row,
                   (i * static_cast<std::uint64_t>(interval_) + phases_[count.row]) / count.invocations);
      }
      break;
    case WithinInterval::poisson:
      add_poisson(window, count);
      break;
  }
}

void IntervalArrivals::add_uniform(ArrivalWindow& window, IntervalCount count) {
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

void IntervalArrivals::add_poisson(ArrivalWindow& window, IntervalCount count) {
  Waits& waits = waits_[count.row];
  const double rate = count.invocations;  // number of calls in the interval
  double at = waits.left;                 // integral of the rate since the start of this interval
  while (at < rate) {
    const auto offset = static_cast<std::int64_t>(at / rate * static_cast<double>(interval_));
    window.add(count.row, static_cast<std::uint64_t>(std::min(offset, interval_ - 1)));
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

void IntervalArrivals::draw_waits(std::uint32_t row) {
  Waits& waits = waits_[row];
  unit_.fill(key_, row, drawn_[row], std::span<double>(waits.batch));
  drawn_[row] += waits.batch.size();
  waits.position = 0;
  waits.left = waits.batch[0];
}

}  // namespace curtain
