#include "models/policies/make.hpp"
#include "models/policies/pre_warm/seam.hpp"

namespace curtain {
namespace {

class NoPreWarm final : public PreWarmPolicy {
 public:
  std::uint32_t floor(const PreWarmQuery&) override { return 0; }
};

}  // namespace

const PolicyDeclaration& pre_warm_none() {
  static const PolicyDeclaration declaration{Seam::pre_warm,
                                             "none",
                                             "nothing: an instance starts when an attempt asks for it",
                                             "none needed: to compare with",
                                             {},
                                             make_plain<NoPreWarm>};
  return declaration;
}

}  // namespace curtain
