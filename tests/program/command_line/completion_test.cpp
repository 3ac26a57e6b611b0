// Tests of completion and the man page: both have every option of every command, and the shells accept the
// scripts.
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/program/program_support.hpp"
#include "tests/support/paths.hpp"

using support::curtain;
using support::Folder;
using support::Words;

namespace {

/// Returns the completions of the last word, without meanings, and the last line, about files.
struct Offered {
  Words words;
  std::string files;
};

Offered offered(Words words) {
  words.insert(words.begin(), "__complete");
  const support::Ended ended = curtain(words);
  CHECK(ended.status == 0);
  CHECK(ended.err.empty());
  Offered result;
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(':', 0) == 0) {
      CHECK(result.files.empty());
      result.files = line;
    } else {
      result.words.push_back(line.substr(0, line.find('\t')));
    }
  }
  return result;
}

/// Returns the options that a help page lists, at the beginning of a line, as "  -q, --quiet" or "  --out
/// FOLDER".
Words options_of(const std::string& page) {
  Words options;
  std::istringstream lines(page.substr(page.find("\nOptions\n") + 1));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("  -", 0) == 0) {
      std::istringstream words(line.substr(0, line.find("   ", 2)));
      for (std::string word; words >> word && word[0] == '-';) {
        options.push_back(word.substr(0, word.find(',')));
      }
    }
  }
  return options;
}

/// Returns every command with its words, including commands that contain others, as completion offers them.
std::vector<Words> all_commands() {
  std::vector<Words> found;
  std::vector<Words> open = {{}};
  while (!open.empty()) {
    const Words at = open.back();
    open.pop_back();
    found.push_back(at);
    Words asked = at;
    asked.emplace_back("");
    for (const std::string& word : offered(asked).words) {
      const bool holds_commands = at.empty() || at == Words{"trace"};
      if (holds_commands && word[0] != '-') {
        open.push_back(at);
        open.back().push_back(word);
      }
    }
  }
  return found;
}

/// Returns the output of a shell, or nothing if the shell is not installed.
std::optional<std::string> shell(const std::string& name, const std::string& script) {
  if (std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) != 0) {
    return std::nullopt;
  }
  const Folder folder;
  const std::string file = folder.write("script", script);
  const std::string program = support::program_path();
  FILE* const pipe = popen(("PATH=" + program.substr(0, program.rfind('/')) + ":$PATH HOME=" + folder.path() +
                            " " + name + " " + file + " 2>&1 </dev/null")
                               .c_str(),
                           "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  char bytes[4096];
  while (const std::size_t count = fread(bytes, 1, sizeof bytes, pipe)) {
    text.append(bytes, count);
  }
  CHECK(pclose(pipe) == 0);
  return text;
}

}  // namespace

TEST_CASE("Every option of every command is completed and in the man page") {
  const std::string page = curtain({"man"}).out;
  const std::vector<Words> commands = all_commands();
  CHECK(commands.size() > 11);
  for (const Words& command : commands) {
    std::string path = "curtain";
    for (const std::string& word : command) {
      path += " " + word;
    }
    INFO(path);
    Words asked = command;
    asked.emplace_back("--help");
    const Words options = options_of(curtain(asked).out);
    CHECK(options.size() > 1);
    const std::size_t section = page.find(command.empty() ? ".SH OPTIONS\n" : ".SS " + path + " ");
    if (command == Words{"trace"}) {  // only the subcommands of `trace` have sections
      continue;
    }
    REQUIRE(section != std::string::npos);
    const std::string text = page.substr(section, page.find("\n.S", section + 1) - section);
    asked.back() = "-";
    const Words completed = offered(asked).words;
    for (const std::string& option : options) {
      INFO(option);
      std::string in_roff;
      for (const char c : option) {
        in_roff += c == '-' ? "\\-" : std::string(1, c);
      }
      CHECK_THAT(text, ContainsSubstring("\\fB" + in_roff + "\\fR"));
      if (option.rfind("--", 0) == 0) {
        CHECK(std::count(completed.begin(), completed.end(), option) == 1);
      }
    }
  }
}

TEST_CASE("Values are completed by their kind") {
  CHECK(offered({"ru"}).words == Words{"run"});
  CHECK(offered({"trace", ""}).words == Words{"info", "sample", "make", "import"});
  CHECK(offered({"help", "val"}).words == Words{"validate"});
  CHECK(offered({"run", ""}).words.empty());
  CHECK(offered({"run", ""}).files == ":files");
  CHECK(offered({"run", "s.yaml", "--out", ""}).files == ":folders");
  CHECK(offered({"run", "s.yaml", "--replication", ""}).files == ":nothing");
  CHECK(offered({"trace", "info", "--format", ""}).words ==
        Words{"csv", "azure-2019", "azure-2021", "huawei-2023", "huawei-2025", "iluvatar", "azure2019-cdfs"});
  CHECK(offered({"trace", "info", "--format=azure-2"}).words ==
        Words{"--format=azure-2019", "--format=azure-2021"});
  CHECK(offered({"completion", ""}).words == Words{"bash", "zsh", "fish"});
  CHECK(offered({"policies", "best"}).words == Words{"best-fit"});
  CHECK(offered({"policies", "place"}).words == Words{"placement"});
  CHECK(offered({"compare", "s.yaml", "--metric", "vms.pe"}).words == Words{"vms.peak"});
  CHECK(offered({"run", "--set", "policies.routi"}).words.front() == "policies.routing=");
  CHECK(offered({"run", "--set", "policies.placement.herm"}).words ==
        Words{"policies.placement.hermod.cores="});
  CHECK(offered({"run", "--set", "policies.plac"}).files == ":nothing nospace");
  CHECK(offered({"run", "--set", "policies.placement=b"}).words == Words{"policies.placement=best-fit"});
  CHECK(offered({"run", "--set=scheduler.binding=l"}).words == Words{"--set=scheduler.binding=late"});
  CHECK(offered({"compare", "--vary", "policies.placement=best-fit,w"}).words ==
        Words{"policies.placement=best-fit,worst-fit"});
  CHECK(offered({"run", "--set", "platform=aws"}).words ==
        Words{"platform=aws-lambda-2018", "platform=aws-lambda-2019", "platform=aws-lambda-2020",
              "platform=aws-lambda-2021", "platform=aws-lambda-2022", "platform=aws-lambda-2026"});
}

