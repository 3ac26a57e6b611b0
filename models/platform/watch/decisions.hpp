#pragma once
// Reports the policies' decisions to an observer as text. An engine without an observer does not contain this
// code.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "models/platform/core/part.hpp"

namespace curtain {

/// Reports the decisions of policies to the observer in words.
template <class Core>
class Decisions : public Part<Core, Decisions<Core>> {
 public:
  /// `observer` is null in an engine without an observer. `hosts_open` means that the number of hosts is
  /// unlimited.
  Decisions(const Observer* observer, bool hosts_open)
      : tells_decisions_(observer != nullptr && observer->wants_decisions()), hosts_open_(hosts_open) {}

  /// Whether the observer has requested decisions.
  [[nodiscard]] bool tells_decisions() const;
  /// Whether the observer has requested decisions about the function, or decisions about no function (kNone).
  [[nodiscard]] bool tells_decisions_of(std::uint32_t function) const;
  /// The name of a VM. It contains the number of VMs that were opened before this VM, as planned crashes also
  /// do.
  [[nodiscard]] std::string vm_name(std::uint32_t vm) const;
  /// Reports a decision. Must be called before the policy is called again, because the policy explains its
  /// last decision. `words` is the decision; `known` are facts from the platform that precede the policy's
  /// explanation.
  template <class Words>
  void tell_decision(const Policy& policy, const char* seam, Time now, std::uint32_t function, Words&& words,
                     std::string_view known = {}, std::uint32_t request = kNone,
                     const VmChoice* choice = nullptr);
  /// Reports the admission policy's decision about the request.
  void tell_admission(std::uint32_t request, Admission decision, Time now);
  /// Reports the queueing key of an attempt of the function.
  void tell_key(std::uint32_t function, std::int64_t key, Time now);
  /// Reports the scaling policy's decision for the function.
  void tell_scale(std::uint32_t function, Scale decision, Time now);
  /// Reports the choice of a VM. Must be called before the instance is placed in the VM. `cause` is the cause
  /// of the start that the policy received.
  void tell_vm_choice(std::uint32_t function, std::uint32_t isolation_class,
                      std::optional<std::uint32_t> chosen, const Cause& cause, Time now);
  /// Reports the choice of a host. Must be called after the VM was opened or could not be opened.
  void tell_host_choice(std::uint32_t function, std::optional<std::uint32_t> opened, Time now);
  /// Reports the floor of the function, if it changes.
  void tell_floor(std::uint32_t function, std::uint32_t floor, Time now);
  /// Reports the keep-alive that the policy gives to the idle instance.
  void tell_kept(std::uint32_t instance, Duration keep, Time now);
  /// Reports an eviction. The platform chooses the instances to evict by the values that the policy gave.
  void tell_evicted(std::uint32_t instance, Time now);

 private:
  using P = Part<Core, Decisions<Core>>;
  using P::cluster;
  using P::core;
  using P::policies;
  using P::rows;

