#include "tools/curtain/text/explain_causes_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::array<std::string_view, kColdCauses> kColdCausesInJson = {
    "none_free", "first_call", "keep_alive",        "review",      "floor",
    "scaling",   "evicted",    "instance_lifetime", "vm_lifetime", "crash"};

constexpr std::array<std::string_view, kColdCauses> kColdCauseSentences = {
    "Every instance of the function was busy, starting or about to end.",
    "It was the first time that the function was called.",
    "The function had no instance: the keep-alive of the last one had ended.",
    "The function had no instance: a review of idle instances had ended the last one.",
    "The function had no instance: pre-warm held fewer.",
    "The function had no instance: the scaling policy had asked for fewer.",
    "The function had no instance: the last one had been evicted to make room.",
    "The function had no instance: the last one had reached its maximum age.",
    "The function had no instance: the VM of the last one had reached its maximum age.",
    "The function had no instance: the VM of the last one was lost."};

constexpr std::array<std::string_view, kLatencyParts> kSlowCauseSentences = {
    "Most of their time was spent on the network.",
    "Most of their time was spent waiting for admission, for room or for an instance.",
    "Most of their time was spent waiting for the start of an instance.",
    "Most of their time was spent in attempts that did not succeed, and in the pauses after them.",
    "Most of their time was spent in their own execution."};

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

void print_example(const std::string& asked, const std::string& name) {
  fmt::print("    {}\n", dim(fmt::format("curtain explain {} --invocation {}", asked, shell_word(name))));
}

}  // namespace

std::string_view name_of(ColdCause cause) {
  return kColdCausesInJson[static_cast<std::size_t>(cause)];
}

void print_causes(const ColdStartCauses& causes, std::uint32_t top, const std::string& asked,
                  const ExplainWords& words) {
  if (causes.count == 0) {
    fmt::print("\n  No request had a cold start.\n\n");
    return;
  }
  fmt::print("\n{}\n",
             wrapped(fmt::format("{} of {} had a cold start ({}). They waited {} for it in all, {} each.",
                                 grouped(causes.count), counted(causes.started, "request"),
                                 share_of_time_lost(causes.count, causes.started), sum_words(causes.lost_ns),
                                 sum_words(causes.lost_ns / static_cast<sim::Int128>(causes.count))),
                     output_columns(), 2));
  fmt::print("  {}\n", bold("causes"));
  for (const ColdStartCauses::OfCause& cause : causes.causes) {
    std::string text =
        fmt::format("{} ({} of the time lost, {}). {}", counted(cause.count, "cold start"),
                    share_of_time_lost(cause.lost_ns, causes.lost_ns), sum_words(cause.lost_ns),
                    kColdCauseSentences[static_cast<std::size_t>(cause.cause)]);
    if (cause.cause > ColdCause::first_call) {
      text += fmt::format(" It had ended {} before the request in half of the cases, at most {} before.",
                          length_words(Duration{cause.since.quantile(0.5)}),
                          length_words(Duration{cause.since.quantile(1)}));
    }
    text += fmt::format(" The longest wait was {}.", length_words(cause.longest));
    fmt::print("{}", wrapped(text, output_columns(), 2, 4));
    print_example(asked, fmt::format("{}/{}", words.function(cause.function), cause.n));
  }
  fmt::print("\n  {}\n", bold("functions that lost most"));
  const std::size_t rows = std::min<std::size_t>(top, causes.functions.size());
  for (std::size_t i = 0; i < rows; ++i) {
    const ColdStartCauses::OfFunction& row = causes.functions[i];
    fmt::print("{}", wrapped(fmt::format("{}: {}, {} lost; {} of them: {}", words.function(row.function),
                                         counted(row.count, "cold start"), sum_words(row.lost_ns),
                                         grouped(row.of_most),
                                         kColdCauseSentences[static_cast<std::size_t>(row.most)]),
                             output_columns(), 2, 4));
  }
  if (rows < causes.functions.size()) {
    fmt::print("{}", wrapped(fmt::format("and {}; --top sets how many are listed",
                                         counted(causes.functions.size() - rows, "more function")),
                             output_columns(), 2));
  }
  fmt::print("\n");
}

void print_slow(const SlowInvocations& slow, const std::string& asked, const ExplainWords& words) {
  if (slow.count == 0) {
    fmt::print("\n  No request completed, so none was slow.\n\n");
    return;
  }
  fmt::print(
      "\n{}\n",
      wrapped(fmt::format("The slowest 1 % of {} {} {}, "
                          "each with a latency of at least {}. Together they "
                          "took {}, which is {} of the time of all. Requests that did not complete are "
                          "not looked at.",
                          counted(slow.completed, "completed request"), is_or_are(slow.count),
                          grouped(slow.count), length_words(slow.least), sum_words(slow.latency_ns),
                          share_of_time_lost(slow.latency_ns, slow.all_latency_ns)),
              output_columns(), 2));
  for (const SlowInvocations::OfPart& part : slow.parts) {
    fmt::print(
        "{}",
        wrapped(fmt::format("{} of them ({} of their time): {} This part took {} of {}. The slowest took {}.",
                            grouped(part.count), share_of_time_lost(part.latency_ns, slow.latency_ns),
                            kSlowCauseSentences[static_cast<std::size_t>(part.part)], sum_words(part.part_ns),
                            sum_words(part.latency_ns), length_words(part.slowest.parts.total())),
                output_columns(), 2, 4));
    print_example(asked, fmt::format("{}/{}", words.function(part.slowest.function), part.slowest.n));
  }
  fmt::print("\n");
}

}  // namespace curtain::tools
