// A Poisson process whose rate follows a cosine over the day.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/workload/cron.hpp"
#include "models/workload/rate_process.hpp"
#include "models/workload/sources.hpp"
#include "sim/trigonometric.hpp"
#include "sim/wide.hpp"

namespace curtain {
namespace {

constexpr std::int64_t kChords = 288;  // number of chords in a period
constexpr Duration kDay = sim::hours(24);
constexpr Duration kShortestPeriod = sim::seconds(1);
constexpr std::int64_t kMinute = 60'000'000'000;
constexpr double kTurn = 6.283185307179586;

Duration peak_of(const DiurnalSpec& spec) {
  return spec.peak_at.value_or(Duration{spec.period.ns() / 2});
}

/// The cosine as chords between multiples of a 288th of the period. The multiples are counted from midnight,
/// or from time zero if the period is not a day.
class Day : public RatePieces {
 public:
  Day(const DiurnalSpec& spec, std::int64_t epoch) : spec_(spec), peak_(peak_of(spec)) {
    constexpr std::int64_t minutes_in_day = 24 * 60;
    if (spec.period == kDay) {
      day_ = epoch / minutes_in_day;
      offset_ = epoch % minutes_in_day * kMinute;
      chord_ = offset_ / (kDay.ns() / kChords);
    }
  }

  RatePiece next() override {
    const std::int64_t end = instant_of(chord_ + 1);
    const RatePiece piece{Duration{end - offset_}, rate_at(offset_), rate_at(end)};
    offset_ = end;
    ++chord_;
    if (chord_ == kChords) {
      chord_ = 0;
      offset_ = 0;
      ++day_;
    }
    return piece;
  }

 private:
  [[nodiscard]] std::int64_t instant_of(std::int64_t chord) const {
    return static_cast<std::int64_t>(static_cast<sim::Int128>(spec_.period.ns()) * chord / kChords);
  }
  [[nodiscard]] Rate rate_at(std::int64_t offset) const {
    const double since_peak =
        static_cast<double>(offset - peak_.ns()) / static_cast<double>(spec_.period.ns());
    const double swing = (spec_.peak_to_mean - 1) * sim::cos(kTurn * since_peak);
    const int weekday = weekday_of(day_);
    const bool is_weekend = weekday == 0 || weekday == 6;
    return std::max(0.0, spec_.mean * (1 + swing)) * (is_weekend ? spec_.weekend : 1);
  }

  DiurnalSpec spec_;
  Duration peak_;
  std::int64_t day_ = 0;     // days since 1970-01-01; not used without weekends
  std::int64_t offset_ = 0;  // position in the period
  std::int64_t chord_ = 0;   // number of the chord that contains the offset
};

void check(const DiurnalSpec& spec) {
  check_rate_or_zero("the mean rate of a diurnal workload", spec.mean);
  if (!(spec.mean > 0)) {
    throw std::invalid_argument("the mean rate of a diurnal workload is 0; it must be greater than 0");
  }
  if (!(spec.peak_to_mean >= 1 && spec.peak_to_mean <= 2)) {
    throw std::invalid_argument(
        fmt::format("the peak of a diurnal workload is {} times its mean; this ratio must be in 1 .. 2, "
                    "because a cosine is symmetric about its mean",
                    spec.peak_to_mean));
  }
  check_rate_or_zero("the peak rate of a diurnal workload", spec.mean * spec.peak_to_mean);
  if (spec.period < kShortestPeriod) {
    throw std::invalid_argument(
        fmt::format("the period of a diurnal workload is {} ns; it must be at least {} s", spec.period.ns(),
                    kShortestPeriod.seconds()));
  }
  if (peak_of(spec) < Duration{} || peak_of(spec) > spec.period) {
    throw std::invalid_argument(
        fmt::format("the peak of a diurnal workload is at {} s, beyond its period of {} s",
                    peak_of(spec).seconds(), spec.period.seconds()));
  }
  if (!(spec.weekend >= 0 && spec.weekend <= 10)) {
    throw std::invalid_argument(
        fmt::format("the weekend of a diurnal workload has {} times the rate of other days; this ratio must "
                    "be in 0 .. 10",
                    spec.weekend));
  }
  if (spec.weekend != 1 && spec.period != kDay) {
    throw std::invalid_argument("a diurnal workload has weekends only if its period is one day");
  }
}

}  // namespace

std::unique_ptr<ArrivalSource> open_diurnal(const DiurnalSpec& spec, const SourceContext& context,
                                            FunctionTable& table) {
  check(spec);
  const Time end = generated_until(context);
  auto pieces = std::make_unique<Day>(spec, context.epoch);
  return source_of(spec.of, rate_process(std::move(pieces), context, end), context, table);
}

}  // namespace curtain