TEST_CASE("An option that is already given is not offered again, unless it may be repeated") {
  CHECK(offered({"run", "--audit", "--au"}).words.empty());
  CHECK(offered({"run", "--set", "seed=1", "--se"}).words == Words{"--set"});
  CHECK(offered({"run", "--", "--se"}).words.empty());
  CHECK(offered({"no-such-command", ""}).files == ":nothing");
  CHECK(offered({}).words == offered({""}).words);
}

TEST_CASE("bash completes with the script") {
  const std::string script =
      "eval \"$(curtain completion bash)\"\n"
      "ask() {\n"
      "  COMP_LINE=\"$1\"; COMP_POINT=${#1}; shift\n"
      "  COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=()\n"
      "  $(complete -p curtain | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n"
      "  echo \"${COMPREPLY[*]}\"\n"
      "}\n"
      "ask 'curtain tra' curtain tra\n"
      "ask 'curtain trace  info --format ' curtain trace info --format ''\n"
      "ask 'curtain trace info --format=cs' curtain trace info --format = cs\n"
      "ask 'curtain run s.yaml --set scheduler.binding=' curtain run s.yaml --set scheduler.binding =\n"
      "ask 'curtain run s.yaml --set policies.placement=wo' curtain run s.yaml --set policies.placement = "
      "wo\n"
      "ask 'curtain run --set scheduler.bind' curtain run --set scheduler.bind\n"
      "cd " +
      support::in_tree("") +
      "\n"
      "ask 'curtain run scenarios/quickstart.y' curtain run scenarios/quickstart.y\n"
      "ask 'curtain run --out scenarios/les' curtain run --out scenarios/les\n";
  const std::optional<std::string> said = shell("bash", script);
  if (said) {
    CHECK(*said ==
          "trace\n"
          "csv azure-2019 azure-2021 huawei-2023 huawei-2025 iluvatar azure2019-cdfs\n"
          "csv\n"
          "early late\n"
          "worst-fit\n"
          "scheduler.binding=\n"
          "scenarios/quickstart.yaml\n"
          "scenarios/lessons\n");
  }
}

TEST_CASE("fish completes with the script, if fish is installed") {
  const std::string script =
      "curtain completion fish | source\n"
      "for line in 'curtain tra' 'curtain trace info --format ' 'curtain run --set policies.placement=wo'\n"
      "  complete -C $line | string replace -r '\\t.*' ''\n"
      "end\n"
      "true\n";
  if (const std::optional<std::string> said = shell("fish", script)) {
    CHECK(*said ==
          "trace\nazure2019-cdfs\nazure-2019\nazure-2021\ncsv\nhuawei-2023\nhuawei-2025\niluvatar\npolicies."
          "placement=worst-fit\n");
  }
}

TEST_CASE("zsh completes with the script, if zsh is installed") {
  const std::string script =
      "zmodload zsh/zpty || exit 1\n"
      "zpty asked zsh -f -i\n"
      "zpty -w asked 'PS1=; TERM=dumb; autoload -Uz compinit; compinit -u -d /dev/null; "
      "eval \"$(curtain completion zsh)\"'\n"
      "zpty -w asked 'done-with() { print -r -- \"[$BUFFER]\"; BUFFER= }; zle -N done-with; "
      "bindkey ^X done-with; print ready-$((1+1))'\n"
      "zpty -r asked text '*ready-2*'\n"
      "for line in 'curtain tra' 'curtain run x --set policies.placement=wo'; do\n"
      "  zpty -w -n asked \"$line\"$'\\t'$'\\x18'\n"
      "  zpty -r asked text '*\\]*'\n"
      "  text=\"${text##*\\[}\"; print -r -- \"${text%%\\]*}\"\n"
      "done\n"
      "zpty -d asked\n";
  if (const std::optional<std::string> said = shell("zsh", script)) {
    CHECK(*said == "curtain trace \ncurtain run x --set policies.placement=worst-fit \n");
  }
}

TEST_CASE("The man page has all sections, and groff reports no problem") {
  const std::string page = curtain({"man"}).out;
  CHECK(page.rfind(".TH CURTAIN 1 ", 0) == 0);
  std::size_t from = 0;
  for (const char* const section : {"NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "FILES",
                                    "ENVIRONMENT", "EXIT STATUS", "EXAMPLES", "SEE ALSO"}) {
    INFO(section);
    const std::size_t at = page.find(".SH " + std::string(section) + "\n", from);
    CHECK(at != std::string::npos);
    from = at;
  }
  for (const char* const variable : {"NO_COLOR", "COLUMNS", "LC_ALL"}) {
    CHECK_THAT(page, ContainsSubstring(variable));
  }
  const Folder folder;
  const std::string file = folder.write("curtain.1", page);
  CHECK(
      std::system(("! command -v groff >/dev/null 2>&1 || test -z \"$(groff -man -ww -z " + file + " 2>&1)\"")
                      .c_str()) == 0);
  CHECK(std::system(
            ("! command -v mandoc >/dev/null 2>&1 || test -z \"$(mandoc -Tlint -W warning " + file + ")\"")
                .c_str()) == 0);
}
