#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

/// The default order of eviction of the seam is already least recently used.
class LeastRecentlyUsed final : public KeepAlivePolicy {
 public:
  explicit LeastRecentlyUsed(const Arguments& arguments) : max_idle_(arguments.duration(0)) {}
  Duration keep_for(const IdleInstanceView&) override { return max_idle_; }
  [[nodiscard]] std::optional<Duration> constant() const override { return max_idle_; }

 private:
  Duration max_idle_;
};

}  // namespace

const PolicyDeclaration& keep_alive_least_recently_used() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "least-recently-used",
      "when room is needed, evicts the instance that has been idle longest",
      "Fuerst & Sharma, ASPLOS 2021 (FaasCache), section 4; LRU in its simulator",
      {{"max_idle", ParameterKind::duration, "forever", 0, 9.2e18,
        "how long an instance is kept if its memory is not needed"}},
      make_from_arguments<LeastRecentlyUsed>};
  return declaration;
}

}  // namespace curtain