  bool tells_decisions_;
  bool hosts_open_;
};

template <class Core>
inline bool Decisions<Core>::tells_decisions() const {
  if constexpr (Core::kObserved) {
    return tells_decisions_;
  }
  return false;
}

template <class Core>
inline bool Decisions<Core>::tells_decisions_of(std::uint32_t function) const {
  if constexpr (Core::kObserved) {
    return tells_decisions_ &&
           core().observer().wants_decisions_of(function == kNone ? FunctionId{} : FunctionId{function});
  }
  return false;
}

template <class Core>
std::string Decisions<Core>::vm_name(std::uint32_t vm) const {
  return fmt::format("VM {}", vm < cluster().vm_rows() ? cluster().vm(vm).number : 0);
}

template <class Core>
template <class Words>
inline void Decisions<Core>::tell_decision(const Policy& policy, const char* seam, Time now,
                                           std::uint32_t function, Words&& words, std::string_view known,
                                           std::uint32_t request, const VmChoice* choice) {
  if constexpr (Core::kObserved) {
    if (!tells_decisions_of(function)) {
      return;
    }
    const std::string said = ask(policy, now, [&] { return policy.explain(); });
    const PolicyDeclaration* const declaration = policy.declaration();
    core().observer().decided({now, seam, declaration != nullptr ? declaration->name : std::string_view(),
                               function == kNone ? FunctionId{} : FunctionId{function}, words(),
                               fmt::format("{}{}{}", known, known.empty() || said.empty() ? "" : "; ", said),
                               request, choice});
  }
}

template <class Core>
inline void Decisions<Core>::tell_admission(std::uint32_t request, Admission decision, Time now) {
  const auto words = [&] {
    switch (decision) {
      case Admission::admit:
        return std::string("admit");
      case Admission::queue:
        return std::string("queue");
      case Admission::queue_tenant:
        return std::string("queue; later invocations of the tenant wait behind it");
      case Admission::throttle:
        break;
    }
    return std::string("throttle");
  };
  tell_decision(*policies().admission, "admission", now, rows().requests[request].function, words, {},
                request);
}

template <class Core>
inline void Decisions<Core>::tell_key(std::uint32_t function, std::int64_t key, Time now) {
  tell_decision(*policies().queueing, "queueing", now, function, [&] { return fmt::format("key {}", key); });
}

template <class Core>
inline void Decisions<Core>::tell_scale(std::uint32_t function, Scale decision, Time now) {
  tell_decision(*policies().scaling, "scaling", now, function, [&] {
    return std::string(decision == Scale::start ? "start" : decision == Scale::wait ? "wait" : "both");
  });
}

template <class Core>
inline void Decisions<Core>::tell_floor(std::uint32_t function, std::uint32_t floor, Time now) {
  if constexpr (Core::kObserved) {
    if (floor != rows().rest[function].floor) {
      tell_decision(*policies().pre_warm, "pre_warm", now, function,
                    [&] { return fmt::format("floor {}", floor); });
    }
  }
}

template <class Core>
inline void Decisions<Core>::tell_vm_choice(std::uint32_t function, std::uint32_t isolation_class,
                                            std::optional<std::uint32_t> chosen, const Cause& cause,
                                            Time now) {
  if constexpr (Core::kObserved) {
    if (!tells_decisions_of(function)) {
      return;
    }
    if (!cluster().has_bins(isolation_class)) {
      if (function != kNone) {
        core().observer().no_vm_open({now, FunctionId{function}, cluster().retired_vms(isolation_class)});
      }
      return;
    }
    const Mebibytes capacity = cluster().instance_capacity();
    std::optional<VmChoice> choice;
    if (function != kNone && core().observer().wants_choice(FunctionId{function}, core().start_ordinal())) {
      const FunctionRest& rest = rows().rest[function];
      choice = cluster().choice_of_vm(isolation_class, rest.memory, now, rest.tenant, cause, chosen);
    }
    tell_decision(
        *policies().placement, "placement", now, function,
        [&] { return chosen ? vm_name(*chosen) : std::string("no existing VM"); },
        chosen ? fmt::format("{} MiB free of {}", capacity - cluster().vm(*chosen).used, capacity) : "",
        kNone, choice ? &*choice : nullptr);
  }
}

template <class Core>
inline void Decisions<Core>::tell_host_choice(std::uint32_t function, std::optional<std::uint32_t> opened,
                                              Time now) {
  if constexpr (Core::kObserved) {
    if (!tells_decisions_of(function)) {
      return;
    }
    const std::uint32_t host = opened ? cluster().vm(*opened).host : 0;
    const bool is_new =
        opened && hosts_open_ &&
        cluster().vms_ever_on_host(host) == 1;  // no existing host had room, so a host is added
    tell_decision(
        *policies().host_placement, "host_placement", now, function,
        [&] {
          return opened ? fmt::format("{} {}", is_new ? "new host" : "host", host) : std::string("no host");
        },
        opened && !is_new
            ? fmt::format("room for {} of {} VMs", cluster().vms_per_host() - cluster().vms_on_host(host) + 1,
                          cluster().vms_per_host())
            : "");
  }
}

template <class Core>
inline void Decisions<Core>::tell_kept(std::uint32_t instance, Duration keep, Time now) {
  if constexpr (Core::kObserved) {
    const std::uint32_t function = rows().instances[instance].function;
    if (!tells_decisions_of(function)) {
      return;  // the common case, at the end of nearly every execution
    }
    tell_decision(
        *policies().keep_alive, "keep_alive", now, function,
        [&] {
          return fmt::format(
              "instance {} kept {}", rows().instances[instance].serial,
              keep.is_infinite() ? "until it is reclaimed" : fmt::format("for {} s", keep.seconds()));
        },
        core().idle_set().evicts() ? fmt::format("value {}", core().idle_set().eviction().value(instance))
                                   : "");
  }
}

template <class Core>
inline void Decisions<Core>::tell_evicted(std::uint32_t instance, Time now) {
  if constexpr (Core::kObserved) {
    if (!tells_decisions_of(rows().instances[instance].function) ||
        rows().instances[instance].function == kNone) {
      return;
    }
    const PolicyDeclaration* const declaration = policies().keep_alive->declaration();
    core().observer().decided(
        {now, "keep_alive", declaration != nullptr ? declaration->name : std::string_view(),
         FunctionId{rows().instances[instance].function},
         fmt::format("evict instance {}", rows().instances[instance].serial),
         fmt::format("value {}, which is among the lowest values that make room on {}",
                     core().idle_set().eviction().value(instance), vm_name(rows().instances[instance].vm))});
  }
}

}  // namespace curtain
