// The command line: what is mistyped, the listings, and output that goes elsewhere than to a terminal.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

TEST_CASE("Mistyped words are status 2, with the nearest that there is") {
  struct Case {
    std::vector<std::string> arguments;
    std::string message;
  };
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::vector<Case> cases = {
      {{"rnu", scenario}, "there is no command 'rnu'; did you mean 'run'?"},
      {{"polices"}, "there is no command 'polices'; did you mean 'policies'?"},
      {{"dance"},
       "there is no command 'dance'; there are run, compare, validate, trace, policies, metrics, schema, help, "
       "man, completion"},
      {{"run", scenario, "--quite"}, "there is no option '--quite'; did you mean '--quiet'?"},
      {{"run", scenario, "--replications", "3"},
       "there is no option '--replications'; did you mean '--replication'?"},
      {{"compare", scenario, "--vray", "a=b,c"}, "there is no option '--vray'; did you mean '--vary'?"},
      {{"--jsn"}, "there is no option '--jsn'"},
      {{"policies", "best-fti"}, "there is no policy or seam 'best-fti'; did you mean 'best-fit'?"},
      {{"policies", "placment"}, "there is no policy or seam 'placment'; did you mean 'placement'?"},
      {{"run", scenario, "--set", "nonsense"},
       "--set wants a path and a value, as in --set policies.placement=best-fit; found 'nonsense'"},
      {{"run", scenario, "--set", "=1"},
       "--set wants a path and a value, as in --set policies.placement=best-fit; found '=1'"}};
  for (const Case& mistyped : cases) {
    INFO(mistyped.message);
    const Ended ended = curtain(mistyped.arguments);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err.rfind("curtain: " + mistyped.message + "\n", 0) == 0);
  }
}

TEST_CASE("What is missing or too much is status 2 and says where help is") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::vector<std::vector<std::string>> cases = {{},
                                                       {"run"},
                                                       {"compare", scenario},
                                                       {"validate"},
                                                       {"run", scenario, scenario},
                                                       {"run", scenario, "-x"},
                                                       {"run", scenario, "--out"},
                                                       {"run", scenario, "--replication", "many"},
                                                       {"run", scenario, "--replication", "-1"}};
  for (const auto& arguments : cases) {
    INFO((arguments.empty() ? "nothing" : arguments.back()));
    const Ended ended = curtain(arguments);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err.rfind("curtain: ", 0) == 0);
    CHECK_THAT(ended.err, ContainsSubstring("curtain: see curtain --help\n"));
  }
}

TEST_CASE("Help and version are status 0 on standard output") {
  const Ended help = curtain({"--help"});
  CHECK(help.status == 0);
  CHECK(help.err.empty());
  for (const char* const command : {"run", "compare", "validate", "policies", "schema", "Exit status"}) {
    CHECK_THAT(help.out, ContainsSubstring(command));
  }
  const Ended of_run = curtain({"run", "--help"});
  CHECK(of_run.status == 0);
  CHECK_THAT(of_run.out, ContainsSubstring("--out"));
  const Ended version = curtain({"--version"});
  CHECK(version.status == 0);
  CHECK(version.out.rfind("curtain ", 0) == 0);
}

TEST_CASE("policies lists every seam with its policies, and tells one in full") {
  const Ended all = curtain({"policies"});
  CHECK(all.status == 0);
  for (const char* const name :
       {"admission", "queueing", "routing", "scaling", "placement", "keep_alive", "pre_warm",
        "concurrency-limit", "best-fit", "queue-length", "provisioned"}) {
    CHECK_THAT(all.out, ContainsSubstring(name));
  }
  const Ended one = curtain({"policies", "queue-length"});
  CHECK(one.status == 0);
  CHECK_THAT(one.out, ContainsSubstring("per_instance"));
  CHECK_THAT(one.out, ContainsSubstring("a whole number; default 1"));
  CHECK_THAT(one.out, ContainsSubstring("policies:\n    scaling: {queue-length: {per_instance: 1}}"));
  const Ended seam = curtain({"policies", "placement"});
  CHECK_THAT(seam.out, ContainsSubstring("first-fit"));
  CHECK_THAT(seam.out, ContainsSubstring("worst-fit"));
}

TEST_CASE("policies --json is one document, of all or of those asked for") {
  const support::Json all = support::parse_json(curtain({"policies", "--json"}).out);
  CHECK(all.items.size() > 10);
  const support::Json one = support::parse_json(curtain({"policies", "queue-length", "--json"}).out);
  REQUIRE(one.items.size() == 1);
  CHECK(one.items[0]["seam"].text == "scaling");
  CHECK(one.items[0]["parameters"].items[0]["name"].text == "per_instance");
  CHECK(support::parse_json(curtain({"policies", "none", "--json"}).out).items.size() == 2);
}

TEST_CASE("What policies shows for a policy is what a scenario takes") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const support::Json all = support::parse_json(curtain({"policies", "--json"}).out);
  for (const support::Json& policy : all.items) {
    INFO(policy["seam"].text << " " << policy["name"].text);
    std::string parameters;
    for (const support::Json& parameter : policy["parameters"].items) {
      parameters +=
          (parameters.empty() ? "" : ", ") + parameter["name"].text + ": " + parameter["default"].text;
    }
    const std::string value =
        parameters.empty() ? policy["name"].text : "{" + policy["name"].text + ": {" + parameters + "}}";
    const Ended ended =
        curtain({"run", scenario, "-q", "--set", "policies." + policy["seam"].text + "=" + value});
    CHECK(ended.status == 0);
    CHECK(ended.err.empty());
  }
}

TEST_CASE("schema prints one JSON document that knows every section") {
  const Ended ended = curtain({"schema"});
  CHECK(ended.status == 0);
  const support::Json schema = support::parse_json(ended.out);
  CHECK(schema["$schema"].text == "https://json-schema.org/draft/2020-12/schema");
  for (const char* const key :
       {"name", "seed", "duration", "warmup", "platform", "frontend", "scheduler", "cluster", "cold_start",
        "lifetimes", "billing", "faults", "policies", "workload", "expect"}) {
    INFO(key);
    CHECK(schema["properties"].members.count(key) == 1);
  }
}

TEST_CASE("A reader that goes away ends nothing badly") {
  support::Surroundings closed;
  closed.reader = support::Reader::gone;
  const std::string command = GENERATE("policies", "schema");
  const Ended ended = curtain({command}, closed);
  CHECK(ended.signal == 0);
  CHECK(ended.err.empty());
}

TEST_CASE("Output that is no terminal has no escape sequences") {
  const Folder folder;
  const std::string scenario =
      folder.write("small.yaml", support::kSmall + "expect:\n  - {metric: vms.peak, equals: 12345}\n");
  support::Surroundings how;
  how.environment = GENERATE(std::vector<std::pair<std::string, std::string>>{{"TERM", "xterm-256color"}},
                             std::vector<std::pair<std::string, std::string>>{{"NO_COLOR", "1"}});
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"run", scenario},
        {"policies"},
        {"policies", "fixed"},
        {"validate", scenario},
        {"compare", scenario, "--vary", "policies.placement=first-fit,best-fit", "--replications", "2"}}) {
    const Ended ended = curtain(arguments, how);
    CHECK((ended.out + ended.err).find('\x1b') == std::string::npos);
  }
}
