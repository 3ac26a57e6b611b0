// Converts the words of a draw to values of a Distribution. The golden checksums in the tests fix every bit
// of these conversions.
#include <fmt/format.h>

#include <algorithm>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <stdexcept>

#include "sim/burr.hpp"
#include "sim/distribution.hpp"
#include "sim/elementary.hpp"
#include "sim/mutant.hpp"
#include "sim/real.hpp"

namespace sim {
namespace {

double unit_exponential(Draw& draw) {
  return boost::random::exponential_distribution<Real>{}(draw).value();
}

constexpr double kLongest = 0x1p62;  // in nanoseconds, see Time::latest()

/// Returns a duration, limited to the longest possible duration.
Duration gap_of(double nanoseconds) {
  return nanoseconds > 0 ? from_nanoseconds(nanoseconds) : Duration{};
}

[[noreturn]] void refuse_draw(const Distribution& distribution, double nanoseconds) {
  throw std::range_error(
      fmt::format("a draw of {:.10g} s from {}, in seconds, is beyond the longest time that can be "
                  "simulated, 2^62 ns (146 years); give the distribution a `max`",
                  nanoseconds / 1e9, distribution.to_string(1e-9)));
}

Duration duration_of(const Distribution& distribution, double nanoseconds) {
  if (nanoseconds > kLongest) [[unlikely]] {
    refuse_draw(distribution, nanoseconds);
  }
  return gap_of(nanoseconds);
}

}  // namespace

double Distribution::empirical_quantile(double p) const {
  const auto& points = *points_;
  const auto after = std::upper_bound(
      points.begin(), points.end(), p,
      [](double probability, const Point& point) { return probability < point.probability; });
  if (after == points.begin()) {
    return points.front().value;
  }
  const Point& from = *(after - 1);
  if (after == points.end()) {
    return from.value;
  }
  const double along = (p - from.probability) / (after->probability - from.probability);
  return from.value + (after->value - from.value) * along;
}

template <Distribution::Kind kind>
double Distribution::unclamped_sample_of(Draw& draw) const {
  if constexpr (kind == Kind::constant) {
    return first_;
  } else if constexpr (kind == Kind::uniform) {
    // Boost's uniform distribution is not used, because it converts all 64 bits of a word, which costs more
    // and gives only 53 bits.
    return first_ + derived_ * draw.uniform();
  } else if constexpr (kind == Kind::exponential) {
    return first_ * unit_exponential(draw);
  } else if constexpr (kind == Kind::normal) {
    return boost::random::normal_distribution<Real>{first_, second_}(draw).value();
  } else if constexpr (kind == Kind::lognormal) {
    return boost::random::lognormal_distribution<Real>{derived_, second_}(draw).value();
  } else if constexpr (kind == Kind::weibull) {
    // A Weibull variable is a power of an exponential variable. Boost's version inverts the distribution
    // function, which needs one more logarithm.
    return second_ * pow(unit_exponential(draw), derived_);
  } else if constexpr (kind == Kind::gamma) {
    return boost::random::gamma_distribution<Real>{first_, second_}(draw).value();
  } else if constexpr (kind == Kind::pareto) {
    // For Pareto and Burr distributions, the negative logarithm of the survival function is an exponential
    // variable.
    return second_ * exp(unit_exponential(draw) * derived_);
  } else if constexpr (kind == Kind::burr) {
    return burr_value(first_, second_, derived_, unit_exponential(draw));
  } else if constexpr (kind == Kind::mixture) {
    return component_at(draw.uniform()).sample(draw);
  } else if constexpr (kind == Kind::shifted) {
    return CURTAIN_MUTANT(shift_is_lost, first_, 0.0) + unshifted().sample(draw);
  } else {
    return discrete_ ? (*points_)[draw.below(static_cast<std::uint32_t>(points_->size()))].value
                     : empirical_quantile(draw.uniform());
  }
}

double Distribution::unclamped_sample(Draw& draw) const {
  switch (kind_) {
    case Kind::constant:
      return unclamped_sample_of<Kind::constant>(draw);
    case Kind::uniform:
      return unclamped_sample_of<Kind::uniform>(draw);
    case Kind::exponential:
      return unclamped_sample_of<Kind::exponential>(draw);
    case Kind::normal:
      return unclamped_sample_of<Kind::normal>(draw);
    case Kind::lognormal:
      return unclamped_sample_of<Kind::lognormal>(draw);
    case Kind::weibull:
      return unclamped_sample_of<Kind::weibull>(draw);
    case Kind::empirical:
      return unclamped_sample_of<Kind::empirical>(draw);
    case Kind::gamma:
      return unclamped_sample_of<Kind::gamma>(draw);
    case Kind::pareto:
      return unclamped_sample_of<Kind::pareto>(draw);
    case Kind::burr:
      return unclamped_sample_of<Kind::burr>(draw);
    case Kind::mixture:
      return unclamped_sample_of<Kind::mixture>(draw);
    case Kind::shifted:
      return unclamped_sample_of<Kind::shifted>(draw);
  }
  return first_;
}

double Distribution::sample(Draw& draw) const {
  return held(unclamped_sample(draw));
}

Duration Distribution::sample_duration(Draw& draw) const {
  return duration_of(*this, sample(draw));
}

double Distribution::sample(DrawKey key, std::uint32_t entity, std::uint64_t ordinal) const {
  if (is_constant()) {
    return first_;
  }
  Draw draw(key, entity, ordinal);
  return sample(draw);
}

Duration Distribution::sample_duration(DrawKey key, std::uint32_t entity, std::uint64_t ordinal) const {
  return duration_of(*this, sample(key, entity, ordinal));
}

Duration Distribution::sample_gap(DrawKey key, std::uint32_t entity, std::uint64_t ordinal) const {
  return gap_of(sample(key, entity, ordinal));
}

template <Distribution::Kind kind, class Write>
void Distribution::for_each_sample_of(DrawKey key, std::uint32_t entity, std::uint64_t first,
                                      std::size_t count, Write write) const {
  std::size_t done = 0;
  for (; done + DrawBatch::kSize <= count; done += DrawBatch::kSize) {
    const DrawBatch batch(key, entity, first + done);
    for (std::size_t i = 0; i < DrawBatch::kSize; ++i) {
      Draw draw = batch[i];
      write(done + i, held(unclamped_sample_of<kind>(draw)));
    }
  }
  for (; done < count; ++done) {
    Draw draw(key, entity, first + done);
    write(done, held(unclamped_sample_of<kind>(draw)));
  }
}

template <class Write>
void Distribution::for_each_sample(DrawKey key, std::uint32_t entity, std::uint64_t first, std::size_t count,
                                   Write write) const {
  switch (kind_) {
    case Kind::constant:
      return for_each_sample_of<Kind::constant>(key, entity, first, count, write);
    case Kind::uniform:
      return for_each_sample_of<Kind::uniform>(key, entity, first, count, write);
    case Kind::exponential:
      return for_each_sample_of<Kind::exponential>(key, entity, first, count, write);
    case Kind::normal:
      return for_each_sample_of<Kind::normal>(key, entity, first, count, write);
    case Kind::lognormal:
      return for_each_sample_of<Kind::lognormal>(key, entity, first, count, write);
    case Kind::weibull:
      return for_each_sample_of<Kind::weibull>(key, entity, first, count, write);
    case Kind::empirical:
      return for_each_sample_of<Kind::empirical>(key, entity, first, count, write);
    case Kind::gamma:
      return for_each_sample_of<Kind::gamma>(key, entity, first, count, write);
    case Kind::pareto:
      return for_each_sample_of<Kind::pareto>(key, entity, first, count, write);
    case Kind::burr:
      return for_each_sample_of<Kind::burr>(key, entity, first, count, write);
    case Kind::mixture:
      return for_each_sample_of<Kind::mixture>(key, entity, first, count, write);
    case Kind::shifted:
      return for_each_sample_of<Kind::shifted>(key, entity, first, count, write);
  }
}

void Distribution::fill(DrawKey key, std::uint32_t entity, std::uint64_t first, std::span<double> out) const {
  for_each_sample(key, entity, first, out.size(), [out](std::size_t i, double value) { out[i] = value; });
}

void Distribution::fill(DrawKey key, std::uint32_t entity, std::uint64_t first,
                        std::span<Duration> out) const {
  for_each_sample(key, entity, first, out.size(),
                  [out, this](std::size_t i, double value) { out[i] = duration_of(*this, value); });
}

void Distribution::fill_gaps(DrawKey key, std::uint32_t entity, std::uint64_t first,
                             std::span<Duration> out) const {
  for_each_sample(key, entity, first, out.size(),
                  [out](std::size_t i, double value) { out[i] = gap_of(value); });
}

}  // namespace sim
