#include "tools/curtain/text/explain_json.hpp"

#include <array>
#include <optional>
#include <string_view>

#include "models/experiment/billing.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/text/explain_causes_text.hpp"
#include "tools/curtain/text/explain_fleet_text.hpp"
#include "tools/curtain/text/explain_invocation_text.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace {

using sim::JsonLayout;

constexpr std::array<std::string_view, kOutcomes> kOutcomesInJson = {
    "completed", "failed", "throttled", "timed_out", "expired", "refused", "errored", "abandoned"};
constexpr std::array<std::string_view, 3> kStartsInJson = {"warm", "cold", "waited"};
constexpr std::array<std::string_view, 6> kReasonsInJson = {"attempt", "hedge",   "queue",
                                                            "floor",   "scaling", "planned"};
constexpr std::array<std::string_view, 11> kEndsInJson = {
    "keep_alive",  "review", "floor",  "scaling", "evicted", "instance_lifetime",
    "vm_lifetime", "crash",  "outage", "update",  "drained"};
constexpr std::array<std::string_view, 4> kActivitiesInJson = {"starting", "idle", "busy", "draining"};

std::optional<std::int64_t> time_of(Time at) {
  return at == Time::never() ? std::nullopt : std::optional(at.ns());
}
std::optional<std::uint64_t> number_or_null(std::uint64_t number) {
  return number == InvocationRow::kNoNumber ? std::nullopt : std::optional(number);
}

std::optional<std::string> outage_or_null(const std::optional<OutageTarget>& outage) {
  return outage ? std::optional(ExplainWords::outage_target(*outage)) : std::nullopt;
}

void write_rated(sim::JsonWriter& json, std::string_view key, const std::optional<RatedVm>& vm) {
  json.key(key);
  if (!vm) {
    json.value(nullptr);
    return;
  }
  json.object(JsonLayout::line, [&] {
    json.member("vm", vm->number);
    for (const VmFigure& figure : vm->figures) {
      json.member(figure.of, figure.value);
    }
  });
}

void write_decision(sim::JsonWriter& json, std::string_view key, const std::optional<DecisionNote>& note) {
  json.key(key);
  if (!note) {
    json.value(nullptr);
    return;
  }
  json.object(JsonLayout::line, [&] {
    json.member("at_ns", note->at.ns());
    json.member("policy", note->policy);
    json.member("decision", note->decision);
    json.member("why", note->why);
    if (note->choice) {
      const VmChoice& choice = *note->choice;
      json.member("vms", choice.of_class);
      json.member("vms_with_room", choice.with_room);
      json.member("vms_retired", choice.retired);
      write_rated(json, "chosen", choice.chosen);
      write_rated(json, "runner_up", choice.runner_up);
    }
  });
}

void write_around(sim::JsonWriter& json, const Surroundings& around) {
  json.key("instances_then");
  json.object(JsonLayout::line, [&] {
    json.member("live", around.live);
    json.member("available", around.available);
    json.member("idle", around.idle);
    json.member("busy", around.busy);
    json.member("starting", around.starting);
    json.member("draining", around.draining);
    json.key("occupied");
    json.array(JsonLayout::line, [&] {
      for (const Surroundings::Occupied& each : around.occupied) {
        json.object(JsonLayout::line, [&] {
          json.member("instance", each.number);
          json.member("activity", kActivitiesInJson[static_cast<std::size_t>(each.activity)]);
          json.member("until_ns", time_of(each.until));
        });
      }
    });
    json.key("missing");
    if (!around.missing) {
      json.value(nullptr);
      return;
    }
    json.object(JsonLayout::line, [&] {
      json.member("instance", around.missing->number);
      json.member("at_ns", around.missing->now.ns());
      json.member("end", kEndsInJson[static_cast<std::size_t>(around.missing->reason)]);
      json.member("outage", outage_or_null(around.missing->outage));
      json.member("together", around.missing_together);
    });
  });
}

