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
                                             "starts no instance before an attempt needs it",
                                             "no source needed: a baseline without pre-warming",
                                             {},
                                             make_plain<NoPreWarm>};
  return declaration;
}

}  // namespace curtain
