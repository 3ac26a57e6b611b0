#include "tools/curtain/text/explain_invocation_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "models/experiment/billing.hpp"
#include "tools/curtain/text/explain_attempt_text.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::string_view kLatencyMeanings[] = {"network: the request, and the answer",
                                                 "waiting for admission, for room or for an instance",
                                                 "waiting until its instance has started",
                                                 "thawing its instance, which was frozen while it was idle",
                                                 "earlier attempts, and the pauses between attempts",
                                                 "running the function"};

/// How the attempt got its instance: "after a cold start in a new VM", "at once on an idle instance".
std::string start_phrase(const AttemptAccount& last) {
  switch (last.kind) {
    case StartKind::warm:
      return last.idle_since == Time::never() ? "at once on an instance with a free slot"
                                              : "at once on an idle instance";
    case StartKind::cold:
      return last.start && last.start->start.in_new_vm ? "after a cold start in a new VM"
                                                       : "after a cold start in an existing VM";
    case StartKind::waited:
      break;
  }
  return "after waiting for a busy instance";
}

/// "1 GiB-second", "0.4 GiB-seconds"
std::string gib_words(double gib_s) {
  return human_number(gib_s) + (gib_s == 1 ? " GiB-second" : " GiB-seconds");
}

/// How the VM of the attempt was lost.
std::string loss_phrase(const AttemptAccount& last) {
  return last.lost_in ? "its VM was lost in an outage of " + ExplainWords::outage_target(*last.lost_in)
                      : std::string("its VM crashed");
}

bool is_event(const InvocationAccount& account, const ExplainWords& words) {
  return words.functions()[account.row.function].traits.invoke == Invoke::async;
}

/// The end of an event of an asynchronous function, whose client does not wait.
std::string essence_of_event(const InvocationAccount& account, const ExplainWords& words,
                             const std::string& tries) {
  const InvocationRow& row = account.row;
  const AttemptAccount& last = account.attempts.back();
  const std::string after = length_words(account.latency());
  const std::string dropped = fmt::format("The platform dropped the event {} after it was sent.", after);
  switch (row.outcome) {
    case Outcome::completed:
      return fmt::format("It ran {}{}. The event was processed {} after it was sent.", start_phrase(last),
                         tries, after);
    case Outcome::timed_out:
      return fmt::format("It timed out{}: its execution was cut off after {}. {}", tries,
                         length_words(row.ended - row.started), dropped);
    case Outcome::errored:
      return fmt::format("It failed{} by an error of its function. {}", tries, dropped);
    case Outcome::failed:
      return fmt::format("It failed{}, because {}. {}", tries, loss_phrase(last), dropped);
    default:
      return fmt::format("It was turned away{}, because {}. {}", tries,
                         words.turned_away_because(row.why, row.function), dropped);
  }
}

}  // namespace

std::string essence_of(const InvocationAccount& account, const ExplainWords& words) {
  const InvocationRow& row = account.row;
  const AttemptAccount& last = account.attempts.back();
  if (!account.is_answered()) {
    return "It had not ended at the end of the run.";
  }
  if (is_event(account, words)) {
    return essence_of_event(
        account, words,
        account.attempts.size() == 1 ? "" : fmt::format(" at attempt {}", account.attempts.size()));
  }
  const bool is_at_once = account.latency() == Duration{};
  const std::string after = length_words(account.latency());
  const std::string knew = is_at_once ? std::string("The client got the error at once.")
                                      : "The client got the error after " + after + ".";
  const std::string tries =
      account.attempts.size() == 1 ? "" : fmt::format(" at attempt {}", account.attempts.size());
  switch (row.outcome) {
    case Outcome::completed:
      return fmt::format("It ran {}{}. The answer arrived after {}.", start_phrase(last), tries, after);
    case Outcome::timed_out:
      return fmt::format("It timed out{}: its execution was cut off after {}. {}", tries,
                         length_words(row.ended - row.started), knew);
    case Outcome::errored:
      return fmt::format("It failed{} by an error of its function. {}", tries, knew);
    case Outcome::failed:
      return fmt::format("It failed{}, because {}. {}", tries, loss_phrase(last), knew);
    case Outcome::throttled:
    case Outcome::expired:
    case Outcome::refused:
      return fmt::format("It was turned away{} ({}), because {}. {}", tries,
                         row.outcome == Outcome::throttled ? "throttled"
                         : row.outcome == Outcome::expired ? "expired"
                                                           : "refused",
                         words.turned_away_because(row.why, row.function), knew);
    case Outcome::abandoned:
      break;
  }
  return fmt::format("Its client left after {}, before an answer arrived.", after);
}