void write_start(sim::JsonWriter& json, const std::optional<StartAccount>& start) {
  json.key("start");
  if (!start) {
    json.value(nullptr);
    return;
  }
  json.object(JsonLayout::lines, [&] {
    json.member("at_ns", start->start.now.ns());
    json.member("ready_ns", start->ready.ns());
    json.member("reason", kReasonsInJson[static_cast<std::size_t>(start->start.reason)]);
    json.member("for_invocation",
                start->start.ordinal == kNoOrdinal ? std::nullopt : std::optional(start->start.ordinal + 1));
    json.member("in_new_vm", start->start.in_new_vm);
    json.member("is_spare", start->start.is_spare);
    json.key("stages_ns");
    json.object(JsonLayout::line, [&] {
      for (std::size_t i = 0; i < kStartStages; ++i) {
        json.member(kStartStageNames[i], start->length_of(static_cast<StartStage>(i)).ns());
      }
    });
    write_decision(json, "placement", start->placement);
    json.member("vms_retired_if_none_open",
                start->no_vm_open ? std::optional(start->no_vm_open->retired) : std::nullopt);
    write_decision(json, "host_placement", start->host_placement);
  });
}

/// The members with which every document begins.
void write_run_of(sim::JsonWriter& json, const ExplainWords& words) {
  json.member("curtain", kVersion);
  json.member("scenario", words.scenario().name);
  json.member("seed", words.scenario().seed);
  json.member("replication", words.replication());
}

/// The functions that are explained; null: all.
void write_function_names(sim::JsonWriter& json, const FunctionNames& names) {
  json.member("of_tenant", names.tenant.empty() ? std::nullopt : std::optional(names.tenant));
  json.member("of_function", names.function.empty() ? std::nullopt : std::optional(names.function));
}

void write_sentences(sim::JsonWriter& json, const std::vector<ExplainLine>& lines) {
  json.key("sentences");
  json.array(JsonLayout::lines, [&] {
    for (const ExplainLine& line : lines) {
      json.object(JsonLayout::line, [&] {
        json.member("at_ns", line.at.ns());
        json.member("text", line.text);
      });
    }
  });
}

/// A sum that may exceed 64 bits, in seconds.
double json_seconds_of(sim::Int128 ns) {
  return static_cast<double>(ns) / 1e9;
}

void write_attempt(sim::JsonWriter& json, const AttemptAccount& attempt) {
  json.object(JsonLayout::lines, [&] {
    json.member("submitted_ns", time_of(attempt.submitted));
    json.member("queued_at_frontend_ns", time_of(attempt.queued_at_frontend));
    json.member("admitted_ns", time_of(attempt.admitted));
    json.member("queued_at_function_ns", time_of(attempt.queued_at_function));
    json.member("bound_ns", time_of(attempt.bound));
    json.member("sent_ns", time_of(attempt.sent));
    json.member("thaw_ns", attempt.thaw.ns());
    json.member("started_ns", time_of(attempt.started));
    json.member("ended_ns", time_of(attempt.ended));
    json.member("over_ns", time_of(attempt.over));
    const bool has_started = attempt.sent != Time::never();
    json.member("start_kind", has_started
                                  ? std::optional(kStartsInJson[static_cast<std::size_t>(attempt.kind)])
                                  : std::nullopt);
    json.member("instance", number_or_null(attempt.instance));
    json.member("vm", number_or_null(attempt.vm));
    json.member("host", number_or_null(attempt.host));
    json.member("outcome", attempt.over == Time::never()
                               ? std::nullopt
                               : std::optional(kOutcomesInJson[static_cast<std::size_t>(attempt.outcome)]));
    const bool is_turned_away = attempt.outcome == Outcome::throttled ||
                                attempt.outcome == Outcome::expired || attempt.outcome == Outcome::refused;
    json.member("reason", is_turned_away
                              ? std::optional(kRejectionNames[static_cast<std::size_t>(attempt.why)])
                              : std::nullopt);
    json.member("again_ns", attempt.again ? time_of(*attempt.again) : std::nullopt);
    json.member("lost_in_outage_of", outage_or_null(attempt.lost_in));
    json.member("billed_ns", attempt.billed.ns());
    json.member("billed_init_ns", attempt.billed_init.ns());
    json.member("on_provisioned", attempt.on_provisioned);
    write_around(json, attempt.around);
    const auto last = attempt.admission.empty() ? std::nullopt : std::optional(attempt.admission.back());
    write_decision(json, "admission", last);
    write_decision(json, "routing", attempt.routing);
    write_decision(json, "scaling", attempt.scaling);
    json.member("started_for_it", attempt.started_for_it);
    write_start(json, attempt.start);
  });
}

}  // namespace

