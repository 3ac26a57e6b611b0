#include "models/workload/adjusted_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/draws.hpp"

namespace curtain {
namespace {

constexpr std::size_t kInnerBatch = 4096;
constexpr std::uint64_t kMostCopies = 1024;

/// The end of `inner` after the cut and the shift. The result is never before time zero.
std::optional<Time> adjusted_end(const TraceAdjustment& adjustment, std::optional<Time> end) {
  const Time to = adjustment.to == Duration::infinite() ? Time::never() : Time{} + adjustment.to;
  const Time cut = std::min(end.value_or(Time::never()), to);
  if (cut == Time::never()) {
    return std::nullopt;
  }
  const Time from = Time{} + adjustment.from;
  return cut <= from ? Time{} + adjustment.shift : Time{} + (cut - from) + adjustment.shift;
}

/// The end of the interval of `scale_within` that contains the end of a run of this length, counted from the
/// cut. A call after the end of the run may have copies before the end, so the calls up to this point must be
/// read.
Duration whole_stretches(const TraceAdjustment& adjustment, Duration length) {
  const std::int64_t stretch =
      adjustment.scale > 1 ? std::max(adjustment.scale_within.ns(), std::int64_t{1}) : 1;
  const std::int64_t left = Time::latest().ns() - length.ns();
  return left > stretch ? Duration{(length.ns() + stretch - 1) / stretch * stretch} : length;
}

class AdjustedSource : public ArrivalSource {
 public:
  AdjustedSource(std::unique_ptr<ArrivalSource> inner, const TraceAdjustment& adjustment,
                 const SourceContext& context)
      : inner_(std::move(inner)),
        adjustment_(adjustment),
        horizon_(adjusted_end(adjustment, inner_->horizon())),
        end_(std::min(context.duration.value_or(Time::never()), horizon_.value_or(Time::never()))),
        read_end_(read_end(end_, adjustment, horizon_)),
        keep_key_(key(context, Purpose::thinning)),
        place_key_(key(context, Purpose::lag)),
        whole_(static_cast<std::uint64_t>(adjustment.scale)),
        rest_(adjustment.scale - static_cast<double>(whole_)),
        batch_(kInnerBatch) {}

  [[nodiscard]] std::optional<Time> horizon() const override { return horizon_; }

  std::size_t fill(std::span<Arrival> out) override {
    std::size_t done = 0;
    while (done < out.size()) {
      if (given_ == ready_.size() && !make_ready()) {
        break;
      }
      const std::size_t count = std::min(out.size() - done, ready_.size() - given_);
      std::copy_n(ready_.begin() + static_cast<std::ptrdiff_t>(given_), count,
                  out.begin() + static_cast<std::ptrdiff_t>(done));
      given_ += count;
      done += count;
    }
    return done;
  }

 private:
  /// The number of a function, and the number of its calls so far.
  struct Known {
    std::uint32_t number = kUnlimited;
    std::uint64_t calls = 0;
  };

  static Time read_end(Time end, const TraceAdjustment& adjustment, std::optional<Time> horizon) {
    const Time zero = Time{} + adjustment.shift;
    if (end == Time::never() || end <= zero) {
      return end;
    }
    return std::min(zero + whole_stretches(adjustment, end - zero), horizon.value_or(Time::never()));
  }

  static sim::DrawKey key(const SourceContext& context, Purpose purpose) {
    return {context.seed, context.replication, purpose_of_source(purpose, context.number)};
  }

  /// Reads the next call within the cut, and adjusts its time by cut and shift. Returns false at the end.
  bool peek() {
    while (!is_over_) {
      if (read_ == held_) {
        held_ = inner_->fill(batch_);
        read_ = 0;
        is_over_ = held_ == 0;
        continue;
      }
      const Time time = batch_[read_].time;
      if (time < Time{} + adjustment_.from) {
        count(batch_[read_++]);
        continue;
      }
      present_ = batch_[read_];
      present_.time = Time{} + (time - (Time{} + adjustment_.from)) + adjustment_.shift;
      is_over_ = present_.time >= read_end_;
      return !is_over_;
    }
    return false;
  }

