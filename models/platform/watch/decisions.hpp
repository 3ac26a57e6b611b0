#pragma once
// How an observer is notified of the policies' decisions, in words. An unobserved engine has nothing of this.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "models/platform/cell/engine.hpp"

namespace curtain {

template <class Queue, bool observed>
inline bool Engine<Queue, observed>::tells_decisions() const {
  if constexpr (observed) {
    return tells_decisions_;
  }
  return false;
}

/// VMs are identified by how many were opened before, as planned crashes name them.
template <class Queue, bool observed>
std::string Engine<Queue, observed>::vm_name(std::uint32_t vm) const {
  return fmt::format("VM {}", vm < cluster_.vm_rows() ? cluster_.vm(vm).number : 0);
}

/// To be called before anything else is asked of the policy, which explains its last decision. `words` gives
/// the decision; `known` is what the platform itself can tell, and stands before what the policy says.
template <class Queue, bool observed>
template <class Words>
inline void Engine<Queue, observed>::tell_decision(const Policy& policy, const char* seam, Time now,
                                                   std::uint32_t function, Words&& words,
                                                   std::string_view known) {
  if constexpr (observed) {
    if (!tells_decisions_) {
      return;
    }
    const std::string said = ask(policy, now, [&] { return policy.explain(); });
    const PolicyDeclaration* const declaration = policy.declaration();
    options_.observer->decided(
        {now, seam, declaration != nullptr ? declaration->name : std::string_view(),
         function == kNone ? FunctionId{} : FunctionId{function}, words(),
         fmt::format("{}{}{}", known, known.empty() || said.empty() ? "" : "; ", said)});
  }
}

template <class Queue, bool observed>
inline void Engine<Queue, observed>::tell_admission(std::uint32_t request, Admission decision, Time now) {
  tell_decision(*policies_.admission, "admission", now, rows_.requests[request].function, [&] {
    switch (decision) {
      case Admission::admit:
        return std::string("admit");
      case Admission::queue:
        return std::string("queue");
      case Admission::queue_tenant:
        return std::string("queue, and all of its tenant behind it");
      case Admission::throttle:
        break;
    }
    return std::string("throttle");
  });
}

template <class Queue, bool observed>
inline void Engine<Queue, observed>::tell_key(std::uint32_t function, std::int64_t key, Time now) {
  tell_decision(*policies_.queueing, "queueing", now, function, [&] { return fmt::format("key {}", key); });
}

template <class Queue, bool observed>
inline void Engine<Queue, observed>::tell_scale(std::uint32_t function, Scale decision, Time now) {
  tell_decision(*policies_.scaling, "scaling", now, function, [&] {
    return std::string(decision == Scale::start ? "start" : decision == Scale::wait ? "wait" : "both");
  });
}

/// A floor that stays as it is is no news.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::tell_floor(std::uint32_t function, std::uint32_t floor, Time now) {
  if constexpr (observed) {
    if (floor != rows_.rest[function].floor) {
      tell_decision(*policies_.pre_warm, "pre_warm", now, function,
                    [&] { return fmt::format("floor {}", floor); });
    }
  }
}

/// To be called before the instance is in its VM.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::tell_vm_choice(std::uint32_t function, std::uint32_t isolation_class,
                                                    std::optional<std::uint32_t> chosen, Time now) {
  if constexpr (observed) {
    if (!tells_decisions_ || !cluster_.has_bins(isolation_class)) {
      return;
    }
    const Mebibytes capacity = cluster_.instance_capacity();
    tell_decision(
        *policies_.placement, "placement", now, function,
        [&] { return chosen ? vm_name(*chosen) : std::string("no VM that is there"); },
        chosen ? fmt::format("{} MiB free of {}", capacity - cluster_.vm(*chosen).used, capacity) : "");
  }
}

/// To be called when the VM has been opened, or could not be.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::tell_host_choice(std::uint32_t function,
                                                      std::optional<std::uint32_t> opened, Time now) {
  if constexpr (observed) {
    if (!tells_decisions_) {
      return;
    }
    const std::uint32_t host = opened ? cluster_.vm(*opened).host : 0;
    const bool is_new = opened && parameters_.cluster.hosts.count == kUnlimited &&
                        cluster_.vms_ever_on_host(host) == 1;  // there was none with room, so one more
    tell_decision(
        *policies_.host_placement, "host_placement", now, function,
        [&] {
          return opened ? fmt::format("{} {}", is_new ? "new host" : "host", host) : std::string("no host");
        },
        opened && !is_new
            ? fmt::format("room for {} of {} VMs", cluster_.vms_per_host() - cluster_.vms_on_host(host) + 1,
                          cluster_.vms_per_host())
            : "");
  }
}

template <class Queue, bool observed>
inline void Engine<Queue, observed>::tell_kept(std::uint32_t instance, Duration keep, Time now) {
  if constexpr (observed) {
    tell_decision(
        *policies_.keep_alive, "keep_alive", now, rows_.instances[instance].function,
        [&] {
          return fmt::format(
              "instance {} kept {}", rows_.instances[instance].serial,
              keep.is_infinite() ? "until it is reclaimed" : fmt::format("for {} s", keep.seconds()));
        },
        tells_decisions_ && idle_.evicts() ? fmt::format("value {}", idle_.eviction().value(instance)) : "");
  }
}

/// Who goes for another's room is the platform's reading of the values that the policy gave.
template <class Queue, bool observed>
inline void Engine<Queue, observed>::tell_evicted(std::uint32_t instance, Time now) {
  if constexpr (observed) {
    if (!tells_decisions_ || rows_.instances[instance].function == kNone) {
      return;
    }
    const PolicyDeclaration* const declaration = policies_.keep_alive->declaration();
    options_.observer->decided(
        {now, "keep_alive", declaration != nullptr ? declaration->name : std::string_view(),
         FunctionId{rows_.instances[instance].function},
         fmt::format("evict instance {}", rows_.instances[instance].serial),
         fmt::format("value {}, of the lowest that make room on {}", idle_.eviction().value(instance),
                     vm_name(rows_.instances[instance].vm))});
  }
}

}  // namespace curtain
