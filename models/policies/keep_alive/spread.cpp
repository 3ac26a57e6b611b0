#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

class Spread final : public KeepAlivePolicy {
 public:
  explicit Spread(const Arguments& arguments)
      : shortest_(arguments.duration(0)), span_(arguments.duration(1)) {}
  Duration keep_for(const IdleInstanceView& instance) override {
    sim::Draw draw(instance.draws, instance.function.value(), instance.ordinal);
    return shortest_ + Duration{static_cast<std::int64_t>(draw.uniform() * static_cast<double>(span_.ns()))};
  }

 private:
  Duration shortest_;
  Duration span_;
};

}  // namespace

const PolicyDeclaration& keep_alive_spread() {
  static const PolicyDeclaration declaration{Seam::keep_alive,
                                             "spread",
                                             "keeps an instance for a random time, which is drawn each time "
                                             "that it becomes idle and is uniform from shortest to shortest "
                                             "+ span",
                                             "Shilkov, 'AWS Lambda Cold Starts After 10 Minutes' (2019): "
                                             "before July 2019 idle instances were kept for 25 to 60 minutes",
                                             {{"shortest", ParameterKind::duration, "25min", 0, 4.6e18,
                                               "the minimum time (with the default span, 10, 50 and 90 % of "
                                               "instances are reclaimed within 28.8, 44 and 59.2 min; "
                                               "Shilkov has 29, 44 and 59 min for March 2019)"},
                                              {"span", ParameterKind::duration, "38min", 1, 4.6e18,
                                               "the difference between the longest and the shortest time"}},
                                             make_from_arguments<Spread>};
  return declaration;
}

}  // namespace curtain
