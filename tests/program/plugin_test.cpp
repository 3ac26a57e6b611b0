// Tests of policies from shared libraries: accepted policies, refused policies, and impossible decisions.
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

namespace {

const std::string kWrong = support::plugin_folder() + "wrong_decisions.so";

/// A scenario with two functions, called often enough that every policy is used, on VMs that hold one
/// instance.
constexpr const char* kBusy = R"(
name: busy
duration: 1h
platform: ideal
cluster: {vms: {memory: 1GiB, instance_memory: 1GiB}}
policies: {host_placement: first-fit}
workload:
  - timer: {function: a, every: 1min, duration: 1s, memory: 1GiB}
  - timer: {function: b, every: 1min, phase: 500ms, duration: 1s, memory: 1GiB}
)";

Ended with(const Folder& folder, const std::string& setting, const std::vector<std::string>& more = {}) {
  std::vector<std::string> words = {"run",  folder.write("busy.yaml", kBusy), "--plugin", kWrong, "--set",
                                    setting};
  words.insert(words.end(), more.begin(), more.end());
  return curtain(words);
}

}  // namespace

TEST_CASE("An invalid decision ends the run and is blamed on the policy and its plugin") {
  const Folder folder;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"policies.placement=full-bin",
       "placement policy 'full-bin' of plugin '" + kWrong + "', at 0.5 s, chose"},
      {"policies.placement=no-bin", "chose bin 4000000000, which does not exist"},
      {"policies.placement=undeclared", "Needs::bins_by_free"},
      {"policies.routing=no-instance",
       "routing policy 'no-instance' of plugin '" + kWrong + "', at 60 s, chose"},
      {"policies.keep_alive=in-the-past",
       "keep_alive policy 'in-the-past' of plugin '" + kWrong + "', at 1 s, kept an instance for -1 ns"},
      {"policies.keep_alive=throwing", "at 1 s, threw an exception: no such function"},
      {"policies.keep_alive=throwing-number", "at 1 s, threw something that is not a std::exception"},
      {"policies.keep_alive=throwing-hook", "at 0 s, threw an exception: no arrivals, please"},
      {"policies.scaling=always-wait", "scaling policy 'always-wait' of plugin '" + kWrong + "', at 0 s, "}};
  for (const auto& [setting, message] : cases) {
    INFO(setting);
    const Ended ended = with(folder, setting);
    CHECK(ended.status == 3);
    CHECK(ended.out.empty());
    CHECK(ended.err.rfind("curtain: ", 0) == 0);
    CHECK_THAT(ended.err, ContainsSubstring(message));
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  }
}

TEST_CASE("An instance that was reclaimed is not mistaken for a live one") {
  const Folder folder;
  const Ended ended = curtain(
      {"run", folder.write("busy.yaml", kBusy), "--plugin", kWrong, "--set", "policies.routing=dead-instance",
       "--set", "policies.keep_alive={fixed: {timeout: 30s}}", "--set", "workload.0.timer.jitter=0s"});
  CHECK((ended.status == 0 || ended.status == 3));
  CHECK(ended.signal == 0);
}

TEST_CASE("A policy that cannot be constructed, or is for another seam, gives status 2") {
  const Folder folder;
  const Ended unmade = with(folder, "policies.keep_alive=unmade");
  CHECK(unmade.status == 2);
  CHECK(unmade.err == "curtain: --set policies.keep_alive: policies: policy 'unmade' of plugin '" + kWrong +
                          "' could not be created: the model's file is missing\n");
  const Ended other = with(folder, "policies.keep_alive=of-another-seam");
  CHECK(other.status == 2);
  CHECK(other.err == "curtain: --set policies.keep_alive: policies: policy 'of-another-seam' of plugin '" +
                         kWrong + "' is not a policy for keep_alive\n");
}

