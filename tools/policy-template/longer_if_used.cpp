#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "models/policies/plugin.hpp"

namespace curtain {
namespace {

class LongerIfUsed final : public KeepAlivePolicy {
 public:
  explicit LongerIfUsed(const Arguments& arguments)
      : uses_(arguments.count(0)), once_(arguments.duration(1)), later_(arguments.duration(2)) {}
  Duration keep_for(const IdleInstanceView& instance) override {
    return instance.uses > uses_ ? later_ : once_;
  }

 private:
  std::uint32_t uses_;
  Duration once_, later_;
};

}  // namespace

const PolicyDeclaration& keep_alive_longer_if_used() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "longer-if-used",
      "longer for an instance that has proved useful",
      "an example of Curtain's",
      {{"uses", ParameterKind::count, "3", 1, 1e9, "executions after which it has"},
       {"once", ParameterKind::duration, "2min", 0, 4.6e18, "how long an instance is kept before"},
       {"later", ParameterKind::duration, "20min", 0, 4.6e18, "and how long after"}},
      make_from_arguments<LongerIfUsed>};
  return declaration;
}

CURTAIN_PLUGIN(keep_alive_longer_if_used)

}  // namespace curtain
