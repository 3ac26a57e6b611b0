#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

class Fixed final : public KeepAlivePolicy {
 public:
  explicit Fixed(const Arguments& arguments) : timeout_(arguments.duration(0)) {}
  Duration keep_for(const IdleInstanceView&) override { return timeout_; }
  [[nodiscard]] std::optional<Duration> constant() const override { return timeout_; }

 private:
  Duration timeout_;
};

}  // namespace

const PolicyDeclaration& keep_alive_fixed() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "fixed",
      "keeps every idle instance for the same time",
      "Shahrad et al., USENIX ATC 2020, section 2: the rule of OpenWhisk (10 min) and other platforms",
      {{"timeout", ParameterKind::duration, "10min", 0, 4.6e18,
        "time from when an instance becomes idle until it is reclaimed"}},
      make_from_arguments<Fixed>};
  return declaration;
}

}  // namespace curtain
