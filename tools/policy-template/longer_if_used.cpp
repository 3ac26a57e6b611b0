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
      "keeps an instance longer after several executions",
      "an example of Curtain",
      {{"uses", ParameterKind::count, "3", 1, 1e9,
        "number of executions after which an instance is kept longer"},
       {"once", ParameterKind::duration, "2min", 0, 4.6e18, "keep-alive before this number of executions"},
       {"later", ParameterKind::duration, "20min", 0, 4.6e18, "keep-alive after this number of executions"}},
      make_from_arguments<LongerIfUsed>};
  return declaration;
}

CURTAIN_PLUGIN(keep_alive_longer_if_used)

}  // namespace curtain
