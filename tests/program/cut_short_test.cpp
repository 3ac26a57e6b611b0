// Tests of the state after a signal to a program that does not check for it. The functions of
// tools/curtain/interrupt.hpp are called directly.
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/catch.hpp"
#include "tests/support/program.hpp"
#include "tools/curtain/interrupt.hpp"

namespace tools = curtain::tools;
using support::Folder;

namespace {

/// Runs a function in a separate process and returns the exit status.
int in_a_child(const std::function<void()>& action) {
  const pid_t child = fork();
  if (child == 0) {
    tools::catch_interrupts();
    action();
    _exit(1);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("Files being written when the program is interrupted are removed, and no other files") {
  const Folder folder;
  folder.write("mine.txt", "stays");
  const int status = in_a_child([&folder] {
    std::filesystem::create_directory(folder / "results.writing");
    const tools::Temporary results(folder / "results.writing");
    const tools::Temporary summary(folder / "results.writing/summary.json");
    const tools::Temporary file(folder / "made.csv.writing");
    { const tools::Temporary committed(folder / "mine.txt"); }
    std::ofstream(folder / "results.writing/summary.json") << "{";
    std::ofstream(folder / "made.csv.writing") << "a";
    raise(SIGINT);
    while (tools::interrupted()) {  // a step that does not end
      pause();
    }
  });
  CHECK(status == 130);
  CHECK(folder.names() == support::Words{"mine.txt"});
}

TEST_CASE("The writing of results is not interrupted") {
  const int status = in_a_child([] {
    raise(SIGTERM);
    tools::keep_results();
    pause();  // waits until the program is aborted
    _exit(tools::interrupted() ? 7 : 1);
  });
  CHECK(status == 7);
}

TEST_CASE("A signal that arrived before the writing interrupts the program after the writing") {
  const int status = in_a_child([] {
    tools::keep_results();
    raise(SIGTERM);
    pause();
    _exit(7);
  });
  CHECK(status == 130);
}
