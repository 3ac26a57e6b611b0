#include <fmt/format.h>

#include <bit>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

/// Keeps the n-th idle instance of its function for 1 + z periods, where z is the number of trailing zeros of
/// n in binary. Every second instance is reclaimed after one period, every fourth is kept for three or more
/// periods, and so on. Of n instances that became idle together, floor(n / 2^k) are left after k periods, for
/// every n.
class Lambda2020 final : public KeepAlivePolicy {
 public:
  explicit Lambda2020(const Arguments& arguments) : period_(arguments.duration(0)) {}
  [[nodiscard]] Needs needs() const override { return {.idle_counts = true}; }
  Duration keep_for(const IdleInstanceView& instance) override {
    idle_ = instance.idle;
    return period_ * (1 + std::countr_zero(idle_));
  }
  [[nodiscard]] std::string explain() const override {
    return idle_ == 0 ? ""
                      : fmt::format("number {0} of the function's idle instances, kept for {2} x {1} s",
                                    idle_, period_.seconds(), 1 + std::countr_zero(idle_));
  }

 private:
  Duration period_;
  std::uint32_t idle_ = 0;  // number of idle instances at the last decision
};

}  // namespace

const PolicyDeclaration& keep_alive_lambda_2020() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "lambda-2020",
      "follows AWS Lambda in 2020: reclaims half of a function's idle instances after each period",
      "Copik et al., Middleware 2021 (SeBS), model of container eviction: D_init 2^-floor(t / 380 s) are "
      "left after t",
      {{"period", ParameterKind::duration, "380s", 1e6, 1e17,
        "time after which half of the idle instances are reclaimed (SeBS: 380 s for every memory size, "
        "language and execution time)"}},
      make_from_arguments<Lambda2020>};
  return declaration;
}

}  // namespace curtain
