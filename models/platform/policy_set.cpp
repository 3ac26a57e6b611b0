#include "models/platform/policy_set.hpp"

#include <stdexcept>
#include <string>

#include "models/policies/catalogue.hpp"

namespace curtain {
namespace {

template <class T>
std::unique_ptr<T> made(const PolicyChoice& choice, const char* seam) {
  if (choice.declaration == nullptr) {
    throw std::invalid_argument(std::string("policies: no policy is chosen for ") + seam);
  }
  std::unique_ptr<Policy> policy;
  try {
    policy = choice.declaration->make(choice.arguments);
  } catch (const std::exception& error) {
    const bool contradicts = dynamic_cast<const std::invalid_argument*>(&error) != nullptr;
    if (contradicts && plugin_of(*choice.declaration).empty()) {
      throw;  // the message already describes the policy's parameters
    }
    throw std::invalid_argument(described(*choice.declaration) + " could not be created: " + error.what());
  } catch (...) {
    throw std::invalid_argument(
        described(*choice.declaration) +
        " could not be created: its constructor threw something that is not a std::exception");
  }
  if (T* const typed = dynamic_cast<T*>(policy.get())) {
    (void)policy.release();
    typed->set_declaration(choice.declaration);
    return std::unique_ptr<T>(typed);
  }
  throw std::invalid_argument(described(*choice.declaration) + " is not a policy for " + seam);
}

}  // namespace

PolicySet::PolicySet(const PolicyChoices& choices)
    : admission(made<AdmissionPolicy>(choices.admission, "admission")),
      queueing(made<QueueingPolicy>(choices.queueing, "queueing")),
      routing(made<RoutingPolicy>(choices.routing, "routing")),
      scaling(made<ScalingPolicy>(choices.scaling, "scaling")),
      placement(made<PlacementPolicy>(choices.placement, "placement")),
      host_placement(made<PlacementPolicy>(choices.host_placement, "host_placement")),
      keep_alive(made<KeepAlivePolicy>(choices.keep_alive, "keep_alive")),
      pre_warm(made<PreWarmPolicy>(choices.pre_warm, "pre_warm")) {
  pre_warm->work_with(*keep_alive);
  const auto read_needs = [](auto&... chosen) { (chosen.read_needs(), ...); };
  read_needs(admission, queueing, routing, scaling, placement, host_placement, keep_alive, pre_warm);
}

std::array<Policy*, 8> PolicySet::all() const {
  return {admission.get(), queueing.get(),       routing.get(),    scaling.get(),
          placement.get(), host_placement.get(), keep_alive.get(), pre_warm.get()};
}

}  // namespace curtain