std::string account_json(const InvocationAccount& account, const ExplainWords& words) {
  const InvocationRow& row = account.row;
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    write_run_of(json, words);
    json.member("tenant", words.tenant(row.function));
    json.member("function", words.functions()[row.function].name);
    json.member("n", row.n);
    json.member("counted", row.is_counted);
    json.member("arrival_ns", row.arrival.ns());
    json.member("answer_ns", time_of(row.answered));
    json.member("client_left_ns", time_of(account.client_left));
    json.member("outcome", account.is_answered() ? kOutcomesInJson[static_cast<std::size_t>(row.outcome)]
                                                 : std::string_view("in_flight"));
    json.member("duration_ns", account.duration.ns());
    json.member("latency_ns", account.is_answered() ? std::optional(account.latency().ns()) : std::nullopt);
    json.key("parts_ns");
    json.object(JsonLayout::line, [&] {
      for (std::size_t i = 0; i < kLatencyParts; ++i) {
        json.member(kLatencyPartNames[i], account.parts[static_cast<LatencyPart>(i)].ns());
      }
    });
    json.member("charged_ns", row.charged.ns());
    const Bill bill = bill_of(account.charge, words.scenario().platform.billing);
    json.member("cost_usd", bill.has_prices ? std::optional(bill.total()) : std::nullopt);
    json.key("attempts");
    json.array(JsonLayout::lines, [&] {
      for (const AttemptAccount& attempt : account.attempts) {
        write_attempt(json, attempt);
      }
    });
    write_sentences(json, lines_of(account, words));
  });
  return json.document();
}

std::string account_json(const InstanceAccount& account, const ExplainWords& words) {
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    write_run_of(json, words);
    json.member("tenant", words.tenant(account.function));
    json.member("function", words.functions()[account.function].name);
    json.member("instance", account.number);
    json.member("vm", account.start.vm);
    json.member("host", account.start.host);
    json.member("memory_mib", account.memory);
    json.member("created_ns", account.start.start.now.ns());
    json.member("ready_ns", account.was_ready ? std::optional(account.start.ready.ns()) : std::nullopt);
    json.member("until_ns", account.until.ns());
    json.member("end", account.ended
                           ? std::optional(kEndsInJson[static_cast<std::size_t>(account.ended->reason)])
                           : std::nullopt);
    json.member("uses", account.uses);
    json.member("starting_ns", account.starting().ns());
    json.member("busy_ns", account.busy.ns());
    json.member("idle_ns", account.idle.ns());
    json.key("longest_idle");
    json.array(JsonLayout::line, [&] {
      for (const IdleTime& idle : account.longest_idle) {
        json.object(JsonLayout::line, [&] {
          json.member("from_ns", idle.from.ns());
          json.member("to_ns", idle.to.ns());
        });
      }
    });
    write_decision(json, "keep_alive", account.kept);
    write_start(json, account.start);
    write_sentences(json, lines_of(account, words));
  });
  return json.document();
}

