// Tests of words that a new user types in the first hour, and of the program's answers.
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::in_one_line;
using support::Surroundings;

namespace {

/// Returns the first line of the program's message for a wrong command, whose status must be 2.
std::string first_line(const std::vector<std::string>& arguments, const Surroundings& how = {}) {
  const Ended ended = curtain(arguments, how);
  CHECK(ended.status == 2);
  CHECK(ended.out.empty());
  return ended.err.substr(0, ended.err.find('\n'));
}

std::string last_clause(const std::string& message) {
  return message.substr(message.rfind("; ") + 2);
}

}  // namespace

TEST_CASE("The program's name alone prints its help") {
  const Ended ended = curtain({});
  CHECK(ended.status == 0);
  CHECK(ended.err.empty());
  CHECK(ended.out == curtain({"--help"}).out);
}

TEST_CASE("A scenario key typed as an option is reported with the right --set") {
  const Folder folder;
  const std::string s = folder.write("small.yaml", support::kSmall);
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"run", s, "--policy", "best-fit"},
       "there is no option '--policy'; write --set policies.placement=best-fit"},
      {{"run", s, "--policy=concurrency-limit"},
       "there is no option '--policy'; write --set policies.admission=concurrency-limit"},
      {{"run", s, "--policy"},
       "there is no option '--policy'; write --set policies.SEAM=POLICY, as in --set "
       "policies.placement=best-fit; `curtain policies` lists the seams and policies"},
      {{"run", s, "--seed", "7"}, "there is no option '--seed'; write --set seed=7"},
      {{"compare", s, "--seed=7"}, "there is no option '--seed'; write --set seed=7"},
      {{"run", s, "--duration", "4h"}, "there is no option '--duration'; write --set duration=4h"},
      {{"run", s, "--keep-alive", "forever"},
       "there is no option '--keep-alive'; write --set policies.keep_alive=forever"},
      {{"validate", s, "--isolation", "shared"},
       "there is no option '--isolation'; write --set cluster.vms.isolation=shared"},
      {{"run", s, "--rate", "9/s"},
       "there is no option '--rate'; it is a setting of a workload entry: write --set "
       "'workload[0].KIND.rate=9/s', where KIND is the entry's kind, such as poisson"},
      {{"run", s, "--platform"}, "there is no option '--platform'; write --set platform=VALUE"},
      {{"run", s, "--cluster.hosts.count", "3"},
       "there is no option '--cluster.hosts.count'; write --set cluster.hosts.count=3"}};
  for (const auto& [arguments, message] : cases) {
    CHECK(first_line(arguments) == "curtain: " + message);
  }
}

TEST_CASE("Words in the wrong place or incomplete are reported with a suggestion") {
  const Folder folder;
  const std::string s = folder.write("small.yaml", support::kSmall);
  CHECK(first_line({"run", s, "policies.placement=best-fit"}) ==
        "curtain: run takes a single SCENARIO; found also 'policies.placement=best-fit'; write --set "
        "policies.placement=best-fit");
  CHECK(first_line({"run", s, "--output", "x"}) ==
        "curtain: there is no option '--output'; did you mean '--out'?");
  CHECK(first_line({"s.yaml"}) == "curtain: there is no command 's.yaml'; did you mean 'run s.yaml'?");
  CHECK(first_line({"trace", "calls.csv"}) ==
        "curtain: there is no command 'trace calls.csv'; did you mean 'trace info calls.csv'?");
}

