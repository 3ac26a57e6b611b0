// Tests of output for people: no line is wider than the terminal, and only supported colours and characters
// are used.
#include <algorithm>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/program/pseudo_terminal.hpp"
#include "tests/support/paths.hpp"

using support::columns_of;
using support::curtain;
using support::Ended;
using support::Folder;
using support::Surroundings;
using support::Words;

namespace {

/// Returns the columns of a line without escape sequences. All characters that the program itself prints take
/// one column.
std::string too_long(const std::string& text, std::size_t most) {
  std::istringstream lines(text);
  std::string found;
  for (std::string line; std::getline(lines, line);) {
    if (columns_of(line) > most) {
      found += line + "\n";
    }
  }
  return found;
}

/// Returns all output for people, with long names and values.
std::vector<Words> listings(const Folder& folder) {
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string long_name = folder.write(
      "a-scenario-with-a-name-that-is-far-longer-than-any-line-of-a-terminal-should-be.yaml",
      "name: a-scenario-with-a-name-that-is-far-longer-than-any-line-of-a-terminal-should-be-by-itself\n" +
          support::kSmall.substr(support::kSmall.find('\n') + 1) +
          "expect:\n  - {metric: packing.vm_lower_bound_peak, at_least: 0.000000001, at_most: "
          "1234567890.25}\n"
          "  - {metric: latency.mean_s, at_least: 1ms, at_most: 1234567890s}\n");
  const Words compare = {"compare", scenario, "--replications", "2", "--threads", "1"};
  const auto comparing = [&compare](const Words& more) {
    Words words = compare;
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const std::string events = folder.write(
      "events.yaml",
      "duration: 1h\nplatform: ideal\nworkload: [{timer: {function: f, every: 30min, duration: 1234567891ns, "
      "timeout: 123456789ns, invoke: async, memory: 128MiB}}]\n");
  const std::string chapter = folder.write(
      "chapter.yaml",
      "lesson: {title: " + std::string(15, 'a') + " title that is longer than a line of most terminals " +
          std::string(30, 'b') +
          ", text: A text., show: ['latency.p99_s{function=a-function-with-a-name-that-is-rather-long}']}\n"
          "duration: 1h\nplatform: ideal\nworkload: [{timer: {function: "
          "a-function-with-a-name-that-is-rather-long, "
          "every: 30min, duration: 1s}}]\n");
  std::vector<Words> all = {
      {"run", scenario},
      {"run", events},
      {"explain", events, "--invocation", "f/1"},
      {"explain", events, "--instance", "f/0"},
      {"explain", events, "--vm", "0"},
      {"explain", events, "--why-slow"},
      {"explain", scenario, "--cold-starts"},
      {"run", chapter},
      {"run", chapter, "--all-figures"},
      {"run", support::in_tree("/scenarios/lessons/cpu-sharing.yaml"), "--all-figures"},
      {"run", long_name},
      {"run", scenario, "--audit", "--out", folder / "results"},
      {"run", scenario, "--set", "warmup=59999999us"},
      {"run", scenario, "--references", "--lambda", "12345678ms"},
      {"run", scenario, "--decisions", folder / "why.csv"},
      {"run", scenario, "--by", "function", "--by", "tenant", "--by", "time"},
      {"run", scenario, "--by", "time", "--from", "10s", "--to", "12s", "--set", "bin=20ms", "--set",
       "epoch=2019-12-31T23:59"},
      comparing({"--vary", "policies.placement=first-fit,best-fit"}),
      comparing({"--vary", "policies.placement=first-fit,best-fit,worst-fit"}),
      comparing({"--vary", "policies.placement=first-fit,best-fit,worst-fit", "--vary", "seed=1,2"}),
      comparing({"--vary", "k=policies.keep_alive: {" + std::string(80, 'a') + ": none, " +
                               std::string(79, 'a') +
                               "b: forever, '</script>, \"x\" and more': {fixed: "
                               "{timeout: 12345678ms}}}"}),
      comparing(
          {"--vary", "policies.keep_alive={fixed: {timeout: 12345678ms}},{fixed: {timeout: 12345679ms}}"}),
      comparing({"--vary", "cluster.vms.instance_memory=2GiB,3328MiB", "--vary",
                 "policies.keep_alive={fixed: {timeout: 27min}},forever,none"}),
      {"validate", long_name},
      {"validate", support::in_tree("/scenarios/lessons/billing.yaml")},
      {"policies"},
      {"metrics"},
      {"prices"},
      {"prices", "aws-lambda"},
      {"prices", "azure-functions"},
      {"platforms", "aws-lambda-2026"},
      {"trace", "info", scenario},
      {"trace", "info", long_name}};
  const support::Json policies = support::parse_json(curtain({"policies", "--json"}).out);
  for (const support::Json& policy : policies.items) {
    all.push_back({"policies", policy["name"].text});
  }
  for (const Words& command : {Words{},
                               {"run"},
                               {"compare"},
                               {"validate"},
                               {"trace"},
                               {"trace", "info"},
                               {"policies"},
                               {"metrics"},
                               {"prices"},
                               {"platforms"},
                               {"schema"},
                               {"man"},
                               {"completion"}}) {
    all.push_back(command);
    all.back().emplace_back("--help");
  }
  return all;
}

void check_widths(const std::string& columns, std::size_t most) {
  const Folder folder;
  Surroundings how;
  how.environment = {{"COLUMNS", columns}};
  for (const Words& words : listings(folder)) {
    std::string line;
    for (const std::string& word : words) {
      line += word + " ";
    }
    INFO(line);
    const Ended ended = curtain(words, how);
    CHECK(ended.status == 0);
    CHECK(ended.err.empty());
    CHECK(too_long(ended.out, most) == "");
  }
}

}  // namespace

TEST_CASE("No line is wider than 80 columns if the output is not a terminal") {
  check_widths("", 80);
}

TEST_CASE("No line is wider than the terminal or 120 columns") {
  SECTION("80 columns") {
    check_widths("80", 80);
  }
  SECTION("100 columns") {
    check_widths("100", 100);
  }
  SECTION("300 columns") {
    check_widths("300", 120);
  }
}

TEST_CASE("A comparison of many variants is printed in several blocks, each with the metrics") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended = curtain({"compare", scenario, "--replications", "2", "--metric", "vms.peak", "--vary",
                               "seed=1,2,3", "--vary", "policies.placement=first-fit,best-fit"});
  CHECK(ended.status == 0);
  std::istringstream lines(ended.out.substr(0, ended.out.find(" against ")));
  std::size_t headings = 0;
  std::size_t rows = 0;
  std::string labels;
  for (std::string line; std::getline(lines, line);) {
    rows += line.rfind("  vms.peak ", 0) == 0 ? 1 : 0;
    if (line.rfind("  metric ", 0) == 0) {
      ++headings;
      labels += line.substr(line.find("seed"));
    }
  }
  CHECK(headings == 2);
  CHECK(rows == headings);
  std::size_t from = 0;
  for (const char* const seed : {"seed=1", "seed=2", "seed=3"}) {
    for (const char* const policy : {" first-fit", " best-fit"}) {
      const std::size_t at = labels.find(std::string(seed) + policy, from);
      CHECK(at != std::string::npos);
      from = at;
    }
  }
}

