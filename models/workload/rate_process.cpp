#include "models/workload/rate_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/elementary.hpp"

namespace curtain {
namespace {

class RateProcess : public PointProcess {
 public:
  RateProcess(std::unique_ptr<RatePieces> pieces, const SourceContext& context, Time end)
      : pieces_(std::move(pieces)),
        key_(context.seed, context.replication, purpose_of_source(Purpose::interarrival, context.number)),
        end_(end) {}

  std::optional<Time> next() override {
    wanted_ += unit_exponential();
    while (wanted_ >= area_) {
      wanted_ -= area_;
      start_ = next_start_;
      if (start_ >= end_) {
        return std::nullopt;
      }
      open(pieces_->next());
    }
    return start_ + offset_of(wanted_);
  }

 private:
  void open(const RatePiece& piece) {
    length_ = std::min(piece.length, Time::latest() - start_);
    const auto width = static_cast<double>(length_.ns());
    from_ = piece.from * 1e-9;
    slope_ = (piece.to - piece.from) * 1e-9 / static_cast<double>(piece.length.ns());
    area_ = width * (from_ + 0.5 * slope_ * width);
    next_start_ = start_ + length_;
  }

  /// The point in the piece at which the integrated rate, from s + slope s^2 / 2, reaches `area`. This
  /// formula for the root loses no digits, both for rising and for falling rates.
  [[nodiscard]] Duration offset_of(double area) const {
    const double square = std::max(0.0, from_ * from_ + 2.0 * slope_ * area);
    const double offset = area > 0 ? 2.0 * area / (from_ + sim::sqrt(square)) : 0.0;
    const double last = static_cast<double>(length_.ns() - 1);
    return offset < last ? Duration{static_cast<std::int64_t>(offset)} : length_ - Duration{1};
  }

  double unit_exponential() {
    const std::size_t position = drawn_ % batch_.size();
    if (position == 0) {
      exponential_.fill(key_, 0, drawn_, std::span<double>(batch_));
    }
    ++drawn_;
    return batch_[position];
  }

  std::unique_ptr<RatePieces> pieces_;
  sim::DrawKey key_;
  Time end_;
  sim::Distribution exponential_ = sim::Distribution::exponential(1);
  std::array<double, sim::DrawBatch::kSize> batch_{};
  std::uint64_t drawn_ = 0;

  // The current piece. Before the first piece, it is an empty piece at time zero.
  Time start_;
  Time next_start_;
  Duration length_;
  double from_ = 0;    // rate at the start, in arrivals per nanosecond
  double slope_ = 0;   // change of the rate per nanosecond
  double area_ = 0;    // expected number of arrivals in the piece
  double wanted_ = 0;  // expected number of arrivals in the piece before the last arrival
};

}  // namespace

std::unique_ptr<PointProcess> rate_process(std::unique_ptr<RatePieces> pieces, const SourceContext& context,
                                           Time end) {
  return std::make_unique<RateProcess>(std::move(pieces), context, end);
}

void check_rate_or_zero(const char* what, Rate rate) {
  if (!(rate >= 0 && rate <= 1e9)) {
    throw std::invalid_argument(
        fmt::format("{} is {} per second; it must be at least 0 and at most 1e9 per second", what, rate));
  }
}

}  // namespace curtain
