#include "tools/curtain/text/explain_fleet_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "tools/curtain/text/explain_start_text.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

std::string share_words(Duration part, Duration whole) {
  return whole == Duration{} ? std::string("none")
                             : human_share(static_cast<double>(part.ns()) / static_cast<double>(whole.ns()));
}

/// Why the instance was started, as a sentence.
std::string started_because(const InstanceStart& start, const ExplainWords& words) {
  const std::string name = words.function(start.function);
  const std::string_view kind = words.request(start.function);
  const std::string request = start.ordinal == kNoOrdinal
                                  ? fmt::format("{} {}", kind == "event" ? "an" : "a", kind)
                                  : fmt::format("{} {}/{}", kind, name, start.ordinal + 1);
  switch (start.reason) {
    case StartReason::attempt:
      return fmt::format("It is started for {}, which found no free instance.", request);
    case StartReason::hedge:
      return fmt::format("It is started for {}, which may also run on a busy instance once that is free.",
                         request);
    case StartReason::queue:
      return fmt::format("It is started for the queue of {}, in which {} is the first.", name, request);
    case StartReason::floor:
      return fmt::format("The pre-warm policy starts it, to hold instances of {} ready.", name);
    case StartReason::scaling:
      return "It is started because the scaling policy has requested more instances.";
    case StartReason::planned:
      break;
  }
  return fmt::format("The pre-warm policy starts it at a planned time, before it expects {} {}.",
                     kind == "event" ? "an" : "a", kind);
}

/// Adds the keep-alive policy's decision about the instance, if the instance was idle at its end.
void kept_sentence(const InstanceAccount& account, std::vector<ExplainLine>& lines) {
  if (account.kept_until == Time::never() || !account.kept) {
    return;
  }
  add_sentence(lines, account.until,
               fmt::format("the keep-alive policy{} had set this time, {} after the last request{}",
                           account.kept->policy.empty() ? "" : fmt::format(" {}", account.kept->policy),
                           length_words(account.until - account.kept->at), because(*account.kept)));
}

void print_heading(const std::string& title, const std::string& of, const ExplainWords& words) {
  fmt::print("\n  {}\n{}\n", bold(title), dim(wrapped(of + words.run(), output_columns(), 2)));
}

}  // namespace

std::vector<ExplainLine> lines_of(const InstanceAccount& account, const ExplainWords& words) {
  const StartAccount& start = account.start;
  const std::string name = words.function(account.function);
  std::vector<ExplainLine> lines;
  const auto say = [&lines](Time at, const std::string& text) { add_sentence(lines, at, text); };
  say(start.start.now, "the instance is created " + words.instant(start.start.now));
  lines.push_back({start.start.now, started_because(start.start, words)});
  for (ExplainLine& line : start_lines(start, account.number, start.start.now)) {
    if (line.at < account.until || line.at == start.start.now) {
      lines.push_back(std::move(line));
    }
  }
  if (account.was_ready && account.starting() > Duration{}) {
    say(start.ready, fmt::format("it is ready, after {}", length_words(account.starting())));
  }
  for (const InstanceAccount::Use& use : account.first_uses) {
    say(use.sent,
        fmt::format("it takes {} {}/{}, which {}", words.request(account.function), name, use.n,
                    use.ended == Time::never() ? std::string("does not end on this instance")
                                               : "runs for " + length_words(use.ended - use.started)));
  }
  if (account.uses > account.first_uses.size()) {
    const std::uint64_t between = account.uses - account.first_uses.size() - 1;
    say(account.last_use->sent,
        fmt::format("{}it takes its last {}, {}/{}",
                    between == 0
                        ? ""
                        : fmt::format("after {} more, ", counted(between, words.request(account.function))),
                    words.request(account.function), name, account.last_use->n));
  }
  if (account.retired) {
    say(account.retired->now,
        "it is retired and takes no more requests, " + words.ended_because(*account.retired));
  }
  if (!account.ended) {
    say(account.until, "the run ends, and the instance still exists");
    return lines;
  }
  say(account.until, "it ends " + words.ended_because(*account.ended));
  if (account.ended->reason == EndReason::keep_alive || account.ended->reason == EndReason::review) {
    kept_sentence(account, lines);
  }
  return lines;
}

void print_account(const InstanceAccount& account, const ExplainWords& words) {
  print_heading(
      fmt::format("instance {} of {}", account.number, words.function(account.function)),
      fmt::format("{} MiB, of tenant {}, ", grouped(account.memory), words.tenant(account.function)), words);
  const Duration life = account.life();
  const std::string served = account.uses == 0
                                 ? fmt::format("It served no {}.", words.request(account.function))
                                 : fmt::format("It served {} and was busy for {} of its time.",
                                               counted(account.uses, words.request(account.function)),
                                               share_words(account.busy, life));
  fmt::print("{}\n",
             wrapped(fmt::format("It existed for {}. {}", length_words(life), served), output_columns(), 2));
  print_lines(lines_of(account, words), account.start.start.now);
  fmt::print("\n  {}\n", bold(fmt::format("{} from its creation to its end", exact_seconds_words(life))));
  for (const auto& [name, part] :
       {std::pair{"starting", account.starting()}, {"busy", account.busy}, {"idle", account.idle}}) {
    fmt::print("  {}  {}  {}\n", pad_right(name, 8), pad_left(share_words(part, life), 6),
               exact_seconds_words(part));
  }
  if (!account.longest_idle.empty()) {
    std::vector<std::string> times;
    for (const IdleTime& idle : account.longest_idle) {
      times.push_back(fmt::format("{} from +{}", length_words(idle.to - idle.from),
                                  length_words(idle.from - account.start.start.now)));
    }
    fmt::print("\n{}", wrapped(fmt::format("Its longest idle time{} {}: {}.", times.size() == 1 ? "" : "s",
                                           times.size() == 1 ? "is" : "are", and_list(times)),
                               output_columns(), 2));
  }
  fmt::print("\n");
}

