#include <fmt/format.h>

#include <algorithm>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

/// Looks at the idle instances of one function on one VM together; any use of one of them starts the time
/// anew for all.
class Lambda2018 final : public KeepAlivePolicy {
 public:
  explicit Lambda2018(const Arguments& arguments)
      : period_(arguments.duration(0)), few_(arguments.count(1)), max_idle_(arguments.duration(2)) {}
  [[nodiscard]] Needs needs() const override { return {.reviews = true}; }
  Duration keep_for(const IdleInstanceView&) override {
    reviewed_ = 0;
    return Duration::infinite();
  }
  [[nodiscard]] std::optional<Duration> constant() const override { return Duration::infinite(); }

  Duration next_review(const IdleGroupView& group) override {
    const Duration idle = group.now - group.last_use;
    if (idle >= max_idle_) {
      return Duration::infinite();
    }
    return group.idle > few_ ? std::min(period_ * (1 + idle.ns() / period_.ns()), max_idle_) : max_idle_;
  }
  std::uint32_t review(const IdleGroupView& group) override {
    reviewed_ = group.idle;
    unused_ = group.now - group.last_use;
    if (group.now - group.last_use >= max_idle_) {
      return group.idle;
    }
    return group.idle > few_ ? group.idle - group.idle / 2 : 0;
  }

  [[nodiscard]] std::string explain() const override {
    if (reviewed_ == 0) {
      return "those of its function on its VM are looked at together";
    }
    return fmt::format("{} idle for {} s: {}", reviewed_, unused_.seconds(),
                       unused_ >= max_idle_ ? "all go"
                       : reviewed_ > few_   ? "half go"
                                            : fmt::format("no more than {} stay to the end", few_));
  }

 private:
  Duration period_;
  std::uint32_t few_;
  Duration max_idle_;
  std::uint32_t reviewed_ = 0;  // idle ones at the last decision; 0: it was no review
  Duration unused_{};           // and for how long
};

}  // namespace

const PolicyDeclaration& keep_alive_lambda_2018() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "lambda-2018",
      "AWS Lambda in 2018: by function and VM; idle ones are halved until few are left, which go at the end",
      "Wang et al., USENIX ATC 2018, section 5.4",
      {{"period", ParameterKind::duration, "300s", 1e6, 1e17,
        "time after which half are gone (Wang et al.: about half every 300 s or so)"},
       {"few", ParameterKind::count, "3", 0, 1e6,
        "so many stay to the end (Wang et al.: until two or three are left)"},
       {"max_idle", ParameterKind::duration, "27min", 1e6, 1e17,
        "time after which the rest is gone (Wang et al.: at most 27 min)"}},
      make_from_arguments<Lambda2018>};
  return declaration;
}

}  // namespace curtain
