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
                                             "not at all: an instance that becomes idle is gone",
                                             "none needed: the bound on idle memory, to compare with",
                                             {},
                                             make_plain<NoKeepAlive>};
  return declaration;
}

}  // namespace curtain