std::vector<ExplainLine> lines_of(const InvocationAccount& account, const ExplainWords& words) {
  std::vector<ExplainLine> lines;
  const InvocationRow& row = account.row;
  const bool is_async = is_event(account, words);
  const bool is_hypothetical = row.started == Time::never() || row.outcome == Outcome::timed_out;
  add_sentence(
      lines, row.arrival,
      (is_async ? "the event is sent " : "the client sends the request ") + words.instant(row.arrival));
  add_sentence(lines, row.arrival,
               fmt::format("its execution {} {}", is_hypothetical ? "would take" : "will take",
                           length_words(account.duration)) +
                   (row.outcome == Outcome::timed_out ? " without the timeout" : ""));
  if (is_async) {
    add_sentence(
        lines, row.arrival,
        "its function is asynchronous: the platform keeps the event in a queue, and tries again if an "
        "attempt fails");
  }
  for (const AttemptAccount& attempt : account.attempts) {
    if (attempt.submitted == Time::never()) {
      continue;
    }
    if (&attempt != &account.attempts.front()) {
      add_sentence(lines, attempt.submitted,
                   fmt::format("attempt {} begins", &attempt - account.attempts.data() + 1));
    } else if (attempt.submitted > row.arrival) {
      add_sentence(lines, attempt.submitted,
                   is_async ? "the event reaches the queue of the platform" : "it reaches the platform");
    }
    add_attempt(account, attempt, words, lines);
  }
  if (account.client_left != Time::never()) {
    const std::string text =
        fmt::format("The client leaves without an answer, because it waits for at most {}.",
                    length_words(words.scenario().platform.frontend.client_timeout));
    const auto later = std::find_if(lines.begin(), lines.end(), [&account](const ExplainLine& line) {
      return line.at > account.client_left;
    });
    lines.insert(later, {account.client_left, text});
  } else if (account.is_answered() && is_async) {
    add_sentence(lines, row.answered,
                 row.outcome == Outcome::completed
                     ? "the event has been processed, and the platform removes it from the queue"
                     : "the platform drops the event");
  } else if (account.is_answered()) {
    add_sentence(lines, row.answered,
                 row.outcome == Outcome::completed   ? "the answer reaches the client"
                 : row.outcome == Outcome::abandoned ? "the client leaves before the answer reaches it"
                                                     : "the client gets the error");
  }
  return lines;
}

