#include "tools/curtain/text/explain_start_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// "free: 512 MiB, instances of the function: 2". The order of opening is left out, because the numbers of
/// VMs have the same order.
std::string figures_of(const RatedVm& vm) {
  std::string text;
  for (const auto& [name, value, is_least_best] : vm.figures) {
    static_cast<void>(is_least_best);
    if (name == "order of opening") {
      continue;
    }
    text += fmt::format("{}{}: {}{}", text.empty() ? "" : ", ", name, human_number(value),
                        name == "free" ? " MiB" : "");
  }
  return text;
}

/// Replaces the terms of policies by the words of explanations.
std::string plainly(std::string why) {
  for (std::size_t at = why.find("in flight"); at != std::string::npos; at = why.find("in flight")) {
    why.replace(at, 9, "in progress");
  }
  return why;
}

std::string in_brackets(const std::string& text) {
  return text.empty() ? "" : " (" + plainly(text) + ")";
}

/// "; a further VM has reached its maximum age and takes no more instances"
std::string and_retired(std::uint64_t retired) {
  if (retired == 0) {
    return "";
  }
  return retired == 1
             ? "; a further VM has reached its maximum age and takes no more instances"
             : fmt::format("; {} further VMs have reached their maximum age and take no more instances",
                           grouped(retired));
}

/// Why no existing VM was chosen by the placement policy.
std::string no_vm_taken(const DecisionNote& placement) {
  const std::uint64_t retired = placement.choice ? placement.choice->retired : 0;
  if (!placement.choice || placement.choice->with_room == 0) {
    const std::uint64_t vms = placement.choice ? placement.choice->of_class : 0;
    return (vms == 0 ? "no existing VM has room for it" + in_brackets(placement.why)
            : vms == 1
                ? std::string(
                      "the only VM that instances of this function are allowed to use has no room for it")
                : fmt::format(
                      "none of the {} VMs that instances of this function are allowed to use has room for it",
                      grouped(vms))) +
           and_retired(retired);
  }
  return fmt::format("{} {} room, and the placement policy {} chooses none of them{}",
                     counted(placement.choice->with_room, "VM"),
                     placement.choice->with_room == 1 ? "has" : "have", placement.policy,
                     in_brackets(placement.why)) +
         and_retired(retired);
}

void vm_chosen(const DecisionNote& placement, Time at, std::vector<ExplainLine>& lines) {
  if (!placement.choice || !placement.choice->chosen) {
    add_sentence(
        lines, at,
        fmt::format("the placement policy {} chose this VM{}", placement.policy, because(placement)));
    return;
  }
  const VmChoice& choice = *placement.choice;
  const std::string figures = figures_of(*choice.chosen);
  if (choice.with_room == 1) {
    add_sentence(
        lines, at,
        (choice.of_class == 1
             ? std::string("this is the only open VM that instances of this function are allowed to use")
             : fmt::format(
                   "of the {} VMs that instances of this function are allowed to use, no other VM has room",
                   grouped(choice.of_class))) +
            and_retired(choice.retired));
    return;
  }
  add_sentence(lines, at,
               fmt::format("{} VMs have room, and the placement policy {} chooses this VM{}",
                           grouped(choice.with_room), placement.policy,
                           figures.empty() ? because(placement) : " (" + figures + ")"));
  if (choice.runner_up) {
    add_sentence(lines, at,
                 fmt::format("the second best is VM {}{}", choice.runner_up->number,
                             in_brackets(figures_of(*choice.runner_up))));
  }
}

}  // namespace

std::string no_vm_there(const std::optional<NoVmOpen>& none) {
  const std::uint64_t retired = none ? none->retired : 0;
  if (retired == 0) {
    return "there is no open VM that instances of this function are allowed to use";
  }
  return retired == 1 ? std::string(
                            "the only VM that instances of this function are allowed to use has reached its "
                            "maximum age and "
                            "takes no more instances")
                      : fmt::format(
                            "all {} VMs that instances of this function are allowed to use have reached "
                            "their maximum age and "
                            "take no more instances",
                            grouped(retired));
}

