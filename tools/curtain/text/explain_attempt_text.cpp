#include "tools/curtain/text/explain_attempt_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/curtain/text/explain_start_text.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

std::string policy_words(const DecisionNote& note, std::string_view seam) {
  return note.policy.empty() ? fmt::format("the {} policy", seam)
                             : fmt::format("the {} policy {}", seam, note.policy);
}

/// The sentences about one attempt.
class AttemptSentences {
 public:
  AttemptSentences(const InvocationAccount& account, const AttemptAccount& attempt, const ExplainWords& words,
                   std::vector<ExplainLine>& lines)
      : account_(account),
        attempt_(attempt),
        words_(words),
        lines_(lines),
        function_(account.row.function),
        spec_(words.functions()[function_]) {}

  void write() {
    admission();
    if (attempt_.admitted != Time::never()) {
      surroundings();
      assignment();
      execution();
    }
    if (attempt_.over != Time::never()) {
      end();
    }
  }

 private:
  void say(Time at, const std::string& text) { add_sentence(lines_, at, text); }
  [[nodiscard]] std::string offset(Time at) const { return "+" + length_words(at - account_.row.arrival); }
  [[nodiscard]] std::string name() const { return words_.function(function_); }
  [[nodiscard]] std::string_view request() const { return words_.request(function_); }

  void admission() {
    if (attempt_.submitted == Time::never()) {
      return;
    }
    const bool has_policy = !attempt_.admission.empty();
    const DecisionNote first = has_policy ? attempt_.admission.front() : DecisionNote();
    const bool was_admitted = attempt_.admitted != Time::never();
    if (attempt_.queued_at_frontend != Time::never()) {
      say(attempt_.submitted, policy_words(first, "admission") + " does not admit it yet" + because(first));
      say(attempt_.submitted, fmt::format("the {} waits in the queue of the frontend", request()));
      if (was_admitted) {
        say(attempt_.admitted, fmt::format("it is admitted after {} in the queue{}",
                                           length_words(attempt_.admitted - attempt_.queued_at_frontend),
                                           because(attempt_.admission.back())));
      }
    } else if (was_admitted) {
      say(attempt_.admitted, first.policy == "unlimited" || !has_policy
                                 ? std::string("it is admitted at once, because admission has no limit")
                                 : policy_words(first, "admission") + " admits it" + because(first));
    } else if (has_policy && first.decision == "throttle" && attempt_.why == Rejection::function_limit &&
               first.policy == "unlimited") {
      say(attempt_.submitted,
          "it is turned away: its function has as many requests in progress as are allowed");
    } else if (has_policy && first.decision == "throttle") {
      say(attempt_.submitted, policy_words(first, "admission") + " turns it away" + because(first));
    } else if (has_policy) {
      say(attempt_.submitted, policy_words(first, "admission") + " does not admit it yet" + because(first));
    }
  }

  void surroundings() {
    const Surroundings& around = attempt_.around;
    if (around.live == 0 && attempt_.created_before == 0) {
      say(attempt_.admitted, fmt::format("function {} has never had an instance", name()));
      return;
    }
    if (around.live == 0) {
      const InstanceEnd& last = *attempt_.last_end;
      say(attempt_.admitted,
          fmt::format("function {} has no live instance: its last instance, number {}, ended {} before, {}",
                      name(), last.number, length_words(attempt_.admitted - last.now),
                      words_.ended_because(last)));
      lost_in_outage();
      return;
    }
    if (around.live == 1 && around.available == 0 && !around.occupied.empty()) {
      say(attempt_.admitted,
          fmt::format("the only live instance of function {}, instance {}, {}", name(),
                      around.occupied.front().number, occupied_until(around.occupied.front())));
      missing_instance();
      return;
    }
    say(attempt_.admitted, fmt::format("function {} has {}: {}", name(),
                                       counted(around.live, "live instance"), activities_of(around)));
    if (around.available > 0) {
      return;
    }
    std::vector<std::string> parts;
    std::size_t joined = 0;
    for (const Surroundings::Occupied& each : around.occupied) {
      if (attempt_.bound != Time::never() && each.number == attempt_.instance) {
        joined = 1;  // a sentence below says that the attempt joins its start
        continue;
      }
      if (parts.size() == 3 && around.occupied.size() > 4) {
        break;
      }
      parts.push_back(fmt::format("instance {} {}", each.number, occupied_until(each)));
    }
    const std::size_t more = around.live - parts.size() - joined;
    if (!parts.empty()) {
      say(attempt_.admitted, (joined == 0 ? "none of them is free: " : "the other instances are not free: ") +
                                 and_list_with(parts, more));
    }
    missing_instance();
  }
  /// The instance that would be free if it had not ended.
  void missing_instance() {
    if (!attempt_.around.missing) {
      return;
    }
    const InstanceEnd& end = *attempt_.around.missing;
    if (end.reason == EndReason::outage) {
      lost_in_outage();
      return;
    }
    const std::string before = length_words(attempt_.admitted - end.now) + " before";
    say(attempt_.admitted,
        end.is_over ? fmt::format("there was one more instance: instance {} ended {}, {}", end.number, before,
                                  words_.ended_because(end))
                    : fmt::format("there was one more usable instance: instance {} was retired {}, {}",
                                  end.number, before, words_.ended_because(end)));
  }
  /// The number of the function's instances that were lost in the last outage.
  void lost_in_outage() {
    if (!attempt_.around.missing || !attempt_.around.missing->outage) {
      return;
    }
    const InstanceEnd& end = *attempt_.around.missing;
    say(attempt_.admitted, fmt::format("the outage of {} {}, {} before, took {} of this function",
                                       ExplainWords::outage_target(*end.outage), words_.instant(end.now),
                                       length_words(attempt_.admitted - end.now),
                                       counted(attempt_.around.missing_together, "instance")));
  }
  static std::string and_list_with(std::vector<std::string> parts, std::size_t more) {
    if (more > 0) {
      parts.push_back(
          fmt::format("{} not free earlier either", more == 1 ? std::string("1 other instance is")
                                                              : grouped(more) + " other instances are"));
    }
    return and_list(parts);
  }
  [[nodiscard]] std::string occupied_until(const Surroundings::Occupied& each) const {
    const bool is_known = each.until != Time::never();
    switch (each.activity) {
      case InstanceActivity::starting:
        return is_known ? "is starting until " + offset(each.until) : std::string("is still starting");
      case InstanceActivity::draining:
        return "is retired and takes no more requests";
      default:
        return is_known ? "is busy until " + offset(each.until) : std::string("is busy");
    }
  }

