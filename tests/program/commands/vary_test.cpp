// Tests of `--vary`: factors and levels with names, and the names given to factors and levels without names.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;
using support::Json;

namespace {

std::vector<std::string> labels_of(const Json& comparison) {
  std::vector<std::string> labels;
  for (const Json& item : comparison["variants"].items) {
    labels.push_back(item.text);
  }
  return labels;
}

/// Returns "name (path): level = value, .." for each factor.
std::vector<std::string> factors_in(const Json& comparison) {
  std::vector<std::string> factors;
  for (const Json& factor : comparison["factors"].items) {
    std::string text = factor["name"].text + " (" + factor["path"].text + "):";
    for (const Json& level : factor["levels"].items) {
      text += " " + level["name"].text + " = " + level["value"].text + ";";
    }
    factors.push_back(text);
  }
  return factors;
}

Json compared(const std::string& scenario, const std::vector<std::string>& options) {
  std::vector<std::string> words = {"compare", scenario, "--replications", "1", "--json"};
  words.insert(words.end(), options.begin(), options.end());
  const Ended ended = curtain(words);
  INFO(ended.err);
  REQUIRE(ended.status == 0);
  return support::parse_json(ended.out);
}

std::string refused_vary(const std::string& scenario, const std::vector<std::string>& vary) {
  std::vector<std::string> words = {"compare", scenario};
  for (const std::string& text : vary) {
    words.emplace_back("--vary");
    words.push_back(text);
  }
  const Ended ended = curtain(words);
  CHECK(ended.status == 2);
  CHECK(ended.out.empty());
  return ended.err;
}

}  // namespace

TEST_CASE("Variants are named by their levels") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Json named = compared(
      scenario, {"--vary", "keep=policies.keep_alive: {fixed10: {fixed: {timeout: 10min}}, off: none}",
                 "--vary", "place=policies.placement: {first: first-fit, 'best, or so': best-fit}"});
  CHECK(labels_of(named) ==
        std::vector<std::string>{"fixed10 first", "fixed10 best, or so", "off first", "off best, or so"});
  CHECK(
      factors_in(named) ==
      std::vector<std::string>{"keep (policies.keep_alive): fixed10 = {fixed: {timeout: 10min}}; off = none;",
                               "place (policies.placement): first = first-fit; best, or so = best-fit;"});
  const Json plain = compared(scenario, {"--vary", "policies.keep_alive={fixed: {timeout: 10min}},none",
                                         "--vary", "policies.placement=first-fit,best-fit"});
  CHECK(plain["fingerprints"].items[0].items[0].text == named["fingerprints"].items[0].items[0].text);
  CHECK(plain["fingerprints"].items[3].items[0].text == named["fingerprints"].items[3].items[0].text);
}

TEST_CASE("A factor and a level without a name are named by the path and the value") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const Json json = compared(scenario, {"--vary", "policies.keep_alive={fixed: {timeout: 10min}},none",
                                        "--vary", "workload[0].poisson.memory=128MiB,256MiB"});
  CHECK(factors_in(json) ==
        std::vector<std::string>{"keep_alive (policies.keep_alive): fixed 10min = {fixed: {timeout: 10min}}; "
                                 "none = none;",
                                 "memory (workload[0].poisson.memory): 128MiB = 128MiB; 256MiB = 256MiB;"});
  CHECK(labels_of(json)[0] == "{fixed: {timeout: 10min}} memory=128MiB");
  SECTION("by the whole path if two paths have the same end") {
    const Json twins = compared(scenario, {"--vary", "cluster.vms.memory=4GiB,5GiB", "--vary",
                                           "workload[0].poisson.memory=128MiB,256MiB"});
    CHECK(factors_in(twins)[0].rfind("cluster.vms.memory (", 0) == 0);
    CHECK(factors_in(twins)[1].rfind("workload[0].poisson.memory (", 0) == 0);
  }
  SECTION("by its number if a value is long") {
    const std::string wide = "{fixed: {timeout:" + std::string(300, ' ') + "10min}}";
    const Json many = compared(scenario, {"--vary", "policies.keep_alive=none," + wide});
    CHECK(labels_of(many) == std::vector<std::string>{"none", "value-2"});
    CHECK(factors_in(many)[0] == "keep_alive (policies.keep_alive): none = none; value-2 = " + wide + ";");
  }
}

TEST_CASE("Several scenarios are the levels of a factor") {
  const Folder folder;
  const std::string today = folder.write("today.yaml", support::kSmall);
  const std::string proposed =
      folder.write("proposed.yaml", support::kSmall + "policies: {keep_alive: none}\n");
  const Json json =
      compared(today, {proposed, "--vary", "mem=workload[0].poisson.memory: {a: 128MiB, b: 1GiB}"});
  CHECK(factors_in(json)[0] == "scenario (): today = " + today + "; proposed = " + proposed + ";");
  CHECK(json["factors"].items[0]["path"].kind == Json::Kind::null);
  CHECK(labels_of(json) == std::vector<std::string>{"today a", "today b", "proposed a", "proposed b"});
}

