#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "models/policies/make.hpp"
#include "models/policies/scaling/seam.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Starts instances only at ticks, so that their number grows at a limited rate. Instances are reclaimed by
/// the keep-alive policy, not by this policy.
class Paced final : public ScalingPolicy {
 public:
  explicit Paced(const Arguments& arguments)
      : every_(arguments.duration(0)), step_(arguments.count(1)), most_(arguments.count(2)) {}

  [[nodiscard]] Needs needs() const override {
    Needs needs;
    needs.tick = every_;
    return needs;
  }
  /// A function without any instance gets an instance at once.
  Scale decide(const ScalingQuery& query) override { return query.live == 0 ? Scale::start : Scale::wait; }

  [[nodiscard]] std::optional<std::uint32_t> desired(const LoadView& view) override {
    const std::uint64_t capacity = std::uint64_t{view.live} * view.slots;
    if (view.live == 0 || view.concurrency <= capacity) {
      return view.live;
    }
    // The number of instances that the requests need; one tick starts at most `step` of them.
    const std::uint64_t needed = (std::uint64_t{view.concurrency} + view.slots - 1) / view.slots;
    const std::uint64_t reachable = std::uint64_t{view.live} + step_;
    const std::uint64_t most = CURTAIN_MUTANT(paced_has_no_most, std::uint64_t{most_}, needed);
    return static_cast<std::uint32_t>(
        std::max<std::uint64_t>(view.live, std::min({needed, reachable, most})));
  }

  [[nodiscard]] std::string explain() const override {
    return fmt::format("at most {} more every {} s, up to {}", step_, every_.seconds(), most_);
  }

 private:
  Duration every_;
  std::uint32_t step_;
  std::uint32_t most_;
};

}  // namespace

const PolicyDeclaration& scaling_paced() {
  static const PolicyDeclaration declaration{
      Seam::scaling,
      "paced",
      "starts the first instance of a function at once and then a limited number at fixed intervals; other "
      "attempts "
      "wait",
      "Azure Functions, consumption plan: one new instance every 10 s in 2017 (Wang et al., USENIX ATC 2018, "
      "which "
      "saw at most ten instances); Microsoft documents one a second for HTTP since 2020",
      {{"every", ParameterKind::duration, "10s", 1e7, 3.6e12, "interval between starts"},
       {"step", ParameterKind::count, "1", 1, 1e6, "most instances of a function that start in an interval"},
       {"most", ParameterKind::count, "200", 1, 1e6, "most instances of a function"}},
      make_from_arguments<Paced>};
  return declaration;
}

}  // namespace curtain
