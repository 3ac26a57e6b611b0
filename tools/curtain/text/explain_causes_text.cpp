#include "tools/curtain/text/explain_causes_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// A cause of cold starts in JSON, as a heading, and as a sentence.
struct ColdCauseWords {
  std::string_view in_json;
  std::string_view name;
  std::string_view sentence;
};

constexpr std::array<ColdCauseWords, kColdCauses> kColdCauseWords = {{
    {"first_call", "never started", "The function had never had an instance."},
    {"never_so_many", "never so many started",
     "All instances of the function were in use, and it had never had more instances at once."},
    {"still_starting", "still starting",
     "The instance had begun to start before the request was admitted, and was not ready yet."},
    {"keep_alive", "keep-alive ended", "An earlier instance had ended at the end of its keep-alive."},
    {"review", "ended in a review",
     "The keep-alive policy had ended an earlier instance in a review of idle instances."},
    {"floor", "no longer pre-warmed",
     "An earlier instance had ended, because the pre-warm policy no longer held it ready."},
    {"scaling", "scaled down",
     "An earlier instance had ended, because the scaling policy had requested fewer instances."},
    {"evicted", "evicted", "An earlier instance had been evicted to make room for another instance."},
    {"instance_lifetime", "instance too old",
     "An earlier instance had reached the maximum age of an instance."},
    {"vm_lifetime", "VM too old", "The VM of an earlier instance had reached the maximum age of a VM."},
    {"crash", "instance lost in a crash", "An earlier instance had been lost in a crash of its VM."},
    {"outage", "instances lost in an outage",
     "An earlier instance had been lost in an outage of its host or zone."},
    {"update", "function updated", "An earlier instance had old code, and was retired after an update."},
}};

/// Words for the outcomes of requests that did not complete, in the order of Outcome.
constexpr std::array<std::string_view, kOutcomes> kNotCompletedWords = {"completed",
                                                                        "lost with their VM",
                                                                        "throttled",
                                                                        "timed out",
                                                                        "expired",
                                                                        "refused",
                                                                        "failed by an error of the function",
                                                                        "abandoned by their client"};

constexpr std::array<std::string_view, kLatencyParts> kSlowCauseSentences = {
    "The longest part of their latency was the network.",
    "The longest part of their latency was the wait for admission, for room or for an instance.",
    "The longest part of their latency was the wait for the start of an instance.",
    "The longest part of their latency was the thaw of a frozen instance.",
    "The longest part of their latency was earlier attempts and the pauses after them.",
    "The longest part of their latency was their own execution."};

/// A sum of nanoseconds as text.
std::string sum_words(sim::Int128 ns) {
  return human_seconds(static_cast<double>(ns) / 1e9);
}

std::string share_of_time_lost(sim::Int128 part, sim::Int128 whole) {
  return whole == 0 ? std::string("none")
                    : human_share(static_cast<double>(part) / static_cast<double>(whole));
}

std::string share_of_time_lost(std::uint64_t part, std::uint64_t whole) {
  return share_of_time_lost(static_cast<sim::Int128>(part), static_cast<sim::Int128>(whole));
}

/// Prints the command that explains an example, in one line or in two lines that a shell reads as one.
void print_example(const std::string& asked, const std::string& name) {
  const std::string command = "    curtain explain " + asked;
  const std::string option = "--invocation " + shell_word(name);
  const bool fits = width_of(command) + 1 + width_of(option) <= output_columns();
  fmt::print("{}\n", dim(command + (fits ? " " : " \\\n      ") + option));
}

void print_paragraph(const std::string& text, std::size_t indent = 2) {
  fmt::print("{}", wrapped(text, output_columns(), indent));
}

/// Describes the run and the functions that are explained.
void print_causes_heading(const char* title, const AskedCauses& asked, const ExplainWords& words) {
  std::string of;
  if (!asked.names.function.empty()) {
    of += fmt::format("of function {}, ", asked.names.function);
  }
  if (!asked.names.tenant.empty()) {
    of += fmt::format("of tenant {}, ", asked.names.tenant);
  }
  fmt::print("\n  {}\n{}\n", bold(title), dim(wrapped(of + words.run(), output_columns(), 2)));
}

/// The waits of the cold starts of a cause, and how long ago the earlier instance had ended.
std::string waits_of(const ColdStartCauses::OfCause& cause, sim::Int128 whole_ns) {
  const std::string part = share_of_time_lost(cause.lost_ns, whole_ns);
  std::string text =
      cause.count == 1
          ? fmt::format("This request waited {} ({} of the total).", sum_words(cause.lost_ns), part)
          : fmt::format("These requests waited {} ({} of the total). The longest wait was {}.",
                        sum_words(cause.lost_ns), part, length_words(cause.longest));
  if (!is_an_end(cause.cause)) {
    return text;
  }
  const std::string half = length_words(Duration{cause.since.quantile(0.5)});
  const std::string longest = length_words(Duration{cause.since.quantile(1)});
  if (half == longest) {
    return text + fmt::format(" The earlier instance was last usable {} before.", half);
  }
  return text + fmt::format(
                    " The earlier instance was last usable at most {} before in half of these cases, and at "
                    "most {} before in all of them.",
                    half, longest);
}

