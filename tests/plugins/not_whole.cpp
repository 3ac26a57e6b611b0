// Plugins that must be refused. The macro given to the compiler selects one of them.
#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#if defined(OTHER_VERSION)
#include "models/policies/interface.hpp"
#undef CURTAIN_INTERFACE
#define CURTAIN_INTERFACE "0.0.9, headers 0123456789ab"
#endif
#include "models/policies/plugin.hpp"

namespace curtain {
namespace {

class Short final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { return Duration{}; }
};

[[maybe_unused]] const PolicyDeclaration& short_one() {
#if defined(THROWS)
  throw 5;
#elif defined(NAME_TAKEN)
  static const PolicyDeclaration declaration{Seam::keep_alive, "fixed", "short", "", {}, make_plain<Short>};
#elif defined(NAME_WRONG)
  static const PolicyDeclaration declaration{Seam::keep_alive, "Short One", "short", "", {},
                                             make_plain<Short>};
#elif defined(NOT_MADE)
  static const PolicyDeclaration declaration{Seam::keep_alive, "short", "short", "", {}, nullptr};
#elif defined(DEFAULT_WRONG)
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "short",
      "short",
      "",
      {{"most", ParameterKind::duration, "10 parsecs", 0, 9, "how long"}},
      make_plain<Short>};
#elif defined(LIST_WRONG)
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "short",
      "short",
      "",
      {{"first", ParameterKind::weights, "[]", 0, 9, "weights", {"a"}},
       {"second", ParameterKind::bounds, "[{a: {below: 1}}]", 0, 9, "bounds", {"a"}}},
      make_plain<Short>};
#else
  static const PolicyDeclaration declaration{Seam::keep_alive, "short", "short", "", {}, make_plain<Short>};
#endif
#if !defined(THROWS)
  return declaration;
#endif
}

}  // namespace

#if defined(TWICE)
CURTAIN_PLUGIN(short_one, short_one)
#elif defined(NULL_ONE)
CURTAIN_PLUGIN(nullptr)
#elif !defined(NO_PLUGIN)
CURTAIN_PLUGIN(short_one)
#endif

}  // namespace curtain