std::string host_chosen(const DecisionNote& host_placement) {
  if (host_placement.decision.rfind("new host", 0) == 0) {
    return ", which is added for it";
  }
  const std::string facts = host_placement.why.substr(0, host_placement.why.find("; "));
  return fmt::format(", which the placement policy {} chose{}", host_placement.policy, in_brackets(facts));
}

std::string activities_of(const Surroundings& around) {
  std::vector<std::pair<std::uint32_t, const char*>> kinds;
  const auto add = [&kinds](std::uint32_t count, const char* what) {
    if (count > 0) {
      kinds.emplace_back(count, what);
    }
  };
  add(around.idle, "idle");
  add(around.available - around.idle, "running requests and can take more requests");
  add(around.busy, "busy");
  add(around.starting, "starting");
  add(around.draining, "retired and about to end");
  if (kinds.size() == 1) {
    const auto [count, what] = kinds.front();
    return fmt::format("{} {}", count == 1 ? "it is" : count == 2 ? "both are" : "all are", what);
  }
  std::vector<std::string> parts;
  for (const auto& [count, what] : kinds) {
    parts.push_back(fmt::format("{} {} {}", grouped(count), is_or_are(count), what));
  }
  return and_list(parts);
}

std::string because(const DecisionNote& note) {
  return note.why.empty() ? "" : ": " + plainly(note.why);
}

std::vector<ExplainLine> start_lines(const StartAccount& start, std::uint64_t number, Time from) {
  std::vector<ExplainLine> lines;
  const auto say = [&lines](Time at, const std::string& text) { add_sentence(lines, at, text); };
  const Time begin = std::max(from, start.start.now);
  if (start.start.is_spare) {
    say(begin, fmt::format("instance {} is made from a spare instance of the pool in VM {} on host {}",
                           number, start.vm, start.host));
  } else if (start.start.in_new_vm) {
    say(begin, start.placement ? no_vm_taken(*start.placement) : no_vm_there(start.no_vm_open));
    say(begin, fmt::format("VM {} is {} for instance {} on host {}{}", start.vm,
                           start.start.vm_from_pool ? "taken from the pool of ready VMs" : "opened", number,
                           start.host, start.host_placement ? host_chosen(*start.host_placement) : ""));
  } else {
    say(begin, fmt::format("instance {} starts in VM {} on host {}", number, start.vm, start.host));
    if (start.placement) {
      vm_chosen(*start.placement, begin, lines);
    }
  }
  for (std::size_t i = 0; i < kStartStages; ++i) {
    const auto stage = static_cast<StartStage>(i);
    const Duration length = start.length_of(stage);
    if (length == Duration{} || start.start.stage_ends[i] <= from) {
      continue;
    }
    const std::string takes = length_words(length);
    const auto sentence = [&]() -> std::string {
      const Duration more = start.prolonged_by(stage);
      if (more > Duration{}) {
        return fmt::format(
            "the stage {} takes {}, which is {} longer than alone, because other starts share it",
            kStartStageNames[i], takes, length_words(more));
      }
      switch (stage) {
        case StartStage::vm_boot:
          return start.start.vm_from_pool ? fmt::format("the hand-over of the VM takes {}", takes)
                 : start.start.in_new_vm
                     ? fmt::format("the boot of the VM takes {}", takes)
                     : fmt::format("the VM is still booting, which takes another {}", takes);
        case StartStage::sandbox:
          return fmt::format("setting up the sandbox of the instance takes {}", takes);
        case StartStage::code_download:
          return start.start.has_code ? fmt::format(
                                            "another start is already downloading the code to the host, "
                                            "which takes another {}",
                                            takes)
                                      : fmt::format("the download of the code takes {}", takes);
        case StartStage::runtime_start:
          return start.start.is_restored ? fmt::format("the restore of the snapshot takes {}", takes)
                                         : fmt::format("the start of the runtime takes {}", takes);
        case StartStage::function_init:
          break;
      }
      return fmt::format("the initialisation of the function takes {}", takes);
    };
    say(std::max(start.stage_begins(stage), begin), sentence());
  }
  if (start.start.init_given_up && start.ready > from) {
    say(start.ready,
        "the initialisation has reached its limit and is stopped; the first execution repeats it");
  }
  if (start.ready == start.start.now) {
    say(begin, "the start of an instance takes no time on this platform");
  }
  return lines;
}

}  // namespace curtain::tools