TEST_CASE("A setting without its path is reported with the full path") {
  const Folder folder;
  const std::string s = folder.write("small.yaml", support::kSmall);
  const auto set = [&s](const std::string& text) {
    return last_clause(first_line({"run", s, "--set", text}));
  };
  CHECK(set("placement=best-fit") == "did you mean 'policies.placement'?");
  CHECK(set("placment=best-fit") == "did you mean 'policies.placement'?");
  CHECK(set("hosts.count=3") == "did you mean 'cluster.hosts'?");
  CHECK(set("isolation=shared") == "did you mean 'cluster.vms.isolation'?");
  CHECK(set("cluster.count=3") == "did you mean 'cluster.hosts.count' or 'policies.pre_warm.pool.count'?");
  CHECK(set("policies.keep_alive=10min") ==
        "write the value as a parameter of a policy: '{fixed: {timeout: 10min}}'");
  CHECK(set("policies.keep_alive.timeout=10min") ==
        "'timeout' is a parameter of fixed: write {fixed: {timeout: 10min}}");
  CHECK(set("policies.placement=best") == "did you mean 'best-fit'?");
  CHECK(set("rate=9/s") ==
        "did you mean 'workload[0].poisson.rate' or 'policies.admission.token-bucket.rate' "
        "or 'policies.pre_warm.provisioned-schedule.rate'?");
  CHECK(set("cluster.hosts=10") == "write {count: 10}");
  CHECK(set("scheduler.evict_idle=yes") == "did you mean 'true'?");
  CHECK(set("policies.keep_alive={fixed:{timeout:10min}}") == "write a space after each colon");
  CHECK(set("Seed=3") == "did you mean 'seed'?");
  CHECK(set("policy.placement=best-fit") == "did you mean 'policies'?");
}

TEST_CASE("Several tables can be requested at once") {
  const Folder folder;
  const std::string s = folder.write("small.yaml", support::kSmall);
  const std::string both = curtain({"run", s, "--json", "--by", "time,function"}).out;
  CHECK(support::without_run(both) ==
        support::without_run(curtain({"run", s, "--json", "--by", "time", "--by", "function"}).out));
  CHECK(support::parse_json(both).members.count("timeseries") == 1);
  CHECK(first_line({"run", s, "--by", "time,vm"}) ==
        "curtain: --by must be one of function, tenant, time; found 'vm'");
  CHECK(first_line({"run", s, "--by", "functions"}) ==
        "curtain: --by must be one of function, tenant, time; found 'functions'; did you mean 'function'?");
}

TEST_CASE("A part of a metric's name is reported with the metrics that have it") {
  const Folder folder;
  const std::string s = folder.write("small.yaml", support::kSmall);
  CHECK(first_line({"compare", s, "--vary", "policies.placement=first-fit,best-fit", "--metric", "p99"}) ==
        "curtain: there is no metric 'p99'; with 'p99' in their names: cold_start.p99_s, latency.p99_s, "
        "latency.p99_9_s, slowdown.p99");
  const std::string expects =
      folder.write("expects.yaml", support::kSmall + "expect: [{metric: p99, at_most: 1}]\n");
  CHECK_THAT(first_line({"run", expects}), ContainsSubstring("there is no metric 'p99'; with 'p99' in"));
}

TEST_CASE("run --replications gives means with intervals") {
  const Folder folder;
  const std::string s = folder.write("small.yaml", support::kSmall);
  const Ended text = curtain({"run", s, "--replications", "3"});
  CHECK(text.status == 0);
  CHECK_THAT(text.out, ContainsSubstring("3 replications, 95 % intervals"));
  CHECK(text.out.find("against") == std::string::npos);
  const support::Json one = support::parse_json(curtain({"run", s, "--replications", "3", "--json"}).out);
  const support::Json two =
      support::parse_json(curtain({"compare", s, "--vary", "seed=3,4", "--replications", "3", "--json"}).out);
  CHECK(one["replications"].number == 3);
  CHECK(one["metrics"]["latency.mean_s"]["by_variant"].items[0]["mean"].number ==
        two["metrics"]["latency.mean_s"]["by_variant"].items[0]["mean"].number);
  CHECK(first_line({"run", s, "--replications", "3", "--by", "time"}) ==
        "curtain: --by needs a single run, but --replications requests means over 3; remove one of the two "
        "options");
}