TEST_CASE("A label that is too long is shortened in the middle and explained below") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Ended ended =
      curtain({"compare", scenario, "--replications", "2", "--metric", "vms.peak", "--vary",
               "policies.keep_alive={hybrid-histogram: {standard: 12345678ms}},{hybrid-histogram: {standard: "
               "12345677ms}},forever"});
  CHECK_THAT(ended.out,
             ContainsSubstring("hybrid-his…2345678ms is {hybrid-histogram: {standard: 12345678ms}}:"));
  CHECK_THAT(ended.out, ContainsSubstring("hybrid-his…2345677ms   forever"));
}

TEST_CASE("A policy with parameters is labelled without braces, and a long label without its keys") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const auto compared = [&scenario](const std::vector<std::string>& vary) {
    std::vector<std::string> words = {"compare", scenario, "--replications", "2", "--metric", "vms.peak"};
    for (const std::string& each : vary) {
      words.insert(words.end(), {"--vary", each});
    }
    return curtain(words).out;
  };
  const std::string one =
      compared({"policies.keep_alive={fixed: {timeout: 5min}},{fixed: {timeout: 1h}},fixed"});
  CHECK_THAT(one, ContainsSubstring("\n  fixed 5min is keep_alive: {fixed: {timeout: 5min}}\n") &&
                      ContainsSubstring("  fixed 5min   fixed 1h   fixed\n") &&
                      ContainsSubstring("fixed 1h against fixed 5min"));
  const std::string two = compared(
      {"policies.admission={concurrency-limit: {tenant: 9, function: 8}},{concurrency-limit: {tenant: 7}}"});
  CHECK_THAT(two, ContainsSubstring("concurrency-limit 7"));
  const std::string grid = compared(
      {"policies.placement=first-fit,power-of-two-choices", "cluster.vms.instance_memory=1GiB,2GiB"});
  CHECK_THAT(grid, ContainsSubstring("  first-fit 1GiB   first-fit 2GiB") &&
                       ContainsSubstring("\n  first-fit 1GiB is cluster.vms.instance_memory: 1GiB"));
  // Keys are kept if there is room for them.
  CHECK_THAT(compared({"seed=1,2", "policies.placement=first-fit,best-fit"}),
             ContainsSubstring("seed=1 first-fit is "));
}

