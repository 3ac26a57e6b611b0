#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

class Forever final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { return Duration::infinite(); }
  [[nodiscard]] std::optional<Duration> constant() const override { return Duration::infinite(); }
};

}  // namespace

const PolicyDeclaration& keep_alive_forever() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "forever",
      "keeps an idle instance until it is evicted or reaches its maximum lifetime",
      "no source needed: the lower bound on cold starts for a policy without pre-warm",
      {},
      make_plain<Forever>};
  return declaration;
}

}  // namespace curtain
