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
      "until it is evicted or reaches its maximum lifetime",
      "none needed: the bound on cold starts of a policy that does not look ahead, to compare with",
      {},
      make_plain<Forever>};
  return declaration;
}

}  // namespace curtain