  void assignment() {
    if (attempt_.routing) {
      const std::string idle = attempt_.idle_since == Time::never() ? std::string("has a free slot")
                               : attempt_.idle_since == attempt_.sent
                                   ? std::string("has just become idle")
                                   : "has been idle for " + length_words(attempt_.sent - attempt_.idle_since);
      say(attempt_.admitted,
          fmt::format("{} chooses instance {}, which {}{}", policy_words(*attempt_.routing, "routing"),
                      attempt_.instance, idle, because(*attempt_.routing)));
      say(attempt_.admitted, fmt::format("it is the {} {} on this instance",
                                         ordinal_words(attempt_.uses_before + 1), request()));
      return;
    }
    if (attempt_.scaling) {
      const std::string& decision = attempt_.scaling->decision;
      const std::string does =
          decision == "start" ? std::string("starts a new instance for it")
          : decision == "wait"
              ? fmt::format("lets the {} wait for an existing instance", request())
              : fmt::format("lets the {} wait, and may also start a new instance", request());
      say(attempt_.admitted,
          policy_words(*attempt_.scaling, "scaling") + " " + does + because(*attempt_.scaling));
    }
    if (attempt_.queued_at_function != Time::never()) {
      queue();
    }
    if (attempt_.bound != Time::never() && attempt_.start) {
      if (!attempt_.started_for_it) {
        const Duration before = attempt_.bound - attempt_.start->start.now;
        say(attempt_.bound,
            fmt::format("it is bound to instance {}, which {} and has a free slot", attempt_.instance,
                        before == Duration{} ? std::string("begins to start at this time for another attempt")
                                             : "has been starting for " + length_words(before)));
      }
      append_start(attempt_.bound);
    } else if (attempt_.start && attempt_.kind == StartKind::cold) {
      append_start(attempt_.admitted);
    }
  }

  void queue() {
    const bool is_at_most = attempt_.around.live >= spec_.traits.max_instances;
    say(attempt_.queued_at_function,
        is_at_most && !attempt_.scaling
            ? fmt::format("function {} may have at most {}, so the {} waits in the queue of the function",
                          name(), counted(spec_.traits.max_instances, "instance"), request())
            : fmt::format("the {} waits in the queue of its function", request()));
    if (!attempt_.outages.empty()) {
      say(attempt_.queued_at_function, words_.down_since(attempt_.outages));
    }
    const Time until = attempt_.bound != Time::never() ? attempt_.bound : attempt_.sent;
    if (until != Time::never() && until > attempt_.queued_at_function) {
      say(until,
          fmt::format("it leaves the queue after {}", length_words(until - attempt_.queued_at_function)));
    }
  }

  void append_start(Time from) {
    const std::vector<ExplainLine> more = start_lines(*attempt_.start, attempt_.instance, from);
    lines_.insert(lines_.end(), more.begin(), more.end());
  }

