// Poisson processes whose rate is switched by phases that follow each other. In the Markov-modulated process,
// phases have exponential lengths. In the on-off process, lengths have any distribution.
#include <fmt/format.h>

#include <stdexcept>

#include "models/workload/rate_process.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

struct Phase {
  Rate rate;
  sim::Distribution stay;  // length of the phase in nanoseconds
};

/// The phases in turn. The length of the k-th phase (k from 0) is the draw at (phase, 0, k), and at least 1
/// ns.
class Phases : public RatePieces {
 public:
  Phases(std::vector<Phase> phases, std::size_t first, const SourceContext& context)
      : phases_(std::move(phases)),
        key_(context.seed, context.replication, purpose_of_source(Purpose::arrival_phase, context.number)),
        present_(first) {}

  RatePiece next() override {
    const Phase& phase = phases_[present_];
    present_ = (present_ + 1) % phases_.size();
    const Duration stay = phase.stay.sample_gap(key_, 0, stays_++);
    return {std::max(stay, Duration{1}), phase.rate, phase.rate};
  }

 private:
  std::vector<Phase> phases_;
  sim::DrawKey key_;
  std::size_t present_;
  std::uint64_t stays_ = 0;
};

/// Shorter mean lengths would be dominated by rounding, and would cost a draw for each phase.
constexpr double kShortestMeanStay = 1'000;

void check_stay(const char* what, double mean) {
  if (!(mean >= kShortestMeanStay && mean < std::numeric_limits<double>::infinity())) {
    throw std::invalid_argument(fmt::format("the mean of {} is {} ns; it must be at least {} ns and finite",
                                            what, mean, kShortestMeanStay));
  }
}

std::unique_ptr<ArrivalSource> open(const SingleFunction& of, std::vector<Phase> phases, std::size_t first,
                                    const SourceContext& context, FunctionTable& table) {
  const Time end = generated_until(context);
  auto pieces = std::make_unique<Phases>(std::move(phases), first, context);
  return source_of(of, rate_process(std::move(pieces), context, end), context, table);
}

}  // namespace

std::unique_ptr<ArrivalSource> open_mmpp(const MmppSpec& spec, const SourceContext& context,
                                         FunctionTable& table) {
  if (spec.rates.empty() || spec.rates.size() != spec.stay.size()) {
    throw std::invalid_argument(fmt::format("an mmpp has {} rates and {} stays; set one stay for each rate",
                                            spec.rates.size(), spec.stay.size()));
  }
  std::vector<Phase> phases;
  double cycle = 0;
  for (std::size_t i = 0; i < spec.rates.size(); ++i) {
    check_rate_or_zero("a rate of an mmpp", spec.rates[i]);
    const auto mean = static_cast<double>(spec.stay[i].ns());
    check_stay("a stay of an mmpp", mean);
    phases.push_back({spec.rates[i], sim::Distribution::exponential(mean)});
    cycle += mean;
  }
  // The first state is drawn with probabilities proportional to the states' shares of time. Because
  // exponential lengths have no memory, the process is then stationary from time zero on.
  const sim::DrawKey key(context.seed, context.replication,
                         purpose_of_source(Purpose::arrival_phase, context.number));
  double left = sim::Draw(key, 1, 0).uniform() * cycle;
  std::size_t first = 0;
  while (first + 1 < phases.size() && left >= phases[first].stay.mean()) {
    left -= phases[first].stay.mean();
    ++first;
  }
  return open(spec.of, std::move(phases), first, context, table);
}

std::unique_ptr<ArrivalSource> open_on_off(const OnOffSpec& spec, const SourceContext& context,
                                           FunctionTable& table) {
  check_rate_or_zero("the rate of an on-off workload", spec.rate);
  check_stay("the on periods of an on-off workload", spec.on.mean());
  check_stay("the off periods of an on-off workload", spec.off.mean());
  return open(spec.of, {{spec.rate, spec.on}, {0, spec.off}}, 0, context, table);
}

}  // namespace curtain
