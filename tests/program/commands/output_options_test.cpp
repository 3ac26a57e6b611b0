// Tests of several outputs of one command with the same place.
#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"

using support::curtain;
using support::Ended;
using support::Folder;

TEST_CASE("Two outputs with one place are refused before the run, and nothing is written") {
  const Folder folder;
  const std::string s = folder.write("s.yaml", support::kSmall);
  for (const std::vector<std::string>& outputs :
       {std::vector<std::string>{"--invocations", folder / "a", "--decisions", folder / "a"},
        std::vector<std::string>{"--out", folder / "a", "--invocations", folder / "./a"},
        std::vector<std::string>{"--out", folder / "a", "--perfetto", folder / "a/x.json"},
        std::vector<std::string>{"--out", folder / "a/b", "--report", folder / "a/../a/b"}}) {
    std::vector<std::string> words = {"run", s, "--quiet"};
    words.insert(words.end(), outputs.begin(), outputs.end());
    const Ended ended = curtain(words);
    CHECK(ended.status == 2);
    CHECK_THAT(ended.err, ContainsSubstring("cannot both write '"));
  }
  const Ended compared = curtain({"compare", s, "--quiet", "--vary", "seed=1,2", "--out", folder / "c.html",
                                  "--report", folder / "c.html"});
  CHECK(compared.status == 2);
  CHECK(compared.err.find("curtain: --out and --report cannot both write '") == 0);
  CHECK(folder.names() == std::vector<std::string>{"s.yaml"});
  CHECK(curtain({"run", s, "--quiet", "--out", folder / "a", "--invocations", folder / "ab"}).status == 0);
}

TEST_CASE("The option --all-figures is only for a lesson") {
  const Folder folder;
  const Ended ended = curtain({"run", folder.write("s.yaml", support::kSmall), "--all-figures"});
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, ContainsSubstring("--all-figures has an effect only for a scenario with a `lesson`"));
}