  void execution() {
    if (attempt_.sent == Time::never()) {
      return;
    }
    const std::string place =
        fmt::format("instance {} in VM {} on host {}", attempt_.instance, attempt_.vm, attempt_.host);
    const Time arrives = attempt_.started - attempt_.thaw;
    if (arrives > attempt_.sent) {
      say(attempt_.sent, fmt::format("the {} is sent to {}", request(), place));
    }
    if (attempt_.thaw > Duration{}) {
      say(arrives, arrives > attempt_.sent
                       ? fmt::format("it arrives on the host after {}, where the instance is frozen",
                                     length_words(arrives - attempt_.sent))
                       : fmt::format("{} is frozen, because it was idle", place));
      say(attempt_.started, fmt::format("the instance is thawed after {}, and the {} begins to run",
                                        length_words(attempt_.thaw), request()));
    } else if (arrives > attempt_.sent) {
      say(attempt_.started, fmt::format("it arrives on the host after {}, and begins to run",
                                        length_words(attempt_.started - attempt_.sent)));
    } else {
      say(attempt_.started, fmt::format("the {} begins to run on {}", request(), place));
    }
    if (attempt_.init > Duration{}) {
      say(attempt_.started,
          fmt::format("the execution begins with the initialisation of the instance, which takes {}",
                      length_words(attempt_.init)));
    }
  }

  void end() {
    const Time over = attempt_.over;
    switch (attempt_.outcome) {
      case Outcome::completed:
        say(over,
            fmt::format("the execution ends after {}{}", length_words(over - attempt_.started), stretched()));
        break;
      case Outcome::timed_out:
        say(over,
            fmt::format("the execution is cut off after {}, the timeout of its function, and the instance "
                        "remains available",
                        length_words(over - attempt_.started)));
        break;
      case Outcome::errored:
        say(over, fmt::format("the execution ends in an error of the function, after {}",
                              length_words(over - attempt_.started)));
        break;
      case Outcome::failed:
        say(over,
            fmt::format(
                "VM {} {}, and {} is lost with it", attempt_.vm,
                attempt_.lost_in ? "is lost in an outage of " + ExplainWords::outage_target(*attempt_.lost_in)
                                 : std::string("crashes"),
                attempt_.sent == Time::never() ? fmt::format("the instance for which the {} waits", request())
                                               : std::string("the execution")));
        break;
      case Outcome::abandoned:
        if (attempt_.ended != Time::never()) {
          say(over,
              fmt::format("the execution ends after {}, but its client {}",
                          length_words(over - attempt_.started),
                          account_.client_left <= over ? "has left" : "leaves before the answer arrives"));
        } else if (account_.client_left <= over) {
          say(over, turned_away() + "; its client has already left");
        } else {
          say(over, turned_away());
        }
        break;
      case Outcome::throttled:
      case Outcome::expired:
      case Outcome::refused:
        if (!is_throttled_at_once()) {
          say(over, turned_away());
        }
        break;
    }
    again();
  }

  /// Whether the sentence about admission already reports that the attempt is turned away.
  [[nodiscard]] bool is_throttled_at_once() const {
    return attempt_.outcome == Outcome::throttled && attempt_.admission.size() == 1 &&
           attempt_.admission.front().decision == "throttle";
  }

  [[nodiscard]] std::string turned_away() const {
    if (attempt_.outcome == Outcome::abandoned) {
      return "the attempt ends without an execution";
    }
    std::string text = "it is turned away, because " + words_.turned_away_because(attempt_.why, function_);
    if (attempt_.placement && !attempt_.placement->why.empty()) {
      text += fmt::format(" ({}: {})", attempt_.placement->policy, attempt_.placement->why);
    }
    if (attempt_.why == Rejection::no_room && !attempt_.outages.empty()) {
      text += "; " + words_.down_since(attempt_.outages);
    }
    return text;
  }

  [[nodiscard]] std::string stretched() const {
    const Duration taken = attempt_.over - attempt_.started - attempt_.init;
    return taken > account_.duration
               ? fmt::format("; it would have taken {} without {}other instances on its vCPUs",
                             length_words(account_.duration),
                             spec_.traits.background > Duration{} ? "background work and " : "")
               : std::string();
  }

  void again() {
    if (!attempt_.again) {
      return;
    }
    if (*attempt_.again == Time::never()) {
      say(attempt_.over,
          fmt::format("it is not tried again, because the {} would then be older than its maximum age",
                      request()));
    } else if (*attempt_.again == attempt_.over) {
      say(attempt_.over, "it is tried again at once");
    } else {
      say(attempt_.over, fmt::format("it is tried again after a pause of {}",
                                     length_words(*attempt_.again - attempt_.over)));
    }
  }

  const InvocationAccount& account_;
  const AttemptAccount& attempt_;
  const ExplainWords& words_;
  std::vector<ExplainLine>& lines_;
  FunctionId function_;
  const FunctionSpec& spec_;
};

}  // namespace

void add_attempt(const InvocationAccount& account, const AttemptAccount& attempt, const ExplainWords& words,
                 std::vector<ExplainLine>& lines) {
  AttemptSentences(account, attempt, words, lines).write();
}

}  // namespace curtain::tools
