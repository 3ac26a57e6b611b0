#include "models/workload/stream_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace curtain {
namespace {

// The number of arrivals that a window should have. It is large enough to sort many arrivals at once, and
// small enough for the cache.
constexpr std::size_t kFewestInWindow = 8192;

class StreamSource : public WindowedSource {
 public:
  StreamSource(const std::vector<Stream>& streams, std::vector<RowExecution> rows,
               const SourceContext& context, std::unique_ptr<ExtraArrivals> extra)
      : WindowedSource(std::move(rows), context, *context.duration),
        extra_(std::move(extra)),
        key_(context.seed, context.replication, purpose_of_source(Purpose::interarrival, context.number)) {
    double rate = extra_ == nullptr ? 0 : extra_->rate();  // in arrivals per nanosecond
    gaps_.reserve(streams.size());
    batches_.resize(streams.size());
    next_.resize(streams.size());
    for (std::uint32_t row = 0; row < streams.size(); ++row) {
      gaps_.push_back(streams[row].gap);
      carries_.push_back(GapCarry::is_needed(streams[row].gap));
      rate += 1.0 / streams[row].gap.mean();
      batches_[row].last = streams[row].origin.ns();
      next_[row] = refill(row);
    }
    // Each window visits every row, so a window should have at least one arrival per row on average.
    const auto wanted = static_cast<double>(std::max(kFewestInWindow, streams.size()));
    width_ = std::clamp(sim::from_nanoseconds(wanted / rate), Duration{1}, window().widest());
  }

  [[nodiscard]] std::optional<Time> horizon() const override { return end(); }

 private:
  static constexpr std::int64_t kLatest = Time::latest().ns();

  struct Batch {
    std::array<std::int64_t, sim::DrawBatch::kSize> times;
    std::int64_t last = 0;    // time of the last arrival in the batch, or the origin of the stream
    std::uint64_t drawn = 0;  // number of gaps so far, including the gaps of the batch
    std::size_t position = 0;
    GapCarry carry;
  };

  /// Computes the next batch of times and returns the first of them.
  std::int64_t refill(std::uint32_t row) {
    Batch& batch = batches_[row];
    if (carries_[row]) {
      std::array<double, sim::DrawBatch::kSize> gaps;
      gaps_[row].fill(key_, row, batch.drawn, std::span<double>(gaps));
      for (std::size_t i = 0; i < gaps.size(); ++i) {
        append(batch, i, batch.carry.whole(gaps[i]));
      }
    } else {
      std::array<Duration, sim::DrawBatch::kSize> gaps;
      gaps_[row].fill_gaps(key_, row, batch.drawn, std::span<Duration>(gaps));
      for (std::size_t i = 0; i < gaps.size(); ++i) {
        append(batch, i, gaps[i].ns());
      }
    }
    batch.drawn += batch.times.size();
    batch.position = 0;
    return batch.times[0];
  }

  static void append(Batch& batch, std::size_t position, std::int64_t gap) {
    batch.last = batch.last > kLatest - gap ? kLatest : batch.last + gap;
    batch.times[position] = batch.last;
  }

  bool next_window(ArrivalWindow& window) override {
    if (from_ >= end()) {
      return false;
    }
    const Duration width = std::min(width_, end() - from_);
    window.open(from_, width);
    const std::int64_t start = from_.ns();
    const std::int64_t limit = start + width.ns();
    for (std::uint32_t row = 0; row < next_.size(); ++row) {
      if (next_[row] < limit) {
        next_[row] = add_until(window, row, start, limit);
      }
    }
    if (extra_ != nullptr) {
      extra_->add_until(window, from_, Time{limit});
    }
    from_ = Time{limit};
    return true;
  }

  /// Adds the arrivals of `row` before `limit`. Returns the time of the next arrival.
  std::int64_t add_until(ArrivalWindow& window, std::uint32_t row, std::int64_t start, std::int64_t limit) {
    Batch& batch = batches_[row];
    std::int64_t time = next_[row];
    do {
      window.add(row, static_cast<std::uint64_t>(time - start));
      time = ++batch.position < batch.times.size() ? batch.times[batch.position] : refill(row);
    } while (time < limit);
    return time;
  }

  std::unique_ptr<ExtraArrivals> extra_;
  sim::DrawKey key_;
  std::vector<sim::Distribution> gaps_;
  std::vector<bool> carries_;  // indexed by row, see GapCarry
  std::vector<Batch> batches_;
  std::vector<std::int64_t>
      next_;  // the next arrival of each row; stored separately so that a window reads them fast
  Duration width_;
  Time from_;
};

}  // namespace

std::unique_ptr<ArrivalSource> generate(std::vector<Stream> streams, const SourceContext& context,
                                        std::unique_ptr<ExtraArrivals> extra) {
  if (!context.duration) {
    throw std::invalid_argument("a generated workload needs an end; set the `duration` of the scenario");
  }
  std::vector<RowExecution> rows;
  rows.reserve(streams.size());
  for (Stream& stream : streams) {
    rows.push_back({stream.function, std::move(stream.duration)});
  }
  return std::make_unique<StreamSource>(streams, std::move(rows), context, std::move(extra));
}

sim::Distribution no_arrivals() {
  return sim::Distribution::constant(static_cast<double>(Time::latest().ns()));
}

sim::Distribution exponential_gap(const char* what, Rate rate) {
  if (!(rate > 0) || rate > 1e9) {
    throw std::invalid_argument(
        fmt::format("{} is {} per second; it must be greater than 0 and at most 1e9 per second", what, rate));
  }
  return sim::Distribution::exponential(1e9 / rate);
}

}  // namespace curtain