std::string account_json(const VmAccount& account, const ExplainWords& words) {
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    write_run_of(json, words);
    json.member("vm", account.number);
    json.member("host", account.host);
    json.member("capacity_mib", account.capacity);
    json.member("opened_ns", account.opened.ns());
    json.member("until_ns", account.until.ns());
    json.member("end", account.ended
                           ? std::optional(kEndsInJson[static_cast<std::size_t>(account.ended->reason)])
                           : std::nullopt);
    json.member("instances", account.instances);
    json.member("instances_peak", account.most_instances);
    json.member("empty_ns", account.empty.ns());
    json.member("used_mib_peak", account.used.peak());
    json.member("used_mib_s", static_cast<double>(account.used.integral(account.until)) / 1e9);
    json.key("functions");
    json.array(JsonLayout::lines, [&] {
      for (const auto& [function, of] : account.functions) {
        json.object(JsonLayout::line, [&, function = function, &of = of] {
          json.member("tenant", words.tenant(FunctionId{function}));
          json.member("function", words.functions()[FunctionId{function}].name);
          json.member("instances", of.instances);
          json.member("instances_peak", of.most_live);
          json.member("attempts", of.attempts);
        });
      }
    });
    write_start(json, account.opened_for);
    write_sentences(json, lines_of(account, words));
  });
  return json.document();
}

std::string causes_json(const ColdStartCauses& causes, const FunctionNames& names,
                        const ExplainWords& words) {
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    write_run_of(json, words);
    write_function_names(json, names);
    json.member("cold_starts", causes.count);
    json.member("starts", causes.started);
    json.member("lost_s", json_seconds_of(causes.lost_ns));
    json.key("causes");
    json.array(JsonLayout::lines, [&] {
      for (const ColdStartCauses::OfCause& cause : causes.causes) {
        const bool has_since = cause.since.count() > 0;
        json.object(JsonLayout::line, [&] {
          json.member("cause", name_of(cause.cause));
          json.member("cold_starts", cause.count);
          json.member("lost_s", json_seconds_of(cause.lost_ns));
          json.member("since_p50_s",
                      has_since ? std::optional(json_seconds_of(cause.since.quantile(0.5))) : std::nullopt);
          json.member("longest_ns", cause.longest.ns());
          json.member("longest_tenant", words.tenant(cause.function));
          json.member("longest_function", words.functions()[cause.function].name);
          json.member("longest_n", cause.n);
        });
      }
    });
    json.key("functions");
    json.array(JsonLayout::lines, [&] {
      for (const ColdStartCauses::OfFunction& row : causes.functions) {
        json.object(JsonLayout::line, [&] {
          json.member("tenant", words.tenant(row.function));
          json.member("function", words.functions()[row.function].name);
          json.member("cold_starts", row.count);
          json.member("lost_s", json_seconds_of(row.lost_ns));
          json.member("most_frequent_cause", name_of(row.most));
        });
      }
    });
  });
  return json.document();
}

std::string slow_json(const SlowInvocations& slow, const FunctionNames& names, const ExplainWords& words) {
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    write_run_of(json, words);
    write_function_names(json, names);
    json.member("arrived", slow.arrived);
    json.member("completed", slow.completed);
    json.key("not_completed");
    json.object(JsonLayout::line, [&] {
      for (std::size_t i = 1; i < kOutcomes; ++i) {
        json.member(kOutcomesInJson[i], slow.outcomes[i]);
      }
      json.member("in_flight", slow.in_flight());
    });
    json.member("slowest", slow.count);
    json.member("least_ns", slow.count > 0 ? std::optional(slow.least.ns()) : std::nullopt);
    json.member("latency_s", json_seconds_of(slow.latency_ns));
    json.member("latency_of_all_s", json_seconds_of(slow.all_latency_ns));
    json.key("parts");
    json.array(JsonLayout::lines, [&] {
      for (const SlowInvocations::OfPart& part : slow.parts) {
        json.object(JsonLayout::line, [&] {
          json.member("part", kLatencyPartNames[static_cast<std::size_t>(part.part)]);
          json.member("slowest", part.count);
          json.member("latency_s", json_seconds_of(part.latency_ns));
          json.member("part_s", json_seconds_of(part.part_ns));
          json.member("example_tenant", words.tenant(part.slowest.function));
          json.member("example_function", words.functions()[part.slowest.function].name);
          json.member("example_n", part.slowest.n);
          json.member("example_ns", part.slowest.parts.total().ns());
        });
      }
    });
  });
  return json.document();
}

}  // namespace curtain::tools