TEST_CASE("A comparison has a column for each factor, with any names of levels") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const std::string vary =
      "keep=policies.keep_alive: {'</script>': none, '\"a\", b': forever, 'größe 😀': {fixed: {timeout: 1s}}}";
  REQUIRE(curtain({"compare", scenario, "-q", "--replications", "1", "--vary", vary, "--vary",
                   "policies.placement=first-fit,best-fit", "--out", folder / "results"})
              .status == 0);
  const std::string csv = support::read_file(folder / "results/comparison.csv");
  CHECK(csv.substr(0, csv.find('\n')).ends_with(",verdict,keep,placement"));
  CHECK_THAT(csv, ContainsSubstring("\ninvocations.arrived,</script> first-fit,"));
  CHECK_THAT(csv, ContainsSubstring(",</script>,first-fit\n"));
  CHECK_THAT(csv, ContainsSubstring("\ninvocations.arrived,\"\"\"a\"\", b best-fit\","));
  CHECK_THAT(csv, ContainsSubstring(",\"\"\"a\"\", b\",best-fit\n"));
  CHECK_THAT(csv, ContainsSubstring(",größe 😀,best-fit\n"));
}

TEST_CASE("Impossible factors are refused before anything runs") {
  const Folder folder;
  const std::string s = folder.write("endless.yaml", support::kEndless);
  const std::string two = ": {a: none, b: forever}";
  CHECK(refused_vary(s, {"policies.keep_alive" + two}) ==
        "curtain: --vary 'policies.keep_alive: {a: none, b: forever}': the factor with named values needs a "
        "name, as in --vary 'keep=policies.keep_alive: {..}'\n");
  for (const std::string name :
       {"my keep", "1st", "a,b", "a\"b", "</script>", "a\nb", "keep.alive", "a[0]"}) {
    INFO(name);
    CHECK_THAT(refused_vary(s, {name + "=policies.keep_alive" + two}),
               ContainsSubstring(
                   "' is not a valid name of a factor; write letters, digits, '-' and '_', with a letter "
                   "first, as in --vary 'keep=policies.keep_alive: {a: none, b: forever}'\n"));
  }
  CHECK(refused_vary(s, {std::string(10'000, 'k') + "=policies.keep_alive" + two}) ==
        "curtain: --vary: the factor's name '" + std::string(60, 'k') +
            "...' has 10000 bytes; a name has at most 80\n");
  for (const std::string name : {"tenant", "variant", "scenario", "cold_ratio", "warm", "replication"}) {
    CHECK(refused_vary(s, {name + "=policies.keep_alive" + two}) ==
          "curtain: --vary: a factor cannot be called '" + name +
              "', because another column of the results has this name; choose another name\n");
  }
  CHECK(refused_vary(
            s, {"keep=policies.keep_alive" + two, "keep=policies.placement: {c: first-fit, d: best-fit}"}) ==
        "curtain: --vary: the factor 'keep' is given twice, for policies.keep_alive and for "
        "policies.placement; give one of the two another name\n");
  CHECK(refused_vary(s, {"keep=policies.keep_alive" + two, "policies.keep_alive=none,forever"}) ==
        "curtain: --vary policies.keep_alive is given twice; list its values once, separated by commas\n");
  CHECK(
      refused_vary(s, {"workload[0].poisson.rate=1/s,2/s", "workload.0.poisson.rate=1/s,2/s"}) ==
      "curtain: --vary workload.0.poisson.rate is given twice; list its values once, separated by commas\n");
  CHECK(refused_vary(s, {"keep=policies.keep_alive: {a: none, a: forever}"}) ==
        "curtain: --vary keep:1:32: duplicate key 'a': lines 1 and 1\n");
  CHECK(refused_vary(s, {"keep=policies.keep_alive: {a: none, b: none}"}) ==
        "curtain: --vary keep:1:32: the names 'a' and 'b' have the same value, 'none'; each value makes a "
        "variant, so list it once\n");
  CHECK(refused_vary(s, {"keep=policies.keep_alive: {a: none, b: forevr}"}).substr(0, 60) ==
        "curtain: --vary policies.keep_alive: unknown policy 'forevr'");
  CHECK(refused_vary(s, {"k=policies.keep_alive: {a b: none, a: forever}",
                         "p=policies.placement: {c: first-fit, b c: best-fit}"}) ==
        "curtain: two variants have the same name 'a b c'; give their values different names\n");
  CHECK(refused_vary(s, {"policies.keep_alive=fixed: {timeout: 5min}"}) ==
        "curtain: --vary policies.keep_alive has only one value; write at least two values, separated by "
        "commas\n");
}

TEST_CASE("A factor without effect is warned about") {
  const Folder folder;
  const std::string scenario = folder.write("small.yaml", support::kSmall);
  const auto warning_of = [&](const std::string& vary) {
    return curtain({"compare", scenario, "-q", "--replications", "1", "--vary", vary}).err;
  };
  CHECK(warning_of("t=policies.keep_alive.fixed.timeout: {ten: 10min, six hundred: 600s, one: 1s}") ==
        "curtain: 'six hundred' is the same scenario as 'ten', because the difference between them has no "
        "effect\n");
  CHECK(
      warning_of("policies.keep_alive.fixed.timeout=10min,600s,1s") ==
      "curtain: '600s' is the same scenario as '10min', because the difference between them has no effect\n");
}