TEST_CASE("A plugin that is incomplete or of another version is refused as a whole") {
  const auto file = [](const std::string& name) { return support::plugin_folder() + name + ".so"; };
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"name_taken", "policy 'fixed': the seam keep_alive already has a policy of this name, built in"},
      {"name_wrong", "policy 'Short One': its name must consist of lower-case letters, digits and '-'"},
      {"not_made", "policy 'short': its `make` is null, so the policy cannot be created"},
      {"default_wrong", "policy 'short': parameter 'most': its default: "},
      {"list_wrong", "policy 'short': parameter 'second': its default can only be the empty list, []"},
      {"twice", "policy 'short': it is declared twice"},
      {"no_plugin", "is a shared library, but not a plugin: it lacks the line CURTAIN_PLUGIN(..)"},
      {"other_version",
       "was built for Curtain 0.0.9, headers 0123456789ab, libstdc++, but this is Curtain "}};
  for (const auto& [name, message] : cases) {
    const Ended ended = curtain({"policies", "--plugin", file(name)});
    INFO(name);
    CHECK(ended.status == 2);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, ContainsSubstring("curtain: plugin '" + file(name) + "': " + message));
  }
}

TEST_CASE("A file that is not a shared library, or does not exist, gives status 2") {
  const Folder folder;
  const std::string text = folder.write("policy.so", "no library");
  const Ended no_library = curtain({"policies", "--plugin", text});
  CHECK(no_library.status == 2);
  CHECK_THAT(no_library.err, ContainsSubstring("curtain: plugin '" + text + "': cannot be loaded: "));
  const Ended absent = curtain({"schema", "--plugin", folder / "polcy.so"});
  CHECK(absent.status == 2);
  CHECK(absent.err ==
        "curtain: plugin '" + folder / "polcy.so' does not exist; did you mean '" + text + "'?\n");
  const std::string source = folder.write("policy.cpp", "CURTAIN_PLUGIN(x)");
  CHECK(curtain({"policies", "--plugin", source}).err ==
        "curtain: plugin '" + source +
            "': is source text; name the shared library (.so) that is built from it\n");
  const Ended directory = curtain({"schema", "--plugin", folder.path()});
  CHECK(directory.status == 2);
}

TEST_CASE("A plugin's policies are in the list, the descriptions and the schema, with their origin") {
  const Ended all = curtain({"policies", "--plugin", kWrong});
  CHECK(all.status == 0);
  CHECK_THAT(all.out, ContainsSubstring("throwing-hook"));
  const Ended one = curtain({"policies", "full-bin", "--plugin", kWrong});
  CHECK(one.status == 0);
  CHECK_THAT(one.out, ContainsSubstring("plugin: "));
  CHECK_THAT(curtain({"schema", "--plugin", kWrong}).out, ContainsSubstring("\"throwing-hook\""));
  CHECK_THAT(curtain({"policies", "--json", "--plugin", kWrong}).out,
             ContainsSubstring("\"plugin\": \"" + kWrong));
  const Ended twice = curtain({"policies", "--plugin", kWrong, "--plugin", kWrong});
  CHECK(twice.status == 2);
  CHECK_THAT(twice.err, ContainsSubstring("already has a policy of this name, of plugin"));
}

TEST_CASE("A results folder lists the plugins of its run") {
  const Folder folder;
  const Ended ended = curtain({"run", folder.write("small.yaml", support::kSmall), "--plugin", kWrong,
                               "--quiet", "--out", folder / "out"});
  CHECK(ended.status == 0);
  CHECK_THAT(support::read_file(folder / "out/manifest.json"), ContainsSubstring(kWrong));
}

TEST_CASE("A plugin that was copied incompletely is reported as truncated") {
  const Folder folder;
  const std::string whole = support::read_file(kWrong);
  const std::string part = folder.write("part.so", whole.substr(0, whole.size() / 3));
  const Ended ended = curtain({"policies", "--plugin", part});
  CHECK(ended.status == 2);
  CHECK(ended.signal == 0);
  CHECK_THAT(ended.err, ContainsSubstring("curtain: plugin '" + part + "': is truncated: the file has "));
}

TEST_CASE("A declaration that throws and an empty declaration are reported") {
  for (const std::string name : {"throws", "null_one"}) {
    const std::string file = support::plugin_folder() + name + ".so";
    const Ended ended = curtain({"policies", "--plugin", file});
    INFO(name);
    CHECK(ended.status == 2);
    CHECK(ended.err ==
          "curtain: plugin '" + file + "': " +
              (name == "null_one"
                   ? "has a null pointer in its list of policies\n"
                   : "could not declare a policy: it threw something that is not a std::exception\n"));
  }
}
