#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

class NoKeepAlive final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { return Duration{}; }
  [[nodiscard]] std::optional<Duration> constant() const override { return Duration{}; }
};

}  // namespace

const PolicyDeclaration& keep_alive_none() {
  static const PolicyDeclaration declaration{Seam::keep_alive,
                                             "none",
                                             "reclaims an instance as soon as it becomes idle",
                                             "no source needed: the lower bound on idle memory",
                                             {},
                                             make_plain<NoKeepAlive>};
  return declaration;
}

}  // namespace curtain