namespace {

/// "2 instances are lost", "no instances are lost"
std::string lost_words(std::uint64_t lost) {
  return fmt::format("{} {} lost", number_of(lost, "instance"), is_or_are(lost));
}

/// The memory of instances over the time of the VM, with the scale of both axes.
void print_memory(const VmAccount& account) {
  const std::vector<double> means = account.used.means(account.until);
  if (means.size() < 2) {
    return;
  }
  const std::size_t columns = std::min(means.size(), output_columns() - 4);
  const double largest = *std::max_element(means.begin(), means.end());
  fmt::print("\n  {}\n  {}\n", bold("memory in use over time"), sparkline(means, columns));
  fmt::print(
      "{}", dim(wrapped(
                fmt::format("The full height is {} MiB of the {} MiB that the VM has for instances. One "
                            "column is {}.",
                            human_number(largest), grouped(account.capacity),
                            length_words(Duration{account.life().ns() / static_cast<std::int64_t>(columns)})),
                output_columns(), 2)));
}

}  // namespace

std::vector<ExplainLine> lines_of(const VmAccount& account, const ExplainWords& words) {
  std::vector<ExplainLine> lines;
  const auto say = [&lines](Time at, const std::string& text) { add_sentence(lines, at, text); };
  const bool has_host_placement = account.opened_for && account.opened_for->host_placement;
  say(account.opened,
      fmt::format("the VM is opened {} on host {}{}", words.instant(account.opened), account.host,
                  has_host_placement ? host_chosen(*account.opened_for->host_placement) : ""));
  if (account.opened_for) {
    const InstanceStart& start = account.opened_for->start;
    const std::string name = words.function(account.first_function);
    say(account.opened,
        fmt::format("it is opened for instance {} of {}{}", account.first_instance, name,
                    start.ordinal == kNoOrdinal
                        ? ""
                        : fmt::format(", which is started for {} {}/{}",
                                      words.request(account.first_function), name, start.ordinal + 1)));
    if (account.opened_for->placement) {
      say(account.opened,
          fmt::format("no other VM has room for this instance{}", because(*account.opened_for->placement)));
    } else if (const auto& none = account.opened_for->no_vm_open; none && none->retired > 0) {
      say(account.opened, no_vm_there(none));
    }
    if (const Duration boot = account.opened_for->length_of(StartStage::vm_boot); boot > Duration{}) {
      say(start.stage_ends[0], fmt::format("it has booted, after {}", length_words(boot)));
    }
  }
  if (!account.ended) {
    say(account.until, "the run ends, and the VM still exists");
    return lines;
  }
  switch (account.ended->reason) {
    case EndReason::crash:
      say(account.until, fmt::format("it crashes, and {} with it", lost_words(account.lost)));
      break;
    case EndReason::outage:
      say(account.until,
          fmt::format("it is lost in an outage{}, and {} with it",
                      account.ended->outage ? " of " + ExplainWords::outage_target(*account.ended->outage)
                                            : std::string(),
                      lost_words(account.lost)));
      break;
    case EndReason::vm_lifetime:
      say(account.until, "it ends because it has reached the maximum age of a VM");
      break;
    case EndReason::evicted:
      say(account.until, "it is empty, and is released to make room on its host");
      break;
    default:
      say(account.until, fmt::format("it ends after it has been empty for {}",
                                     length_words(words.scenario().platform.cluster.vms.empty_release)));
  }
  return lines;
}

void print_account(const VmAccount& account, const ExplainWords& words) {
  print_heading(fmt::format("VM {}", account.number),
                fmt::format("{} MiB for instances, host {}, ", grouped(account.capacity), account.host),
                words);
  const Duration life = account.life();
  const double whole = static_cast<double>(account.capacity) * static_cast<double>(life.ns());
  const double full = whole > 0 ? static_cast<double>(account.used.integral(account.until)) / whole : 0;
  fmt::print(
      "{}\n",
      wrapped(fmt::format("It existed for {}. {} ran in it, at most {} at once. On average {} of its memory "
                          "was in use, at most {}. It was empty for {} of the time.",
                          length_words(life), sentence_case(number_of(account.instances, "instance")),
                          grouped(account.most_instances), human_share(full),
                          human_share(static_cast<double>(account.used.peak()) / account.capacity),
                          share_words(account.empty, life)),
              output_columns(), 2));
  print_lines(lines_of(account, words), account.opened);
  print_memory(account);
  std::vector<std::pair<std::uint32_t, VmAccount::OfFunction>> rows(account.functions.begin(),
                                                                    account.functions.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second.attempts > b.second.attempts; });
  constexpr std::size_t most = 10;
  fmt::print("\n  {}\n", bold("what ran in it"));
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
    fmt::print(
        "{}",
        wrapped(fmt::format("{}: {}, at most {} at once, {}", words.function(FunctionId{rows[i].first}),
                            counted(rows[i].second.instances, "instance"), grouped(rows[i].second.most_live),
                            number_of(rows[i].second.attempts, "request")),
                output_columns(), 2, 4));
  }
  if (rows.size() > most) {
    fmt::print("  and {}\n", counted(rows.size() - most, "more function"));
  }
  fmt::print("\n");
}

}  // namespace curtain::tools
