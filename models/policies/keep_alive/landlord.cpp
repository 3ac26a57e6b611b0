#include <algorithm>
#include <vector>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"

namespace curtain {
namespace {

/// Each use gives an instance a credit equal to its cold start. When room is needed, all instances pay the
/// same rent per MiB until the credit of one instance is used up. A use needs no update of the other
/// instances. The rent charged so far is a clock, and a credit of c on m MiB that was set at clock r is used
/// up at r + c / m.
class Landlord final : public KeepAlivePolicy {
 public:
  explicit Landlord(const Arguments& arguments) : max_idle_(arguments.duration(0)) {}
  [[nodiscard]] Needs needs() const override { return {.on_start = true, .on_eviction = true}; }
  Duration keep_for(const IdleInstanceView&) override { return max_idle_; }
  [[nodiscard]] std::optional<Duration> constant() const override { return max_idle_; }

  void on_start(const StartNotice& start) override { at(start.instance) = rent_; }
  [[nodiscard]] double eviction_value(const IdleInstanceView& view) override {
    double& since = at(view.instance);
    since = view.uses == 0 ? rent_ : since;
    return since + static_cast<double>(view.start_up.ns()) / 1e6 / view.memory;
  }
  void on_eviction(const EvictionNotice& eviction) override {
    // An instance whose credit was used up while it was busy has a value below the rent charged so far.
    rent_ = eviction.under_pressure ? std::max(rent_, eviction.value) : rent_;
  }

 private:
  double& at(InstanceId instance) {
    if (instance.index() >= used_at_.size()) {
      used_at_.resize(instance.index() + 1);
    }
    return used_at_[instance.index()];
  }

  Duration max_idle_;
  double rent_ = 0;              // rent charged so far, in ms of cold start per MiB
  std::vector<double> used_at_;  // indexed by instance: the rent at its last use
};

}  // namespace

const PolicyDeclaration& keep_alive_landlord() {
  static const PolicyDeclaration declaration{
      Seam::keep_alive,
      "landlord",
      "when room is needed, charges all idle instances rent per MiB, and evicts the instance whose credit is "
      "used up first; the credit of an instance is the time of its cold start",
      "Young, 'On-line file caching', Algorithmica 33 (2002); Fuerst & Sharma, ASPLOS 2021 (FaasCache), "
      "section 4",
      {{"max_idle", ParameterKind::duration, "forever", 0, 9.2e18,
        "how long an instance is kept if its memory is not needed"}},
      make_from_arguments<Landlord>};
  return declaration;
}

}  // namespace curtain