/// The numbers of requests that did not complete, by outcome.
std::string not_completed(const SlowInvocations& slow) {
  const std::uint64_t others = slow.arrived - slow.completed;
  if (others == 0) {
    return "No request arrived.";
  }
  std::vector<std::string> parts;
  for (std::size_t i = 1; i < kOutcomes; ++i) {
    if (slow.outcomes[i] > 0) {
      parts.push_back(fmt::format("{} {}", grouped(slow.outcomes[i]), kNotCompletedWords[i]));
    }
  }
  if (slow.in_flight() > 0) {
    parts.push_back(fmt::format("{} still in progress at the end of the run", grouped(slow.in_flight())));
  }
  return fmt::format("{} did not complete and {} not included: {}.", counted(others, "request"),
                     is_or_are(others), and_list(parts));
}

void print_functions(const ColdStartCauses& causes, std::uint32_t top, const ExplainWords& words) {
  fmt::print("\n  {}\n", bold("functions by time lost"));
  const std::size_t rows = std::min<std::size_t>(top, causes.functions.size());
  for (std::size_t i = 0; i < rows; ++i) {
    const ColdStartCauses::OfFunction& row = causes.functions[i];
    fmt::print("{}", wrapped(fmt::format("{}: {}, which waited {}; most frequent cause: {} ({})",
                                         words.function(row.function), counted(row.count, "cold start"),
                                         sum_words(row.lost_ns),
                                         kColdCauseWords[static_cast<std::size_t>(row.most)].name,
                                         grouped(row.of_most)),
                             output_columns(), 2, 4));
  }
  if (rows < causes.functions.size()) {
    print_paragraph(fmt::format("{} not listed; --top sets how many are listed",
                                counted(causes.functions.size() - rows, "more function")));
  }
}

}  // namespace

std::string_view name_of(ColdCause cause) {
  return kColdCauseWords[static_cast<std::size_t>(cause)].in_json;
}

void print_causes(const ColdStartCauses& causes, const AskedCauses& asked, const ExplainWords& words) {
  print_causes_heading("cold starts", asked, words);
  if (causes.count == 0) {
    fmt::print("  No request had a cold start.\n\n");
    return;
  }
  print_paragraph(fmt::format(
      "{} of {} had a cold start ({}). They waited {} for it in total, {} on average.", grouped(causes.count),
      counted(causes.started, "request"), share_of_time_lost(causes.count, causes.started),
      sum_words(causes.lost_ns), sum_words(causes.lost_ns / static_cast<sim::Int128>(causes.count))));
  for (const ColdStartCauses::OfCause& cause : causes.causes) {
    const ColdCauseWords& of = kColdCauseWords[static_cast<std::size_t>(cause.cause)];
    fmt::print("\n  {}  {}\n", bold(std::string(of.name)), counted(cause.count, "cold start"));
    std::string text = is_an_end(cause.cause) ? "One more instance would have been enough. " : "";
    text += std::string(of.sentence) + " " + waits_of(cause, causes.lost_ns);
    print_paragraph(text, 4);
    print_example(asked.command, fmt::format("{}/{}", words.function(cause.function), cause.n));
  }
  if (asked.names.function.empty()) {
    print_functions(causes, asked.top, words);
  }
  fmt::print("\n");
}

void print_slow(const SlowInvocations& slow, const AskedCauses& asked, const ExplainWords& words) {
  print_causes_heading("slowest requests", asked, words);
  if (slow.count == 0) {
    print_paragraph("No request completed, so no request was slow. " + not_completed(slow));
    fmt::print("\n");
    return;
  }
  print_paragraph(
      slow.count == 1
          ? fmt::format(
                "The slowest 1 % of {} {} 1 request. Its latency is {}, which is {} of the sum over all "
                "completed requests.",
                counted(slow.completed, "completed request"), is_or_are(slow.count), length_words(slow.least),
                share_of_time_lost(slow.latency_ns, slow.all_latency_ns))
          : fmt::format(
                "The slowest 1 % of {} are {} requests, each with a latency of at least {}. Their latencies "
                "add up to {}, which is {} of the sum over all completed requests.",
                counted(slow.completed, "completed request"), grouped(slow.count), length_words(slow.least),
                sum_words(slow.latency_ns), share_of_time_lost(slow.latency_ns, slow.all_latency_ns)));
  if (slow.completed < slow.arrived) {
    print_paragraph(not_completed(slow));
  }
  for (const SlowInvocations::OfPart& part : slow.parts) {
    fmt::print("\n  {}  {}\n", bold(std::string(kLatencyPartNames[static_cast<std::size_t>(part.part)])),
               counted(part.count, "request"));
    print_paragraph(
        fmt::format("{} It took {} of {}. The slowest request took {}.",
                    kSlowCauseSentences[static_cast<std::size_t>(part.part)], sum_words(part.part_ns),
                    sum_words(part.latency_ns), length_words(part.slowest.parts.total())),
        4);
    print_example(asked.command, fmt::format("{}/{}", words.function(part.slowest.function), part.slowest.n));
  }
  fmt::print("\n");
}

}  // namespace curtain::tools
