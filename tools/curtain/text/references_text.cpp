#include "tools/curtain/text/references_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "tools/curtain/text/table.hpp"
#include "tools/curtain/text/terminal.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

double seconds(sim::Int128 ns) {
  return sim::ratio(ns, 1'000'000'000);
}

/// The ratio of the cost of the run to the cost of the oracle's choice. Absent if the oracle's cost is 0.
std::optional<double> cost_ratio(const References& references) {
  const sim::Int128 least = cost(references.oracle, references.lambda);
  const sim::Int128 own = cost(references.run, references.lambda);
  return least == 0 ? std::nullopt : std::optional<double>(sim::ratio(own, least));
}

std::string cost_text(const References& references) {
  const std::optional<double> ratio = cost_ratio(references);
  return ratio ? fmt::format("this run costs {} times as much as the oracle", human_number(*ratio))
               : "the oracle's choice costs nothing";
}

void print_keep_alive(const References& references) {
  const bool has_bound = references.no_bound_as.empty();
  Table table({"keep-alive", "cold starts", "not running"});
  const auto add = [&table](const std::string& name, const KeepAliveBound::Point& point) {
    table.add({name, grouped(point.cold_starts), human_seconds(seconds(point.idle_ns))});
  };
  add("this run", references.run);
  if (has_bound) {
    add("fewest starts, time at most equal", references.same_idle);
    add("least time, starts at most equal", references.same_cold_starts);
    add("oracle, lambda " + human_seconds(references.lambda.seconds()), references.oracle);
  }
  fmt::print("\n{}", table.text());
  const std::string basis = has_bound
                                ? fmt::format(
                                      "{}, where a cold start costs as much as {} of an idle or starting "
                                      "instance; counted from the beginning, including the warm-up",
                                      cost_text(references), human_seconds(references.lambda.seconds()))
                                : "no bound for this run: " + references.no_bound_as;
  fmt::print("{}", dim(wrapped(basis, output_columns(), 2)));
}

void print_packing(const References& references) {
  if (references.packing.empty()) {
    return;
  }
  const auto count = static_cast<double>(references.packing.size());
  Table table({"packing", "mean", "most"});
  const auto add = [&](const char* name, auto&& of) {
    double sum = 0;
    std::uint64_t most = 0;
    for (const PackingSample& sample : references.packing) {
      sum += static_cast<double>(of(sample));
      most = std::max<std::uint64_t>(most, of(sample));
    }
    table.add({name, human_number(sum / count), grouped(most)});
  };
  add("VMs with instances", [](const PackingSample& sample) { return sample.vms; });
  add("packed from scratch", [](const PackingSample& sample) { return sample.repacking.packed_vms; });
  add("  instances that move", [](const PackingSample& sample) { return sample.repacking.migrations; });
  add("lower bound", [](const PackingSample& sample) { return sample.lower_bound; });
  fmt::print("\n{}", table.text());
  fmt::print("{}", dim(wrapped(fmt::format("over {}", counted(references.packing.size(), "instant")),
                               output_columns(), 2)));
}

}  // namespace

void print_references(const References& references) {
  print_keep_alive(references);
  print_packing(references);
}

void write_references(const References& references, sim::JsonWriter& json) {
  constexpr auto line = sim::JsonLayout::line;
  const bool has_bound = references.no_bound_as.empty();
  const auto point = [&](const char* name, const KeepAliveBound::Point& at) {
    json.key(name);
    json.object(line, [&] {
      json.member("cold_starts", at.cold_starts);
      json.member("not_running_s", seconds(at.idle_ns));
    });
  };
  const auto bound = [&](const char* name, const KeepAliveBound::Point& at) {
    has_bound ? point(name, at) : json.member(name, nullptr);
  };
  json.object(sim::JsonLayout::lines, [&] {
    json.member("lambda_s", references.lambda.seconds());
    json.member("no_bound_as", has_bound ? std::nullopt : std::optional(references.no_bound_as));
    point("run", references.run);
    bound("oracle", references.oracle);
    bound("same_time", references.same_idle);
    bound("same_starts", references.same_cold_starts);
    json.member("cost_ratio", has_bound ? cost_ratio(references) : std::nullopt);
    json.key("packing");
    json.array(sim::JsonLayout::lines, [&] {
      for (const PackingSample& sample : references.packing) {
        json.object(line, [&] {
          json.member("time_s", sample.at.seconds());
          json.member("instances", sample.instances);
          json.member("vms", sample.vms);
          json.member("lower_bound", sample.lower_bound);
          json.member("packed_vms", sample.repacking.packed_vms);
          json.member("migrations", sample.repacking.migrations);
        });
      }
    });
  });
}

}  // namespace curtain::tools
