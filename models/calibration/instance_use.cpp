#include "models/calibration/instance_use.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>

#include "sim/elementary.hpp"

namespace curtain {
namespace {

constexpr double kSecond = 1e9;

/// A call on an instance, in nanoseconds.
struct Use {
  std::int64_t from;
  std::int64_t to;
  std::uint32_t instance;
  bool is_cold;
};

/// The call by the clock of the client, or else by that of the function. Absent if the log has no times.
std::optional<Use> use_of(const MeasuredCall& call) {
  if (call.instance == kNoName) {
    return std::nullopt;
  }
  if (call.sent && (call.answered || call.response)) {
    return Use{*call.sent, call.answered ? *call.answered : *call.sent + *call.response, call.instance,
               call.is_cold()};
  }
  if (call.started && call.ended) {
    return Use{*call.started, *call.ended, call.instance, call.is_cold()};
  }
  if (call.sent && call.execution()) {
    return Use{*call.sent, *call.sent + *call.execution() + call.init.value_or(0), call.instance,
               call.is_cold()};
  }
  return std::nullopt;
}

struct KnownInstance {
  std::int64_t free_at = 0;
  std::int64_t first = 0;
  std::size_t last_use = 0;  // index of its last call in the log
  bool is_from_log = false;  // its first call is cold
  bool is_gone = false;      // the log shows that it no longer exists
};

/// Replays the calls of one function.
class Replay {
 public:
  Replay(const std::vector<Use>& uses, InstanceUse& found) : uses_(uses), found_(found) {
    for (std::size_t i = 0; i < uses.size(); ++i) {
      known_[uses[i].instance].last_use = i;
    }
  }

  void run() {
    for (std::size_t i = 0; i < uses_.size(); ++i) {
      take(i);
    }
    for (const std::uint32_t id : seen_) {  // the log ends before the instance
      if (!known_[id].is_gone) {
        end_life(known_[id], sim::kInfinity);
      }
    }
  }

 private:
  void take(std::size_t at) {
    const Use& use = uses_[at];
    KnownInstance& instance = known_[use.instance];
    const bool is_new = instance.free_at == 0;
    std::vector<std::uint32_t> idle = idle_before(use.from);
    const bool is_alone = idle.size() == count_not_gone();
    observe_idle(use, at, idle, is_alone, is_new);
    if (is_new) {
      instance.first = use.from;
      instance.is_from_log = use.is_cold;
      seen_.push_back(use.instance);
    }
    // Instances that were used more recently than the chosen one, or all if the call was cold, and that serve
    // no later call, have ended.
    for (const std::uint32_t id : idle) {
      if (id == use.instance) {
        break;
      }
      if (known_[id].last_use < at) {
        end_life(known_[id], static_cast<double>(use.from - known_[id].first) / kSecond);
        known_[id].is_gone = true;
      }
    }
    instance.free_at = std::max(use.to, use.from + 1);
  }

  /// The instances that are idle at this time and not known to be gone, the most recently used first.
  std::vector<std::uint32_t> idle_before(std::int64_t time) {
    std::vector<std::uint32_t> idle;
    for (const std::uint32_t id : seen_) {
      if (!known_[id].is_gone && known_[id].free_at <= time) {
        idle.push_back(id);
      }
    }
    std::stable_sort(idle.begin(), idle.end(), [this](std::uint32_t a, std::uint32_t b) {
      return known_[a].free_at > known_[b].free_at;
    });
    return idle;
  }
  std::size_t count_not_gone() {
    return static_cast<std::size_t>(
        std::count_if(seen_.begin(), seen_.end(), [this](std::uint32_t id) { return !known_[id].is_gone; }));
  }

  void observe_idle(const Use& use, std::size_t at, const std::vector<std::uint32_t>& idle, bool is_alone,
                    bool is_new) {
    std::vector<IdleObservation>& list = is_alone ? found_.lone : found_.beside_others;
    const auto gap = [&](std::uint32_t id) {
      return static_cast<double>(use.from - known_[id].free_at) / kSecond;
    };
    if (is_new && !use.is_cold) {
      return;  // an instance that is older than the log
    }
    if (is_new) {
      if (!idle.empty() && known_[idle.front()].last_use < at) {
        list.push_back({gap(idle.front()), true});
      }
      return;
    }
    std::uint32_t candidates = 0;
    std::optional<std::uint32_t> rank;
    for (const std::uint32_t id : idle) {
      if (id == use.instance) {
        rank = candidates;
        list.push_back({gap(id), false});
      }
      candidates += known_[id].last_use >= at ? 1 : 0;
    }
    if (rank && candidates > 1) {
      found_.choices.push_back({candidates, *rank});
    }
  }

  void end_life(const KnownInstance& instance, double ended_s) {
    if (instance.is_from_log) {
      found_.lives.push_back({static_cast<double>(instance.free_at - instance.first) / kSecond, ended_s});
    }
  }

  const std::vector<Use>& uses_;
  InstanceUse& found_;
  std::map<std::uint32_t, KnownInstance> known_;
  std::vector<std::uint32_t> seen_;
};

}  // namespace

InstanceUse use_of_instances(const MeasuredLog& log) {
  InstanceUse found;
  std::map<std::uint32_t, std::vector<Use>> of_function;
  for (const MeasuredCall& call : log.calls) {
    if (const std::optional<Use> use = use_of(call)) {
      of_function[call.function].push_back(*use);
    }
  }
  for (auto& [function, uses] : of_function) {
    std::stable_sort(uses.begin(), uses.end(), [](const Use& a, const Use& b) { return a.from < b.from; });
    found.has_instances = true;
    Replay(uses, found).run();
  }
  return found;
}

void append(InstanceUse& to, const InstanceUse& more) {
  to.has_instances = to.has_instances || more.has_instances;
  to.lone.insert(to.lone.end(), more.lone.begin(), more.lone.end());
  to.beside_others.insert(to.beside_others.end(), more.beside_others.begin(), more.beside_others.end());
  to.choices.insert(to.choices.end(), more.choices.begin(), more.choices.end());
  to.lives.insert(to.lives.end(), more.lives.begin(), more.lives.end());
}

}  // namespace curtain
