#include "models/platform/scheduling/end_tenants.hpp"

#include <fmt/format.h>

#include "sim/check.hpp"
#include "sim/mutant.hpp"

namespace curtain {
namespace {

/// Grows the vector so that it has an element `number`.
template <class T>
T& element(std::vector<T>& all, std::uint32_t number) {
  if (number >= all.size()) {
    all.resize(std::max<std::size_t>(std::size_t{number} + 1, all.size() * 2));
  }
  return all[number];
}

std::optional<IsolationConflict> trait_conflict(const FunctionTraits& traits) {
  const auto conflict = [](const char* key, std::string message) {
    return IsolationConflict{key, true, std::move(message)};
  };
  if (traits.snapshot) {
    return conflict(
        "snapshot",
        "contradicts isolate: end-tenant, because an instance that serves one end tenant cannot start "
        "from a snapshot; remove one of the two keys");
  }
  if (traits.most_provisioned(true, true) > 0) {
    return conflict(
        traits.provisioned > 0       ? "provisioned"
        : traits.provisioned_max > 0 ? "provisioned_max"
                                     : "provisioned_schedule",
        "contradicts isolate: end-tenant, because provisioned concurrency is started before an end "
        "tenant is known; remove one of the two keys");
  }
  if (traits.requests_per_instance > 1) {
    return conflict("requests_per_instance",
                    fmt::format("'{}' contradicts isolate: end-tenant, which is simulated only for instances "
                                "that serve one request at a time; type 1, or remove the key isolate",
                                traits.requests_per_instance));
  }
  if (traits.max_instances != kUnlimited) {
    return conflict("max_instances",
                    "contradicts isolate: end-tenant, because no request of such a function waits for an "
                    "instance; set scheduler.isolated_per_1000, or remove the key");
  }
  return std::nullopt;
}

}  // namespace

std::optional<IsolationConflict> isolation_conflict(const FunctionTraits& traits,
                                                    const PlatformParameters& platform,
                                                    const PolicySet& policies) {
  if (auto conflict = trait_conflict(traits)) {
    return conflict;
  }
  const auto conflict = [](const char* key, std::string message) {
    return IsolationConflict{key, false, std::move(message)};
  };
  const std::string needs = "a function with isolate: end-tenant needs ";
  if (platform.scheduler.binding == Binding::late) {
    return conflict("scheduler.binding", needs +
                                             "binding: early, because its requests wait for no instance of "
                                             "another end tenant; type early");
  }
  if (platform.scheduler.no_room == NoRoom::wait && platform.cluster.hosts.count != kUnlimited) {
    return conflict("scheduler.no_room", needs +
                                             "no_room: refuse or an unlimited number of hosts, because its "
                                             "requests do not wait for room; type refuse");
  }
  if (policies.routing->rule() == RoutingRule::asked) {
    return conflict("policies.routing",
                    needs +
                        "a routing policy that chooses by the time of the last use; type most-recent or "
                        "least-recent");
  }
  if (policies.scaling->constant() != Scale::start) {
    return conflict("policies.scaling", needs +
                                            "an instance for each request without a free instance; type "
                                            "per-request");
  }
  const Needs pre_warm = policies.pre_warm->needs();
  if (pre_warm.start_times || (pre_warm.tick > Duration{} && !pre_warm.provisioned)) {
    return conflict("policies.pre_warm", needs +
                                             "a pre-warm policy that starts no instances of the function, "
                                             "because their end tenant would be unknown; type none");
  }
  return std::nullopt;
}

void EndTenants::adopt(std::uint32_t function, const FunctionTraits& traits, std::uint32_t most_instances) {
  OfFunction& own = element(functions_, function);
  own.end_tenants = traits.end_tenants;
  own.order = traits.end_tenant_order;
  own.most_instances = most_instances;
}

void EndTenants::arrives(std::uint32_t request, std::uint32_t function, std::uint32_t named,
                         std::uint64_t ordinal) {
  const OfFunction& own = functions_[function];
  std::uint32_t end_tenant = named;
  if (named == 0 && own.end_tenants > 0) {
    const std::uint64_t drawn = own.order == EndTenantOrder::in_turn
                                    ? ordinal % own.end_tenants
                                    : sim::Draw(key_, function, ordinal).below(own.end_tenants);
    end_tenant = kDrawn + static_cast<std::uint32_t>(drawn);
  }
  element(of_requests_, request) = end_tenant;
}

void EndTenants::starts(std::uint32_t instance, std::uint32_t request) {
  element(of_instances_, instance) = of_requests_[request];
}

EndTenants::List EndTenants::exchange(std::uint32_t function, std::uint32_t end_tenant, List present) {
  OfFunction& own = functions_[function];
  if (end_tenant == own.present) {
    return present;
  }
  if (present == List{}) {
    own.lists.erase(own.present);
  } else {
    own.lists[own.present] = present;
  }
  own.present = end_tenant;
  const auto found = own.lists.find(end_tenant);
  return found == own.lists.end() ? List{} : found->second;
}

}  // namespace curtain
