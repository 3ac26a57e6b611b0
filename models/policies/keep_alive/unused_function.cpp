#include <fmt/format.h>

#include <stdexcept>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Reclaims all idle instances of a function on a VM when no instance of the group has been used for a time,
/// and a single instance that has been idle for a longer time although the others are used.
class UnusedFunction final : public KeepAlivePolicy {
 public:
  explicit UnusedFunction(const Arguments& arguments)
      : shortest_(arguments.duration(0)), longest_(arguments.duration(1)), surplus_(arguments.duration(2)) {
    if (shortest_ > longest_) {
      throw std::invalid_argument("unused-function: shortest must be at most longest");
    }
    if (longest_ > surplus_) {
      throw std::invalid_argument("unused-function: longest must be at most surplus");
    }
  }
  [[nodiscard]] Needs needs() const override { return {.reviews = true}; }
  Duration keep_for(const IdleInstanceView&) override {
    is_review_ = false;
    return surplus_;
  }

  Duration next_review(const IdleGroupView& group) override {
    const Duration limit = limit_of(group);
    return group.now - group.last_use < limit ? limit : Duration::infinite();
  }
  std::uint32_t review(const IdleGroupView& group) override {
    is_review_ = true;
    return CURTAIN_MUTANT(unused_function_keeps_one, group.idle, group.idle - 1);
  }
  [[nodiscard]] std::string explain() const override {
    return is_review_ ? "the function was not used on this VM, so all of its idle instances are reclaimed"
                      : fmt::format("kept for {} s if the function is used meanwhile", surplus_.seconds());
  }

 private:
  /// Returns the time without use after which the group ends. The draw is the same until the group is used
  /// again.
  [[nodiscard]] Duration limit_of(const IdleGroupView& group) const {
    const auto address =
        static_cast<std::uint64_t>(group.last_use.ns()) ^ (std::uint64_t{group.vm.value()} << 32);
    sim::Draw draw(group.draws, group.function.value(), address);
    const Duration width = longest_ - shortest_;
    return shortest_ + Duration{static_cast<std::int64_t>(draw.uniform() * static_cast<double>(width.ns()))};
  }

  Duration shortest_;
  Duration longest_;
  Duration surplus_;
  bool is_review_ = false;  // the last decision was a review
};

}  // namespace

const PolicyDeclaration& keep_alive_unused_function() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "unused-function",
      "reclaims the idle instances of a function on a VM when none of them has been used for a time, and "
      "an instance that is idle for longer although others are used",
      "Mahmoudi and Khazaei, data of 'Performance Modeling of Serverless Computing Platforms' (2020), fitted "
      "by curtain calibrate: a lone instance of AWS Lambda ends after 10 to 11 min without use, and an "
      "instance beside others after 25 min",
      {{"shortest", ParameterKind::duration, "606s", 1e6, 1e17,
        "the shortest time without use after which the idle instances of the function on the VM end; each "
        "time is uniform from shortest to longest (the defaults are the fit to AWS Lambda in 2020)"},
       {"longest", ParameterKind::duration, "660s", 1e6, 1e17, "the longest such time"},
       {"surplus", ParameterKind::duration, "1500s", 1e6, 1e17,
        "time after which an idle instance ends although other instances of the function are used"}},
      make_from_arguments<UnusedFunction>};
  return declaration;
}

}  // namespace curtain