TEST_CASE("A variant with a default value is marked, and one replication has no intervals") {
  const Folder folder;
  const std::string scenario = folder.write(
      "csv.yaml", "name: same\nplatform: ideal\nworkload: [{trace: {format: csv, path: t.csv}}]\n");
  folder.write("t.csv", "function_id,arrival_s,duration_s,memory_mb\nf,0,1,128\nf,5,1,128\n");
  const std::string out = curtain({"compare", scenario, "--vary", "workload[0].trace.scale=1,2",
                                   "--replications", "1", "--metric", "attempts.warm"})
                              .out;
  CHECK_THAT(out, ContainsSubstring("  scale=1 is the default; the other variants change the setting\n") &&
                      ContainsSubstring(
                          "  1 replication, which has no intervals; use --replications N for more\n") &&
                      ContainsSubstring("undecided (one replication)"));
  const std::string copy = folder.write("other.yaml", support::read_file(scenario));
  CHECK_THAT(curtain({"compare", scenario, copy, "--replications", "2"}).out,
             ContainsSubstring("  other is the same as the others\n"));
  // There is exactly one blank line between the settings that vary and the table.
  CHECK_THAT(curtain({"run", scenario, "--replications", "2", "--metric", "attempts.warm"}).err,
             ContainsSubstring("'--metric'; it is an option of curtain compare"));
  CHECK(curtain({"run", scenario, "--replications", "2"}).out.find("\n\n\n") == std::string::npos);
}

TEST_CASE("The parts of the memory bar can be distinguished, in any locale") {
  const Folder folder;
  // There are one second of start-up, one second of work and many idle seconds. All three parts are visible.
  const std::string scenario = folder.write(
      "three.yaml",
      "duration: 1min\nplatform: ideal\ncold_start: {function_init: 10s}\npolicies: {keep_alive: {fixed: "
      "{timeout: 20s}}}\nworkload: [{timer: {function: f, every: 60s, duration: 10s}}]\n");
  for (const char* const locale : {"C", "POSIX", "en_US.ISO-8859-1", "C.UTF-8", "de_DE.utf8"}) {
    INFO(locale);
    support::Surroundings how;
    how.environment = {{"LC_ALL", locale}};
    const std::string out = curtain({"run", scenario}, how).out;
    const auto shade_of = [&out](const std::string& part) {
      const std::size_t end = out.find(" " + part + " ");
      REQUIRE(end != std::string::npos);
      const std::size_t begin = out.find_last_of(" \n", end - 1) + 1;
      return out.substr(begin, end - begin);
    };
    const std::string busy = shade_of("busy");
    const std::string starting = shade_of("starting");
    const std::string idle = shade_of("idle");
    CHECK(busy != starting);
    CHECK(starting != idle);
    CHECK(busy != idle);
    // The bar consists of these three parts, in this order.
    const std::size_t bar = out.find("  Memory");
    const std::size_t first_busy = out.find(busy, bar);
    const std::size_t first_starting = out.find(starting, bar);
    const std::size_t first_idle = out.find(idle, bar);
    CHECK(first_busy < first_starting);
    CHECK(first_starting < first_idle);
    CHECK(first_idle < out.find('\n', bar));
  }
}