std::string bill_sentences(const InvocationAccount& account, const ExplainWords& words) {
  const BillingParameters& billing = words.scenario().platform.billing;
  if (account.charge.requests == 0) {
    return account.row.started == Time::never() ? "Nothing is billed, because it did not run."
                                                : "Nothing is billed, because its execution was lost.";
  }
  if (billing.billed_while == BilledWhile::busy) {
    const Bill requests = bill_of(account.charge, billing);
    return "Its instance is billed while at least one request runs on it, so the time of this request has no "
           "charge of its own." +
           (requests.has_prices
                ? fmt::format(" {} costs {}.",
                              account.charge.requests == 1 ? "The request"
                                                           : counted(account.charge.requests, "request"),
                              small_usd(requests.requests))
                : std::string());
  }
  Duration billed;
  Duration init;
  Duration ran;
  for (const AttemptAccount& attempt : account.attempts) {
    billed += attempt.billed;
    init += attempt.billed_init;
    ran += attempt.ended == Time::never() ? Duration{} : attempt.ended - attempt.started;
  }
  const std::uint64_t memory = billing.billed_memory(words.functions()[account.row.function].memory);
  std::string text =
      fmt::format("It is billed for {} of {} MiB", length_words(billed + init), grouped(memory));
  const bool is_exact = billed + init == ran;
  text += is_exact ? std::string(", exactly the time of its execution")
                   : fmt::format(": {} of execution", length_words(ran));
  const auto executed = std::count_if(account.attempts.begin(), account.attempts.end(),
                                      [](const AttemptAccount& a) { return a.ended != Time::never(); });
  text += executed == 1 ? "" : fmt::format(" in {} attempts", executed);
  text += init > Duration{} ? " and of the initialisation of its instance" : "";
  text += is_exact ? "."
                   : fmt::format(", rounded up to whole {}{}.",
                                 billing.granularity == sim::milliseconds(1)
                                     ? "milliseconds"
                                     : "units of " + length_words(billing.granularity),
                                 billing.minimum > Duration{}
                                     ? fmt::format(" and to at least {}", length_words(billing.minimum))
                                     : "");
  const Bill bill = bill_of(account.charge, billing);
  const double gib_s = gib_seconds(account.charge.billed_mib_ns + account.charge.init_mib_ns);
  if (bill.has_prices) {
    text += fmt::format(
        " This is {} for {}, {}and {} for {}: {} in all.", gib_words(gib_s),
        small_usd(bill.execution + bill.init),
        bill.storage > 0 ? small_usd(bill.storage) + " for ephemeral storage, " : "",
        small_usd(bill.requests),
        account.charge.requests == 1 ? "the request" : counted(account.charge.requests, "request"),
        small_usd(bill.total()));
  } else {
    text += fmt::format(" This is {}; the scenario has no prices.", gib_words(gib_s));
  }
  if (account.attempts.back().kind == StartKind::cold && account.attempts.back().start &&
      init == Duration{} && account.row.started != Time::never()) {
    text += " The start of its instance is not billed.";
  }
  if (account.attempts.back().on_provisioned) {
    text += " It ran on provisioned concurrency.";
  }
  return text;
}

void print_account(const InvocationAccount& account, const ExplainWords& words) {
  const InvocationRow& row = account.row;
  fmt::print("\n  {}\n{}\n", bold(fmt::format("{}/{}", words.function(row.function), row.n)),
             dim(wrapped(fmt::format("the {} {} to function {} of tenant {}, {}", ordinal_words(row.n),
                                     words.request(row.function), words.functions()[row.function].name,
                                     words.tenant(row.function), words.run()),
                         output_columns(), 2)));
  fmt::print("{}\n", wrapped(essence_of(account, words), output_columns(), 2));
  print_lines(lines_of(account, words), row.arrival);
  if (account.is_answered()) {
    std::vector<Duration> lengths{account.latency()};
    for (std::size_t i = 0; i < kLatencyParts; ++i) {
      lengths.push_back(account.parts[static_cast<LatencyPart>(i)]);
    }
    const std::vector<std::string> exact = aligned_seconds_words(lengths);
    fmt::print("\n{}\n", bold(exact.front() + (is_event(account, words)
                                                   ? "  latency, from the event to the end of its processing"
                                                   : "  latency, from the request to the answer")));
    for (std::size_t i = 0; i < kLatencyParts; ++i) {
      const Duration part = account.parts[static_cast<LatencyPart>(i)];
      if (part > Duration{}) {
        const std::string prefix = fmt::format("{}  {}  ", exact[i + 1], pad_right(kLatencyPartNames[i], 9));
        const std::string meaning = wrapped(kLatencyMeanings[i], output_columns(), width_of(prefix));
        fmt::print("{}{}", prefix, dim(meaning.substr(width_of(prefix))));
      }
    }
  }
  fmt::print("\n{}\n", wrapped(bill_sentences(account, words), output_columns(), 2));
}

}  // namespace curtain::tools
