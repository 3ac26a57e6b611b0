#include "models/platform/idling/whole_vms.hpp"

#include "sim/check.hpp"

namespace curtain {

void WholeVms::show(std::uint32_t vm, std::uint32_t instance, std::uint32_t group, double own, Time since) {
  if (vm >= shown_.size()) {
    shown_.resize(vm + 1, kNobody);
  }
  SIM_CHECK(shown_[vm] == kNobody);
  shown_[vm] = instance;
  order_.insert(0, group, instance, own, since);
}

void WholeVms::hide(std::uint32_t vm) {
  if (vm < shown_.size() && shown_[vm] != kNobody) {
    order_.erase(std::exchange(shown_[vm], kNobody));
  }
}

}  // namespace curtain
