#include <array>
#include <stdexcept>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Draws a time from a distribution function that consists of straight lines between five points.
class Percentiles final : public KeepAlivePolicy {
 public:
  explicit Percentiles(const Arguments& arguments) {
    for (std::size_t i = 0; i < times_.size(); ++i) {
      times_[i] = arguments.duration(i);
      if (i > 0 && times_[i] < times_[i - 1]) {
        throw std::invalid_argument(
            "percentiles: the times must not decrease from shortest over p10, p50 and p90 to longest");
      }
    }
  }
  Duration keep_for(const IdleInstanceView& instance) override {
    sim::Draw draw(instance.draws, instance.function.value(), instance.ordinal);
    const double share = draw.uniform();
    std::size_t i = 1;
    while (i + 1 < kShares.size() && share >= kShares[i]) {
      ++i;
    }
    const double part = (share - kShares[i - 1]) / (kShares[i] - kShares[i - 1]);
    const Duration width = times_[i] - times_[i - 1];
    return times_[i - 1] +
           CURTAIN_MUTANT(percentiles_have_steps,
                          Duration{static_cast<std::int64_t>(part * static_cast<double>(width.ns()))},
                          Duration{});
  }

 private:
  static constexpr std::array<double, 5> kShares = {0, 0.1, 0.5, 0.9, 1};
  std::array<Duration, 5> times_{};
};

}  // namespace

const PolicyDeclaration& keep_alive_percentiles() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "percentiles",
      "keeps an instance for a random time, drawn each time it becomes idle, from a distribution with given "
      "percentiles",
      "Shilkov, 'AWS Lambda Cold Starts After 10 Minutes' (2019), whose figures are such percentiles; the "
      "straight "
      "lines between them are an assumption",
      {{"shortest", ParameterKind::duration, "25min", 0, 4.6e18, "the shortest time"},
       {"p10", ParameterKind::duration, "29min", 0, 4.6e18,
        "the time by which 10 % are reclaimed (the defaults are those of AWS Lambda in March 2019; shortest "
        "and "
        "longest are assumptions)"},
       {"p50", ParameterKind::duration, "44min", 0, 4.6e18, "the time by which half are reclaimed"},
       {"p90", ParameterKind::duration, "59min", 0, 4.6e18, "the time by which 90 % are reclaimed"},
       {"longest", ParameterKind::duration, "63min", 0, 4.6e18, "the longest time"}},
      make_from_arguments<Percentiles>};
  return declaration;
}

}  // namespace curtain