TEST_CASE("If the locale is not UTF-8, the program draws with ASCII only") {
  const Folder folder;
  Surroundings how;
  how.environment = {{"LC_ALL", "C"}};
  for (const Words& words : listings(folder)) {
    const Ended ended = curtain(words, how);
    CHECK(std::none_of(ended.out.begin(), ended.out.end(),
                       [](char c) { return static_cast<unsigned char>(c) > 127; }));
    CHECK(too_long(ended.out, 80) == "");
  }
  how.environment = {{"LC_ALL", ""}, {"LC_CTYPE", ""}, {"LANG", "de_DE.utf8"}};
  CHECK_THAT(curtain({"run", folder / "small.yaml"}, how).out, ContainsSubstring("█"));
  how.environment = {{"LC_ALL", "C.UTF-8"}, {"LANG", "C"}};
  CHECK_THAT(curtain({"run", folder / "small.yaml"}, how).out, ContainsSubstring("█"));
}

TEST_CASE("Wide characters of a name take two columns") {
  const Folder folder;
  std::string name;
  for (int i = 0; i < 60; ++i) {
    name += "界";
  }
  const std::string scenario =
      folder.write("wide.yaml", "name: " + name + support::kSmall.substr(support::kSmall.find('\n')));
  const Ended ended = curtain({"run", scenario});
  CHECK(ended.status == 0);
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    std::size_t wide = 0;
    for (std::size_t at = 0; (at = line.find("界", at)) != std::string::npos; ++at) {
      ++wide;
    }
    CHECK(columns_of(line) + wide <= 80);
  }
}

TEST_CASE("Colour follows the option, otherwise the terminal") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const auto has_colour = [](const std::string& text) { return text.find('\x1b') != std::string::npos; };
  CHECK(!has_colour(curtain({"run", scenario}).out));
  CHECK(has_colour(curtain({"run", scenario, "--color=always"}).out));
  CHECK(has_colour(curtain({"policies", "--color", "always"}).out));
  CHECK(!has_colour(curtain({"run", scenario, "--json", "--color=always"}).out));
  Surroundings none;
  none.environment = {{"NO_COLOR", "1"}};
  CHECK(has_colour(curtain({"run", scenario, "--color=always"}, none).out));

  support::Screen screen;
  CHECK(has_colour(support::on_terminal({"policies"}, screen).text));
  CHECK(!has_colour(support::on_terminal({"policies", "--color=never"}, screen).text));
  screen.environment = {{"NO_COLOR", "1"}};
  CHECK(!has_colour(support::on_terminal({"policies"}, screen).text));
  screen.environment = {{"TERM", "dumb"}};
  CHECK(!has_colour(support::on_terminal({"policies"}, screen).text));
}

TEST_CASE("Lines on a terminal fit its width") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  support::Screen screen;
  for (const int columns : {60, 80, 110}) {
    screen.columns = static_cast<unsigned short>(columns);
    for (const Words& words : {Words{"policies", "--color=never"},
                               {"metrics", "--color=never"},
                               {"run", scenario, "--color=never"}}) {
      std::string text = support::on_terminal(words, screen).text;
      text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
      CHECK(too_long(text, static_cast<std::size_t>(columns)) == "");
    }
  }
}