TEST_CASE("Two scenarios are compared, and a reason why they are not paired is reported") {
  const Folder folder;
  const std::string a = folder.write("first.yaml", support::kSmall);
  const std::string b = folder.write("second.yaml", support::kSmall + "policies: {placement: worst-fit}\n");
  const Ended both = curtain({"compare", a, b, "--replications", "2", "--json"});
  CHECK(both.status == 0);
  CHECK(both.err.empty());
  const support::Json json = support::parse_json(both.out);
  REQUIRE(json["variants"].items.size() == 2);
  CHECK(json["variants"].items[0].text == "first");
  CHECK(json["variants"].items[1].text == "second");
  const support::Json varied =
      support::parse_json(curtain({"compare", a, "--vary", "policies.placement=best-fit,worst-fit",
                                   "--replications", "2", "--json"})
                              .out);
  CHECK(json["fingerprints"].items[1].items[0].text == varied["fingerprints"].items[1].items[0].text);
  const support::Json grid = support::parse_json(
      curtain({"compare", a, b, "--vary", "seed=1,2", "--replications", "2", "--json"}).out);
  CHECK(grid["variants"].items[3].text == "second seed=2");
  const std::string other = folder.write("other.yaml", "seed: 4\n" + support::kSmall.substr(20));
  const Ended worlds = curtain({"compare", a, other, "--replications", "2", "--json"});
  CHECK(worlds.status == 0);
  CHECK_THAT(worlds.err,
             ContainsSubstring(
                 "curtain: 'first' and 'other' have different workloads or seeds (seed: 3 against seed: 4), "
                 "so their replications are not paired, and differences are partly caused by the workloads"));
}

TEST_CASE("A workload that is not a list is reported with an example") {
  const Folder folder;
  const auto said = [&folder](const std::string& workload) {
    return first_line({"run", folder.write("case.yaml", "platform: ideal\nduration: 1min\n" + workload)});
  };
  const std::string at = folder / "case.yaml";
  CHECK(said("workload:\n  poisson: {function: f, rate: 5/s, duration: 1s}\n") ==
        at + ":4:3: workload: expected a list of workload entries, found a mapping; begin each item with '- "
             "', as "
             "in workload: [{poisson: ..}]");
  CHECK(last_clause(said("workload:\n  - poisson:\n    function: f\n    rate: 5/s\n    duration: 1s\n")) ==
        "indent function further than poisson, because function is a key of poisson");
  CHECK(
      last_clause(said("workload:\n  - poisson: {function: f, rate: 5/s, duration: 1s}\n    timer: {}\n")) ==
      "begin each kind with '- ', as an item of its own");
  const std::string tight = folder.write(
      "tight.yaml",
      "platform: ideal\nduration: 1min\nworkload: [{poisson: {function: f, rate:5/s, duration: 1s}}]\n");
  CHECK_THAT(curtain({"run", tight}).err,
             ContainsSubstring("; write 'rate: 5/s', with a space after the colon\n"));
  CHECK(last_clause(said("cluster:\n  - hosts: {count: 1}\nworkload: []\n")) ==
        "remove the '-' before each item");
}

TEST_CASE("A file that does not exist is reported with a similar one") {
  const Folder folder;
  folder.write("small.yaml", support::kSmall);
  std::filesystem::create_directory(folder / "scenarios");
  folder.write("scenarios/big.yaml", support::kSmall);
  Surroundings there;
  there.folder = folder.path();
  CHECK(first_line({"run", "small"}, there) == "curtain: 'small' does not exist; did you mean 'small.yaml'?");
  CHECK(first_line({"run", "Small.yml"}, there) ==
        "curtain: 'Small.yml' does not exist; did you mean 'small.yaml'?");
  CHECK(first_line({"run", "scenario/big.yaml"}, there) ==
        "curtain: 'scenario/big.yaml' does not exist; did you mean 'scenarios/big.yaml'?");
  CHECK(first_line({"run", "quikstart"}, there) ==
        "curtain: 'quikstart' does not exist; did you mean 'quickstart'?");
}