  Known count(const Arrival& call) {
    const std::size_t index = call.function.index();
    if (index >= known_.size()) {
      known_.resize(index + 1);
    }
    Known& known = known_[index];
    if (known.number == kUnlimited) {
      known.number = functions_++;
    }
    ++known.calls;
    return {known.number, known.calls - 1};
  }

  /// Reads the calls of one interval in order. Returns false if there are no more calls.
  bool make_ready() {
    ready_.clear();
    given_ = 0;
    while (ready_.empty() && peek()) {
      if (adjustment_.scale == 1) {
        for (std::size_t i = 0; i < kInnerBatch && peek(); ++i, ++read_) {  // until read_end_ is reached,
                                                                            // which is end_ here
          ready_.push_back(present_);
        }
        break;
      }
      scale_stretch();
    }
    return !ready_.empty();
  }

  void scale_stretch() {
    const Duration length = adjustment_.scale_within;
    const Time zero = Time{} + adjustment_.shift;
    const bool has_length = length > Duration{};
    const std::int64_t number = has_length ? (present_.time - zero).ns() / length.ns() : 0;
    const Time start = has_length ? zero + Duration{number * length.ns()} : present_.time;
    const Time next = has_length ? start + length : present_.time + Duration{1};
    const Time limit = horizon_ ? std::min(next, *horizon_) : next;
    const auto width = static_cast<double>((limit - start).ns());
    for (; peek() && present_.time < next; ++read_) {
      const Known call = count(present_);
      const bool is_more = rest_ > 0 && sim::Draw(keep_key_, call.number, call.calls).uniform() < rest_;
      const std::uint64_t copies = whole_ + (is_more ? 1 : 0);
      for (std::uint64_t j = 0; j < copies; ++j) {
        Arrival arrival = present_;
        if (j > 0 && has_length) {
          const double share = sim::Draw(place_key_, call.number, call.calls * kMostCopies + j).uniform();
          arrival.time = start + Duration{static_cast<std::int64_t>(share * width)};
        }
        if (arrival.time < end_) {
          ready_.push_back(arrival);
        }
      }
    }
    std::stable_sort(ready_.begin(), ready_.end(),
                     [](const Arrival& a, const Arrival& b) { return a.time < b.time; });
  }

  std::unique_ptr<ArrivalSource> inner_;
  TraceAdjustment adjustment_;
  std::optional<Time> horizon_;
  Time end_;
  Time read_end_;  // end of the calls whose copies may be before the end of the run
  sim::DrawKey keep_key_;
  sim::DrawKey place_key_;
  std::uint64_t whole_;  // whole part of the scale
  double rest_;
  std::vector<Arrival> batch_;  // a batch of arrivals from the inner source
  std::size_t held_ = 0;
  std::size_t read_ = 0;
  Arrival present_;  // batch_[read_] after cut and shift
  bool is_over_ = false;
  std::vector<Known> known_;  // indexed by function
  std::uint32_t functions_ = 0;
  std::vector<Arrival> ready_;
  std::size_t given_ = 0;
};

}  // namespace

SourceContext before_adjustment(const TraceAdjustment& adjustment, const SourceContext& context) {
  SourceContext inner = context;
  if (context.duration) {
    const Time end = *context.duration;
    const Time zero = Time{} + adjustment.shift;
    const Duration wanted = end > zero ? whole_stretches(adjustment, end - zero) : Duration{1};
    const bool fits = Time::latest() - Time{} - adjustment.from > wanted;
    inner.duration = fits ? Time{} + adjustment.from + wanted : Time::latest();
  }
  return inner;
}

std::unique_ptr<ArrivalSource> adjusted(std::unique_ptr<ArrivalSource> inner,
                                        const TraceAdjustment& adjustment, const SourceContext& context) {
  if (!(adjustment.scale > 0 && adjustment.scale < static_cast<double>(kMostCopies)) ||
      adjustment.to <= adjustment.from) {
    throw std::invalid_argument(
        fmt::format("a trace has a scale of {}, from {} ns and to {} ns; the scale must be in 0 .. {}, and "
                    "`to` must be after `from`",
                    adjustment.scale, adjustment.from.ns(), adjustment.to.ns(), kMostCopies));
  }
  return std::make_unique<AdjustedSource>(std::move(inner), adjustment, context);
}

}  // namespace curtain
