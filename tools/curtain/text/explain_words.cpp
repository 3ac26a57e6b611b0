#include "tools/curtain/text/explain_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "tools/curtain/text/text.hpp"
#include "tools/curtain/text/time_axis.hpp"

namespace curtain::tools {
namespace {

constexpr std::int64_t kMicro = 1'000;
constexpr std::int64_t kMilli = 1'000 * kMicro;
constexpr std::int64_t kWhole = 1'000 * kMilli;
constexpr std::int64_t kSixty = 60 * kWhole;

/// A number with at most three decimals, rounded half up: "12.5" for 12,500 thousandths.
std::string thousandths(std::int64_t number) {
  std::string text = grouped(static_cast<std::uint64_t>(number / 1'000));
  if (number % 1'000 != 0) {
    text += fmt::format(".{:03}", number % 1'000);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

}  // namespace

std::string length_words(Duration length) {
  const std::int64_t ns = length.ns();
  if (ns == 0) {
    return "0 s";
  }
  if (ns < kMicro) {
    return fmt::format("{} ns", ns);
  }
  if (ns < kMilli) {
    return thousandths(ns) + " us";
  }
  if (ns < kWhole) {
    return thousandths((ns + kMicro / 2) / kMicro) + " ms";
  }
  const std::int64_t ms = (ns + kMilli / 2) / kMilli;
  if (ms < 60'000) {
    return thousandths(ms) + " s";
  }
  const std::int64_t minutes = ms / 60'000;
  if (minutes < 60) {
    return fmt::format("{} min{}", minutes, ms % 60'000 == 0 ? "" : " " + thousandths(ms % 60'000) + " s");
  }
  const std::int64_t hours = minutes / 60;
  const std::string more = minutes % 60 == 0 ? "" : fmt::format(" {} min", minutes % 60);
  return hours < 48
             ? fmt::format("{} h{}", hours, more)
             : fmt::format("{} d{}", hours / 24, hours % 24 == 0 ? "" : fmt::format(" {} h", hours % 24));
}

std::string exact_seconds_words(Duration length) {
  std::string text = grouped(static_cast<std::uint64_t>(length.ns() / kWhole));
  text += fmt::format(".{:09}", length.ns() % kWhole);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text + " s";
}

std::vector<std::string> aligned_seconds_words(const std::vector<Duration>& lengths) {
  std::vector<std::string> texts;
  std::size_t decimals = 0;
  std::size_t width = 0;
  for (const Duration length : lengths) {
    std::string text = exact_seconds_words(length);
    text.erase(text.size() - 2);
    const std::size_t point = text.find('.');
    decimals = std::max(decimals, point == std::string::npos ? 0 : text.size() - point - 1);
    texts.push_back(text);
  }
  for (std::string& text : texts) {
    const std::size_t point = text.find('.');
    if (decimals > 0) {
      text += point == std::string::npos ? "." : "";
      text.append(decimals - (text.size() - text.find('.') - 1), '0');
    }
    text += " s";
    width = std::max(width, text.size());
  }
  for (std::string& text : texts) {
    text.insert(0, width + 2 - text.size(), ' ');
  }
  return texts;
}

std::string ordinal_words(std::uint64_t number) {
  const std::uint64_t last = number % 10;
  const bool is_teen = number % 100 / 10 == 1;
  const char* const ending = is_teen || last > 3 || last == 0 ? "th"
                             : last == 1                      ? "st"
                             : last == 2                      ? "nd"
                                                              : "rd";
  return grouped(number) + ending;
}

std::string number_of(std::uint64_t count, std::string_view what) {
  return count == 0 ? fmt::format("no {}s", what) : counted(count, what);
}

std::string_view is_or_are(std::uint64_t count) {
  return count == 1 ? "is" : "are";
}

std::string and_list(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  }
  return text;
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+./,:@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) {
    return std::string(text);
  }
  std::string word = "'";
  for (const char c : text) {
    word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return word + "'";
}

std::string sentence_case(std::string text) {
  if (!text.empty()) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  }
  return text;
}

std::string small_usd(double dollars) {
  if (dollars <= 0) {
    return "$0";
  }
  int decimals = 2;
  for (double scaled = dollars; scaled < 1 && decimals < 15; scaled *= 10) {
    ++decimals;
  }
  std::string text = fmt::format("{:.{}f}", dollars, decimals);
  while (text.back() == '0' && text[text.size() - 3] != '.') {
    text.pop_back();
  }
  return "$" + text;
}

ExplainWords::ExplainWords(const Scenario& scenario, const FunctionTable& functions,
                           ExplainedReplication replication)
    : scenario_(scenario), functions_(functions), replication_(replication), epoch_(epoch_of(scenario)) {}

std::string ExplainWords::run() const {
  std::string text = fmt::format("on {}, seed {}", scenario_.platform_name, scenario_.seed);
  if (replication_.of) {
    text += fmt::format(", replication {} (of 0 to {})", replication_.number, *replication_.of - 1);
  } else if (replication_.number > 0) {
    text += fmt::format(", replication {}", replication_.number);
  }
  return text;
}

std::string ExplainWords::function(FunctionId function) const {
  const FunctionSpec& asked = functions_[function];
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    const FunctionId other{i};
    if (other != function && functions_[other].name == asked.name) {
      return tenant(function) + "/" + asked.name;
    }
  }
  return asked.name;
}

std::string ExplainWords::tenant(FunctionId function) const {
  return functions_.tenant_name(functions_[function].tenant);
}

std::string ExplainWords::instant(Time at) const {
  if (!epoch_) {
    return at == Time{} ? "at the start of the run"
                        : length_words(at - Time{}) + " after the start of the run";
  }
  const Time rounded{(at.ns() + kMilli / 2) / kMilli * kMilli};
  const Time end = scenario_.duration.value_or(Time{2 * 24 * 60 * kSixty});
  return "at " + TimeAxis(epoch_, Duration{rounded.ns() % kSixty == 0 ? kSixty : kMilli}, end).label(rounded);
}

std::string ExplainWords::ended_because(const InstanceEnd& end) const {
  switch (end.reason) {
    case EndReason::keep_alive:
      return "at the end of its keep-alive";
    case EndReason::review:
      return "because the keep-alive policy chose it in a review of idle instances";
    case EndReason::floor:
      return "at the end of its keep-alive, because the pre-warm policy no longer holds it ready";
    case EndReason::scaling:
      return "because the scaling policy has requested fewer instances";
    case EndReason::evicted:
      return end.in_favour.valid() ? "to make room for an instance of " + function(end.in_favour)
                                   : std::string("to make room for another instance");
    case EndReason::instance_lifetime:
      return "because it had reached the maximum age of an instance";
    case EndReason::vm_lifetime:
      return "because its VM had reached the maximum age of a VM";
    case EndReason::crash:
      return "because its VM crashed";
    case EndReason::outage:
      return "because its VM was lost in an outage" +
             (end.outage ? " of " + outage_target(*end.outage) : std::string());
    case EndReason::update:
      return "because its code was replaced in an update of its function";
    case EndReason::drained:
      break;
  }
  return "after its last execution";
}

std::string ExplainWords::outage_target(const OutageTarget& target) {
  return fmt::format("{} {}", target.is_zone ? "zone" : "host", target.number);
}

std::string ExplainWords::down_since(const std::vector<OutageNote>& outages) const {
  std::vector<std::string> parts;
  for (const OutageNote& outage : outages) {
    parts.push_back(fmt::format("{} is down in an outage that began {}", outage_target(outage.target),
                                instant(outage.began)));
  }
  return and_list(parts);
}

std::string_view ExplainWords::request(FunctionId function) const {
  return functions_[function].traits.invoke == Invoke::async ? "event" : "request";
}

std::string ExplainWords::turned_away_because(Rejection why, FunctionId of) const {
  switch (why) {
    case Rejection::account_limit:
      return "its tenant has as many requests in progress as are allowed";
    case Rejection::function_limit:
      return "its function has as many requests in progress as are allowed";
    case Rejection::rate:
      return "more requests arrive in a second than are allowed";
    case Rejection::starts:
      return "it needs a new instance, and no further instance may start at this time";
    case Rejection::frontend_queue:
      return "the queue of the frontend is full";
    case Rejection::function_queue:
      return "the queue of its function is full";
    case Rejection::unstated:
      return "the admission policy refuses it and gives no reason";
    case Rejection::waited_too_long:
      return "it has waited for the longest time that is allowed, " +
             length_words(scenario_.platform.frontend.max_wait);
    case Rejection::no_room:
      return "no VM has room for another instance, and no host has room for another VM";
    case Rejection::end_tenants:
      return "it needs an instance for its end tenant, and its function has as many instances as are allowed";
    case Rejection::no_end_tenant:
      return "it names no end tenant, but each instance of its function serves one end tenant only";
    case Rejection::too_large:
      break;
  }
  return fmt::format("an instance of {} MiB does not fit into a VM, even if the VM is empty",
                     grouped(functions_[of].memory));
}

void add_sentence(std::vector<ExplainLine>& lines, Time at, const std::string& text) {
  lines.push_back({at, sentence_case(text) + "."});
}

void print_lines(const std::vector<ExplainLine>& lines, Time origin) {
  std::vector<std::string> offsets;
  std::size_t width = 0;
  for (const ExplainLine& line : lines) {
    offsets.push_back(line.at == Time::never() ? "" : "+" + length_words(line.at - origin));
    width = std::max(width, width_of(offsets.back()));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_same = i > 0 && offsets[i] == offsets[i - 1];
    const std::string text = wrapped(lines[i].text, output_columns(), width + 4);
    fmt::print("  {}{}", dim(pad_left(is_same ? "" : offsets[i], width)), text.substr(width + 2));
  }
}

}  // namespace curtain::tools