TEST_CASE("A file of another kind is reported with its kind") {
  const Folder folder;
  CHECK(last_clause(first_line({"run", folder.write("calls.csv", "function_id,arrival_s\nf,1\n")})) ==
        "if this is a trace, read it with `curtain trace info`, or name it in the workload of a scenario");
  CHECK(first_line({"run", folder.write("s.yaml.gz", "\x1F\x8B\x08")}) ==
        folder /
            "s.yaml.gz:1:1: the text is compressed (gzip or zstd), but only traces may be compressed; "
            "decompress the file first");
  CHECK(first_line({"run", folder.write("empty.yaml", "")}) ==
        folder / "empty.yaml:1:1: the document is empty; write at least one key");
  CHECK(first_line({"run", folder.write("two.yaml", "a: 1\n---\nb: 1\n")}) ==
        folder /
            "two.yaml:2:1: a second document starts here, but a file may contain only one document; remove "
            "the line '---'");
}

TEST_CASE("Installed scenarios can be run by name from any folder") {
  const Folder folder;
  Surroundings there;
  there.folder = folder.path();
  const Ended by_name = curtain({"validate", "lessons/keep-alive-fixed", "--json"}, there);
  CHECK(by_name.status == 0);
  const Ended by_path =
      curtain({"validate", support::in_tree("/scenarios/lessons/keep-alive-fixed.yaml"), "--json"}, there);
  CHECK(support::without_run(by_name.out) == support::without_run(by_path.out));
  CHECK(curtain({"validate", "keep-alive-fixed", "-q"}, there).status == 0);
  CHECK(curtain({"validate", "scenarios/lessons/keep-alive-fixed.yaml", "-q"}, there).status == 0);
  folder.write("quickstart", support::kSmall);  // a file in the folder takes precedence
  CHECK(support::parse_json(curtain({"run", "quickstart", "--json"}, there).out)["scenario"].text == "small");
  CHECK(curtain({"run", "../platforms/ideal"}, there).status == 2);
  CHECK(curtain({"run", "lessons"}, there).err ==
        "curtain: 'lessons' is a folder of scenarios; run one scenario, such as "
        "lessons/admission-lambda-burst, or all of them with curtain validate lessons\n");
  CHECK(curtain({"run", "keep-alive-fixd"}, there).err ==
        "curtain: 'keep-alive-fixd' does not exist; did you mean 'keep-alive-fixed'?\n");
}

TEST_CASE("A report has singular forms, shows two digits of small costs, and does not round up to 100 %") {
  const Folder folder;
  const std::string head =
      "duration: 30s\nplatform: ideal\nbilling: {price_per_request: 0.0123}\nworkload:\n";
  const std::string once = "  - batch: {function: g, calls: 1, at: 1s, duration: 2ms, timeout: 1ms}\n";
  CHECK_THAT(curtain({"run", folder.write("one.yaml", head + once)}).out,
             ContainsSubstring("for 1 request: $0.012\n"));
  const std::string many = head + once + "  - timer: {function: f, every: 1ms, duration: 1us}\n";
  const std::string out = curtain({"run", folder.write("many.yaml", many)}).out;
  CHECK_THAT(out, ContainsSubstring("30,001 arrived, 30,000 completed (>99.99 %)") &&
                      ContainsSubstring("30,001 requests: $369.01"));
}

TEST_CASE("A run in which most calls were turned away reports the limits") {
  const Folder folder;
  const std::string limited = folder.write(
      "limited.yaml", support::kSmall + "policies: {admission: {concurrency-limit: {tenant: 1}}}\n");
  const std::string throttled = in_one_line(curtain({"run", limited}).out);
  CHECK_THAT(throttled, ContainsSubstring("at the account's limit of invocations in flight limited by "
                                          "policies.admission: {concurrency-limit: {tenant: 1") &&
                            ContainsSubstring("--set policies.admission=unlimited"));
  const std::string crowded =
      folder.write("crowded.yaml",
                   support::kSmall +
                       "cluster: {hosts: {count: 1}, vms: {isolation: instance, memory: 100GiB}}\nscheduler: "
                       "{no_room: refuse, evict_idle: false}\n");
  CHECK_THAT(in_one_line(curtain({"run", crowded}).out),
             ContainsSubstring("found no room for an instance limited by cluster.hosts.count: 1 and "));
  CHECK(curtain({"run", folder.write("small.yaml", support::kSmall)}).out.find("limited by") ==
        std::string::npos);
}
